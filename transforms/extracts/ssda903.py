"""SSDA903: children looked after. Header and Episodes of care here; its other tables are in the modules beside it."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table, XmlLayout
from transforms.extracts.ssda903_adoption import AD1, PLACED_ADOPTION, PREV_PERM
from transforms.extracts.ssda903_care import CLA_REVIEWS, DOLO, MISSING, OC2, OC3, SW_EPISODES, UASC
from transforms.extracts.ssda903_columns import child_column, council_column
from transforms.places import placements
from transforms.rules.rule import Context, Severity
from transforms.rules.ssda903_ages import AGE_RULES
from transforms.rules.ssda903_episodes import EPISODE_RULES
from transforms.rules.ssda903_header import HEADER_RULES
from transforms.rules.ssda903_periods import PERIOD_RULES
from transforms.rules.ssda903_placements import PLACEMENT_RULES

HEADER = Table(
    name="header",
    title="SSDA903 Header",
    grain="one row per child looked after at any time in the collection year",
    source="SSDA903 guide, Header",
    key=("child",),
    columns=(
        child_column("CHILDID"),
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
        council_column(),
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
        child_column("../HEADER/CHILDID"),
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
        council_column(),
    ),
    rules=(*EPISODE_RULES, *PLACEMENT_RULES, *PERIOD_RULES, *AGE_RULES),
    record="EPISODE",
)


_PLACES = "places"  # of the episodes, by their rows


def derive(kept: Mapping[str, pd.DataFrame], context: Context) -> dict[str, pd.DataFrame]:
    """Where each episode's placement is. Its postcodes go no further."""
    return {_PLACES: placements(kept["episodes"], context.postcodes)}


def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
    """Core rows as the tables hold them; those of which a child may have several know their line in the file."""
    return {
        "core.cla_child": tables["header"],
        "core.cla_episode": _numbered(tables["episodes"].join(tables[_PLACES])),
        "core.care_leaver": tables["oc3"],
        "core.cla_missing": _numbered(tables["missing"]),
        "core.cla_review": _numbered(tables["cla_reviews"]),
        "core.cla_asylum_seeker": tables["uasc"],
        "core.cla_outcome": tables["oc2"],
        "core.cla_adoption": tables["ad1"],
        "core.cla_adoption_decision": _numbered(tables["placed_adoption"]),
        "core.cla_previous_permanence": tables["prev_perm"],
        "core.cla_social_worker": _numbered(tables["sw_episodes"]),
        "core.cla_liberty_order": _numbered(tables["dolo"]),
    }


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(row_number=rows.index)


SSDA903 = Extract(
    id="ssda903",
    title="SSDA903, children looked after",
    source="Department for Education, children looked after return",
    covers=Covers.FINANCIAL_YEAR,
    known_since=date(2021, 4, 1),
    tables=(
        *(HEADER, EPISODES, OC3, MISSING),
        *(CLA_REVIEWS, UASC, OC2, AD1, PLACED_ADOPTION, PREV_PERM, SW_EPISODES, DOLO),
    ),
    date_formats=("%d/%m/%Y", "%Y-%m-%d"),
    core_tables=(
        "core.cla_child",
        "core.cla_episode",
        "core.care_leaver",
        "core.cla_missing",
        "core.cla_review",
        "core.cla_asylum_seeker",
        "core.cla_outcome",
        "core.cla_adoption",
        "core.cla_adoption_decision",
        "core.cla_previous_permanence",
        "core.cla_social_worker",
        "core.cla_liberty_order",
    ),
    shape=shape,
    derive=derive,
    xml=XmlLayout(root="EXPSSDA903", unit="CHILD"),
)
