"""Returns about children whom no statutory return follows (early help, missing, exploitation), and about audits."""

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.extracts.return_columns import DATES, LAYOUT, TEAM, case_worker, child, coded, end, numbered, start
from transforms.rules.returns_children import AUDIT_RULES, EARLY_HELP_RULES, EXPLOITATION_RULES, MISSING_RULES
from transforms.rules.rule import Severity

EARLY_HELP_EPISODES = Table(
    name="early_help",
    title="Early help episodes",
    grain="one row per child and early help episode that was open in the financial year",
    source=LAYOUT,
    key=("child", "start_date"),
    columns=(
        child("earl_person_id"),
        start("Day on which the episode began", "earl_episode_start_date"),
        end("Day on which it ended; empty until then", "earl_episode_end_date"),
        coded("reason", "early_help_reason", "Main reason for the help", "earl_episode_reason", required=True),
        coded("end_reason", "early_help_end", "Reason that the episode ended", "earl_episode_end_reason"),
        coded("organisation", "early_help_lead", "Lead organisation", "earl_episode_organisation", required=True),
        case_worker("earl_episode_worker_id"),
    ),
    rules=EARLY_HELP_RULES,
    of_workbook=True,
)

EARLY_HELP = Extract(
    id="early_help",
    title="Early help episodes",
    source="Council's early help team",
    covers=Covers.FINANCIAL_YEAR,
    tables=(EARLY_HELP_EPISODES,),
    date_formats=DATES,
    core_tables=("core.early_help_episode",),
    shape=numbered("core.early_help_episode", "early_help"),
)

MISSING_EPISODES = Table(
    name="missing_episodes",
    title="Missing episodes",
    grain="one row per child and time missing, of every child of the council's, looked after or not",
    source=LAYOUT,
    key=("episode",),
    columns=(
        # A child may go missing twice in one day, so that no day tells an episode.
        Column(
            "episode",
            "episode_id",
            Kind.TEXT,
            "Number of the episode in the case system",
            required=True,
            staged=False,
            aliases=("miss_table_id",),
        ),
        child("miss_person_id"),
        coded("kind", "missing_kind", "Missing, or away without authorisation", "miss_missing_episode_type"),
        start("Day on which the child went missing", "miss_missing_episode_start_date"),
        end("Day on which the child came back; empty until then", "miss_missing_episode_end_date"),
        coded(
            "interview_offered",
            "interview_answer",
            "Whether a return home interview was offered",
            "miss_missing_rhi_offered",
        ),
        coded("interview_accepted", "interview_answer", "Whether it was accepted", "miss_missing_rhi_accepted"),
        Column(
            "interview_date",
            "interview_date",
            Kind.DATE,
            "Day of the interview; empty until it is held",
            optional_column=True,
            severity=Severity.FLAG,
        ),
    ),
    rules=MISSING_RULES,
    of_workbook=True,
)

MISSING = Extract(
    id="missing",
    title="Missing episodes and return home interviews",
    source="Council's missing coordinator or case management system",
    covers=Covers.FINANCIAL_YEAR,
    tables=(MISSING_EPISODES,),
    date_formats=DATES,
    core_tables=("core.missing_episode",),
    shape=numbered("core.missing_episode", "missing_episodes"),
)

EXPLOITATION_FLAGS = Table(
    name="exploitation",
    title="Exploitation flags",
    grain="one row per child, kind of exploitation and time for which the child was flagged",
    source=LAYOUT,
    key=("child", "kind", "start_date"),
    columns=(
        child(),
        Column(
            "kind",
            "exploitation",
            Kind.CODE,
            "Kind of exploitation",
            required=True,
            codes="exploitation_kind",
            spelled_freely=True,
        ),
        start("Day on which the flag was set"),
        end("Day on which it was taken off; empty until then"),
    ),
    rules=EXPLOITATION_RULES,
    of_workbook=True,
)

EXPLOITATION = Extract(
    id="exploitation",
    title="Children at risk of exploitation",
    source="Council's exploitation lead or case management system",
    covers=Covers.FINANCIAL_YEAR,
    tables=(EXPLOITATION_FLAGS,),
    date_formats=DATES,
    core_tables=("core.exploitation_flag",),
    shape=numbered("core.exploitation_flag", "exploitation"),
)

AUDIT_VISITS = Table(
    name="audits",
    title="Quality visits and case audits",
    grain="one row per visit or audit",
    source=LAYOUT,
    key=("audit",),
    columns=(
        Column("audit", "audit_id", Kind.TEXT, "Number of the visit or audit in its log", required=True, staged=False),
        Column("child", "child", Kind.PERSON, "Local identifier of the child, where it is about one", identity="child"),
        Column("audit_date", "audit_date", Kind.DATE, "Day of the visit or audit", required=True),
        TEAM,
        Column(
            "kind",
            "audit_kind",
            Kind.CODE,
            "Kind of visit or audit",
            required=True,
            codes="audit_kind",
            spelled_freely=True,
        ),
        coded("grade", "audit_grade", "Grade of the work", required=True),
    ),
    rules=AUDIT_RULES,
    of_workbook=True,
)

AUDITS = Extract(
    id="audits",
    title="Quality visits and case audits",
    source="Council's quality assurance team",
    covers=Covers.FINANCIAL_YEAR,
    tables=(AUDIT_VISITS,),
    date_formats=DATES,
    core_tables=("core.quality_audit",),
    shape=numbered("core.quality_audit", "audits"),
)
