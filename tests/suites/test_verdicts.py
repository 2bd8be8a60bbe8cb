"""What a verdict says, beside two that say it slowly: plain Python over drawn rows, and built-in expectations."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.runner import Verdict, validate
from expectations.suite import Expected, Suite, suite_for_rows
from tests.bad_rows import together
from tests.councils import LAST_YEAR, delivery, small_council
from tests.factories import check, context, extract_of
from transforms.errors import CypError
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Table
from transforms.rules.derived import all_rules
from transforms.rules.rule import Check, Rule, Severity

TABLES = [table for extract in EXTRACTS for table in extract.tables]
RULES = {rule.id: rule for table in TABLES for rule in all_rules(table)}
ALLOWED = ("F", "M")
Cells = Sequence[str | None]


def record(verdict: Verdict) -> list[dict[str, Any]]:
    return json.loads(verdict.record)


@pytest.mark.slow
@pytest.mark.parametrize("table", [extract.tables[0] for extract in EXTRACTS], ids=lambda table: table.name)
def test_built_in_expectations_count_the_same_rows_of_every_rule(table: Table) -> None:
    text, _ = together(table, RULES)
    found = check(table, text, context(extract_of(table)))
    suite = suite_for_rows(table, found.distinct, found.masks)
    ours = {each["rule"]: each["unexpected_count"] for each in record(validate(suite))}
    from flows.bench.builtin_expectations import builtin_counts  # Great Expectations takes seconds to import

    assert ours == builtin_counts(suite)


def rule(name: str, severity: Severity, columns: tuple[str, ...], read_as: Check, share: float = 0) -> Rule:
    return Rule(name, severity, columns, lambda rows, _: rows[name], "", "", "", read_as, ALLOWED, share)


MISSING = rule("missing", Severity.HOLD, ("sex",), Check.NOT_NULL)
UNKNOWN = rule("unknown", Severity.FLAG, ("sex",), Check.IN_SET)
REPEATED = rule("repeated", Severity.FLAG, ("child",), Check.UNIQUE)
KEY_REPEATED = rule("key-repeated", Severity.HOLD, ("child", "sex"), Check.UNIQUE)
LATE = rule("late", Severity.FLAG, ("child",), Check.MASK)
ANOTHER_YEAR = rule("another-year", Severity.STOP, ("child",), Check.MASK, share=0.25)


def repeated(keys: list[tuple[str | None, ...]]) -> int:
    """How many keys without a gap are there more than once."""
    whole = Counter(key for key in keys if None not in key)
    return sum(count for count in whole.values() if count > 1)


def plainly(child: Cells, sex: Cells, late: list[bool], another_year: list[bool]) -> dict[Rule, int]:
    """How many rows break each rule, counted one by one."""
    return {
        MISSING: sum(cell is None for cell in sex),
        UNKNOWN: sum(cell is not None and cell not in ALLOWED for cell in sex),
        REPEATED: repeated([(cell,) for cell in child]),
        KEY_REPEATED: repeated(list(zip(child, sex, strict=True))),
        LATE: sum(late),
        ANOTHER_YEAR: sum(another_year),
    }


@st.composite
def suites(draw: st.DrawFn) -> Suite:
    """Rows and masks, of as many lines or (as of a register's profiles) not, and what is true of them."""
    lines, masked = draw(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(any))
    child = draw(st.lists(st.sampled_from(["Ann", "Bob", "Cat", None]), min_size=lines, max_size=lines))
    sex = draw(st.lists(st.sampled_from([*ALLOWED, "Zz9", None]), min_size=lines, max_size=lines))
    late = draw(st.lists(st.booleans(), min_size=masked, max_size=masked))
    another_year = draw(st.lists(st.booleans(), min_size=masked, max_size=masked))
    counts = plainly(child, sex, late, another_year)
    return Suite(
        "drawn",
        pd.DataFrame({"child": child, "sex": sex}, dtype="str"),
        pd.DataFrame({"late": late, "another-year": another_year}, dtype="bool"),
        tuple(expected(each, rows, masked) for each, rows in counts.items()),
    )


def expected(each: Rule, rows_failed: int, rows: int) -> Expected:
    columns = (each.id,) if each.check is Check.MASK else each.columns
    return Expected(each, each.check, columns, rows_failed, each.share * rows)


@given(suites())
@settings(deadline=None, max_examples=30)
def test_a_verdict_is_what_counting_one_by_one_gives(suite: Suite) -> None:
    verdict = validate(suite)
    broken = [each.rule for each in suite.expected if each.rows_failed > each.rows_allowed]
    assert verdict.failed == tuple(each.id for each in broken)
    assert verdict.worst == min((each.severity for each in broken), key=list(Severity).index, default=None)
    assert [(each["rule"], each["unexpected_count"], each["success"]) for each in record(verdict)] == [
        (each.rule.id, each.rows_failed, each.rows_failed <= each.rows_allowed) for each in suite.expected
    ]


@given(suites(), st.data())
@settings(deadline=None, max_examples=15)
def test_a_mask_that_is_one_row_out_is_always_noticed(suite: Suite, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(suite.expected) - 1))
    forged = list(suite.expected)
    forged[place] = replace(forged[place], rows_failed=forged[place].rows_failed + data.draw(st.sampled_from([-1, 1])))
    with pytest.raises(CypError, match=re.escape(f"rule {forged[place].rule.id} counts")):
        validate(replace(suite, expected=tuple(forged)))


def test_verdicts_one_after_another_do_not_remember_the_rows_before() -> None:
    def about(sex: Cells) -> Suite:
        rows = pd.DataFrame({"child": ["Ann", "Bob"], "sex": sex}, dtype="str")
        return Suite("same", rows, pd.DataFrame(), (Expected(MISSING, Check.NOT_NULL, ("sex",), sex.count(None)),))

    verdicts = [validate(about(sex)) for sex in (["F", None], ["F", "M"], [None, None])]
    assert [record(verdict)[0]["unexpected_count"] for verdict in verdicts] == [1, 0, 2]


def test_the_record_says_what_was_asked_and_what_counted() -> None:
    frame = pd.DataFrame({"sex": ["F", None, None]}, dtype="str")
    verdict = validate(Suite("drawn", frame, pd.DataFrame(), (Expected(MISSING, Check.NOT_NULL, ("sex",), 2),)))
    assert record(verdict) == [
        {
            "rule": "missing",
            "expectation": "expect_rows_to_keep_rule",
            "metric": "column_values.nonnull.unexpected_count",
            "severity": "hold",
            "success": False,
            "unexpected_count": 2,
            "rows_allowed": 0,
        }
    ]


@pytest.mark.slow
def test_the_bench_measures_the_same_expectations_both_ways(tmp_path: Path) -> None:
    from flows.bench.validation import bench_validation

    council = small_council(tmp_path / "council")
    shutil.rmtree(delivery(council, *LAST_YEAR))
    for others in ("attendance_register", "census_sessions"):
        shutil.rmtree(council / "extracts" / others)
    lines = bench_validation(council, rounds=1)
    ours, builtin, ours_few, builtin_few = lines
    assert ours.expectations == builtin.expectations == ours_few.expectations == builtin_few.expectations
    assert all(line.seconds > 0 for line in lines)
