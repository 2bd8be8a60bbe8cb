"""Each rule finds the rows that break it, on their lines, and no other rule finds anything in them.

A run of all rules of a table takes a tenth of a second, so the bad rows of a table are read together where they can be.
"""

import pytest

from tests.bad_rows import alone, together
from tests.drawn_rules import BadRows
from tests.factories import broken
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Table
from transforms.rules.derived import all_rules

TABLES = [table for extract in EXTRACTS for table in extract.tables]
RULES = {rule.id: rule for table in TABLES for rule in all_rules(table)}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_rules_of_a_table_find_the_lines_that_break_them(table: Table) -> None:
    text, found = together(table, RULES)
    assert broken(table, text) == found


@pytest.mark.parametrize("case", alone(RULES), ids=lambda case: case.rule)
def test_the_rule_finds_the_lines_that_break_it(case: BadRows) -> None:
    assert broken(case.table, case.build(1), case.context) == case.expected
