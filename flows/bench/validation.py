"""How long a verdict takes: our expectations beside built-in ones, on the tables of the sample council."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import pandas as pd

from expectations.runner import validate
from expectations.suite import Suite, suite_for_rows
from flows.bench.builtin_expectations import builtin_counts
from flows.bench.timing import processor_seconds
from flows.council import read_council
from flows.parsing.files import read_tables
from flows.sources import Delivery
from flows.sources.folder import lying_in
from transforms.checking import check_table
from transforms.council_types import Council
from transforms.extracts import extract_by_id
from transforms.extracts.extract import Extract
from transforms.rules.rule import Context
from transforms.slices import slice_of
from transforms.staging import typed
from transforms.wording import worded

_FEW_ROWS = 6


@dataclass(frozen=True)
class ValidationLine:
    """One measurement: the verdicts on some tables. ``ratio`` is its time over that of ours on the same tables."""

    name: str
    tables: int
    expectations: int
    seconds: float
    ratio: float

    @property
    def milliseconds_per_expectation(self) -> float:
        return self.seconds / self.expectations * 1000


def bench_validation(council_folder: Path, rounds: int = 5) -> list[ValidationLine]:
    """Validate the tables of the newest delivery of each extract, whole and cut to a few rows, both ways in turn."""
    whole = list(_suites(council_folder))
    few = [_first_rows(suite) for suite in whole]
    # Both are run once before: what they import and set up once is not what a delivery costs.
    for suite in whole:
        validate(suite)
        builtin_counts(suite)
    return [*_lines("", whole, rounds), *_lines(f", {_FEW_ROWS} rows a table", few, rounds)]


def _lines(of: str, suites: list[Suite], rounds: int) -> Iterator[ValidationLine]:
    seconds = [
        (
            processor_seconds(lambda: [validate(suite) for suite in suites]),
            processor_seconds(lambda: [builtin_counts(suite) for suite in suites]),
        )
        for _ in range(rounds)
    ]
    ours, builtin = map(median, zip(*seconds, strict=True))
    expectations = sum(len(suite.expected) for suite in suites)
    yield ValidationLine(f"cyp, verdict{of}", len(suites), expectations, ours, 1.0)
    yield ValidationLine(f"built-in expectations{of}", len(suites), expectations, builtin, builtin / ours)


def _suites(council_folder: Path) -> Iterator[Suite]:
    """Suites of the tables that are held whole, of the newest delivery of each extract."""
    council = read_council(council_folder)
    newest: dict[str, Delivery] = {}
    for supply in council.supplies:
        for delivery in lying_in(council_folder / supply.path, supply):
            newest[supply.extract] = max(delivery, newest.get(supply.extract, delivery), key=lambda each: each.data_to)
    for extract, delivery in newest.items():
        yield from _suites_of(worded(extract_by_id(extract), council.words), delivery, council)


def _suites_of(extract: Extract, delivery: Delivery, council: Council) -> Iterator[Suite]:
    covers = council.covers_of(extract.id, delivery.supplier)
    part = slice_of(extract, delivery.data_to, council.half_terms, covers)
    schools = council.school_urns
    context = Context(
        delivery.data_to, delivery.taken_on, part.first, part.last, council.la_code, schools, council.half_terms
    )
    found = read_tables(extract, [(file.name, Path(file.place)) for file in delivery.files])
    kept: dict[str, pd.DataFrame] = {}
    for table in extract.tables:
        if table.name in found.frames:
            text = found.frames[table.name]
            rows = typed(text, table, extract.date_formats)
            checked = check_table(rows, text, table, replace(context, tables=dict(kept)))
            kept[table.name] = checked.kept
            yield suite_for_rows(table, checked.distinct, checked.masks)


def _first_rows(suite: Suite) -> Suite:
    """The same expectations about the first rows, with the counts that are true of those."""
    rows, masks = suite.rows.head(_FEW_ROWS), suite.masks.head(_FEW_ROWS)
    cut = replace(suite, rows=rows, masks=masks)
    counts = builtin_counts(cut)
    return replace(cut, expected=tuple(replace(each, rows_failed=counts[each.rule.id]) for each in suite.expected))
