"""Lists 1 to 5 of Annex A: contacts, early help, referrals, assessments and enquiries, each of the last six months."""

from dataclasses import replace

from transforms.extracts.annex_a_columns import CHILD, DISABILITY, OFSTED, TEAM, answer, coded, counted, dated
from transforms.extracts.extract import Column, Kind, Table
from transforms.rules.annex_a_front_door import LIST_1_RULES, LIST_2_RULES, LIST_3_RULES, LIST_4_RULES, LIST_5_RULES
from transforms.rules.rule import Severity

LIST_1 = Table(
    name="list_1",
    title="Annex A, list 1: contacts",
    grain="one row per contact of the last six months",
    source=f"{OFSTED}, list 1",
    key=("child", "contact_date", "source"),
    columns=(
        *CHILD,
        Column("contact_date", "Date of Contact", Kind.DATE, "Date of the contact", required=True),
        replace(
            coded("source", "Contact Source", "referral_source", "Who made the contact", required=True),
            optional_column=False,
        ),
    ),
    rules=LIST_1_RULES,
    optional=True,
    of_workbook=True,
)

LIST_2 = Table(
    name="list_2",
    title="Annex A, list 2: early help assessments",
    grain="one row per early help assessment of the last six months",
    source=f"{OFSTED}, list 2",
    key=("child", "start_date", "organisation"),
    columns=(
        *CHILD,
        Column("start_date", "Assessment start date", Kind.DATE, "Date the assessment began", required=True),
        Column(
            "completed_date",
            "Assessment completion date",
            Kind.DATE,
            "Date it was completed; empty while it goes on",
        ),
        Column(
            "organisation",
            "Organisation completing assessment",
            Kind.TEXT,
            "Organisation that makes the assessment",
            required=True,
            staged=False,
            severity=Severity.FLAG,
        ),
    ),
    rules=LIST_2_RULES,
    of_workbook=True,
)

LIST_3 = Table(
    name="list_3",
    title="Annex A, list 3: referrals",
    grain="one row per referral of the last six months",
    source=f"{OFSTED}, list 3",
    key=("child", "referral_date", "source"),
    columns=(
        *CHILD,
        Column("referral_date", "Date of Referral", Kind.DATE, "Date of the referral", required=True),
        replace(
            coded("source", "Referral Source", "referral_source", "Who referred the child", required=True),
            optional_column=False,
        ),
        answer("no_further_action", "Referral NFA?", "Whether nothing more was done", required=True),
        counted(
            "referrals",
            "Number of Referrals in Last 12 Months",
            "Referrals of the child in the last 12 months",
            required=True,
        ),
        *TEAM,
    ),
    rules=LIST_3_RULES,
    optional=True,
    of_workbook=True,
)

LIST_4 = Table(
    name="list_4",
    title="Annex A, list 4: assessments",
    grain="one row per assessment that was open in the last six months",
    source=f"{OFSTED}, list 4",
    key=("child", "start_date"),
    columns=(
        *CHILD,
        DISABILITY,
        Column(
            "start_date",
            "Continuous Assessment Start Date",
            Kind.DATE,
            "Date the assessment began",
            required=True,
            aliases=("Assessment Start Date", "Single Assessment Start Date"),
        ),
        answer(
            "child_seen", "Child Seen During Continuous Assessment", "Whether the child was seen for it", required=True
        ),
        Column(
            "authorised_date",
            "Continuous Assessment Date of Authorisation",
            Kind.DATE,
            "Date it was authorised; empty while it goes on",
            severity=Severity.FLAG,
            aliases=("Assessment Date of Authorisation",),
        ),
        answer(
            "needs_support",
            "Was the child assessed as requiring LA children's social care support?",
            "Whether the child needs support by social care",
        ),
        *TEAM,
    ),
    rules=LIST_4_RULES,
    optional=True,
    of_workbook=True,
)

LIST_5 = Table(
    name="list_5",
    title="Annex A, list 5: section 47 enquiries and initial conferences",
    grain="one row per section 47 enquiry of the last six months",
    source=f"{OFSTED}, list 5",
    key=("child", "start_date"),
    columns=(
        *CHILD,
        DISABILITY,
        Column(
            "start_date",
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            Kind.DATE,
            "Date of the strategy discussion that began it",
            required=True,
        ),
        answer(
            "conference_unnecessary",
            "Was an Initial Child Protection Conference deemed unnecessary?",
            "Whether no initial conference was held to be needed",
        ),
        dated(
            "conference_date",
            "Date of Initial Child Protection Conference",
            "Date of the initial conference",
        ),
        answer(
            "led_to_plan",
            "Did the Initial Child Protection Conference Result in a Child Protection Plan",
            "Whether it led to a child protection plan",
        ),
        counted(
            "enquiries",
            "Number of Section 47 Enquiries in the last 12 months",
            "Enquiries about the child in the last 12 months",
            required=True,
            staged=False,
        ),
        counted(
            "conferences",
            "Number of ICPCs in the last 12 months",
            "Initial conferences about the child in the last 12 months",
            required=True,
            staged=False,
        ),
        *TEAM,
    ),
    rules=LIST_5_RULES,
    optional=True,
    of_workbook=True,
)
