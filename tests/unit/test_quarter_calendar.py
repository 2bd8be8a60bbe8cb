"""The days of a quarter's life, counted in working days from its end and back from its committee."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows.council import read_council
from tests.unit.test_council import FILES, change, complaint
from transforms.council_types import Committee, Meeting, SignOffStep, Supply, Writers
from transforms.quarter_calendar import CalendarDay, clashes, quarter_calendar
from transforms.quarters import Quarter

QUARTER = Quarter(2024, 4)  # ends on Monday 31 March 2025; Good Friday is 18 April, Easter Monday the 21st
MEREBRIDGE = read_council(Path(__file__).parents[2] / "samples" / "merebridge")


def supply(extract: str, supplier: str, days: int, *, expected: bool = True) -> Supply:
    return Supply(extract, supplier, "", "folder", "", expected, days)


COUNCIL = replace(
    MEREBRIDGE,
    supplies=(
        supply("nccis", "team", 15),
        supply("ssda903", "case-system", 5),
        supply("attendance_register", "900001", 10),
        supply("attendance_register", "900002", 10),
        supply("cin", "case-system", 5, expected=False),
    ),
    writers=Writers(due_working_days=15),
    sign_off=(SignOffStep("officer", own=True, due_working_days=12), SignOffStep("director", due_working_days=8)),
    meetings=(Meeting(str(QUARTER), "Scrutiny", date(2025, 6, 12)), Meeting(str(QUARTER), "Board", date(2025, 7, 3))),
)


def test_a_quarter_has_its_days_in_order() -> None:
    assert [(each.day, each.what, each.of) for each in quarter_calendar(COUNCIL, QUARTER)] == [
        (date(2025, 3, 31), "quarter ends", ""),
        (date(2025, 4, 7), "receive", "ssda903"),
        (date(2025, 4, 14), "receive", "attendance_register (2 suppliers)"),
        (date(2025, 4, 23), "receive", "nccis"),  # Easter put it off
        (date(2025, 5, 14), "freeze", ""),  # twenty working days, with the bank holiday of 26 May between
        (date(2025, 5, 21), "commentary", ""),
        (date(2025, 5, 27), "sign-off", "officer"),
        (date(2025, 6, 2), "sign-off", "director"),
        (date(2025, 6, 4), "issue", ""),  # five clear days before the meeting
        (date(2025, 6, 12), "meeting", "Scrutiny"),
    ]


def test_days_that_nobody_knows_come_last() -> None:
    days = quarter_calendar(replace(COUNCIL, meetings=()), QUARTER)
    assert [each.what for each in days if each.day is None] == [
        "freeze",
        "commentary",
        "sign-off",
        "sign-off",
        "issue",
        "meeting",
    ]
    assert [each.what for each in days[:4]] == ["quarter ends", "receive", "receive", "receive"]


@pytest.mark.parametrize(
    ("committee", "last_step", "freeze", "issue"),
    [
        (Committee(), 8, 20, 6),
        (Committee(), 3, 20, 3),  # a council whose director signs late issues late
        (Committee(freeze_working_days=30, issue_working_days=2), 8, 30, 2),
    ],
)
def test_what_the_council_does_not_say_follows_from_what_it_does(
    committee: Committee, last_step: int, freeze: int, issue: int
) -> None:
    steps = (SignOffStep("director", due_working_days=last_step),)
    council = replace(COUNCIL, committee=committee, sign_off=steps)
    assert (council.freeze_working_days, council.issue_working_days) == (freeze, issue)


def test_a_supply_that_is_due_after_the_freeze_is_told() -> None:
    days = (
        CalendarDay(date(2025, 5, 1), "freeze"),
        CalendarDay(date(2025, 5, 2), "receive", "cin"),
        CalendarDay(None, "receive", "nccis"),
    )
    assert clashes(days) == ("cin is due after the quarter is to be frozen",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("freeze_working_days = 14", "14 working days before the committee a quarter is frozen"),
        ("issue_working_days = 9", "the issue 9"),
        ("issue_working_days = 0", "committee has issue_working_days of 0"),
        ("thaw_working_days = 9", "thaw_working_days"),
    ],
)
def test_an_order_that_cannot_be_is_refused(tmp_path: Path, line: str, said: str) -> None:
    for name, content in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
    assert read_council(tmp_path).committee == Committee()
    first = FILES["council.toml"].index("[[")
    change(
        tmp_path,
        "council.toml",
        FILES["council.toml"][first:],
        f"[committee]\n{line}\n\n{FILES['council.toml'][first:]}",
    )
    assert said in complaint(tmp_path).message
