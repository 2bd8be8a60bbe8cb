"""Each way in which published figures give a small count away, as a small table; and what is hidden against it."""

import pytest

from transforms.disclosure import Cell, Place, Together, together
from transforms.disclosure_audit import Audit, past_help, protect
from transforms.indicators import indicator_by_id
from transforms.national_disclosure import INTERNAL, NONE, ONE_TO_FIVE

NOW = "2025-26-Q1"


def cells(table: str, kind: str = ONE_TO_FIVE) -> list[Cell]:
    """A line each: indicator, quarter (its last two letters), item of a breakdown or a dash, count, and out of what."""
    found = []
    for line in table.strip().splitlines():
        indicator, quarter, item, counted, out_of = (each.strip() for each in line.split("|"))
        breakdown, _, name = item.partition(" ")
        place = Place(indicator, f"2025-26-{quarter}", *((breakdown, name) if item != "-" else ()))
        found.append(
            Cell(
                place,
                None if counted == "-" else int(counted),
                None if out_of == "-" else int(out_of),
                kind,
                indicator_by_id(indicator),
            )
        )
    return found


def figures(*tables: list[Cell]) -> Together:
    return together([cell for table in tables for cell in table])


def names(places: frozenset[Place] | tuple[Place, ...]) -> set[str]:
    return {
        f"{place.quarter[-2:]} {place.indicator} {'' if place.is_whole else place.item}".strip() for place in places
    }


@pytest.mark.parametrize(
    ("way", "table", "hidden"),
    [
        ("a count of 1 to 5", "cla_residential | Q1 | - | 5 | -", {"Q1 cla_residential"}),
        ("nought is shown", "cla_residential | Q1 | - | 0 | -", set()),
        ("six is shown", "cla_residential | Q1 | - | 6 | -", set()),
        ("a percentage of a small count", "cla_within_20_miles | Q1 | - | 3 | 40", {"Q1 cla_within_20_miles"}),
        ("one that leaves a small count over", "cla_within_20_miles | Q1 | - | 37 | 40", {"Q1 cla_within_20_miles"}),
        ("one out of a small count", "cla_within_20_miles | Q1 | - | 0 | 4", {"Q1 cla_within_20_miles"}),
        ("all of many", "cla_within_20_miles | Q1 | - | 40 | 40", set()),
        ("a rate in a published population", "cpp_rate | Q1 | - | 4 | 30640", {"Q1 cpp_rate"}),
        ("a percentage without its counts", "cla_within_20_miles | Q1 | - | - | -", {"Q1 cla_within_20_miles"}),
        ("money", "independent_placements_forecast | Q1 | - | 4 | -", set()),
        (
            "a total less its other parts",
            "cla_number | Q1 | - | 40 | -\ncla_number | Q1 | sex F | 3 | -\ncla_number | Q1 | sex M | 37 | -",
            {"Q1 cla_number F", "Q1 cla_number M"},
        ),
        (
            "two small parts that make fewer than five values",
            """
            cla_number | Q1 | -           | 40 | -
            cla_number | Q1 | age_group 1 | 1  | -
            cla_number | Q1 | age_group 2 | 2  | -
            cla_number | Q1 | age_group 3 | 37 | -
            cla_number | Q1 | age_group 4 | 0  | -
            """,
            {"Q1 cla_number 1", "Q1 cla_number 2", "Q1 cla_number 3"},
        ),
        (
            "two that make five, of which none is nought",
            "cla_number | Q1 | - | 5 | -\ncla_number | Q1 | sex F | 2 | -\ncla_number | Q1 | sex M | 3 | -",
            {"Q1 cla_number", "Q1 cla_number F", "Q1 cla_number M"},
        ),
        (
            "another breakdown of the same total",
            """
            cla_number | Q1 | -           | 10 | -
            cla_number | Q1 | sex F       | 5  | -
            cla_number | Q1 | sex M       | 5  | -
            cla_number | Q1 | age_group 1 | 10 | -
            """,
            {"Q1 cla_number F", "Q1 cla_number M"},
        ),
        (
            "a quarter less the one before",
            "cla_entries | Q1 | - | 10 | -\ncla_entries | Q2 | - | 13 | -\ncla_entries | Q3 | - | 33 | -",
            {"Q1 cla_entries"},
        ),
        ("a quarter that adds nothing", "cla_entries | Q1 | - | 10 | -\ncla_entries | Q2 | - | 10 | -", set()),
        (
            "what is out of the count in a quarter",
            "assessments_45_days_rate | Q1 | - | 20 | 40\nassessments_45_days_rate | Q2 | - | 40 | 62",
            {"Q1 assessments_45_days_rate"},
        ),
        ("a stock that moves by a few", "cla_number | Q1 | - | 40 | -\ncla_number | Q2 | - | 42 | -", set()),
        ("a new year that begins", "cla_entries | Q4 | - | 30 | -", set()),
    ],
)  # fmt: skip
def test_what_a_table_gives_away_is_hidden(way: str, table: str, hidden: set[str]) -> None:
    together = figures(cells(table))
    chosen = protect(together)
    assert names(chosen) == hidden, way
    assert Audit(together).given_away(chosen) == []


@pytest.mark.parametrize("kind", [NONE, INTERNAL])
def test_other_classes_hide_nothing(kind: str) -> None:
    assert protect(figures(cells("cla_residential | Q1 | - | 3 | -", kind))) == frozenset()


def test_the_audit_bounds_what_is_hidden_and_names_where() -> None:
    table = "cla_number | Q1 | - | 40 | -\ncla_number | Q1 | sex F | 3 | -\ncla_number | Q1 | sex M | 37 | -"
    together = figures(cells(table))
    (found,) = Audit(together).given_away({Place("cla_number", NOW, "sex", "F")})
    assert (found.bounds.low, found.bounds.high) == (3, 3)
    assert names(found.places) == {"Q1 cla_number F"}
    assert names(tuple(Audit(together).beside(found.count, found.places))) == {"Q1 cla_number M", "Q1 cla_number"}


def test_two_hidden_parts_may_still_leave_too_few_values() -> None:
    """Hiding two cells of each row, the common rule, does not do: of 1 and 2 beside a shown rest each is 1 or 2."""
    table = """
        cla_number | Q1 | - | 13 | -
        cla_number | Q1 | age_group 1 | 1 | -
        cla_number | Q1 | age_group 2 | 2 | -
        cla_number | Q1 | age_group 3 | 10 | -
    """
    together = figures(cells(table))
    found = Audit(together).given_away(together.primary)
    assert [(each.count.item, each.bounds.low, each.bounds.high) for each in found] == [("1", 1, 2), ("2", 1, 2)]


def test_a_count_that_two_measures_show_is_given_away_by_the_open_one() -> None:
    shared = figures(cells("cla_rate | Q1 | - | 4 | 30640"), cells("cla_number | Q1 | - | 4 | -", NONE))
    chosen = protect(shared)
    assert names(chosen) == {"Q1 cla_rate"}
    (found,) = Audit(shared).given_away(chosen)
    assert names(found.places) == {"Q1 cla_rate", "Q1 cla_number"}


def test_a_count_on_which_two_measures_do_not_agree_is_two_counts() -> None:
    apart = figures(cells("cla_rate | Q1 | - | 4 | 30640"), cells("cla_number | Q1 | - | 9 | -", NONE))
    assert Audit(apart).given_away(protect(apart)) == []


def test_what_was_shown_before_is_known_and_another_figure_is_hidden() -> None:
    together = figures(cells("cla_entries | Q1 | - | 10 | -\ncla_entries | Q2 | - | 13 | -"))
    before = {Place("cla_entries", NOW)}
    assert names(protect(together, known_before=before)) == {"Q2 cla_entries"}
    given_away = Audit(together).given_away({*before}, known_before=before)
    assert [each.count.grown for each in given_away] == [True]


def test_what_earlier_reports_gave_away_is_past_help() -> None:
    together = figures(cells("cla_residential | Q1 | - | 3 | -"))
    before = {Place("cla_residential", NOW)}
    (found,) = Audit(together).given_away(protect(together, known_before=before), before)
    assert past_help(together, before) == {found.count}


def test_people_choose_what_is_hidden_beside_a_small_count() -> None:
    table = "cla_entries | Q1 | - | 10 | -\ncla_entries | Q2 | - | 13 | -\ncla_entries | Q3 | - | 33 | -"
    together, first, second = figures(cells(table)), Place("cla_entries", NOW), Place("cla_entries", "2025-26-Q2")
    assert names(protect(together, hidden={second})) == {"Q2 cla_entries"}
    assert names(protect(together, shown={first})) == {"Q2 cla_entries"}
    insisted = protect(together, shown={first, second})
    assert insisted == frozenset()
    assert len(Audit(together).given_away(insisted)) == 1


@pytest.mark.parametrize(
    ("in_care", "hidden"),
    [
        (40, set()),
        (3, {"Q1 cla_attainment_standard_rate", "Q1 attainment_gap"}),  # with what others have, the gap tells it
    ],
)
def test_a_difference_shows_what_its_two_figures_show(in_care: int, hidden: set[str]) -> None:
    together = figures(
        cells(f"""
            other_attainment_standard_rate | Q1 | - | 600 | 900
            cla_attainment_standard_rate   | Q1 | - | {in_care} | 90
            attainment_gap                 | Q1 | - | -   | -
        """)
    )
    assert names(protect(together)) == hidden
    alone = figures(cells("attainment_gap | Q1 | - | - | -"))
    assert names(protect(alone)) == {"Q1 attainment_gap"}, "of which nobody can say what it rests on"
