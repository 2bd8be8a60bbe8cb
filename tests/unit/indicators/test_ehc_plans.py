"""Education, health and care plans: how soon they are issued, how many there are, and where their children learn."""

from datetime import date

import pytest

from tests.oracle import Row, Town
from tests.staged import SCHOOLS, counted, drawn, staged_of
from transforms.indicators.ehc_plans import census_day
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
RETURN: Row = {
    "batch_id": 1,
    "extract": "sen2",
    "supplier": "send-team",
    "covers": "2025",
    "data_to": date(2025, 6, 30),
}
CASE: Row = {"received_date": date(2025, 1, 6), "assessment_outcome": "Y", "is_exception": False}
CARE = {"supplier": "case-system", "covers": "2025-26", "data_to": date(2025, 6, 30)}
LOOKED_AFTER: Row = {"batch_id": 2, "extract": "ssda903"} | CARE
IN_NEED: Row = {"batch_id": 3, "extract": "cin"} | CARE
OF_YEAR_BEFORE = {"covers": "2024-25", "data_to": date(2025, 3, 31)}
RETURNS = [
    RETURN,
    LOOKED_AFTER,
    IN_NEED,
    LOOKED_AFTER | OF_YEAR_BEFORE | {"batch_id": 4},
    IN_NEED | OF_YEAR_BEFORE | {"batch_id": 5},
]


def staged(cases: list[Row], batches: list[Row] | None = None, **tables: list[Row]) -> Staged:
    known = {f"core.{name}": rows for name, rows in tables.items()}
    return staged_of(Town({"core.ehc_case": cases, **known}, batches or [RETURN], SCHOOLS))


def cases(picture: str, **others: object) -> list[Row]:
    return drawn("core.ehc_case", picture, **CASE | RETURN | others)


def figure(picture: str, indicator: str, quarter: str = "2025-26-Q1") -> tuple[int, int | None]:
    return counted(staged(cases(picture)), indicator, quarter)[WHOLE]


def test_twenty_weeks_are_140_days_after_the_day_of_the_request() -> None:
    issued = """
        received_date | assessment_outcome_date
        2025-01-06    | 2025-05-25
        2025-01-06    | 2025-05-26
        2025-01-06    | 2025-05-27
    """
    assert figure(issued, "ehc_20_weeks_rate") == (2, 3)


def test_exceptions_leave_the_one_rate_and_stay_in_the_other() -> None:
    issued = """
        received_date | assessment_outcome_date | is_exception
        2025-01-06    | 2025-05-26              | no
        2024-09-02    | 2025-05-26              | no
        2024-09-02    | 2025-05-26              | yes
        2025-01-06    | 2025-05-26              | yes
        2025-01-06    | 2025-05-26              |
    """
    assert figure(issued, "ehc_20_weeks_rate") == (2, 3)
    assert figure(issued, "ehc_20_weeks_all_rate") == (3, 5)


def test_plans_issued_since_january_count_and_nothing_else_does() -> None:
    issued = """
        received_date | assessment_outcome | assessment_outcome_date
        2024-09-02    | Y                  | 2024-12-31
        2024-09-02    | Y                  | 2025-01-01
        2025-01-06    | Y                  | 2025-03-31
        2025-02-10    | Y                  | 2025-06-30
        2025-02-10    | Y                  | 2025-07-01
        2025-02-10    | N                  | 2025-05-12
        2025-02-10    | A                  |
        2023-02-10    | H                  |
        2025-02-10    | Y                  |
    """
    assert figure(issued, "ehc_20_weeks_all_rate") == (3, 3)
    assert figure(issued, "ehc_20_weeks_all_rate", "2024-25-Q4") == (2, 2)


def test_the_return_of_the_calendar_year_is_needed_up_to_the_quarters_end() -> None:
    to_june = staged(cases("plan_start\n2024-05-01"))
    found = {quarter: counted(to_june, "ehc_plans", quarter) for quarter in (
        "2024-25-Q3", "2024-25-Q4", "2025-26-Q1", "2025-26-Q2",
    )}  # fmt: skip
    assert found == {"2024-25-Q3": {}, "2024-25-Q4": {WHOLE: (1, None)}, "2025-26-Q1": {WHOLE: (1, None)},
                     "2025-26-Q2": {}}  # fmt: skip


def test_a_plan_is_open_from_the_day_it_starts_to_the_day_before_it_ceases() -> None:
    plans = """
        plan_start | plan_ceased
        2025-06-30 |
        2024-05-01 | 2025-07-01
        2024-05-01 | 2025-06-30
        2025-07-01 |
                   |
    """
    assert figure(plans, "ehc_plans") == (2, None)


# Where children learn. A picture of placements belongs to cases on the lines 2, 3, 4...

OPEN = {"plan_start": date(2023, 5, 1)}


def placed(picture: str, indicator: str, quarter: str = "2025-26-Q1") -> tuple[int, int | None]:
    placements = drawn("core.ehc_placement", picture, **RETURN | {"placement_rank": 1, "entry_date": date(2023, 9, 4)})
    lines = sorted({row["request_row"] for row in placements})
    open_cases = [CASE | RETURN | OPEN | {"row_number": line} for line in lines]
    return counted(staged(open_cases, ehc_placement=placements), indicator, quarter)[WHOLE]


def test_outside_the_area_is_at_a_school_that_the_council_does_not_list() -> None:
    placements = """
        request_row | school_urn | ukprn    | setting
        2           | 900001     |          |
        3           | 910001     |          |
        4           | 910002     |          |
        5           |            | 10099901 |
        6           |            |          | EHE
    """
    assert placed(placements, "ehc_outside_area_rate") == (2, 5)


def test_the_main_placement_of_the_day_counts_entered_last_and_written_last() -> None:
    placements = """
        row_number | request_row | school_urn | placement_rank | entry_date | leaving_date
        2          | 2           | 910001     | 1              | 2023-09-04 | 2025-06-30
        3          | 2           | 900001     | 1              | 2025-06-30 |
        4          | 3           | 900001     | 1              | 2023-09-04 | 2025-07-01
        5          | 3           | 910001     | 1              | 2025-07-01 |
        6          | 4           | 900001     | 1              | 2023-09-04 |
        7          | 4           | 910001     | 2              | 2024-09-02 |
        8          | 5           | 910001     | 1              | 2024-09-02 |
        9          | 5           | 900001     | 1              | 2023-09-04 |
        11         | 6           | 910001     | 1              | 2023-09-04 |
        10         | 6           | 900001     | 1              | 2023-09-04 |
        12         | 7           | 910001     |                | 2023-09-04 |
    """
    assert placed(placements, "ehc_outside_area_rate") == (2, 6)  # those on the lines 5 and 6


def test_a_plan_without_a_placement_is_of_the_whole_all_the_same() -> None:
    assert figure("plan_start\n2024-05-01", "ehc_outside_area_rate") == (0, 1)


def test_mainstream_is_a_primary_or_secondary_school_of_the_council_on_the_january_census() -> None:
    placements = """
        request_row | school_urn | entry_date | leaving_date
        2           | 900001     | 2023-09-04 |
        3           | 900002     | 2025-01-16 |
        4           | 900002     | 2025-01-17 |
        5           | 900001     | 2023-09-04 | 2025-01-16
        6           | 900003     | 2023-09-04 |
        7           | 900004     | 2023-09-04 |
        8           | 910001     | 2023-09-04 |
    """
    assert placed(placements, "ehc_mainstream_rate", "2024-25-Q4") == (2, 7)


def test_mainstream_is_of_the_plans_of_the_january_census_and_made_once_a_year() -> None:
    plans = """
        plan_start | plan_ceased
        2025-01-16 |
        2025-01-17 |
        2024-05-01 | 2025-01-16
        2024-05-01 | 2025-01-17
    """
    known = staged(cases(plans))
    assert counted(known, "ehc_mainstream_rate", "2024-25-Q4") == {WHOLE: (0, 2)}
    assert counted(known, "ehc_mainstream_rate", "2025-26-Q1") == {}


@pytest.mark.parametrize(
    ("year", "day"), [(2023, 19), (2024, 18), (2025, 16), (2026, 15), (2027, 21), (2032, 15), (2037, 15)]
)
def test_the_census_is_on_the_third_thursday_of_january(year: int, day: int) -> None:
    assert census_day(year) == date(year, 1, day)


# Children in care or protected


def watched(picture: str, **tables: list[Row]) -> tuple[int, int | None]:
    issued = cases(picture, assessment_outcome_date=date(2025, 5, 6))
    return counted(staged(issued, RETURNS, **tables), "ehc_16_weeks_care_rate")[WHOLE]


def children(batch: Row, *pupils: str) -> list[Row]:
    return [batch | {"child": f"{pupil}'s", "upn": pupil} for pupil in pupils]


def spans(batch: Row, first: str, last: str, picture: str) -> list[Row]:
    """Spans of the children whose pupil numbers are drawn: ``pupil | start | end``."""
    rows = drawn("core.ehc_case", picture.replace("start", "plan_start").replace("end", "plan_ceased"))
    return [batch | {"child": f"{r['pupil']}'s", first: r["plan_start"], last: r.get("plan_ceased")} for r in rows]


def care(picture: str, batch: Row = RETURNS[3], **others: str) -> list[Row]:
    return [row | {"legal_status": "C2"} | others for row in spans(batch, "episode_start", "episode_end", picture)]


def protection(picture: str, batch: Row = RETURNS[4]) -> list[Row]:
    return spans(batch, "plan_start", "plan_end", picture)


ASKED_IN_JANUARY = """
    pupil | received_date
    Ann   | 2025-01-14
    Bob   | 2025-01-13
    Cat   | 2025-01-14
    Dan   | 2025-01-14
          | 2025-01-14
"""


def test_sixteen_weeks_are_112_days_for_children_in_care_or_protected_and_no_others() -> None:
    found = watched(
        ASKED_IN_JANUARY,
        cla_child=[*children(RETURNS[3], "Ann", "Dan"), RETURNS[3] | {"child": "unknown", "upn": None}],
        cla_episode=care("pupil | start\nAnn | 2024-05-01"),
        cin_child=children(RETURNS[4], "Bob"),
        cin_protection_plan=protection("pupil | start\nBob | 2024-05-01"),
    )
    assert found == (1, 2)  # Ann after 112 days, Bob after 113


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        ("2025-01-14", "", 1),
        ("2025-01-15", "", 0),
        ("2024-05-01", "2025-01-15", 1),
        ("2024-05-01", "2025-01-14", 0),
    ],
)
def test_it_is_the_day_of_the_request_that_decides(start: str, end: str, counts: int) -> None:
    picture = f"pupil | start | end\nAnn | {start} | {end}"
    ann = "pupil | received_date\nAnn | 2025-01-14"
    in_care = watched(ann, cla_child=children(RETURNS[3], "Ann"), cla_episode=care(picture))
    protected = watched(ann, cin_child=children(RETURNS[4], "Ann"), cin_protection_plan=protection(picture))
    assert in_care == protected == (counts, counts)


def test_short_breaks_are_no_care() -> None:
    breaks = [row for status in ("V3", "V4") for row in care("pupil | start\nAnn | 2024-05-01", legal_status=status)]
    ann = "pupil | received_date\nAnn | 2025-01-14"
    assert watched(ann, cla_child=children(RETURNS[3], "Ann"), cla_episode=breaks) == (0, 0)


def test_the_return_of_the_requests_own_year_is_asked() -> None:
    asked = "pupil | received_date\nAnn | 2025-03-31\nBob | 2025-04-01"
    both = "pupil | start\nAnn | 2024-05-01\nBob | 2024-05-01"
    of_year_before, of_year = RETURNS[3], LOOKED_AFTER
    for batch, counts in ((of_year_before, (1, 1)), (of_year, (1, 1))):
        rows = {"cla_child": children(batch, "Ann", "Bob"), "cla_episode": care(both, batch)}
        assert watched(asked, **rows) == counts


@pytest.mark.parametrize("missing", [RETURN, LOOKED_AFTER, IN_NEED], ids=lambda row: row["extract"])
def test_without_one_of_the_three_returns_there_is_no_figure(missing: Row) -> None:
    arrived = [row for row in RETURNS if row is not missing]
    behind = [*arrived, missing | {"data_to": date(2025, 6, 29)}]
    for batches in (arrived, behind):
        known = staged_of(Town({"core.ehc_case": []}, batches, SCHOOLS))
        assert counted(known, "ehc_16_weeks_care_rate") == {}
