"""Stretch targets: what meeting one earns, what is at risk, and targets that say two things which cannot both be true.

A stretch target carries a reward in pounds. Without a threshold it is earned whole or not at all. With one, a share of
the stretch, from the baseline to the target, earns that share of the reward once it reaches the threshold.
"""

from dataclasses import dataclass
from fractions import Fraction

from transforms.council_types import Target
from transforms.figures import rounded, shown
from transforms.indicators.indicator import AMOUNTS, FACTORS, Indicator
from transforms.series import Figure

_TOLERANCE = Fraction(1, 10)  # of the change: both ways of saying it are rounded


@dataclass(frozen=True)
class Reward:
    """Pounds that a target carries, and those that the forecast would earn. ``expected``: None without a forecast."""

    whole: Fraction
    expected: Fraction | None

    @property
    def at_risk(self) -> Fraction:
        return self.whole - (self.expected or 0)


def reward_of(target: Target | None, forecast: Fraction | None, miss: Fraction | None) -> Reward | None:
    """The reward of a target and what a forecast earns of it. None for a target without one.

    ``miss``: by how much the forecast misses the target in the bad direction; 0 when it is met.
    """
    if target is None or target.reward is None:
        return None
    whole = Fraction(str(target.reward))
    if forecast is None or miss is None:
        return Reward(whole, None)
    if miss == 0:
        return Reward(whole, whole)
    return Reward(whole, whole * _share(target, forecast))


def _share(target: Target, forecast: Fraction) -> Fraction:
    """The share of the reward that a missed target earns all the same."""
    if target.threshold is None or target.baseline is None:
        return Fraction(0)
    baseline, aim = Fraction(str(target.baseline)), Fraction(str(target.value))
    reached = (forecast - baseline) / (aim - baseline) if aim != baseline else Fraction(0)
    return min(reached, Fraction(1)) if reached >= Fraction(str(target.threshold)) else Fraction(0)


def contradiction(target: Target | None, indicator: Indicator, figure: Figure) -> str:
    """Why a target that is also stated as a change in what is counted cannot mean both; empty where it can.

    A fall from 12% to 10.1% of 11,000 young people is one of 209, not of 1,000. The target stays the value; the change
    is told, never modelled.
    """
    numerator, denominator = figure.numerator, figure.denominator
    if target is None or target.said_change is None or indicator.unit in AMOUNTS:
        return ""
    if numerator is None or denominator is None:
        return ""
    wanted = Fraction(str(target.value)) * denominator / FACTORS[indicator.unit]
    change, said = wanted - numerator, Fraction(str(target.said_change))
    if abs(change - said) <= max(_TOLERANCE * abs(said), Fraction(1, 2)):
        return ""
    aim = shown(Fraction(str(target.value)), indicator.unit, indicator.decimals)
    would = f"would change the {numerator:,} counted of {denominator:,} by {rounded(change, 0):+,}"
    return f"The target of {aim} {would}, not by the {rounded(said, 0):+,} that it is also said to be."
