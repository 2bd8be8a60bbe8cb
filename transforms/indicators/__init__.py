"""The indicators that the line computes. Adding one is an entry and its function in a topic module, and a test."""

from transforms.indicators import (
    attendance,
    care_leavers,
    children_in_need,
    children_looked_after,
    council_returns,
    early_help,
    ehc_plans,
    exclusions,
    exploitation,
    missing_children,
    participation,
    placements,
    provision,
    quality,
    workers,
)
from transforms.indicators.indicator import Indicator

INDICATORS: tuple[Indicator, ...] = (
    *attendance.INDICATORS,
    *exclusions.INDICATORS,
    *ehc_plans.INDICATORS,
    *participation.INDICATORS,
    *children_in_need.INDICATORS,
    *children_looked_after.INDICATORS,
    *placements.INDICATORS,
    *care_leavers.INDICATORS,
    *missing_children.INDICATORS,
    *exploitation.INDICATORS,
    *early_help.INDICATORS,
    *workers.INDICATORS,
    *provision.INDICATORS,
    *quality.INDICATORS,
    *council_returns.INDICATORS,
)


def indicator_by_id(indicator_id: str) -> Indicator:
    """The entry of an indicator. Raises KeyError when there is none."""
    return {indicator.id: indicator for indicator in INDICATORS}[indicator_id]
