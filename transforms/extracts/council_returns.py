"""The council's own returns: figures of systems that the line does not read, given by a named officer on a day."""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.extract import Column, Covers, Extract, Kind, Table
from transforms.rules.council_returns import RETURNS_RULES
from transforms.rules.rule import Context, Severity


def _said(name: str, description: str, pattern: str) -> Column:
    """Who stands behind a figure, and what: a return may leave it out."""
    return Column(name, name, Kind.TEXT, description, pattern=pattern, optional_column=True)


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
)


def shape(tables: Mapping[str, pd.DataFrame], _: Context) -> dict[str, pd.DataFrame]:
    """Core rows: a row per figure with its line in the file."""
    returns = tables["returns"]
    return {"core.council_return": returns.assign(row_number=returns.index)}


COUNCIL_RETURNS = Extract(
    id="council_returns",
    title="Council's own returns",
    source="Officers of the council, from finance, early years and commissioning",
    covers=Covers.MONTH,
    tables=(RETURNS,),
    date_formats=("%Y-%m-%d", "%d/%m/%Y"),
    core_tables=("core.council_return",),
    shape=shape,
    rows_are_cases=False,
)
