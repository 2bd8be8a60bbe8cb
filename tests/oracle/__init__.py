"""Every indicator counted a second time: slow, plain Python over lists of dictionaries.

Written from the definitions in words, apart from the pipeline and without its packages, so that the two can only agree
when both do what the words say. A module per topic: ``COUNTED`` names its indicators, ``figures`` counts them.
"""

from collections.abc import Collection
from datetime import date

from tests.oracle import (
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
from tests.oracle.days import quarter_name
from tests.oracle.rows import Answers, Place, Row, Town

TOPICS = (
    attendance,
    exclusions,
    attainment,
    home_education,
    inspections,
    ehc_plans,
    ehc_requests,
    ehc_reviews,
    sen_transport,
    participation,
    children_in_need,
    children_looked_after,
    children_in_care_at_school,
    care_targets,
    placements,
    care_leavers,
    missing_children,
    exploitation,
    early_help,
    workers,
    provision,
    quality,
    council_returns,
)
COUNTED = tuple(indicator for topic in TOPICS for indicator in topic.COUNTED)

__all__ = ["COUNTED", "TOPICS", "Answers", "Place", "Row", "Town", "answers"]


def answers(town: Town, quarter_ends: list[date], of: Collection[str] = COUNTED) -> Answers:
    """Numerator and denominator (none for a count) of every figure at every quarter end that the rows reach.

    ``of``: only topics with one of these indicators are counted, and all of theirs.
    """
    topics = [topic for topic in TOPICS if not set(topic.COUNTED).isdisjoint(of)]
    found: Answers = {}
    for end in quarter_ends:
        for topic in topics:
            for (indicator, school, breakdown, item), numerator, denominator in topic.figures(town, end):
                found[indicator, quarter_name(end), school, breakdown, item] = (numerator, denominator)
    return found
