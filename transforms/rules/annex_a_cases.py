"""Rules of lists 6 and 7 of Annex A that their columns alone cannot say."""

import pandas as pd

from transforms.rules.annex_a_shared import (
    LISTS,
    OWN_LISTS,
    age_rule,
    future_rule,
    later_dates_rule,
    negative_rule,
    on_list,
    open_twice,
    said,
)
from transforms.rules.masks import before, given_without
from transforms.rules.related import beside
from transforms.rules.rule import Context, Mask, Rule, Severity

_STATUS = "annex_a_case_status"
_CLOSED = "Closed episode"


def _status_without_list(status: str, table: str) -> Mask:
    """Mask of open cases of a status whose children the list of that status does not have."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        if table not in context.later:
            return pd.Series(False, index=rows.index)
        is_open = said(rows, "case_status", status, _STATUS) & ~rows["closure_date__given"]
        return is_open & rows["child"].notna() & ~on_list(rows, context.later[table])

    return mask


def _status_and_closure(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True where the case status says closed and no date does, or the other way round."""
    return rows["case_status"].notna() & rows["closure_date__given"].ne(said(rows, "case_status", _CLOSED, _STATUS))


def _plan_and_status(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where a plan goes on, and list 6 has the child with another status than of a plan or of care."""
    in_need = context.tables["list_6"]
    fits = said(in_need, "case_status", "Child protection plan", _STATUS)
    fits |= said(in_need, "case_status", "Looked after child", _STATUS)
    return ~rows["ended_date__given"] & on_list(rows, in_need) & ~on_list(rows, in_need[fits])


LIST_6_RULES = (
    future_rule(6, "opened_date", "The case opened after the date that the data run to."),
    later_dates_rule(6, ("last_seen_date", "closure_date")),
    Rule(
        id="list_6-closed-before-opened",
        severity=Severity.HOLD,
        columns=("opened_date", "closure_date"),
        mask=before("closure_date", "opened_date"),
        message="The case closed before it opened.",
        fix="Check both dates.",
        source=f"{LISTS}, list 6",
        waivable=True,
    ),
    Rule(
        id="list_6-closed-without-reason",
        severity=Severity.FLAG,
        columns=("closure_date", "closure_reason"),
        mask=given_without("closure_date", "closure_reason"),
        message="The case is closed, and nothing says why.",
        fix="Fill in the reason for closure.",
        source=f"{LISTS}, list 6",
    ),
    Rule(
        id="list_6-reason-without-closure",
        severity=Severity.FLAG,
        columns=("closure_date", "closure_reason"),
        mask=lambda rows, _: rows["closure_reason"].notna() & ~rows["closure_date__given"],
        message="The case has a reason for its closure, and no date.",
        fix="Fill in the date on which the case closed, or clear the reason.",
        source=f"{LISTS}, list 6",
    ),
    Rule(
        id="list_6-status-and-closure",
        severity=Severity.FLAG,
        columns=("closure_date", "case_status"),
        mask=_status_and_closure,
        message="Case status and closure date disagree on whether the case is closed.",
        fix="Fill in the date, or put the status right.",
        source=f"{LISTS}, list 6",
    ),
    Rule(
        id="list_6-open-twice",
        severity=Severity.FLAG,
        columns=("child", "opened_date", "closure_date"),
        mask=open_twice("opened_date", "closure_date"),
        message="A child has several cases that are not closed.",
        fix="Fill in the date on which the earlier one closed.",
        source=f"{LISTS}, list 6",
    ),
    Rule(
        id="list_6-protected-not-on-list-7",
        severity=Severity.FLAG,
        columns=("child", "closure_date", "case_status"),
        mask=_status_without_list("Child protection plan", "list_7"),
        message="The case status is of a child protection plan, and list 7 does not have the child.",
        fix="Check the status, or add the plan to list 7.",
        source=OWN_LISTS,
    ),
    Rule(
        id="list_6-looked-after-not-on-list-8",
        severity=Severity.FLAG,
        columns=("child", "closure_date", "case_status"),
        mask=_status_without_list("Looked after child", "list_8"),
        message="The case status is of a looked after child, and list 8 does not have the child.",
        fix="Check the status, or add the child to list 8.",
        source=OWN_LISTS,
    ),
    age_rule(6),
)

LIST_7_RULES = (
    future_rule(7, "start_date", "The plan begins after the date that the data run to."),
    later_dates_rule(7, ("last_visit_date", "last_review_date", "ended_date")),
    Rule(
        id="list_7-ended-before-start",
        severity=Severity.HOLD,
        columns=("start_date", "ended_date"),
        mask=before("ended_date", "start_date"),
        message="The plan ended before it began.",
        fix="Check both dates.",
        source=f"{LISTS}, list 7",
        waivable=True,
    ),
    Rule(
        id="list_7-visit-before-start",
        severity=Severity.FLAG,
        columns=("start_date", "last_visit_date", "last_review_date"),
        mask=lambda rows, _: rows[["last_visit_date", "last_review_date"]].lt(rows["start_date"], axis=0).any(axis=1),
        message="The last visit or review of the plan was before it began.",
        fix="Check the dates; leave them empty until the first visit and review under this plan.",
        source=f"{LISTS}, list 7",
    ),
    Rule(
        id="list_7-plan-twice",
        severity=Severity.FLAG,
        columns=("child", "start_date", "ended_date"),
        mask=open_twice("start_date", "ended_date"),
        message="A child has several plans that have not ended.",
        fix="Fill in the date on which the earlier one ended.",
        source=f"{LISTS}, list 7",
    ),
    Rule(
        id="list_7-not-on-list-6",
        severity=Severity.FLAG,
        columns=("child",),
        mask=beside(
            "list_6",
            lambda rows, context: rows["child"].notna() & ~on_list(rows, context.tables["list_6"]),
        ),
        message="The child has a plan, and list 6 of children in need does not have the child, or holds the row.",
        fix="Add the child to list 6, or put the row there right.",
        source=OWN_LISTS,
    ),
    Rule(
        id="list_7-status-disagrees",
        severity=Severity.FLAG,
        columns=("child", "ended_date"),
        mask=beside("list_6", _plan_and_status),
        message="The plan goes on, and list 6 gives the child the status of neither a plan nor of care.",
        fix="Check the case status in list 6, and the end date of the plan.",
        source=OWN_LISTS,
    ),
    negative_rule(7, "previous_plans"),
    age_rule(7),
)
