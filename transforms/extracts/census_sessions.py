"""Half-term counts of sessions, in the layout of the school census's termly session details (COLLECT Blade CSV)."""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.enrolment import enrolment_rows
from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.quarters import academic_year
from transforms.rules.attendance import CENSUS_PUPIL_RULES, CENSUS_SCHOOL_RULES, CENSUS_SESSION_RULES
from transforms.rules.rule import Context

SCHOOLS = Table(
    name="schoolcensus",
    title="School census, schools",
    grain="one row per school and census",
    source="School census, COLLECT Blade export",
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

PUPILS = Table(
    name="pupilonroll",
    title="School census, pupils on roll",
    grain="one row per pupil and school",
    source="School census, COLLECT Blade export",
    key=("pupil_id",),
    columns=(
        Column("pupil_id", "pupilonrolltableid", Kind.TEXT, "Key of the pupil in this export", required=True),
        Column("census_id", "schoolcensustableid", Kind.TEXT, "Key of the school's return", required=True),
        Column("pupil", "upn", Kind.PERSON, "Unique pupil number", required=True, identity="upn"),
        Column("date_of_birth", "dob", Kind.DATE, "Date of birth", required=True),
        Column("sex", "sex", Kind.CODE, "Sex", codes="sex_education", waivable=True),
        Column(
            "year_group", "ncyearactual", Kind.CODE, "National curriculum year group", codes="year_group", waivable=True
        ),
        Column(
            "enrolment_status", "enrolstatus", Kind.CODE, "Enrolment status", required=True, codes="enrolment_status"
        ),
        Column("boarder", "boarder", Kind.CODE, "Boarder status", codes="boarder", waivable=True),
    ),
    rules=CENSUS_PUPIL_RULES,
)

SESSIONS = Table(
    name="termlysessiondetailsonroll",
    title="School census, session details",
    grain="one row per pupil and attendance code, counting the sessions of one half-term",
    source="School census, COLLECT Blade export",
    key=("pupil_id", "code"),
    columns=(
        Column("pupil_id", "pupilonrolltableid", Kind.TEXT, "Key of the pupil in this export", required=True),
        Column("code", "attendancereason", Kind.CODE, "Attendance code", required=True, codes="attendance_code"),
        Column("sessions", "sessions", Kind.INTEGER, "Number of sessions", required=True),
    ),
    rules=CENSUS_SESSION_RULES,
)


def shape(tables: Mapping[str, pd.DataFrame], context: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per enrolment, and a row per enrolment and code that counts the half-term's sessions."""
    pupils = tables["pupilonroll"].merge(tables["schoolcensus"][["census_id", "school_urn"]], on="census_id")
    counts = tables["termlysessiondetailsonroll"].merge(pupils[["pupil_id", "pupil", "school_urn"]], on="pupil_id")
    summed = counts.groupby(["pupil", "school_urn", "code"], as_index=False)["sessions"].sum()
    return {
        "core.enrolment": enrolment_rows(pupils, context),
        "core.attendance_count": summed.assign(
            academic_year=academic_year(context.data_to),
            half_term=_half_term_number(context),
            period_start=pd.Timestamp(context.covers_from),
            period_end=pd.Timestamp(context.covers_to),
        ),
    }


def _half_term_number(context: Context) -> int:
    return next(half.number for half in context.half_terms if half.start == context.covers_from)


CENSUS_SESSIONS = Extract(
    id="census_sessions",
    title="Half-term session counts",
    source="School census layout, COLLECT Blade export",
    covers=Covers.HALF_TERM,
    tables=(SCHOOLS, PUPILS, SESSIONS),
    date_formats=("%Y-%b-%d %H:%M:%S", "%Y-%m-%d"),
    core_tables=("core.enrolment", "core.attendance_count"),
    shape=shape,
    rows_are_cases=False,
)
