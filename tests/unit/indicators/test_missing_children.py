"""Children missing from care: over which twelve months, and which of them were interviewed."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
YEARS = {"2023-24": date(2024, 3, 31), "2024-25": date(2025, 3, 31), "2025-26": date(2025, 6, 30)}
IN_CARE: Row = {
    "child": "Ann",
    "started_date": date(2024, 1, 8),
    "missing_episodes": 0,
    "absent_episodes": 0,
    "batch_id": 1,
    "extract": "annex_a",
    "supplier": "case-system",
    "covers": "2025-06",
    "data_to": date(2025, 6, 30),
}


def returns(years: dict[str, date], **pictures: str) -> Staged:
    """A return for each year; ``pictures`` of its times missing by the year in which it begins (``of_2024``)."""
    batches = [
        {"batch_id": number, "extract": "ssda903", "supplier": "case-system", "covers": covers, "data_to": data_to}
        for number, (covers, data_to) in enumerate(years.items(), start=1)
    ]
    rows: list[Row] = []
    for batch in batches:
        if picture := pictures.get(f"of_{batch['covers'][:4]}"):
            rows += drawn("core.cla_missing", picture, **{"kind": "M"} | batch)
    return staged_of(Town({"core.cla_missing": rows}, batches))


def in_care(picture: str) -> Staged:
    rows = drawn("core.cla_missing_summary", picture, **IN_CARE)
    return staged_of(Town({"core.cla_missing_summary": rows}))


OF_2024 = """
    child | start_date | kind
    Ann   | 2024-06-30 | M
    Bob   | 2024-07-01 | M
    Cat   | 2024-12-01 | A
    Dan   | 2025-03-31 | M
    Dan   | 2025-02-01 | M
"""
OF_2025 = """
    child | start_date | kind
    Dan   | 2025-04-01 | M
    Eve   | 2025-06-30 | M
    Fay   | 2025-07-01 | M
"""


def test_children_missing_in_the_last_twelve_months_count_once() -> None:
    two_years = {year: YEARS[year] for year in ("2024-25", "2025-26")}
    missing = returns(two_years, of_2024=OF_2024, of_2025=OF_2025)
    assert counted(missing, "cla_missing_children") == {WHOLE: (3, None)}  # Bob, Dan and Eve


def test_a_time_missing_counts_from_the_return_of_the_year_in_which_it_began() -> None:
    kept_on = "child | start_date\nGus | 2025-03-01\nHal | 2025-05-01"
    missing = returns(YEARS, of_2024="child | start_date\nIda | 2024-09-01", of_2025=kept_on)
    assert counted(missing, "cla_missing_children") == {WHOLE: (2, None)}  # Hal and Ida: Gus is not in 2024-25


def test_a_return_without_any_times_missing_says_that_nobody_was() -> None:
    assert counted(returns(YEARS), "cla_missing_children") == {WHOLE: (0, None)}


def test_every_return_that_twelve_months_touch_is_needed_to_its_years_end() -> None:
    newest = {"2025-26": YEARS["2025-26"]}
    assert counted(returns(newest, of_2025=OF_2025), "cla_missing_children") == {}
    short = {"2024-25": date(2025, 3, 30)} | newest
    assert counted(returns(short, of_2025=OF_2025), "cla_missing_children") == {}
    whole_year = {"2024-25": YEARS["2024-25"]}
    ends = ("2024-25-Q3", "2024-25-Q4", "2025-26-Q1")
    found = [WHOLE in counted(returns(whole_year), "cla_missing_children", quarter) for quarter in ends]
    assert found == [False, True, False]


LISTED = """
    child | started_date | ceased_date | missing_episodes | interview_offered | interview_accepted
    Ann   | 2024-01-08   |             | 1                | yes               | yes
    Bob   | 2024-01-08   | 2025-06-30  | 4                | yes               | yes
    Cat   | 2024-01-08   | 2025-07-01  | 3                | yes               | no
    Dan   | 2024-01-08   |             | 0                |                   |
    Eve   | 2024-01-08   |             | 7                |                   |
    Fay   | 2024-01-08   |             |                  |                   |
    Gus   | 2024-01-08   |             | 2                | yes               | yes
    Hal   | 2024-01-08   | 2025-01-08  | 9                | yes               | yes
    Hal   | 2025-02-01   |             | 3                | no                |
"""


def test_interviews_are_of_children_still_in_care_who_were_missing() -> None:
    # Ann and Gus, of them, Cat, Eve and Hal.
    assert counted(in_care(LISTED), "return_interviews_rate") == {WHOLE: (2, 5)}


def test_three_times_is_repeatedly() -> None:
    assert counted(in_care(LISTED), "repeat_missing_children") == {WHOLE: (3, None)}  # Cat, Eve and Hal


def test_a_child_listed_twice_counts_once_in_the_later_period() -> None:
    twice = in_care("""
        child | started_date | missing_episodes | interview_accepted
        Ann   | 2025-02-01   | 3                | no
        Ann   | 2024-01-08   | 4                | yes
    """)
    assert counted(twice, "return_interviews_rate") == {WHOLE: (0, 1)}
    assert counted(twice, "repeat_missing_children") == {WHOLE: (1, None)}


def test_the_lists_of_the_quarters_last_day_are_needed() -> None:
    assert counted(in_care(LISTED), "return_interviews_rate", "2024-25-Q4") == {}
    assert counted(in_care(LISTED), "repeat_missing_children", "2025-26-Q2") == {}


TIME_MISSING: Row = {
    "child": "Ann",
    "kind": "M",
    "start_date": date(2025, 5, 1),
    "batch_id": 1,
    "extract": "missing",
    "supplier": "coordinator",
    "covers": "2025-26",
    "data_to": date(2025, 9, 30),
}


def times_missing(picture: str) -> Staged:
    """The return of missing episodes to September 2025."""
    return staged_of(Town({"core.missing_episode": drawn("core.missing_episode", picture, **TIME_MISSING)}))


def test_children_missing_in_the_quarter_count_once_by_the_day_on_which_they_went() -> None:
    gone = times_missing("""
        child | start_date | ended_on   | kind
        Ann   | 2025-03-31 | 2025-04-02 | M
        Bob   | 2025-04-01 | 2025-04-02 | M
        Bob   | 2025-06-30 |            | M
        Cat   | 2025-06-30 | 2025-07-04 |
        Dan   | 2025-05-01 | 2025-05-02 | A
        Eve   | 2025-07-01 |            | M
    """)
    quarters = ("2025-26-Q1", "2025-26-Q2", "2025-26-Q3")
    found = [counted(gone, "missing_children_quarter", quarter) for quarter in quarters]
    assert found == [{WHOLE: (2, None)}, {WHOLE: (1, None)}, {}]  # Bob and Cat; Eve


def test_an_interview_is_in_time_up_to_the_third_day_after_the_return() -> None:
    returned = times_missing("""
        child | start_date | ended_on   | interview_offered | interview_accepted | interview_date | kind
        Ann   | 2025-05-01 | 2025-05-02 | Y                 | Y                  | 2025-05-05     | M
        Ann   | 2025-05-07 | 2025-05-08 | Y                 | Y                  | 2025-05-12     | M
        Bob   | 2025-06-28 | 2025-06-30 | Y                 | Y                  | 2025-07-03     | M
        Cat   | 2025-03-30 | 2025-04-01 | Y                 | Y                  | 2025-04-01     |
        Dan   | 2025-05-01 | 2025-05-02 | Y                 | N                  |                | M
        Eve   | 2025-05-01 | 2025-05-02 | N                 |                    |                | M
        Fay   | 2025-05-01 | 2025-05-02 | NA                |                    |                | M
        Gus   | 2025-05-01 |            |                   |                    |                | M
        Hal   | 2025-05-01 | 2025-05-02 | Y                 | Y                  | 2025-05-03     | A
        Ida   | 2025-03-30 | 2025-03-31 | Y                 | Y                  | 2025-04-01     | M
        Jan   | 2025-06-30 | 2025-07-01 | Y                 | Y                  | 2025-07-01     | M
    """)
    # Ann's first, Bob's and Cat's, of them, her second, Dan's and Eve's.
    assert counted(returned, "return_interviews_72_hours_rate") == {WHOLE: (3, 6)}
    assert counted(returned, "return_interviews_held_rate") == {WHOLE: (4, 6)}  # and her second, later


def test_all_children_missing_in_twelve_months_count_once_and_need_the_lists_of_both_years() -> None:
    picture = """
        child | start_date | kind
        Ann   | 2024-06-30 | M
        Bob   | 2024-07-01 | M
        Bob   | 2025-05-01 | M
        Cat   | 2025-06-30 |
        Dan   | 2025-05-01 | A
        Eve   | 2025-07-01 | M
    """
    last_year = TIME_MISSING | {"batch_id": 2, "covers": "2024-25", "data_to": date(2025, 3, 31)}
    rows = drawn("core.missing_episode", picture, **TIME_MISSING)
    both = staged_of(Town({"core.missing_episode": rows}, [TIME_MISSING, last_year]))
    assert counted(both, "missing_children") == {WHOLE: (2, None)}  # Bob and Cat
    assert counted(staged_of(Town({"core.missing_episode": rows}, [TIME_MISSING])), "missing_children") == {}
