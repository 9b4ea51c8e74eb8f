"""The pace of broadcasts: under the limits, after the answers."""

from hypothesis import given, strategies as st

from bot.core.broadcast import Fate
from bot.core.pacing import Line, Pacer, Traffic


class Clock:
    """Seconds that pass when we say so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def _sent(pacer: Pacer, seconds: float, answers: int = 0) -> int:
    """How many messages to different chats leave in so many seconds."""
    now, count = 0.0, 0
    while now < seconds:
        wait = pacer.wait(f"tg:{count}", now, answers)
        count += not wait
        now += wait
    return count


def test_a_broadcast_keeps_its_rate() -> None:
    """Twenty-five a second, and no burst beyond a twentieth of a second's worth."""
    assert 250 <= _sent(Pacer(25), 10) <= 252


def test_answers_are_taken_off_the_allowance() -> None:
    """With ten answers in the last second fifteen messages of the broadcast are left."""
    assert 150 <= _sent(Pacer(25), 10, answers=10) <= 152


def test_answers_never_starve_a_broadcast() -> None:
    """Even with a hundred answers a second a fifth of its rate stays: it may be urgent too."""
    assert 50 <= _sent(Pacer(25), 10, answers=100) <= 52


def test_one_chat_gets_one_message_a_second() -> None:
    """The second one to the same chat waits for the rest of the second, and others do not wait for it."""
    pacer = Pacer(1000)
    assert pacer.wait("tg:1", 0.0, 0) == 0
    assert pacer.wait("tg:1", 0.25, 0) == 0.75
    assert pacer.wait("tg:2", 0.25, 0) == 0
    assert pacer.wait("tg:1", 1.0, 0) == 0


@given(st.lists(st.floats(0, 2), max_size=200), st.floats(1, 1000))
def test_no_pattern_of_asking_beats_the_rate(gaps: list[float], rate: float) -> None:
    """However often and whenever it is asked, no more leaves than the rate and its small burst allow."""
    pacer, now, count = Pacer(rate), 0.0, 0
    for number, gap in enumerate(gaps):
        count += pacer.wait(f"tg:{number}", now, 0) == 0
        now += gap
    assert count <= now * rate + max(1.0, rate * 0.05) + 1


def test_traffic_knows_answers_under_way_and_of_the_last_second() -> None:
    """An answer counts while it is under way, its message for one second."""
    clock = Clock()
    traffic = Traffic(clock)
    with traffic.answering():
        busy = traffic.busy
        traffic.sent()
    assert (busy, traffic.busy) == (True, False)
    assert traffic.lately() == 1
    clock.now += 1.1
    assert traffic.lately() == 0


def test_a_429_holds_the_line_for_as_long_as_it_says() -> None:
    """Also when a second one in flight asks for longer."""
    clock = Clock()
    line = Line(clock)
    line.heard(Fate("queued", pause=3, shaky=True))
    line.heard(Fate("queued", pause=5, shaky=True))
    assert line.held() == 5
    clock.now += 5
    assert line.held() == 0


def test_the_line_is_held_longer_while_nothing_gets_through() -> None:
    """One second, two, four ... a minute; and from the start again after the first success."""
    clock, waits = Clock(), []
    line = Line(clock)
    for _ in range(8):
        line.heard(Fate("queued", pause=1, shaky=True))
        waits.append(line.held())
        clock.now += line.held()
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    line.heard(Fate("sent", message=1))
    line.heard(Fate("queued", pause=1, shaky=True))
    assert line.held() == 1


def test_an_outage_does_not_make_everybody_unknown() -> None:
    """One unknown message holds nothing up; the third in a row does."""
    line = Line(Clock())
    line.heard(Fate("unknown", shaky=True))
    line.heard(Fate("sent", message=1))
    line.heard(Fate("unknown", shaky=True))
    line.heard(Fate("unknown", shaky=True))
    assert line.held() == 0
    line.heard(Fate("unknown", shaky=True))
    assert line.held() == 1
