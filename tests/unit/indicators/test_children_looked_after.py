"""Children looked after: who is, who started, and where they live."""

from datetime import date

import pytest

from tests.staged import counted, looked_after

WHOLE = ("", "Total")


def number(picture: str, quarter: str = "2025-26-Q1", indicator: str = "cla_number") -> int:
    return counted(looked_after(picture), indicator, quarter)[WHOLE][0]


def test_an_episode_is_open_from_the_day_it_begins_to_the_day_before_it_ceases() -> None:
    assert (
        number("""
        child | episode_start | episode_end
        Ann   | 2025-06-30    |
        Bob   | 2025-06-01    | 2025-07-01
        Cat   | 2025-06-01    | 2025-06-30
        Dan   | 2025-07-01    |
    """)
        == 2
    )  # Ann and Bob


def test_care_ends_with_the_eighteenth_birthday() -> None:
    assert (
        number("""
        child | date_of_birth
        Ann   | 2007-07-01
        Bob   | 2007-06-30
        Cat   | 2007-06-29
    """)
        == 1
    )  # Ann


def test_a_child_of_29_february_comes_of_age_on_1_march() -> None:
    born = "child | date_of_birth\nAnn | 2008-02-29"
    assert counted(looked_after(born, date(2026, 3, 31)), "cla_number", "2025-26-Q3")[WHOLE] == (1, None)
    assert counted(looked_after(born, date(2026, 3, 31)), "cla_number", "2025-26-Q4")[WHOLE] == (0, None)


def test_series_of_short_breaks_do_not_count() -> None:
    assert (
        number("""
        child | legal_status
        Ann   | V2
        Bob   | V3
        Cat   | V4
    """)
        == 1
    )  # Ann


def test_a_child_counts_once_in_the_episode_that_began_last() -> None:
    drawn = looked_after("""
        child | episode_start | reason_new_episode | placement
        Ann   | 2025-05-01    | P                  | K2
        Ann   | 2024-01-08    | S                  | U6
        Bob   | 2024-01-08    | S                  | K2
        Bob   | 2025-05-01    | P                  | U6
        Cat   | 2024-01-08    | S                  | P1
        Cat   | 2025-05-01    | P                  | S1
    """)
    assert counted(drawn, "cla_number")[WHOLE] == (3, None)
    assert counted(drawn, "cla_residential")[WHOLE] == (2, None)  # Ann and Cat


def test_sex_and_age_add_up_to_all_with_nought_where_nobody_is() -> None:
    drawn = looked_after("""
        child | sex | date_of_birth
        Ann   | F   | 2024-07-01
        Bob   | M   | 2024-06-30
        Cat   | F   | 2020-07-01
        Dan   | U   | 2020-06-30
        Eve   |     | 2009-07-01
        Fay   | F   | 2009-06-30
    """)
    assert counted(drawn, "cla_number") == {
        ("", "Total"): (6, None),
        ("", "Female"): (3, None),
        ("", "Male"): (1, None),
        ("", "Not known"): (2, None),
        ("", "Under 1"): (1, None),
        ("", "1 to 4"): (2, None),
        ("", "5 to 9"): (1, None),
        ("", "10 to 15"): (1, None),
        ("", "16 and 17"): (1, None),
    }


def test_the_rate_is_of_children_at_the_middle_of_the_year_before() -> None:
    known = {2023: 28_000, 2024: 29_000, 2025: 30_000}
    to_march = looked_after("child\nAnn", date(2025, 3, 31), known)
    assert counted(to_march, "cla_rate", "2024-25-Q3") == {WHOLE: (1, 28_000)}  # 31 December 2024
    assert counted(to_march, "cla_rate", "2024-25-Q4") == {WHOLE: (1, 29_000)}  # 31 March 2025
    assert counted(looked_after("child\nAnn", population=known), "cla_rate") == {WHOLE: (1, 29_000)}  # 30 June 2025


def test_there_is_no_rate_where_the_population_is_not_known() -> None:
    assert counted(looked_after("child\nAnn", population={2019: 1}), "cla_rate") == {WHOLE: (1, None)}


def test_the_return_of_the_year_counts_where_it_reaches_the_quarters_end() -> None:
    to_september = looked_after("child\nAnn", date(2025, 9, 30))
    figures = {quarter: counted(to_september, "cla_number", quarter).get(WHOLE) for quarter in (
        "2024-25-Q4", "2025-26-Q1", "2025-26-Q2", "2025-26-Q3",
    )}  # fmt: skip
    assert figures == {"2024-25-Q4": None, "2025-26-Q1": (1, None), "2025-26-Q2": (1, None), "2025-26-Q3": None}


def test_entries_are_different_children_who_started_in_the_financial_year_so_far() -> None:
    assert number("""
        child | episode_start | episode_end | reason_new_episode
        Ann   | 2025-03-31    |             | S
        Bob   | 2025-04-01    | 2025-04-09  | S
        Bob   | 2025-05-01    |             | S
        Cat   | 2025-06-30    |             | S
        Dan   | 2025-05-01    |             | P
        Dan   | 2025-05-20    |             | L
        Eve   | 2025-07-01    |             | S
    """, indicator="cla_entries") == 2  # Bob and Cat  # fmt: skip


def test_entries_are_counted_by_age_at_the_first_start_and_without_short_breaks() -> None:
    drawn = looked_after("""
        child | date_of_birth | episode_start | legal_status
        Ann   | 2015-06-01    | 2025-05-31    | V2
        Ann   | 2015-06-01    | 2025-06-15    | V2
        Bob   | 2015-06-01    | 2025-06-01    | C2
        Cat   | 2015-06-01    | 2025-06-01    | V4
        Dan   | 2007-06-01    | 2025-06-01    | V2
    """)
    entries = counted(drawn, "cla_entries")
    assert entries[WHOLE] == (2, None)
    assert (entries["", "5 to 9"], entries["", "10 to 15"]) == ((1, None), (1, None))


@pytest.mark.parametrize(
    ("placement", "counts"),
    [("K1", 1), ("K2", 1), ("R1", 1), ("S1", 1), ("R2", 0), ("R3", 0), ("K3", 0), ("H5", 0), ("P1", 0), ("U6", 0)],
)
def test_residential_care_is_homes_and_residential_schools(placement: str, counts: int) -> None:
    assert number(f"child | placement\nAnn | {placement}", indicator="cla_residential") == counts


def test_unaccompanied_children_are_those_looked_after_whose_status_has_not_ceased() -> None:
    drawn = looked_after(
        """
        child | episode_end
        Ann   |
        Bob   |
        Cat   |
        Dan   | 2025-06-02
        Eve   |
        """,
        seekers="""
        child | ceased_on
        Ann   |
        Bob   | 2025-06-30
        Cat   | 2025-07-01
        Dan   |
        """,
    )
    assert counted(drawn, "cla_unaccompanied") == {WHOLE: (2, None)}  # Ann and Cat


def test_independent_fostering_is_foster_carers_of_a_private_or_voluntary_provider() -> None:
    assert number("""
        child | placement | placement_provider
        Ann   | U1        | PR4
        Bob   | U6        | PR5
        Cat   | U4        | PR1
        Dan   | K2        | PR4
        Eve   | U2        |
    """, indicator="cla_independent_fostering") == 2  # Ann and Bob  # fmt: skip


def test_near_home_is_up_to_twenty_miles_of_all_that_are_looked_after() -> None:
    drawn = looked_after("""
        child | episode_start | distance_miles
        Ann   | 2025-06-01    | 0.0
        Bob   | 2025-06-01    | 20.0
        Cat   | 2025-06-01    | 20.1
        Dan   | 2025-06-01    |
        Eve   | 2025-05-01    | 3.0
        Eve   | 2025-06-01    | 40.0
    """)
    assert counted(drawn, "cla_within_20_miles")[WHOLE] == (2, 5)  # Ann and Bob


def test_without_any_distance_there_is_no_figure_of_those_near_home() -> None:
    assert counted(looked_after("child | episode_start\nAnn | 2025-06-01"), "cla_within_20_miles") == {}
