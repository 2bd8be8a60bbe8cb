"""The flow of a quarter on a real Prefect server: what it brings in, what it says, and what it keeps out."""

import gzip
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.sorting import FlowRunSort
from sqlalchemy import Engine, create_engine, text

from flows.orchestration import run_quarter
from flows.settings import Settings
from flows.tasks import only_our_words
from transforms.errors import CypError, DataRejected

QUARTER = "2025-26-Q1"
MARKS = "extracts/attendance_register/900010/2025-06-30/marks.csv.gz"

pytestmark = [pytest.mark.prefect, pytest.mark.slow]


@pytest.fixture
def prefect(machine: dict[str, str]) -> Iterator[SyncPrefectClient]:
    with get_client(sync_client=True) as client:
        yield client


@pytest.fixture
def ledger(machine: dict[str, str], warehouse_settings: Settings) -> Iterator[Engine]:
    engine = create_engine(machine["CYP_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()


def test_a_quarter_ends_in_a_draft_its_report_and_one_event(
    small_council: Path, prefect: SyncPrefectClient, ledger: Engine
) -> None:
    run_quarter(str(small_council), QUARTER, None)

    assert last_run(prefect, small_council).name == "merebridge-2025-26-Q1"
    assert last_run(prefect, small_council).state_name == "Completed"
    assert rows(ledger, "select kind, publication_id from mart.publication_pointer") == [("draft", 1)]
    assert rows(ledger, "select publication_id, status from mart.publication") == [(1, "draft")]
    assert rows(ledger, "select audience, count(*) from audit.report group by 1") == [("internal", 1)]
    assert rows(ledger, "select status, emitted_at is not null from audit.outbox") == [("draft", True)]


def test_a_supply_that_fails_leaves_the_others_done_and_is_brought_in_alone_when_it_is_put_right(
    small_council: Path, prefect: SyncPrefectClient, ledger: Engine
) -> None:
    file = small_council / MARKS
    right = file.read_bytes()
    file.write_bytes(without_its_last_column(right))

    with pytest.raises(DataRejected, match="attendance_register 900010"):
        run_quarter(str(small_council), QUARTER, None)
    assert last_run(prefect, small_council).state_name == "Failed"
    assert staged(ledger) == {("ssda903", "case-system"): 1, ("attendance_register", "900001"): 1}
    assert rows(ledger, "select count(*) from mart.publication") == [(1,)]

    file.write_bytes(right)
    run_quarter(str(small_council), QUARTER, None)
    assert last_run(prefect, small_council).state_name == "Completed"
    assert staged(ledger) == {
        ("ssda903", "case-system"): 1,
        ("attendance_register", "900001"): 1,
        ("attendance_register", "900010"): 1,
    }


def test_nothing_of_a_childs_row_reaches_prefect_and_a_run_of_one_extract_leaves_the_other(
    small_council: Path, prefect: SyncPrefectClient, ledger: Engine
) -> None:
    file = small_council / "extracts/attendance_register/900010/2025-06-30/roll.csv.gz"
    file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()).replace(b",900010,", b",SECRET,")))

    with pytest.raises(DataRejected) as rejected:
        run_quarter(str(small_council), QUARTER, None, ("attendance_register",))
    assert staged(ledger) == {("attendance_register", "900001"): 1}

    run = last_run(prefect, small_council)
    written = [log.message for log in prefect.read_logs(limit=200)]
    written += [str(state) for state in prefect.read_flow_run_states(run.id)]
    written += [str(run.parameters), str(rejected.value)]
    assert any("900010" in words for words in written)
    assert not any("SECRET" in words for words in written)


def test_an_error_that_is_not_ours_is_told_by_its_kind_and_place() -> None:
    with pytest.raises(CypError) as told, only_our_words():
        int("SECRET")
    assert "ValueError in test_prefect_quarter.py" in str(told.value)
    assert "SECRET" not in "".join(traceback.format_exception(told.value))


def test_an_error_of_ours_leaves_its_cause_behind() -> None:
    def read() -> None:
        try:
            int("SECRET")
        except ValueError as error:
            raise DataRejected("Column mark cannot be read.") from error

    with pytest.raises(DataRejected, match="Column mark") as told, only_our_words():
        read()
    assert "SECRET" not in "".join(traceback.format_exception(told.value))


def last_run(prefect: SyncPrefectClient, council: Path) -> FlowRun:
    """The newest flow run of a council folder."""
    runs = prefect.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=20)
    return next(run for run in runs if run.parameters.get("council") == str(council))


def staged(ledger: Engine) -> dict[tuple[str, str], int]:
    """How often each supply was staged."""
    found = rows(
        ledger,
        "select extract, supplier, count(*) from audit.step where step = 'stage' and outcome = 'done' group by 1, 2",
    )
    return {(extract, supplier): count for extract, supplier, count in found}


def rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def without_its_last_column(packed: bytes) -> bytes:
    lines = gzip.decompress(packed).decode().splitlines()
    return gzip.compress("\n".join(line.rpartition(",")[0] for line in lines).encode())
