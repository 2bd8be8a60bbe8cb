"""The council's own returns: figures of systems that the line does not read, given by a named officer on a day.

A few have a name of their own; in the second table an officer gives the figure of any indicator.
"""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.rules.council_returns import RETURNS_RULES
from transforms.rules.returned_figures import FIGURES_RULES
from transforms.rules.rule import Context, Severity


def _said(name: str, description: str, pattern: str) -> Column:
    """Who stands behind a figure, and what: a return may leave it out."""
    return Column(name, name, Kind.TEXT, description, pattern=pattern, optional_column=True)


def _place(name: str, description: str, pattern: str) -> Column:
    """Which figure it is."""
    return Column(name, name, Kind.TEXT, description, required=True, pattern=pattern)


def _day(name: str, description: str) -> Column:
    """The first or last day that a figure speaks for."""
    return Column(name, name, Kind.DATE, description, optional_column=True, severity=Severity.FLAG)


RETURNS = Table(
    name="returns",
    title="Council's own returns",
    grain="one row per figure",
    source="Council's agreed layout; no national layout is published",
    key=("return_id",),
    columns=(
        Column("return_id", "return_id", Kind.CODE, "Figure that is given", required=True, codes="council_return"),
        Column("amount", "amount", Kind.INTEGER, "Whole pounds, or how many of those in out_of", required=True),
        Column("out_of", "out_of", Kind.INTEGER, "For a share, how many there are in all"),
        Column(
            "officer", "officer", Kind.TEXT, "Initials of who gives the figure", required=True, pattern=r"^[A-Z]{2,4}$"
        ),
        Column("given_on", "given_on", Kind.DATE, "Date on which it was given", required=True),
        Column("status", "status", Kind.CODE, "Status", codes="return_status", severity=Severity.FLAG),
        _said("preparer", "Initials of who worked the figure out", r"^[A-Z]{2,4}$"),
        _said("approver", "Initials of who approved it; empty while nobody has", r"^[A-Z]{2,4}$"),
        _said("evidence", "Where it can be checked: a report, a ledger, a page", r"^.{1,200}$"),
    ),
    rules=RETURNS_RULES,
    optional=True,
)

FIGURES = Table(
    name="figures",
    title="Figures returned for indicators",
    grain="one row per indicator and breakdown item",
    source="Layout of docs/returns.md; no national layout is published",
    key=("indicator_id", "breakdown", "item"),
    columns=(
        _place("indicator_id", "Indicator that the figure is of", r"^.{1,60}$"),
        _place("breakdown", "Breakdown of the indicator; Total for the whole", r"^.{1,40}$"),
        _place("item", "Item of that breakdown; Total for the whole", r"^.{1,60}$"),
        Column("numerator", "numerator", Kind.INTEGER, "How many were counted; or the count or amount itself"),
        Column("denominator", "denominator", Kind.INTEGER, "For a rate, of how many"),
        Column("value", "value", Kind.DECIMAL, "The rate alone, where its counts are not known"),
        _day("covers_from", "First day that the figure counts, where that is not what is usual of the indicator"),
        _day("covers_to", "Last day that it counts"),
        Column(
            "status",
            "status",
            Kind.CODE,
            "How settled it is",
            codes="return_status",
            optional_column=True,
            severity=Severity.FLAG,
        ),
        Column(
            "officer", "officer", Kind.TEXT, "Initials of who gives the figure", required=True, pattern=r"^[A-Z]{2,4}$"
        ),
        Column("given_on", "given_on", Kind.DATE, "Date on which it was given", required=True),
        _said("preparer", "Initials of who worked the figure out", r"^[A-Z]{2,4}$"),
        _said("approver", "Initials of who approved it; empty while nobody has", r"^[A-Z]{2,4}$"),
        _said("evidence", "Where it can be checked: a report, a ledger, a page", r"^.{1,200}$"),
    ),
    rules=FIGURES_RULES,
    optional=True,
)


def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per figure with its line in the file."""
    names = {"core.council_return": "returns", "core.returned_figure": "figures"}
    return {core: tables[name].assign(row_number=tables[name].index) for core, name in names.items()}


COUNCIL_RETURNS = Extract(
    id="council_returns",
    title="Council's own returns",
    source="Officers of the council, from finance, early years and commissioning",
    covers=Covers.MONTH,
    tables=(RETURNS, FIGURES),
    date_formats=("%Y-%m-%d", "%d/%m/%Y"),
    core_tables=("core.council_return", "core.returned_figure"),
    shape=shape,
    rows_are_cases=False,
)
