"""Each rule finds the rows that break it, on their lines, and no other rule finds anything in them."""

import pytest

from tests.bad_rows import BAD_ROWS
from tests.drawn_rules import BadRows
from tests.factories import broken


@pytest.mark.parametrize("case", BAD_ROWS, ids=lambda case: case.rule)
def test_the_rule_finds_the_lines_that_break_it(case: BadRows) -> None:
    assert broken(case.table, case.build(1), case.context) == case.expected
