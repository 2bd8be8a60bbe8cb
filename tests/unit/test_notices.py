"""What people are told, in which words, when, and how it reaches a mail server or a webhook."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from flows.council import read_council
from flows.notices.due import report_address
from flows.notices.mail import send_mail
from flows.notices.outbox import Message, NotTaken
from flows.notices.recipients import Recipient, read_recipients
from flows.notices.web import post
from flows.settings import Settings
from tests.https_server import make_certificate
from tests.mail_server import PASSWORD, USER, MailServer, Receiver
from transforms.errors import CouncilFolderError
from transforms.notices import (
    Digest,
    Notice,
    delivery_rejected,
    digest,
    report_ready,
    run_failed,
    signature_due,
    stage,
    supply_late,
    words_due,
)

MEREBRIDGE = read_council(Path(__file__).parents[2] / "samples" / "merebridge")
DUE = date(2025, 8, 13)
QUARTER = "2025-26-Q1"
MESSAGE = Message("engineer", "email", "data@council.example", Digest("Merebridge: a run failed", "Run 3\n"), "abc")


@pytest.mark.parametrize(
    ("today", "due", "expected"),
    [
        (date(2025, 8, 1), DUE, "asked"),
        (date(2025, 8, 6), DUE, "soon"),
        (date(2025, 8, 12), DUE, "soon"),
        (DUE, DUE, "today"),
        (date(2025, 8, 14), DUE, "late 1"),
        (date(2025, 8, 20), DUE, "late 1"),
        (date(2025, 8, 21), DUE, "late 2"),
        (date(2025, 8, 27), date(2025, 8, 20), "late 1"),  # the bank holiday of the 25th is no day late
        (date(2025, 8, 16), date(2025, 8, 15), "late 1"),  # a Saturday
        (date(2025, 8, 16), None, "asked"),
        (date(2040, 1, 2), date(2040, 1, 9), "asked"),  # beyond the table of bank holidays
    ],
)
def test_a_reminder_goes_out_once_for_each_stage(today: date, due: date | None, expected: str) -> None:
    assert stage(due, today) == expected


BEGAN = datetime(2025, 7, 14, 5, tzinfo=UTC)
LATE = date(2025, 8, 14)
NOTICES = [
    (
        run_failed(12, QUARTER, "run", "failed", BEGAN, "The disk is full."),
        ("engineer", "", "run 12"),
        ("Run 12 of 2025-26-Q1 (run, begun 14/07/2025 05:00 UTC) failed.", "full", f"cyp rerun {QUARTER}"),
    ),
    (
        delivery_rejected(7, "SSDA903", "case-system", "2025-26", "episodes.csv: column LS is missing.", ""),
        ("supplier", "case-system", "rejected 7"),
        ("could not be used", "column LS is missing", "Please send it again, put right."),
    ),
    (
        supply_late(QUARTER, "Register", "900001", "Alder Brook", DUE, LATE),
        ("supplier", "900001", f"supply {QUARTER} Register 900001 late 1"),
        ("Register from Alder Brook for 2025-26-Q1 was due on 13 August 2025 and is not in.",),
    ),
    (
        words_due(QUARTER, 3, "PL", DUE, date(2025, 8, 6), ["PED02 04 Children in care"]),
        ("officer", "PL", f"words {QUARTER} 3 PL soon"),
        ("Commentary on 2025-26-Q1, which is due on 13 August 2025", "PED02 04 Children in care", "workbook"),
    ),
    (
        words_due(QUARTER, 3, "PL", None, LATE, ["PED02 04"]),
        ("officer", "PL", f"words {QUARTER} 3 PL asked"),
        ("Commentary on 2025-26-Q1 is still to come from you:",),
    ),
    (
        signature_due(QUARTER, 3, "HB", "director", DUE, LATE),
        ("officer", "HB", f"sign {QUARTER} 3 director HB late 1"),
        ("waits for your signature as director. It was due on 13 August 2025.",),
    ),
    (
        report_ready(QUARTER, 3, "issued", ["https://reports.council.example/3-issued-public/report.html"]),
        ("director", "", "report 3 issued"),
        ("The report of 2025-26-Q1 (publication 3) is issued:", "https://reports.council.example/"),
    ),
]


@pytest.mark.parametrize(("notice", "told", "words"), NOTICES)
def test_each_notice_says_what_happened_and_what_to_do(
    notice: Notice, told: tuple[str, str, str], words: tuple[str, ...]
) -> None:
    assert (notice.role, notice.who, notice.about) == told
    assert [each for each in words if each not in notice.words] == []


def test_several_notices_are_one_digest() -> None:
    made = digest("Mere\nbridge", "supplier", ["One.\nDo this.", "Two."])
    assert made.subject == "Mere bridge: a file is wanted (and 1 more)"
    assert "- One.\n  Do this.\n\n- Two.\n" in made.text


# Who is told


HEADER = "role,who,channel,target\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("boss,,email,a@b.example", "no role 'boss'"),
        ("supplier,900099,email,a@b.example", "no supplier '900099'"),
        ("officer,XX,email,a@b.example", "no officer 'XX'"),
        ("engineer,AT,email,a@b.example", "no engineer 'AT'"),
        ("engineer,,email,a@b.example; c@d.example", "no mail address"),
        ("engineer,,webhook,https://chat.example/1", "no name of a webhook"),
        ("engineer,,fax,1234", "no channel 'fax'"),
    ],
)
def test_a_recipient_that_cannot_be_is_refused_by_line(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "recipients.csv").write_text(f"{HEADER}{line}\n")
    with pytest.raises(CouncilFolderError, match=f"line 2: .*{said}"):
        read_recipients(tmp_path, MEREBRIDGE)


def test_recipients_are_told_what_is_theirs(tmp_path: Path) -> None:
    assert read_recipients(tmp_path, MEREBRIDGE) == ()
    (tmp_path / "recipients.csv").write_text(
        f"{HEADER}supplier,900001,email,office@school.example\nsupplier,*,email,all@council.example\n"
        "officer,PL,email,pl@council.example\nengineer,,webhook,teams\n"
    )
    school, everything, officer, engineer = read_recipients(tmp_path, MEREBRIDGE)
    of_school = Notice("supplier", "900001", "x", "x")
    assert [each.is_told(of_school) for each in (school, everything, officer, engineer)] == [True, True, False, False]
    assert not school.is_told(Notice("supplier", "900002", "x", "x"))
    assert engineer.is_told(Notice("engineer", "", "x", "x"))
    assert engineer == Recipient("engineer", "", "webhook", "teams")


def test_links_lead_to_where_the_reports_are_read() -> None:
    assert report_address("", "a/b") == ""
    assert report_address("https://r.example/", "m/2025-26-Q1/3-issued-public") == (
        "https://r.example/m/2025-26-Q1/3-issued-public/report.html"
    )


# A real mail server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def server(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    server = MailServer(certificate[0])
    yield server
    server.stop()


def settings(server: MailServer, **changed: object) -> Settings:
    usual = {
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_from": "Performance <cyp@council.example>",
        "smtp_user": USER,
        "smtp_password": SecretStr(PASSWORD),
    }
    return Settings(**{**usual, **changed})  # pyright: ignore[reportArgumentType]


def test_a_message_goes_by_starttls_and_login(server: MailServer) -> None:
    send_mail(settings(server), MESSAGE)
    (mail,) = server.taken
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        "data@council.example",
        "Performance <cyp@council.example>",
        "Merebridge: a run failed",
    )
    assert mail["Message-ID"] == "<abc@council.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().splitlines() == ["Run 3"]


@pytest.mark.parametrize(
    ("changed", "answers", "why"),
    [
        ({"smtp_host": ""}, [], "CYP_SMTP_HOST"),
        ({"smtp_password": SecretStr("another")}, [], "SMTPAuthenticationError, 535"),
        ({"smtp_security": "none"}, [], "not sent over an open connection"),
        ({"smtp_security": "none", "smtp_user": ""}, [], "refused"),
        ({}, ["451 later"], "SMTPDataError, 451"),
        ({"smtp_port": 1}, [], "ConnectionRefusedError"),
        ({"smtp_host": "localhost"}, [], "SSLCertVerificationError"),
    ],
)
def test_what_is_not_taken_is_said_without_a_secret(
    server: MailServer, changed: dict[str, object], answers: list[str], why: str
) -> None:
    server.answers = answers
    with pytest.raises(NotTaken, match=why) as caught:
        send_mail(settings(server, **changed), MESSAGE)
    assert PASSWORD not in str(caught.value)
    assert server.taken == []


# A real webhook


def test_a_webhook_gets_the_digest_with_its_token(monkeypatch: pytest.MonkeyPatch) -> None:
    receiver = Receiver()
    monkeypatch.setenv("CYP_WEBHOOK_TEAMS_URL", receiver.address)
    monkeypatch.setenv("CYP_WEBHOOK_TEAMS_TOKEN", "hidden-word")
    message = Message("engineer", "webhook", "teams", MESSAGE.digest, "abc")
    receiver.answers = [503, 302]
    for status in (503, 302):
        with pytest.raises(NotTaken, match=str(status)) as caught:
            post(message)
        assert "hidden" not in str(caught.value)
    post(message)
    receiver.stop()
    ((headers, body),) = receiver.taken
    assert headers["authorization"] == "Bearer hidden-word"
    assert body == {
        "id": "abc",
        "role": "engineer",
        "subject": MESSAGE.digest.subject,
        "text": f"{MESSAGE.digest.subject}\n\n{MESSAGE.digest.text}",
    }
    with pytest.raises(NotTaken, match="ConnectError"):
        post(message)


@pytest.mark.parametrize(
    ("url", "why"), [("", "CYP_WEBHOOK_TEAMS_URL"), ("http://chat.council.example/hidden-word", "is not https")]
)
def test_an_address_that_is_missing_or_open_is_not_used(monkeypatch: pytest.MonkeyPatch, url: str, why: str) -> None:
    monkeypatch.setenv("CYP_WEBHOOK_TEAMS_URL", url)
    with pytest.raises(NotTaken, match=why) as caught:
        post(Message("engineer", "webhook", "teams", MESSAGE.digest, "abc"))
    assert "hidden" not in str(caught.value)
