"""SSDA903: children looked after. Header, Episodes of care, care leavers (OC3) and times missing from placement."""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table, XmlLayout
from transforms.rules.rule import Context, Severity
from transforms.rules.ssda903 import EPISODES_RULES, HEADER_RULES, MISSING_RULES, OC3_RULES

HEADER = Table(
    name="header",
    title="SSDA903 Header",
    grain="one row per child looked after at any time in the collection year",
    source="SSDA903 guide, Header",
    key=("child",),
    columns=(
        Column(
            "child",
            "CHILD",
            Kind.PERSON,
            "Local identifier of the child",
            required=True,
            identity="child",
            element="CHILDID",
        ),
        Column("sex", "SEX", Kind.CODE, "Sex", required=True, codes="sex_903", waivable=True),
        Column("date_of_birth", "DOB", Kind.DATE, "Date of birth", required=True),
        Column("ethnicity", "ETHNIC", Kind.CODE, "Ethnicity", required=True, codes="ethnicity", severity=Severity.FLAG),
        Column("upn", "UPN", Kind.PERSON, "Unique pupil number, or the reason why there is none", identity="upn"),
        Column(
            "mother", "MOTHER", Kind.FLAG, "Whether the child is herself a mother", staged=False, severity=Severity.FLAG
        ),
        Column(
            "mother_child_dob", "MC_DOB", Kind.DATE, "Date of birth of her child", staged=False, severity=Severity.FLAG
        ),
    ),
    rules=HEADER_RULES,
    record="HEADER",
)

EPISODES = Table(
    name="episodes",
    title="SSDA903 Episodes",
    grain="one row per episode: a stay in one placement under one legal status",
    source="SSDA903 guide, Episodes",
    key=("child", "episode_start"),
    columns=(
        Column(
            "child",
            "CHILD",
            Kind.PERSON,
            "Local identifier of the child",
            required=True,
            identity="child",
            element="../HEADER/CHILDID",
        ),
        Column("episode_start", "DECOM", Kind.DATE, "Date the episode began", required=True),
        Column(
            "reason_new_episode",
            "RNE",
            Kind.CODE,
            "Why it began",
            required=True,
            codes="reason_new_episode",
            waivable=True,
        ),
        Column("legal_status", "LS", Kind.CODE, "Legal status", required=True, codes="legal_status", waivable=True),
        Column(
            "category_of_need",
            "CIN",
            Kind.CODE,
            "Category of need",
            required=True,
            codes="category_of_need",
            waivable=True,
        ),
        Column(
            "placement",
            "PLACE",
            Kind.CODE,
            "Placement type",
            required=True,
            codes="placement",
            element="PL",
            waivable=True,
        ),
        Column(
            "placement_provider", "PLACE_PROVIDER", Kind.CODE, "Provider", codes="placement_provider", waivable=True
        ),
        Column("episode_end", "DEC", Kind.DATE, "Date the episode ceased; empty while it is open"),
        Column(
            "reason_ceased",
            "REC",
            Kind.CODE,
            "Why it ceased; empty while it is open",
            codes="reason_ceased",
            waivable=True,
        ),
        Column(
            "placement_change_reason",
            "REASON_PLACE_CHANGE",
            Kind.CODE,
            "Why the placement changed",
            codes="placement_change_reason",
            waivable=True,
        ),
        Column("home_postcode", "HOME_POST", Kind.TEXT, "Home postcode", staged=False),
        Column("placement_postcode", "PL_POST", Kind.TEXT, "Placement postcode", staged=False),
        Column(
            "placement_urn", "URN", Kind.TEXT, "Ofsted unique reference number of the placement", pattern=r"^\w{1,10}$"
        ),
    ),
    rules=EPISODES_RULES,
    record="EPISODE",
)


OC3 = Table(
    name="oc3",
    title="SSDA903 care leavers (OC3)",
    grain="one row per young person who left care and has a birthday from 17 to 21 in the collection year",
    source="SSDA903 guide, OC3",
    key=("child",),
    columns=(
        Column(
            "child",
            "CHILD",
            Kind.PERSON,
            "Local identifier of the young person",
            required=True,
            identity="child",
            element="../CHILDID",
        ),
        Column(
            "date_of_birth",
            "DOB",
            Kind.DATE,
            "Date of birth",
            staged=False,
            severity=Severity.FLAG,
            element="../DOB",
        ),
        Column("in_touch", "IN_TOUCH", Kind.CODE, "Contact", required=True, codes="in_touch", waivable=True),
        Column("activity", "ACTIV", Kind.CODE, "Main activity", codes="leaver_activity", waivable=True),
        Column("accommodation", "ACCOM", Kind.CODE, "Accommodation", codes="leaver_accommodation", waivable=True),
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
        Column(
            "child",
            "CHILD",
            Kind.PERSON,
            "Local identifier of the child",
            required=True,
            identity="child",
            element="../CHILDID",
        ),
        Column(
            "date_of_birth",
            "DOB",
            Kind.DATE,
            "Date of birth",
            staged=False,
            severity=Severity.FLAG,
            element="../DOB",
        ),
        Column("kind", "MISSING", Kind.CODE, "Missing or away", required=True, codes="missing_kind"),
        Column("start_date", "MIS_START", Kind.DATE, "Date it began", required=True),
        Column("end_date", "MIS_END", Kind.DATE, "Date it ended; empty until then"),
    ),
    rules=MISSING_RULES,
    optional=True,
    record="HEADER/AMISSING",
)


def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per child, episode and time missing (with its line number in the file), and care leaver."""
    episodes, missing = tables["episodes"], tables["missing"]
    return {
        "core.cla_child": tables["header"],
        "core.cla_episode": episodes.assign(row_number=episodes.index),
        "core.care_leaver": tables["oc3"],
        "core.cla_missing": missing.assign(row_number=missing.index),
    }


SSDA903 = Extract(
    id="ssda903",
    title="SSDA903, children looked after",
    source="Department for Education, children looked after return",
    covers=Covers.FINANCIAL_YEAR,
    tables=(HEADER, EPISODES, OC3, MISSING),
    date_formats=("%d/%m/%Y", "%Y-%m-%d"),
    core_tables=("core.cla_child", "core.cla_episode", "core.care_leaver", "core.cla_missing"),
    shape=shape,
    xml=XmlLayout(root="EXPSSDA903", unit="CHILD"),
)
