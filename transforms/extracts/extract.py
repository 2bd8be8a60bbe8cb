"""The declaration types: what a file holds, said once.

An ``Extract`` drives its contract checks, its staging, its data dictionary, its test factory and its Great Expectations
suite. Declarations hold literals only, so that a council analyst can read and edit them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from transforms.rules.rule import Context, Rule, Severity


class Kind(StrEnum):
    """What a column holds, and so how its text is read."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    INTEGER = "integer"
    FLAG = "flag"
    PERSON = "person"  # identifies a child: pseudonymised on staging, never written anywhere else


class Covers(StrEnum):
    """The span of time that one batch of an extract speaks for: with the supplier, its slice."""

    FINANCIAL_YEAR = "financial year"
    TERM = "term"
    HALF_TERM = "half-term"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    ``name`` is ours (the field's standard term), ``header`` is the source's. ``required`` means that every row must
    have a value; ``optional_column`` that the file may lack the column. ``codes`` names a published code list.
    ``staged=False`` columns are read for checks and never enter the database. ``identity`` names the register of people
    that a PERSON column belongs to, so that the same child gets the same pseudonym in every extract. ``severity`` is
    what a missing or unreadable value, or an unknown code, does to its row.
    """

    name: str
    header: str
    kind: Kind
    description: str
    required: bool = False
    codes: str = ""
    staged: bool = True
    optional_column: bool = False
    pattern: str = ""
    identity: str = ""
    severity: Severity = Severity.HOLD


@dataclass(frozen=True)
class Table:
    """One table of an extract. ``key`` names the columns (by our names) that identify a row."""

    name: str
    title: str
    grain: str
    source: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def headers(self) -> tuple[str, ...]:
        """Headers that a file of this table must have; they also tell which table a file is."""
        return tuple(column.header for column in self.columns if not column.optional_column)


Shape = Callable[[Mapping[str, pd.DataFrame], Context], dict[str, pd.DataFrame]]


@dataclass(frozen=True)
class Extract:
    """A dataset from a source, as one or several tables.

    ``tables`` are checked in order, so that a later one may look up the rows that an earlier one kept. ``shape`` turns
    the kept, typed and pseudonymised rows into the rows of core tables, by table name. ``chunked`` extracts are too
    large to hold: their last table is checked in chunks and reduced before it is shaped.
    """

    id: str
    title: str
    source: str
    covers: Covers
    tables: tuple[Table, ...]
    date_formats: tuple[str, ...]
    shape: Shape
    chunked: bool = False

    def table(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)
