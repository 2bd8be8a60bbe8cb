"""Where a quarter stands between its first day and its issue, and which of its supplies are late."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from transforms.council_types import Supply
from transforms.quarters import Quarter
from transforms.working_days import first_day, last_day, working_day_after, working_days_between

OPEN, RECEIVING, DRAFTED, FROZEN, SIGNED, ISSUED = "open", "receiving", "drafts", "frozen", "signed", "issued"
IN, AWAITED, LATE = "in", "awaited", "late"
_LONGEST_HOLIDAYS = 14  # days without work that any span of working days may have to step over


@dataclass(frozen=True)
class SupplyDue:
    """An expected supply of a quarter: in, awaited (its day is not over) or late, by so many working days.

    ``due`` is None where the bank holidays of its time are not known. ``owner``: the officer who answers for it.
    """

    supply: Supply
    due: date | None
    state: str
    days_late: int = 0
    owner: str = ""


def stage_of(quarter: Quarter, today: date, statuses: frozenset[str]) -> str:
    """How far a quarter is, from the statuses of the publications that count for it; ``signed`` is a frozen one's too.

    open until its last day is over, receiving until a draft is made of what came, then drafts, frozen, signed, issued.
    """
    for status, stage in (("issued", ISSUED), (SIGNED, SIGNED), ("frozen", FROZEN), ("draft", DRAFTED)):
        if status in statuses:
            return stage
    return OPEN if today <= quarter.end else RECEIVING


def supplies_due(
    quarter: Quarter,
    expected: tuple[Supply, ...],
    received: frozenset[tuple[str, str]],
    today: date,
    owner_of: Callable[[Supply], str] = lambda _: "",
) -> tuple[SupplyDue, ...]:
    """Each expected supply of a quarter with the day that it is due, in working days after the quarter's end.

    ``received``: extract and supplier of those that have come.
    """
    due = [due_day(quarter, supply) for supply in expected]
    days = working_days_between(pd.to_datetime(pd.Series(due)), pd.Series(pd.Timestamp(today), range(len(due))))
    return tuple(
        SupplyDue(
            supply,
            day,
            *_state((supply.extract, supply.supplier) in received, day, today, int(passed)),
            owner_of(supply),
        )
        for supply, day, passed in zip(expected, due, days.fillna(0), strict=True)
    )


def due_day(quarter: Quarter, supply: Supply) -> date | None:
    """So many working days after the quarter's end; None where the table of bank holidays does not reach."""
    last_possible = quarter.end + timedelta(days=2 * supply.due_working_days + _LONGEST_HOLIDAYS)
    if not first_day() <= quarter.end <= last_possible <= last_day():
        return None
    return working_day_after(quarter.end, supply.due_working_days)


def _state(is_in: bool, due: date | None, today: date, days_past: int) -> tuple[str, int]:
    if is_in:
        return IN, 0
    return (LATE, days_past) if due is not None and today > due else (AWAITED, 0)
