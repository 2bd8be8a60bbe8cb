"""The indicators that the line computes. Adding one is an entry and its function in a topic module, and a test."""

from transforms.indicators import (
    attainment,
    attendance,
    care_leavers,
    care_targets,
    children_in_care_at_school,
    children_in_need,
    children_looked_after,
    council_returns,
    early_help,
    ehc_plans,
    ehc_requests,
    ehc_reviews,
    exclusions,
    exploitation,
    home_education,
    inspections,
    missing_children,
    participation,
    placements,
    provision,
    quality,
    sen_transport,
    workers,
)
from transforms.indicators.indicator import Indicator

INDICATORS: tuple[Indicator, ...] = (
    *attendance.INDICATORS,
    *exclusions.INDICATORS,
    *attainment.INDICATORS,
    *home_education.INDICATORS,
    *inspections.INDICATORS,
    *ehc_plans.INDICATORS,
    *ehc_requests.INDICATORS,
    *ehc_reviews.INDICATORS,
    *sen_transport.INDICATORS,
    *participation.INDICATORS,
    *children_in_need.INDICATORS,
    *children_looked_after.INDICATORS,
    *children_in_care_at_school.INDICATORS,
    *care_targets.INDICATORS,
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
