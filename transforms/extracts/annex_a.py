"""Annex A, the child-level lists that Ofsted asks for.

Early help (list 2) and children in care (list 8) must be there, since figures need them; a council may send the others.
Neither names nor workers nor addresses enter the database, nor what other returns say of a child (sex, ethnicity, date
of birth): that is read for checks alone.
"""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.annex_a_adoption import LIST_10, LIST_11
from transforms.extracts.annex_a_care import LIST_8, LIST_9
from transforms.extracts.annex_a_cases import LIST_6, LIST_7
from transforms.extracts.annex_a_front_door import LIST_1, LIST_2, LIST_3, LIST_4, LIST_5
from transforms.extracts.extract import Covers, Extract
from transforms.rules.rule import Context

_ANSWERS = {"Yes": True, "No": False}
_INSIDE = {"In": True, "Out": False}
_SUITABLE = {"Suitable": True, "Not suitable": False}
# Of list 8, what an older table of the warehouse holds: how often each child was missing.
_MISSING = ("child", "started_date", "ceased_date")
_EPISODES = ("missing_episodes", "absent_episodes", "interview_offered", "interview_accepted")


def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row for each of a list, with its row in the sheet; list 8 in two tables."""
    lists = {name: _with_answers(rows).assign(row_number=rows.index) for name, rows in tables.items()}
    in_care = lists["list_8"]
    return {
        "core.annex_a_contact": lists["list_1"],
        "core.early_help_assessment": lists["list_2"],
        "core.annex_a_referral": lists["list_3"],
        "core.annex_a_assessment": lists["list_4"],
        "core.annex_a_section_47": lists["list_5"],
        "core.annex_a_child_in_need": lists["list_6"],
        "core.annex_a_protection_plan": lists["list_7"],
        "core.cla_missing_summary": in_care[["row_number", *_MISSING, *_EPISODES]],
        "core.annex_a_child_in_care": in_care.drop(columns=list(_EPISODES)),
        "core.annex_a_care_leaver": lists["list_9"],
        "core.annex_a_adoption": lists["list_10"],
        "core.annex_a_adopter": lists["list_11"],
    }


def _with_answers(rows: pd.DataFrame) -> pd.DataFrame:
    """Columns that ask one thing or the other, as true and false."""
    asked = dict.fromkeys(_ASKED, _ANSWERS) | {"placed_inside": _INSIDE, "suitable": _SUITABLE}
    answers = {name: rows[name].map(asked[name]).astype("boolean") for name in asked.keys() & set(rows)}
    return rows.assign(**answers)


_LISTS = (LIST_1, LIST_2, LIST_3, LIST_4, LIST_5, LIST_6, LIST_7, LIST_8, LIST_9, LIST_10, LIST_11)
_ASKED = {column.name for each in _LISTS for column in each.columns if column.codes == "yes_no_option"}

ANNEX_A = Extract(
    id="annex_a",
    title="Annex A",
    source="Ofsted, child-level data that inspections ask for",
    covers=Covers.MONTH,
    tables=_LISTS,
    date_formats=("%Y-%m-%d", "%d/%m/%Y"),
    core_tables=(
        "core.annex_a_contact",
        "core.early_help_assessment",
        "core.annex_a_referral",
        "core.annex_a_assessment",
        "core.annex_a_section_47",
        "core.annex_a_child_in_need",
        "core.annex_a_protection_plan",
        "core.cla_missing_summary",
        "core.annex_a_child_in_care",
        "core.annex_a_care_leaver",
        "core.annex_a_adoption",
        "core.annex_a_adopter",
    ),
    shape=shape,
)
