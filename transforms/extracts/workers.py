"""Everybody in post at a quarter's end: worker, team, role, working time and cases held."""

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.extracts.return_columns import DATES, LAYOUT, TEAM, coded, end, number, numbered, start
from transforms.rules.rule import Severity
from transforms.rules.workers import WORKER_RULES

WORKER_POSTS = Table(
    name="workers",
    title="Workers",
    grain="one row per worker and post",
    source=LAYOUT,
    key=("worker", "team", "start_date"),
    columns=(
        Column(
            "worker",
            "worker_id",
            Kind.PERSON,
            "Identifier of the worker in the case system",
            required=True,
            identity="worker",
            aliases=("prof_professional_id",),
        ),
        Column(
            "registration",
            "registration_number",
            Kind.PERSON,
            "Registration number with Social Work England",
            identity="social worker",
            optional_column=True,
            aliases=("prof_social_worker_registration_no",),
        ),
        TEAM,
        coded("role", "worker_role", "Role of the worker", "prof_professional_job_title", required=True),
        number("fte", Kind.DECIMAL, "Full-time equivalent of the post", "prof_full_time_equivalency", required=True),
        Column(
            "is_agency",
            "agency",
            Kind.FLAG,
            "Whether an agency sent the worker",
            required=True,
            severity=Severity.FLAG,
            aliases=("prof_agency_worker_flag",),
        ),
        number("cases", Kind.INTEGER, "Children whose cases the worker holds", "prof_professional_caseload"),
        start("Day on which the post began"),
        end("Day on which it ended; empty until then"),
    ),
    rules=WORKER_RULES,
    of_workbook=True,
)

WORKERS = Extract(
    id="workers",
    title="Workers and their posts",
    source="Council's case management system or staff records",
    covers=Covers.MONTH,
    tables=(WORKER_POSTS,),
    date_formats=DATES,
    core_tables=("core.worker_post",),
    shape=numbered("core.worker_post", "workers"),
)
