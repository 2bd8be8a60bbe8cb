"""Each rule finds the rows that break it, on their lines, and no other rule finds anything in them."""

from functools import cache

import pytest

from tests.bad_rows import BAD_ROWS, in_one_frame
from tests.drawn_rules import BadRows
from tests.factories import broken, context, extract_of
from transforms.extracts import EXTRACTS
from transforms.rules.derived import all_rules

TABLES = {table.name: table for extract in EXTRACTS for table in extract.tables}
RULES = {rule.id: rule for table in TABLES.values() for rule in all_rules(table)}

Found = dict[str, tuple[int, ...]]


@pytest.mark.parametrize("case", BAD_ROWS, ids=lambda case: case.rule)
def test_the_rule_finds_the_lines_that_break_it(case: BadRows) -> None:
    shared = next((found for each, found in shared_findings(case.table.name) if each is case), None)
    found = broken(case.table, case.build(1), case.context) if shared is None else shared
    assert found == case.expected


@cache
def shared_findings(table_name: str) -> list[tuple[BadRows, Found]]:
    """What is found in the rows of each case that can share a frame, read once, by lines of the case."""
    table = TABLES[table_name]
    frame, placed = in_one_frame(table, RULES)
    found = broken(table, frame, context(extract_of(table)))
    return [(case, within(found, begin, begin + len(case.build(1)))) for case, begin in placed]


def within(found: Found, begin: int, end: int) -> Found:
    """The findings of some lines of a frame, as if these began it."""
    lines = {rule: tuple(line - begin for line in of if begin + 2 <= line < end + 2) for rule, of in found.items()}
    return {rule: of for rule, of in lines.items() if of}
