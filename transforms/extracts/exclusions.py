"""Suspensions and permanent exclusions as schools notify the council of them, with what was decided later."""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.rules.exclusions import NOTIFICATION_RULES
from transforms.rules.rule import Context, Severity

NOTIFICATIONS = Table(
    name="notifications",
    title="Exclusion notifications",
    grain="one row per suspension, permanent exclusion or lunchtime exclusion",
    source="Council's agreed layout; no national layout is published",
    key=("notification_id",),
    columns=(
        Column(
            "notification_id", "NotificationID", Kind.TEXT, "Number of the notification", required=True, staged=False
        ),
        Column("pupil", "UPN", Kind.PERSON, "Unique pupil number", required=True, identity="upn"),
        Column(
            "school_urn", "URN", Kind.TEXT, "Unique reference number of the school", required=True, pattern=r"^\d{6}$"
        ),
        Column("category", "Category", Kind.CODE, "Category", required=True, codes="exclusion_category"),
        Column("start_date", "StartDate", Kind.DATE, "First day of the exclusion", required=True),
        Column(
            "session",
            "Session",
            Kind.CODE,
            "Session in which it began",
            codes="session",
            severity=Severity.FLAG,
        ),
        Column("sessions", "Sessions", Kind.INTEGER, "Sessions (half days) missed; a suspension must have them"),
        Column("reason", "Reason1", Kind.CODE, "Main reason", required=True, codes="exclusion_reason", waivable=True),
        Column(
            "reason_2",
            "Reason2",
            Kind.CODE,
            "Second reason",
            codes="exclusion_reason",
            staged=False,
            severity=Severity.FLAG,
        ),
        Column(
            "reason_3",
            "Reason3",
            Kind.CODE,
            "Third reason",
            codes="exclusion_reason",
            staged=False,
            severity=Severity.FLAG,
        ),
        Column(
            "sen_provision",
            "SENProvision",
            Kind.CODE,
            "Provision for special educational needs",
            codes="sen_provision",
            severity=Severity.FLAG,
        ),
        Column(
            "decision",
            "Decision",
            Kind.CODE,
            "Decision of the head teacher, governors or panel; empty while there is none",
            codes="exclusion_decision",
            waivable=True,
        ),
        Column("decision_date", "DecisionDate", Kind.DATE, "Date of that decision"),
    ),
    rules=NOTIFICATION_RULES,
)

EXCLUSION_COLUMNS = (
    "pupil",
    "school_urn",
    "category",
    "start_date",
    "session",
    "sessions",
    "reason",
    "sen_provision",
    "decision",
    "decision_date",
)


def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per notification, with its line number in the file."""
    rows = tables["notifications"]
    return {"core.exclusion": rows[list(EXCLUSION_COLUMNS)].assign(source_table="notifications", row_number=rows.index)}


EXCLUSIONS = Extract(
    id="exclusions",
    title="Suspensions and exclusions",
    source="Schools' notifications, kept by the council's inclusion team",
    covers=Covers.ACADEMIC_YEAR,
    tables=(NOTIFICATIONS,),
    date_formats=("%Y-%m-%d",),
    core_tables=("core.exclusion",),
    shape=shape,
)
