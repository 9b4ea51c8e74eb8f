"""How long a bot takes from its start to the first healthy answer, and how much memory it then holds."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

_PORT = 8931
_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds until ready, and resident memory then, in MB."""

    seconds: float
    memory: float


def measure(data: Path, encoders: str) -> Started:
    """Start a bot on a cached index, wait for its health check, stop it."""
    settings = {"REDRESS_DATA_DIR": str(data), "REDRESS_PORT": str(_PORT), "REDRESS_ENCODERS": encoders}
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], env={**os.environ, **settings}, stderr=subprocess.DEVNULL
    ) as bot:
        try:
            seconds = _ready(began)
            return Started(seconds, _resident(bot.pid))
        finally:
            bot.terminate()


def _ready(began: float) -> float:
    while time.perf_counter() - began < _WAIT:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{_PORT}/healthz", timeout=1):
                return time.perf_counter() - began
        except (urllib.error.URLError, ConnectionError):
            os.sched_yield()
    raise TimeoutError("the bot did not get ready")


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
