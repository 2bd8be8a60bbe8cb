"""Rules of the list of workers and their posts that its columns alone cannot say."""

import pandas as pd

from transforms.rules.makers import ended_before_start_rule, future_rule, later_dates_rule, negative_rule
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Rule, Severity
from transforms.rules.workforce import OWN_WORKLOAD, full_time_rule, registration_rule

_LAYOUT = "Layout of docs/returns.md"
_ROUNDED = 1.000001


def _more_than_one_person(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True for each of several posts that somebody holds at once and that come to more than a full working week."""
    still = rows["ended_on"].isna() & rows["worker"].notna()
    held = rows[still].groupby("worker")["fte"]
    too_much = (held.transform("sum") > _ROUNDED) & (held.transform("size") > 1)
    return too_much.reindex(rows.index, fill_value=False).astype(bool)


def _ended_with_cases(rows: pd.DataFrame, context: Context) -> pd.Series:
    return (rows["ended_on"] < pd.Timestamp(context.data_to)) & is_set(rows["cases"].gt(0))


WORKER_RULES = (
    future_rule("workers", "start_date", "The post begins after the date that the data run to."),
    ended_before_start_rule("workers", "start_date", "ended_on", _LAYOUT),
    later_dates_rule("workers", ("ended_on",)),
    registration_rule("workers", "registration"),
    full_time_rule("workers", ("fte",)),
    Rule(
        id="workers-posts-above-full-time",
        severity=Severity.FLAG,
        columns=("worker", "fte", "ended_on"),
        mask=_more_than_one_person,
        message="The posts that the worker holds together come to more than full time.",
        fix="End the post that the worker has left, or share the working time out between the posts.",
        source=OWN_WORKLOAD,
    ),
    negative_rule("workers", "cases", _LAYOUT, "The number of cases is below zero."),
    Rule(
        id="workers-cases-without-working-time",
        severity=Severity.FLAG,
        columns=("fte", "cases"),
        mask=lambda rows, _: is_set(rows["cases"].gt(0)) & ~is_set(rows["fte"].ne(0)),
        message="Cases are held in a post without working time, so they count in no caseload.",
        fix="Fill in fte.",
        source=OWN_WORKLOAD,
    ),
    Rule(
        id="workers-ended-with-cases",
        severity=Severity.FLAG,
        columns=("ended_on", "cases"),
        mask=_ended_with_cases,
        message="A post that has ended still holds cases: nobody may be working with these children.",
        fix="Hand the cases over in the case system, or check end_date.",
        source="Own rule: every case has a worker in post",
    ),
)
