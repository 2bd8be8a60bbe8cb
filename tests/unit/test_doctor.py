"""What the doctor says of a machine without a database: each thing by name, what to do, and how the command ends."""

import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from flows import doctor
from flows.cli import cyp
from flows.doctor import LOOK, WELL, WRONG, Checked, Patient, examine, exit_code
from flows.settings import Settings, get_settings
from transforms.errors import Refused, UsageError

SAMPLE = Path(__file__).parents[2] / "samples" / "merebridge"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "council"
    return Path(
        shutil.copytree(SAMPLE, place, ignore=shutil.ignore_patterns("extracts", "returns", "postcodes*", "published"))
    )


def found(settings: Settings, folder: Path | None) -> dict[str, Checked]:
    return {each.name: each for each in examine(settings, folder)}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(Settings, "postgres_dir", property(lambda _: tmp_path / "postgres"))
    return tmp_path / "home"


def test_a_new_machine_is_well_and_told_what_comes_first(home: Path, folder: Path) -> None:
    told = found(Settings(home=home), folder)
    assert {name for name, each in told.items() if each.state == WRONG} == set()
    assert told["database"].words == "there is none yet"
    assert told["schema"].words == "not looked at: the database is not there"
    assert told["council"].words.startswith("Merebridge, ")
    assert told["key"].state == WELL
    assert told["prefect"].words == "not running: a run starts it when there is something to do"
    assert "recipients.csv" in told["notices"].fix
    assert "CYP_BACKUPS" in told["backups"].words
    assert exit_code(tuple(told.values())) == 0
    assert not home.exists() or not any((home / "landing").glob("*")), "nothing was made"


@pytest.mark.parametrize(("day", "state"), [(date(2027, 12, 31), WELL), (date(2028, 1, 2), LOOK)])
def test_a_year_before_the_bank_holidays_end_it_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch, day: date, state: str
) -> None:
    monkeypatch.setattr(doctor, "today", lambda: day)
    told = found(Settings(home=home), None)["clock"]
    assert told.state == state
    assert "2028-12-31" in told.words
    assert ("newer version" in told.fix) == (state == LOOK)


def spoil_council(folder: Path) -> None:
    (folder / "council.toml").write_text("slug = 1")


def lose_key(folder: Path) -> None:
    (folder / "key").unlink()


def name_nobody(folder: Path) -> None:
    (folder / "recipients.csv").write_text("role,who,channel,target\nengineer,,fax,1\n")


def name_without_settings(folder: Path) -> None:
    (folder / "recipients.csv").write_text(
        "role,who,channel,target\nengineer,,email,a@b.example\nengineer,,webhook,chat\n"
    )


@pytest.mark.parametrize(
    ("spoil", "name", "words", "code"),
    [
        (spoil_council, "council", "council.toml", UsageError.exit_code),
        (lose_key, "key", "There is no pseudonymisation key", Refused.exit_code),
        (name_nobody, "notices", "no channel 'fax'", UsageError.exit_code),
        (name_without_settings, "notices", "CYP_WEBHOOK_CHAT_URL, CYP_SMTP_HOST", 1),
    ],
)
def test_what_is_wrong_is_named_with_its_exit_code(
    home: Path, folder: Path, spoil: Callable[[Path], None], name: str, words: str, code: int
) -> None:
    spoil(folder)
    told = found(Settings(home=home), folder)
    assert told[name].state == WRONG
    assert words in told[name].words
    assert told[name].fix
    assert exit_code(tuple(told.values())) == code


@pytest.mark.parametrize(("free", "state"), [(1024**3, WRONG), (5 * 1024**3, LOOK), (50 * 1024**3, WELL)])
def test_a_disk_that_fills_is_told(monkeypatch: pytest.MonkeyPatch, home: Path, free: int, state: str) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert found(Settings(home=home), None)["disk"].state == state


def test_every_disk_is_looked_at_once(monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path) -> None:
    for name in ("home", "postgres", "dumps"):
        (tmp_path / name).mkdir()
    free = {"home": 50, "postgres": 1, "dumps": 90}
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda at: SimpleNamespace(free=free[at.name] * 1024**3))
    settings = Settings(home=home, backups=tmp_path / "dumps")
    one = found(settings, None)["disk"]
    assert (one.state, one.words) == (WELL, f"50.0 GB free under {home}")
    numbers = {name: number for number, name in enumerate(free)}
    monkeypatch.setattr(doctor, "_nearest", lambda place: OnADisk(place, numbers[place.name]))
    each = doctor._disk(Patient(settings, None))
    assert each[0] == WRONG, "the database has a disk of its own, which is full"
    assert [words.split(" GB")[0] for words in each[1].split("; ")] == ["50.0", "1.0", "90.0"]


class OnADisk:
    """A folder on the disk of a number."""

    def __init__(self, place: Path, disk: int) -> None:
        self.name, self.disk = place.name, disk

    def stat(self) -> SimpleNamespace:
        return SimpleNamespace(st_dev=self.disk)


def test_files_of_settings_are_there_and_closed_to_others(home: Path, tmp_path: Path) -> None:
    lost = found(Settings(home=home, key_file=tmp_path / "lost"), None)["settings"]
    assert (lost.state, lost.exit_code) == (WRONG, UsageError.exit_code)
    assert "CYP_KEY_FILE" in lost.words
    logins = tmp_path / "logins"
    logins.write_text("CYP_SOURCE_A_PASSWORD=b\n")
    for mode, state in ((0o644, LOOK), (0o600, WELL)):
        logins.chmod(mode)
        assert found(Settings(home=home, secrets_file=logins), None)["settings"].state == state


@pytest.mark.parametrize(
    ("hours", "content", "state"), [(None, "", WRONG), (1, "dump", WELL), (40, "dump", WRONG), (1, "", WRONG)]
)
def test_old_and_empty_dumps_are_told(tmp_path: Path, hours: int | None, content: str, state: str) -> None:
    if hours is not None:
        dump = tmp_path / "cyp-2026-01-02.dump"
        dump.write_text(content)
        long_ago = time.time() - hours * 3600
        os.utime(dump, (long_ago, long_ago))
    assert doctor._backups(Patient(Settings(backups=tmp_path), None))[0] == state


def test_a_prefect_server_that_is_named_must_answer(home: Path) -> None:
    told = found(Settings(home=home, prefect_api_url="http://127.0.0.1:1/api"), None)
    assert (told["prefect"].state, told["prefect"].exit_code) == (WRONG, 2)


def test_the_command_prints_a_line_for_each_and_json(home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYP_HOME", str(home))
    get_settings.cache_clear()
    lose_key(folder)
    shown = CliRunner().invoke(cyp, ["doctor", "--council", str(folder)])
    assert shown.exit_code == Refused.exit_code
    assert "  wrong   key       There is no pseudonymisation key for Merebridge." in shown.output
    told: list[dict[str, Any]] = json.loads(
        CliRunner().invoke(cyp, ["doctor", "--council", str(folder), "--json"]).output
    )
    assert [each["name"] for each in told] == list(doctor._CHECKS)
    get_settings.cache_clear()
