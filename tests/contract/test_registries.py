"""What holds for every entry of every registry: extracts, rules, code lists, indicators, statements, commands."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import click
import pandas as pd
import pytest
from sqlalchemy import Engine, text

from flows.cli import cyp
from flows.parsing.identify import identify
from flows.warehouse import batches
from flows.warehouse.batches import BatchKey
from flows.warehouse.engine import transaction
from tests.bad_rows import BAD_ROWS
from tests.drawn_rules import BadRows
from tests.factories import check, context, extract_of, rows, valid
from transforms import codelists
from transforms.extracts import EXTRACTS, extract_by_id
from transforms.extracts.extract import Column, Extract, Kind, Table
from transforms.identity import pseudonymised
from transforms.indicators import INDICATORS
from transforms.indicators.indicator import AMOUNTS, Indicator
from transforms.rules.derived import all_rules
from transforms.rules.rule import Check, Rule, Severity
from transforms.staging import staged_columns, typed

ROOT = Path(__file__).resolve().parents[2]
TABLES = [table for extract in EXTRACTS for table in extract.tables]
COLUMNS = [(table, column) for table in TABLES for column in table.columns]
RULES = [(table, rule) for table in TABLES for rule in all_rules(table)]
WAIVABLE = [(table, rule) for table, rule in RULES if rule.waivable]

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


# Extracts and tables


def test_extracts_and_tables_are_told_apart_by_name() -> None:
    assert repeated([extract.id for extract in EXTRACTS]) == []
    assert repeated([table.name for table in TABLES]) == []
    assert [extract_by_id(extract.id) for extract in EXTRACTS] == list(EXTRACTS)


@each_table
def test_a_table_says_what_it_is(table: Table) -> None:
    assert table.title
    assert table.source
    assert table.grain.startswith("one row per")
    assert all(column.description for column in table.columns)


@each_table
def test_columns_are_told_apart_and_the_key_is_of_them(table: Table) -> None:
    assert repeated([column.name for column in table.columns]) == []
    assert repeated([column.header.casefold() for column in table.columns]) == []
    assert {table.column(name).name for name in table.key} == set(table.key) != set()


@pytest.mark.parametrize("extract", EXTRACTS, ids=lambda extract: extract.id)
def test_a_file_is_told_by_its_header_to_be_its_own_table(extract: Extract) -> None:
    for table in extract.tables:
        assert identify(table.headers, EXTRACTS) == (extract, table)


@each_table
def test_columns_are_declared_as_their_kinds_need(table: Table) -> None:
    for column in table.columns:
        assert bool(column.codes) == (column.kind is Kind.CODE), column.name
        assert bool(column.identity) == (column.kind is Kind.PERSON), column.name
        assert not column.pattern or column.kind in (Kind.TEXT, Kind.PERSON), column.name


@each_table
def test_rows_made_from_a_declaration_break_no_rule(table: Table) -> None:
    made, known = valid(table)
    found = check(table, made, known)
    assert [finding.rule.id for finding in found.findings] == []
    assert found.rows_loaded == len(made)


# Rules and code lists


def test_rules_are_told_apart_by_name() -> None:
    assert repeated([rule.id for _, rule in RULES]) == []


@each_table
def test_rules_say_what_is_wrong_what_to_do_and_who_says_so(table: Table) -> None:
    for rule in all_rules(table):
        assert rule.id.startswith(f"{table.name}-"), rule.id
        assert rule.message.endswith("."), rule.id
        assert rule.fix.endswith("."), rule.id
        assert rule.source, rule.id
        # Words that are written once cannot hold a row's value; nor does one slip in as an example.
        assert not re.search(r"\d{5,}", rule.message + rule.fix), rule.id


@each_table
def test_rules_are_declared_as_their_checks_need(table: Table) -> None:
    for rule in all_rules(table):
        assert bool(rule.allowed) == (rule.check is Check.IN_SET), rule.id
        assert rule.share == 0 or rule.severity is Severity.STOP, rule.id
        assert rule.check is not Check.UNIQUE or rule.columns == table.key, rule.id


@each_table
def test_a_rules_mask_reads_no_columns_but_its_own(table: Table) -> None:
    made, known = valid(table)
    whole = typed(made, table, extract_of(table).date_formats)
    for rule in all_rules(table):
        assert rule.columns, rule.id
        assert set(rule.columns) <= {column.name for column in table.columns}, rule.id
        read = [name for name in map(str, whole) if name.removesuffix("__given") in rule.columns]
        assert not rule.mask(whole[read], known).any(), rule.id


@pytest.mark.parametrize(("table", "rule"), WAIVABLE, ids=[rule.id for _, rule in WAIVABLE])
def test_nobody_may_let_rows_count_that_could_not_be_kept_or_are_not_the_councils(table: Table, rule: Rule) -> None:
    assert rule.severity is Severity.HOLD
    assert rule.check is not Check.UNIQUE
    assert not re.search(r"another-council|unknown-school|not-in-header|(?<!-code)-unknown$|without-upn", rule.id)
    if rule.id.endswith(("-missing", "-unknown-code")):
        (name,) = rule.columns
        assert name not in table.key
        assert table.column(name).kind is Kind.CODE


def test_every_rule_is_broken_by_rows_of_a_test() -> None:
    assert {rule.id for _, rule in RULES} - {case.rule for case in BAD_ROWS} == set()
    assert {case.rule for case in BAD_ROWS} - {rule.id for _, rule in RULES} == set()


def test_every_code_list_is_there_and_used() -> None:
    files = {file.stem for file in Path(codelists.__file__).parent.glob("*.csv")}
    assert files == {column.codes for _, column in COLUMNS if column.codes}


# The warehouse


@pytest.fixture
def core(warehouse: Engine) -> dict[str, dict[str, tuple[bool, int | None]]]:
    """Columns of the core tables: whether each may be null, and how many characters it holds."""
    query = """
        select table_schema || '.' || table_name, column_name, is_nullable = 'YES', character_maximum_length
        from information_schema.columns where table_schema = 'core'
    """
    tables: dict[str, dict[str, tuple[bool, int | None]]] = {}
    with warehouse.connect() as connection:
        for table, column, may_be_null, length in connection.execute(text(query)):
            tables.setdefault(table, {})[column] = (may_be_null, length)
    return tables


@pytest.mark.slow
def test_every_extract_fills_core_tables_column_for_column(core: dict) -> None:
    filled = [(table, set(frame)) for extract in EXTRACTS for table, frame in shaped(extract).items()]
    assert {table for table, _ in filled} == set(core)
    for table, columns in filled:
        assert columns | {"batch_id"} == set(core[table]), table


def test_every_staged_column_fits_the_core_column_of_its_name(core: dict) -> None:
    for extract in EXTRACTS:
        for core_table in shaped(extract):
            for column in (column for table in extract.tables for column in table.columns):
                if column.name in core[core_table] and column.staged:
                    may_be_null, length = core[core_table][column.name]
                    assert may_be_null or column.required, f"{core_table}.{column.name} must not be null"
                    assert length is None or length >= longest(column), f"{core_table}.{column.name} is too narrow"


def longest(column: Column) -> int:
    """The length of the longest text of a column that may reach the warehouse."""
    if column.kind is Kind.PERSON:
        return 32
    if column.codes:
        return max(map(len, codelists.canonical(column.codes).values()))
    digits = re.search(r"\{(?:\d,)?(\d+)\}\$$", column.pattern)
    assert digits, f"The length of {column.name} is not limited by a pattern"
    return int(digits[1])


@pytest.mark.slow
def test_rows_that_an_officer_may_release_are_kept_by_the_warehouse(warehouse: Engine) -> None:
    waivable = {rule.id for _, rule in RULES if rule.waivable}
    cases = [case for case in BAD_ROWS if case.rule in waivable]
    with transaction(warehouse) as connection:
        key = BatchKey("council", "extract", "supplier", "2025-26", date(2025, 6, 30), date(2025, 6, 30), "", "", None)
        batch = batches.add(connection, key, batches.CURRENT, batches.Totals(), ())
        for case in cases:
            nested = connection.begin_nested()
            batches.add_rows(connection, batch, shaped_with(case))
            nested.rollback()


def shaped_with(case: BadRows) -> dict[str, pd.DataFrame]:
    """Core rows made of the rows of a case, and of some valid ones of each other table."""
    extract = extract_of(case.table)
    return extract.shape({**ready(extract), case.table.name: as_staged(case.table, case.build(1))}, context(extract))


@pytest.mark.parametrize("extract", EXTRACTS, ids=lambda extract: extract.id)
def test_nothing_is_staged_that_no_core_table_needs(extract: Extract) -> None:
    unneeded = [
        f"{table.name}.{column.name}"
        for table in small_tables(extract)
        for column in table.columns
        if column.staged and not is_needed(extract, table, column)
    ]
    assert unneeded == []


def is_needed(extract: Extract, table: Table, column: Column) -> bool:
    """Whether the core rows cannot be made, or are others, without a column."""
    try:
        found = shaped(extract, without=(table.name, column.name))
    except KeyError:
        return True
    return {name: frozenset(map(str, frame)) for name, frame in found.items()} != columns_shaped(extract.id)


@cache
def columns_shaped(extract_id: str) -> dict[str, frozenset[str]]:
    """The columns of each core table that an extract fills."""
    return {name: frozenset(map(str, frame)) for name, frame in shaped(extract_by_id(extract_id)).items()}


def small_tables(extract: Extract) -> tuple[Table, ...]:
    """The tables that are staged as they are: the last of a chunked extract is reduced."""
    return extract.tables[:-1] if extract.chunked else extract.tables


def shaped(extract: Extract, without: tuple[str, str] | None = None) -> dict[str, pd.DataFrame]:
    """Core rows made of two valid rows of each table."""
    tables = ready(extract)
    if without is not None:
        tables[without[0]] = tables[without[0]].drop(columns=without[1])
    # A census counts a half-term from its first day, which is what its context starts with.
    return extract.shape(tables, context(extract))


def ready(extract: Extract) -> dict[str, pd.DataFrame]:
    """Two valid rows of each table, ready to be shaped."""
    return {"marks": _REDUCED, "school_day": _SCHOOL_DAYS, **_staged(extract.id), **_derived(extract.id)}


@cache
def _derived(extract_id: str) -> dict[str, pd.DataFrame]:
    extract = extract_by_id(extract_id)
    if extract.derive is None:
        return {}
    made = {table.name: typed(rows(table, 2), table, extract.date_formats) for table in extract.tables}
    return extract.derive(made, context(extract))


@cache
def _staged(extract: str) -> dict[str, pd.DataFrame]:
    return {table.name: as_staged(table, rows(table, 2)) for table in small_tables(extract_by_id(extract))}


def as_staged(table: Table, text_frame: pd.DataFrame) -> pd.DataFrame:
    made = typed(text_frame, table, extract_of(table).date_formats)
    return staged_columns(pseudonymised(made, table, bytes(32)), table)


_REDUCED = pd.DataFrame(
    columns=["pupil", "school_urn", "academic_year", "half_term", "period_start", "period_end", "code", "sessions"]
)
_SCHOOL_DAYS = pd.DataFrame(columns=["school_urn", "session_date", "session", "marks", "attending"])


# Indicators


def test_indicators_are_told_apart_by_name() -> None:
    assert repeated([indicator.id for indicator in INDICATORS]) == []
    assert repeated([indicator.title for indicator in INDICATORS]) == []


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_an_indicator_says_what_it_counts_and_whose_it_is(indicator: Indicator) -> None:
    assert indicator.title
    assert indicator.numerator
    assert bool(indicator.denominator) == (indicator.unit not in AMOUNTS)
    assert indicator.national
    assert indicator.owner
    assert indicator.version >= 1
    assert indicator.decimals == 0 or indicator.unit not in AMOUNTS


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_an_indicator_needs_extracts_that_there_are(indicator: Indicator) -> None:
    assert indicator.needs
    assert set(indicator.extracts) <= {extract.id for extract in EXTRACTS}
    assert len(set(indicator.extracts)) == len(indicator.extracts)


# SQL and commands


def code_of(folder: str) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / folder).rglob("*.py")))


def test_every_statement_that_code_names_is_there_and_every_one_there_is_named() -> None:
    code = code_of("flows")
    files = {file.stem for file in (ROOT / "sql" / "statements").glob("*.sql")}
    named = set(re.findall(r'\bstatement\(\s*"(\w+)"', code))
    assert named - files == set()
    assert {name for name in files if f'"{name}"' not in code} == set()


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with its path, groups included."""
    known = click.Context(group)
    for name in group.list_commands(known):
        command = group.get_command(known, name)
        assert command is not None, name
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def test_every_command_and_every_option_says_what_it_does() -> None:
    for path, command in commands(cyp):
        assert command.help, f"cyp {' '.join(path)}"
        for option in (each for each in command.params if isinstance(each, click.Option)):
            assert option.help, f"cyp {' '.join(path)} {option.opts[0]}"


def test_the_list_of_commands_says_the_same_as_each_command_alone() -> None:
    listed = click.Context(cyp).get_help()
    for path, _ in commands(cyp):
        if len(path) == 1:
            assert re.search(rf"^  {path[0]} +\S", listed, re.MULTILINE), path[0]


@pytest.mark.parametrize("name", cyp.list_commands(click.Context(cyp)))
def test_every_command_is_shown_at_work_in_the_readme_or_the_runbook(name: str) -> None:
    pages = [ROOT / "README.md", ROOT / "docs" / "runbook.md"]
    assert any(f"cyp {name}" in page.read_text(encoding="utf-8") for page in pages)
