"""What is published of other areas: means of neighbours, ranks and quarters, against counting them one by one."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables import table
from transforms.comparators import AreaKind, Comparator, Neighbours, comparators, quartile, rank
from transforms.indicators import indicator_by_id
from transforms.indicators.indicator import Polarity

LISTED = Neighbours(date(2025, 5, 1), ("302", "303", "304"))
NEET = """
series     | years   | area         | la_code | region       | value
16-17 NEET | 2024    | Oldtown      | 301     | Inner London | 4.0
16-17 NEET | 2025    | Oldtown      | 301     | Inner London | 4.2
16-17 NEET | 2025    | Newtown      | 302     | Inner London | 3.0
16-17 NEET | 2025    | Hightown     | 303     | Outer London | -
16-17 NEET | 2025    | Lowtown      | 304     | North West   | 4.1000000000000005
16-17 NEET | 2025    | Faraway      | 305     | North West   | 4.2
16-17 NEET | 2025    | England      | 970     |              | 3.4
16-17 NEET | 2025    | London       | 986     |              | 2.9
16-17 NEET | 2025    | London (Inner) | 987   |              | 2.6
16-17 NEET | 2026    | England      | 970     |              | 9.9
16-17 NEET | 2014-16 | England      | 970     |              | 8.8
"""


def found(
    picture: str, indicator: str, region: str = "Inner London", day: date = date(2025, 6, 30)
) -> list[Comparator]:
    entries = [indicator_by_id(indicator)]
    return list(comparators(table(picture), entries, "301", region, LISTED, day))


def seen(every: list[Comparator]) -> list[tuple[str, str, float]]:
    return [(each.area_name, each.period, each.value) for each in every]


def test_each_area_has_the_value_of_each_period_that_has_ended() -> None:
    assert seen(found(NEET, "neet_rate")) == [
        ("Oldtown", "winter 2023-24", 4.0),
        ("Oldtown", "winter 2024-25", 4.2),
        ("Statistical neighbours", "winter 2024-25", 3.55),
        ("Newtown", "winter 2024-25", 3.0),
        ("Lowtown", "winter 2024-25", 4.1),
        ("London (Inner)", "winter 2024-25", 2.6),
        ("England", "winter 2024-25", 3.4),
    ]


def test_a_mean_says_of_how_many_it_is() -> None:
    (mean,) = [each for each in found(NEET, "neet_rate") if each.kind == AreaKind.NEIGHBOURS]
    assert (mean.areas, mean.areas_of) == (2, 3)


def test_equal_values_share_the_better_place_and_regions_have_none() -> None:
    own = next(each for each in found(NEET, "neet_rate") if each.period == "winter 2024-25")
    assert (own.kind, own.rank, own.rank_of, own.quartile) == (AreaKind.OWN, 3, 4, "C")


def test_what_is_better_neither_way_has_no_place() -> None:
    picture = NEET.replace("16-17 NEET", "CIN")
    own = found(picture, "cin_rate")[0]
    assert (own.rank, own.rank_of, own.quartile) == (None, None, "")


def test_absence_is_turned_into_attendance() -> None:
    picture = NEET.replace("16-17 NEET", "TotAbs")
    assert seen(found(picture, "attendance_rate"))[0] == ("Oldtown", "2023/24", 96.0)


@pytest.mark.parametrize(
    ("region", "name"),
    [("London (Inner)", "London (Inner)"), ("INNER  LONDON", "London (Inner)"), ("Outer London", "London")],
)
def test_a_region_is_told_by_its_words(region: str, name: str) -> None:
    assert name in {each.area_name for each in found(NEET, "neet_rate", region) if each.kind == AreaKind.REGION}


def test_of_two_values_for_the_same_place_the_last_counts() -> None:
    revised = f"{NEET}16-17 NEET | 2025 | England | 970 | | 3.5"
    england = [each.value for each in found(revised, "neet_rate") if each.kind == AreaKind.ENGLAND]
    assert england == [3.5]
    renamed = f"{NEET}16-17 NEET | 2025 | Newtown, City of | 302 | Inner London | 5.0"
    own = [each for each in found(renamed, "neet_rate") if each.kind == AreaKind.OWN][-1]
    assert (own.rank, own.rank_of) == (2, 4), "an area is the same by whatever name a later file calls it"


def test_nothing_is_compared_that_is_not_published() -> None:
    assert found(NEET, "cla_number") == []
    assert found(NEET, "cin_rate") == []
    entry = replace(indicator_by_id("neet_rate"), published=None)
    assert comparators(table(NEET), [entry], "301", "North West", None, date(2026, 6, 30)) == ()


VALUES = st.lists(st.integers(0, 40).map(lambda tenths: tenths / 4), min_size=1, max_size=30)


@given(VALUES, st.sampled_from([Polarity.HIGHER, Polarity.LOWER]), st.data())
def test_ranks_and_quarters_are_those_of_counting(values: list[float], polarity: Polarity, data: st.DataObject) -> None:
    own = data.draw(st.sampled_from(values))
    better = [each for each in values if (each > own if polarity == Polarity.HIGHER else each < own)]
    assert rank(pd.Series(values), own, polarity) == 1 + len(better)
    cuts = [_cut(sorted(values), Fraction(share, 4)) for share in (1, 2, 3)]
    above = sum(1 for cut in cuts if Fraction(own) > cut)
    assert quartile(pd.Series(values), own, polarity) == ("DCBA" if polarity == Polarity.HIGHER else "ABCD")[above]


def _cut(ordered: list[float], share: Fraction) -> Fraction:
    """The cut that leaves so large a share below it, on the straight line between the two values around it."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return Fraction(ordered[low]) + (place - low) * (Fraction(ordered[high]) - Fraction(ordered[low]))
