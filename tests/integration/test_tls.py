"""Servers prove who they are: the warehouse by verify-full, Prefect by the authority that is named."""

import shutil
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import make_url, text

from flows.orchestration import server_status
from flows.settings import Settings
from flows.warehouse import account, embedded
from flows.warehouse.engine import make_engine, warehouse_url
from tests.https_server import make_certificate
from transforms.errors import WarehouseUnavailable


@pytest.fixture
def authority(postgres_15: str, tmp_path: Path) -> Path:
    """A server that has a certificate of 127.0.0.1; gives that of the authority that signed it."""
    server, trusted = make_certificate(tmp_path)
    with psycopg.connect(postgres_15, autocommit=True) as connection:
        (folder,) = connection.execute("show data_directory").fetchone() or ("",)
        kept = Path(shutil.copy(server, Path(folder) / "server.pem"))
        kept.chmod(0o600)
        account.give(kept)
        for setting in ("ssl_cert_file = 'server.pem'", "ssl_key_file = 'server.pem'", "ssl = on"):
            connection.execute(f"alter system set {setting}")  # pyright: ignore[reportArgumentType, reportCallIssue]
        connection.execute("select pg_reload_conf()")
    return trusted


def _reached(server: str, host: str, **query: str) -> Settings:
    """Settings that reach a server under a name and by some parameters."""
    url = make_url(server).set(host=host, query=query)
    return Settings(database_url=SecretStr(url.render_as_string(hide_password=False)))


@pytest.mark.usefixtures("cluster")
def test_a_warehouse_is_reached_by_verify_full_and_one_of_another_name_is_not(
    postgres_15: str, authority: Path, tmp_path: Path
) -> None:
    trusting = {"sslmode": "verify-full", "sslrootcert": str(authority)}
    engine = make_engine(_reached(postgres_15, "127.0.0.1", **trusting))
    with engine.connect() as connection:
        used = "select ssl, version from pg_stat_ssl where pid = pg_backend_pid()"
        assert tuple(connection.execute(text(used)).one()) == (True, "TLSv1.3")
    engine.dispose()
    (tmp_path / "another").mkdir()
    _, another = make_certificate(tmp_path / "another")
    for host, query, why in (
        ("localhost", trusting, "is not made out to localhost"),
        ("127.0.0.1", {**trusting, "sslrootcert": str(another)}, "of no authority that is trusted here"),
        ("127.0.0.1", {**trusting, "sslrootcert": "/nowhere"}, "no authority is known here"),
    ):
        with pytest.raises(WarehouseUnavailable, match="did not prove who it is") as refused:
            make_engine(_reached(postgres_15, host, **query))
        assert why in refused.value.message
        assert "sslmode=verify-full&sslrootcert=" in refused.value.fix


def test_a_warehouse_without_tls_is_not_taken_for_one_that_proved_itself(cluster: Settings) -> None:
    with pytest.raises(WarehouseUnavailable, match=r"did not prove who it is|gives no TLS"):
        make_engine(
            _reached(embedded.ensure(cluster).url("cyp"), "127.0.0.1", sslmode="verify-full", sslrootcert="system")
        )


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql://cyp@warehouse.example.org/cyp", "verify-full"),
        ("postgresql://cyp@10.1.2.3/cyp?sslrootcert=/etc/ssl/ca.crt", "verify-full"),
        ("postgresql://cyp@postgres/cyp?sslmode=disable", "disable"),
        ("postgresql://cyp@127.0.0.1:5433/cyp", None),
        ("postgresql://cyp@localhost/cyp", None),
        ("postgresql:///cyp?host=/var/run/postgresql", None),
    ],
)
def test_a_warehouse_on_another_machine_must_prove_who_it_is(tmp_path: Path, url: str, mode: str | None) -> None:
    found = warehouse_url(Settings(home=tmp_path, database_url=SecretStr(url)))
    assert found.query.get("sslmode") == mode


def test_a_prefect_server_is_believed_by_the_authority_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ready(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own signature
            pass

    certificate, trusted = make_certificate(tmp_path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Ready)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings = Settings(home=tmp_path, prefect_api_url=f"https://127.0.0.1:{server.server_address[1]}/api")
    assert not server_status(settings).running, "nobody that is trusted here vouches for it"
    monkeypatch.setenv("PREFECT_API_SSL_CERT_FILE", str(trusted))
    assert server_status(settings).running
    server.shutdown()
    server.server_close()
