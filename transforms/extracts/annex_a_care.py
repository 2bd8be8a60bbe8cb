"""Lists 8 and 9 of Annex A: children in care and care leavers."""

from dataclasses import replace

from transforms.extracts.annex_a_columns import CHILD, DISABILITY, OFSTED, TEAM, answer, coded, counted, dated, unread
from transforms.extracts.extract import Column, Kind, Table
from transforms.rules.annex_a_care import LIST_8_RULES, LIST_9_RULES
from transforms.rules.rule import Severity

LIST_8 = Table(
    name="list_8",
    title="Annex A, list 8: children in care",
    grain="one row per child and period of care of the last six months",
    source=f"{OFSTED}, list 8",
    key=("child", "started_date"),
    columns=(
        *CHILD,
        replace(
            answer(
                "asylum_seeker",
                "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
                "Whether an unaccompanied asylum-seeking child in the last 12 months",
                required=True,
            ),
            aliases=("UASC within last 12 months",),
        ),
        DISABILITY,
        Column(
            "started_date",
            "Date Started to be Looked After",
            Kind.DATE,
            "Date the child started to be looked after",
            required=True,
        ),
        coded(
            "category_of_need",
            "Child's Category of Need",
            "category_of_need",
            "Why the child is in care",
            required=True,
        ),
        answer(
            "again_within_year",
            "Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
            "Whether the child was in care before in the last 12 months",
            required=True,
        ),
        dated(
            "legal_status_date",
            "Start date of current legal status",
            "Date the legal status began",
            required=True,
        ),
        coded("legal_status", "Child's Legal Status", "legal_status", "Legal status", required=True),
        dated("last_review_date", "Date of Latest Statutory Review", "Date of the last statutory review"),
        dated("last_visit_date", "Date of Last Social Work Visit", "Date of the last visit by a social worker"),
        unread("permanence_plan", "What is the permanence plan for this child?", "Permanence plan"),
        dated(
            "last_officer_visit_date",
            "Date of Last IRO Visit / Contact to the Child",
            "Date of the last contact by the independent reviewing officer",
        ),
        dated("last_health_date", "Date of Last Health Assessment", "Date of the last health assessment"),
        dated("last_dental_date", "Date of Last Dental Check", "Date of the last dental check"),
        counted(
            "placements",
            "Number of Placements in the Last 12 months",
            "Placements of the child in the last 12 months",
            required=True,
        ),
        Column(
            "ceased_date",
            "Date Ceased to be Looked After",
            Kind.DATE,
            "Date the child ceased to be looked after; empty while in care",
        ),
        coded("ceased_reason", "Reason Ceased to be Looked After", "reason_ceased", "Why the child ceased to be"),
        dated(
            "placement_date",
            "Start Date of Most Recent Placement",
            "Date the last placement began",
            required=True,
        ),
        coded("placement_type", "Placement Type", "placement", "Type of the last placement", required=True),
        coded(
            "placement_provider",
            "Placement Provider",
            "placement_provider",
            "Provider of the last placement",
            required=True,
        ),
        unread("placement_postcode", "Placement postcode", "Postcode of the last placement"),
        unread("placement_urn", "URN of Placement", "Unique reference number of the last placement"),
        coded(
            "placed_inside",
            "Placement Location",
            "annex_a_location",
            "Whether the last placement is inside the authority",
            required=True,
        ),
        unread("placement_la", "LA of Placement", "Authority of the last placement"),
        Column(
            "missing_episodes",
            "Number of Episodes the Child has been \u2018Missing\u2019 from their Placement in the last 12 months",
            Kind.INTEGER,
            "Times missing in the last 12 months",
            required=True,
        ),
        Column(
            "absent_episodes",
            "Number of Episodes the Child has been \u2018Absent\u2019 from their Placement in the last 12 months",
            Kind.INTEGER,
            "Times absent in the last 12 months",
            severity=Severity.FLAG,
        ),
        replace(
            answer(
                "interview_offered",
                "Was the child offered a Return Interview after their last missing episode (Y/N)?",
                "Whether an interview was offered after the last time missing",
            ),
            optional_column=False,
        ),
        replace(
            answer(
                "interview_accepted",
                "Did the child accept a Return Interview after their last missing episode (Y/N)?",
                "Whether the child accepted it",
            ),
            optional_column=False,
        ),
        *TEAM,
    ),
    rules=LIST_8_RULES,
    of_workbook=True,
)

LIST_9 = Table(
    name="list_9",
    title="Annex A, list 9: care leavers",
    grain="one row per young person with a right to leaving care services",
    source=f"{OFSTED}, list 9",
    key=("child",),
    columns=(
        *CHILD,
        replace(
            answer(
                "asylum_seeker",
                "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
                "Whether an unaccompanied asylum-seeking child, now or once",
                required=True,
            ),
            aliases=("UASC or formerly UASC if 18 or over",),
        ),
        DISABILITY,
        *TEAM,
        unread("adviser", "Allocated Personal Advisor", "Personal adviser of the young person"),
        replace(
            coded(
                "eligibility",
                "Eligibility Category",
                "annex_a_eligibility",
                "Which duty of the council's the young person is owed",
                required=True,
            ),
            optional_column=False,
        ),
        dated("plan_reviewed_date", "Latest Pathway Plan Review Date", "Date the pathway plan was last reviewed"),
        replace(
            coded("in_touch", "LA in Touch", "in_touch", "Whether the council is in touch", required=True),
            optional_column=False,
        ),
        dated("last_contact_date", "Latest Date of Contact", "Date of the last contact"),
        coded("accommodation_kind", "Type of Accommodation", "annex_a_accommodation", "Where the young person lives"),
        coded("suitable", "Suitability of Accommodation", "annex_a_suitability", "Whether it is suitable to live in"),
        coded("activity", "Activity Status", "leaver_activity", "What the young person does"),
    ),
    rules=LIST_9_RULES,
    optional=True,
    of_workbook=True,
)
