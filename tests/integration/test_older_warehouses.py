"""Warehouses that older versions made, brought forward: each publication is read again as it was read then.

``tests/golden/dumps`` holds dumps of a made-up council's warehouse, written by the program as it was when the newest
migration had the number in the name (three publications: restated, issued, draft), and what
``mart.performance_as_published`` gave of them there. They are never made anew.
"""

import csv
import gzip
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, text

from flows.settings import Settings
from flows.warehouse import embedded, migrations, seals
from flows.warehouse.engine import make_engine

DUMPS = Path(__file__).parents[1] / "golden" / "dumps"
NUMBERS = ("0018", "0033")


@pytest.fixture(params=NUMBERS)
def number(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def brought_forward(number: str, empty_database: Settings) -> Iterator[Engine]:
    """The older warehouse on the newest server, with this version's schema."""
    assert empty_database.database_url is not None
    engine = _brought_forward(number, empty_database.database_url.get_secret_value())
    yield engine
    engine.dispose()


def test_each_publication_is_read_again_as_it_was(brought_forward: Engine, number: str) -> None:
    _require_as_it_was(brought_forward, number)
    with brought_forward.connect() as connection:
        known = connection.scalars(text("select publication_id from mart.publication order by 1")).all()
        sealed = connection.scalars(text("select distinct publication_id from audit.publication_seal order by 1")).all()
        assert (known, sealed) == ([1, 2, 3], [1, 2, 3])
        assert seals.broken_seals(connection, [1, 2, 3]) == [], "what older versions published is sealed as it is"
        found = connection.execute(text("select * from mart.performance_as_published(1)"))
        assert list(found.keys()) == (DUMPS / "columns.txt").read_text("utf-8").split()


@pytest.mark.usefixtures("cluster")
def test_the_oldest_supported_server_brings_it_forward_too(postgres_15: str) -> None:
    engine = _brought_forward(NUMBERS[-1], postgres_15)
    try:
        _require_as_it_was(engine, NUMBERS[-1])
    finally:
        engine.dispose()


def _brought_forward(number: str, url: str) -> Engine:
    dump = gzip.decompress((DUMPS / f"warehouse_at_{number}.sql.gz").read_bytes())
    with psycopg.connect(url, autocommit=True) as connection:
        for role in ("cyp_owner", "cyp_loader", "cyp_publisher", "cyp_report", "cyp_backup", "bi_officer", "bi_reader"):
            if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
                connection.execute(f"create role {role} nologin")  # pyright: ignore[reportArgumentType, reportCallIssue]
    command = [str(embedded.packaged_binary("psql")), "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", url]
    subprocess.run(command, input=dump, check=True, capture_output=True)
    engine = make_engine(Settings(database_url=SecretStr(url)))
    assert migrations.migrate(engine)[-1] == "views and roles"
    assert migrations.migrate(engine) == []
    return engine


def _require_as_it_was(engine: Engine, number: str) -> None:
    with (DUMPS / f"as_published_at_{number}.csv").open(encoding="utf-8", newline="") as file:
        then = list(csv.DictReader(file))
    numbers = sorted({int(row["publication_id"]) for row in then})
    columns = list(then[0])
    now = []
    with engine.connect() as connection:
        for publication in numbers:
            said = ", ".join(f"publication.{name}::text" for name in columns)
            query = f"select {said} from mart.performance_as_published(:number) as publication"
            found = connection.execute(text(f"{query} order by publication.position"), {"number": publication})
            now += [{name: row[name] or "" for name in columns} for row in found.mappings()]
    assert len(then) == 42
    assert now == then
