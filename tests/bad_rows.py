"""Every rule with rows that break it: as they are drawn in tests/drawn_rules.py, or made from the declaration.

Tests of rules, of suites and of the registries read this one list, so that a rule without a case fails a test.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from tests.drawn_rules import WRITTEN, BadRows
from tests.factories import rows, valid_codes
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Column, Kind, Table
from transforms.rules.rule import Rule, Severity

_UNREADABLE = "not readable"

# What a text that is no school, no council and no reason breaks beside.
_ALSO_BROKEN = {
    "episodes-reason-ceased-unknown-code": "episodes-open-with-reason",
    "roll-school-urn-pattern": "roll-unknown-school",
    "schoolcensus-school-urn-pattern": "schoolcensus-unknown-school",
    "schoolcensus-la-code-pattern": "schoolcensus-another-council",
}


def _derived(table: Table) -> Iterator[BadRows]:
    """A good row on line 2 and a bad one on line 3, for each rule that the declaration implies."""
    for column in table.columns:
        for ending, text in _bad_texts(column):
            yield _with_text(table, column, ending, text)
    yield BadRows(f"{table.name}-key-repeated", table, lambda first: _same_key(table, first), (3, 4))


def _bad_texts(column: Column) -> Iterator[tuple[str, str | None]]:
    unreadable = {Kind.DATE: "not-a-date", Kind.INTEGER: "not-a-number", Kind.FLAG: "not-a-flag"}
    if column.required:
        yield "missing", None
    if column.kind in unreadable:
        yield unreadable[column.kind], _UNREADABLE
    if column.codes:
        yield "unknown-code", _UNREADABLE
    if column.pattern:
        yield "pattern", _UNREADABLE


def _with_text(table: Table, column: Column, ending: str, text: str | None) -> BadRows:
    rule = f"{table.name}-{column.name.replace('_', '-')}-{ending}"
    also = {_ALSO_BROKEN[rule]: (3,)} if rule in _ALSO_BROKEN else {}

    def build(first: int) -> pd.DataFrame:
        text_frame = rows(table, 2, first=first)
        text_frame.loc[3, column.name] = text
        return text_frame

    return BadRows(rule, table, build, (3,), also)


def _same_key(table: Table, first: int) -> pd.DataFrame:
    """Three rows, of which the last two have the same key and differ in one other column."""
    text_frame = rows(table, 3, first=first)
    for name in table.key:
        one, two, _ = text_frame[name]
        text_frame[name] = [one, two, two]
    other = next(c for c in table.columns if c.name not in table.key and c.kind in (Kind.CODE, Kind.INTEGER))
    text_frame.loc[4, other.name] = valid_codes(other)[1] if other.codes else "13"
    return text_frame


DERIVED = tuple(case for extract in EXTRACTS for table in extract.tables for case in _derived(table))
BAD_ROWS = (*WRITTEN, *DERIVED)


def together(table: Table, rules: Mapping[str, Rule]) -> tuple[pd.DataFrame, dict[str, int]]:
    """The rows of all cases of a table in one frame, and how many of them each rule finds.

    Left out are cases that need a context of their own, and those of rules that reject the file as a whole.
    """
    cases = [c for c in BAD_ROWS if c.table is table and not c.changes and rules[c.rule].severity is not Severity.STOP]
    frame = pd.concat([case.build(10 * place + 1) for place, case in enumerate(cases)])
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    counts: dict[str, int] = {}
    for case in cases:
        for rule, lines in case.expected.items():
            counts[rule] = counts.get(rule, 0) + len(lines)
    return frame, counts
