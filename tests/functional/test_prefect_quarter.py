"""The flow of a quarter on a real Prefect server: what it brings in, what it says, and what it keeps out."""

import gzip
import json
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from prefect.client.schemas.objects import FlowRun
from prefect.states import Failed
from sqlalchemy import Engine

from flows import notices_flow
from flows.cli.running import bring_up_to_date, left_runs
from flows.orchestration import run_quarter
from flows.settings import Settings, get_settings
from flows.steps.quarter import RunContext
from flows.tasks import ingest, only_our_words
from flows.watch import _tell_people
from tests import canary
from tests.mail_server import Receiver
from tests.served import QUARTER, rows, runs_of, slug_of
from transforms.errors import CypError, DataRejected, SourceRefused, SourceUnavailable

MARKS = "extracts/attendance_register/900010/2025-06-30/marks.csv.gz"

pytestmark = [pytest.mark.prefect, pytest.mark.slow]


def test_a_quarter_ends_in_a_draft_its_report_and_one_event(
    small_council: Path, prefect: SyncPrefectClient, ledger: Engine
) -> None:
    run_quarter(str(small_council), QUARTER, None)

    run = last_run(prefect, small_council)
    assert (run.name, run.state_name) == (f"{slug_of(small_council)}-2025-26-Q1", "Completed")
    assert {slug_of(small_council), "2025-26-Q1"} <= set(run.tags)
    assert rows(ledger, "select command, outcome, flow_run from audit.run") == [("deployment", "done", str(run.id))]
    assert rows(ledger, "select kind, publication_id from mart.publication_pointer") == [("draft", 1)]
    assert rows(ledger, "select publication_id, status from mart.publication") == [(1, "draft")]
    assert rows(ledger, "select audience, count(*) from audit.report group by 1") == [("internal", 1)]
    assert rows(ledger, "select status, emitted_at is not null from audit.outbox") == [("draft", True)]


def test_a_run_shows_findings_control_totals_what_moved_and_where_its_report_is(
    small_council: Path, prefect: SyncPrefectClient, ledger: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CYP_REPORTS_URL", "https://reports.council.example")
    get_settings.cache_clear()
    run_quarter(str(small_council), QUARTER, None)
    first = artifacts_of(prefect, last_run(prefect, small_council))
    assert set(first) == {
        "progress",
        "findings",
        "control-totals",
        "what-moved",
        "report-internal",
        "link-internal",
    }
    assert first["progress"] == 100
    assert first["what-moved"] == []
    assert [tuple(row.values()) for row in first["findings"]] == rows(ledger, FINDINGS)
    totals = [row for row in first["control-totals"] if row["state"] == "loaded"]
    assert [tuple(row.values()) for row in totals] == rows(ledger, TOTALS)
    assert all(row["received"] == row["loaded"] + row["held"] + row["duplicate"] for row in totals)
    assert {row["state"] for row in first["control-totals"]} == {"loaded", "missing"}
    [folder] = rows(ledger, "select folder from audit.report")
    assert f"{folder[0]}/report.html" in first["report-internal"]
    assert f"https://reports.council.example/{folder[0]}/report.html" in first["link-internal"]

    episodes = small_council / "extracts/ssda903/case-system/2025-06-30/episodes.csv"
    lines = episodes.read_text().splitlines(keepends=True)
    episodes.write_text("".join(lines[: len(lines) // 2]))
    run_quarter(str(small_council), QUARTER, None)
    moved = artifacts_of(prefect, last_run(prefect, small_council))["what-moved"]
    assert moved
    disclosed = dict(rows(ledger, "select measure_ref || part, disclosure from mart.fact_performance"))
    for row in moved:
        is_shown = disclosed[row["measure"] + row["part"]] == "none"
        assert ("not shown here" not in (row["then"], row["now"], row["difference"])) == is_shown
        assert "SSDA903" in row["because"]


FINDINGS = """
    select batch.extract, finding.table_name, finding.rule_id, finding.severity, count(distinct finding.batch_id),
        sum(finding.rows_failed)::bigint, min(finding.message)
    from audit.finding join audit.batch using (batch_id) group by 1, 2, 3, 4 order by 1, 2, 4 desc, 3
"""
TOTALS = """
    select extract, supplier, 'loaded', count(*), sum(rows_received)::bigint, sum(rows_loaded)::bigint,
        sum(rows_held)::bigint, sum(rows_duplicate)::bigint
    from audit.batch where status = 'current' group by 1, 2 order by 1, 2
"""


def test_a_command_that_was_killed_is_noticed_by_the_next_which_tells_prefect_and_does_the_rest(
    small_council: Path, prefect: SyncPrefectClient, ledger: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("CYP_FAILPOINT", "publish.before-commit")
        command = "from flows.cli import main; main()"
        killed = subprocess.run(
            [sys.executable, "-c", command, "run", QUARTER, "--council", str(small_council)], check=False
        )
    assert killed.returncode < 0
    run = RunContext.open(small_council, QUARTER)
    [left] = left_runs(run)
    interrupted = last_run(prefect, small_council)
    assert (interrupted.state_name, str(interrupted.id)) == ("Running", left.flow_run)

    said: list[str] = []
    summary = bring_up_to_date(run, (), "rerun", said.append)
    assert summary.exit_code == 0
    assert "was ended before it was done" in said[0]
    assert prefect.read_flow_run(interrupted.id).state_name == "Crashed"
    assert rows(ledger, "select command, outcome from audit.run order by run_id") == [
        ("run", "crashed"),
        ("rerun", "done"),
    ]
    assert set(staged(ledger).values()) == {1}
    assert left_runs(run) == ()


def test_a_supply_that_fails_leaves_the_others_done_and_no_child_is_named_anywhere(
    small_council: Path,
    prefect: SyncPrefectClient,
    ledger: Engine,
    prefect_database: psycopg.Connection,
    cluster: Settings,
    tmp_path: Path,
    connections: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Made-up children are followed through a run that fails and one that ends well: they are in no place but core,
    and there by a pseudonym and a date of birth alone."""
    canary.plant(small_council)
    (temporary := tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    turned_to = note_connections(monkeypatch)
    file = small_council / MARKS
    right = file.read_bytes()
    file.write_bytes(without_its_last_column(right))

    with ledger.connect() as watching, canary.watched(watching) as processes:
        with pytest.raises(DataRejected, match="attendance_register 900010") as rejected:
            run_quarter(str(small_council), QUARTER, None)
        assert last_run(prefect, small_council).state_name == "Failed"
        _people_are_told_once_by_the_watch_and_the_mornings_flow(small_council, prefect, monkeypatch)
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

    assert rows(ledger, "select count(*) > 2 from audit.held_row") == [(True,)], "canaries met rules that hold rows"
    assert len(processes) > 5
    home = get_settings().home
    printed = capfd.readouterr()
    with psycopg.connect(get_settings().database_url.get_secret_value()) as warehouse:  # pyright: ignore[reportOptionalMemberAccess]
        written = [
            canary.in_error(rejected.value),
            ("the log", caplog.text),
            ("the terminal", printed.out + printed.err),
            ("the process list", "\n".join(processes)),
            *canary.in_tables(prefect_database, "public"),
            *canary.in_tables(warehouse, "audit", "mart"),
            *canary.in_files(temporary, tmp_path / "prefect", home / "reports", cluster.home / "prefect"),
            ("the server's log", (cluster.postgres_dir / "data/server.log").read_text()),
        ]
        in_core = list(canary.in_tables(warehouse, "core"))
    assert len(written) > 60
    assert canary.found_in(written) == []
    assert canary.found_in(in_core, canary.WORDS) == []
    assert any(canary.BIRTHDAYS[1] in said for _, said in in_core), "the child was loaded"
    assert not [file for file in (home / "landing/incoming").rglob("*") if file.is_file()]
    assert (turned_to, connections.read_text()) == ([], ""), "a run turns to no machine but its sources"


def _people_are_told_once_by_the_watch_and_the_mornings_flow(
    council: Path, prefect: SyncPrefectClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    (council / "recipients.csv").write_text(
        "role,who,channel,target\nengineer,,webhook,chat\nsupplier,*,webhook,chat\n"
    )
    chat = Receiver()
    monkeypatch.setenv("CYP_WEBHOOK_CHAT_URL", chat.address)
    for _ in range(2):
        _tell_people(council)
    told = {body["role"]: body["text"] for _, body in chat.taken}
    assert len(chat.taken) == len(told) == 2
    assert f"Do the rest: cyp rerun {QUARTER}" in told["engineer"]
    assert "marks.csv" in told["supplier"]
    monkeypatch.setattr(notices_flow, "today", lambda: date(2025, 7, 12))  # a Saturday
    assert notices_flow.notices(str(council), return_state=True).message == "No working day, so nobody is reminded."
    monkeypatch.setattr(notices_flow, "today", lambda: date(2025, 7, 14))
    assert notices_flow.notices(str(council), return_state=True).is_completed()
    run = next(run for run in runs_of(prefect, council) if "notices" in str(run.name))
    assert artifacts_of(prefect, run, slug_of(council))["messages"] is not None
    chat.stop()
    assert len([body for _, body in chat.taken if body["role"] == "engineer"]) == 1


def test_nothing_of_a_childs_row_reaches_prefect_and_a_run_of_one_extract_leaves_the_other(
    small_council: Path, prefect: SyncPrefectClient, ledger: Engine
) -> None:
    file = small_council / "extracts/attendance_register/900010/2025-06-30/roll.csv.gz"
    file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()).replace(b",900010,", b",SECRET,")))

    with pytest.raises(DataRejected) as rejected:
        run_quarter(str(small_council), QUARTER, None, ("attendance_register",))
    assert staged(ledger) == {("attendance_register", "900001"): 1}

    run = last_run(prefect, small_council)
    assert run.name == f"{slug_of(small_council)}-{QUARTER}-attendance_register"
    assert "attendance_register" in run.tags
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


def test_a_source_that_is_silent_is_tried_again_and_one_that_refuses_is_not() -> None:
    tries_again: Any = ingest.retry_condition_fn
    failures = (SourceUnavailable("silent"), SourceRefused("wrong password"), DataRejected("wrong file"))
    assert [tries_again(ingest, None, Failed(data=error)) for error in failures] == [True, False, False]


def note_connections(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Other machines that this process turns to from now on, by name or number."""
    turned_to: list[str] = []

    def noted(method: Callable[..., object], place: int) -> Callable[..., object]:
        def note(*given: object, **named: object) -> object:
            address = given[place]
            host = str(address[0] if isinstance(address, tuple) else address or "localhost")
            if not host.startswith(("127.", "::1", "localhost", "/", socket.gethostname())):
                turned_to.append(host)
            return method(*given, **named)

        return note

    monkeypatch.setattr(socket.socket, "connect", noted(socket.socket.connect, 1))
    monkeypatch.setattr(socket.socket, "connect_ex", noted(socket.socket.connect_ex, 1))
    monkeypatch.setattr(socket, "getaddrinfo", noted(socket.getaddrinfo, 0))
    return turned_to


def last_run(prefect: SyncPrefectClient, council: Path) -> FlowRun:
    """The newest flow run of a council folder."""
    return runs_of(prefect, council)[0]


def artifacts_of(prefect: SyncPrefectClient, run: FlowRun, name: str = "") -> dict[str, Any]:
    """What the run shows on its page, by the last part of its key."""
    found = prefect.read_artifacts(artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id])))
    prefix = f"{name or run.name}-".lower()
    return {
        str(each.key).removeprefix(prefix): json.loads(str(each.data)) if each.type == "table" else each.data
        for each in found
    }


def staged(ledger: Engine) -> dict[tuple[str, str], int]:
    """How often each supply was staged."""
    found = rows(
        ledger,
        "select extract, supplier, count(*) from audit.step where step = 'stage' and outcome = 'done' group by 1, 2",
    )
    return {(extract, supplier): count for extract, supplier, count in found}


def without_its_last_column(packed: bytes) -> bytes:
    lines = gzip.decompress(packed).decode().splitlines()
    return gzip.compress("\n".join(line.rpartition(",")[0] for line in lines).encode())
