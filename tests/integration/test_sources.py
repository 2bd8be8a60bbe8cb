"""Supplies whose files are on other machines, in the line: fetched once, kept when the source is gone, found again."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Connection, Engine, text

from flows.cli.life import unavailable_json
from flows.cli.output import unavailable_lines, waiting_lines
from flows.council import read_council
from flows.settings import Settings
from flows.sources import Delivery, SourceFile, database, folder, patience
from flows.steps import land, plan
from flows.steps.compute import slice_states
from flows.steps.context import RunContext
from flows.steps.ingest import ingest_supply
from flows.steps.plan import PlannedSupply, plan_quarter
from flows.steps.publish import publication_fingerprint
from flows.steps.quarter import pending, run_without_prefect
from flows.warehouse.engine import make_engine
from tests import https_server, sftp_server
from tests.conftest import settings_of_database
from tests.councils import QUARTER
from tests.https_server import HttpsServer, make_certificate
from tests.ledger import only, queried
from tests.sftp_server import SftpServer, new_key
from tests.westmere import FROM_DATABASE, FROM_HTTPS, FROM_SFTP, SETTINGS
from transforms.council_types import Supply
from transforms.errors import DataRejected, SourceRefused, SourceUnavailable
from transforms.extracts import extract_by_id
from transforms.quarters import Quarter

QUERIES = Path(__file__).parents[2] / "samples" / "queries"
DAY = date(2025, 6, 30)
HEADER = "return_id,amount,out_of,officer,given_on,status\n"
RETURNS = f"{HEADER}independent_placements_forecast,1882560,,JW,2025-06-28,estimate\n"
PUT_RIGHT = RETURNS.replace("1882560", "1882570")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits, and no host is in peace from a test before."""
    monkeypatch.setattr(patience, "sleep", lambda _: None)
    patience.forget()
    yield
    patience.forget()


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """The folder of a council that has a key and no supply yet."""
    place = tmp_path / "council"
    place.mkdir()
    (place / "council.toml").write_text(SETTINGS)
    (place / "key").write_text("ab" * 32)
    return place


@pytest.fixture
def run_of(warehouse_settings: Settings, council: Path) -> Iterator[Callable[..., RunContext]]:
    """Makes a run of the council with a supply, by the extract and the settings of its source."""
    made: list[RunContext] = []

    def make(source: str, extract: str = "council_returns") -> RunContext:
        supply = f'[[supply]]\nextract = "{extract}"\nsupplier = "officers"\ntitle = "Officers\' returns"\n{source}'
        (council / "council.toml").write_text(SETTINGS + supply)
        made.append(RunContext(warehouse_settings, council, read_council(council), Quarter.parse(QUARTER)))
        return made[-1]

    yield make
    for run in made:
        run.engine.dispose()


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """What lies on the SFTP server: a delivery of returns."""
    file = tmp_path / "served" / "outgoing" / "2025-06-30" / "returns.csv"
    file.parent.mkdir(parents=True)
    file.write_text(RETURNS)
    return file


@pytest.fixture
def server(drop: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SftpServer]:
    monkeypatch.setenv("CYP_SOURCE_MOVER_USER", sftp_server.USER)
    monkeypatch.setenv("CYP_SOURCE_MOVER_PASSWORD", sftp_server.PASSWORD)
    started = SftpServer(drop.parents[2], new_key())
    yield started
    started.stop()


@pytest.fixture
def run(run_of: Callable[..., RunContext], server: SftpServer) -> RunContext:
    """A run whose one supply is on the SFTP server."""
    return run_of(FROM_SFTP.format(port=server.port, host_key=server.host_key))


def planned(run: RunContext) -> PlannedSupply:
    [supply] = plan_quarter(run).supplies
    return supply


def ingested(run: RunContext) -> int:
    supply = run.council.supplies[0]
    return ingest_supply(run, supply.extract, supply.supplier).staged


def mark(run: RunContext) -> str:
    """What a publication would be known by."""
    found = plan_quarter(run)
    with run.engine.connect() as connection:
        return publication_fingerprint(run, connection, found, slice_states(run, connection, found))


def amounts(run: RunContext) -> list[int]:
    query = "select amount from core.council_return inner join audit.batch as batch using (batch_id)"
    query += " where batch.status = 'current'"
    return [row["amount"] for row in queried(run, query)]


def write(file: Path, content: str, seconds: int) -> None:
    """Put a file on the server, as written at some second of its own."""
    file.write_text(content)
    os.utime(file, (1_750_000_000 + seconds, 1_750_000_000 + seconds))


# Fetched once


def test_a_file_on_an_sftp_server_is_fetched_once_until_it_changes(
    run: RunContext, server: SftpServer, drop: Path
) -> None:
    assert (planned(run).state, planned(run).is_missing) == ("to do", False)
    assert (ingested(run), server.counted["open"], amounts(run)) == (1, 1, [1882560])
    assert (planned(run).state, planned(run).is_to_do, ingested(run)) == ("current", False, 0)
    assert server.counted["open"] == 1

    write(drop, RETURNS, 1)
    assert planned(run).is_to_do, "it may have changed"
    assert (ingested(run), server.counted["open"], planned(run).is_to_do) == (0, 2, False)

    write(drop, PUT_RIGHT, 2)
    assert (ingested(run), server.counted["open"], amounts(run)) == (1, 3, [1882570])
    write(drop, RETURNS, 3)
    assert (ingested(run), amounts(run)) == (1, [1882560]), "the version before is current again"
    versions = "select count(*) as versions from audit.batch"
    assert only(run, versions) == {"versions": 2}


def test_a_rejected_file_is_not_fetched_again(run: RunContext, server: SftpServer, drop: Path) -> None:
    drop.write_text("nothing\nof,this\n")
    with pytest.raises(DataRejected):
        ingested(run)
    assert (planned(run).state, planned(run).is_to_do, server.counted["open"]) == ("rejected", False, 1)
    write(drop, drop.read_text(), 1)
    with pytest.raises(DataRejected):
        ingested(run)
    assert only(run, "select count(*) as batches from audit.batch") == {"batches": 1}
    assert not planned(run).is_to_do


def test_a_file_on_an_https_server_is_fetched_once(
    run_of: Callable[..., RunContext], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served, trusted = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("CYP_SOURCE_PLATFORM_TOKEN", https_server.TOKEN)
    server = HttpsServer(served)
    try:
        server.files["/2025-06-30/returns.csv"] = RETURNS.encode()
        run = run_of(FROM_HTTPS.format(address=server.address))
        assert (ingested(run), amounts(run)) == (1, [1882560])
        server.counted.clear()
        assert (planned(run).is_to_do, ingested(run)) == (False, 0)
        assert server.counted == {304: 2}
        server.files["/2025-06-30/returns.csv"] = PUT_RIGHT.encode()
        assert (ingested(run), amounts(run)) == (1, [1882570])
    finally:
        server.stop()


# When the source is gone


def test_figures_stay_when_the_source_is_gone(run: RunContext, server: SftpServer) -> None:
    run_without_prefect(run)
    batch = planned(run).deliveries[0].batch_id
    assert pending(run).nothing_to_do
    server.stop()
    found = planned(run)
    assert (found.state, found.is_missing, found.deliveries[0].batch_id) == ("current", False, batch)
    due = pending(run)
    assert (due.nothing_to_do, due.draft_is_due, due.report_is_due) == (False, False, False)
    with pytest.raises(SourceUnavailable) as raised:
        run_without_prefect(run)
    assert raised.value.exit_code == 4
    assert amounts(run) == [1882560]
    assert only(run, "select count(*) as publications from mart.publication") == {"publications": 1}


def test_a_source_that_is_gone_is_told_in_plan_and_status(run: RunContext, server: SftpServer) -> None:
    server.stop()
    [said, fix] = unavailable_lines(plan_quarter(run))
    assert said.startswith("not read: council_returns, Officers' returns: 127.0.0.1:")
    assert "cyp rerun" in fix
    [told] = unavailable_json(plan_quarter(run))
    assert told["reason"] in said


def test_what_was_never_fetched_is_missing_and_says_why(run: RunContext, server: SftpServer) -> None:
    server.stop()
    found = plan_quarter(run)
    assert (found.supplies[0].state, len(found.to_do)) == ("missing", 1)
    with run.engine.connect() as connection:
        [state] = slice_states(run, connection, found)
    assert state.reason == "nothing received for this quarter: its source could not be read; it was due on 14 July 2025"


def test_what_was_fetched_is_loaded_anew_from_the_landing_store(
    run: RunContext, server: SftpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingested(run)
    monkeypatch.setattr(plan, "sources_hash", lambda _: "another version of the code")
    assert (planned(run).state, ingested(run)) == ("to do", 1)
    assert server.counted["open"] == 1, "the bytes are here"
    monkeypatch.setattr(plan, "sources_hash", lambda _: "and another")
    server.stop()
    with pytest.raises(SourceUnavailable):
        ingested(run)
    assert planned(run).state == "current"


def test_what_is_neither_there_nor_in_the_landing_store_is_told(run: RunContext, server: SftpServer) -> None:
    ingested(run)
    server.stop()
    for file in run.settings.landing.glob("*/*"):
        file.unlink()
    with pytest.raises(SourceUnavailable, match=r"returns\.csv is not in the landing store"):
        ingest_supply(run, "council_returns", "officers", again=True)


@pytest.mark.parametrize("point", ["land.before-rename", "land.before-row"])
def test_a_crash_before_the_row_leaves_nothing_that_hinders(
    run: RunContext, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    def crash(name: str) -> None:
        if name == point:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(land, "failpoint", crash)
        with pytest.raises(KeyboardInterrupt):
            ingested(run)
    assert queried(run, "select * from audit.fetched") == queried(run, "select * from audit.file") == []
    assert (planned(run).state, ingested(run), planned(run).state) == ("to do", 1, "current")


# Folders in which a file still grows


def test_a_delivery_that_is_still_arriving_waits(
    run_of: Callable[..., RunContext], council: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of('source = "folder"\npath = "returns"')
    file = council / "returns" / "2025-06-30" / "returns.csv"
    file.parent.mkdir(parents=True)
    file.write_text(RETURNS[:60])
    with monkeypatch.context() as patch:
        patch.setattr(folder, "_growing", frozenset)
        found = planned(run)
        assert (found.state, found.why_missing) == (
            "missing",
            "nothing received for this quarter: returns.csv is still being written",
        )
        assert (found.is_to_do, ingested(run)) == (False, 0)
    file.write_text(RETURNS)
    ingested(run)
    file.write_text(RETURNS[:60])
    with monkeypatch.context() as patch:
        patch.setattr(folder, "_growing", frozenset)
        found = planned(run)
        assert (found.state, found.is_to_do) == ("current", False), "what was there before counts meanwhile"
        [line] = waiting_lines(plan_quarter(run))
        assert line == ("left for the next run: council_returns, Officers' returns: returns.csv is still being written")
    assert planned(run).state == "to do"


# Databases

LOGIN = "case_system"
SSD = """
drop table if exists ssd_early_help_episodes, ssd_cla_episodes, ssd_missing;
create table ssd_early_help_episodes (
    earl_episode_id text, earl_person_id text, earl_episode_start_date timestamp, earl_episode_end_date timestamp,
    earl_episode_organisation text);
create table ssd_cla_episodes (
    clae_cla_episode_id text, clae_person_id text, clae_cla_episode_start_date timestamp,
    clae_entered_care_date timestamp, clae_cla_episode_ceased_date timestamp);
create table ssd_missing (
    miss_table_id text, miss_person_id text, miss_missing_episode_start_date timestamp, miss_missing_episode_type text,
    miss_missing_rhi_offered text, miss_missing_rhi_accepted text);
insert into ssd_early_help_episodes values
    ('1', '700001', '2025-04-02 09:30', '2025-06-11', 'Canal Street, family hub'),
    ('2', '700002', '2025-05-19', null, 'School'),
    ('3', '700003', '2025-06-30 16:00', '2025-07-09', 'School'), ('4', '700004', '2025-07-01', null, 'School');
insert into ssd_cla_episodes values
    ('1', '800001', '2023-02-01', '2023-02-01', '2024-03-01'), ('2', '800001', '2024-03-01', '2023-02-01', null),
    ('3', '800002', '2024-09-09', '2024-09-09', '2025-05-05'),
    ('4', '800003', '2020-01-01', '2020-01-01', '2021-01-01');
insert into ssd_missing values
    ('1', '800001', '2024-01-05', 'Missing', 'Y', 'N'), ('2', '800001', '2025-02-05', 'M', 'Y', 'Y'),
    ('3', '800001', '2025-03-05', 'M', 'Y', 'NA'), ('4', '800001', '2025-04-05', 'A', 'N', 'N');
grant select on all tables in schema public to ssd_reader;
"""


@pytest.fixture(scope="module")
def case_system(cluster: Settings) -> Iterator[Engine]:
    """A database of its own beside the warehouse, as its owner, with an account that may only read."""
    server = make_engine(cluster).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("create database case_system"))
        connection.execute(text("create role ssd_reader login password 'hidden-word'"))
    owner = make_engine(settings_of_database(cluster, "case_system")).execution_options(isolation_level="AUTOCOMMIT")
    yield owner
    owner.dispose()
    with server.connect() as connection:
        connection.execute(text("drop database case_system with (force)"))
        connection.execute(text("drop role ssd_reader"))
    server.dispose()


@pytest.fixture
def ssd(case_system: Engine, council: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """Some tables of the Standard Safeguarding Dataset as they were at first, and the login of who reads them."""
    monkeypatch.setenv("CYP_SOURCE_CASE_SYSTEM_USER", "ssd_reader")
    monkeypatch.setenv("CYP_SOURCE_CASE_SYSTEM_PASSWORD", "hidden-word")
    (council / "queries").mkdir()
    for file in (QUERIES / "annex_a").glob("*.sql"):
        (council / "queries" / file.name).write_text(file.read_text())
    with case_system.connect() as connection:
        connection.exec_driver_sql(SSD, execution_options={"no_parameters": True})
        yield connection


@pytest.fixture
def lists(ssd: Connection) -> Supply:
    """A supply that asks that database with the example queries."""
    return Supply("annex_a", "officers", "Case system", "database", "queries", place=database.Database(url(ssd), LOGIN))


def url(ssd: Connection) -> str:
    of = ssd.engine.url
    return f"postgresql://{of.host}:{of.port}/{of.database}"


def fetched(of: Supply, council: Path, table: str, into: Path, query: str = "") -> list[str]:
    """The lines that a table's query gives, or one of the test's own."""
    file = council / "queries" / f"{table}.sql"
    file.write_text(query or file.read_text())
    asked = SourceFile(f"{table}.csv", str(file))
    database.pull(of, Delivery("annex_a", "officers", DAY, DAY, (asked,)), asked, into)
    return into.read_text().splitlines()


def test_a_database_is_asked_in_every_run_and_loaded_when_it_changed(
    run_of: Callable[..., RunContext], ssd: Connection
) -> None:
    run = run_of(FROM_DATABASE.format(url=url(ssd)), "annex_a")
    assert ingested(run) == 1
    children = "select count(distinct child) as children from core.early_help_assessment"
    assert only(run, children) == {"children": 3}
    assert (planned(run).state, planned(run).is_to_do) == ("current", True)
    before = mark(run)
    assert (ingested(run), mark(run)) == (0, before)
    ssd.execute(text("update ssd_early_help_episodes set earl_episode_end_date = '2025-06-20'"))
    assert ingested(run) == 1
    assert mark(run) != before


def test_the_example_queries_give_the_lists_of_annex_a(lists: Supply, council: Path, tmp_path: Path) -> None:
    assert fetched(lists, council, "list_2", tmp_path / "file") == [
        "Child Unique ID,Organisation completing assessment,Assessment start date,Assessment completion date",
        '700001,"Canal Street, family hub",2025-04-02,2025-06-11',
        "700002,School,2025-05-19,",
        "700003,School,2025-06-30,",
    ]
    header, *rows = fetched(lists, council, "list_8", tmp_path / "file")
    needed = [column for column in extract_by_id("annex_a").table("list_8").columns if not column.optional_column]
    assert all(column.header in header for column in needed)
    assert rows == ["800001,2023-02-01,,Y,,2,1", "800002,2024-09-09,2025-05-05,,,0,0"]


def test_a_quarter_that_goes_on_is_not_asked_for(lists: Supply, council: Path) -> None:
    assert database.deliveries(council, lists, Quarter(2099, 1), {}) == ()
    since = replace(lists, place=replace(cast(database.Database, lists.place), since=date(2025, 1, 1)))
    found = database.deliveries(council, since, Quarter.parse(QUARTER), {})
    assert [each.data_to for each in found] == [date(2025, 3, 31), DAY]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "with gone as (delete from ssd_missing returning *) select * from gone order by 1",
            "refused a query (FeatureNotSupported",
        ),
        ("select 1 as child; drop table ssd_missing; select 1 order by 1", "refused a query (SyntaxError"),
        ("select lo_create(0) as child order by 1", "refused a query (ReadOnlySqlTransaction"),
        ("select rolpassword from pg_authid order by 1", "refused a query (InsufficientPrivilege"),
        ("select earl_person_id as child, 1 as shoe from ssd_early_help_episodes order by 1", "gives shoe, which"),
    ],
)
def test_a_query_that_may_not_be_asked_is_refused(
    lists: Supply, ssd: Connection, council: Path, tmp_path: Path, query: str, said: str
) -> None:
    ssd.execute(text("grant delete on ssd_missing to ssd_reader"))
    with pytest.raises(SourceRefused) as raised:
        fetched(lists, council, "list_2", tmp_path / "file", query)
    assert said in raised.value.message
    assert ssd.execute(text("select count(*) from ssd_missing")).scalar_one() == 4


def test_queries_only_read_and_may_not_take_for_ever(lists: Supply, council: Path, tmp_path: Path) -> None:
    settings = "current_setting('transaction_read_only') || ' ' || current_setting('statement_timeout')"
    query = f"select 1 as child, null as start_date, null as completed_date, {settings} as organisation order by 1"
    assert fetched(lists, council, "list_2", tmp_path / "file", query)[1] == "1,,,on 5min"


def test_numbers_codes_and_dates_are_written_as_they_are(lists: Supply, council: Path, tmp_path: Path) -> None:
    query = """
        select * from (values
            (null, timestamp '2025-06-30 23:59', date '9999-12-31', 'He said "no", twice'), (7, null, null, 'Zoë''s')
        ) as given (child, start_date, completed_date, organisation) order by organisation
    """
    assert fetched(lists, council, "list_2", tmp_path / "file", query)[1:] == [
        ',2025-06-30,9999-12-31,"He said ""no"", twice"',
        "7,,,Zoë's",
    ]


def test_a_wrong_password_of_a_database_is_final(lists: Supply, council: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYP_SOURCE_CASE_SYSTEM_PASSWORD", "wrong-word")
    with pytest.raises(SourceRefused, match="refused the login") as raised:
        database.deliveries(council, lists, Quarter.parse(QUARTER), {})
    assert "wrong-word" not in str(raised.value)


@pytest.mark.usefixtures("cluster")
def test_a_database_that_does_not_answer_is_named(council: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYP_SOURCE_CASE_SYSTEM_PASSWORD", "hidden-word")
    place = database.Database("postgresql://127.0.0.1:1/ssd", LOGIN)
    supply = Supply("annex_a", "officers", "Case system", "database", "queries", place=place)
    with pytest.raises(SourceUnavailable, match=r"the database ssd at 127\.0\.0\.1 does not answer") as raised:
        database.deliveries(council, supply, Quarter.parse(QUARTER), {})
    assert not isinstance(raised.value, SourceRefused)
    assert "hidden-word" not in str(raised.value)
