"""Whatever rows a file holds: every one is accounted for, and what is kept fits the warehouse."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy import text as sql_text

from flows.steps.context import RunContext
from flows.steps.stage import core_rows
from flows.steps.validate import check_files
from flows.warehouse import batches
from flows.warehouse.engine import make_engine
from tests.conftest import CopiedWarehouse
from tests.factories import check, context, extract_of, rows, upn, write
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Extract, Table
from transforms.staging import staged_columns, typed

TABLES = [table for extract in EXTRACTS for table in extract.tables]
# Texts that mean something in one column or another, or nothing in any.
OUT_OF_PLACE = (
    *("?", "x" * 300, "é" * 40, "UN1", "H801200001001", "900001", "999", "child-1", "child-2"),
    *("01/04/2025", "2025-06-07", "2025-06-10", "2031-01-01", "29/02/2025", "1899-12-31", "31/12/9999", "0001-01-01"),
    *("S", "X1", "H5", "K2", "PR0", "M", "1", "0", "-3", "999999999", "PM", "\\", "I", "C2", "H", "census_id-1"),
)
TEXTS = st.sampled_from([None, upn(1), upn(2), *OUT_OF_PLACE])


Drawn = tuple[Table, pd.DataFrame]


@st.composite
def spoilt(draw: st.DrawFn, table: Table) -> pd.DataFrame:
    """Up to six valid rows in which some texts have been replaced and some rows repeated."""
    frame = rows(table, 6)
    names = st.sampled_from([column.name for column in table.columns])
    for line, name, text in draw(st.lists(st.tuples(st.integers(2, 7), names, TEXTS), max_size=8)):
        frame.loc[line, name] = text
    return renumbered(frame.iloc[draw(st.lists(st.integers(0, 5), min_size=1, max_size=10))])


@st.composite
def spoilt_table(draw: st.DrawFn) -> Drawn:
    table = draw(st.sampled_from(TABLES))
    return table, draw(spoilt(table))


def renumbered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_axis(pd.RangeIndex(2, len(frame) + 2))


def counts(table: Table, frame: pd.DataFrame) -> dict[str, int]:
    """Rows that each rule finds, and what becomes of all rows."""
    found = check(table, frame)
    totals = {"loaded": found.rows_loaded, "held": found.rows_held, "duplicates": found.duplicates}
    return totals | {finding.rule.id: finding.rows_failed for finding in found.findings}


@settings(deadline=None, max_examples=20)
@given(spoilt_table())
def test_every_row_is_loaded_held_or_a_duplicate(drawn: Drawn) -> None:
    table, frame = drawn
    found = check(table, frame)
    assert len(frame) == found.rows_received == found.rows_loaded + found.rows_held + found.duplicates
    assert set(found.kept.index).isdisjoint(found.held.index)
    assert {rule for rules in found.held for rule in rules.split()} <= {finding.rule.id for finding in found.findings}


@settings(deadline=None, max_examples=15)
@given(spoilt_table(), st.data())
def test_a_repeated_row_changes_the_number_of_duplicates_and_nothing_else(drawn: Drawn, data: st.DataObject) -> None:
    table, frame = drawn
    again = data.draw(st.lists(st.integers(0, len(frame) - 1), min_size=1, max_size=4))
    more = renumbered(pd.concat([frame, frame.iloc[again]]))
    before, after = counts(table, frame), counts(table, more)
    assert after.pop("duplicates") == before.pop("duplicates") + len(again)
    assert after == before


@settings(deadline=None, max_examples=15)
@given(spoilt_table(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_count(drawn: Drawn, random: Random) -> None:
    table, frame = drawn
    order = list(range(len(frame)))
    random.shuffle(order)
    assert counts(table, renumbered(frame.iloc[order])) == counts(table, frame)


@settings(deadline=None, max_examples=20)
@given(spoilt_table())
def test_staging_what_was_staged_changes_nothing(drawn: Drawn) -> None:
    table, frame = drawn
    formats = ("%d/%m/%Y", "%Y-%m-%d")
    once = staged_columns(typed(frame, table, formats), table)
    twice = staged_columns(typed(_as_text(once), table, formats), table)
    pd.testing.assert_frame_equal(once, twice)


def _as_text(staged: pd.DataFrame) -> pd.DataFrame:
    """Typed values written out again, as a file would hold them."""
    written = {
        name: values.dt.strftime("%Y-%m-%d") if values.dtype.kind == "M" else values for name, values in staged.items()
    }
    return pd.DataFrame(written, index=staged.index).astype("str")


# What is kept fits the warehouse: no row that passed the checks may break a constraint of a core table.


@pytest.fixture(scope="module")
def core(copied_warehouse: CopiedWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A connection to an empty warehouse, in which a batch need not be known before its rows."""
    with copied_warehouse(tmp_path_factory.mktemp("home")) as settings_of_copy:
        engine = make_engine(settings_of_copy)
        with engine.connect() as connection:
            connection.execute(sql_text("set session_replication_role = replica"))
            connection.commit()
            yield connection
        engine.dispose()


def loads(
    extract: Extract, frames: dict[str, pd.DataFrame], folder: Path, core: Connection, *, even_rejected: bool = True
) -> int:
    """Check a delivery of these rows, and copy what is kept into core tables, for a moment. Gives the rows copied.

    ``even_rejected``: the kept rows of a delivery that a stop rule rejects as well, which a run does not load.
    """
    files = [(file.name, file) for file in (write(folder, extract.table(name), rows) for name, rows in frames.items())]
    checked = check_files(extract, files, context(extract), with_verdict=False)
    run = cast(RunContext, SimpleNamespace(key=bytes(32)))
    staged = {} if checked.is_rejected and not even_rejected else core_rows(run, checked)
    with core.begin() as transaction:
        batches.add_rows(core, 1, staged)
        transaction.rollback()
    return sum(len(frame) for frame in staged.values())


@pytest.mark.parametrize("extract", EXTRACTS, ids=lambda extract: extract.id)
def test_valid_rows_go_into_the_warehouse(extract: Extract, core: Connection, tmp_path: Path) -> None:
    assert loads(extract, {table.name: rows(table, 3) for table in extract.tables}, tmp_path, core) >= 3


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_text_in_any_column_breaks_the_warehouse(table: Table, core: Connection, tmp_path: Path) -> None:
    places = [(column.name, text) for column in table.columns for text in OUT_OF_PLACE]
    extract = extract_of(table)
    sent = [each for each in extract.tables if not each.optional or each is table]
    frames = {each.name: rows(each, len(places)) for each in sent}
    texts = {name: list(column) for name, column in frames[table.name].items()}
    for place, (name, text) in enumerate(places):
        texts[name][place] = text
    frames[table.name] = pd.DataFrame(texts, index=frames[table.name].index, dtype="str")
    loaded = loads(extract, frames, tmp_path, core)
    assert loaded > 0 or table.name == "returns"  # its key is a code: so many rows can only repeat it


@pytest.mark.parametrize("extract", EXTRACTS, ids=lambda extract: extract.id)
def test_what_passes_the_checks_fits_the_warehouse(
    extract: Extract, core: Connection, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp(extract.id)

    @settings(deadline=None, max_examples=3)
    @given(st.fixed_dictionaries({table.name: spoilt(table) for table in extract.tables}))
    def whatever_a_delivery_holds(frames: dict[str, pd.DataFrame]) -> None:
        loads(extract, frames, folder, core, even_rejected=False)

    whatever_a_delivery_holds()
