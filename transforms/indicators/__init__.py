"""The indicators that the line computes. Adding one is an entry and its function in a topic module, and a test."""

from transforms.indicators import attendance, children_looked_after
from transforms.indicators.indicator import Indicator

INDICATORS: tuple[Indicator, ...] = (*attendance.INDICATORS, *children_looked_after.INDICATORS)


def indicator_by_id(indicator_id: str) -> Indicator:
    """The entry of an indicator. Raises KeyError when there is none."""
    return {indicator.id: indicator for indicator in INDICATORS}[indicator_id]
