"""SSDA903, what happened in care: reviews, outcomes, times missing, social workers, orders that deprive of liberty."""

from datetime import date

from transforms.extracts.extract import Column, Kind, Table
from transforms.extracts.ssda903_columns import birth_column, child_column, council_column, flag_column
from transforms.rules.rule import Severity
from transforms.rules.ssda903_away import DOLO_RULES, MISSING_RULES
from transforms.rules.ssda903_contacts import CLA_REVIEWS_RULES, SW_EPISODES_RULES, UASC_RULES
from transforms.rules.ssda903_outcomes import OC2_RULES, OC3_RULES

OC3 = Table(
    name="oc3",
    title="SSDA903 care leavers (OC3)",
    grain="one row per young person who left care and has a birthday from 17 to 21 in the collection year",
    source="SSDA903 guide, OC3",
    key=("child",),
    columns=(
        child_column("../CHILDID"),
        birth_column("../DOB"),
        Column("in_touch", "IN_TOUCH", Kind.CODE, "Contact", required=True, codes="in_touch", waivable=True),
        Column("activity", "ACTIV", Kind.CODE, "Main activity", codes="leaver_activity", waivable=True),
        Column("accommodation", "ACCOM", Kind.CODE, "Accommodation", codes="leaver_accommodation", waivable=True),
        council_column(),
    ),
    rules=OC3_RULES,
    optional=True,
    record="HEADER/OC3",
)

MISSING = Table(
    name="missing",
    title="SSDA903 Missing",
    grain="one row per time that a child was missing, or away from placement without authorisation",
    source="SSDA903 guide, Missing",
    key=("child", "start_date"),
    columns=(
        child_column("../CHILDID"),
        birth_column("../DOB"),
        Column("kind", "MISSING", Kind.CODE, "Missing or away", required=True, codes="missing_kind"),
        Column("start_date", "MIS_START", Kind.DATE, "Date it began", required=True),
        Column("end_date", "MIS_END", Kind.DATE, "Date it ended; empty until then"),
        council_column(),
    ),
    rules=MISSING_RULES,
    optional=True,
    record="HEADER/AMISSING",
)

CLA_REVIEWS = Table(
    name="cla_reviews",
    title="SSDA903 Reviews",
    grain="one row per review of a child looked after",
    source="SSDA903 guide, Reviews",
    key=("child", "reviewed_on"),
    columns=(
        child_column("../CHILDID"),
        birth_column("../DOB"),
        Column("reviewed_on", "REVIEW", Kind.DATE, "Date of the review", required=True),
        Column(
            "participation",
            "REVIEW_CODE",
            Kind.CODE,
            "How the child took part",
            required=True,
            codes="review_participation",
            severity=Severity.FLAG,
        ),
        council_column(),
    ),
    rules=CLA_REVIEWS_RULES,
    optional=True,
    record="HEADER/AREVIEW",
)

UASC = Table(
    name="uasc",
    title="SSDA903 unaccompanied asylum-seeking children",
    grain="one row per unaccompanied asylum-seeking child looked after at any time in the collection year",
    source="SSDA903 guide, UASC",
    key=("child",),
    columns=(
        child_column(),
        Column("sex", "SEX", Kind.CODE, "Sex", codes="sex_903", staged=False, severity=Severity.FLAG),
        birth_column(),
        Column("ceased_on", "DUC", Kind.DATE, "Date the status ceases", severity=Severity.FLAG),
        council_column(),
    ),
    rules=UASC_RULES,
    optional=True,
    record=None,
)

OC2 = Table(
    name="oc2",
    title="SSDA903 outcomes of a year in care (OC2)",
    grain="one row per child looked after for the 12 months to 31 March",
    source="SSDA903 guide, OC2",
    key=("child",),
    columns=(
        child_column("../CHILDID"),
        birth_column("../DOB"),
        Column(
            "sdq_score",
            "SDQ_SCORE",
            Kind.INTEGER,
            "Score of the strengths and difficulties questionnaire",
            severity=Severity.FLAG,
        ),
        Column("sdq_reason", "SDQ_REASON", Kind.CODE, "Why there is none", codes="sdq_reason", severity=Severity.FLAG),
        flag_column("convicted", "CONVICTED", "Convicted, or subject to a youth caution, in the year"),
        flag_column("health_check", "HEALTH_CHECK", "Health checks of a child under five are up to date"),
        flag_column("immunisations", "IMMUNISATIONS", "Immunisations are up to date"),
        flag_column("teeth_check", "TEETH_CHECK", "Teeth were checked in the year"),
        flag_column("health_assessment", "HEALTH_ASSESSMENT", "Health was assessed in the year"),
        flag_column("substance_misuse", "SUBSTANCE_MISUSE", "Misuse of substances was identified"),
        flag_column("intervention_received", "INTERVENTION_RECEIVED", "Received an intervention for it"),
        flag_column("intervention_offered", "INTERVENTION_OFFERED", "Was offered one that was not received"),
        council_column(),
    ),
    rules=OC2_RULES,
    optional=True,
    record="HEADER/OC2",
)

SW_EPISODES = Table(
    name="sw_episodes",
    title="SSDA903 social workers",
    grain="one row per child and time with one social worker",
    since=date(2023, 4, 1),
    source="SSDA903 guide, social worker episodes",
    key=("child", "start_date"),
    columns=(
        child_column(),
        birth_column(),
        Column(
            "worker",
            "SW_ID",
            Kind.PERSON,
            "Registration number of the social worker",
            required=True,
            identity="social worker",
            severity=Severity.FLAG,
        ),
        Column("start_date", "SW_DECOM", Kind.DATE, "Date the social worker began", required=True),
        Column("ended_on", "SW_DEC", Kind.DATE, "Date the social worker ended; empty until then"),
        Column(
            "change_reason",
            "SW_REASON",
            Kind.CODE,
            "Why the social worker changed",
            required=True,
            codes="social_worker_change",
            severity=Severity.FLAG,
        ),
        council_column(),
    ),
    rules=SW_EPISODES_RULES,
    optional=True,
    record=None,
)

DOLO = Table(
    name="dolo",
    title="SSDA903 deprivation of liberty orders",
    grain="one row per child and order that deprives the child of liberty",
    since=date(2026, 4, 1),
    source="SSDA903 guide, deprivation of liberty orders",
    key=("child", "started_on"),
    columns=(
        child_column(),
        birth_column(),
        Column("started_on", "DOLO_START", Kind.DATE, "Date the order began", required=True),
        Column("ended_on", "DOLO_END", Kind.DATE, "Date it ended; empty until then"),
        council_column(),
    ),
    rules=DOLO_RULES,
    optional=True,
    record=None,
)
