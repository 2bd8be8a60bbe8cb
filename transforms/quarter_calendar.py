"""The days of a quarter's life: what is received when, and what is decided by when, counted back from its committee."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from transforms.council_types import Council, Meeting, Supply
from transforms.errors import CypError
from transforms.quarter_life import due_day
from transforms.quarters import Quarter
from transforms.working_days import working_day_before

ENDS, RECEIVE, FREEZE, COMMENTARY, SIGN_OFF, ISSUE, MEETING = (
    "quarter ends",
    "receive",
    "freeze",
    "commentary",
    "sign-off",
    "issue",
    "meeting",
)


@dataclass(frozen=True)
class CalendarDay:
    """A day by which something is to be done; ``of``: the extract, the step or the committee.

    ``day`` is None where the committee's date or the bank holidays of its time are not known.
    """

    day: date | None
    what: str
    of: str = ""


def quarter_calendar(council: Council, quarter: Quarter) -> tuple[CalendarDay, ...]:
    """Every day of a quarter's life, in order; those that are not known come last."""
    days = [CalendarDay(quarter.end, ENDS), *_receiving(council, quarter), *_decisions(council, quarter)]
    return tuple(sorted(days, key=lambda each: (each.day is None, each.day or date.max)))


def next_meeting(council: Council, quarter: Quarter) -> Meeting | None:
    """The first meeting that reads a quarter's report."""
    of_quarter = [each for each in council.meetings if each.quarter == str(quarter)]
    return min(of_quarter, key=lambda each: each.meets_on, default=None)


def due_before(meeting: Meeting | None, working_days: int) -> date | None:
    """So many working days before a meeting; None where the meeting or its bank holidays are not known."""
    if meeting is None:
        return None
    try:
        return working_day_before(meeting.meets_on, working_days)
    except CypError:
        return None


def clashes(calendar: tuple[CalendarDay, ...]) -> tuple[str, ...]:
    """Supplies that are due only after the quarter is to be frozen, so that its report could not have them."""
    frozen = next((each.day for each in calendar if each.what == FREEZE), None)
    late = [each for each in calendar if each.what == RECEIVE and frozen and each.day and each.day > frozen]
    return tuple(f"{each.of} is due after the quarter is to be frozen" for each in late)


def _receiving(council: Council, quarter: Quarter) -> Iterator[CalendarDay]:
    def key(supply: Supply) -> tuple[str, int]:
        return supply.extract, supply.due_working_days

    expected = sorted((supply for supply in council.supplies if supply.expected), key=key)
    for (extract, _), same in groupby(expected, key):
        supplies = list(same)
        several = f" ({len(supplies)} suppliers)" if len(supplies) > 1 else ""
        yield CalendarDay(due_day(quarter, supplies[0]), RECEIVE, f"{extract}{several}")


def _decisions(council: Council, quarter: Quarter) -> Iterator[CalendarDay]:
    meeting = next_meeting(council, quarter)
    yield CalendarDay(due_before(meeting, council.freeze_working_days), FREEZE)
    yield CalendarDay(due_before(meeting, council.writers.due_working_days), COMMENTARY)
    for step in council.sign_off:
        yield CalendarDay(due_before(meeting, step.due_working_days), SIGN_OFF, step.role)
    yield CalendarDay(due_before(meeting, council.issue_working_days), ISSUE)
    yield CalendarDay(meeting.meets_on if meeting else None, MEETING, meeting.committee if meeting else "")
