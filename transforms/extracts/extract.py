"""The declaration types: what a file holds, said once.

An ``Extract`` drives its contract checks, its staging, its data dictionary, its test factory and its Great Expectations
suite. Declarations hold literals only, so that a council analyst can read and edit them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from transforms.rules.rule import Context, Rule, Severity


class Kind(StrEnum):
    """What a column holds, and so how its text is read."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLAG = "flag"
    PERSON = "person"  # identifies somebody, mostly a child: pseudonymised on staging, never written anywhere else


class Covers(StrEnum):
    """The span of time that one batch of an extract speaks for: with the supplier, its slice."""

    FINANCIAL_YEAR = "financial year"
    ACADEMIC_YEAR = "academic year"
    CALENDAR_YEAR = "calendar year"
    TERM = "term"
    HALF_TERM = "half-term"
    MONTH = "month"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    ``name`` is ours (the field's standard term), ``header`` is the source's, ``aliases`` what other years or systems
    call it. ``element`` is where XML holds the value, seen from the table's record (``../`` climbs to the record
    around it, ``.`` is the record's own text, ``#CINdetails`` the number of the enclosing element of that name, from
    1); empty when it is called as in the header. ``required`` means that every row must have a value;
    ``optional_column`` that the file may lack the column. ``codes`` names a published code list. ``spelled_freely``:
    people type the codes, so that case, spacing, an option's letter and the text behind a code make no difference.
    ``own_words`` are a council's own, each with the code that it means (empty: nothing is known); they come from
    ``transforms.wording``. ``staged=False`` columns are read for checks and never enter the database. ``identity``
    names the register of people that a PERSON column belongs to, so that the same child gets the same pseudonym in
    every extract. ``severity`` is what a missing or unreadable value, or an unknown code, does to its row.
    ``waivable``: a named officer may let a row count whose code is missing or on no list; it is then loaded without
    one. ``since``: the first day of the collection year that asked for it first, and ``renamed_on`` of that which
    called it by its header (before, by its first alias); both only where it was within the years that are read.
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
    aliases: tuple[str, ...] = ()
    element: str = ""
    waivable: bool = False
    spelled_freely: bool = False
    own_words: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    renamed_on: date | None = None


@dataclass(frozen=True)
class Table:
    """One table of an extract. ``key`` names the columns (by our names) that identify a row.

    A delivery may lack an ``optional`` table; it then has no rows. ``record`` is the path of the table's element in
    XML, seen from the layout's unit, or from the root where it begins with ``/``; empty for the unit itself, None for a
    table that XML has no known place for: it then comes as a file of its own. A table ``of_workbook`` comes as a sheet,
    in which formulas may have come to an error. One that is checked ``in_chunks`` is never held whole. ``since``: the
    first day of the collection year that asked for it first, where that was within the years that are read.
    """

    name: str
    title: str
    grain: str
    source: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    optional: bool = False
    record: str | None = ""
    of_workbook: bool = False
    in_chunks: bool = False
    since: date | None = None

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def headers_of(self, rule: Rule) -> str:
        """The headers of the columns that a rule reads, as findings name them."""
        if len(rule.columns) == len(self.columns) > 1:
            return "any"
        return ", ".join(self.column(name).header for name in rule.columns)

    @property
    def headers(self) -> tuple[str, ...]:
        """Headers that a file of this table must have; they also tell which table a file is."""
        return tuple(column.header for column in self.columns if not column.optional_column)


@dataclass(frozen=True)
class XmlLayout:
    """How an extract comes as XML: its ``root`` element (empty for any), and the path of the ``unit`` that repeats.

    ``council``, ``year`` and ``reference_date`` are the paths, below the root, of the council's code, the collection
    year (that in which the financial year ends; for an extract by calendar years, that year) and the day of the return
    in the file's heading; empty where there are none. A return that is ``made_in_january`` is called by that year, and
    speaks for the calendar year before.
    """

    root: str
    unit: str
    council: str = ""
    year: str = ""
    reference_date: str = ""
    made_in_january: bool = False


Shape = Callable[[Mapping[str, pd.DataFrame], Context], dict[str, pd.DataFrame]]
Derive = Callable[[Mapping[str, pd.DataFrame], Context], dict[str, pd.DataFrame]]


@dataclass(frozen=True)
class Extract:
    """A dataset from a source, as one or several tables.

    ``tables`` are checked in order, so that a later one may look up the rows that an earlier one kept. ``shape`` turns
    the kept, typed and pseudonymised rows into the rows of ``core_tables``, by table name. ``xml`` is given when the
    extract may come as one XML file. ``chunked`` extracts are too large to hold: their last table is checked in chunks
    and reduced before it is shaped. ``derive`` makes further frames from the kept rows, by name, for what is computed
    from columns that stay out of the database. ``rows_are_cases`` is False where a row holds a count or an amount and
    not one case (a child, an episode, a session). ``may_cover`` is what else a supplier's deliveries may speak for,
    where the council says so. ``known_since``: the first day of the oldest year whose layout and codes are here whole;
    older deliveries are read by what there is of theirs, and flagged.
    """

    id: str
    title: str
    source: str
    covers: Covers
    tables: tuple[Table, ...]
    date_formats: tuple[str, ...]
    core_tables: tuple[str, ...]
    shape: Shape
    xml: XmlLayout | None = None
    chunked: bool = False
    derive: Derive | None = None
    rows_are_cases: bool = True
    may_cover: tuple[Covers, ...] = ()
    known_since: date | None = None

    def table(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)
