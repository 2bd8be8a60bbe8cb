"""Percentages of one whole of which nobody is counted in two: together they cannot be more than all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from transforms.figures import rounded

# Indicators by the people that they are shares of.
WHOLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("children with an EHC plan", ("ehc_outside_area_rate", "ehc_mainstream_rate")),
    ("young people of 16 and 17", ("neet_rate", "not_known_rate", "participation_rate")),
)


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
