"""`redress report` and `redress demo-log`: a page from the log, and a log to try it with."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.app import utc_now
from bot.core.model import Question
from bot.edges import files
from bot.edges.store import open_store
from bot.errors import SettingsError, StoreError
from bot.settings import Settings
from bot.verbs.pretending import Plan, broadcasts, records
from bot.verbs.reporting import demo_log, first_day, report
from tests.conftest import NOW
from tests.edges.store.test_questions import question

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("since", "day"),
    [("1d", TODAY), ("30d", date(2026, 10, 26)), ("2w", date(2026, 11, 11)), ("2026-11-01", date(2026, 11, 1))],
)
def test_a_time_is_days_weeks_or_a_day(since: str, day: date) -> None:
    """Today is one of the days."""
    assert first_day(since, TODAY) == day


@pytest.mark.parametrize("since", ["soon", "30", "3m", "2026-02-30", "2026-11-25"])
def test_a_time_that_makes_no_sense_is_told(since: str) -> None:
    """With the time that was typed."""
    with pytest.raises(SettingsError, match=since):
        first_day(since, TODAY)


async def test_a_report_without_a_bot_makes_no_database(
    office: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody has asked yet, and the page says so."""
    await report(office, "30d", tmp_path / "report.html", "en")
    assert "Nobody asked anything" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not office.data_dir.exists()
    assert capsys.readouterr().err.startswith(f"Wrote {tmp_path}/report.html: 0 questions since ")


async def test_a_demonstration_fills_a_report_and_is_marked(office: Settings, tmp_path: Path) -> None:
    """A newcomer sees what the page will be; the banner says that it is made up, in the language of the page."""
    await demo_log(office, tmp_path / "demo", 200, 30, 7)
    shown = office.model_copy(update={"data_dir": tmp_path / "demo"})
    await report(shown, "30d", tmp_path / "report.html", "it")
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<b>200</b> domande" in html
    assert "Dimostrazione: un programma ha inventato" in html


async def test_a_real_log_is_not_marked(office: Settings, tmp_path: Path) -> None:
    """Only what was made up is called so."""
    async with open_store(office.data_dir) as store:
        store.questions.record(question(at=utc_now()))
    await report(office, "7d", tmp_path / "report.html", "en")
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Demonstration" not in html
    assert "<b>1</b> questions" in html


async def test_made_up_questions_never_mix_with_real_ones(office: Settings, tmp_path: Path) -> None:
    """A folder with a real question is refused, and stays as it is; one with made-up ones is filled anew."""
    async with open_store(office.data_dir) as store:
        store.questions.record(question(at=NOW))
    with pytest.raises(StoreError, match="holds real questions"):
        await demo_log(office, office.data_dir, 10, 30, 7)
    for seed in (1, 2):
        await demo_log(office, tmp_path / "demo", 10, 30, seed)
    async with open_store(tmp_path / "demo") as store:
        assert await store.history.count() == (10, 10)


async def test_an_unknown_language_and_an_unwritable_file_are_told(office: Settings, tmp_path: Path) -> None:
    """One sentence each."""
    with pytest.raises(SettingsError, match="known are en, es, fr, it"):
        await report(office, "30d", tmp_path / "report.html", "de")
    with pytest.raises(StoreError, match="cannot write"):
        await report(office, "30d", tmp_path / "nowhere" / "report.html", "en")


def test_equal_seeds_make_equal_logs(small_folder: Path) -> None:
    """What a bug report shows can be seen again; every question lies in the time that was asked for."""
    knowledge = files.load(small_folder).knowledge()
    plan = Plan(100, 30, NOW)
    first, second = list(records(knowledge, plan)), list(records(knowledge, plan))
    assert first == second != list(records(knowledge, Plan(100, 30, NOW, seed=8)))
    moments = [record.at for record, _ in first if isinstance(record, Question)]
    assert len(moments) == 100
    assert NOW.date() - timedelta(days=29) <= moments[0].date()
    assert moments == sorted(moments)
    assert moments[-1] <= NOW
    assert all(sent.recipients == sent.arrived + sent.failed + sent.unknown for sent in broadcasts(plan))
