"""What the organiser sees of a broadcast: the bar while it runs, the report afterwards, and why it was halted."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.core import floor, locale
from bot.core.broadcast import Kind, Progress, State
from bot.core.buttons import encode
from bot.core.buttons.organiser import Act, Cancel, Control, Report
from bot.core.model import Button, Outgoing, Rows
from bot.core.texts import Texts

_WIDTH: Final = 12
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class View:
    """A broadcast at a moment: which, what is done, how it stands, how far it is and how long it takes."""

    number: int
    kind: Kind
    state: State
    progress: Progress
    to_go: timedelta = timedelta(0)
    training: bool = False


def live(view: View, texts: Texts, language: str) -> Outgoing:
    """The message that is edited while it runs."""
    title = texts.html(language, f"broadcast_title_{view.kind}", number=str(view.number))
    state = texts.html(language, f"broadcast_state_{view.state}")
    lines = [f"{title}: {state}", _bar(view.progress, language), *_lines(view, texts, language)]
    if view.progress.left and view.state == "running":
        count, time = locale.whole(view.progress.left, language), _duration(view.to_go, language)
        lines.append(texts.html(language, "broadcast_progress_left", count=count, time=time))
    return Outgoing("\n".join(lines), _controls(view, texts, language))


def report(view: View, texts: Texts, language: str) -> Outgoing:
    """What came of it."""
    title = texts.html(language, f"broadcast_report_{view.kind}", number=str(view.number))
    rows: Rows = ((_button(texts, language, "report", Report(str(view.number))),),)
    if view.progress.unknown and view.kind == "send":
        count = locale.whole(view.progress.unknown, language)
        again = Button(
            texts.plain(language, "broadcast_button_resend", count=count), encode(Control(str(view.number), "resend"))
        )
        rows = ((again,), *rows)
    return Outgoing("\n".join([title, *_lines(view, texts, language)]), rows)


def halted(number: int, why: str, texts: Texts, language: str) -> Outgoing:
    """Why it was paused for a fault of ours; `why` is the broadcast's note."""
    key = f"broadcast_halted_{why.replace('-', '_')}"
    rows = (_acts(number, ("resume", "stop"), texts, language),)
    return Outgoing(texts.html(language, key, number=str(number)), rows)


def late(number: int, texts: Texts, language: str) -> Outgoing:
    """The question whether one that its time has passed for is to start."""
    start = _button(texts, language, "late", Control(str(number), "late"))
    drop = _button(texts, language, "drop", Cancel(str(number)))
    return Outgoing(texts.html(language, "broadcast_late", number=str(number)), ((start,), (drop,)))


def _bar(progress: Progress, language: str) -> str:
    full = int(progress.share * _WIDTH)
    return f"{'▓' * full}{'░' * (_WIDTH - full)} {locale.percent(int(progress.share * 100) / 100, language)}"


def _lines(view: View, texts: Texts, language: str) -> list[str]:
    progress = view.progress
    lines = [_reached(progress, texts, language)]
    if progress.failed:
        count = floor.shown(sum(progress.failed.values()), texts, language)
        shown = floor.parts(dict(sorted(progress.failed.items())), texts, language)
        reasons = "; ".join(_reason(*pair, texts, language) for pair in shown.items())
        lines.append(texts.html(language, "broadcast_progress_failed", count=count, reasons=reasons))
    for name, rows in (("unknown", progress.unknown), ("doubled", progress.doubled)):
        if rows:
            lines.append(texts.html(language, f"broadcast_rows_{name}", count=locale.whole(rows, language)))
    if view.training:
        lines.append(texts.html(language, "broadcast_progress_training"))
    return lines


def _reached(progress: Progress, texts: Texts, language: str) -> str:
    """How many have it. Of a handful of people nobody is told how many they are."""
    if progress.total < floor.FLOOR:
        return texts.html(language, "broadcast_progress_reached_few", few=floor.shown(progress.total, texts, language))
    count, total = locale.whole(progress.sent, language), locale.whole(progress.total, language)
    return texts.html(language, "broadcast_progress_reached", count=count, total=total)


def _reason(reason: str, count: str, texts: Texts, language: str) -> str:
    name = texts.plain(language, f"broadcast_reason_{reason.replace('-', '_')}")
    return texts.plain(language, "broadcast_progress_reason", reason=name, count=count)


def _duration(time: timedelta, language: str) -> str:
    if time < _MINUTE:
        return locale.measure(max(1, time.seconds), "second", language)
    if time < _HOUR:
        return locale.measure(round(time / _MINUTE), "minute", language)
    return locale.measure(round(time / _HOUR, 1), "hour", language)


def _controls(view: View, texts: Texts, language: str) -> Rows:
    acts: dict[State, tuple[Act, ...]] = {"running": ("pause", "stop"), "paused": ("resume", "stop")}
    row = _acts(view.number, acts.get(view.state, ()), texts, language)
    return (row,) if row else ()


def _acts(number: int, acts: tuple[Act, ...], texts: Texts, language: str) -> tuple[Button, ...]:
    return tuple(_button(texts, language, act, Control(str(number), act)) for act in acts)


def _button(texts: Texts, language: str, name: str, action: Control | Cancel | Report) -> Button:
    return Button(texts.plain(language, f"broadcast_button_{name}"), encode(action))
