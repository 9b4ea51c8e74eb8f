"""Kill the bot in the middle of a broadcast, in bad weather: everybody gets it, and hardly anybody twice."""

import sys
from pathlib import Path

import pytest

from tests.broadcasting import BLOCKED_EVERY, GONE_EVERY, Plan, outside, run

pytestmark = pytest.mark.slow
PLAN = Plan(people=1500, kills=(400, 1100))
IN_FLIGHT = 32


async def test_kills_skip_nobody_and_double_only_what_was_in_flight(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fifteen hundred people, two kills, 429s, 502s, broken lines, blocked users: the counts are the truth."""
    async with outside(tmp_path) as world:
        result = await run(world, PLAN)
    first, last = result.first, result.last
    with capsys.disabled():
        sys.stdout.write(
            f"\n{PLAN.people} recipients, {len(PLAN.kills)} kills: {result.missed} missed, "
            f"{result.twice_by_kills} got it twice, {first.unknown} unknown and resent\n"
        )
    assert result.missed == result.false == result.outside_of_kills == 0
    assert result.twice_by_kills <= min(first.doubled, IN_FLIGHT * len(PLAN.kills))
    lost = {number for every in (BLOCKED_EVERY, GONE_EVERY) for number in range(every, PLAN.people, every)}
    assert sum(last.failed.values()) == len(lost)
    assert first.total == last.total == PLAN.people == first.sent + first.unknown + sum(first.failed.values())
    assert (last.sent, last.unknown, last.left) == (PLAN.people - len(lost), 0, 0)
