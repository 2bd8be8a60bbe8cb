"""The yardsticks of the registers do the same work: the same rows held, the same counts, from the same files."""

from pathlib import Path

import pandas as pd
import pytest

from flows.bench.authority import TERMS, Authority, make_authority
from flows.bench.duckdb_register import connect, count_register, has_duckdb
from flows.bench.timing import measured_apart
from flows.bench.yardsticks import context_of, has_stream_parser
from flows.council import read_council
from flows.steps.validate import CheckedBatch, check_files
from transforms.extracts.attendance_register import ATTENDANCE_REGISTER
from transforms.register_grid import periods

SUMMER = len(TERMS) - 1
PERIOD_COUNTS = ["pupil", "school_urn", "period_start", "code", "sessions"]
DAY_COUNTS = ["school_urn", "session_date", "session", "marks", "attending"]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority") / "marks", 60_000)


@pytest.fixture(scope="module")
def ours(authority: Authority) -> CheckedBatch:
    return checked(authority)


def checked(authority: Authority) -> CheckedBatch:
    """The summer term's delivery, as a run checks it."""
    files = [(name, authority.deliveries[SUMMER] / name) for name in ("roll.csv", "marks.csv")]
    return check_files(ATTENDANCE_REGISTER, files, context_of(TERMS[SUMMER]), with_verdict=False)


def in_order(frame: pd.DataFrame, columns: list[str]) -> list[tuple]:
    return sorted(frame[columns].astype("str").itertuples(index=False, name=None))


@pytest.mark.skipif(not has_duckdb(), reason="DuckDB is for development alone")
def test_duckdb_comes_to_the_very_numbers(authority: Authority, ours: CheckedBatch) -> None:
    theirs = count_register(connect(1), authority.deliveries[SUMMER], periods(context_of(TERMS[SUMMER])))
    marks = ours.tables[1]
    assert (theirs.received, theirs.loaded) == (marks.rows_received, marks.rows_loaded)
    assert (theirs.held, theirs.duplicates) == (marks.rows_held, marks.duplicates)
    assert theirs.broken == {finding.rule.id: finding.rows_failed for finding in marks.findings}
    assert in_order(theirs.counts, PERIOD_COUNTS) == in_order(ours.kept["marks"], PERIOD_COUNTS)
    assert in_order(theirs.school_days, DAY_COUNTS) == in_order(ours.kept["school_day"], DAY_COUNTS)


def test_every_kind_of_fault_is_in_the_made_up_files(authority: Authority, ours: CheckedBatch) -> None:
    assert {finding.rule.id for finding in ours.tables[1].findings} == {
        "marks-mark-unknown-code", "marks-mark-missing", "marks-retired-code", "marks-session-unknown-code",
        "marks-session-date-not-a-date", "marks-pupil-not-on-roll", "marks-key-repeated",
    }  # fmt: skip
    assert ours.tables[1].duplicates > 0
    assert authority.rows == sum(
        len((delivery / "marks.csv").read_bytes().splitlines()) - 1 for delivery in authority.deliveries
    )


def test_a_made_up_authority_is_a_council_folder(authority: Authority) -> None:
    council = read_council(authority.folder)
    assert [supply.supplier for supply in council.supplies] == ["central"]
    assert len(council.school_urns) == 1


@pytest.mark.skipif(not has_stream_parser(), reason="The library of peers' cleaners is for development alone")
def test_the_cleaner_that_goes_row_by_row_finds_the_same_faults(tmp_path: Path) -> None:
    from flows.bench.row_by_row import clean_rows

    authority = make_authority(tmp_path / "marks", 9_000)  # it cleans 800 in a second
    place, marks = authority.deliveries[SUMMER], checked(authority).tables[1]
    rows, found = clean_rows(place / "marks.csv", place / "roll.csv", 1_000_000)
    assert rows == marks.rows_received
    broken = {finding.rule.id: finding.rows_failed for finding in marks.findings}
    assert found["session unknown code"] >= broken["marks-session-unknown-code"] > 0
    assert found["date not a date"] >= broken["marks-session-date-not-a-date"] > 0
    assert found["mark retired code"] >= broken["marks-retired-code"] > 0


@pytest.mark.slow
def test_what_is_measured_apart_is_measured_in_another_process(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("text")
    measured = measured_apart(Path.read_text, file)
    assert measured.result == "text"
    assert measured.seconds > 0
    assert 0 < measured.peak_mb < 1_000
