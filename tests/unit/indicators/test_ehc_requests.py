"""Requests for education, health and care plans: decided in time, refused, and still waiting."""

from datetime import date

import pytest

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
RETURN: Row = {
    "batch_id": 1,
    "extract": "sen2",
    "supplier": "send-team",
    "covers": "2025",
    "data_to": date(2025, 6, 30),
}


def cases(picture: str) -> Staged:
    rows = drawn("core.ehc_case", picture, **RETURN | {"received_date": date(2025, 1, 6)})
    return staged_of(Town({"core.ehc_case": rows}, [RETURN]))


def figure(picture: str, indicator: str, quarter: str = "2025-26-Q1") -> tuple[int, int | None]:
    return counted(cases(picture), indicator, quarter)[WHOLE]


def test_six_weeks_are_42_days_after_the_day_of_the_request_for_either_decision() -> None:
    decided = """
        received_date | request_outcome | request_outcome_date
        2025-01-06    | Y               | 2025-02-16
        2025-01-06    | Y               | 2025-02-17
        2025-01-06    | N               | 2025-02-17
        2025-01-06    | N               | 2025-02-18
        2025-01-06    | Y               | 2025-02-18
    """
    assert figure(decided, "ehc_decided_6_weeks_rate") == (3, 5)


def test_decisions_of_the_year_so_far_count_and_what_is_no_decision_does_not() -> None:
    decided = """
        received_date | request_outcome | request_outcome_date
        2024-12-02    | Y               | 2024-12-31
        2024-12-02    | Y               | 2025-01-01
        2025-05-26    | N               | 2025-06-30
        2025-05-26    | N               | 2025-07-01
        2025-05-26    | A               |
        2025-02-03    | W               |
        2024-10-01    | H               |
        2025-02-03    | Y               |
    """
    assert figure(decided, "ehc_decided_6_weeks_rate") == (2, 2)
    assert figure(decided, "ehc_decided_6_weeks_rate", "2024-25-Q4") == (1, 1)


def test_refusals_are_of_the_requests_of_the_year_whatever_became_of_them() -> None:
    asked = """
        received_date | request_outcome | request_outcome_date
        2024-12-31    | N               | 2025-02-03
        2025-01-01    | N               | 2025-02-03
        2025-03-31    | N               | 2025-05-06
        2025-04-01    | N               | 2025-07-01
        2025-04-01    | N               |
        2025-04-01    | Y               | 2025-05-06
        2025-04-01    | W               |
        2025-06-30    | A               |
        2025-07-01    | A               |
    """
    assert figure(asked, "ehc_refusal_rate") == (2, 7)
    assert figure(asked, "ehc_refusal_rate", "2024-25-Q4") == (1, 2)


def test_new_plans_are_those_issued_since_january() -> None:
    issued = """
        assessment_outcome | assessment_outcome_date | is_exception
        Y                  | 2024-12-31              | no
        Y                  | 2025-01-01              | no
        Y                  | 2025-06-30              | yes
        Y                  | 2025-07-01              | no
        N                  | 2025-05-12              | no
    """
    assert figure(issued, "ehc_plans_issued") == (2, None)
    assert figure(issued, "ehc_plans_issued", "2024-25-Q4") == (1, None)


def test_the_backlog_is_older_than_140_days() -> None:
    waiting = """
        received_date | request_outcome
        2025-02-09    | A
        2025-02-10    | A
    """
    assert figure(waiting, "ehc_backlog") == (1, None)


# Requests of January, at the end of June: what ended one, and what did not.
WAITING = "request_outcome | request_outcome_date | assessment_outcome | assessment_outcome_date | plan_start"


@pytest.mark.parametrize(
    ("case", "waits"),
    [
        ("A |            |   |            |", True),
        ("  |            |   |            |", True),
        ("Y | 2025-02-10 |   |            |", True),
        ("H |            |   |            |", True),
        ("Y | 2025-02-10 | A |            |", True),
        ("H |            | A |            |", True),
        ("N | 2025-06-30 |   |            |", False),
        ("N | 2025-07-01 |   |            |", True),
        ("N |            |   |            |", False),
        ("W |            |   |            |", False),
        ("Y | 2025-02-10 | N | 2025-06-30 |", False),
        ("Y | 2025-02-10 | N | 2025-07-01 |", True),
        ("Y | 2025-02-10 | Y | 2025-06-30 |", False),
        ("Y | 2025-02-10 | Y | 2025-07-01 | 2025-07-01", True),
        ("Y | 2025-02-10 | Y |            |", False),
        ("Y | 2025-02-10 | A |            | 2025-06-30", False),
        ("Y | 2025-02-10 | W |            |", False),
        ("H |            | H |            |", False),
        ("N | 2025-02-10 | A |            |", True),
    ],
)
def test_a_request_waits_until_a_plan_a_refusal_or_its_withdrawal(case: str, waits: bool) -> None:
    assert figure(f"{WAITING}\n{case}", "ehc_backlog") == (int(waits), None)


@pytest.mark.parametrize(
    "indicator", ["ehc_decided_6_weeks_rate", "ehc_refusal_rate", "ehc_plans_issued", "ehc_backlog"]
)
def test_the_return_of_the_calendar_year_is_needed_up_to_the_quarters_end(indicator: str) -> None:
    to_june = cases("request_outcome\nA")
    reached = [quarter for quarter in ("2024-25-Q3", "2024-25-Q4", "2025-26-Q1", "2025-26-Q2")
               if counted(to_june, indicator, quarter)]  # fmt: skip
    assert reached == ["2024-25-Q4", "2025-26-Q1"]
