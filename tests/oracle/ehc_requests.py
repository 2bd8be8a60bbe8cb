"""Requests for education, health and care plans, counted plainly."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.oracle.ehc_plans import is_issued
from tests.oracle.rows import Figure, Row, Town

COUNTED = ("ehc_decided_6_weeks_rate", "ehc_refusal_rate", "ehc_plans_issued", "ehc_backlog")
WHOLE = ("", "Total", "Total")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Figures of the calendar year's return, where it reaches the day."""
    returned = town.batch("sen2", str(end.year), reaching=end)
    if returned is None:
        return
    cases = [row for row in town.rows("core.ehc_case") if row["batch_id"] == returned["batch_id"]]
    first = date(end.year, 1, 1)
    decided = [case for case in cases if case["request_outcome"] in ("Y", "N") and case["request_outcome_date"]]
    decided = [case for case in decided if first <= case["request_outcome_date"] <= end]
    soon = [case for case in decided if case["request_outcome_date"] <= case["received_date"] + timedelta(weeks=6)]
    yield ("ehc_decided_6_weeks_rate", *WHOLE), len(soon), len(decided)
    asked = [case for case in cases if first <= case["received_date"] <= end]
    refused = [case for case in asked if case["request_outcome"] == "N" and is_told(case["request_outcome_date"], end)]
    yield ("ehc_refusal_rate", *WHOLE), len(refused), len(asked)
    yield ("ehc_plans_issued", *WHOLE), sum(1 for case in cases if is_issued(case, end)), None
    old = [case for case in cases if case["received_date"] + timedelta(weeks=20) < end]
    yield ("ehc_backlog", *WHOLE), sum(1 for case in old if is_waiting(case, end)), None


def is_told(day: date | None, end: date) -> bool:
    return day is not None and day <= end


def is_waiting(case: Row, end: date) -> bool:
    """Neither with a plan, nor told that there is to be none, nor withdrawn, as things stood on the day."""
    if is_told(case["plan_start"], end):
        return False
    if case["assessment_outcome"] is not None:
        return is_open(case["assessment_outcome"], case["assessment_outcome_date"], end)
    if case["request_outcome"] in ("Y", "H"):
        return True  # agreed, and nothing is told of the assessment
    return is_open(case["request_outcome"], case["request_outcome_date"], end)


def is_open(outcome: str | None, told: date | None, end: date) -> bool:
    """Not decided, or decided only later; what has no day was decided before anybody asks."""
    return outcome in (None, "A") or (told is not None and told > end)
