"""Warehouses with something in them."""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, make_url, text

from flows import cli
from flows.council import read_council
from flows.settings import Settings, get_settings
from flows.steps.context import RunContext, warehouse
from flows.steps.quarter import run_without_prefect
from flows.warehouse import account
from flows.warehouse.engine import make_engine, transaction
from tests.conftest import CopiedWarehouse
from tests.councils import LAST_YEAR, QUARTER, delivery, small_council
from tests.published import Published, publish_sample
from tests.undisturbed import without_comparison
from transforms.quarters import Quarter

COUNCILS = {"alder": 1, "birch": 2}
ONE_YEAR, TWO_YEARS = "this year's return", "and last year's"  # of children looked after
POSTGRES_15 = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture(scope="module")
def councils_settings(
    copied_warehouse: CopiedWarehouse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """Settings of a warehouse with two councils, for tests that only read or fail to write."""
    with copied_warehouse(tmp_path_factory.mktemp("councils")) as settings:
        yield settings


@pytest.fixture(scope="module")
def two_councils(councils_settings: Settings) -> Iterator[Engine]:
    """Two councils, each with an issued, a draft, a superseded and a withdrawn publication of one quarter.

    Publication numbers are 10 for alder's issued one, 11 draft, 12 superseded, 13 withdrawn; birch has 20 to 23. Each
    holds, of every fact, a row; of values and performance one row for all readers and one internal row.
    """
    engine = make_engine(councils_settings)
    _fill(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def changing_councils(warehouse: Engine) -> Engine:
    """The same two councils, for a test that changes them."""
    _fill(warehouse)
    return warehouse


@pytest.fixture(scope="session")
def published_merebridge(
    copied_warehouse: CopiedWarehouse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Published]:
    """The sample council's quarter, published as a draft by the whole line in a minute. For tests that only read."""
    place = tmp_path_factory.mktemp("published")
    with copied_warehouse(place / "home") as settings:
        published = publish_sample(settings, place / "merebridge")
        yield published
        published.engine.dispose()


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small council, not to be changed. What is published of other areas is read with the sample's."""
    return without_comparison(small_council(tmp_path_factory.mktemp("original") / "council"))


@pytest.fixture
def council(original: Path, tmp_path: Path) -> Path:
    """A council folder that the test may spoil. Of children looked after it has this year's return only."""
    council = Path(shutil.copytree(original, tmp_path / "council"))
    shutil.rmtree(delivery(council, *LAST_YEAR), ignore_errors=True)  # a module's own council may have none
    return council


@pytest.fixture
def last_years_return(original: Path, council: Path) -> Path:
    """Last year's return of children looked after, in that council's folder: four more quarters have figures."""
    return Path(shutil.copytree(delivery(original, *LAST_YEAR), delivery(council, *LAST_YEAR)))


@pytest.fixture(scope="session")
def published_once(
    copied_warehouse: CopiedWarehouse, original: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Settings]]:
    """Warehouses that hold that council's quarter as a draft, with and without last year's return, each made once."""
    with ExitStack() as open_until_the_end:

        @cache
        def made(years: str) -> Settings:
            place = tmp_path_factory.mktemp("published_once")
            settings = open_until_the_end.enter_context(copied_warehouse(place / "home"))
            folder = Path(shutil.copytree(original, place / "council"))
            if years == ONE_YEAR:
                shutil.rmtree(delivery(folder, *LAST_YEAR))
            run = RunContext(settings, folder, read_council(folder), Quarter.parse(QUARTER))
            run_without_prefect(run)
            run.engine.dispose()  # a database with connections cannot be copied
            return settings

        yield made


@pytest.fixture
def warehouse_settings(
    request: pytest.FixtureRequest, copied_warehouse: CopiedWarehouse, tmp_path: Path
) -> Iterator[Settings]:
    """Settings of a migrated warehouse with a home of its own: empty, or for a test marked ``published`` with a draft.

    That draft is what a test's first run would make of the council's folder as it is.
    """
    template = {}
    if request.node.get_closest_marker("published") is not None:
        years = TWO_YEARS if "last_years_return" in request.fixturenames else ONE_YEAR
        published = request.getfixturevalue("published_once")(years)
        shutil.copytree(published.home, tmp_path / "home")
        template = {"template": make_url(published.database_url.get_secret_value()).database}
    with copied_warehouse(tmp_path / "home", **template) as settings:
        yield settings


@pytest.fixture
def run(warehouse_settings: Settings, council: Path) -> Iterator[RunContext]:
    """The quarter of that council, on an empty warehouse."""
    context = RunContext(warehouse_settings, council, read_council(council), Quarter.parse(QUARTER))
    yield context
    context.engine.dispose()


@pytest.fixture
def cyp(
    warehouse_settings: Settings, council: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., tuple[int, str]]]:
    """Run the command on the council: how it ended, and what it printed."""
    assert warehouse_settings.database_url is not None
    monkeypatch.setenv("CYP_DATABASE_URL", warehouse_settings.database_url.get_secret_value())
    monkeypatch.setenv("CYP_HOME", str(warehouse_settings.home))
    monkeypatch.setenv("CYP_COUNCIL", str(council))
    get_settings.cache_clear()

    def command(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["cyp", *words])
        capsys.readouterr()
        try:
            cli.main()
        except SystemExit as ending:
            printed = capsys.readouterr()
            return int(ending.code or 0), printed.out + printed.err
        return 0, capsys.readouterr().out

    yield command
    warehouse(get_settings()).dispose()
    get_settings.cache_clear()


@pytest.fixture
def postgres_15(tmp_path: Path) -> Iterator[str]:
    """URL of a server of the oldest version that is supported."""
    if not (POSTGRES_15 / "initdb").exists():
        pytest.skip("Postgres 15 is not installed here: the oldest supported version was not tried.")
    folder = Path(os.path.realpath(tmp_path)) / "fifteen"
    if os.geteuid() == 0:
        folder = account.SHARED / f"test-fifteen-{os.getpid()}"
        account.open_folder(account.SHARED)
    folder.mkdir()
    account.give(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = str(folder / "data")
    account.run(
        POSTGRES_15 / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--locale=C", "-E", "UTF8"
    )
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off"
    account.run(POSTGRES_15 / "pg_ctl", "start", "-D", data, "-l", f"{folder}/log", "-w", "-o", options)
    yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    account.run(POSTGRES_15 / "pg_ctl", "stop", "-D", data, "-m", "immediate", "-w")
    shutil.rmtree(folder)


def _fill(engine: Engine) -> None:
    with transaction(engine) as connection:
        for statement in _DIMENSIONS:
            connection.execute(text(statement))
        for council, key in COUNCILS.items():
            _execute(connection, _AREA, council=council, key=key)
            for number, status in enumerate(("issued", "draft", "superseded", "withdrawn")):
                _execute(connection, _PUBLICATION, council=council, key=key, number=key * 10 + number, status=status)
            _execute(connection, _POINTER, council=council, kind="issued", number=key * 10)
            _execute(connection, _POINTER, council=council, kind="draft", number=key * 10 + 1)


def _execute(connection: Connection, statements: tuple[str, ...], **values: object) -> None:
    for statement in statements:
        connection.execute(text(statement.format(**values)))


_DIMENSIONS = (
    """
    insert into mart.dim_quarter values
    (20251, '2025-26-Q1', 'Quarter 1 2025/26', '2025-04-01', '2025-06-30', '2025-26', '2024/25', 1)
    """,
    """
    insert into mart.dim_indicator overriding system value values
    (1, 'cla_number', 1, 'Children looked after', 'Children', '', 'count', 0, 'neutral', 'snapshot', 'DfE', 'X')
    """,
    "insert into mart.dim_breakdown overriding system value values (1, 'Total', 'Total'), (2, 'sex', 'F')",
)
_AREA = (
    """
    insert into mart.dim_area overriding system value
    values ({key}, '{council}', 'E0600000{key}', '90{key}', initcap('{council}'), 'North West')
    """,
    "insert into mart.dim_school (area_key, urn, school_name, phase) values ({key}, '10000{key}', 'School', 'Primary')",
    """
    insert into mart.dim_school_version (school_key, urn, school_name, phase, valid_from, valid_to, is_current)
    select school_key, urn, school_name, phase, '1900-01-01', '2199-12-31', true
    from mart.dim_school where area_key = {key}
    """,
)
_POINTER = ("insert into mart.publication_pointer values ('{council}', '2025-26-Q1', '{kind}', {number})",)
_PUBLICATION = (
    """
    insert into mart.publication (publication_id, council, council_name, quarter, status, issued_at, input_fingerprint)
    values ({number}, '{council}', initcap('{council}'), '2025-26-Q1', '{status}',
    case when '{status}' <> 'draft' then now() end, '')
    """,
    """
    insert into mart.fact_indicator_value (
        publication_id, indicator_key, quarter_key, area_key, breakdown_key, numerator, value, data_status, is_history,
        disclosure
    ) values
    ({number}, 1, 20251, {key}, 1, {number}, {number}, 'provisional', false, 'none'),
    ({number}, 1, 20251, {key}, 2, 3, 3, 'provisional', false, 'internal')
    """,
    """
    insert into mart.fact_performance (
        publication_id, measure_ref, part, position, objective_ref, objective_title, title, officer, indicator_key,
        breakdown_key, quarter_key, area_key, unit, decimals, current_value, numerator, disclosure
    ) values
    ({number}, 'M1', 'Total', 1, 'O1', 'Goal', 'Measure', 'Officer', 1, 1, 20251, {key}, 'count', 0, {number}, {number},
    'none'),
    ({number}, 'M1', 'Girls', 2, 'O1', 'Goal', 'Measure', 'Officer', 1, 2, 20251, {key}, 'count', 0, 3, 3, '1 to 5')
    """,
    """
    insert into mart.fact_data_quality (publication_id, extract, supplier, supplier_title, covers, state)
    values ({number}, 'ssda903', 'case-system', 'Case system', '2025-26', 'loaded')
    """,
    """
    insert into mart.fact_finding
    values ({number}, 'ssda903', 'case-system', '2025-26', 'episodes', 'rule', 'flag', 1, 'message', 'fix')
    """,
    """
    insert into mart.fact_lineage values
    ({number}, 'ssda903', 'case-system', '2025-26', 1, 'episodes', 'episodes.csv', '', '2025-06-30', '2025-07-04')
    """,
    """
    insert into mart.fact_milestone
    values ({number}, 'O1', 'O1.1', 'Milestone', '2025-09-30', 'Officer', 'On track', ''),
    ({number}, 'O1', 'O1.2', 'Milestone', '2025-09-30', 'Officer', 'On track', 'Three girls moved.')
    """,
    """
    insert into mart.fact_comparator (
        publication_id, indicator_key, area_name, period, value, source, area_kind
    ) values
    ({number}, 1, 'England', '2024', 70, 'National statistics', 'England'),
    ({number}, 1, 'Itself', '2024', 3, 'National statistics', 'own')
    """,
    """
    insert into mart.fact_setting_change
    values ({number}, 'O1 01', 'officer', 'AA', 'BB', 'Officer', '2025-06-30', 'Another team')
    """,
    "insert into mart.fact_series_break values ({number}, 'O1 01', '2024-04-01', 'Another system counts them.')",
    "insert into mart.fact_decision values ({number}, {number}, 'freeze', '', 'Officer', '', now())",
    """
    insert into mart.fact_revision values
    ({number}, 1, 20251, -1, 1, {key}0, 1, null, 1, 'none'), ({number}, 1, 20251, -1, 2, {key}0, 2, null, 2, 'internal')
    """,
    """
    insert into mart.fact_restatement (
        publication_id, replaces_publication_id, position, measure_ref, part, title, unit, decimals, value_before,
        value_now, disclosure
    )
    select publication_id, {key}0, position, measure_ref, part, title, unit, decimals, 1, 2, disclosure
    from mart.fact_performance
    where publication_id = {number} and '{status}' <> 'draft'
    """,
    """
    insert into mart.fact_disclosure
    select {number}, true, 1, 'Officer', ''
    where '{status}' <> 'draft'
    """,
    """
    insert into mart.fact_hidden
    select {number}, 1, 20251, {key}, -1, 2, 'provisional', false, 'small count'
    where '{status}' <> 'draft'
    """,
    """
    insert into mart.fact_performance_public (
        publication_id, measure_ref, part, position, objective_ref, objective_title, title, officer, indicator_key,
        breakdown_key, quarter_key, area_key, unit, decimals, symbol, disclosure
    )
    select {number}, 'M1', 'Girls', 2, 'O1', 'Goal', 'Measure', 'Officer', 1, 2, 20251, {key}, 'count', 0, 'c', '1 to 5'
    where '{status}' <> 'draft'
    """,
    """
    insert into mart.fact_milestone_public
    select {number}, 'O1', 'O1.2', 'Milestone', '2025-09-30', 'Officer', 'On track', '[left out]'
    where '{status}' <> 'draft'
    """,
)
