"""How a council says who writes, who signs and when its committee meets."""

import re
from datetime import date
from pathlib import Path

import pytest

from flows.council import read_council
from tests.unit.test_council import FILES, change, complaint
from transforms.council_types import DEFAULT_SIGN_OFF, Meeting, SignOffStep, Writers
from transforms.quarter_calendar import due_before, next_meeting
from transforms.quarters import Quarter

SIGNED = """
[[officers]]
initials = "BQ"
name = "Ben Quill"
role = "Director"

[commentary]
equality = ["AP"]
due_working_days = 20

[[sign_off]]
role = "officer"
own = true
due_working_days = 17

[[sign_off]]
role = "directors"
by = ["AP", "BQ"]
every = true
due_working_days = 12
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "committee.csv").write_text(
        "quarter,committee,meets_on\n2025-26-Q1,Scrutiny,2025-10-02\n2025-26-Q1,Board,2025-09-11\n", encoding="utf-8"
    )
    with (tmp_path / "council.toml").open("a", encoding="utf-8") as settings:
        settings.write(SIGNED)
    return tmp_path


def test_the_chain_the_writers_and_the_meetings_are_read(folder: Path) -> None:
    council = read_council(folder)
    assert council.sign_off == (
        SignOffStep("officer", own=True, due_working_days=17),
        SignOffStep("directors", ("AP", "BQ"), every=True, due_working_days=12),
    )
    assert council.writers == Writers(equality=("AP",), due_working_days=20)
    meeting = next_meeting(council, Quarter(2025, 1))
    assert meeting == Meeting("2025-26-Q1", "Board", date(2025, 9, 11))
    assert due_before(meeting, 12) == date(2025, 8, 26), "the bank holiday of 25 August is not counted"
    assert due_before(next_meeting(council, Quarter(2025, 2)), 12) is None
    assert due_before(Meeting("2025-26-Q1", "Board", date(2040, 1, 10)), 5) is None


def test_a_council_that_says_nothing_has_three_steps(folder: Path) -> None:
    change(folder, "council.toml", SIGNED, "")
    (folder / "committee.csv").unlink()
    council = read_council(folder)
    assert council.sign_off == DEFAULT_SIGN_OFF
    assert [step.role for step in council.sign_off] == ["officer", "head of service", "director"]
    assert council.meetings == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("council.toml", 'by = ["AP", "BQ"]', 'by = "AP"', "by must be a list of initials"),
        ("council.toml", 'by = ["AP", "BQ"]', 'by = ["XX"]', "no officer 'XX'"),
        ("council.toml", 'by = ["AP", "BQ"]\n', "", "step 'directors' .* says every = true and names nobody"),
        ("council.toml", "own = true", 'own = true\nby = ["AP"]', "step 'officer' .* names people and says own = true"),
        ("council.toml", "own = true", "own = 1", "own must be true or false"),
        ("council.toml", 'role = "directors"', 'role = "Officer"', "step of the sign-off officer stands there 2 times"),
        ("council.toml", 'role = "directors"', 'role = " "', "has no name"),
        ("council.toml", 'role = "directors"', 'rule = "directors"', "signoffstep has no setting 'rule'"),
        ("council.toml", "due_working_days = 12", "due_working_days = 0", "has due_working_days of 0"),
        ("council.toml", "due_working_days = 12", "due_working_days = 18", "are due 20, 17, 18 working days before"),
        ("council.toml", 'equality = ["AP"]', 'equality = "AP"', "commentary: equality is no list"),
        ("council.toml", 'equality = ["AP"]', 'equality = ["XX"]', "no officer 'XX'"),
        ("council.toml", 'equality = ["AP"]', 'equity = ["AP"]', "writers has no setting 'equity'"),
        ("committee.csv", "2025-10-02", "2025-06-30", "Scrutiny meets on 2025-06-30, before 2025-26-Q1 has ended"),
        ("committee.csv", "2025-10-02", "October", "line 2: 'October' is not a date"),
        ("committee.csv", "2025-26-Q1,Scrutiny", "2025,Scrutiny", "2025"),
        ("committee.csv", "Scrutiny", "Board", "meeting of Board about 2025-26-Q1 stands there 2 times"),
    ],
)
def test_what_cannot_be_is_told_with_its_file(folder: Path, name: str, old: str, new: str, said: str) -> None:
    change(folder, name, old, new)
    error = complaint(folder)
    assert name in error.message
    assert re.search(said, error.message), error.message
