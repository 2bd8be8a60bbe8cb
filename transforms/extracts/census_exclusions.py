"""Suspensions and permanent exclusions as the school census counts them, terms later (COLLECT Blade CSV).

Pupils on roll and those who left come in files of their own, each with its exclusions.
"""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.exclusions import EXCLUSION_COLUMNS
from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.rules.exclusions import (
    CENSUS_LEAVER_RULES,
    CENSUS_PUPIL_RULES,
    CENSUS_SCHOOL_RULES,
    census_exclusion_rules,
)
from transforms.rules.rule import Context, Severity

_SOURCE = "School census, COLLECT Blade export"

CENSUS_SCHOOL = Table(
    name="census_school",
    title="School census, schools of the exclusions",
    grain="one row per school and census",
    source=_SOURCE,
    key=("census_id",),
    columns=(
        Column("census_id", "schoolcensustableid", Kind.TEXT, "Key of the school's return", required=True),
        Column("la_code", "lea", Kind.TEXT, "Local authority", required=True, pattern=r"^\d{3}$", staged=False),
        Column(
            "school_urn", "urn", Kind.TEXT, "Unique reference number of the school", required=True, pattern=r"^\d{6}$"
        ),
    ),
    rules=CENSUS_SCHOOL_RULES,
    optional=True,
)

CENSUS_PUPIL = Table(
    name="census_pupil",
    title="School census, pupils on roll of the exclusions",
    grain="one row per pupil and school",
    source=_SOURCE,
    key=("pupil_id",),
    columns=(
        Column("pupil_id", "pupilonrolltableid", Kind.TEXT, "Key of the pupil in this export", required=True),
        Column("census_id", "schoolcensustableid", Kind.TEXT, "Key of the school's return", required=True),
        Column("pupil", "upn", Kind.PERSON, "Unique pupil number", required=True, identity="upn"),
    ),
    rules=CENSUS_PUPIL_RULES,
)

CENSUS_LEAVER = Table(
    name="census_leaver",
    title="School census, pupils no longer on roll of the exclusions",
    grain="one row per pupil who left a school",
    source=_SOURCE,
    key=("leaver_id",),
    columns=(
        Column("leaver_id", "pupilnolongeronrolltableid", Kind.TEXT, "Key of the pupil in this export", required=True),
        Column("census_id", "schoolcensustableid", Kind.TEXT, "Key of the school's return", required=True),
        Column("pupil", "upn", Kind.PERSON, "Unique pupil number", required=True, identity="upn"),
    ),
    rules=CENSUS_LEAVER_RULES,
    optional=True,
)

_ABOUT_EXCLUSION = (
    Column("start_date", "startdate", Kind.DATE, "First day of the exclusion", required=True),
    Column("category", "category", Kind.CODE, "Category", required=True, codes="exclusion_category"),
    Column("sessions", "sessions", Kind.INTEGER, "Sessions (half days) missed", severity=Severity.FLAG),
    Column("reason", "reason1", Kind.CODE, "Main reason", codes="exclusion_reason", severity=Severity.FLAG),
    Column(
        "reason_2",
        "reason2",
        Kind.CODE,
        "Second reason",
        codes="exclusion_reason",
        staged=False,
        severity=Severity.FLAG,
    ),
    Column(
        "reason_3", "reason3", Kind.CODE, "Third reason", codes="exclusion_reason", staged=False, severity=Severity.FLAG
    ),
    Column(
        "sen_provision",
        "senprovision",
        Kind.CODE,
        "Provision for special educational needs",
        codes="sen_provision",
        severity=Severity.FLAG,
    ),
)

CENSUS_EXCLUSION = Table(
    name="census_exclusion",
    title="School census, exclusions of pupils on roll",
    grain="one row per exclusion of a pupil on roll",
    source=_SOURCE,
    key=("exclusion_id",),
    columns=(
        Column(
            "exclusion_id",
            "termlyexclusionsonrolltableid",
            Kind.TEXT,
            "Key of the exclusion",
            required=True,
            staged=False,
        ),
        Column("pupil_id", "pupilonrolltableid", Kind.TEXT, "Key of the pupil in this export", required=True),
        *_ABOUT_EXCLUSION,
    ),
    rules=census_exclusion_rules("census_exclusion", "pupil_id", "census_pupil"),
)

CENSUS_LEAVER_EXCLUSION = Table(
    name="census_leaver_exclusion",
    title="School census, exclusions of pupils no longer on roll",
    grain="one row per exclusion of a pupil who left the school",
    source=_SOURCE,
    key=("exclusion_id",),
    columns=(
        Column(
            "exclusion_id",
            "termlyexclusionsoffrolltableid",
            Kind.TEXT,
            "Key of the exclusion",
            required=True,
            staged=False,
        ),
        Column("leaver_id", "pupilnolongeronrolltableid", Kind.TEXT, "Key of the pupil in this export", required=True),
        *_ABOUT_EXCLUSION,
    ),
    rules=census_exclusion_rules("census_leaver_exclusion", "leaver_id", "census_leaver"),
    optional=True,
)

_SAME = ["pupil", "start_date", "category"]
_OF_EXCLUSION = ["category", "start_date", "sessions", "reason", "sen_provision"]


def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per exclusion. One that stands there twice (pupil, start and category) is one exclusion."""
    schools = tables["census_school"][["census_id", "school_urn"]]
    of_tables = (
        ("census_exclusion", "pupil_id", tables["census_pupil"]),
        ("census_leaver_exclusion", "leaver_id", tables["census_leaver"]),
    )
    parts = []
    for name, key, pupils in of_tables:
        rows = tables[name][[key, *_OF_EXCLUSION]].assign(source_table=name, row_number=tables[name].index)
        with_pupil = rows.merge(pupils[[key, "census_id", "pupil"]], on=key, validate="many_to_one")
        parts.append(with_pupil.merge(schools, on="census_id", how="left", validate="many_to_one"))
    exclusions = pd.concat(parts, ignore_index=True).drop_duplicates(_SAME)
    # The census knows nothing of the session in which an exclusion began, nor of later decisions.
    undecided = exclusions.assign(
        session=pd.Series(pd.NA, index=exclusions.index, dtype="str"),
        decision=pd.Series(pd.NA, index=exclusions.index, dtype="str"),
        decision_date=pd.Series(pd.NaT, index=exclusions.index, dtype="datetime64[s]"),
    )
    return {"core.exclusion": undecided[[*EXCLUSION_COLUMNS, "source_table", "row_number"]]}


CENSUS_EXCLUSIONS = Extract(
    id="census_exclusions",
    title="School census exclusions",
    source="School census, COLLECT Blade export",
    covers=Covers.TERM,
    tables=(CENSUS_SCHOOL, CENSUS_PUPIL, CENSUS_LEAVER, CENSUS_EXCLUSION, CENSUS_LEAVER_EXCLUSION),
    date_formats=("%Y-%b-%d %H:%M:%S", "%Y-%m-%d"),
    core_tables=("core.exclusion",),
    shape=shape,
)
