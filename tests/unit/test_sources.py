"""Sources against real servers: what they list, what they fetch, whom they refuse, and how long they are patient."""

import os
import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from flows.settings import get_settings, source_login
from flows.sources import Delivery, SourceFile, folder, https, patience, sftp, source_of
from flows.sources.delivery import ends_of_quarters, name_to_show
from tests import https_server, sftp_server
from tests.https_server import HttpsServer, make_certificate
from tests.sftp_server import SftpServer, key_of, new_key, new_private_key
from transforms.council_types import Supply
from transforms.errors import SourceRefused, SourceUnavailable, UsageError
from transforms.quarters import Quarter

HERE = Path()
QUARTER = Quarter(2025, 1)
DAY = date(2025, 6, 30)
RETURNS = b"return_id,amount\n"


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """How long we would have waited, instead of waiting. No host is in peace from a test before."""
    waited: list[float] = []
    monkeypatch.setattr(patience, "sleep", waited.append)
    patience.forget()
    yield waited
    patience.forget()


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """A folder with one delivery in it, and things beside it that are none."""
    root = tmp_path / "outgoing"
    (root / "2025-06-30").mkdir(parents=True)
    (root / "archive").mkdir()
    (root / "2025-06-30" / "returns.csv").write_bytes(RETURNS)
    (root / "2025-06-30" / "more.csv.part").write_bytes(b"ret")
    return root


@pytest.fixture
def sftp_server_here(drop: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SftpServer]:
    monkeypatch.setenv("CYP_SOURCE_MOVER_USER", sftp_server.USER)
    monkeypatch.setenv("CYP_SOURCE_MOVER_PASSWORD", sftp_server.PASSWORD)
    server = SftpServer(drop.parent, new_key())
    yield server
    server.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def https_server_here(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpsServer]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("CYP_SOURCE_PLATFORM_TOKEN", https_server.TOKEN)
    server = HttpsServer(certificate[0])
    server.files["/2025-06-30/returns.csv"] = RETURNS
    yield server
    server.stop()


def supply(source: str, place: object = None, path: str = "outgoing") -> Supply:
    return Supply("council_returns", "officers", "Officers' returns", source, path, place=place)


def on_sftp(server: SftpServer, **changes: str) -> Supply:
    place = sftp.Sftp("127.0.0.1", server.host_key, "mover", server.port)
    return supply("sftp", replace(place, **cast(Any, changes)))


def on_https(server: HttpsServer, **changes: date | int) -> Supply:
    place = https.Https((f"{server.address}/{{data_to}}/returns.csv",), login="platform")
    return supply("https", replace(place, **cast(Any, changes)))


def listed(of: Supply, known: dict[tuple[date, str], str] | None = None) -> tuple[Delivery, ...]:
    return source_of(of).deliveries(HERE, of, QUARTER, known or {})


def fetched(of: Supply, into: Path) -> bytes:
    """The bytes of the first file of the first delivery."""
    [delivery, *_] = listed(of)
    source_of(of).pull(of, delivery, delivery.files[0], into)
    return into.read_bytes()


def refusal(of: Supply) -> SourceRefused:
    with pytest.raises(SourceRefused) as raised:
        listed(of)
    assert raised.value.exit_code == 4
    assert raised.value.message.startswith("council_returns, Officers' returns: 127.0.0.1:")
    assert "hidden-word" not in str(raised.value)
    return raised.value


# Folders


def test_what_is_still_being_uploaded_is_no_part_of_a_delivery(drop: Path) -> None:
    for name in ("a.csv.tmp", "b.csv.PART", ".c.csv", "~d.xlsx", "delivery.toml"):
        (drop / "2025-06-30" / name).touch()
    (drop / "archive").rmdir()
    [delivery] = folder.lying_in(drop, supply("folder"))
    assert [file.name for file in delivery.files] == ["returns.csv"]


@pytest.fixture
def looks_twice(drop: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Has files that are younger than half a minute looked at twice."""
    (drop / "archive").rmdir()
    monkeypatch.setenv("CYP_SETTLE_SECONDS", "30")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.mark.usefixtures("looks_twice")
def test_a_file_that_grows_is_left_and_one_that_is_whole_is_taken(drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = drop / "2025-06-30" / "returns.csv"
    looked: list[float] = []
    monkeypatch.setattr(folder.time, "sleep", looked.append)
    [whole] = folder.lying_in(drop, supply("folder"))
    assert not whole.unsettled
    monkeypatch.setattr(folder.time, "sleep", lambda _: file.write_bytes(RETURNS * 2))
    [growing] = folder.lying_in(drop, supply("folder"))
    assert growing.unsettled == "returns.csv is still being written"
    monkeypatch.setattr(folder.time, "sleep", lambda _: file.unlink())
    [moved] = folder.lying_in(drop, supply("folder"))
    assert moved.unsettled
    assert 29 < looked[0] <= 30


@pytest.mark.usefixtures("looks_twice")
def test_nobody_waits_for_old_files(drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder.time, "sleep", lambda _: pytest.fail("a wait for a file that is old"))
    os.utime(drop / "2025-06-30" / "returns.csv", (1_750_000_000, 1_750_000_000))
    assert [delivery.data_to for delivery in folder.lying_in(drop, supply("folder"))] == [DAY]


@pytest.mark.parametrize(
    "name",
    [
        *("a\nb.csv", "a\x1b[2Jb.csv", "a\u202evsc.b", "caf\udce9.csv", "..\\..\\b.csv", "../../b.csv", "b\0.csv"),
        *("x" * 300, "y" * 300 + ".csv", "." + "z" * 300),
    ],
    ids=ascii,
)
def test_a_name_that_cannot_be_shown_is_made_one_that_can_and_stays_its_own(name: str) -> None:
    shown = name_to_show(name)
    assert shown.isprintable()
    assert not set("/\\") & set(shown)
    assert len(shown.encode()) <= 255
    assert shown == name_to_show(name) != name_to_show(name + "x")
    assert shown.endswith(".csv") == (name.endswith(".csv"))


@pytest.mark.parametrize(
    "name", ["returns.csv", "Children's services \u2013 June (2).xlsx", "R\u00e9n\u00e9.csv", "CON"]
)
def test_a_name_that_can_be_shown_stays(name: str) -> None:
    assert name_to_show(name) == name


def test_a_file_is_fetched_whatever_it_is_called(drop: Path, tmp_path: Path) -> None:
    (drop / "archive").rmdir()
    place = os.fsencode(drop / "2025-06-30")
    os.rename(place + b"/returns.csv", place + b"/caf\xe9\n.csv")  # noqa: PTH104 - the name is bytes of no encoding
    [delivery] = folder.lying_in(drop, supply("folder"))
    assert re.fullmatch(r"caf__~[0-9a-f]{8}\.csv", delivery.files[0].name)
    folder.pull(supply("folder"), delivery, delivery.files[0], tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == RETURNS


# SFTP


def test_an_sftp_server_gives_deliveries_by_date(sftp_server_here: SftpServer, drop: Path, tmp_path: Path) -> None:
    (drop / "2025-03-31").mkdir()
    (drop / "2025-06-30" / "delivery.toml").write_text("taken_on = 2025-07-04")
    first, second = listed(on_sftp(sftp_server_here))
    assert (first.data_to, first.files) == (date(2025, 3, 31), ())
    assert (second.data_to, second.taken_on) == (DAY, date(2025, 7, 4))
    assert [file.name for file in second.files] == ["returns.csv"]
    os.utime(drop / "2025-06-30" / "returns.csv", (1, 1))
    assert listed(on_sftp(sftp_server_here))[1].files[0].identity != second.files[0].identity
    (drop / "2025-03-31").rmdir()
    assert fetched(on_sftp(sftp_server_here), tmp_path / "file") == RETURNS


def test_an_account_with_a_key_needs_no_password(
    sftp_server_here: SftpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = new_private_key("passphrase")
    (tmp_path / "key").write_text(private)
    sftp_server_here.allowed = key_of(private, "passphrase")
    monkeypatch.setenv("CYP_SOURCE_MOVER_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("CYP_SOURCE_MOVER_PASSWORD", "passphrase")
    assert len(listed(on_sftp(sftp_server_here))) == 1


def test_a_changed_host_key_is_refused_before_anything_is_sent(
    sftp_server_here: SftpServer, pauses: list[float]
) -> None:
    other = new_key()
    pinned = on_sftp(sftp_server_here, host_key=f"{other.get_name()} {other.get_base64()}")
    error = refusal(pinned)
    assert f"another host key than the one in council.toml: ssh-ed25519 {sftp_server_here.key.fingerprint}" in str(
        error
    )
    assert (sftp_server_here.counted["login"], pauses) == (0, [])


def test_a_host_key_of_another_type_is_an_unknown_one(sftp_server_here: SftpServer) -> None:
    unknown = on_sftp(sftp_server_here, host_key="ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==")
    assert "another host key" in refusal(unknown).message


def test_a_wrong_password_is_tried_once_however_many_supplies_use_it(
    sftp_server_here: SftpServer, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CYP_SOURCE_MOVER_PASSWORD", "hidden-word-of-last-year")
    for _ in range(3):
        error = refusal(on_sftp(sftp_server_here))
        assert "refused the login" in error.message
        assert "CYP_SOURCE_MOVER_PASSWORD" in error.fix
    known = pickle.dumps(patience.hosts_in_peace())
    patience.forget()
    patience.leave_in_peace(pickle.loads(known))  # as a process beside the run begins
    assert "refused the login" in refusal(on_sftp(sftp_server_here)).message
    assert (sftp_server_here.counted["login"], pauses) == (1, [])


def test_a_login_that_is_not_set_is_named(sftp_server_here: SftpServer) -> None:
    assert "CYP_SOURCE_NOBODY_PASSWORD" in refusal(on_sftp(sftp_server_here, login="nobody")).fix
    assert sftp_server_here.counted["login"] == 0


def test_a_folder_that_is_not_on_the_server_is_named(sftp_server_here: SftpServer) -> None:
    assert "has no folder incoming" in refusal(replace(on_sftp(sftp_server_here), path="incoming")).message


def test_a_file_that_changes_while_it_is_fetched_is_not_taken(
    sftp_server_here: SftpServer, drop: Path, tmp_path: Path
) -> None:
    def grow(place: Path) -> None:
        with place.open("ab") as file:
            file.write(b"x" * 10)

    [delivery] = listed(on_sftp(sftp_server_here))
    sftp_server_here.when_opened = grow
    with pytest.raises(SourceUnavailable, match=r"is still being given returns\.csv"):
        sftp.pull(on_sftp(sftp_server_here), delivery, delivery.files[0], tmp_path / "file")


def test_a_server_that_is_gone_is_tried_three_times_then_left_in_peace(
    sftp_server_here: SftpServer, pauses: list[float]
) -> None:
    gone = on_sftp(sftp_server_here)
    sftp_server_here.stop()
    for _ in range(2):
        with pytest.raises(
            SourceUnavailable, match=r"127\.0\.0\.1:\d+ does not answer \(connection refused\)"
        ) as error:
            listed(gone)
        assert type(error.value) is SourceUnavailable
    assert pauses == [1.0, 4.0]


# HTTPS


def test_an_https_server_is_asked_for_what_it_has_at_the_ends_of_quarters(
    https_server_here: HttpsServer, tmp_path: Path
) -> None:
    https_server_here.files["/2024-12-31/returns.csv"] = RETURNS
    [delivery] = listed(on_https(https_server_here))
    assert (delivery.data_to, delivery.files[0].name) == (DAY, "returns.csv")
    since = on_https(https_server_here, since=date(2024, 10, 1))
    assert [each.data_to for each in listed(since)] == [date(2024, 12, 31), DAY]
    assert fetched(on_https(https_server_here), tmp_path / "file") == RETURNS


def test_a_file_that_has_not_changed_is_not_sent(https_server_here: HttpsServer) -> None:
    [delivery] = listed(on_https(https_server_here))
    known = {(DAY, "returns.csv"): delivery.files[0].identity}
    https_server_here.counted.clear()
    assert listed(on_https(https_server_here), known) == (delivery,)
    assert https_server_here.counted == {304: 1}
    https_server_here.files["/2025-06-30/returns.csv"] = RETURNS * 2
    assert listed(on_https(https_server_here), known) != (delivery,)


def test_a_server_that_fails_twice_is_tried_again_when_it_says(
    https_server_here: HttpsServer, pauses: list[float]
) -> None:
    https_server_here.failures = [(503, {"Retry-After": "7"}), (429, {})]
    assert len(listed(on_https(https_server_here))) == 1
    assert pauses == [7.0, 4.0]


def test_who_asks_for_more_patience_than_we_have_is_left(https_server_here: HttpsServer, pauses: list[float]) -> None:
    https_server_here.failures = [(429, {"Retry-After": "3600"})] * 2
    with pytest.raises(SourceUnavailable, match=r"cannot answer at present \(429, and asks us to wait 3,600 seconds\)"):
        listed(on_https(https_server_here))
    assert (pauses, https_server_here.counted) == ([], {429: 1})


def test_a_wait_until_a_date_is_understood(https_server_here: HttpsServer, pauses: list[float]) -> None:
    https_server_here.failures = [
        (503, {"Retry-After": "Wed, 01 Jan 2025 00:00:00 GMT"}),
        (503, {"Retry-After": "soon"}),
    ]
    assert len(listed(on_https(https_server_here))) == 1
    assert pauses == [0.0, 4.0]


@pytest.mark.parametrize(("status", "said"), [(401, "login"), (403, "login"), (301, "answers with 301")])
def test_what_is_final_is_not_tried_again(
    https_server_here: HttpsServer, pauses: list[float], status: int, said: str
) -> None:
    https_server_here.failures = [(status, {"Location": "https://127.0.0.1/"})]
    assert said in refusal(on_https(https_server_here)).message
    assert (pauses, sum(https_server_here.counted.values())) == ([], 1)


def test_a_certificate_of_an_authority_that_is_not_ours_is_refused(
    https_server_here: HttpsServer, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "a certificate that is not trusted" in refusal(on_https(https_server_here)).message
    assert (pauses, https_server_here.counted) == ([], {})


def test_a_file_that_is_too_large_is_not_taken(https_server_here: HttpsServer, tmp_path: Path) -> None:
    https_server_here.files["/2025-06-30/returns.csv"] = b"x" * (1024**2 + 1)
    with pytest.raises(SourceRefused, match="more than 1 MB"):
        fetched(on_https(https_server_here, largest_megabytes=1), tmp_path / "file")


def test_a_file_that_goes_away_between_list_and_pull_is_told(https_server_here: HttpsServer, tmp_path: Path) -> None:
    [delivery] = listed(on_https(https_server_here))
    https_server_here.files.clear()
    with pytest.raises(SourceRefused, match=r"has returns\.csv no longer"):
        https.pull(on_https(https_server_here), delivery, delivery.files[0], tmp_path / "file")


def test_without_an_etag_a_file_is_asked_for_in_every_run(https_server_here: HttpsServer) -> None:
    https_server_here.with_etags = False
    [delivery] = listed(on_https(https_server_here))
    assert delivery.files[0].is_asked_anew


# What all share


def test_who_drips_is_cut_off(tmp_path: Path) -> None:
    with pytest.raises(patience.Passing, match="took too long"):
        patience.receive(iter([b"x"]), tmp_path / "file", patience.Deadline(0))


def test_ends_of_quarters_begin_with_the_one_of_a_date() -> None:
    assert ends_of_quarters(None, QUARTER) == (DAY,)
    assert ends_of_quarters(date(2025, 1, 15), QUARTER) == (date(2025, 3, 31), DAY)
    assert ends_of_quarters(date(2026, 1, 15), QUARTER) == (DAY,)


def test_a_login_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = tmp_path / "secrets"
    secrets.write_text("CYP_SOURCE_MOVER_USER=reader\nCYP_SOURCE_MOVER_PASSWORD=from-file\nCYP_SOURCE_OTHER_TOKEN=x\n")
    monkeypatch.setenv("CYP_SECRETS_FILE", str(secrets))
    get_settings.cache_clear()
    try:
        login = source_login("mover")
        assert login.password is not None
        assert (login.user, login.password.get_secret_value(), login.token) == ("reader", "from-file", None)
        assert "from-file" not in repr(login)
        secrets.unlink()
        with pytest.raises(UsageError, match="is not there"):
            source_login("mover")
    finally:
        get_settings.cache_clear()


def test_what_lies_in_the_landing_store_alone_is_not_asked_for() -> None:
    assert not SourceFile("returns.csv", place="").is_asked_anew
    assert SourceFile("returns.csv", place="returns.sql").is_asked_anew
