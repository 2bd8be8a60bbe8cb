"""What held rows could do to a figure, against every way in which they could count."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from transforms.figures import exact_value
from transforms.held_range import held_range
from transforms.indicators.indicator import AMOUNTS, Unit

FEW = st.integers(0, 6)
RATIOS = st.sampled_from([Unit.PERCENT, Unit.PER_100, Unit.PER_10_000])
SCALES = st.sampled_from([Fraction(1), Fraction(365, 91)])


def every_way(numerator: int, denominator: int, held: int, unit: Unit, scale: Fraction) -> set[Fraction]:
    """The figure if any of the rows were valid, and any of these counted above the line."""
    below = range(held + 1) if unit is Unit.PERCENT else [0]
    ways = [(j, k) for k in below for j in range((k if unit is Unit.PERCENT else held) + 1)]
    values = (exact_value(numerator + j, denominator + k, unit, scale) for j, k in ways)
    return {value for value in values if value is not None}


@given(numerator=FEW, more=st.integers(-3, 6), held=FEW, unit=RATIOS, scale=SCALES)
def test_the_range_of_a_rate_holds_every_way_and_its_ends_are_reached(
    numerator: int, more: int, held: int, unit: Unit, scale: Fraction
) -> None:
    denominator = max(0, numerator + more)
    assume(denominator or not numerator)  # nothing is counted of nobody
    found = held_range(numerator, denominator, held, unit, scale)
    ways = every_way(numerator, denominator, held, unit, scale)
    assert (found is None) == (not ways)
    if found is not None:
        assert (found.least, found.most) == (min(ways), max(ways))


@given(numerator=FEW, held=FEW, scale=SCALES)
def test_a_count_grows_by_as_many_as_are_held(numerator: int, held: int, scale: Fraction) -> None:
    found = held_range(numerator, None, held, Unit.COUNT, scale)
    assert found is not None
    assert (found.least, found.most) == (numerator * scale, (numerator + held) * scale)


@given(numerator=FEW, denominator=FEW, held=FEW, unit=RATIOS | st.sampled_from(AMOUNTS))
def test_more_held_rows_never_make_the_range_narrower(numerator: int, denominator: int, held: int, unit: Unit) -> None:
    assume(denominator or not numerator)
    one = held_range(numerator, denominator, held, unit)
    more = held_range(numerator, denominator, held + 1, unit)
    if unit is Unit.POUNDS:
        assert one is more is None
    elif one is not None:
        assert more is not None
        assert more.least <= one.least <= one.most <= more.most
