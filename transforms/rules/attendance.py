"""Rules of session-level attendance registers."""

from functools import cache

import numpy as np
import pandas as pd

from transforms import codelists
from transforms.rules.rule import Context, Rule, Severity, places_in
from transforms.rules.upn import pupil_rules

_BETWEEN = "\0"  # stands in no file that can be read
_REGULATIONS = "The School Attendance (Pupil Registration) (England) Regulations 2024"


def _outside_teaching_dates(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a readable date that is outside the batch's dates or in no half-term of the council."""
    day = rows["session_date"]
    days = day.to_numpy()
    inside = np.full(len(day), not context.half_terms)
    for half_term in context.half_terms:
        inside |= (days >= np.datetime64(half_term.start)) & (days <= np.datetime64(half_term.end))
    inside &= day.between(pd.Timestamp(context.covers_from), pd.Timestamp(context.covers_to)).to_numpy()
    return day.notna() & ~inside


def _outside_batch_dates(rows: pd.DataFrame, context: Context) -> pd.Series:
    day = rows["session_date"]
    return day.notna() & ~day.between(pd.Timestamp(context.covers_from), pd.Timestamp(context.covers_to))


@cache
def _published_marks() -> pd.DataFrame:
    entries = pd.DataFrame(codelists.code_list("attendance_code"))
    return entries.astype({"valid_from": "datetime64[s]", "valid_to": "datetime64[s]"})


def _mark_not_in_use(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where a published mark was not in use on the day of the session."""
    placed = rows[["mark", "session_date"]].assign(place=range(len(rows))).dropna()
    if context.lists_on is not None:
        placed = placed.assign(session_date=pd.Timestamp(context.lists_on))
    joined = placed.merge(_published_marks(), left_on="mark", right_on="code")
    in_use = joined.loc[joined["session_date"].between(joined["valid_from"], joined["valid_to"]), "place"]
    known = set(joined["place"])
    not_in_use = pd.Index(sorted(known - set(in_use)))
    return pd.Series(pd.RangeIndex(len(rows)).isin(not_in_use), index=rows.index)


def _pupil_not_on_roll(rows: pd.DataFrame, context: Context) -> pd.Series:
    if "roll" not in context.tables:
        return pd.Series(False, index=rows.index)
    roll = context.tables["roll"]
    pupils_at_schools = rows["pupil"] + _BETWEEN + rows["school_urn"]
    is_on_roll = places_in(roll["pupil"] + _BETWEEN + roll["school_urn"], pupils_at_schools) >= 0
    return pupils_at_schools.notna() & ~is_on_roll


def _unknown_school(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["school_urn"].notna() & ~rows["school_urn"].isin(context.schools) & bool(context.schools)


ROLL_RULES = (
    Rule(
        id="roll-another-school",
        severity=Severity.STOP,
        columns=("school_urn",),
        mask=_unknown_school,
        message="The register is not of the school that it should be of.",
        fix="Ask the school for its own register; check the folder that the file was put in.",
        source="Own rule: another school's file would replace this school's figures",
        share=0.5,
    ),
    Rule(
        id="roll-unknown-school",
        severity=Severity.HOLD,
        columns=("school_urn",),
        mask=_unknown_school,
        message="The school is not one that this supplier sends for.",
        fix="Check URN, or add the school to reference/schools.csv.",
        source="Own rule: reference/schools.csv of the council",
    ),
    *pupil_rules("roll", "pupil"),
)

MARK_RULES = (
    Rule(
        id="marks-another-term",
        severity=Severity.STOP,
        columns=("session_date",),
        mask=_outside_batch_dates,
        message="Most marks lie outside the term that the register should cover: it looks like another term's file.",
        fix="Ask the school for the register of this term, or put it in the folder of the date it runs to.",
        source="Own rule: an old file would show old figures as current",
        share=0.5,
    ),
    Rule(
        id="marks-outside-term",
        severity=Severity.HOLD,
        columns=("session_date",),
        mask=_outside_teaching_dates,
        message="The session is outside the term's teaching dates.",
        fix="Check the date, or the half-term dates in reference/half_terms.csv.",
        source="Own rule: reference/half_terms.csv of the council",
    ),
    Rule(
        id="marks-weekend",
        severity=Severity.HOLD,
        columns=("session_date",),
        mask=lambda rows, _: rows["session_date"].dt.day_of_week >= 5,
        message="The session is on a Saturday or Sunday.",
        fix="Check the date.",
        source="Own rule: schools of the area do not meet at weekends",
    ),
    Rule(
        id="marks-retired-code",
        severity=Severity.HOLD,
        columns=("mark", "session_date"),
        mask=_mark_not_in_use,
        message="The attendance code was not in use on the day of the session.",
        fix="Use the codes in force since 19 August 2024 (for example C2, J1, Y1 to Y7; no longer F, H, J or Y).",
        source=f"{_REGULATIONS}, regulation 10",
    ),
    Rule(
        id="marks-pupil-not-on-roll",
        severity=Severity.HOLD,
        columns=("pupil", "school_urn"),
        mask=_pupil_not_on_roll,
        message="The pupil is not on the roll that came with the marks, or the roll's row is held.",
        fix="Send the roll and the marks from the same day, or put the roll's row right.",
        source="Own rule: age and enrolment status are needed to count a mark",
    ),
)
