"""Notices in the warehouse: each thing told once, whatever happens to the mail server or to a second process."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from flows.council import read_council
from flows.notices.due import events, reminders
from flows.notices.outbox import Message, send, write
from flows.notices.recipients import read_recipients
from flows.notices.tell import tell, would_tell
from flows.settings import Settings
from flows.steps.context import RunContext
from flows.warehouse.engine import transaction
from flows.warehouse.ledger import recorded_run
from tests.https_server import make_certificate
from tests.ledger import only, queried
from tests.mail_server import MailServer, Receiver
from transforms.errors import CypError, DataRejected
from transforms.quarters import Quarter

QUARTER = "2025-26-Q1"
SAMPLE = Path(__file__).parents[2] / "samples" / "merebridge"
RECIPIENTS = """role,who,channel,target
supplier,case-system,email,systems@council.example
supplier,900001,email,office@school.example
engineer,,email,data@council.example
engineer,,webhook,chat
officer,PL,email,pl@council.example
"""
REJECTED = """
    with batch as (
        insert into audit.batch (council, extract, supplier, covers, data_to, taken_on, batch_hash, fingerprint,
            version, status, rows_received, rows_loaded, rows_held, rows_duplicate)
        values ('merebridge', 'ssda903', 'case-system', '2025-26', '2025-06-30', '2025-07-04', repeat('0', 64),
            repeat('0', 64), 1, 'rejected', 0, 0, 0, 0)
        returning batch_id
    )
    insert into audit.finding (batch_id, table_name, rule_id, severity, rows_failed, message, fix)
    select batch_id, '', 'unreadable', 'stop', 0, 'episodes.csv: column LS is missing.', 'Export it again.'
    from batch
"""


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return make_certificate(tmp_path)[0]


@pytest.fixture
def run(warehouse_settings: Settings, warehouse: Engine, tmp_path: Path) -> Iterator[RunContext]:
    """The sample council with recipients, a run that failed and a delivery that was rejected."""
    folder = tmp_path / "council"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("extracts", "returns", "postcodes*", "published"))
    (folder / "recipients.csv").write_text(RECIPIENTS)
    mail = {"smtp_host": "127.0.0.1", "smtp_port": 1, "smtp_security": "none", "smtp_from": "cyp@council.example"}
    settings = warehouse_settings.model_copy(update=mail)
    context = RunContext(settings, folder, read_council(folder), Quarter.parse(QUARTER), day=date(2025, 8, 20))
    with pytest.raises(CypError), recorded_run(context.engine, "merebridge", QUARTER, "run", "1"):
        raise CypError("The disk is full.")
    with transaction(context.engine) as connection:
        connection.execute(text(REJECTED))
    yield context
    context.engine.dispose()


def test_each_thing_is_told_once_and_again_until_it_is_taken(
    run: RunContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, mail = Receiver(), MailServer(certificate, wants_login=False)
    monkeypatch.setenv("CYP_WEBHOOK_CHAT_URL", chat.address)
    assert {each.target for each in would_tell(run)} >= {"chat", "data@council.example", "systems@council.example"}
    assert queried(run, "select * from audit.notice") == []

    told = {(each.target, bool(each.problem)) for each in tell(run, reminding=False)}
    assert told == {("data@council.example", True), ("chat", False), ("systems@council.example", True)}
    assert len(chat.taken) == 1
    assert tell(run, reminding=False) == (), "the mail server is left in peace for a minute, the chat was told"
    waiting = queried(
        run, "select target, times_tried, problem from audit.notice where sent_at is null order by target"
    )
    assert [(row["target"], row["times_tried"]) for row in waiting] == [
        ("data@council.example", 1),
        ("systems@council.example", 1),
    ]
    assert "ConnectionRefusedError" in waiting[0]["problem"]

    with transaction(run.engine) as connection:
        connection.execute(text("update audit.notice set tried_at = tried_at - interval '3 hours'"))
    again = RunContext(
        run.settings.model_copy(update={"smtp_port": mail.port}), run.folder, run.council, run.quarter, day=run.day
    )
    assert again.engine  # one for both
    with ThreadPoolExecutor(2) as two:  # a command and the server at once
        sent = list(two.map(partial(_tell, again), range(2)))
    assert sorted(map(len, sent)) in ([0, 2], [1, 1])
    assert tell(again, reminding=False) == ()
    mail.stop()
    chat.stop()
    by_target = {each["To"]: each.get_content() for each in mail.taken}
    assert len(mail.taken) == len(by_target) == 2
    assert "The disk is full." in by_target["data@council.example"]
    assert f"cyp rerun {QUARTER}" in by_target["data@council.example"]
    for words in ("column LS is missing", "Export it again."):
        assert words in by_target["systems@council.example"]
    assert only(run, "select count(*) as waiting from audit.notice where sent_at is null") == {"waiting": 0}
    assert {each["Message-ID"].strip("<>").partition("@")[0] for each in mail.taken} < {
        row["message_id"] for row in queried(run, "select message_id from audit.notice")
    }
    again.engine.dispose()


def test_one_recipients_trouble_keeps_nothing_from_the_others(run: RunContext) -> None:
    taken: list[str] = []

    def deliver(message: Message) -> None:
        if message.channel == "email":
            raise ValueError("a secret")
        taken.append(message.target)

    with transaction(run.engine) as connection:
        write(connection, "merebridge", events(run), read_recipients(run.folder, run.council))
    sent = send(run.engine, run.council, deliver)
    assert taken == ["chat"]
    assert {each.problem for each in sent} == {"", "it cannot be sent (ValueError)"}


def _tell(run: RunContext, _number: int) -> tuple[object, ...]:
    return tell(run, reminding=False)


def test_a_file_that_is_late_is_asked_for_once_a_week(run: RunContext) -> None:
    late = {(each.role, each.who): each for each in reminders(run)}
    assert ("supplier", "case-system") not in late or "SSDA903" not in late["supplier", "case-system"].about
    school = late["supplier", "900001"]
    assert "was due on 14 July 2025 and is not in" in school.words
    assert school.about.endswith("900001 late 6")
    assert ("officer", "IM") in late, "who answers for the registers is told too"


def test_how_a_run_ended_is_kept_in_words(run: RunContext) -> None:
    with pytest.raises(DataRejected), recorded_run(run.engine, "merebridge", QUARTER, "run", "1"):
        raise DataRejected("episodes.csv: column LS is missing.")
    with pytest.raises(ValueError, match="secret"), recorded_run(run.engine, "merebridge", QUARTER, "run", "1"):
        raise ValueError("a secret")
    assert [tuple(row.values()) for row in queried(run, "select outcome, message from audit.run order by run_id")] == [
        ("failed", "The disk is full."),
        ("rejected", "episodes.csv: column LS is missing."),
        ("failed", ""),
    ]
