"""Returns about schooling: results by pupil, targets of schools and of children in care, education at home."""

from collections.abc import Mapping

import pandas as pd

from transforms.care_progress import newest_known, progress_of
from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.extracts.return_columns import (
    ACADEMIC_YEAR,
    DATES,
    KEY_STAGE,
    LAYOUT,
    PUPIL,
    PUPIL_IF_KNOWN,
    SCHOOL,
    SUBJECT,
    child,
    coded,
    end,
    number,
    numbered,
    start,
)
from transforms.rules.returns_schools import (
    CARE_TARGET_RULES,
    HOME_EDUCATION_RULES,
    RESULT_RULES,
    SCHOOL_TARGET_RULES,
)
from transforms.rules.rule import Context, Severity

PUPIL_RESULTS = Table(
    name="key_stage_results",
    title="Key stage results",
    grain="one row per pupil, key stage, subject and academic year",
    source=LAYOUT,
    key=("pupil", "key_stage", "subject", "academic_year"),
    columns=(
        PUPIL,
        KEY_STAGE,
        SUBJECT,
        ACADEMIC_YEAR,
        number("result", Kind.DECIMAL, "Scaled score, grade or points; empty where there is only a judgement"),
        number("standard_met", Kind.FLAG, "Whether the expected standard was met"),
    ),
    rules=RESULT_RULES,
    of_workbook=True,
)

KEY_STAGE_RESULTS = Extract(
    id="key_stage_results",
    title="Key stage results by pupil",
    source="Council's school performance team",
    covers=Covers.ACADEMIC_YEAR,
    tables=(PUPIL_RESULTS,),
    date_formats=DATES,
    core_tables=("core.key_stage_result",),
    shape=numbered("core.key_stage_result", "key_stage_results"),
)

TARGETS_OF_SCHOOLS = Table(
    name="school_targets",
    title="Targets of schools",
    grain="one row per school, key stage, subject and academic year",
    source=LAYOUT,
    key=("school_urn", "key_stage", "subject", "academic_year"),
    columns=(
        SCHOOL,
        KEY_STAGE,
        SUBJECT,
        ACADEMIC_YEAR,
        number("baseline", Kind.DECIMAL, "Per cent of pupils at the expected standard a year before; for A8, points"),
        number("target", Kind.DECIMAL, "What the school aims at, in the same unit", required=True),
        number("actual", Kind.DECIMAL, "What was reached, in the same unit; empty until it is known"),
    ),
    rules=SCHOOL_TARGET_RULES,
    of_workbook=True,
)

SCHOOL_TARGETS = Extract(
    id="school_targets",
    title="Targets of schools for all pupils",
    source="Schools, through the council's school improvement team",
    covers=Covers.ACADEMIC_YEAR,
    tables=(TARGETS_OF_SCHOOLS,),
    date_formats=DATES,
    core_tables=("core.school_target",),
    shape=numbered("core.school_target", "school_targets"),
    rows_are_cases=False,
)

TARGETS_OF_CHILDREN = Table(
    name="care_targets",
    title="Targets of children in care",
    grain="one row per child in care, key stage, subject and academic year",
    source=LAYOUT,
    key=("pupil", "key_stage", "subject", "academic_year"),
    columns=(
        Column(
            "child",
            "child",
            Kind.PERSON,
            "Local identifier of the child, where the virtual school adds it",
            identity="child",
            optional_column=True,
        ),
        PUPIL,
        SCHOOL,
        KEY_STAGE,
        SUBJECT,
        ACADEMIC_YEAR,
        number("baseline", Kind.DECIMAL, "Scaled score, grade or points that the child starts from"),
        number("target", Kind.DECIMAL, "What school and child aim at, on the same scale"),
        number("actual", Kind.DECIMAL, "What was reached, on the same scale; empty until it is known"),
        Column(
            "working_at",
            "working_at",
            Kind.DECIMAL,
            "What the child was last assessed to be working at, on the same scale",
            optional_column=True,
            severity=Severity.FLAG,
        ),
        Column(
            "assessed_on",
            "assessed_on",
            Kind.DATE,
            "Day of that assessment",
            optional_column=True,
            severity=Severity.FLAG,
        ),
        Column("due_on", "due_on", Kind.DATE, "Day by which the school was asked to return it", required=True),
        Column(
            "returned_on",
            "returned_on",
            Kind.DATE,
            "Day on which it came back; empty until then",
            severity=Severity.FLAG,
        ),
    ),
    rules=CARE_TARGET_RULES,
    of_workbook=True,
)


def shape_of_targets(tables: Mapping[str, pd.DataFrame], context: Context) -> dict[str, pd.DataFrame]:
    """Core rows: those of the list, each with how far the child has come."""
    rows = tables["care_targets"]
    told = rows.assign(progress=progress_of(rows, newest_known(rows)))
    return numbered("core.care_target", "care_targets")({"care_targets": told}, context)


CARE_TARGETS = Extract(
    id="care_targets",
    title="Targets of children in care",
    source="Designated teachers, through the virtual school",
    covers=Covers.ACADEMIC_YEAR,
    tables=(TARGETS_OF_CHILDREN,),
    date_formats=DATES,
    core_tables=("core.care_target",),
    shape=shape_of_targets,
)

CHILDREN_AT_HOME = Table(
    name="home_education",
    title="Elective home education",
    grain="one row per child and time of home education in the academic year",
    source=LAYOUT,
    key=("child", "start_date"),
    columns=(
        child(),
        PUPIL_IF_KNOWN,
        start("Day on which home education began"),
        end("Day on which it ended; empty until then"),
        coded("reason", "home_education_reason", "Reason that the parents give", required=True),
        coded("suitable", "home_education_suitability", "Suitability of the education, as last judged", required=True),
    ),
    rules=HOME_EDUCATION_RULES,
    of_workbook=True,
)

HOME_EDUCATION = Extract(
    id="home_education",
    title="Elective home education",
    source="Council's home education officer",
    covers=Covers.ACADEMIC_YEAR,
    tables=(CHILDREN_AT_HOME,),
    date_formats=DATES,
    core_tables=("core.home_education",),
    shape=numbered("core.home_education", "home_education"),
)
