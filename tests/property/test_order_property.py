"""The order of files and rows means nothing, and neither does a copy of a file."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.fingerprints import batch_hash
from flows.steps.validate import CheckedBatch, check_files
from tests.factories import context, rows, write
from tests.oracle import Row, Town
from tests.property import test_care_property as care
from tests.property import test_education_property as education
from tests.property import test_indicators_property as first_topics
from tests.staged import staged_of
from transforms.compute import VALUE_COLUMNS, compute
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Extract
from transforms.indicators import INDICATORS
from transforms.indicators.indicator import Staged, Unit
from transforms.quarters import Quarter

QUARTERS = [Quarter(2024, 4), Quarter(2025, 1)]
TOWNS = {"care": care.towns, "education": education.towns, "attendance and children looked after": first_topics.towns}
PEOPLE = ("child", "pupil", "upn", "young_person")
LINES, FURTHER_DOWN = ("row_number", "request_row"), 100_000
HELD_WHOLE = tuple(extract for extract in EXTRACTS if not extract.chunked)


@pytest.mark.slow
@pytest.mark.parametrize("towns", TOWNS.values(), ids=TOWNS.keys())
def test_the_order_of_staged_rows_changes_no_figure(towns: Callable[[], st.SearchStrategy[Town]]) -> None:
    @settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(towns(), st.integers(0, 1000))
    def however_they_lie(town: Town, seed: int) -> None:
        staged = staged_of(town)
        pd.testing.assert_frame_equal(figures(staged), figures(shuffled(staged, seed)))

    however_they_lie()


@pytest.mark.slow
@pytest.mark.parametrize("towns", TOWNS.values(), ids=TOWNS.keys())
def test_more_children_never_lower_a_count(towns: Callable[[], st.SearchStrategy[Town]]) -> None:
    @settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(towns())
    def whatever_happened_to_them(town: Town) -> None:
        few, more = (counts(staged_of(each)) for each in (town, joined_by_others(town)))
        assert few.index.isin(more.index).all()
        lowered = more.reindex(few.index) < few
        assert not lowered.any(), few[lowered]

    whatever_happened_to_them()


def counts(staged: Staged) -> pd.Series:
    """What is counted, of every figure that is a number of people or events, by its place."""
    amounts = [each for each in INDICATORS if each.unit is Unit.COUNT]
    return compute(staged, amounts, QUARTERS).set_index(list(VALUE_COLUMNS[:-2]))["numerator"]


def joined_by_others(town: Town) -> Town:
    """The town, and as many children again to whom the same happened, whoever they are."""
    tables = {name: [*found, *map(of_another, found)] for name, found in town.tables.items()}
    batches = town.batches or staged_of(town).batches.to_dict("records")
    return replace(town, tables=tables, batches=batches)


def of_another(row: Row) -> Row:
    """The same of another child, on other lines of the same file."""
    people = {name: f"{row[name]}, too" for name in PEOPLE if row.get(name)}
    return row | people | {name: row[name] + FURTHER_DOWN for name in LINES if row.get(name) is not None}


def figures(staged: Staged) -> pd.DataFrame:
    values = compute(staged, INDICATORS, QUARTERS)
    return values.sort_values(list(VALUE_COLUMNS[:-2])).reset_index(drop=True)


def shuffled(staged: Staged, seed: int) -> Staged:
    mixed = {name: frame.sample(frac=1, random_state=seed) for name, frame in staged.tables.items()}
    return replace(staged, tables=mixed)


@pytest.mark.slow
@pytest.mark.parametrize("extract", HELD_WHOLE, ids=lambda extract: extract.id)
def test_the_order_of_files_and_of_their_rows_changes_nothing_that_is_checked_or_kept(
    extract: Extract, tmp_path_factory: pytest.TempPathFactory
) -> None:
    frames = {table.name: rows(table, 6) for table in extract.tables}
    as_they_came = outcome(checked(extract, frames, [*frames], tmp_path_factory.mktemp("as-they-came")))

    @settings(max_examples=2, deadline=None)  # the order of one table's rows is drawn in test_checking_property too
    @given(st.permutations([*frames]), st.randoms(use_true_random=False))
    def however_they_lie(order: list[str], random: Random) -> None:
        mixed = {name: frame.iloc[random.sample(range(len(frame)), len(frame))] for name, frame in frames.items()}
        assert outcome(checked(extract, mixed, order, tmp_path_factory.mktemp("mixed"))) == as_they_came

    however_they_lie()


def checked(extract: Extract, frames: dict[str, pd.DataFrame], order: Sequence[str], folder: Path) -> CheckedBatch:
    files = [write(folder, extract.table(name), frames[name]) for name in order]
    return check_files(extract, [(file.name, file) for file in files], context(extract), with_verdict=False)


def outcome(batch: CheckedBatch) -> dict[str, object]:
    """Totals, findings without their first line, and kept rows without their places."""
    told = {
        table.table.name: (
            (table.rows_received, table.rows_loaded, table.rows_held, table.duplicates),
            sorted((finding.rule.id, finding.rows_failed) for finding in table.findings),
        )
        for table in batch.tables
    }
    return {"told": told, "kept": {name: sorted(map(str, rows.values.tolist())) for name, rows in batch.kept.items()}}


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1), st.randoms(use_true_random=False))
def test_a_batch_is_a_set_of_files(hashes: list[str], random: Random) -> None:
    again = [*hashes, random.choice(hashes)]
    random.shuffle(again)
    assert batch_hash(again) == batch_hash(hashes)
