"""What the returns of docs/returns.md have in common: their columns, dates and the way they become core rows.

Headings are our own names, so that one list serves the template, the file and the declaration. Those of the Standard
Safeguarding Dataset (``earl_…``, ``miss_…``, ``prof_…``) are read as well where it holds the same.
"""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.extract import Column, Kind, Shape
from transforms.rules.rule import Context, Severity

LAYOUT = "Layout of docs/returns.md; no national layout is published"
# Databases and sheets may write a time behind the day.
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


def child(*aliases: str) -> Column:
    """The child that a row is about, by the number that the case system has for it."""
    return Column(
        "child", "child", Kind.PERSON, "Local identifier of the child", required=True, identity="child", aliases=aliases
    )


def start(description: str, *aliases: str) -> Column:
    """The day on which something began: without it, a row counts in no quarter."""
    return Column("start_date", "start_date", Kind.DATE, description, required=True, aliases=aliases)


def end(description: str, *aliases: str) -> Column:
    """The day on which it ended; empty until then."""
    return Column("ended_on", "end_date", Kind.DATE, description, aliases=aliases)


def coded(name: str, codes: str, description: str, *aliases: str, required: bool = False) -> Column:
    """A code, or its text as people type it; a row without one is loaded all the same."""
    return Column(
        name,
        name,
        Kind.CODE,
        description,
        required=required,
        codes=codes,
        severity=Severity.FLAG,
        spelled_freely=True,
        aliases=aliases,
    )


def number(name: str, kind: Kind, description: str, *aliases: str, required: bool = False) -> Column:
    """A number; a row without one is loaded all the same."""
    return Column(name, name, kind, description, required=required, severity=Severity.FLAG, aliases=aliases)


def case_worker(*aliases: str) -> Column:
    """Who works with the child, by the number in the list of workers; a file may leave it out."""
    return Column(
        "worker",
        "worker_id",
        Kind.PERSON,
        "Identifier of the worker in the case system",
        identity="worker",
        optional_column=True,
        aliases=aliases,
    )


TEAM = Column(
    "team",
    "team",
    Kind.TEXT,
    "Name of the team",
    required=True,
    pattern=r"^.{1,60}$",
    aliases=("prof_professional_department",),
)
PUPIL = Column("pupil", "upn", Kind.PERSON, "Unique pupil number", required=True, identity="upn")
PUPIL_IF_KNOWN = Column("pupil", "upn", Kind.PERSON, "Unique pupil number", identity="upn", optional_column=True)
SCHOOL = Column(
    "school_urn", "school_urn", Kind.TEXT, "Unique reference number of the school", required=True, pattern=r"^\d{6}$"
)
KEY_STAGE = Column(
    "key_stage", "key_stage", Kind.CODE, "Key stage", required=True, codes="key_stage", spelled_freely=True
)
SUBJECT = Column(
    "subject", "subject", Kind.CODE, "Subject", required=True, codes="attainment_subject", spelled_freely=True
)
ACADEMIC_YEAR = Column(
    "academic_year",
    "academic_year",
    Kind.TEXT,
    "Academic year, as 2024/25",
    required=True,
    pattern=r"^\d{4}/\d{2}$",
)


def numbered(core_table: str, table: str) -> Shape:
    """Core rows of a return: those of its table, each with its line in the file."""

    def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
        return {core_table: tables[table].assign(row_number=tables[table].index)}

    return shape
