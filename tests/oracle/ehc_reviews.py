"""Annual reviews of education, health and care plans, counted plainly."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.oracle.ehc_plans import is_open
from tests.oracle.rows import Figure, Row, Town

COUNTED = ("ehc_reviews_in_date_rate", "ehc_reviews_decided_rate")
WHOLE = ("", "Total", "Total")
FOUR_WEEKS = timedelta(weeks=4)


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Figures of a return that ends with the quarter, or a month later, and tells of reviews."""
    returned = town.batch("sen2", str(end.year), reaching=end)
    if returned is None or returned["data_to"] > end + timedelta(days=31):
        return
    cases = [row for row in town.rows("core.ehc_case") if row["batch_id"] == returned["batch_id"]]
    if not any(case.get("review_meeting") for case in cases):
        return
    now = [case for case in cases if is_open(case["plan_start"], case["plan_ceased"], end)]
    yield ("ehc_reviews_in_date_rate", *WHOLE), sum(is_in_date(case, end) for case in now), len(now)
    late, in_time = 0, 0
    for case in cases:
        met, told = case["review_meeting"], case["review_decided"]
        if met is None or not date(end.year, 1, 1) <= met <= end:
            continue
        if told is not None and met <= told <= min(end, met + FOUR_WEEKS):
            in_time += 1
        elif met + FOUR_WEEKS <= end:
            late += 1
    yield ("ehc_reviews_decided_rate", *WHOLE), in_time, in_time + late


def is_in_date(case: Row, end: date) -> bool:
    """Whether the plan was issued or reviewed in the last 12 months."""
    year_ago = end.replace(year=end.year - 1)
    met = case["review_meeting"]
    return case["plan_start"] > year_ago or (met is not None and year_ago < met <= end)
