"""Rules of suspensions and permanent exclusions: schools' notifications, and the exclusions tables of the census."""

import pandas as pd

from transforms import codelists
from transforms.quarters import academic_year, academic_year_start
from transforms.rules.makers import OWN_FUTURE, another_council_rule
from transforms.rules.masks import (
    after_data_to,
    before,
    given_without,
    of_unknown_school,
    out_of_use,
)
from transforms.rules.rule import Context, Mask, Rule, Severity, not_in_table
from transforms.rules.upn import pupil_rules

_LAW = "Education Act 2002, section 51A; School Discipline (Pupil Exclusions and Reviews) (England) Regulations 2012"
_LAYOUT = "Council's agreed layout; no national layout is published"
_CENSUS = "School census, technical specification"
_SUSPENSION = "SUSP"
_SAME_NOTIFICATION = ("notification_id", "pupil", "school_urn", "start_date", "session", "category", "sessions")
_REASONS = ("reason", "reason_2", "reason_3")
_FIRST_MONTH = 9  # of an academic year
MOST_SESSIONS = 90  # 45 school days of two sessions: the most of an academic year, over all schools


def is_suspension(categories: pd.Series) -> pd.Series:
    """True for suspensions, by their old name too."""
    return categories.map(codelists.canonical("exclusion_category")).eq(_SUSPENSION)


def is_rescinded(decisions: pd.Series, context: Context) -> pd.Series:
    """True where a decision took the exclusion back."""
    return decisions.isin(codelists.group_on("exclusion_decision", "rescinded", context.data_to))


def _suspended_too_long(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a suspension with which a pupil's sessions of the academic year pass the most that the law allows."""
    first = pd.Timestamp(academic_year_start(academic_year(context.data_to)))
    counted = is_suspension(rows["category"]) & ~is_rescinded(rows["decision"], context) & (rows["start_date"] >= first)
    counted &= ~_notified_again(rows, context)
    ordered = rows[counted & rows["pupil"].notna()].sort_values("start_date", kind="stable")
    so_far = ordered["sessions"].fillna(0).groupby(ordered["pupil"]).cumsum()
    return (so_far > MOST_SESSIONS).reindex(rows.index, fill_value=False)


def _notified_again(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for an exclusion that an earlier row tells under another identifier.

    A suspension without sessions is held itself: the notification that puts it right is the first to count.
    """
    current = rows.assign(category=rows["category"].map(codelists.canonical("exclusion_category")))
    same = ["pupil", "school_urn", "start_date", "session", "category"]
    is_told = rows[["pupil", "school_urn", "start_date", "category"]].notna().all(axis=1)
    same_identifier = current.duplicated(["notification_id", *same])  # the key rule's business
    counts = ~_suspension_without_sessions(rows, context)
    repeated = current[counts].duplicated(same).reindex(rows.index, fill_value=False)
    return repeated & is_told & ~same_identifier


def _outside_year(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a start in another academic year than that of the delivery."""
    first = academic_year_start(academic_year(context.data_to))
    after = first.replace(year=first.year + 1)
    start = rows["start_date"]
    return start.notna() & ((start < pd.Timestamp(first)) | (start >= pd.Timestamp(after)))


def _suspension_without_sessions(rows: pd.DataFrame, _: Context) -> pd.Series:
    return is_suspension(rows["category"]) & rows["sessions"].isna()


def _weekend(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["start_date"].dt.day_of_week >= 5


def _no_sessions(rows: pd.DataFrame, _: Context) -> pd.Series:
    return is_suspension(rows["category"]) & rows["sessions"].lt(1).fillna(False).astype(bool)


NOTIFICATION_RULES = (
    Rule(
        id="notifications-of-another-year",
        severity=Severity.STOP,
        columns=("start_date",),
        mask=_outside_year,
        message="Most exclusions began in another academic year: it looks like another year's file.",
        fix="Ask for the file of this academic year, or put it in the folder of the date it runs to.",
        source="Own rule: an old file would show old figures as current",
        share=0.5,
    ),
    Rule(
        id="notifications-outside-year",
        severity=Severity.HOLD,
        columns=("start_date",),
        mask=_outside_year,
        message="The exclusion began in another academic year than that of the delivery.",
        fix="Check StartDate; send exclusions of another year with that year's file.",
        source="Own rule: a year's file replaces that year's exclusions and no other's",
    ),
    Rule(
        id="notifications-after-data-to",
        severity=Severity.HOLD,
        columns=("start_date",),
        mask=after_data_to("start_date"),
        message="The exclusion begins after the date that the data run to.",
        fix="Check StartDate, or the date that the delivery is filed under.",
        source=OWN_FUTURE,
    ),
    Rule(
        id="notifications-weekend",
        severity=Severity.FLAG,
        columns=("start_date",),
        mask=_weekend,
        message="The exclusion begins on a Saturday or Sunday.",
        fix="Check StartDate.",
        source="Own rule: schools of the area do not meet at weekends",
    ),
    Rule(
        id="notifications-notified-again",
        severity=Severity.HOLD,
        columns=_SAME_NOTIFICATION,
        mask=_notified_again,
        message="An earlier row holds the same exclusion (pupil, school, start, session, category) by another number.",
        fix="Delete one of the two, or put right what sets them apart.",
        source="Own rule: the exclusion would be counted twice",
        waivable=True,
    ),
    Rule(
        id="notifications-unknown-school",
        severity=Severity.FLAG,
        columns=("school_urn",),
        mask=of_unknown_school("school_urn"),
        message="The school is not in the council's list of schools, so the exclusion counts under Other.",
        fix="Check URN, or add the school to reference/schools.csv.",
        source="Own rule: reference/schools.csv of the council",
    ),
    Rule(
        id="notifications-suspension-without-sessions",
        severity=Severity.HOLD,
        columns=("category", "sessions"),
        mask=_suspension_without_sessions,
        message="A suspension has no number of sessions.",
        fix="Fill in Sessions: the half days that the pupil missed.",
        source=_LAYOUT,
        waivable=True,
    ),
    Rule(
        id="notifications-no-sessions",
        severity=Severity.FLAG,
        columns=("category", "sessions"),
        mask=_no_sessions,
        message="A suspension's number of sessions is below one.",
        fix="Fill in Sessions: the half days that the pupil missed.",
        source="Own rule: a suspension lasts half a day at least",
    ),
    Rule(
        id="notifications-suspended-too-long",
        severity=Severity.FLAG,
        columns=(*_SAME_NOTIFICATION, "decision"),
        mask=_suspended_too_long,
        message=f"With this one, the pupil's suspensions of the year at all schools pass {MOST_SESSIONS} sessions.",
        fix="Check Sessions of all the pupil's suspensions; speak to the school if they are right.",
        source=_LAW,
    ),
    Rule(
        id="notifications-decided-before-start",
        severity=Severity.HOLD,
        columns=("start_date", "decision_date"),
        mask=before("decision_date", "start_date"),
        message="The decision was made before the exclusion began.",
        fix="Check StartDate and DecisionDate.",
        source=_LAYOUT,
        waivable=True,
    ),
    Rule(
        id="notifications-decision-without-date",
        severity=Severity.FLAG,
        columns=("decision", "decision_date"),
        mask=given_without("decision", "decision_date"),
        message="A decision has no date.",
        fix="Fill in DecisionDate.",
        source=_LAYOUT,
    ),
    Rule(
        id="notifications-retired-code",
        severity=Severity.FLAG,
        columns=("category",),
        mask=out_of_use(("category",), "exclusion_category"),
        message="Category uses the code of earlier years (FIXD) for a suspension.",
        fix="Use SUSP.",
        source=_CENSUS,
    ),
    Rule(
        id="notifications-retired-reason",
        severity=Severity.FLAG,
        columns=("reason", "reason_2", "reason_3"),
        mask=out_of_use(("reason", "reason_2", "reason_3"), "exclusion_reason"),
        message="A reason is of the list that was in use until August 2020 (OT, other).",
        fix="Use the reasons of the list in use.",
        source=_CENSUS,
    ),
    *pupil_rules("notifications", "pupil"),
)

CENSUS_SCHOOL_RULES = (
    another_council_rule("census_school", "la_code"),
    Rule(
        id="census_school-unknown-school",
        severity=Severity.FLAG,
        columns=("school_urn",),
        mask=of_unknown_school("school_urn"),
        message="The school is not in the council's list of schools, so its exclusions count under Other.",
        fix="Check URN, or add the school to reference/schools.csv.",
        source="Own rule: reference/schools.csv of the council",
    ),
)

CENSUS_PUPIL_RULES = pupil_rules("census_pupil", "pupil")
CENSUS_LEAVER_RULES = pupil_rules("census_leaver", "pupil")


def census_exclusion_rules(table: str, key: str, pupils: str) -> tuple[Rule, ...]:
    """The rules of one table of exclusions: ``key`` is the column that names the row's pupil in table ``pupils``."""
    return (
        Rule(
            id=f"{table}-pupil-unknown",
            severity=Severity.HOLD,
            columns=(key,),
            mask=lambda rows, context: not_in_table(rows[key], context, pupils),
            message="The exclusion belongs to no pupil of this export, or the pupil's row is held.",
            fix="Export pupils and exclusions together.",
            source=_CENSUS,
        ),
        Rule(
            id=f"{table}-after-data-to",
            severity=Severity.HOLD,
            columns=("start_date",),
            mask=after_data_to("start_date"),
            message="The exclusion begins after the date that the data run to.",
            fix="Check startdate, or the date that the delivery is filed under.",
            source=OWN_FUTURE,
        ),
        Rule(
            id=f"{table}-repeated",
            severity=Severity.FLAG,
            columns=(key, "start_date", "category"),
            mask=_repeated_for(key),
            message="An earlier row holds the same exclusion (pupil, start, category): the two are counted once.",
            fix="Delete one of the two, or put right what sets them apart.",
            source=f"{_CENSUS}: an exclusion arrives with two collections",
        ),
        *_length_rules(table, key),
        *_code_rules(table),
    )


def _length_rules(table: str, key: str) -> tuple[Rule, ...]:
    """The rules about how many sessions the exclusions of a census table took."""
    return (
        Rule(
            id=f"{table}-suspension-without-sessions",
            severity=Severity.FLAG,
            columns=("category", "sessions"),
            mask=_suspension_without_sessions,
            message="A suspension has no number of sessions.",
            fix="Fill in sessions: the half days that the pupil missed.",
            source=_CENSUS,
        ),
        Rule(
            id=f"{table}-no-sessions",
            severity=Severity.FLAG,
            columns=("category", "sessions"),
            mask=_no_sessions,
            message="A suspension's number of sessions is below one.",
            fix="Fill in sessions: the half days that the pupil missed.",
            source="Own rule: a suspension lasts half a day at least",
        ),
        Rule(
            id=f"{table}-suspended-too-long",
            severity=Severity.FLAG,
            columns=(key, "start_date", "category", "sessions"),
            mask=_too_long_for(key),
            message=f"With this one, the pupil's suspensions of an academic year pass {MOST_SESSIONS} sessions.",
            fix="Check sessions of all the pupil's suspensions; speak to the school if they are right.",
            source=_LAW,
        ),
    )


def _code_rules(table: str) -> tuple[Rule, ...]:
    """The rules about the codes of an exclusion: of its up to three reasons, the first is the main one."""
    return (
        Rule(
            id=f"{table}-retired-code",
            severity=Severity.FLAG,
            columns=("category", "reason", "reason_2", "reason_3"),
            mask=_retired,
            message="A category or reason is of the lists that were in use until August 2020 (FIXD, OT).",
            fix="Use the codes of the lists in use.",
            source=_CENSUS,
        ),
        Rule(
            id=f"{table}-reason-skipped",
            severity=Severity.FLAG,
            columns=_REASONS,
            mask=_reason_skipped,
            message="A second reason is given without a main one, or a third without a second.",
            fix="Give the main reason first (reason1), then the others.",
            source=_CENSUS,
        ),
        Rule(
            id=f"{table}-reason-repeated",
            severity=Severity.FLAG,
            columns=_REASONS,
            mask=_reason_repeated,
            message="A reason is given twice.",
            fix="Keep one of the two.",
            source=_CENSUS,
        ),
    )


def _reason_skipped(rows: pd.DataFrame, _: Context) -> pd.Series:
    first, second, third = (rows[name].notna() for name in _REASONS)
    return (second & ~first) | (third & ~second)


def _reason_repeated(rows: pd.DataFrame, _: Context) -> pd.Series:
    first, second, third = (rows[name] for name in _REASONS)
    return first.eq(second) | first.eq(third) | second.eq(third)


def _too_long_for(key: str) -> Mask:
    """Mask of suspensions with which a pupil's sessions of an academic year pass the most that the law allows."""

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        counted = is_suspension(rows["category"]) & rows[[key, "start_date"]].notna().all(axis=1)
        ordered = rows[counted & ~_repeated_for(key)(rows, _)].sort_values("start_date", kind="stable")
        year = ordered["start_date"].dt.year - (ordered["start_date"].dt.month < _FIRST_MONTH)
        so_far = ordered["sessions"].fillna(0).groupby([ordered[key], year]).cumsum()
        return (so_far > MOST_SESSIONS).reindex(rows.index, fill_value=False)

    return mask


def _repeated_for(key: str) -> Mask:
    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        same = rows[[key, "start_date", "category"]].assign(
            category=rows["category"].map(codelists.canonical("exclusion_category"))
        )
        return same.duplicated() & same.notna().all(axis=1)

    return mask


def _retired(rows: pd.DataFrame, context: Context) -> pd.Series:
    reasons = out_of_use(("reason", "reason_2", "reason_3"), "exclusion_reason")
    return out_of_use(("category",), "exclusion_category")(rows, context) | reasons(rows, context)
