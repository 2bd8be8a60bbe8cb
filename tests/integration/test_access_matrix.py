"""Each role over every object of the warehouse: what is granted is what ``access_matrix.csv`` states, and nothing else.

A letter stands for a privilege: s select, i insert, u update, d delete, t truncate, r references, g trigger, x execute,
U usage of a schema or sequence, C create. In capitals after a plus sign, a privilege on some columns alone: +S select,
+U update. The line ``core.*`` speaks for every table of core, which come with the extracts and are treated alike.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql
from sqlalchemy import Connection, Engine, text

MATRIX = Path(__file__).parents[1] / "access_matrix.csv"
ROLES = ("cyp_loader", "cyp_publisher", "cyp_report", "cyp_backup", "core_analyst", "bi_officer", "bi_reader")
_TABLE = "select:s insert:i update:u delete:d truncate:t references:r trigger:g"
_LETTERS = {
    "table": _TABLE,
    "any_column": "select:S insert:I update:U references:R",
    "sequence": "select:s update:u usage:U",
    "function": "execute:x",
    "schema": "usage:U create:C",
}


def _privileges(of: str) -> str:
    """SQL for the letters of what ``role.name`` has on ``object.oid``, asked of the server's own functions."""
    pairs = (pair.split(":") for pair in _LETTERS[of].split())
    asked = (f"case when has_{of}_privilege(role.name, object.oid, '{name}') then '{k}' end" for name, k in pairs)
    return f"concat({', '.join(asked)})"


_GRANTED = text(
    f"""
    with object as (
        select namespace.nspname || '.' || class.relname as name, class.oid, class.relkind::text as kind
        from pg_catalog.pg_class as class
        inner join pg_catalog.pg_namespace as namespace on class.relnamespace = namespace.oid
        where
            namespace.nspname in ('audit', 'core', 'mart', 'public')
            and class.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
        union all
        select function.oid::regprocedure::text, function.oid, 'x'
        from pg_catalog.pg_proc as function
        inner join pg_catalog.pg_namespace as namespace on function.pronamespace = namespace.oid
        where namespace.nspname in ('audit', 'core', 'mart', 'public')
        union all
        select namespace.nspname, namespace.oid, 'n'
        from pg_catalog.pg_namespace as namespace
        where namespace.nspname !~ '^(pg_|information_schema)'
    )
    select
        object.name, object.kind, role.name as role,
        case object.kind
            when 'x' then {_privileges("function")}
            when 'n' then {_privileges("schema")}
            when 'S' then {_privileges("sequence")}
            else {_privileges("table")}
        end as whole,
        case when object.kind in ('x', 'n', 'S') then '' else {_privileges("any_column")} end as columns
    from object
    cross join unnest(cast(:roles as text[])) as role (name)
    order by 1
    """
)


def granted(connection: Connection) -> Iterator[tuple[str, str, str, str]]:
    """Object, its kind, a role and the role's privileges there, its own and those that it inherits."""
    for row in connection.execute(_GRANTED, {"roles": [*ROLES, "public"]}):
        some = "".join(letter for letter in row.columns if letter.lower() not in row.whole)
        yield row.name, row.kind, row.role, f"{row.whole}+{some}" if some else row.whole


def stated() -> dict[str, dict[str, str]]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return {row["object"]: {role: row[role] for role in ROLES} for row in csv.DictReader(file)}


def line_of(name: str, kind: str) -> str:
    if kind == "S":
        return f"{name.partition('.')[0]}.* (sequences)"
    return "core.*" if name.startswith("core.") and kind != "x" else name


def test_every_object_has_a_stated_grant_for_each_role_and_no_other(two_councils: Engine) -> None:
    table, seen, wrong = stated(), set(), []
    with two_councils.connect() as connection:
        for name, kind, role, there in granted(connection):
            line = line_of(name, kind)
            seen.add(line)
            said = "" if role == "public" else table.get(line, {}).get(role)
            if there != said:
                wrong.append(f"{name}, {role}: has '{there}', and stated is {said!r}")
    assert not wrong, "\n".join(wrong)
    assert set(table) == seen, "lines of the matrix about objects that are gone"


@pytest.mark.parametrize("role", ROLES)
def test_the_server_keeps_to_the_matrix(two_councils: Engine, role: str) -> None:
    """Tried as the role: each relation read and written, with statements that would touch no row."""
    table = stated()
    attempts = {"s": "select 1 from {} limit 0", "d": "delete from {} where false", "t": "truncate {}"}
    with two_councils.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        relations = [
            (line_of(name, kind), name) for name, kind, of, _ in granted(connection) if kind in "rv" and of == role
        ]
        connection.execute(text(f"set local role {role}"))
        for line, name in relations:
            for letter, attempt in attempts.items():
                may = letter in table[line][role].partition("+")[0] or (letter == "s" and "+S" in table[line][role])
                statement = sql.SQL(attempt).format(sql.Identifier(*name.split(".")))  # pyright: ignore[reportArgumentType]
                assert _is_let(driver, statement) == may, f"{role}: {attempt.format(name)}"
        connection.rollback()


def _is_let(driver: psycopg.Connection, statement: sql.Composed) -> bool:
    try:
        with driver.transaction(force_rollback=True):
            driver.execute(statement)
    except (errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState, errors.WrongObjectType):  # views
        return False
    return True


@pytest.mark.parametrize("role", ROLES)
def test_no_role_makes_anything_or_logs_in_or_goes_round_row_level_security(two_councils: Engine, role: str) -> None:
    with two_councils.connect() as connection:
        row = connection.execute(
            text(
                "select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication"
                " from pg_catalog.pg_roles where rolname = :role"
            ),
            {"role": role},
        ).one()
        assert not any(row)
        for privilege, expected in (("connect", True), ("create", False), ("temporary", False)):
            asked = text("select has_database_privilege(:role, current_database(), :privilege)")
            assert connection.scalar(asked, {"role": role, "privilege": privilege}) is expected, privilege


def test_row_level_security_is_on_wherever_a_row_is_some_councils(two_councils: Engine) -> None:
    """On each table that people outside the pipeline read and that names a council, or what belongs to one."""
    query = """
        select namespace.nspname || '.' || class.relname
        from pg_catalog.pg_class as class
        inner join pg_catalog.pg_namespace as namespace on class.relnamespace = namespace.oid
        where
            class.relkind in ('r', 'p') and namespace.nspname in ('audit', 'core', 'mart')
            and exists (
                select 1 from unnest(array['bi_reader', 'bi_officer', 'core_analyst']) as reader(name)
                where has_any_column_privilege(reader.name, class.oid, 'select')
            )
            and exists (
                select 1 from pg_catalog.pg_attribute as attribute
                where attribute.attrelid = class.oid
                and attribute.attname in ('council', 'publication_id', 'batch_id', 'area_key')
            )
            and not class.relrowsecurity
    """
    views = """
        select namespace.nspname || '.' || class.relname
        from pg_catalog.pg_class as class
        inner join pg_catalog.pg_namespace as namespace on class.relnamespace = namespace.oid
        where
            class.relkind in ('v', 'm') and namespace.nspname = 'mart'
            and not coalesce('security_invoker=true' = any(class.reloptions), false)
    """
    with two_councils.connect() as connection:
        assert connection.scalars(text(query)).all() == []
        assert connection.scalars(text(views)).all() == [], "a view asks with its owner's rights"
