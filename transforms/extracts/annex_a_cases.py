"""Lists 6 and 7 of Annex A: children in need, and those with a child protection plan."""

from dataclasses import replace

from transforms.extracts.annex_a_columns import CHILD, DISABILITY, OFSTED, TEAM, answer, coded, counted, dated
from transforms.extracts.extract import Column, Kind, Table
from transforms.rules.annex_a_cases import LIST_6_RULES, LIST_7_RULES

LIST_6 = Table(
    name="list_6",
    title="Annex A, list 6: children in need",
    grain="one row per child and period in need of the last six months",
    source=f"{OFSTED}, list 6",
    key=("child", "opened_date"),
    columns=(
        *CHILD,
        DISABILITY,
        dated("opened_date", "CIN Start Date", "Date the child's case opened", required=True),
        coded("primary_need", "Primary Need Code", "primary_need", "Why the child is in need", required=True),
        dated("last_seen_date", "Date Child Was Last Seen", "Date the child was last seen"),
        dated("closure_date", "CIN Closure Date", "Date the case closed; empty while it is open"),
        coded("closure_reason", "Reason for Closure", "closure_reason", "Why it closed"),
        replace(
            coded("case_status", "Case Status", "annex_a_case_status", "What the child's case is", required=True),
            optional_column=False,
        ),
        *TEAM,
    ),
    rules=LIST_6_RULES,
    optional=True,
    of_workbook=True,
)

LIST_7 = Table(
    name="list_7",
    title="Annex A, list 7: child protection plans",
    grain="one row per child and child protection plan of the last six months",
    source=f"{OFSTED}, list 7",
    key=("child", "start_date"),
    columns=(
        *CHILD,
        DISABILITY,
        Column(
            "start_date",
            "Child Protection Plan Start Date",
            Kind.DATE,
            "Date the plan began",
            required=True,
            aliases=("CP Plan Start Date",),
        ),
        coded("initial_category", "Initial Category of Abuse", "abuse_category", "Abuse it began for", required=True),
        coded("latest_category", "Latest Category of Abuse", "abuse_category", "Abuse it is for now", required=True),
        dated("last_visit_date", "Date of the Last Statutory Visit", "Date of the last statutory visit"),
        answer("seen_alone", "Was the Child Seen Alone?", "Whether the child was seen alone then"),
        dated("last_review_date", "Date of latest review conference", "Date of the last review conference"),
        replace(
            dated("ended_date", "Child Protection Plan End Date", "Date the plan ended; empty while it goes on"),
            optional_column=False,
            aliases=("CP Plan End Date",),
        ),
        answer(
            "emergency_protection",
            "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
            "Whether police or a court protected the child in the last six months",
            required=True,
        ),
        counted(
            "previous_plans",
            "Number of Previous Child Protection Plans",
            "Plans that the child had before",
            required=True,
        ),
        *TEAM,
    ),
    rules=LIST_7_RULES,
    optional=True,
    of_workbook=True,
)
