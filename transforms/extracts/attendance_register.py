"""Session-level attendance registers: a roll and its marks, from each school's management information system."""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.enrolment import enrolment_rows
from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.rules.attendance import MARK_RULES, ROLL_RULES
from transforms.rules.rule import Context

ROLL = Table(
    name="roll",
    title="Attendance register, roll",
    grain="one row per pupil enrolled at a school at any time in the term",
    source="Council's agreed layout; no national layout is published",
    key=("pupil", "school_urn"),
    columns=(
        Column("pupil", "upn", Kind.PERSON, "Unique pupil number", required=True, identity="upn"),
        Column(
            "school_urn", "urn", Kind.TEXT, "Unique reference number of the school", required=True, pattern=r"^\d{6}$"
        ),
        Column("date_of_birth", "date_of_birth", Kind.DATE, "Date of birth", required=True),
        Column("sex", "sex", Kind.CODE, "Sex", codes="sex_education", waivable=True),
        Column(
            "year_group", "year_group", Kind.CODE, "National curriculum year group", codes="year_group", waivable=True
        ),
        Column(
            "enrolment_status",
            "enrolment_status",
            Kind.CODE,
            "Enrolment status",
            required=True,
            codes="enrolment_status",
        ),
        Column("boarder", "boarder", Kind.CODE, "Boarder status", codes="boarder", waivable=True),
        Column("entry_date", "entry_date", Kind.DATE, "Date of entry", staged=False),
        Column("leaving_date", "leaving_date", Kind.DATE, "Date of leaving; empty while on roll", staged=False),
    ),
    rules=ROLL_RULES,
)

MARKS = Table(
    name="marks",
    title="Attendance register, marks",
    grain="one row per pupil, school, date and session",
    source="School Attendance (Pupil Registration) (England) Regulations 2024",
    key=("pupil", "school_urn", "session_date", "session"),
    columns=(
        Column("pupil", "upn", Kind.PERSON, "Unique pupil number", required=True, identity="upn"),
        Column(
            "school_urn", "urn", Kind.TEXT, "Unique reference number of the school", required=True, pattern=r"^\d{6}$"
        ),
        Column("session_date", "date", Kind.DATE, "Date of the session", required=True),
        Column("session", "session", Kind.CODE, "Morning or afternoon", required=True, codes="session"),
        Column("mark", "mark", Kind.CODE, "Attendance code", required=True, codes="attendance_code"),
    ),
    rules=MARK_RULES,
    in_chunks=True,
)


def shape(tables: Mapping[str, pd.DataFrame], context: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per enrolment, counts per enrolment, half-term part and code, and totals per school session.

    ``marks`` and ``school_day`` are what ``transforms.reduce`` made of the marks.
    """
    return {
        "core.enrolment": enrolment_rows(tables["roll"], context),
        "core.attendance_count": tables["marks"].assign(half_terms=1),
        "core.attendance_school_day": tables["school_day"],
    }


ATTENDANCE_REGISTER = Extract(
    id="attendance_register",
    title="Attendance registers",
    source="Schools' management information systems",
    covers=Covers.TERM,
    tables=(ROLL, MARKS),
    date_formats=("%Y-%m-%d",),
    core_tables=("core.enrolment", "core.attendance_count", "core.attendance_school_day"),
    shape=shape,
    chunked=True,
)
