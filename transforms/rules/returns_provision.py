"""Rules of the returns about what the council provides that their columns alone cannot say."""

import pandas as pd

from transforms.rules.makers import (
    earlier_year_rule,
    end_in_part_rule,
    future_rule,
    later_dates_rule,
    negative_rule,
    span_rules,
)
from transforms.rules.masks import before
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Rule, Severity
from transforms.rules.upn import upn_rules

LAYOUT = "Layout of docs/returns.md"
_USUAL_LIMIT = 3
_OF_SCHOOL_AGE = 5  # in years: whom a family centre is not for


def _unusual_places(rows: pd.DataFrame, _: Context) -> pd.Series:
    return is_set(rows["places"].lt(1) | rows["places"].gt(_USUAL_LIMIT))


def _of_school_age(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where a child was five when the file's year began, so never under five in it."""
    return rows["date_of_birth"] + pd.DateOffset(years=_OF_SCHOOL_AGE) <= pd.Timestamp(context.covers_from)


FOSTER_CARER_RULES = (
    *span_rules(
        "foster_carers",
        "approved_on",
        LAYOUT,
        one_at_a_time=("household",),
        overlap="The household is approved again before an earlier approval has ended.",
        began_later="The household is approved after the date that the data run to.",
    ),
    end_in_part_rule(
        "foster_carers",
        "ended_on",
        ("end_reason",),
        "An approval has ended and the reason is not given, or a reason is given and no end.",
        "Fill in end_date and end_reason together.",
    ),
    Rule(
        id="foster_carers-unusual-places",
        severity=Severity.FLAG,
        columns=("places",),
        mask=_unusual_places,
        message=f"The household has no place, or more than the usual limit of {_USUAL_LIMIT} children.",
        fix="Check places. More are right for brothers and sisters, or with an exemption.",
        source="Children Act 1989, schedule 7: the usual fostering limit",
    ),
)

TRANSPORT_RULES = (
    *span_rules(
        "transport",
        "start_date",
        LAYOUT,
        one_at_a_time=("child", "mode"),
        overlap="The transport begins before an earlier one of the same child and mode has ended.",
        began_later="The transport begins after the date that the data run to.",
    ),
    negative_rule("transport", "annual_cost", LAYOUT, "The cost is below zero."),
    *upn_rules("transport", "pupil"),
)

FAMILY_CENTRE_RULES = (
    *span_rules(
        "family_centres",
        "registered_on",
        LAYOUT,
        one_at_a_time=("registered_child", "centre"),
        overlap="The child is registered again at the centre before an earlier registration has ended.",
        began_later="The child is registered after the date that the data run to.",
    ),
    later_dates_rule("family_centres", ("last_seen_on",)),
    Rule(
        id="family_centres-seen-before",
        severity=Severity.FLAG,
        columns=("registered_on", "last_seen_on"),
        mask=before("last_seen_on", "registered_on"),
        message="The child was last seen before being registered.",
        fix="Check registered_on and last_seen_on. Leave last_seen_on empty until the child is seen.",
        source=LAYOUT,
    ),
    Rule(
        id="family_centres-seen-after",
        severity=Severity.FLAG,
        columns=("last_seen_on", "ended_on"),
        mask=before("ended_on", "last_seen_on"),
        message="The child was seen after the registration ended.",
        fix="Check last_seen_on and end_date; a child who comes again is registered again.",
        source=LAYOUT,
    ),
    Rule(
        id="family_centres-of-school-age",
        severity=Severity.FLAG,
        columns=("date_of_birth",),
        mask=_of_school_age,
        message=f"The child was {_OF_SCHOOL_AGE} when the year began, and is no child whom the centres are to reach.",
        fix="Check date_of_birth, or leave the child out.",
        source="Own rule: reach is counted among children under 5",
    ),
)

TRAINING_RULES = (
    future_rule("training", "session_date", "The course was held after the date that the data run to."),
    earlier_year_rule(
        "training", "session_date", "The course was held before the financial year that the file speaks for."
    ),
    negative_rule("training", "places", LAYOUT, "The number of places is below zero."),
    negative_rule("training", "attended", LAYOUT, "The number of people who came is below zero."),
    negative_rule("training", "evaluated", LAYOUT, "The number of evaluations is below zero."),
    Rule(
        id="training-more-than-places",
        severity=Severity.FLAG,
        columns=("places", "attended"),
        mask=lambda rows, _: is_set(rows["attended"].gt(rows["places"])),
        message="More people came than there were places.",
        fix="Check both. Leave places empty where there was no limit.",
        source=LAYOUT,
    ),
    Rule(
        id="training-more-evaluations",
        severity=Severity.FLAG,
        columns=("attended", "evaluated"),
        mask=lambda rows, _: is_set(rows["evaluated"].gt(rows["attended"])),
        message="More people evaluated the course than came to it.",
        fix="Check both. Count people, not forms; leave evaluated empty where nobody was asked.",
        source=LAYOUT,
    ),
)
