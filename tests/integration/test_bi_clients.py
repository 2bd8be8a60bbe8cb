"""The clients that people's tools are made of, each asked the same questions: ODBC, JDBC, DuckDB, beside psycopg."""

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import Engine

from flows.settings import Settings
from flows.warehouse.logins import ensure_logins, reader_url
from tests.bi_questions import POINTED_TO, QUESTIONS, REFUSED, as_words

DRIVER = "PostgreSQL Unicode"
JAR = Path("/usr/share/java/postgresql.jar")
PROGRAM = Path(__file__).parent / "jdbc" / "Questions.java"
_NOT_ALLOWED = "42501"


@pytest.fixture(scope="module")
def url(two_councils: Engine, councils_settings: Settings) -> str:
    """Where a reader of one of two councils connects."""
    ensure_logins(councils_settings, two_councils, "alder")
    return reader_url(councils_settings, "alder", "reader")


@pytest.fixture(scope="module")
def answers(url: str) -> Iterator[dict[str, list[list[str]]]]:
    """What psycopg answers."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield {name: as_words(connection.execute(question.encode()).fetchall()) for name, question in QUESTIONS.items()}


def test_there_is_something_to_compare(url: str, answers: dict[str, list[list[str]]]) -> None:
    assert all(answers.values())
    assert answers["the board's table"] == [
        ["2025-26-Q1", "M1", "Girls", "", "", "", "c"],
        ["2025-26-Q1", "M1", "Total", "10.000000", "", "", ""],
    ]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set default_transaction_read_only = off")
        for statement in REFUSED:
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement.encode())


def test_odbc_gives_the_same_answers(url: str, answers: dict[str, list[list[str]]]) -> None:
    """What Excel, Access and Power BI's ODBC connector speak."""
    pyodbc = pytest.importorskip("pyodbc", reason="pyodbc is not installed here: ODBC was not tried.")
    if DRIVER not in pyodbc.drivers():
        pytest.skip("psqlODBC is not installed here (apt-get install odbc-postgresql): ODBC was not tried.")
    place = urlsplit(url)
    words = {
        "Driver": f"{{{DRIVER}}}",
        "Server": place.hostname,
        "Port": place.port,
        "Database": place.path[1:],
        "UID": place.username,
        "PWD": place.password,
    }
    connection = pyodbc.connect(";".join(f"{name}={word}" for name, word in words.items()), autocommit=True)
    cursor = connection.cursor()
    given = {name: as_words(cursor.execute(question).fetchall()) for name, question in QUESTIONS.items()}
    pointed = {
        row.pktable_name for row in cursor.foreignKeys(foreignTable="fact_indicator_value", foreignSchema="mart")
    }
    sizes = {row.column_name: row.column_size for row in cursor.columns(table="performance", schema="mart")}
    cursor.execute("set default_transaction_read_only = off")
    for statement in REFUSED:
        with pytest.raises(pyodbc.Error, match=_NOT_ALLOWED):
            cursor.execute(statement)
    connection.close()
    assert given == answers
    assert pointed == POINTED_TO
    assert sizes["progress_reason"] == 8000, "no tool is told of another length than the column has"


def test_jdbc_gives_the_same_answers(url: str, answers: dict[str, list[list[str]]]) -> None:
    """What Tableau, Metabase and DBeaver speak."""
    java = shutil.which("java")
    if java is None or not JAR.is_file():
        pytest.skip("Java or its driver is not installed here (libpostgresql-jdbc-java): JDBC was not tried.")
    place = urlsplit(url)
    address = f"jdbc:postgresql://{place.hostname}:{place.port}{place.path}"
    said = [address, str(place.username), str(place.password), *QUESTIONS.values(), *REFUSED]
    command = [java, "-XX:TieredStopAtLevel=1", "-cp", str(JAR), str(PROGRAM)]
    ended = subprocess.run(command, input="\n".join(said), capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr
    lines = iter(ended.stdout.splitlines())
    given = {name: as_words(line.split("\t") for line in iter(lambda: next(lines), "END")) for name in QUESTIONS}
    assert given == answers
    *refused, pointed, remarks = lines
    assert refused == [f"REFUSED {_NOT_ALLOWED}"] * len(REFUSED)
    assert set(pointed.split()) == POINTED_TO
    assert remarks == "Progress rating against the target, in a word."


def test_duckdb_gives_the_same_answers(url: str, answers: dict[str, list[list[str]]]) -> None:
    """Its scanner comes as a package: nothing is downloaded."""
    found = importlib.util.find_spec("duckdb_extension_postgres_scanner")
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed here: its scanner was not tried.")
    if found is None or found.origin is None:
        pytest.skip("DuckDB's scanner is not installed here: it was not tried.")
    [extension] = Path(found.origin).parent.rglob("postgres_scanner.duckdb_extension")
    connection = duckdb.connect()
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute(f"load '{extension}'")
    connection.execute(f"attach '{url}' as warehouse (type postgres, read_only, schema 'mart')")
    connection.execute("use warehouse")
    given = {name: as_words(connection.execute(question).fetchall()) for name, question in QUESTIONS.items()}
    for statement in REFUSED:
        with pytest.raises(duckdb.Error):
            connection.execute(statement)
    connection.close()
    assert given == answers
