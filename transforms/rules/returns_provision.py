"""Rules of the returns about foster carers and transport that their columns alone cannot say."""

import pandas as pd

from transforms.rules.makers import end_in_part_rule, negative_rule, span_rules
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Rule, Severity
from transforms.rules.upn import upn_rules

LAYOUT = "Layout of docs/returns.md"
_USUAL_LIMIT = 3


def _unusual_places(rows: pd.DataFrame, _: Context) -> pd.Series:
    return is_set(rows["places"].lt(1) | rows["places"].gt(_USUAL_LIMIT))


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
