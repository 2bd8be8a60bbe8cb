"""Rules of the returns about children helped, missing or exploited, and about audits of the work with them."""

import pandas as pd

from transforms import codelists
from transforms.rules.makers import (
    earlier_year_rule,
    end_in_part_rule,
    future_rule,
    later_dates_rule,
    span_rules,
)
from transforms.rules.masks import before
from transforms.rules.rule import Context, Rule, Severity

LAYOUT = "Layout of docs/returns.md"
_YES = "Y"


def _of_a_child(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["kind"].isin(codelists.group_on("audit_kind", "of a child", context.data_to))


EARLY_HELP_RULES = (
    *span_rules(
        "early_help",
        "start_date",
        LAYOUT,
        one_at_a_time=("child",),
        overlap="The episode begins before an earlier one of the same child has ended.",
        began_later="The episode begins after the date that the data run to.",
    ),
    end_in_part_rule(
        "early_help",
        "ended_on",
        ("end_reason",),
        "An episode has ended and the reason is not given, or a reason is given and no end.",
        "Fill in end_date and end_reason together.",
    ),
)

MISSING_RULES = (
    *span_rules(
        "missing_episodes",
        "start_date",
        LAYOUT,
        one_at_a_time=("child",),
        overlap="The episode begins before the child came back from an earlier one.",
        began_later="The episode begins after the date that the data run to.",
    ),
    later_dates_rule("missing_episodes", ("interview_date",)),
    Rule(
        id="missing_episodes-offer-not-said",
        severity=Severity.FLAG,
        columns=("ended_on", "interview_offered"),
        mask=lambda rows, _: rows["ended_on"].notna() & rows["interview_offered"].isna(),
        message="The child has come back, and nothing says whether a return home interview was offered.",
        fix="Fill in interview_offered: Y, N, or NA where another council has to offer it.",
        source="Statutory guidance on children who run away or go missing: an interview is offered after each return",
    ),
    Rule(
        id="missing_episodes-accepted-without-offer",
        severity=Severity.FLAG,
        columns=("interview_offered", "interview_accepted"),
        mask=lambda rows, _: rows["interview_accepted"].eq(_YES) & ~rows["interview_offered"].eq(_YES),
        message="A return home interview was accepted that was not offered.",
        fix="Check interview_offered and interview_accepted.",
        source=LAYOUT,
    ),
    Rule(
        id="missing_episodes-interview-not-accepted",
        severity=Severity.FLAG,
        columns=("interview_accepted", "interview_date"),
        mask=lambda rows, _: rows["interview_date"].notna() & ~rows["interview_accepted"].eq(_YES),
        message="A return home interview has a day, and is not said to have been accepted.",
        fix="Check interview_accepted and interview_date.",
        source=LAYOUT,
    ),
    Rule(
        id="missing_episodes-interview-before-return",
        severity=Severity.FLAG,
        columns=("ended_on", "interview_date"),
        mask=before("interview_date", "ended_on"),
        message="The return home interview was held before the child came back.",
        fix="Check end_date and interview_date.",
        source=LAYOUT,
    ),
)

EXPLOITATION_RULES = span_rules(
    "exploitation",
    "start_date",
    LAYOUT,
    one_at_a_time=("child", "kind"),
    overlap="The flag begins before an earlier one of the same child and kind has ended.",
    began_later="The flag begins after the date that the data run to.",
)

AUDIT_RULES = (
    future_rule("audits", "audit_date", "The visit or audit lies after the date that the data run to."),
    earlier_year_rule(
        "audits", "audit_date", "The visit or audit lies before the financial year that the file speaks for."
    ),
    Rule(
        id="audits-without-child",
        severity=Severity.FLAG,
        columns=("child", "kind"),
        mask=lambda rows, context: _of_a_child(rows, context) & rows["child"].isna(),
        message="The audit is of a child's case, and the child is not given.",
        fix="Fill in child: the number in the case system.",
        source=LAYOUT,
    ),
)
