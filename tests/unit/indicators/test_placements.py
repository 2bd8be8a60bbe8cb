"""Placements of children looked after: where one begins, how many there are, how long they last, and how far away."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import counted, drawn, looked_after, staged_of
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
RETURNS = {
    "2022-23": date(2023, 3, 31),
    "2023-24": date(2024, 3, 31),
    "2024-25": date(2025, 3, 31),
    "2025-26": date(2025, 6, 30),
}
EPISODE: Row = {"reason_new_episode": "P", "legal_status": "C2", "placement": "U6", "placement_provider": "PR1"}
BORN = date(2014, 5, 9)


def returns(picture: str, births: dict[str, date] | None = None, years: tuple[str, ...] = tuple(RETURNS)) -> Staged:
    return staged_of(town_of(picture, births, years))


def town_of(picture: str, births: dict[str, date] | None = None, years: tuple[str, ...] = tuple(RETURNS)) -> Town:
    """Returns of several years, each with the episodes that were open in its year, as far as it could know."""
    children: list[Row] = []
    episodes: list[Row] = []
    batches = []
    for number, year in enumerate(years, start=1):
        first, last = date(int(year[:4]), 4, 1), RETURNS[year]
        batch = {"batch_id": number, "extract": "ssda903", "supplier": "cases", "covers": year, "data_to": last}
        batches.append(batch)
        rows = [row for row in drawn("core.cla_episode", picture, **EPISODE | batch) if row["episode_start"] <= last]
        rows = [row for row in rows if row["episode_end"] is None or row["episode_end"] >= first]
        for row in rows:
            is_open = row["episode_end"] is None or row["episode_end"] > last
            episodes.append(row | {"episode_end": None if is_open else row["episode_end"]})
        known = sorted({row["child"] for row in rows})
        children += [batch | {"child": child, "date_of_birth": (births or {}).get(child, BORN)} for child in known]
    return Town({"core.cla_child": children, "core.cla_episode": episodes}, batches)


MOVES = """
    child | episode_start | episode_end | reason_new_episode | placement
    Ann   | 2024-01-08    | 2024-07-02  | S                  | U6
    Ann   | 2024-07-02    | 2025-06-29  | P                  | K2
    Ann   | 2025-06-29    |             | B                  | U6
    Bob   | 2024-01-08    | 2024-07-01  | S                  | U6
    Bob   | 2024-07-01    | 2025-06-29  | P                  | K2
    Bob   | 2025-06-29    |             | B                  | U6
    Cat   | 2024-01-08    | 2025-01-06  | S                  | U6
    Cat   | 2025-01-06    | 2025-01-06  | P                  | K2
    Cat   | 2025-01-06    |             | P                  | U4
    Dan   | 2024-01-08    | 2024-09-02  | S                  | U6
    Dan   | 2024-09-02    | 2024-12-02  | L                  | U6
    Dan   | 2024-12-02    | 2025-02-03  | T                  | U4
    Dan   | 2025-02-03    |             | U                  | A5
    Eve   | 2024-08-01    | 2024-09-02  | S                  | U6
    Eve   | 2024-11-04    | 2025-01-06  | S                  | U6
    Eve   | 2025-03-03    |             | S                  | U6
    Fay   | 2024-08-01    | 2024-09-02  | S                  | U6
    Fay   | 2024-09-02    | 2024-10-01  | P                  | K2
    Fay   | 2024-10-01    | 2025-06-30  | P                  | K1
"""


def test_a_child_with_three_placements_in_twelve_months_moved_twice_to_other_carers() -> None:
    # Ann's first placement ended on the second day of the twelve months, Bob's on the first; Cat spent no night in one;
    # Dan stayed with the same carers; Eve came back twice; Fay is not looked after any more.
    assert counted(returns(MOVES), "cla_placement_stability_rate") == {WHOLE: (2, 5)}  # Ann and Eve


TEMPORARY = """
    child | episode_start | episode_end | reason_new_episode | placement | placement_urn
    Ann   | 2024-09-02    | 2025-01-06  | S                  | U6        | 1
    Ann   | 2025-01-06    | 2025-01-09  | P                  | T2        |
    Ann   | 2025-01-09    |             | P                  | U6        | 1
    Bob   | 2024-09-02    | 2025-01-06  | S                  | U6        | 1
    Bob   | 2025-01-06    | 2025-01-09  | P                  | T4        |
    Bob   | 2025-01-09    | 2025-02-03  | P                  | U6        | 2
    Bob   | 2025-02-03    |             | P                  | U6        | 1
    Cat   | 2024-03-04    | 2024-03-25  | S                  | K2        | 3
    Cat   | 2024-03-25    | 2024-04-04  | P                  | T1        |
    Cat   | 2024-04-04    | 2024-08-01  | P                  | K2        | 3
    Cat   | 2024-08-01    |             | P                  | U6        | 1
"""


def test_a_temporary_placement_is_none_of_its_own_and_the_return_from_it_is_no_move() -> None:
    assert counted(returns(TEMPORARY), "cla_placement_stability_rate") == {WHOLE: (1, 3)}  # Bob: not the same home


def test_twelve_months_need_the_return_of_every_year_that_they_touch() -> None:
    two_years = returns(MOVES, years=("2023-24", "2024-25"))
    ends = ("2023-24-Q4", "2024-25-Q3", "2024-25-Q4", "2025-26-Q1")
    found = [WHOLE in counted(two_years, "cla_placement_stability_rate", quarter) for quarter in ends]
    assert found == [True, True, True, False]
    gap = returns(MOVES, years=("2023-24", "2025-26"))
    assert counted(gap, "cla_placement_stability_rate") == {}


CORRECTED = """
    child | episode_start | episode_end | reason_new_episode
    Ann   | 2024-01-08    | 2024-09-02  | S
    Ann   | 2024-09-02    |             | P
"""


def test_what_was_open_at_a_years_end_counts_as_the_next_year_has_it() -> None:
    town = town_of(CORRECTED)
    [newest] = [row for row in town.rows("core.cla_episode") if row["covers"] == "2025-26"]
    newest["episode_start"] = date(2024, 9, 9)
    assert counted(staged_of(town), "cla_placement_stability_rate") == {WHOLE: (0, 1)}  # two placements, not three


LONG = """
    child | episode_start | episode_end | reason_new_episode | placement
    Ann   | 2023-01-01    | 2023-07-01  | S                  | K2
    Ann   | 2023-07-01    |             | P                  | U6
    Bob   | 2023-01-02    |             | S                  | U6
    Cat   | 2022-05-02    | 2023-07-02  | S                  | K2
    Cat   | 2023-07-02    |             | P                  | U6
    Dan   | 2019-05-02    | 2024-09-02  | S                  | U6
    Dan   | 2024-09-02    |             | P                  | A4
    Eve   | 2019-05-02    | 2023-09-01  | S                  | U6
    Eve   | 2023-09-01    | 2024-09-02  | P                  | U4
    Eve   | 2024-09-02    |             | P                  | A6
    Fay   | 2019-05-02    | 2024-09-02  | S                  | U6
    Fay   | 2024-10-01    |             | S                  | U6
    Gus   | 2019-05-02    |             | S                  | U6
    Hal   | 2019-05-02    |             | S                  | U6
    Ida   | 2019-05-02    | 2025-06-23  | S                  | U6
    Ida   | 2025-06-23    |             | P                  | T2
"""


def test_children_long_looked_after_are_settled_after_two_years_in_a_placement() -> None:
    births = {"Gus": date(2009, 6, 30), "Hal": date(2009, 7, 1)}
    stable = counted(returns(LONG, births), "cla_long_term_stability_rate")
    assert stable == {WHOLE: (4, 6)}  # Ann, Dan, Hal and Ida, of them, Cat and Eve


def test_two_and_a_half_years_need_the_returns_that_reach_as_far() -> None:
    newest = returns(LONG, years=("2023-24", "2024-25", "2025-26"))
    assert counted(newest, "cla_long_term_stability_rate") == {}


def test_residential_placements_begin_in_the_quarter_with_the_placement_not_with_an_episode() -> None:
    begun = looked_after("""
        child | episode_start | episode_end | reason_new_episode | placement
        Ann   | 2025-04-01    | 2025-05-01  | S                  | K2
        Ann   | 2025-05-01    | 2025-06-02  | L                  | K2
        Ann   | 2025-06-02    |             | P                  | S1
        Bob   | 2025-03-31    |             | S                  | K2
        Cat   | 2025-06-30    |             | S                  | K1
        Dan   | 2025-07-01    |             | S                  | K2
        Eve   | 2025-05-01    |             | S                  | U6
        Fay   | 2025-04-02    | 2025-04-04  | P                  | T1
        Fay   | 2025-04-04    |             | P                  | R1
    """)
    assert counted(begun, "cla_residential_starts") == {WHOLE: (3, None)}  # Ann twice, and Cat


def test_a_placement_is_far_outside_when_both_its_distance_and_its_area_say_so() -> None:
    placed = looked_after("""
        child | distance_miles | placement_area
        Ann   | 20.1           | E06000001
        Bob   | 20.0           | E06000001
        Cat   | 35.0           | E06999999
        Dan   | 35.0           |
        Eve   |                | E06000001
        Fay   | 140.0          | W06000015
    """)
    assert counted(placed, "cla_over_20_miles_outside_rate") == {WHOLE: (2, 6)}  # Ann and Fay


def test_without_postcodes_there_is_no_distance() -> None:
    assert counted(looked_after("child\nAnn"), "cla_over_20_miles_outside_rate") == {}
