"""A night's dump, an upgrade, and the way back: the dump of the evening before and the code of that day."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from flows.cli import cyp
from flows.settings import Settings, get_settings
from flows.warehouse import embedded, migrations
from flows.warehouse.engine import make_engine
from transforms.errors import WarehouseUnavailable

SCRIPTS = Path(__file__).parents[2] / "docker"
NEW = "0056_notices.sql"
PUBLISHED = """
    insert into mart.publication (publication_id, council, council_name, quarter, status, input_fingerprint)
    values (1, 'alder', 'Alder', '2025-26-Q1', 'draft', '')
"""


@pytest.fixture
def scripts(cluster: Settings, empty_database: Settings, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of the scripts: the server, its programs, one database, a folder of dumps."""
    server = embedded.ensure(cluster)
    programs = embedded.packaged_binary("psql").parent
    name = database_of(empty_database)
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PGHOST": server.host,
        "PGPORT": str(server.port),
        "PGUSER": server.user,
        "BACKUP_DATABASES": name,
        "BACKUP_FOLDER": str(tmp_path / "dumps"),
        "BACKUPS_KEPT": "2",
        "PASSWORD_FILE": str(tmp_path / "password"),
    }
    (tmp_path / "password").write_text(server.password)
    yield environment
    said = subprocess.run(
        ["psql", "-tAd", "postgres", "-c", f"select datname from pg_database where datname like '{name}_before_%'"],
        env={**environment, "PGPASSWORD": server.password},
        capture_output=True,
        text=True,
        check=True,
    )
    for aside in said.stdout.split():
        subprocess.run(["dropdb", "--force", aside], env={**environment, "PGPASSWORD": server.password}, check=True)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The SQL of the version before notices."""
    folder = tmp_path / "older"
    shutil.copytree(Settings().sql_dir, folder)
    (folder / "migrations" / NEW).unlink()
    grants = folder / "roles" / "0004_grants.sql"
    grants.write_text(grants.read_text().replace(", audit.notice", ""))
    return folder


def database_of(settings: Settings) -> str:
    assert settings.database_url is not None
    return settings.database_url.get_secret_value().rpartition("/")[2]


def run(script: str, *arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(SCRIPTS / script), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_an_upgrade_keeps_the_data_and_a_dump_with_the_older_code_is_the_way_back(
    scripts: dict[str, str], empty_database: Settings, older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Older:
        sql_dir = older

    assert empty_database.database_url is not None
    monkeypatch.setenv("CYP_DATABASE_URL", empty_database.database_url.get_secret_value())
    monkeypatch.setenv("CYP_HOME", str(tmp_path / "home"))
    get_settings.cache_clear()
    engine = make_engine(empty_database)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "get_settings", Older)
        assert NEW not in migrations.migrate(engine)
    with engine.begin() as connection:
        connection.execute(text(PUBLISHED))
    assert run("backup.sh", "is-fresh", env=scripts).returncode == 1
    made = run("backup.sh", "once", env=scripts)
    assert made.returncode == 0, made.stderr
    assert run("backup.sh", "is-fresh", env=scripts).returncode == 0
    (dump,) = Path(scripts["BACKUP_FOLDER"]).glob("*.dump")
    assert dump.stat().st_mode & 0o077 == 0, "it holds children's rows"

    assert "Applied 0056_notices.sql" in CliRunner().invoke(cyp, ["warehouse", "migrate"]).output
    with engine.begin() as connection:
        assert connection.scalar(text("select status from mart.publication")) == "draft"
        connection.execute(text("update mart.publication set status = 'superseded'"))
    with monkeypatch.context() as patch, engine.connect() as connection:
        patch.setattr(migrations, "get_settings", Older)
        with pytest.raises(WarehouseUnavailable, match=rf"unknown here: {re.escape(NEW)}"):
            migrations.check_revision(connection)
    engine.dispose()

    back = run("restore.sh", str(dump), database_of(empty_database), env=scripts)
    assert back.returncode == 0, back.stderr
    assert f"the database that was there is now {database_of(empty_database)}_before_" in back.stdout
    with monkeypatch.context() as patch, engine.connect() as connection:
        patch.setattr(migrations, "get_settings", Older)
        migrations.check_revision(connection)
        assert connection.scalar(text("select status from mart.publication")) == "draft", "as it was that evening"
        public = "select has_database_privilege('public', current_database(), 'connect')"
        assert connection.scalar(text(public)) is False, "who may connect came back too"
    engine.dispose()
    get_settings.cache_clear()


def test_so_many_dumps_stay_and_none_is_half(scripts: dict[str, str]) -> None:
    folder = Path(scripts["BACKUP_FOLDER"])
    folder.mkdir()
    name = scripts["BACKUP_DATABASES"]
    for day in ("2026-01-01", "2026-01-02"):
        (folder / f"{name}-{day}T030000Z.dump").write_text("")
    assert run("backup.sh", "once", env=scripts).returncode == 0
    kept = sorted(file.name for file in folder.glob("*.dump"))
    assert len(kept) == 2
    assert kept[0] == f"{name}-2026-01-02T030000Z.dump"
    assert {file.name for file in folder.iterdir()} == {*kept, "roles.sql"}
    failed = run("backup.sh", "once", env={**scripts, "BACKUP_DATABASES": "nowhere"})
    assert failed.returncode != 0
    assert not list(folder.glob("nowhere*")), "a dump that broke off is none"
    half = folder / "half.dump"
    for content in (b"PGDMP", (folder / kept[1]).read_bytes()[:-40]):
        half.write_bytes(content)
        assert run("restore.sh", str(half), name, env=scripts).returncode != 0

    real = embedded.packaged_binary("pg_restore")
    broken = folder.parent / "programs" / "pg_restore"
    broken.parent.mkdir()
    broken.write_text(f'#!/bin/sh\ncase "$*" in *--create*) exit 1 ;; *) exec {real} "$@" ;; esac\n')
    broken.chmod(0o755)
    failed = run(
        "restore.sh", str(folder / kept[1]), name, env=scripts | {"PATH": f"{broken.parent}:{scripts['PATH']}"}
    )
    assert failed.returncode == 1
    assert failed.stderr.endswith(f"not restored: {name} is the one that was there\n"), failed.stderr
