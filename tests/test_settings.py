"""Settings: sensible without any, from `.env`, and from the environment before that; nonsense names its variable."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, lines, read

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # made up
NONSENSE = {
    "REDRESS_PORT": "eight",
    "REDRESS_RETENTION_DAYS": "0",
    "REDRESS_LOG": "xml",
    "REDRESS_CAUTION": "a lot",
    "REDRESS_LANES": "-1",
    "REDRESS_OWNERS": "12, anna",
    "REDRESS_APPROVAL": "above:many",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to start in, without a `.env`."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_any_setting_the_browser_chat_runs_on_this_machine_alone() -> None:
    """`make run` needs no configuration, tells nobody else on the network, and forgets after half a year."""
    settings = read()
    assert settings.token is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8484)
    assert (settings.data_dir, settings.knowledge) == (Path("data"), Path("knowledge"))
    assert (settings.owners, settings.retention_days, settings.log) == ((), 180, "console")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has the prefix, in any case of its letters."""
    monkeypatch.setenv("REDRESS_TOKEN", TOKEN)
    monkeypatch.setenv("REDRESS_PORT", "0")
    monkeypatch.setenv("redress_data_dir", "/var/lib/redress")
    monkeypatch.setenv("REDRESS_CAUTION", "-0.5")
    settings = read()
    assert settings.token
    assert settings.token.get_secret_value() == TOKEN
    assert (settings.port, settings.data_dir, settings.caution) == (0, Path("/var/lib/redress"), -0.5)


@pytest.mark.parametrize("text", ["12,34", "12, 34", " 12 34 ", "12,,34,"])
def test_owners_are_written_in_one_line(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Commas or spaces: both are what people type."""
    monkeypatch.setenv("REDRESS_OWNERS", text)
    assert read().owners == (12, 34)


def test_no_owners_is_an_empty_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line left empty in a template means nobody."""
    monkeypatch.setenv("REDRESS_OWNERS", "")
    assert read().owners == ()


def test_settings_come_from_a_file_beside_the_program(home: Path) -> None:
    """`.env` holds what should not stand in a command line; what is not ours in it is let be."""
    (home / ".env").write_text(f"# ours\nREDRESS_TOKEN='{TOKEN}'\nREDRESS_PORT=9000\nOTHER=1\n", encoding="utf-8")
    settings = read()
    assert settings.port == 9000
    assert settings.token
    assert settings.token.get_secret_value() == TOKEN


def test_the_environment_wins_over_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's setting counts, whatever `.env` was copied into it."""
    (home / ".env").write_text("REDRESS_PORT=9000\nREDRESS_LANES=7\n", encoding="utf-8")
    monkeypatch.setenv("REDRESS_PORT", "9001")
    assert (read().port, read().lanes) == (9001, 7)


@pytest.mark.parametrize("where", ["environment", "file"])
def test_an_empty_token_is_no_token(home: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """`REDRESS_TOKEN=` in a template starts the browser chat."""
    if where == "file":
        (home / ".env").write_text("REDRESS_TOKEN=\n", encoding="utf-8")
    else:
        monkeypatch.setenv("REDRESS_TOKEN", "")
    assert read().token is None


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Whoever mistyped a setting is told which one, as they wrote it."""
    monkeypatch.setenv(name, NONSENSE[name])
    with pytest.raises(SettingsError, match=f"{name} makes no sense: ") as caught:
        read()
    assert caught.value.exit_code == 2


def test_a_token_is_in_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in another setting shows nothing of the token."""
    monkeypatch.setenv("REDRESS_TOKEN", TOKEN)
    monkeypatch.setenv("REDRESS_PORT", "eight")
    with pytest.raises(SettingsError) as caught:
        read()
    assert TOKEN not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_a_token_prints_as_asterisks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a print of the settings nor `redress settings` shows it."""
    monkeypatch.setenv("REDRESS_TOKEN", TOKEN)
    settings = read()
    shown = {line.name: line.value for line in lines(settings)}
    assert shown["REDRESS_TOKEN"] == "**********"
    for text in (repr(settings), str(settings), repr(lines(settings)), settings.model_dump_json()):
        assert TOKEN not in text
        assert TOKEN.split(":")[1] not in text


def test_every_setting_has_a_meaning_a_default_and_a_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """`redress settings` is the documentation: nothing in it is left to guess."""
    monkeypatch.setenv("REDRESS_PORT", "9000")
    found = {line.name: line for line in lines(read())}
    assert set(found) == {f"REDRESS_{name.upper()}" for name in Settings.model_fields}
    assert all(line.meaning for line in found.values())
    port, host = found["REDRESS_PORT"], found["REDRESS_HOST"]
    assert (port.value, port.default, port.source) == ("9000", "8484", "set")
    assert (host.value, host.default, host.source) == ("127.0.0.1", "127.0.0.1", "default")


def test_settings_cannot_be_changed() -> None:
    """What the program started with is what it runs with."""
    with pytest.raises(ValueError, match="frozen"):
        read().port = 1  # type: ignore[misc]


def test_an_installed_package_brings_its_knowledge(home: Path) -> None:
    """A folder of one's own counts; without it, the one inside the package, where there is one."""
    assert read().bundled in {Path("knowledge"), Path(__file__).parent.parent / "bot" / "_knowledge"}
    (home / "knowledge").mkdir()
    assert read().bundled == Path("knowledge")


@pytest.mark.parametrize(("text", "above"), [("never", None), ("always", 0), ("above:100", 100)])
def test_from_how_many_recipients_on_a_second_person_approves(
    monkeypatch: pytest.MonkeyPatch, text: str, above: int | None
) -> None:
    """Never, always, or above a number."""
    monkeypatch.setenv("REDRESS_APPROVAL", text)
    assert read().approval_above == above
