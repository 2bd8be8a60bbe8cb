"""The schema of the warehouse, brought forward by plain SQL files.

``sql/migrations`` holds steps, each applied once and never changed. ``sql/views`` and ``sql/roles`` hold what can be
applied again at any time; they are, whenever one of them changed. So is the national list of local authorities.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from flows.settings import get_settings
from flows.warehouse.dimensions import put_authorities
from flows.warehouse.patience import as_one_step
from transforms.areas import area_versions
from transforms.errors import WarehouseUnavailable

_LOCK = 4_770_173  # any number that nothing else on this database uses
_LONGEST_WAIT = "3s"  # for a lock that a query holds
_REAPPLIED = "views and roles"
_NEWER = "This database was made by a newer version of cyp: install that version."
_NOTHING = "nothing"


def migrate(engine: Engine) -> list[str]:
    """Bring the schema up to date. Returns what was applied, in order; empty when there was nothing to do.

    One process at a time, and all in one transaction: whoever reads meanwhile sees the schema before or the new one. A
    change that would have to wait for somebody's query gives way after seconds and is tried again, so that no reader
    queues behind it. Raises WarehouseUnavailable when an applied file was changed since, or the database knows one that
    we do not.
    """
    return as_one_step(lambda: _bring_forward(engine))


def _bring_forward(engine: Engine) -> list[str]:
    with engine.connect() as connection, _alone(connection):
        recorded = _recorded(connection)
        _refuse_differences(recorded)
        new = [path for path in _files("migrations") if path.name not in recorded]
        if not new and recorded.get(_REAPPLIED) == _combined_hash():
            return []
        connection.exec_driver_sql(f"set local lock_timeout = '{_LONGEST_WAIT}'")
        for path in new:
            _execute_file(connection, path)
            _record(connection, path.name, _sha256(path))
        _reapply(connection)
        connection.commit()
        return [*(path.name for path in new), _REAPPLIED]


def check_revision(connection: Connection) -> None:
    """Raise WarehouseUnavailable unless the schema is exactly the one that this code was written for."""
    recorded = _recorded(connection)
    _refuse_differences(recorded)
    missing = [path.name for path in _files("migrations") if path.name not in recorded]
    if missing or recorded.get(_REAPPLIED) != _combined_hash():
        raise WarehouseUnavailable(
            f"The database is behind this version of cyp: {_versions(recorded)}.", "Run: cyp warehouse migrate"
        )


def apply_database_grants(engine: Engine) -> None:
    """Say again who may connect. Postgres keeps this apart from the schema: a copied database starts without it."""
    with engine.begin() as connection:
        _execute_file(connection, get_settings().sql_dir / "roles" / "0002_database.sql")


def _files(kind: str) -> list[Path]:
    return sorted((get_settings().sql_dir / kind).glob("*.sql"))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _combined_hash() -> str:
    listed = "".join(f"{path.name} {_sha256(path)}\n" for kind in ("views", "roles") for path in _files(kind))
    return hashlib.sha256(f"{listed}{area_versions()}".encode()).hexdigest()


def _recorded(connection: Connection) -> dict[str, str]:
    """Name and hash of what was applied to this database."""
    if connection.scalar(text("select to_regclass('audit.schema_migration')")) is None:
        return {}
    rows = connection.execute(text("select name, sha256 from audit.schema_migration"))
    return {row.name: row.sha256 for row in rows}


def _refuse_differences(recorded: dict[str, str]) -> None:
    known = {path.name: _sha256(path) for path in _files("migrations")}
    unknown = sorted(recorded.keys() - known.keys() - {_REAPPLIED})
    if unknown:
        raise WarehouseUnavailable(
            f"The database holds migrations unknown here: {', '.join(unknown)}; {_versions(recorded)}.", _NEWER
        )
    changed = sorted(name for name, sha256 in known.items() if recorded.get(name, sha256) != sha256)
    if changed:
        raise WarehouseUnavailable(
            f"Migrations were changed after they were applied: {', '.join(changed)}.",
            "Put the files back as they were, and make the change in a new migration.",
        )


def _versions(recorded: Mapping[str, str]) -> str:
    """Both sides, by their newest migration."""
    known = (path.name for path in _files("migrations"))
    there, here = (max(names, default=_NOTHING) for names in (recorded.keys() - {_REAPPLIED}, known))
    return f"it is at {there.removesuffix('.sql')}, this version at {here.removesuffix('.sql')}"


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Wait for any other process that is migrating this database."""
    connection.execute(text("select pg_advisory_lock(:key)"), {"key": _LOCK})
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("select pg_advisory_unlock(:key)"), {"key": _LOCK})
        connection.commit()


def _reapply(connection: Connection) -> None:
    for kind in ("views", "roles"):
        for path in _files(kind):
            _execute_file(connection, path)
    if connection.scalar(text("select to_regclass('mart.dim_authority')")) is not None:  # an old schema has none
        put_authorities(connection)
    _record(connection, _REAPPLIED, _combined_hash())


def _execute_file(connection: Connection, path: Path) -> None:
    # Without parameters the driver takes several statements at once, and leaves percent signs alone.
    connection.exec_driver_sql(path.read_text(encoding="utf-8"), execution_options={"no_parameters": True})


def _record(connection: Connection, name: str, sha256: str) -> None:
    connection.execute(
        text(
            "insert into audit.schema_migration (name, sha256) values (:name, :sha256)"
            " on conflict (name) do update set sha256 = excluded.sha256, applied_at = now()"
        ),
        {"name": name, "sha256": sha256},
    )
