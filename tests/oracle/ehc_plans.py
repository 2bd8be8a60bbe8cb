"""Education, health and care plans, counted plainly."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.oracle.days import financial_year
from tests.oracle.rows import Figure, Row, Town

COUNTED = (
    "ehc_20_weeks_rate",
    "ehc_20_weeks_all_rate",
    "ehc_16_weeks_care_rate",
    "ehc_plans",
    "ehc_outside_area_rate",
    "ehc_mainstream_rate",
)
WHOLE = ("", "Total", "Total")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Figures of the calendar year's return, where it reaches the day."""
    returned = town.batch("sen2", str(end.year), reaching=end)
    if returned is None:
        return
    cases = [row for row in town.rows("core.ehc_case") if row["batch_id"] == returned["batch_id"]]
    issued = [case for case in cases if is_issued(case, end)]
    without = [case for case in issued if not case["is_exception"]]
    yield ("ehc_20_weeks_rate", *WHOLE), within(without, 20), len(without)
    yield ("ehc_20_weeks_all_rate", *WHOLE), within(issued, 20), len(issued)
    if all(town.batch(extract, financial_year(end), reaching=end) for extract in ("ssda903", "cin")):
        watched = [case for case in issued if is_watched(town, case["pupil"], case["received_date"])]
        yield ("ehc_16_weeks_care_rate", *WHOLE), within(watched, 16), len(watched)
    now = [case for case in cases if is_open(case["plan_start"], case["plan_ceased"], end)]
    yield ("ehc_plans", *WHOLE), len(now), None
    schools = [school_on(town, case, end) for case in now]
    outside = sum(1 for school in schools if school is not None and school not in town.phases)
    yield ("ehc_outside_area_rate", *WHOLE), outside, len(now)
    if end.month == 3:
        day = third_thursday_of_january(end.year)
        then = [case for case in cases if is_open(case["plan_start"], case["plan_ceased"], day)]
        phases = [town.phases.get(school_on(town, case, day) or "") for case in then]
        yield ("ehc_mainstream_rate", *WHOLE), phases.count("Primary") + phases.count("Secondary"), len(then)


def is_issued(case: Row, end: date) -> bool:
    day = case["assessment_outcome_date"]
    return case["assessment_outcome"] == "Y" and day is not None and date(end.year, 1, 1) <= day <= end


def within(cases: list[Row], weeks: int) -> int:
    """Plans issued at most so many weeks after the day of the request."""
    return sum(1 for case in cases if case["assessment_outcome_date"] <= case["received_date"] + timedelta(weeks=weeks))


def is_open(start: date | None, end: date | None, day: date) -> bool:
    return start is not None and start <= day and (end is None or end > day)


def school_on(town: Town, case: Row, day: date) -> str | None:
    """The school of the main placement: entered last, and of those of one day the last row."""
    current = [
        row
        for row in town.rows("core.ehc_placement")
        if (row["batch_id"], row["request_row"], row["placement_rank"]) == (case["batch_id"], case["row_number"], 1)
        and is_open(row["entry_date"], row["leaving_date"], day)
    ]
    newest = max(current, key=lambda row: (row["entry_date"], row["row_number"]), default=None)
    return newest["school_urn"] if newest else None


def is_watched(town: Town, pupil: str | None, day: date) -> bool:
    """Looked after or on a protection plan that day, as the returns of that day's financial year say."""
    if pupil is None:
        return False
    for children, spans, first, last in (
        ("core.cla_child", "core.cla_episode", "episode_start", "episode_end"),
        ("core.cin_child", "core.cin_protection_plan", "plan_start", "plan_end"),
    ):
        known = {(row["batch_id"], row["child"]) for row in town.rows(children) if row.get("upn") == pupil}
        for row in town.rows(spans):
            is_own = (row["batch_id"], row["child"]) in known and row["covers"] == financial_year(day)
            is_short_break = row.get("legal_status") in ("V3", "V4")
            if is_own and not is_short_break and is_open(row[first], row[last], day):
                return True
    return False


def third_thursday_of_january(year: int) -> date:
    thursdays = [date(year, 1, day) for day in range(1, 32) if date(year, 1, day).isoweekday() == 4]
    return thursdays[2]
