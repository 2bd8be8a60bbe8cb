"""Session counts in the layout of the school census (COLLECT Blade CSV): of a half-term, or of a whole term.

Pupils on roll and those no longer on roll come in files of their own, each with its sessions; the autumn census has the
two halves of the summer term apart. The spring census tells pupils' special educational needs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from transforms.council_types import HalfTerm
from transforms.extracts.enrolment import enrolment_rows
from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.extracts.numbers_of_people import former_upn, learner_number
from transforms.quarters import academic_year
from transforms.rules.census_sessions import (
    CENSUS_LEAVER_RULES,
    CENSUS_NEED_RULES,
    CENSUS_PUPIL_RULES,
    CENSUS_SCHOOL_RULES,
    census_session_rules,
    left_before_rule,
    summer_half_term_rule,
)
from transforms.rules.rule import Context, Severity

_SOURCE = "School census, COLLECT Blade export"
_MAIN = 1
_SUMMER = 5  # the half-term with which the summer term begins
_ABOUT_ENROLMENT = ["pupil", "school_urn", "date_of_birth", "sex", "boarder"]
# Asked of pupils on roll alone.
_ON_ROLL = ["year_group", "enrolment_status", "sen_provision", "primary_need", "former_upn", "learner_number"]
_WHEN = ["pupil", "school_urn", "academic_year", "half_term", "half_terms", "period_start", "period_end"]

SCHOOLS = Table(
    name="schoolcensus",
    title="School census, schools",
    grain="one row per school and census",
    source=_SOURCE,
    key=("census_id",),
    columns=(
        Column("census_id", "schoolcensustableid", Kind.TEXT, "Key of the school's return", required=True),
        Column("term", "term", Kind.CODE, "Term of the census", required=True, codes="census_term", staged=False),
        Column("year", "year", Kind.INTEGER, "Year of the census", required=True, staged=False),
        Column("reference_date", "referencedate", Kind.DATE, "Census day", required=True, staged=False),
        Column("la_code", "lea", Kind.TEXT, "Local authority", required=True, pattern=r"^\d{3}$", staged=False),
        Column(
            "school_urn", "urn", Kind.TEXT, "Unique reference number of the school", required=True, pattern=r"^\d{6}$"
        ),
    ),
    rules=CENSUS_SCHOOL_RULES,
)

_CENSUS_ID = Column("census_id", "schoolcensustableid", Kind.TEXT, "Key of the school's return", required=True)
_PUPIL_ID = Column("pupil_id", "pupilonrolltableid", Kind.TEXT, "Key of the pupil in this export", required=True)
_LEAVER_ID = Column(
    "leaver_id", "pupilnolongeronrolltableid", Kind.TEXT, "Key of the pupil in this export", required=True
)
_ABOUT_PUPIL = (
    Column("pupil", "upn", Kind.PERSON, "Unique pupil number", required=True, identity="upn"),
    Column("date_of_birth", "dob", Kind.DATE, "Date of birth", required=True),
    Column("sex", "sex", Kind.CODE, "Sex", codes="sex_education", waivable=True, aliases=("gender",)),
    Column("boarder", "boarder", Kind.CODE, "Boarder status", codes="boarder", waivable=True),
    Column(
        "entry_date",
        "entrydate",
        Kind.DATE,
        "Date of entry",
        staged=False,
        optional_column=True,
        severity=Severity.FLAG,
    ),
    Column(
        "sessions_possible",
        "termlysessionspossible",
        Kind.INTEGER,
        "Sessions that were possible",
        optional_column=True,
        severity=Severity.FLAG,
    ),
    Column(
        "sessions_possible_second",
        "summerhalfterm2sessionspossible",
        Kind.INTEGER,
        "Sessions that were possible in the second half of the summer term",
        optional_column=True,
        severity=Severity.FLAG,
    ),
)

PUPILS = Table(
    name="pupilonroll",
    title="School census, pupils on roll",
    grain="one row per pupil and school",
    source=_SOURCE,
    key=("pupil_id",),
    columns=(
        _PUPIL_ID,
        _CENSUS_ID,
        *_ABOUT_PUPIL,
        former_upn("formerupn", optional_column=True),
        learner_number("uniquelearnernumber"),
        Column(
            "year_group", "ncyearactual", Kind.CODE, "National curriculum year group", codes="year_group", waivable=True
        ),
        Column(
            "enrolment_status", "enrolstatus", Kind.CODE, "Enrolment status", required=True, codes="enrolment_status"
        ),
        Column(
            "sen_provision",
            "senprovision",
            Kind.CODE,
            "Provision for special educational needs",
            codes="sen_provision",
            optional_column=True,
            severity=Severity.FLAG,
        ),
    ),
    rules=CENSUS_PUPIL_RULES,
)

LEAVERS = Table(
    name="pupilnolongeronroll",
    title="School census, pupils no longer on roll",
    grain="one row per pupil and time that the pupil left the school",
    source=_SOURCE,
    key=("leaver_id",),
    columns=(
        _LEAVER_ID,
        _CENSUS_ID,
        *_ABOUT_PUPIL,
        Column("leaving_date", "leavingdate", Kind.DATE, "Date of leaving", staged=False, severity=Severity.FLAG),
    ),
    rules=CENSUS_LEAVER_RULES,
    optional=True,
)

_ABOUT_SESSIONS = (
    Column("code", "attendancereason", Kind.CODE, "Attendance code", required=True, codes="attendance_code"),
    Column("sessions", "sessions", Kind.INTEGER, "Number of sessions", required=True),
)


def _row_key(table: str) -> Column:
    """The key of a table's own rows, which alone tells it from tables that are the same otherwise."""
    return Column("row_id", f"{table}tableid", Kind.TEXT, "Key of the row in this export", required=True, staged=False)


SESSIONS = Table(
    name="termlysessiondetailsonroll",
    title="School census, session details",
    grain="one row per pupil and attendance code, counting the sessions of one half-term or term",
    source=_SOURCE,
    key=("pupil_id", "code"),
    columns=(_PUPIL_ID, *_ABOUT_SESSIONS),
    rules=census_session_rules("termlysessiondetailsonroll", "pupil_id", "pupilonroll", "sessions_possible"),
)

LEAVER_SESSIONS = Table(
    name="termlysessiondetailsoffroll",
    title="School census, session details of pupils no longer on roll",
    grain="one row per pupil who left and attendance code, counting the sessions of one half-term or term",
    source=_SOURCE,
    key=("leaver_id", "code"),
    columns=(_LEAVER_ID, *_ABOUT_SESSIONS),
    rules=(
        left_before_rule("termlysessiondetailsoffroll"),
        *census_session_rules("termlysessiondetailsoffroll", "leaver_id", "pupilnolongeronroll", "sessions_possible"),
    ),
    optional=True,
)

SUMMER_SESSIONS = Table(
    name="summerhalfterm2sessiondetailsonroll",
    title="School census, session details of the second half of the summer term",
    grain="one row per pupil and attendance code, counting the sessions of the second half of the summer term",
    source=_SOURCE,
    key=("pupil_id", "code"),
    columns=(_row_key("summerhalfterm2sessiondetailsonroll"), _PUPIL_ID, *_ABOUT_SESSIONS),
    rules=(
        summer_half_term_rule("summerhalfterm2sessiondetailsonroll", "pupil_id"),
        *census_session_rules(
            "summerhalfterm2sessiondetailsonroll", "pupil_id", "pupilonroll", "sessions_possible_second"
        ),
    ),
    optional=True,
)

LEAVER_SUMMER_SESSIONS = Table(
    name="summerhalfterm2sessiondetailsoffroll",
    title="School census, session details of the second half of the summer term, pupils no longer on roll",
    grain="one row per pupil who left and attendance code, counting the sessions of the second half of the summer term",
    source=_SOURCE,
    key=("leaver_id", "code"),
    columns=(_row_key("summerhalfterm2sessiondetailsoffroll"), _LEAVER_ID, *_ABOUT_SESSIONS),
    rules=(
        summer_half_term_rule("summerhalfterm2sessiondetailsoffroll", "leaver_id"),
        left_before_rule("summerhalfterm2sessiondetailsoffroll"),
        *census_session_rules(
            "summerhalfterm2sessiondetailsoffroll", "leaver_id", "pupilnolongeronroll", "sessions_possible_second"
        ),
    ),
    optional=True,
)

NEEDS = Table(
    name="senneeds",
    title="School census, special educational needs",
    grain="one row per pupil on roll and need",
    source=_SOURCE,
    key=("need_id",),
    columns=(
        Column("need_id", "senneedstableid", Kind.TEXT, "Key of the need in this export", required=True, staged=False),
        _PUPIL_ID,
        Column("sen_rank", "sentyperank", Kind.INTEGER, "Rank of the need; the primary one has 1", required=True),
        Column(
            "sen_type",
            "sentype",
            Kind.CODE,
            "Type of need",
            required=True,
            codes="sen_type",
            severity=Severity.FLAG,
        ),
    ),
    rules=CENSUS_NEED_RULES,
    optional=True,
)


@dataclass(frozen=True)
class _Period:
    """What one table of sessions counts: so many half-terms together, from the first on."""

    half_term: int
    half_terms: int
    start: date
    end: date


def shape(tables: Mapping[str, pd.DataFrame], context: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per enrolment, per enrolment and code, and per enrolment with what was possible.

    A pupil who left a school and came back is one enrolment, with the sessions of both times.
    """
    schools = tables["schoolcensus"][["census_id", "school_urn"]]
    pupils = (
        tables["pupilonroll"].merge(schools, on="census_id").merge(_primary_needs(tables), on="pupil_id", how="left")
    )
    leavers = tables["pupilnolongeronroll"].merge(schools, on="census_id")
    parts = [pupils[[*_ABOUT_ENROLMENT, *_ON_ROLL]], leavers[_ABOUT_ENROLMENT]]
    enrolled = pd.concat(parts, ignore_index=True).drop_duplicates(["pupil", "school_urn"])
    of_keys = {"pupil_id": pupils, "leaver_id": leavers}
    counts, possible = [], []
    for period, on_roll, off_roll, name in _parts(context):
        for table, (key, people) in zip((on_roll, off_roll), of_keys.items(), strict=True):
            who = people[[key, "pupil", "school_urn"]]
            counts.append(_in_period(tables[table].merge(who, on=key), period, context))
            possible.append(_in_period(people.rename(columns={name: "sessions"}), period, context))
    return {
        "core.enrolment": enrolment_rows(enrolled, context),
        "core.attendance_count": _summed(counts, [*_WHEN, "code"]),
        "core.attendance_possible": _summed(possible, _WHEN),
    }


def _parts(context: Context) -> tuple[tuple[_Period, str, str, str], ...]:
    """The delivery's periods: each with its tables of sessions, and the column of what was possible in it."""
    halves = sorted(
        (half for half in context.half_terms if context.covers_from <= half.start <= context.covers_to),
        key=lambda half: half.start,
    )
    termly = (SESSIONS.name, LEAVER_SESSIONS.name, "sessions_possible")
    if halves[0].number != _SUMMER or len(halves) == 1:
        return ((_period(halves, context), *termly),)
    # The census counts the two halves of a summer term apart, and other terms whole.
    second = (SUMMER_SESSIONS.name, LEAVER_SUMMER_SESSIONS.name, "sessions_possible_second")
    return (_period(halves[:1], context), *termly), (_period(halves[1:], context), *second)


def _period(halves: Sequence[HalfTerm], context: Context) -> _Period:
    return _Period(halves[0].number, len(halves), halves[0].start, min(halves[-1].end, context.covers_to))


def _in_period(rows: pd.DataFrame, period: _Period, context: Context) -> pd.DataFrame:
    return rows.assign(
        academic_year=academic_year(context.data_to),
        half_term=period.half_term,
        half_terms=period.half_terms,
        period_start=pd.Timestamp(period.start),
        period_end=pd.Timestamp(period.end),
    )


def _summed(parts: Sequence[pd.DataFrame], by: list[str]) -> pd.DataFrame:
    """The sessions of several tables added up; what is not a number of sessions is left out."""
    rows = pd.concat([part[[*by, "sessions"]] for part in parts], ignore_index=True)
    known = rows[rows["sessions"].ge(0).fillna(value=False).astype(bool)]
    return known.groupby(by, as_index=False)[["sessions"]].sum()


def _primary_needs(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """``pupil_id`` and ``primary_need``: of a pupil's needs, the first of rank 1."""
    needs = tables["senneeds"]
    primary = needs[needs["sen_rank"].eq(_MAIN).fillna(value=False)].drop_duplicates("pupil_id")
    return primary[["pupil_id", "sen_type"]].rename(columns={"sen_type": "primary_need"})


CENSUS_SESSIONS = Extract(
    id="census_sessions",
    title="School census session counts",
    source="School census layout, COLLECT Blade export",
    covers=Covers.HALF_TERM,
    may_cover=(Covers.TERM,),
    tables=(
        SCHOOLS,
        PUPILS,
        LEAVERS,
        SESSIONS,
        LEAVER_SESSIONS,
        SUMMER_SESSIONS,
        LEAVER_SUMMER_SESSIONS,
        NEEDS,
    ),
    date_formats=("%Y-%b-%d %H:%M:%S", "%Y-%m-%d"),
    core_tables=("core.enrolment", "core.attendance_count", "core.attendance_possible"),
    shape=shape,
    rows_are_cases=False,
)
