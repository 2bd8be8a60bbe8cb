"""What the doctor says of a warehouse: all is well, and each thing that is not, with what to do and the exit code."""

import shutil
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text

from flows import doctor
from flows.cli import cyp
from flows.doctor import LOOK, WELL, WRONG, Checked, examine
from flows.settings import Settings, get_settings
from flows.warehouse.logins import ensure_logins, reader_url
from transforms.errors import WarehouseUnavailable

SAMPLE = Path(__file__).parents[2] / "samples" / "merebridge"
OF_THE_DATABASE = ("database", "schema", "roles", "logins", "clock", "key", "landing", "runs")
LONG_AGO = "now() - interval '1 hour'"
TROUBLES = {
    "schema": "delete from audit.schema_migration where name = 'views and roles'",
    "key": "insert into audit.council_key (council, key_id) values ('merebridge', 'another')",
    "landing": "insert into audit.file (council, extract, supplier, file_name, sha256, size_bytes)"
    " values ('merebridge', 'cin', 'case-system', 'cin.xml', repeat('a', 64), 1)",
    "runs": "insert into audit.outbox (event, council, quarter, publication_id, status, created_at)"
    f" values ('cyp.quarter.published', 'merebridge', '2025-26-Q1', 1, 'draft', {LONG_AGO})",
}


def found(settings: Settings, council: Path = SAMPLE) -> dict[str, Checked]:
    return {each.name: each for each in examine(settings, council)}


def test_a_council_without_logins_is_told_how_to_get_them(
    warehouse: Engine, warehouse_settings: Settings, tmp_path: Path
) -> None:
    # Logins are the server's, and other tests on it give some to the sample council.
    elsewhere = shutil.copytree(SAMPLE, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("extracts"))
    declared = (elsewhere / "council.toml").read_text(encoding="utf-8")
    (elsewhere / "council.toml").write_text(declared.replace('"merebridge"', '"elsewhere"', 1), encoding="utf-8")
    assert found(warehouse_settings, elsewhere)["roles"].fix == "Run: cyp warehouse migrate --council DIR"
    ensure_logins(warehouse_settings, warehouse, "elsewhere")
    assert found(warehouse_settings, elsewhere)["roles"].state == WELL


def test_each_trouble_of_a_warehouse_is_told_with_what_to_do(
    warehouse: Engine, warehouse_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_logins(warehouse_settings, warehouse, "merebridge")
    assert {found(warehouse_settings)[name].state for name in OF_THE_DATABASE} == {WELL}

    with warehouse.begin() as connection:
        for trouble in TROUBLES.values():
            connection.execute(text(trouble))
    with monkeypatch.context() as patch:
        patch.setattr(doctor, "_CLOCK_SECONDS", -1)
        told = found(warehouse_settings)
    states = {"schema": WRONG, "key": WRONG, "landing": WRONG, "clock": WRONG, "runs": LOOK}
    assert {name: told[name].state for name in states} == states
    assert all(told[name].fix for name in states)
    assert (told["schema"].fix, told["schema"].exit_code) == (
        "Run: cyp warehouse migrate",
        WarehouseUnavailable.exit_code,
    )

    with warehouse.begin() as connection:
        name = connection.scalar(text("select quote_ident(current_database())"))
        connection.execute(text(f"alter database {name} set log_min_messages = 'warning'"))
    assert "log_min_messages=log" in found(warehouse_settings)["database"].fix

    with warehouse.begin() as connection:
        connection.execute(
            text("insert into audit.run (council, quarter, command) values ('merebridge', '2025-26-Q1', 'run')")
        )
    assert found(warehouse_settings)["runs"].fix == "Run: cyp rerun 2025-26-Q1"


def test_logins_that_lost_their_password_are_told_and_get_it_back(
    warehouse: Engine, warehouse_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_logins(warehouse_settings, warehouse, "merebridge")
    address = reader_url(warehouse_settings, "merebridge", "reader")
    with warehouse.begin() as connection:  # as a restore leaves them on a new server
        for statement in (
            "alter role merebridge_reader password null",
            "alter role merebridge_officer password null",
            "create role p_lomas login in role bi_reader",
            "insert into mart.reader_council (role_name, council) values ('p_lomas', 'merebridge')",
        ):
            connection.execute(text(statement))
    told = found(warehouse_settings)["logins"]
    assert told.state == LOOK
    assert told.words.startswith("no password that is kept here lets in merebridge_officer, merebridge_reader; ")
    assert told.words.endswith("without a password: p_lomas")
    assert told.fix.startswith("Run: cyp warehouse migrate --council DIR.")
    assert "alter role NAME password" in told.fix

    migrated(warehouse_settings, monkeypatch)
    with warehouse.begin() as connection:
        connection.execute(text("delete from mart.reader_council where role_name = 'p_lomas'"))
        connection.execute(text("drop role p_lomas"))
    assert found(warehouse_settings)["logins"].state == WELL
    assert reader_url(warehouse_settings, "merebridge", "reader") == address, "saved connections go on"
    psycopg.connect(address).close()

    (warehouse_settings.postgres_dir / "logins.json").unlink()
    assert "merebridge_officer, merebridge_reader" in found(warehouse_settings)["logins"].words
    migrated(warehouse_settings, monkeypatch)
    psycopg.connect(reader_url(warehouse_settings, "merebridge", "officer")).close()


def migrated(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the command that the doctor names."""
    assert settings.database_url is not None
    monkeypatch.setenv("CYP_DATABASE_URL", settings.database_url.get_secret_value())
    monkeypatch.setenv("CYP_HOME", str(settings.home))
    get_settings.cache_clear()
    done = CliRunner().invoke(cyp, ["warehouse", "migrate", "--council", str(SAMPLE)])
    get_settings.cache_clear()
    assert done.exit_code == 0, done.output
