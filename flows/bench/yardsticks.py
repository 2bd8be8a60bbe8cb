"""A year of a large authority's registers, from CSV files to indicators in the warehouse, beside its yardsticks.

Ours is the code of a run, on a real Postgres: files landed under their hashes, findings and held rows recorded, counts
staged, indicators published. Each contestant works in a fresh process on the same files, one after the other.
"""

import importlib.util
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import text

from expectations.runner import prepare
from flows.bench.authority import QUARTER, TERMS, Authority, make_authority
from flows.bench.duckdb_register import Counted, connect, count_register, has_duckdb, scan_and_group
from flows.bench.timing import Measured, measured, measured_apart
from flows.cores import cores
from flows.council import read_council
from flows.settings import Settings
from flows.steps.context import RunContext, council_key, warehouse
from flows.steps.quarter import ingest_supply, plan_quarter, publish_draft
from flows.steps.validate import check_files
from flows.warehouse import embedded
from flows.warehouse.engine import make_engine, transaction
from flows.warehouse.tables import copy_file, read_frame
from transforms.council_types import HalfTerm
from transforms.errors import CypError
from transforms.extracts.attendance_register import ATTENDANCE_REGISTER
from transforms.identity import pseudonyms
from transforms.quarters import Quarter
from transforms.register_grid import periods
from transforms.rules.rule import Context

SAMPLE_OF_ROW_BY_ROW = 20_000
_HEADERS = ("upn", "urn", "date", "session", "mark")
# Of the roll, every row is loaded.
_TOTALS = """
    select
        sum(batch.rows_received - roll.rows_received) as received,
        sum(batch.rows_loaded - roll.rows_received) as loaded,
        sum(batch.rows_held) as held,
        sum(batch.rows_duplicate) as duplicates
    from audit.batch as batch
    inner join audit.batch_file as roll on roll.batch_id = batch.batch_id and roll.table_name = 'roll'
"""
_BROKEN = (
    "select rule_id, sum(rows_failed) as rows_failed from audit.finding where table_name = 'marks' group by rule_id"
)
_COUNTS = "select pupil, school_urn, period_start, code, sessions from core.attendance_count"
_SCHOOL_DAYS = "select school_urn, session_date, session, marks, attending from core.attendance_school_day"


@dataclass(frozen=True)
class Line:
    """One contestant: what it does, by the clock and by its processor, and the most memory that it held.

    ``ratio`` is our whole line's time over its time, ``checks_ratio`` that of our checks alone; of the row-by-row
    cleaner, its time over ours.
    """

    name: str
    seconds: float
    processor: float
    peak_mb: int
    ratio: float
    checks_ratio: float
    note: str = ""


@dataclass(frozen=True)
class Compared:
    """All contestants on the same marks. ``ratios`` by yardstick; none where one is not installed.

    ``checks_ratios`` are those of parse, checks, verdict and reduction alone: what DuckDB is asked for, and more than
    the row-by-row cleaner does.
    """

    rows: int
    seconds: float
    peak_mb: int
    ratios: dict[str, float | None]
    checks_ratios: dict[str, float | None]
    lines: tuple[Line, ...]


def compare(rows: int) -> Compared:
    """Make about so many marks, measure everybody, and require that DuckDB comes to the very numbers that we do."""
    with tempfile.TemporaryDirectory(prefix="cyp-bench-") as place, own_server(Path(place) / "home") as settings:
        authority = make_authority(Path(place) / "council", rows)
        ours = measured_apart(whole_line, settings.home, authority.folder)
        checks = measured_apart(_checks_alone, authority.folder, authority.deliveries)
        duckdb = measured_apart(_duckdb, authority.deliveries) if has_duckdb() else None
        if duckdb is not None:
            _require_same(settings, authority, duckdb.result)
        floor = measured_apart(_floor, authority.deliveries) if has_duckdb() else None
        copy = measured_apart(_copy, settings.home, authority.deliveries)
        sample = measured_apart(_row_by_row, authority.deliveries[0]).result if has_stream_parser() else None
    return _compared(authority.rows, ours, checks, duckdb, floor, copy, sample)


@contextmanager
def own_server(home: Path) -> Iterator[Settings]:
    """A Postgres of our own, which flushes to disk as a council's does, with an empty warehouse."""
    settings = Settings(home=home)
    embedded.ensure(settings)
    try:
        warehouse(settings).dispose()
        yield settings
    finally:
        embedded.stop(settings)
        shutil.rmtree(settings.postgres_dir, ignore_errors=True)


def run_of(home: Path, folder: Path) -> RunContext:
    """The quarter that a made-up authority's registers bear on, on the server of ``own_server``."""
    settings = Settings(home=home, processes=1)  # so that this process's time and memory are all that there are
    return RunContext(settings, folder, read_council(folder), Quarter.parse(QUARTER))


def whole_line(home: Path, folder: Path) -> None:
    """What a run does with the deliveries, but for Prefect and the report."""
    run = run_of(home, folder)
    threading.Thread(target=prepare, daemon=True).start()  # as a run does
    for supply in plan_quarter(run).to_do:
        ingest_supply(run, supply.extract, supply.supplier)
    publish_draft(run)


def _checks_alone(folder: Path, deliveries: tuple[Path, ...]) -> None:
    """Parse, rules, Great Expectations' verdict and reduction, without landing and without a database."""
    council = read_council(folder)
    for delivery, term in zip(deliveries, TERMS, strict=True):
        files = [(name, delivery / name) for name in ("roll.csv", "marks.csv")]
        schools, half_terms = council.school_urns, council.half_terms
        check_files(ATTENDANCE_REGISTER, files, replace(context_of(term), schools=schools, half_terms=half_terms))


def context_of(term: tuple[HalfTerm, HalfTerm]) -> Context:
    """What the rules may know of a term: its dates."""
    return Context(term[1].end, term[1].end, term[0].start, term[1].end, half_terms=term)


def _duckdb(deliveries: tuple[Path, ...]) -> list[Counted]:
    connection = connect(cores())
    return [
        count_register(connection, delivery, periods(context_of(term)))
        for delivery, term in zip(deliveries, TERMS, strict=True)
    ]


def _floor(deliveries: tuple[Path, ...]) -> int:
    connection = connect(cores())
    return sum(scan_and_group(connection, delivery) for delivery in deliveries)


def _copy(home: Path, deliveries: tuple[Path, ...]) -> None:
    """The files as they are into one table of texts, without a key or an index."""
    engine = make_engine(Settings(home=home))
    columns = ", ".join(f"{header} text" for header in _HEADERS)
    with transaction(engine) as connection:
        connection.execute(text(f"create table copied_marks ({columns})"))
        for delivery in deliveries:
            copy_file(connection, "copied_marks", _HEADERS, delivery / "marks.csv")
    with transaction(engine) as connection:
        connection.execute(text("drop table copied_marks"))
    engine.dispose()


def has_stream_parser() -> bool:
    """Whether the library of peers' cleaners, which is for development alone, is installed."""
    return importlib.util.find_spec("sfdata_stream_parser") is not None


def _row_by_row(delivery: Path) -> Measured[int]:
    """How many rows of the first delivery it cleaned, and how long they took: what is imported is not to be scaled."""
    from flows.bench.row_by_row import clean_rows  # noqa: PLC0415 - it stands on a library for development alone

    def clean() -> int:
        return clean_rows(delivery / "marks.csv", delivery / "roll.csv", SAMPLE_OF_ROW_BY_ROW)[0]

    return measured(clean)


def _require_same(settings: Settings, authority: Authority, theirs: list[Counted]) -> None:
    """Raises CypError unless the warehouse holds the very rows and numbers that DuckDB came to."""
    key = council_key(settings, authority.folder, read_council(authority.folder))
    engine = make_engine(settings)
    with transaction(engine) as connection:
        totals = read_frame(connection, _TOTALS).iloc[0]
        broken = read_frame(connection, _BROKEN).set_index("rule_id")["rows_failed"].to_dict()
        ours = {"counts": read_frame(connection, _COUNTS), "school days": read_frame(connection, _SCHOOL_DAYS)}
    engine.dispose()
    counts = pd.concat([each.counts for each in theirs])
    counts["pupil"] = pseudonyms(counts["pupil"].astype("str"), "upn", key)
    found = {"counts": counts, "school days": pd.concat([each.school_days for each in theirs])}
    same = {name: _fingerprint(found[name]) == _fingerprint(ours[name]) for name in found}
    for name in ("received", "loaded", "held", "duplicates"):
        same[f"rows {name}"] = sum(getattr(each, name) for each in theirs) == int(totals[name])
    same["rows by rule"] = sum((Counter(each.broken) for each in theirs), Counter()) == Counter(broken)
    if unlike := [name for name, is_same in same.items() if not is_same]:
        raise CypError(f"DuckDB comes to other numbers: {', '.join(unlike)}.", "One of the two has a fault: report it.")


def _fingerprint(frame: pd.DataFrame) -> int:
    """A number that tells whether two frames hold the same rows, in whatever order."""
    texts = frame[sorted(frame.columns)].astype("str")
    return int(pd.util.hash_pandas_object(texts, index=False).sum())


def _compared(
    rows: int,
    ours: Measured[None],
    checks: Measured[None],
    duckdb: Measured[list[Counted]] | None,
    floor: Measured[int] | None,
    copy: Measured[None],
    sample: Measured[int] | None,
) -> Compared:
    def line(name: str, of: Measured[Any], note: str = "") -> Line:
        ratios = ours.seconds / of.seconds, checks.seconds / of.seconds
        return Line(name, of.seconds, of.processor, of.peak_mb, *ratios, note)

    yardsticks = {
        "duckdb": line("DuckDB: the same checks and reduction", duckdb, "the same numbers") if duckdb else None,
        "floor": line("DuckDB: scan and group by, nothing else", floor) if floor else None,
        "copy": line("Postgres: COPY of the files", copy),
        "row_by_row": _scaled(sample, rows, ours.seconds, checks.seconds) if sample else None,
    }
    of_ours = (
        line("ours: CSV to indicators in the warehouse", ours, "without the work of Postgres' own processes"),
        line("ours: parse, checks, verdict and reduction alone", checks),
    )
    return Compared(
        rows,
        ours.seconds,
        ours.peak_mb,
        {name: each.ratio if each else None for name, each in yardsticks.items()},
        {name: each.checks_ratio if each else None for name, each in yardsticks.items()},
        (*of_ours, *filter(None, yardsticks.values())),
    )


def _scaled(sample: Measured[int], rows: int, ours: float, checks: float) -> Line:
    """The row-by-row cleaner's line, as if it had cleaned all rows: its time over ours."""
    times = rows / sample.result
    seconds, processor = sample.seconds * times, sample.processor * times
    note = f"scaled from {sample.result:,} rows"
    return Line("row by row", seconds, processor, sample.peak_mb, seconds / ours, seconds / checks, note)
