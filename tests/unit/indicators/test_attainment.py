"""Attainment: which results count, whose they are, and in which quarter they are told."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import SCHOOLS, counted, drawn, staged_of
from transforms.indicators import indicator_by_id
from transforms.indicators.attainment import SUBJECTS
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
RESULTS: Row = {
    "batch_id": 1,
    "extract": "key_stage_results",
    "supplier": "school-performance",
    "covers": "2024/25",
    "data_to": date(2025, 8, 31),
}
CARE: Row = {
    "batch_id": 2,
    "extract": "ssda903",
    "supplier": "case-system",
    "covers": "2024-25",
    "data_to": date(2025, 3, 31),
}
IN_SUMMER = "2025-26-Q2"
PICTURE = """
    pupil | key_stage | subject | result | standard_met
    Ann   | KS2       | READ    | 104    | yes
    Ann   | KS2       | MATH    | 98     | no
    Bob   | KS2       | READ    |        | no
    Cat   | KS2       | READ    |        | yes
    Cat   | KS2       | WRIT    | 101    |
    Dan   | KS4       | A8      | 46     |
    Eve   | EYFS      | GLD     |        | yes
    Fay   | KS3       | MATH    |        | yes
"""


def results(*batches: Row, **of_care: list[Row]) -> Staged:
    rows = drawn("core.key_stage_result", PICTURE, **RESULTS | {"academic_year": "2024/25"})
    care = {f"core.{name}": found for name, found in of_care.items()}
    return staged_of(Town({"core.key_stage_result": rows} | care, list(batches)))


def told(staged: Staged, indicator: str) -> dict[str, tuple[int, int | None]]:
    """Counts by item, but for those of which there is nothing."""
    return {item: counts for (_, item), counts in counted(staged, indicator, IN_SUMMER).items() if counts[1]}


def test_results_count_of_which_it_is_told_whether_the_standard_was_met() -> None:
    assert told(results(RESULTS), "attainment_standard_rate") == {
        "Total": (4, 6),
        "EYFS: Good level of development": (1, 1),
        "KS2: Reading": (2, 3),
        "KS2: Mathematics": (0, 1),
        "Another subject or key stage": (1, 1),
    }


def test_results_of_the_summer_are_told_in_the_second_quarter_once_the_list_is_whole() -> None:
    found = {quarter for number in (1, 2, 3, 4) for quarter in (f"2025-26-Q{number}", f"2024-25-Q{number}")
             if counted(results(RESULTS), "attainment_standard_rate", quarter)}  # fmt: skip
    assert found == {IN_SUMMER}
    too_early = RESULTS | {"data_to": date(2025, 7, 31)}
    assert counted(results(too_early), "attainment_standard_rate", IN_SUMMER) == {}


def episodes() -> dict[str, list[Row]]:
    rows = drawn(
        "core.cla_episode",
        """
        child | episode_start | episode_end | legal_status
        Ann's | 2024-04-01    |             | C2
        Bob's | 2024-04-02    |             | C2
        Cat's | 2022-01-10    | 2024-10-07  | V2
        Cat's | 2024-10-07    | 2025-06-02  | C2
        Eve's | 2022-01-10    |             | V4
        """,
        **CARE,
    )
    children = [CARE | {"child": f"{upn}'s", "upn": upn} for upn in ("Ann", "Bob", "Cat", "Eve")]
    return {"cla_child": children, "cla_episode": rows}


def test_children_in_care_are_those_looked_after_for_the_12_months_to_march() -> None:
    found = told(results(RESULTS, CARE, **episodes()), "cla_attainment_standard_rate")
    assert found == {"Total": (2, 3), "KS2: Reading": (2, 2), "KS2: Mathematics": (0, 1)}  # Ann and Cat


def test_without_the_return_of_those_12_months_nobody_knows_who_was_in_care() -> None:
    for batch in (None, CARE | {"data_to": date(2025, 3, 30)}, CARE | {"covers": "2023-24"}):
        arrived = [RESULTS, *([batch] if batch else [])]
        assert counted(results(*arrived, **episodes()), "cla_attainment_standard_rate", IN_SUMMER) == {}


def test_a_summer_without_results_of_children_in_care_is_of_nobody() -> None:
    found = counted(results(RESULTS, CARE), "cla_attainment_standard_rate", IN_SUMMER)
    assert found == dict.fromkeys((WHOLE, *(("", subject) for subject in SUBJECTS)), (0, 0))


def test_other_pupils_are_all_that_were_not_in_care_and_the_gap_is_between_the_two() -> None:
    found = told(results(RESULTS, CARE, **episodes()), "other_attainment_standard_rate")
    assert found["Total"] == (2, 3)  # Bob, Eve and Fay
    assert told(results(RESULTS), "other_attainment_standard_rate") == {}
    assert indicator_by_id("attainment_gap").less == ("other_attainment_standard_rate", "cla_attainment_standard_rate")


HEADLINES = """
    row_number | pupil | key_stage | subject | standard_met
    2          | Ann   | KS2       | RWM     | yes
    3          | Ann   | KS2       | READ    | no
    4          | Bob   | KS2       | RWM     | yes
    5          | Bob   | KS2       | RWM     | no
    6          | Cat   | KS4       | EM      | yes
    7          | Dan   | KS4       | EM      | no
    8          | Eve   | KS4       | EM      | yes
"""
ROLLS = """
    pupil | school_urn | enrolment_status | academic_year
    Ann   | 900001     | C                | 2024/25
    Bob   | 900001     | M                | 2024/25
    Bob   | 900004     | S                | 2024/25
    Cat   | 900002     | C                | 2024/25
    Cat   | 900003     | C                | 2024/25
    Dan   | 900002     | C                | 2023/24
    Eve   | 910009     | C                | 2024/25
"""


def test_each_pupil_counts_once_by_the_headline_result_and_at_the_school_of_that_year() -> None:
    of_year = RESULTS | {"academic_year": "2024/25"}
    register = {"batch_id": 3, "extract": "attendance_register", "supplier": "", "covers": "2024/25 summer",
                "data_to": date(2025, 6, 30)}  # fmt: skip
    tables = {
        "core.key_stage_result": drawn("core.key_stage_result", HEADLINES, **of_year),
        "core.enrolment": drawn("core.enrolment", ROLLS, **register),
    }
    found = counted(staged_of(Town(tables, [RESULTS, register], SCHOOLS)), "attainment_headline_rate", IN_SUMMER)
    assert found == {
        WHOLE: (3, 5),
        ("", "KS2: Reading, writing and mathematics"): (1, 2),
        ("", "KS4: English and mathematics"): (2, 3),
        ("900001", "Total"): (1, 2),  # Ann and Bob; Cat was at two schools, Dan at one the year before
    }
