"""Figures that hang together: shares of one whole, which cannot be more than all of it, and parts of a total.

Counted parts are added up before anything is published; what is told here are figures that officers gave.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from transforms.figures import rounded, shown
from transforms.indicators.breakdown import TOTAL
from transforms.indicators.indicator import AMOUNTS, Unit

# Indicators by the people that they are shares of.
WHOLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("children with an EHC plan", ("ehc_outside_area_rate", "ehc_mainstream_rate")),
    ("young people of 16 and 17", ("neet_rate", "not_known_rate", "participation_rate")),
)
# Indicators that are the sum of others.
SUMS: dict[str, tuple[str, ...]] = {
    "independent_placements_forecast": ("independent_residential_forecast", "independent_fostering_forecast"),
}


@dataclass(frozen=True)
class Amount:
    """A count or an amount that a measure shows, of one item of a breakdown or of the whole."""

    ref: str
    indicator_id: str
    breakdown: str
    item: str
    value: Fraction
    unit: Unit


@dataclass(frozen=True)
class Share:
    """A measure's percentage of the whole that its indicator is of. ``decimals``: how it is shown."""

    ref: str
    indicator_id: str
    value: Fraction
    decimals: int


def overfull(shares: Sequence[Share]) -> Iterator[tuple[str, str]]:
    """Shares that cannot all be true: the reference of each, and a sentence that names them all."""
    for people, indicators in WHOLES:
        parts = list({each.indicator_id: each for each in shares if each.indicator_id in indicators}.values())
        total = sum((each.value for each in parts), Fraction(0))
        if total <= 100 + sum((Fraction(1, 2 * 10**each.decimals) for each in parts), Fraction(0)):
            continue
        named = " and ".join(f"{each.ref} ({rounded(each.value, each.decimals)}%)" for each in parts)
        most = max(each.decimals for each in parts)
        for each in parts:
            yield each.ref, f"{named} count different {people}, and make {rounded(total, most)}%."


def parts_apart(amounts: Sequence[Amount]) -> Iterator[tuple[str, str]]:
    """Parts that are not their total: the reference of the total's measure, and a sentence with both.

    Items of a breakdown may be given in part, and then make less than the total: they are told where they make more.
    """
    known = {(each.indicator_id, each.breakdown, each.item): each for each in amounts if each.unit in AMOUNTS}
    wholes = {indicator: each for (indicator, breakdown, _), each in known.items() if breakdown == TOTAL}
    for indicator, parts in SUMS.items():
        whole, own = wholes.get(indicator), [wholes[each] for each in parts if each in wholes]
        if whole is not None and len(own) == len(parts) and _sum(own) != whole.value:
            yield whole.ref, _apart(whole, _sum(own), "Its parts")
    for indicator, whole in wholes.items():
        items = [each for (of, breakdown, _), each in known.items() if of == indicator and breakdown != TOTAL]
        for breakdown in sorted({each.breakdown for each in items}):
            total = _sum([each for each in items if each.breakdown == breakdown])
            if total > whole.value:
                yield whole.ref, _apart(whole, total, f"Its parts by {breakdown.replace('_', ' ')}")


def _sum(amounts: Sequence[Amount]) -> Fraction:
    return sum((each.value for each in amounts), Fraction(0))


def _apart(whole: Amount, total: Fraction, named: str) -> str:
    return f"{named} make {shown(total, whole.unit, 0)}, and the total is {shown(whole.value, whole.unit, 0)}."
