"""When quarters are due, which quarter a moment is about, and the deployments that are made of it."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from prefect.client.schemas.schedules import construct_schedule

from flows.cli import cyp
from flows.council import read_council
from flows.schedule import (
    LATEST,
    OPEN,
    QUARTER_NAME,
    QUARTER_OR_WORD,
    TIMEZONE,
    day_in_england,
    due_ahead,
    due_at,
    early_recurrence,
    last_ended,
    newest_open,
    nightly,
    quarter_asked_for,
    receiving_at,
    recurrence,
)
from flows.serve import council_deployments
from flows.settings import Settings
from transforms.council_types import Council, Supply
from transforms.errors import CypError, UsageError
from transforms.quarters import Quarter

ROOT = Path(__file__).resolve().parents[2]
MEREBRIDGE = read_council(ROOT / "samples" / "merebridge")
LONDON = ZoneInfo(TIMEZONE)
SIX = time(6)


def council(*due: int, expected: bool = True) -> Council:
    """A council whose supplies are due after so many working days."""
    supplies = tuple(Supply("ssda903", f"s{days}", "", "folder", "", expected, days) for days in due)
    return replace(MEREBRIDGE, supplies=supplies)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("due", "expected", "quarter", "moment"),
    [
        ((10,), True, "2025-26-Q1", "2025-07-14T06:00+01:00"),
        ((10,), True, "2025-26-Q3", "2026-01-15T06:00+00:00"),
        ((5, 15, 10), True, "2025-26-Q1", "2025-07-21T06:00+01:00"),  # the slowest of them
        ((20,), False, "2025-26-Q1", "2025-07-14T06:00+01:00"),  # what is not expected is not waited for
        ((), True, "2025-26-Q1", "2025-07-14T06:00+01:00"),
    ],
)
def test_a_quarter_is_due_when_the_slowest_expected_supply_is(
    due: tuple[int, ...], expected: bool, quarter: str, moment: str
) -> None:
    found = due_at(council(*due, expected=expected), Quarter.parse(quarter), SIX)
    assert found == datetime.fromisoformat(moment)


def test_a_quarter_opens_with_its_first_supply_and_is_worked_on_each_day_that_one_is_due() -> None:
    several = council(5, 15, 10, 5)
    days = [f"{moment:%d %b %H:%M %Z}" for moment in receiving_at(several, Quarter(2025, 1), SIX)]
    assert days == ["07 Jul 06:00 BST", "14 Jul 06:00 BST", "21 Jul 06:00 BST"]
    assert newest_open(several, SIX, london("2025-07-07T05:59"))[0] == Quarter(2024, 4)
    assert newest_open(several, SIX, london("2025-07-07T06:00")) == (Quarter(2025, 1), london("2025-07-07T06:00"))
    assert newest_open(several, SIX, london("2025-07-21T06:00"))[1] == london("2025-07-07T06:00")


def test_early_days_are_a_rule_of_their_own() -> None:
    early = early_recurrence(council(5, 15), SIX, date(2028, 1, 1))
    assert early.split() == ["RDATE:20280110T060000", "RDATE:20280407T060000", "RDATE:20280707T060000"]
    assert early_recurrence(council(10, 10), SIX, date(2028, 1, 1)) == ""


def test_the_dates_ahead_begin_today_and_end_with_the_table_of_bank_holidays() -> None:
    ahead = due_ahead(MEREBRIDGE, SIX, date(2027, 10, 14))
    assert [str(quarter) for quarter, _ in ahead] == ["2027-28-Q2", "2027-28-Q3", "2027-28-Q4", "2028-29-Q1"]
    assert ahead[0][1] == london("2027-10-14T06:00")
    assert due_ahead(MEREBRIDGE, SIX, date(2027, 10, 15))[0][0] == Quarter.parse("2027-28-Q3")


def test_when_no_date_is_known_ahead_the_message_says_what_to_add() -> None:
    with pytest.raises(CypError, match="to 2028-12-31") as raised:
        recurrence(MEREBRIDGE, SIX, date(2028, 12, 1))
    assert "bank_holidays.csv" in raised.value.fix


def test_prefect_reads_the_dates_as_six_oclock_in_london_in_summer_and_winter() -> None:
    schedule: Any = construct_schedule(rrule=recurrence(MEREBRIDGE, SIX, date(2026, 1, 1)), timezone=TIMEZONE)
    times = list(schedule.to_rrule())
    assert times == [due for _, due in due_ahead(MEREBRIDGE, SIX, date(2026, 1, 1))]
    assert {(moment.hour, moment.utcoffset().seconds) for moment in times} == {(6, 0), (6, 3600)}


def test_every_night_is_a_line_of_cron() -> None:
    assert nightly(time(2, 30)) == "30 2 * * *"


@pytest.mark.parametrize(
    ("scheduled", "latest", "open_one"),
    [
        ("2025-06-30T23:59", "2024-25-Q4", "2024-25-Q4"),
        ("2025-07-01T00:00", "2025-26-Q1", "2024-25-Q4"),  # over, and not yet due
        ("2025-07-14T05:59", "2025-26-Q1", "2024-25-Q4"),
        ("2025-07-14T06:00", "2025-26-Q1", "2025-26-Q1"),
        ("2025-09-30T02:00", "2025-26-Q1", "2025-26-Q1"),
        ("2026-01-02T02:00", "2025-26-Q3", "2025-26-Q2"),
    ],
)
def test_the_quarter_follows_from_the_scheduled_time(scheduled: str, latest: str, open_one: str) -> None:
    moment = london(scheduled).astimezone(UTC)
    assert str(quarter_asked_for(MEREBRIDGE, LATEST, SIX, moment)) == latest
    assert str(quarter_asked_for(MEREBRIDGE, OPEN, SIX, moment)) == open_one
    assert str(quarter_asked_for(MEREBRIDGE, "2023-24-Q2", SIX, moment)) == "2023-24-Q2"


def test_midnight_is_londons() -> None:
    assert str(last_ended(datetime(2025, 6, 30, 23, 30, tzinfo=UTC))) == "2025-26-Q1"
    assert str(last_ended(datetime(2025, 12, 31, 23, 30, tzinfo=UTC))) == "2025-26-Q2"


@given(st.dates(date(2019, 1, 1), date(2028, 10, 1)), st.times())
def test_the_open_quarter_was_due_and_the_one_after_it_was_not(day: date, at: time) -> None:
    moment = datetime.combine(day, at, UTC)
    quarter, due = newest_open(MEREBRIDGE, SIX, moment)
    assert due <= moment
    assert due_at(MEREBRIDGE, quarter.plus(1), SIX) > moment


@given(st.from_regex(r"[0-9]{4}-[0-9]{2}-Q[0-9]", fullmatch=True) | st.from_regex(QUARTER_NAME) | st.text())
def test_the_pattern_lets_through_the_names_of_quarters_and_no_others(text: str) -> None:
    try:
        is_quarter = str(Quarter.parse(text)) == text
    except UsageError:
        is_quarter = False
    assert bool(re.fullmatch(QUARTER_NAME, text)) == is_quarter
    assert bool(re.fullmatch(QUARTER_OR_WORD, text)) == (is_quarter or text in (LATEST, OPEN))


# Deployments


DESCRIBED: list[dict[str, Any]] = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
SERVED = council_deployments(Settings(), ROOT / "samples" / "merebridge")


@pytest.mark.parametrize("number", range(3))
def test_prefect_yaml_describes_the_deployments_that_are_served(number: int) -> None:
    described, served = DESCRIBED[number], SERVED[number]
    assert described["name"] == served.name
    assert described["entrypoint"] == served.entrypoint
    assert set(described["parameters"]) == set(served.parameters)
    assert described["tags"] == served.tags
    assert described.get("concurrency_limit") == served.concurrency_limit


@pytest.mark.parametrize("number", [0, 2])
def test_prefect_yaml_has_the_schedules_that_are_served(number: int) -> None:
    served: Any = {schedule.slug: schedule for schedule in SERVED[number].schedules or []}
    assert {schedule["slug"] for schedule in DESCRIBED[number]["schedules"]} == set(served)
    for described in DESCRIBED[number]["schedules"]:
        schedule = served[described["slug"]]
        told = described["timezone"], described.get("parameters", {})
        assert told == (schedule.schedule.timezone, schedule.parameters)
        assert schedule.active is not False
        if "cron" in described:
            assert described["cron"] == schedule.schedule.cron
        else:
            first = date.fromisoformat(described["rrule"].removeprefix("RDATE:")[:8])
            assert described["rrule"] == recurrence(MEREBRIDGE, SIX, first)


def test_prefect_yaml_has_the_triggers_that_are_served() -> None:
    triggers: Any = SERVED[1].triggers
    served = [(each.name, each.expect, each.match.root, each.parameters) for each in triggers]
    described = [
        (each["name"], set(each["expect"]), {"cyp.status": "*"} | each["match"], each["parameters"])
        for each in DESCRIBED[1]["triggers"]
    ]
    assert described == served


def test_without_a_schedule_nothing_starts_by_itself() -> None:
    unscheduled = council_deployments(Settings(), ROOT / "samples" / "merebridge", scheduled=False)
    assert [deployment.schedules for deployment in unscheduled] == [[], [], []]


def test_the_command_prints_every_day_of_a_quarter() -> None:
    command = ["server", "schedule", "2025-26-Q1", "--council", str(ROOT / "samples" / "merebridge")]
    lines = CliRunner().invoke(cyp, command).output.splitlines()
    assert "  Mon 14 Jul 2025  receive       attendance_register (10 suppliers)" in lines
    assert lines[-1] == "  Thu 11 Sep 2025  meeting       Children's Trust Board"
    told = json.loads(CliRunner().invoke(cyp, [*command, "--json"]).output)
    assert told["quarter"] == "2025-26-Q1"
    assert told["days"][-2] == {"day": "2025-09-03", "what": "issue", "of": ""}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 6, 30, 23, 30, tzinfo=UTC), date(2025, 7, 1)),
        (datetime(2025, 11, 30, 23, 30, tzinfo=UTC), date(2025, 11, 30)),
    ],
)
def test_a_day_is_that_of_england(moment: datetime, day: date) -> None:
    assert day_in_england(moment) == day


def test_the_command_prints_the_dates_and_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2025, 7, 1)
    monkeypatch.setattr("flows.steps.context.today", lambda: day)
    shown = CliRunner().invoke(cyp, ["server", "schedule", "--council", str(ROOT / "samples" / "merebridge")])
    *dates, rule = shown.output.splitlines()
    ahead = due_ahead(MEREBRIDGE, SIX, day)
    assert [line.split()[0] for line in dates] == [str(quarter) for quarter, _ in ahead]
    assert dates[0].endswith(("06:00 GMT", "06:00 BST"))
    assert json.loads(rule.removeprefix("rrule: ")) == recurrence(MEREBRIDGE, SIX, day)
