"""NCCIS: the monthly file of young people past 16 (National Client Caseload Information System, XML).

Codes: NCCIS management information requirement. Its item lists are public, most of its code texts are not.
"""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table, XmlLayout
from transforms.extracts.numbers_of_people import learner_number
from transforms.rules.nccis import CHARACTERISTIC_RULES, YOUNG_PERSON_RULES, academic_ages
from transforms.rules.rule import Context, Severity

_NCCIS = "NCCIS management information requirement"
_LA_CODE = r"^\d{3}$"


def _guarantee_columns(year: int) -> tuple[Column, Column]:
    """The status of a year group's September Guarantee, and the council that it is counted for."""
    return (
        Column(
            f"guarantee_year{year}",
            f"Year{year} GuaranteeStatus",
            Kind.CODE,
            f"Status of the September Guarantee in Year {year}",
            codes="guarantee_status",
            element=f"SeptemberGuarantee/Year{year}/GuaranteeStatus",
        ),
        Column(
            f"guarantee_year{year}_la",
            f"Year{year} LEACode",
            Kind.TEXT,
            f"Local authority that the Year {year} guarantee is counted for",
            pattern=_LA_CODE,
            element=f"SeptemberGuarantee/Year{year}/LEACode",
        ),
    )


def _activity_date(name: str, header: str, description: str) -> Column:
    return Column(
        name,
        header,
        Kind.DATE,
        description,
        required=True,
        staged=False,
        severity=Severity.FLAG,
        element=f"Activities/{header}",
    )


YOUNG_PERSON = Table(
    name="young_person",
    title="NCCIS, young people",
    grain="one row per young person and cohort status",
    source=_NCCIS,
    key=("young_person", "cohort_status"),
    columns=(
        Column(
            "young_person",
            "YoungPersonsID",
            Kind.PERSON,
            "Identifier of the young person",
            required=True,
            identity="young_person",
            element="PersonalDetails/YoungPersonsID",
        ),
        Column(
            "upn",
            "UniquePupilNumber",
            Kind.PERSON,
            "Unique pupil number",
            identity="upn",
            element="PersonalDetails/UniquePupilNumber",
        ),
        learner_number("UniqueLearnerNo", element="PersonalDetails/UniqueLearnerNo"),
        Column(
            "cohort_status",
            "CohortStatus",
            Kind.CODE,
            "Cohort status",
            required=True,
            codes="cohort_status",
            element="PersonalDetails/CohortStatus",
        ),
        Column(
            "date_of_birth",
            "DOB",
            Kind.DATE,
            "Date of birth",
            required=True,
            element="PersonalDetails/DOB",
        ),
        Column(
            "sex",
            "Gender",
            Kind.CODE,
            "Sex",
            required=True,
            codes="sex_nccis",
            severity=Severity.FLAG,
            element="PersonalDetails/Gender",
        ),
        Column(
            "lead_la",
            "LeadLEA",
            Kind.TEXT,
            "Local authority responsible for the young person",
            required=True,
            pattern=_LA_CODE,
            element="PersonalDetails/LeadLEA",
        ),
        Column(
            "level_of_need",
            "LevelOfNeedCode",
            Kind.CODE,
            "Level of need",
            required=True,
            codes="level_of_need",
            severity=Severity.FLAG,
            element="LevelOfNeed/LevelOfNeedCode",
        ),
        Column(
            "send_flag",
            "SENDFlag",
            Kind.FLAG,
            "Whether there is a current EHC plan",
            required=True,
            severity=Severity.FLAG,
            element="LevelOfNeed/SENDFlag",
        ),
        Column(
            "activity_code",
            "ActivityCode",
            Kind.CODE,
            "Current activity",
            required=True,
            codes="nccis_activity",
            element="Activities/ActivityCode",
        ),
        _activity_date("activity_start", "StartDate", "Date the activity began"),
        _activity_date("date_ascertained", "DateAscertained", "Date the activity became known"),
        _activity_date("date_verified", "DateVerified", "Date the activity was last verified"),
        Column(
            "due_to_lapse",
            "DueToLapseDate",
            Kind.DATE,
            "Date the record is no longer current",
            staged=False,
            severity=Severity.FLAG,
            element="Activities/DueToLapseDate",
        ),
        Column(
            "currency_lapsed",
            "CurrencyLapsed",
            Kind.FLAG,
            "Whether the record is no longer current",
            required=True,
            element="Activities/CurrencyLapsed",
        ),
        Column(
            "neet_start",
            "NEETStartDate",
            Kind.DATE,
            "Date since when not in education, employment or training",
            severity=Severity.FLAG,
            element="Activities/NEETStartDate",
        ),
        *_guarantee_columns(11),
        *_guarantee_columns(12),
    ),
    rules=YOUNG_PERSON_RULES,
)

CHARACTERISTIC = Table(
    name="characteristic",
    title="NCCIS, characteristics",
    grain="one row per young person and characteristic",
    source=_NCCIS,
    key=("young_person", "characteristic"),
    columns=(
        Column(
            "young_person",
            "YoungPersonsID",
            Kind.PERSON,
            "Identifier of the young person",
            required=True,
            identity="young_person",
            element="../PersonalDetails/YoungPersonsID",
        ),
        Column(
            "characteristic",
            "CharacteristicCode",
            Kind.CODE,
            "Characteristic",
            required=True,
            codes="nccis_characteristic",
            element=".",
        ),
    ),
    rules=CHARACTERISTIC_RULES,
    optional=True,
    record="LevelOfNeed/Characteristics/CharacteristicCode",
)

_AS_IT_IS = [
    "young_person",
    "upn",
    "learner_number",
    "sex",
    "lead_la",
    "cohort_status",
    "activity_code",
    "currency_lapsed",
    "neet_start",
    "send_flag",
    "level_of_need",
    "guarantee_year11",
    "guarantee_year11_la",
    "guarantee_year12",
    "guarantee_year12_la",
]


def shape(tables: Mapping[str, pd.DataFrame], context: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per record with the number of its record in the file, and a row per characteristic.

    The date of birth is reduced to the age on 31 August before the academic year of the file.
    """
    people = tables["young_person"]
    ages = academic_ages(people["date_of_birth"], context)
    return {
        "core.young_person": people[_AS_IT_IS].assign(academic_age=ages, row_number=people.index),
        "core.young_person_characteristic": tables["characteristic"][["young_person", "characteristic"]],
    }


NCCIS = Extract(
    id="nccis",
    title="Young people past 16",
    source="National Client Caseload Information System, monthly return",
    covers=Covers.MONTH,
    tables=(YOUNG_PERSON, CHARACTERISTIC),
    date_formats=("%Y-%m-%d",),
    core_tables=("core.young_person", "core.young_person_characteristic"),
    shape=shape,
    xml=XmlLayout(root="", unit="YoungPersonsRecord", council="FileHeader/SourceLEAs/LEACode"),
)
