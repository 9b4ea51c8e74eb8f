"""`python -m tests.botapi --port 8081`: the stand-in as a process of its own, on the wall clock.

It prints its base URL as the first line and ends by a signal.
"""

import argparse
import asyncio
import sys
import time
from contextlib import suppress

from tests.botapi.server import BotApi
from tests.botapi.values import TOKEN
from tests.botapi.world import World


async def _serve(port: int, token: str) -> None:
    async with BotApi(World(clock=time.time, token=token), port=port) as api:
        sys.stdout.write(f"{api.base_url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description="A Bot API on loopback")
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--token", default=TOKEN)
    options = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(options.port, options.token))


if __name__ == "__main__":
    main()
