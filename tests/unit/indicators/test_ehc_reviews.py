"""Annual reviews of education, health and care plans: in date, and decided in time."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of

WHOLE = ("", "Total")
RETURN: Row = {"batch_id": 1, "extract": "sen2", "supplier": "send-team", "covers": "2025"}


def figures(picture: str, indicator: str, data_to: date = date(2025, 6, 30)) -> dict:
    batch = RETURN | {"data_to": data_to}
    rows = drawn("core.ehc_case", picture, **batch | {"received_date": date(2019, 1, 7)})
    return counted(staged_of(Town({"core.ehc_case": rows}, [batch])), indicator, "2025-26-Q1")


PLANS = """
    plan_start | plan_ceased | review_meeting
    2020-09-01 |             | 2024-07-01
    2020-09-01 |             | 2024-06-30
    2024-07-01 |             |
    2024-06-30 |             |
    2020-09-01 | 2025-06-30  | 2025-05-01
    2020-09-01 |             | 2025-07-01
    2025-07-01 |             | 2025-05-01
"""


def test_a_plan_is_in_date_that_was_issued_or_reviewed_in_the_last_12_months() -> None:
    assert figures(PLANS, "ehc_reviews_in_date_rate") == {WHOLE: (2, 5)}  # one had ceased, one had not begun


def test_a_return_that_runs_past_the_quarter_knows_later_reviews_alone() -> None:
    assert figures(PLANS, "ehc_reviews_in_date_rate", date(2025, 7, 31)) == {WHOLE: (2, 5)}
    assert figures(PLANS, "ehc_reviews_in_date_rate", date(2025, 8, 1)) == {}


def test_a_return_that_tells_of_no_review_gives_no_figure() -> None:
    assert figures("plan_start\n2020-09-01", "ehc_reviews_in_date_rate") == {}
    assert figures("plan_start\n2020-09-01", "ehc_reviews_decided_rate") == {}


def test_a_review_is_decided_within_28_days_of_its_meeting() -> None:
    assert figures("""
        review_meeting | review_decided
        2025-01-01     | 2025-01-29
        2025-01-01     | 2025-01-30
        2024-12-31     | 2025-01-10
        2025-03-03     | 2024-03-20
        2025-06-02     |
        2025-06-03     |
        2025-06-23     | 2025-06-30
        2025-06-23     | 2025-07-01
    """, "ehc_reviews_decided_rate") == {WHOLE: (2, 5)}  # fmt: skip
