"""Moments as the store writes them: texts that sort by time, in UTC where their zone may differ."""

from datetime import UTC, datetime


def second(at: datetime) -> str:
    """`2026-11-25T09:30:00+00:00`: what is kept for days, and needs no more."""
    return at.isoformat(timespec="seconds")


def millisecond(at: datetime) -> str:
    """`2026-11-25T09:30:00.250+00:00`: what waits for its time."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
