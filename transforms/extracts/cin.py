"""The children in need census: each child's referrals, and the assessments, enquiries and plans that followed.

A case has no number of its own in the XML, so the records are numbered through the file, as analysts do.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table, XmlLayout
from transforms.extracts.numbers_of_people import former_upn
from transforms.rules.cin import CHILDREN_RULES, DISABILITIES_RULES, REFERRALS_RULES
from transforms.rules.cin_activity import (
    ASSESSMENT_FACTORS_RULES,
    ASSESSMENTS_RULES,
    CIN_PLANS_RULES,
    PROTECTION_PLANS_RULES,
    REVIEWS_RULES,
    SECTION47_RULES,
)
from transforms.rules.cin_pre_proceedings import PRE_PROCEEDINGS_RULES
from transforms.rules.rule import Context, Severity

_CENSUS = "Children in need census, technical specification"
_CHILD = "../ChildIdentifiers/LAchildID"
_CHILD_OF_CASE = "../../ChildIdentifiers/LAchildID"


def _child(element: str, *, staged: bool = True) -> Column:
    """The child that a record belongs to; ``element`` is where its identifier stands, seen from the record."""
    return Column(
        "child",
        "LAchildID",
        Kind.PERSON,
        "Local identifier of the child",
        required=True,
        identity="child",
        staged=staged,
        element=element,
    )


CHILDREN = Table(
    name="children",
    title="CIN census, children",
    grain="one row per child with a case open at any time in the census year",
    source=_CENSUS,
    key=("child",),
    columns=(
        _child("ChildIdentifiers/LAchildID"),
        Column(
            "upn",
            "UPN",
            Kind.PERSON,
            "Unique pupil number",
            identity="upn",
            element="ChildIdentifiers/UPN",
        ),
        former_upn("FormerUPN", "ChildIdentifiers/FormerUPN"),
        Column(
            "upn_unknown",
            "UPNunknown",
            Kind.CODE,
            "Why there is no unique pupil number",
            codes="upn_unknown",
            staged=False,
            severity=Severity.FLAG,
            element="ChildIdentifiers/UPNunknown",
        ),
        Column(
            "date_of_birth",
            "PersonBirthDate",
            Kind.DATE,
            "Date of birth; empty while the child is unborn",
            severity=Severity.FLAG,
            element="ChildIdentifiers/PersonBirthDate",
        ),
        Column(
            "expected_birth",
            "ExpectedPersonBirthDate",
            Kind.DATE,
            "Day on which an unborn child is expected",
            staged=False,
            severity=Severity.FLAG,
            element="ChildIdentifiers/ExpectedPersonBirthDate",
        ),
        Column(
            "sex",
            "Sex",
            Kind.CODE,
            "Sex",
            required=True,
            codes="sex_cin",
            severity=Severity.FLAG,
            aliases=("GenderCurrent",),
            renamed_on=date(2024, 4, 1),
            element="ChildIdentifiers/Sex",
        ),
        Column(
            "died_on",
            "PersonDeathDate",
            Kind.DATE,
            "Date of death",
            staged=False,
            severity=Severity.FLAG,
            element="ChildIdentifiers/PersonDeathDate",
        ),
        Column(
            "ethnicity",
            "Ethnicity",
            Kind.CODE,
            "Ethnicity",
            required=True,
            codes="ethnicity",
            severity=Severity.FLAG,
            element="ChildCharacteristics/Ethnicity",
        ),
    ),
    rules=CHILDREN_RULES,
)

DISABILITIES = Table(
    name="disabilities",
    title="CIN census, disabilities",
    grain="one row per child and disability",
    source=_CENSUS,
    key=("child", "disability"),
    record="ChildCharacteristics/Disabilities/Disability",
    columns=(
        _child(_CHILD, staged=False),
        Column(
            "disability",
            "Disability",
            Kind.CODE,
            "Disability",
            required=True,
            codes="disability",
            staged=False,
            severity=Severity.FLAG,
            element=".",
        ),
    ),
    rules=DISABILITIES_RULES,
)


def _number(name: str, header: str, element: str, description: str, *, staged: bool = True) -> Column:
    return Column(name, header, Kind.INTEGER, description, required=True, staged=staged, element=f"#{element}")


_CASE = _number("referral_number", "CINdetailsID", "CINdetails", "Number of the referral in the file")

REFERRALS = Table(
    name="referrals",
    title="CIN census, referrals",
    grain="one row per referral, and so per case: from the referral to the day that it was closed",
    source=_CENSUS,
    key=("referral_number",),
    record="CINdetails",
    columns=(
        _child(_CHILD),
        _CASE,
        Column("referral_date", "CINreferralDate", Kind.DATE, "Date of the referral", required=True),
        Column(
            "referral_source",
            "ReferralSource",
            Kind.CODE,
            "Who referred the child",
            required=True,
            codes="referral_source",
            severity=Severity.FLAG,
        ),
        Column(
            "primary_need", "PrimaryNeedCode", Kind.CODE, "Primary need", codes="primary_need", severity=Severity.FLAG
        ),
        Column("closure_date", "CINclosureDate", Kind.DATE, "Date that the case was closed; empty while it is open"),
        Column(
            "closure_reason",
            "ReasonForClosure",
            Kind.CODE,
            "Why it was closed; empty while it is open",
            codes="closure_reason",
            severity=Severity.FLAG,
        ),
        Column(
            "conference_date",
            "DateOfInitialCPC",
            Kind.DATE,
            "Date of an initial child protection conference without an enquiry of its own",
            staged=False,
            severity=Severity.FLAG,
        ),
        Column("is_nfa", "ReferralNFA", Kind.FLAG, "Whether no further action followed", required=True),
    ),
    rules=REFERRALS_RULES,
)

ASSESSMENTS = Table(
    name="assessments",
    title="CIN census, assessments",
    grain="one row per assessment of a case",
    source=_CENSUS,
    key=("assessment_number",),
    record="CINdetails/Assessments",
    columns=(
        _child(_CHILD_OF_CASE),
        _CASE,
        _number("assessment_number", "AssessmentID", "Assessments", "Number of the assessment in the file"),
        Column("start_date", "AssessmentActualStartDate", Kind.DATE, "Date the assessment began", required=True),
        Column(
            "authorised_date",
            "AssessmentAuthorisationDate",
            Kind.DATE,
            "Date it was authorised; empty while it goes on",
        ),
    ),
    rules=ASSESSMENTS_RULES,
)

ASSESSMENT_FACTORS = Table(
    name="assessment_factors",
    title="CIN census, factors found by assessments",
    grain="one row per assessment and factor",
    source=_CENSUS,
    key=("assessment_number", "factor"),
    record="CINdetails/Assessments/FactorsIdentifiedAtAssessment/AssessmentFactors",
    columns=(
        _number("assessment_number", "AssessmentID", "Assessments", "Number of the assessment in the file"),
        Column(
            "factor",
            "AssessmentFactors",
            Kind.CODE,
            "Factor",
            required=True,
            codes="assessment_factor",
            element=".",
        ),
    ),
    rules=ASSESSMENT_FACTORS_RULES,
)

CIN_PLANS = Table(
    name="cin_plans",
    title="CIN census, child in need plans",
    grain="one row per child in need plan",
    source=_CENSUS,
    key=("referral_number", "start_date"),
    record="CINdetails/CINPlanDates",
    columns=(
        _child(_CHILD_OF_CASE),
        _CASE,
        Column("start_date", "CINPlanStartDate", Kind.DATE, "Date the plan began", required=True),
        Column("end_date", "CINPlanEndDate", Kind.DATE, "Date it ended; empty while it goes on"),
    ),
    rules=CIN_PLANS_RULES,
)

SECTION47 = Table(
    name="section47",
    title="CIN census, section 47 enquiries",
    grain="one row per enquiry under section 47",
    source=_CENSUS,
    key=("referral_number", "start_date"),
    record="CINdetails/Section47",
    columns=(
        _child(_CHILD_OF_CASE),
        _CASE,
        Column("start_date", "S47ActualStartDate", Kind.DATE, "Date the enquiry began", required=True),
        Column("conference_date", "DateOfInitialCPC", Kind.DATE, "Date of the initial child protection conference"),
        Column(
            "conference_not_required",
            "ICPCnotRequired",
            Kind.FLAG,
            "Whether no conference was needed",
            required=True,
        ),
    ),
    rules=SECTION47_RULES,
)

PROTECTION_PLANS = Table(
    name="protection_plans",
    title="CIN census, child protection plans",
    grain="one row per child protection plan",
    source=_CENSUS,
    key=("plan_number",),
    record="CINdetails/ChildProtectionPlans",
    columns=(
        _child(_CHILD_OF_CASE),
        _CASE,
        _number("plan_number", "CPPID", "ChildProtectionPlans", "Number of the plan in the file", staged=False),
        Column("plan_start", "CPPstartDate", Kind.DATE, "Date the plan began", required=True),
        Column("plan_end", "CPPendDate", Kind.DATE, "Date it ended; empty while it goes on"),
        Column(
            "initial_category",
            "InitialCategoryOfAbuse",
            Kind.CODE,
            "Category of abuse at the start",
            required=True,
            codes="abuse_category",
            severity=Severity.FLAG,
        ),
        Column(
            "latest_category",
            "LatestCategoryOfAbuse",
            Kind.CODE,
            "Latest category of abuse",
            required=True,
            codes="abuse_category",
            severity=Severity.FLAG,
        ),
        Column(
            "previous_plans",
            "NumberOfPreviousCPP",
            Kind.INTEGER,
            "How many plans the child had before",
            required=True,
        ),
    ),
    rules=PROTECTION_PLANS_RULES,
)

REVIEWS = Table(
    name="reviews",
    title="CIN census, reviews of child protection plans",
    grain="one row per review of a child protection plan",
    source=_CENSUS,
    key=("plan_number", "review_date"),
    record="CINdetails/ChildProtectionPlans/Reviews/CPPreviewDate",
    columns=(
        _number("plan_number", "CPPID", "ChildProtectionPlans", "Number of the plan in the file", staged=False),
        Column(
            "review_date",
            "CPPreviewDate",
            Kind.DATE,
            "Date of the review",
            required=True,
            staged=False,
            element=".",
        ),
    ),
    rules=REVIEWS_RULES,
)

PRE_PROCEEDINGS = Table(
    name="pre_proceedings",
    title="CIN census, pre-proceedings and family group decision making",
    grain="one row per case in which a family group meeting was offered or care proceedings were considered",
    source=_CENSUS,
    key=("pre_proceedings_number",),
    record="CINdetails/PreProceedingsandFGDM",
    optional=True,
    since=date(2025, 4, 1),
    columns=(
        _child(_CHILD_OF_CASE),
        _CASE,
        _number(
            "pre_proceedings_number",
            "PreProceedingsID",
            "PreProceedingsandFGDM",
            "Number of the record in the file",
            staged=False,
        ),
        Column("pre_proceedings_start", "PPStartDate", Kind.DATE, "Date that the pre-proceedings began"),
        Column("letter_date", "LBPSentDate", Kind.DATE, "Date that the letter before proceedings was sent"),
        Column("meeting_offered", "FGDMMeetingOffer", Kind.FLAG, "Whether a family group meeting was offered"),
        Column("meeting_held", "FGDMMeetingFac", Kind.FLAG, "Whether one was held"),
        Column("first_meeting_date", "InitialPPMeetingDate", Kind.DATE, "Date of the first pre-proceedings meeting"),
        Column("review_meetings", "ReviewMeetingsCount", Kind.INTEGER, "How many review meetings there were"),
        Column("decision_date", "StepDecisionDate", Kind.DATE, "Date of the decision to step up to court or down"),
        Column("outcome", "PPOutcome", Kind.TEXT, "Outcome, as coded in the return", pattern=r"^\w{1,3}$"),
        Column("application_date", "CourtAppDate", Kind.DATE, "Date of the application to court"),
        Column("proceedings_letter_date", "LetterInitCPDate", Kind.DATE, "Date of the letter that proceedings began"),
    ),
    rules=PRE_PROCEEDINGS_RULES,
)

_NUMBERED = {
    "core.cin_referral": "referrals",
    "core.cin_assessment": "assessments",
    "core.cin_plan": "cin_plans",
    "core.cin_section47": "section47",
    "core.cin_protection_plan": "protection_plans",
    "core.cin_pre_proceedings": "pre_proceedings",
}


def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per child, case, assessment, factor, plan and enquiry.

    Disabilities and reviews are checked, and no indicator needs them: they are not kept.
    """
    numbered = {core: tables[table].assign(row_number=tables[table].index) for core, table in _NUMBERED.items()}
    return {
        "core.cin_child": tables["children"],
        "core.cin_assessment_factor": tables["assessment_factors"],
        **numbered,
    }


CIN = Extract(
    id="cin",
    title="Children in need census",
    source="Department for Education, children in need census",
    covers=Covers.FINANCIAL_YEAR,
    known_since=date(2021, 4, 1),
    tables=(
        CHILDREN,
        DISABILITIES,
        REFERRALS,
        ASSESSMENTS,
        ASSESSMENT_FACTORS,
        CIN_PLANS,
        SECTION47,
        PROTECTION_PLANS,
        REVIEWS,
        PRE_PROCEEDINGS,
    ),
    date_formats=("%Y-%m-%d", "%d/%m/%Y"),
    core_tables=("core.cin_child", "core.cin_assessment_factor", *_NUMBERED),
    shape=shape,
    xml=XmlLayout(
        root="Message",
        unit="Children/Child",
        council="Header/Source/LEA",
        year="Header/CollectionDetails/Year",
        reference_date="Header/CollectionDetails/ReferenceDate",
    ),
)
