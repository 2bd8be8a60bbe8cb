"""Rules that many tables have alike, made for each.

Days in the wrong order, in the future or in another year; spans that overlap; numbers below zero; unknown schools;
figures that officers give.
"""

import pandas as pd

from transforms.quarters import academic_year
from transforms.rules.masks import (
    after_data_to,
    any_after_data_to,
    before,
    ends_outside,
    given_without,
    of_another_council,
    of_unknown_school,
)
from transforms.rules.related import is_set, overlapping
from transforms.rules.rule import Context, Rule, Severity
from transforms.texts import matches

OWN_FUTURE = "Own rule: a file cannot know the future"


def future_rule(table: str, name: str, message: str) -> Rule:
    """The date that a row counts by must not lie after the day that the data run to."""
    return Rule(
        id=f"{table}-after-data-to",
        severity=Severity.HOLD,
        columns=(name,),
        mask=after_data_to(name),
        message=message,
        fix="Check the date, or the date that the delivery is filed under.",
        source=OWN_FUTURE,
    )


def later_dates_rule(table: str, names: tuple[str, ...]) -> Rule:
    """Nor should any other date of the row."""
    return Rule(
        id=f"{table}-dates-after-data-to",
        severity=Severity.FLAG,
        columns=names,
        mask=any_after_data_to(names),
        message="Something is said to have happened after the date that the data run to.",
        fix="Check the dates. Leave those empty that are only planned.",
        source=OWN_FUTURE,
    )


def ended_before_start_rule(table: str, start: str, end: str, source: str) -> Rule:
    """What has ended must have begun before, or on the day."""
    return Rule(
        id=f"{table}-ended-before-start",
        severity=Severity.HOLD,
        columns=(start, end),
        mask=before(end, start),
        message="The end lies before the start.",
        fix="Check both dates.",
        source=source,
        waivable=True,
    )


def ended_outside_rule(table: str, end: str) -> Rule:
    """A file lists what ran in its time: what ended earlier is not of it, and an end in the future is a plan."""
    return Rule(
        id=f"{table}-ended-outside",
        severity=Severity.FLAG,
        columns=(end,),
        mask=ends_outside(end),
        message="The end lies before the time that the file speaks for, or after the date that the data run to.",
        fix="Check the date. Leave out what ended earlier, and leave the date empty while an end is only planned.",
        source="Own rule: a file holds what ran in its time",
    )


def overlap_rule(table: str, who: tuple[str, ...], start: str, end: str, message: str) -> Rule:
    """Of the same thing (the columns ``who`` together), the next one begins when the last has ended."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        case = rows.groupby(list(who), dropna=True).ngroup()
        cases = rows[[start, end]].assign(case=case.where(case >= 0))
        return overlapping("case", start, end)(cases, context)

    return Rule(
        id=f"{table}-overlap",
        severity=Severity.FLAG,
        columns=(*who, start, end),
        mask=mask,
        message=message,
        fix="End the earlier one, or delete the one that is there twice.",
        source="Own rule: the same time would be counted twice",
    )


def negative_rule(table: str, name: str, source: str, message: str = "A number of events is below zero.") -> Rule:
    """A number of events, people or pounds cannot be below zero."""
    return Rule(
        id=f"{table}-{name.replace('_', '-')}-negative",
        severity=Severity.FLAG,
        columns=(name,),
        mask=lambda rows, _: is_set(rows[name].lt(0)),
        message=message,
        fix="Check the number.",
        source=source,
    )


def another_council_rule(table: str, name: str) -> Rule:
    """Schools of another council reject the whole file."""
    return Rule(
        id=f"{table}-another-council",
        severity=Severity.STOP,
        columns=(name,),
        mask=of_another_council(name),
        message="The file holds schools of another council.",
        fix="Stop, tell your data protection officer, and ask the supplier for this council's file.",
        source="Own rule: another council's children must not be loaded",
    )


def unknown_school_rule(table: str, name: str) -> Rule:
    """A school of the council stands in its list of schools."""
    return Rule(
        id=f"{table}-unknown-school",
        severity=Severity.FLAG,
        columns=(name,),
        mask=of_unknown_school(name),
        message="The school is not in the council's list of schools.",
        fix="Check the URN, or add the school to reference/schools.csv.",
        source="Own rule: reference/schools.csv of the council",
    )


def another_year_rule(table: str, name: str) -> Rule:
    """A file is of one academic year: that of its last day."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        is_a_year = matches(rows[name], r"\d{4}/\d{2}")
        return is_a_year & rows[name].ne(academic_year(context.covers_to))

    return Rule(
        id=f"{table}-another-year",
        severity=Severity.HOLD,
        columns=(name,),
        mask=mask,
        message="The row is of another academic year than the file.",
        fix="Check the year; send another year's rows with that year's file, under a date of that year.",
        source="Own rule: a year's file replaces that year's rows and no other's",
    )


def earlier_year_rule(table: str, name: str, message: str) -> Rule:
    """A list of what happened on a day has that of its own financial year."""
    return Rule(
        id=f"{table}-of-another-year",
        severity=Severity.HOLD,
        columns=(name,),
        mask=lambda rows, context: rows[name] < pd.Timestamp(context.covers_from),
        message=message,
        fix=f"Check {name}; send another year's rows with that year's file, under a date of that year.",
        source="Own rule: a year's file replaces that year's rows and no other's",
    )


def end_in_part_rule(table: str, end: str, reasons: tuple[str, ...], message: str, fix: str) -> Rule:
    """An end has its reason, and a reason has its end."""

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        return rows[end].notna() != rows[list(reasons)].notna().any(axis=1)

    return Rule(
        id=f"{table}-end-in-part",
        severity=Severity.FLAG,
        columns=(end, *reasons),
        mask=mask,
        message=message,
        fix=fix,
        source="Own rule: an end and its reason belong together",
    )


def given_later_rule(table: str) -> Rule:
    """An officer's figure was given before the return was taken over."""
    return Rule(
        id=f"{table}-given-later",
        severity=Severity.HOLD,
        columns=("given_on",),
        mask=lambda rows, context: rows["given_on"] > pd.Timestamp(context.taken_on),
        message="The figure was given after the return was taken over.",
        fix="Check given_on, or taken_on in delivery.toml.",
        source=OWN_FUTURE,
        waivable=True,
    )


def approval_rules(table: str) -> tuple[Rule, ...]:
    """Somebody else than who worked a figure out approves it, and names what it can be checked against."""
    return (
        Rule(
            id=f"{table}-approved-by-preparer",
            severity=Severity.FLAG,
            columns=("officer", "preparer", "approver"),
            mask=_approved_by_preparer,
            message="The figure was approved by whoever worked it out.",
            fix="Have somebody else look at the figure and approve it.",
            source="Own rule: two people stand behind a figure",
        ),
        Rule(
            id=f"{table}-approved-without-evidence",
            severity=Severity.FLAG,
            columns=("approver", "evidence"),
            mask=given_without("approver", "evidence"),
            message="The figure was approved, and nothing is named that it can be checked against.",
            fix="Fill in evidence: the report, the ledger or the page that the figure comes from.",
            source="Own rule: a figure can be checked later",
        ),
    )


def _approved_by_preparer(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True where whoever worked the figure out approved it; who gives it did so, where nobody else is named."""
    return rows["approver"].notna() & rows["approver"].eq(rows["preparer"].fillna(rows["officer"]))


def span_rules(
    table: str, start: str, source: str, *, one_at_a_time: tuple[str, ...], overlap: str, began_later: str
) -> tuple[Rule, ...]:
    """The rules of a list of spans of time, each from ``start`` to ``ended_on`` and empty while it goes on."""
    return (
        future_rule(table, start, began_later),
        ended_before_start_rule(table, start, "ended_on", source),
        ended_outside_rule(table, "ended_on"),
        overlap_rule(table, one_at_a_time, start, "ended_on", overlap),
    )
