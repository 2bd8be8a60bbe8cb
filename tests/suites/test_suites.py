"""Great Expectations reads the same rows a second time: its verdict names the rules that the masks name, and no value.

A run of a suite takes some tenths of a second, so the bad rows of a table are read together where they can be.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from expectations.runner import Verdict, validate
from expectations.suite import Suite, suite_for_rows
from flows.steps.validate import check_files
from tests.bad_rows import alone, together
from tests.drawn_rules import BadRows
from tests.factories import check, context, drawn, extract_of, rows, upn, valid, write
from tests.tables import table as drawn_table
from transforms.errors import CypError
from transforms.extracts import ATTENDANCE_REGISTER, EXTRACTS
from transforms.extracts.attendance_register import MARKS, ROLL
from transforms.extracts.extract import Table
from transforms.extracts.ssda903 import HEADER
from transforms.rules.derived import all_rules
from transforms.rules.rule import Context, Severity

TABLES = [table for extract in EXTRACTS for table in extract.tables]
RULES = {rule.id: rule for table in TABLES for rule in all_rules(table)}
CANARY = "Zz9canary"


def suite_of(table: Table, text: pd.DataFrame, known: Context) -> Suite:
    found = check(table, text, known)
    return suite_for_rows(table, found.distinct, found.masks)


def failures(verdict: Verdict) -> dict[str, int]:
    """The rules of a verdict's record that failed, and how many rows failed each."""
    return {each["rule"]: each["unexpected_count"] for each in json.loads(verdict.record) if not each["success"]}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_good_frame_passes_every_rule(table: Table) -> None:
    verdict = validate(suite_of(table, *valid(table)))
    assert verdict.expectations == len(all_rules(table))
    assert (verdict.failed, verdict.worst, failures(verdict)) == ((), None, {})


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_bad_rows_of_a_table_fail_just_their_rules(table: Table) -> None:
    text, found = together(table, RULES)
    counts = {rule: len(lines) for rule, lines in found.items()}
    verdict = validate(suite_of(table, text, context(extract_of(table))))
    assert failures(verdict) == counts
    assert set(verdict.failed) == set(counts)
    assert verdict.worst is worst_of(counts)


@pytest.mark.parametrize("case", alone(RULES), ids=lambda case: case.rule)
def test_bad_rows_that_are_read_alone_fail_just_their_rules(case: BadRows) -> None:
    verdict = validate(suite_of(case.table, case.build(1), case.context))
    counts = {rule: len(lines) for rule, lines in case.expected.items()}
    assert failures(verdict) == counts
    assert verdict.worst is worst_of(counts)


def worst_of(counts: Mapping[str, int]) -> Severity:
    return min((RULES[rule].severity for rule in counts), key=list(Severity).index)


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[list[str]]:
    """What a test was told. At its end, no value is in it, nor in anything that was logged or printed."""
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    yield told
    printed = capfd.readouterr()
    whole = "\n".join([*told, caplog.text, printed.out, printed.err])
    assert told
    assert CANARY not in whole
    assert upn(1) not in whole


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_value_of_a_row_gets_into_the_record(table: Table, said: list[str]) -> None:
    canaries = pd.DataFrame({column.name: [f"{CANARY}{n}" for n in (1, 1, 2)] for column in table.columns})
    text = pd.concat([canaries, rows(table, 2)]).reset_index(drop=True).astype("str")
    verdict = validate(suite_of(table, text, context(extract_of(table))))
    assert verdict.failed
    said += [repr(verdict)]


def test_a_count_that_differs_from_the_mask_is_our_fault_and_is_told_without_values(said: list[str]) -> None:
    suite = suite_of(HEADER, rows(HEADER, 3, sex=["M", CANARY, None]), context(extract_of(HEADER)))
    forged = replace(
        suite,
        expected=tuple(
            replace(each, rows_failed=2) if each.rule.id == "header-sex-unknown-code" else each
            for each in suite.expected
        ),
    )
    with pytest.raises(CypError, match="header-sex-unknown-code counts 1 rows, the rule counts 2") as raised:
        validate(forged)
    assert raised.value.exit_code == 1
    said += [str(raised.value)]


def test_an_expectation_that_cannot_be_run_is_our_fault_and_is_told_without_values(said: list[str]) -> None:
    suite = suite_of(HEADER, rows(HEADER, 2, sex=["M", CANARY]), context(extract_of(HEADER)))
    with pytest.raises(CypError, match="header-sex-missing could not be run") as raised:
        validate(replace(suite, rows=suite.rows.drop(columns="sex")))
    said += [str(raised.value)]


def test_a_frame_without_rows_has_nothing_to_fail() -> None:
    verdict = validate(suite_of(HEADER, rows(HEADER, 0), context(extract_of(HEADER))))
    assert (verdict.failed, verdict.worst) == ((), None)


# Registers are read in chunks, and their suite sees the distinct combinations of the columns that a rule reads.


def marks_verdict(folder: Path, marks: pd.DataFrame) -> Verdict:
    roll = drawn(ROLL, f"pupil | school_urn\n{upn(1)} | 900001\n{upn(2)} | 900002")
    files = [(file.name, file) for file in (write(folder, ROLL, roll), write(folder, MARKS, marks))]
    checked = check_files(ATTENDANCE_REGISTER, files, context(ATTENDANCE_REGISTER))
    return next(each.verdict for each in checked.tables if each.table is MARKS)


def test_a_good_register_passes_every_rule(tmp_path: Path) -> None:
    verdict = marks_verdict(tmp_path, rows(MARKS, 2))
    assert (verdict.failed, verdict.worst, verdict.expectations) == ((), None, len(all_rules(MARKS)))


def test_a_bad_register_fails_just_the_rules_that_its_marks_break(tmp_path: Path, said: list[str]) -> None:
    ann, bob = upn(1), upn(2)
    marks = drawn_table(
        f"""
        pupil    | school_urn | session_date | session  | mark
        {ann}    | 900001     | 2025-06-09   | AM       | /
        {ann}    | 900001     | 2025-06-09   | AM       | I
        {ann}    | 900001     | 2025-06-07   | AM       | /
        {ann}    | 900001     | 2025-05-28   | AM       | /
        {ann}    | 900001     | {CANARY}     | PM       | /
        {ann}    | 900001     |              | PM       | /
        {bob}    | 900002     | 2025-06-10   | AM       | H
        {bob}    | 900002     | 2025-06-10   | PM       | {CANARY}
        {bob}    | 900002     | 2025-06-11   | PM       |
        {bob}    | 900002     | 2025-06-11   | {CANARY} | /
        {bob}    | 900002     | 2025-06-12   |          | /
        {bob}    | 900001     | 2025-06-12   | AM       | /
        {CANARY} | 900001     | 2025-06-12   | AM       | /
        1.23E+12 | 900001     | 2025-06-12   | AM       | /
                 | 900001     | 2025-06-12   | AM       | /
        {bob}    | {CANARY}   | 2025-06-12   | AM       | /
        {bob}    |            | 2025-06-12   | AM       | /
        """
    )
    verdict = marks_verdict(tmp_path, marks)
    # All rules but the one that rejects a register of another term.
    assert set(verdict.failed) == {rule.id for rule in all_rules(MARKS)} - {"marks-another-term"}
    assert verdict.worst is Severity.HOLD
    said += [repr(verdict)]


def test_a_register_of_another_term_is_stopped(tmp_path: Path) -> None:
    verdict = marks_verdict(tmp_path, rows(MARKS, 2, session_date="2024-06-10"))
    assert set(verdict.failed) == {"marks-another-term", "marks-outside-term"}
    assert verdict.worst is Severity.STOP
