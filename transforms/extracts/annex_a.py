"""Annex A, the child-level lists that Ofsted asks for: early help (list 2) and children in care (list 8).

The other lists say what the returns to government say. Of these two only what is counted is read: neither names nor
workers nor addresses.
"""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.rules.annex_a import LIST_2_RULES, LIST_8_RULES
from transforms.rules.rule import Context, Severity

_OFSTED = "Ofsted, inspections of children's services: Annex A child-level data"

LIST_2 = Table(
    name="list_2",
    title="Annex A, list 2: early help assessments",
    grain="one row per early help assessment of the last six months",
    source=f"{_OFSTED}, list 2",
    key=("child", "start_date", "organisation"),
    columns=(
        Column(
            "child", "Child Unique ID", Kind.PERSON, "Local identifier of the child", required=True, identity="child"
        ),
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
)

LIST_8 = Table(
    name="list_8",
    title="Annex A, list 8: children in care",
    grain="one row per child and period of care of the last six months",
    source=f"{_OFSTED}, list 8",
    key=("child", "started_date"),
    columns=(
        Column(
            "child", "Child Unique ID", Kind.PERSON, "Local identifier of the child", required=True, identity="child"
        ),
        Column(
            "started_date",
            "Date Started to be Looked After",
            Kind.DATE,
            "Date the child started to be looked after",
            required=True,
        ),
        Column(
            "ceased_date",
            "Date Ceased to be Looked After",
            Kind.DATE,
            "Date the child ceased to be looked after; empty while in care",
        ),
        Column(
            "missing_episodes",
            "Number of Episodes the Child has been \u2018Missing\u2019 from their Placement in the last 12 months",
            Kind.INTEGER,
            "Times missing in the last 12 months",
            required=True,
            aliases=("Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months",),
        ),
        Column(
            "absent_episodes",
            "Number of Episodes the Child has been \u2018Absent\u2019 from their Placement in the last 12 months",
            Kind.INTEGER,
            "Times absent in the last 12 months",
            severity=Severity.FLAG,
            aliases=("Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months",),
        ),
        Column(
            "interview_offered",
            "Was the child offered a Return Interview after their last missing episode (Y/N)?",
            Kind.CODE,
            "Whether an interview was offered after the last time missing",
            codes="yes_no_option",
            severity=Severity.FLAG,
        ),
        Column(
            "interview_accepted",
            "Did the child accept a Return Interview after their last missing episode (Y/N)?",
            Kind.CODE,
            "Whether the child accepted it",
            codes="yes_no_option",
            severity=Severity.FLAG,
        ),
    ),
    rules=LIST_8_RULES,
)

_ANSWERS = {"Yes": True, "No": False}


def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per early help assessment, and per child in care, each with its row in the sheet."""
    early_help, in_care = tables["list_2"], tables["list_8"]
    answers = {
        name: in_care[name].map(_ANSWERS).astype("boolean") for name in ("interview_offered", "interview_accepted")
    }
    return {
        "core.early_help_assessment": early_help.assign(row_number=early_help.index),
        "core.cla_missing_summary": in_care.assign(row_number=in_care.index, **answers),
    }


ANNEX_A = Extract(
    id="annex_a",
    title="Annex A",
    source="Ofsted, child-level data that inspections ask for",
    covers=Covers.MONTH,
    tables=(LIST_2, LIST_8),
    date_formats=("%Y-%m-%d", "%d/%m/%Y"),
    core_tables=("core.early_help_assessment", "core.cla_missing_summary"),
    shape=shape,
)
