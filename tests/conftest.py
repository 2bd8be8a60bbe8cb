"""Fixtures that every test may use.

The database is one embedded server per test run, and a copy of an empty, migrated warehouse per test that asks for it.
"""

import gc
import itertools
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings as properties
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import Engine

from flows.settings import Settings, get_settings
from flows.warehouse import embedded
from flows.warehouse.engine import make_engine
from flows.warehouse.migrations import apply_database_grants, migrate
from tests.in_memory import databases_in_memory

CopiedWarehouse = Callable[..., AbstractContextManager[Settings]]
_TEMPLATE = "cyp_template"
_numbers = itertools.count(1)
_servers: dict[Path, embedded.Server] = {}
properties.register_profile("whatever else the machine does", deadline=None)
properties.load_profile("whatever else the machine does")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Share the tests out among processes by file, and those that need a Prefect server to two, each with a server.

    One of these takes the files that serve deployments, which say so themselves, the other those that run flows.

    What takes long comes first, so that no process is left alone with it in the end. All database fixtures rest on the
    server that tests share, so those tests are marked here.
    """
    for item in items:
        if "cluster" in item.fixturenames:  # pyright: ignore[reportAttributeAccessIssue]
            item.add_marker("database")
        if item.get_closest_marker("xdist_group") is None:
            group = "prefect" if item.get_closest_marker("prefect") else item.path.name
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=_takes_long, reverse=True)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests and the libraries stay to the end: garbage is looked for beside them alone, and rarely."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()


def _takes_long(item: pytest.Item) -> tuple[bool, ...]:
    return tuple(item.get_closest_marker(name) is not None for name in ("prefect", "slow", "browser"))


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads the settings of the person who runs it, or writes into their ``var``."""
    with pytest.MonkeyPatch.context() as patch:
        for name in (
            "CYP_DATABASE_URL",
            "CYP_COUNCIL",
            "CYP_KEY",
            "CYP_KEY_FILE",
            "CYP_SECRETS_FILE",
            "CYP_FAILPOINT",
            "CYP_SMTP_HOST",
            "CYP_BACKUPS",
            "CYP_REPORTS_URL",
            "CYP_PROCESSES",
            "CYP_DASK_ADDRESS",
            "PREFECT_API_URL",
        ):
            patch.delenv(name, raising=False)
        patch.setenv("CYP_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("CYP_SETTLE_SECONDS", "0")  # what a test has written is whole
        patch.setenv("CYP_REPORT_FORMATS", "html")  # the others take seconds, and have tests of their own
        get_settings.cache_clear()
        yield
        get_settings.cache_clear()


@pytest.fixture(autouse=True)
def _no_unplanned_database(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that reaches for a database without saying so fails, and is told what to ask for."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("This test uses a database: let it ask for the fixture 'warehouse' (or 'cluster').")

    with pytest.MonkeyPatch.context() as patch:
        if "cluster" not in request.fixturenames:  # all database fixtures rest on it
            patch.setattr(psycopg, "connect", refuse)
            patch.setattr(embedded, "ensure", refuse)
        yield


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of the embedded server that all tests share."""
    settings = Settings(home=tmp_path_factory.mktemp("cluster"), postgres_sync=False)
    embedded.ensure(settings)
    with databases_in_memory(settings):
        yield settings
        embedded.stop(settings)
    shutil.rmtree(settings.postgres_dir, ignore_errors=True)


@pytest.fixture(scope="session")
def template_database(cluster: Settings) -> str:
    """Name of a migrated, empty warehouse to copy."""
    _execute(cluster, "create database {}", _TEMPLATE)
    engine = make_engine(settings_of_database(cluster, _TEMPLATE))
    migrate(engine)
    engine.dispose()
    return _TEMPLATE


@pytest.fixture
def empty_database(cluster: Settings) -> Iterator[Settings]:
    """Settings of an empty database, not migrated."""
    name = f"test_{next(_numbers)}"
    _execute(cluster, "create database {}", name)
    yield settings_of_database(cluster, name)
    _execute(cluster, "drop database {} with (force)", name)


@pytest.fixture(scope="session")
def copied_warehouse(cluster: Settings, template_database: str) -> CopiedWarehouse:
    """Makes settings of a migrated, empty warehouse, or of a copy of another, which lives as long as its ``with``."""

    @contextmanager
    def copy(home: Path, template: str = template_database) -> Iterator[Settings]:
        name = f"test_{next(_numbers)}"
        _execute(cluster, "create database {} template {}", name, template)
        settings = settings_of_database(cluster, name).model_copy(update={"home": home})
        engine = make_engine(settings)
        apply_database_grants(engine)
        engine.dispose()
        yield settings
        _execute(cluster, "drop database {} with (force)", name)
        shutil.rmtree(settings.postgres_dir, ignore_errors=True)

    return copy


@pytest.fixture
def warehouse_settings(copied_warehouse: CopiedWarehouse, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a migrated, empty warehouse, with a home of its own."""
    with copied_warehouse(tmp_path / "home") as settings:
        yield settings


@pytest.fixture
def warehouse(warehouse_settings: Settings) -> Iterator[Engine]:
    """An engine on a migrated, empty warehouse, as its owner."""
    engine = make_engine(warehouse_settings)
    yield engine
    engine.dispose()


def settings_of_database(cluster: Settings, name: str) -> Settings:
    """The same machine, with the warehouse in another database of the shared server."""
    return cluster.model_copy(update={"database_url": SecretStr(_server(cluster).url(name))})


def _server(cluster: Settings) -> embedded.Server:
    """The shared server, which stays for the whole run: to ask whether it does is a login, and each costs something."""
    if cluster.postgres_dir not in _servers:
        _servers[cluster.postgres_dir] = embedded.ensure(cluster)
    return _servers[cluster.postgres_dir]


def _execute(cluster: Settings, statement: str, *names: str) -> None:
    with psycopg.connect(_server(cluster).conninfo("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # pyright: ignore[reportArgumentType]
