"""The children's social work workforce census: vacancies, and each social worker of the year to 30 September.

Birth date, sex and ethnicity of those who work for the council are read for checks alone. Where they qualified
(``QualInst``) is not read at all: no figure asks for it, and it may stand there several times.
"""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table, XmlLayout
from transforms.rules.rule import Context, Severity
from transforms.rules.workforce import SOCIAL_WORKER_RULES, VACANCY_RULES

_CENSUS = "Children's social work workforce census, technical specification"


def _said(
    name: str, header: str, kind: Kind, description: str, codes: str = "", *, staged: bool = True, alias: str = ""
) -> Column:
    """A column without which a row is loaded all the same."""
    return Column(
        name,
        header,
        kind,
        description,
        codes=codes,
        staged=staged,
        optional_column=True,
        severity=Severity.FLAG,
        aliases=(alias,) if alias else (),
    )


VACANCIES = Table(
    name="vacancies",
    title="Workforce census, vacancies",
    grain="one row per council",
    source=_CENSUS,
    key=("vacancy_number",),
    record="/LALevelVacancies",
    columns=(
        Column(
            "vacancy_number",
            "LALevelVacanciesID",
            Kind.INTEGER,
            "Number of the record in the file",
            required=True,
            staged=False,
            element="#LALevelVacancies",
        ),
        Column(
            "vacancies",
            "NumberOfVacancies",
            Kind.DECIMAL,
            "Vacant posts on 30 September, as full-time posts",
            required=True,
        ),
        Column(
            "agency_fte",
            "NoAgencyFTE",
            Kind.DECIMAL,
            "Agency workers who cover vacancies, as full-time posts",
            required=True,
            severity=Severity.FLAG,
        ),
        Column(
            "agency_workers",
            "NoAgencyHeadcount",
            Kind.INTEGER,
            "Agency workers who cover vacancies, as people",
            required=True,
            severity=Severity.FLAG,
        ),
    ),
    rules=VACANCY_RULES,
    optional=True,
)

SOCIAL_WORKERS = Table(
    name="social_workers",
    title="Workforce census, social workers",
    grain="one row per social worker, and start in a role, of the year to 30 September",
    source=_CENSUS,
    key=("worker", "start_date"),
    columns=(
        Column("is_agency", "AgencyWorker", Kind.FLAG, "Whether an agency sent the worker", required=True),
        Column(
            "worker",
            "SWENo",
            Kind.PERSON,
            "Registration number of the social worker",
            required=True,
            identity="social worker",
        ),
        _said("fte", "FTE", Kind.DECIMAL, "Full-time equivalent of the post, 0 to 1"),
        _said("date_of_birth", "PersonBirthDate", Kind.DATE, "Date of birth", staged=False),
        _said("sex", "GenderCurrent", Kind.CODE, "Sex as recorded", "sex_cin", staged=False, alias="Sex"),
        _said("ethnicity", "Ethnicity", Kind.CODE, "Ethnicity", "ethnicity", staged=False),
        _said("qualification", "QualLevel", Kind.CODE, "Level of qualification", "social_worker_qualification"),
        _said("step_up", "StepUpGrad", Kind.FLAG, "Whether trained by Step Up to Social Work"),
        _said("frontline", "FrontlineGrad", Kind.FLAG, "Whether trained by Frontline"),
        _said("role", "OrgRole", Kind.CODE, "Role in the organisation", "social_worker_role"),
        Column("start_date", "RoleStartDate", Kind.DATE, "Date the role began", required=True, severity=Severity.FLAG),
        _said("origin", "StartOrigin", Kind.CODE, "Work before the role", "social_worker_origin"),
        _said("ended_on", "RoleEndDate", Kind.DATE, "Date the role ended; empty until then"),
        _said("destination", "LeaverDestination", Kind.CODE, "Work after the role", "social_worker_destination"),
        _said("leaving_reason", "ReasonLeave", Kind.CODE, "Reason for leaving", "social_worker_leaving"),
        Column("fte_30", "FTE30", Kind.DECIMAL, "Full-time equivalent on 30 September", severity=Severity.FLAG),
        Column("cases_30", "Cases30", Kind.INTEGER, "Cases held on 30 September", severity=Severity.FLAG),
        _said("days_lost", "WorkingDaysLost", Kind.DECIMAL, "Working days lost to sickness in the year"),
        _said("contract_weeks", "ContractWeeks", Kind.DECIMAL, "Weeks of contract"),
        _said("absent_30", "Absat30Sept", Kind.FLAG, "Whether absent on 30 September"),
        _said("absence_reason", "ReasonAbsence", Kind.CODE, "Reason for the absence", "social_worker_absence"),
        _said("status", "CFKSSstatus", Kind.CODE, "Level of practice", "social_worker_status"),
    ),
    rules=SOCIAL_WORKER_RULES,
)


def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per council with its vacancies, and a row per social worker, with their records in the file."""
    vacancies, workers = tables["vacancies"], tables["social_workers"]
    return {
        "core.workforce_vacancy": vacancies.assign(row_number=vacancies.index),
        "core.social_worker": workers.assign(row_number=workers.index),
    }


WORKFORCE = Extract(
    id="workforce",
    title="Social work workforce census",
    source="Department for Education, children's social work workforce census",
    covers=Covers.CALENDAR_YEAR,
    tables=(VACANCIES, SOCIAL_WORKERS),
    date_formats=("%Y-%m-%d", "%d/%m/%Y"),
    core_tables=("core.workforce_vacancy", "core.social_worker"),
    shape=shape,
    xml=XmlLayout(
        root="Message",
        unit="CSWWWorker",
        council="Header/Source/LEA",
        year="Header/CollectionDetails/Year",
        reference_date="Header/CollectionDetails/ReferenceDate",
    ),
)
