"""Who sees what, tried as the logins themselves, and that nobody changes what was published."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import LiteralString

import pandas as pd
import psycopg
import pytest
from psycopg import errors, sql
from psycopg.rows import dict_row
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from flows.settings import Settings
from flows.warehouse.engine import transaction
from flows.warehouse.logins import ensure_logins, reader_url
from flows.warehouse.tables import copy_frame, copy_rows
from transforms.errors import CypError, Refused, UsageError

Login = Callable[[str, str], psycopg.Connection]

FACTS = (
    "fact_indicator_value",
    "fact_performance",
    "fact_data_quality",
    "fact_finding",
    "fact_lineage",
    "fact_milestone",
    "fact_comparator",
    "fact_series_break",
    "fact_setting_change",
    "fact_decision",
    "fact_restatement",
    "fact_revision",
    "fact_disclosure",
    "fact_hidden",
    "fact_performance_public",
    "fact_milestone_public",
)


@pytest.fixture(scope="module")
def login(two_councils: Engine, councils_settings: Settings) -> Iterator[Login]:
    """Connects as a council's reader or officer, whose logins ``ensure_logins`` made."""
    opened: dict[tuple[str, str], psycopg.Connection] = {}
    for council in ("alder", "birch"):
        ensure_logins(councils_settings, two_councils, council)
        for role in ("reader", "officer"):
            connection = psycopg.connect(reader_url(councils_settings, council, role), autocommit=True)
            connection.execute("set default_transaction_read_only = off")  # grants are what is tried, not settings
            opened[council, role] = connection
    yield lambda council, role: opened[council, role]
    for connection in opened.values():
        connection.close()


def _numbers(connection: psycopg.Connection, relation: str) -> list[int]:
    query = sql.SQL("select publication_id from mart.{} order by 1").format(sql.Identifier(relation))
    return [number for (number,) in connection.execute(query)]


@pytest.mark.parametrize(
    ("relation", "reader", "officer"),
    [
        ("publication", [10], [10, 11, 12]),
        ("publication_pointer", [10], [10, 11]),
        ("fact_indicator_value", [10], [10, 10, 11, 11, 12, 12]),
        ("fact_performance", [10], [10, 10, 11, 11, 12, 12]),
        ("fact_data_quality", [10], [10, 11, 12]),
        ("fact_milestone", [10], [10, 10, 11, 11, 12, 12]),
        ("fact_comparator", [10], [10, 10, 11, 11, 12, 12]),
        ("fact_series_break", [10], [10, 11, 12]),
        ("fact_decision", [10], [10, 11, 12]),
        ("fact_restatement", [10], [10, 10, 12, 12]),
        ("fact_revision", [10], [10, 10, 11, 11, 12, 12]),
        ("fact_disclosure", [10], [10, 12]),
        ("fact_hidden", [10], [10, 12]),
        ("fact_performance_public", [10], [10, 12]),
        ("fact_milestone_public", [10], [10, 12]),
        ("performance", [10, 10], [10, 10, 11, 11]),
        ("performance_every_publication", [10, 10], [10, 10, 11, 11, 12, 12]),
        ("indicator_values", [10, 10], [10, 10, 11, 11]),
        ("data_quality", [10], [10, 11]),
        ("milestones", [10, 10], [10, 10, 11, 11]),
        ("comparators", [10], [10, 10, 11, 11]),
        ("series_breaks", [10], [10, 11]),
        ("publications", [10], [10, 11, 12]),
        ("decisions", [10], [10, 11, 12]),
        ("restatements", [10], [10, 10, 12, 12]),
        ("revisions", [10], [10, 10, 11, 11]),
        ("figures_as_was", [10, 10], [10, 10, 11, 11]),
        ("figures_as_is", [10, 10], [10, 10, 11, 11]),
        ("board_table", [10, 10], [10, 10, 11, 11]),
    ],
)
def test_readers_see_issued_open_rows_and_officers_their_drafts(
    login: Login, relation: str, reader: list[int], officer: list[int]
) -> None:
    assert _numbers(login("alder", "reader"), relation) == reader
    assert _numbers(login("alder", "officer"), relation) == officer


def test_the_newest_publication_is_the_newest_that_the_login_sees(login: Login) -> None:
    query = "select distinct publication_id from mart.board_table where is_newest"
    seen = {role: login("alder", role).execute(query).fetchall() for role in ("reader", "officer")}  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert seen == {"reader": [(10,)], "officer": [(11,)]}


def test_readers_see_c_for_a_hidden_figure_and_officers_the_figure(login: Login) -> None:
    for relation, figures in (("performance", "current_value, numerator"), ("indicator_values", "value, numerator")):
        query = f"select {figures}, symbol from mart.{relation} where publication_id = 10 order by 1"
        seen = {role: login("alder", role).execute(query).fetchall() for role in ("reader", "officer")}  # pyright: ignore[reportArgumentType, reportCallIssue]
        assert seen == {"reader": [(10, 10, ""), (None, None, "c")], "officer": [(3, 3, ""), (10, 10, "")]}
    with pytest.raises(errors.InsufficientPrivilege):
        login("alder", "reader").execute("select why from mart.fact_hidden")


@pytest.mark.parametrize("role", ["reader", "officer"])
def test_no_relation_shows_anything_of_another_council(login: Login, role: str) -> None:
    connection = login("birch", role)
    readable = connection.execute(
        "with listed as materialized (select distinct object from mart.data_dictionary)"
        " select object from listed where pg_catalog.has_table_privilege('mart.' || object, 'select')"
    ).fetchall()
    assert len(readable) > 15
    for (relation,) in readable:
        cursor = connection.cursor(row_factory=dict_row)
        rows = cursor.execute(sql.SQL("select * from mart.{}").format(sql.Identifier(relation))).fetchall()
        assert rows, relation
        assert {row.get("council", "birch") for row in rows} == {"birch"}, relation
        assert min(row.get("publication_id", 20) for row in rows) >= 20, relation
        assert {row.get("area_key") or 2 for row in rows} == {2}, relation


def test_a_publication_opens_only_to_those_who_may_read_it(login: Login) -> None:
    def parts(connection: psycopg.Connection, number: int) -> list[tuple]:
        return connection.execute(
            "select part from mart.performance_as_published(%s) order by position", [number]
        ).fetchall()

    assert parts(login("alder", "officer"), 12) == [("Total",), ("Girls",)]
    assert parts(login("alder", "officer"), 13) == []
    assert parts(login("alder", "reader"), 10) == [("Total",), ("Girls",)]
    assert parts(login("alder", "reader"), 11) == []
    assert parts(login("birch", "officer"), 10) == []


@pytest.mark.parametrize("role", ["reader", "officer"])
@pytest.mark.parametrize(
    "statement",
    [
        "insert into mart.publication_pointer values ('alder', '2025-26-Q2', 'issued', 10)",
        "insert into mart.reader_council values ('alder_reader', 'birch')",
        "update mart.publication set status = 'issued'",
        "delete from mart.fact_performance",
        "truncate mart.dim_area cascade",
        "select * from core.cla_child",
        "select * from audit.batch",
        "create temp table copy_of_it as select * from mart.performance",
        "create table mart.mine (id integer)",
        "create table public.mine (id integer)",
        "set role cyp_owner",
        "alter table mart.fact_performance disable row level security",
        "select * from pg_catalog.pg_authid",
        "select lo_create(0)",
        "select pg_advisory_lock(1)",
        "do $$ begin lock table mart.publication in share mode; end $$",
        "select * from mart.publication for update",
        "select audit.note_change()",
        "select pg_read_file('postgresql.conf')",
        "copy mart.publication to program 'cat'",
        "comment on table mart.publication is 'mine'",
    ],
)
def test_a_bi_login_writes_nothing_and_leaves_mart_nowhere(login: Login, role: str, statement: LiteralString) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        login("alder", role).execute(statement)


def test_no_error_plan_or_statistics_view_tells_of_another_council(
    login: Login, two_councils: Engine, councils_settings: Settings
) -> None:
    with two_councils.begin() as connection:
        connection.execute(text("analyze mart.publication, mart.dim_area, mart.fact_performance"))
    alder = login("alder", "officer")
    # A condition that would fail on birch's rows: row-level security comes first, so it never meets them.
    assert alder.execute("select count(*) from mart.fact_performance where 1 / (publication_id - 20) > 9").fetchone()
    assert alder.execute("select 1 from mart.performance_as_published(20)").fetchall() == []
    told = [
        str(alder.execute(f"select * from pg_catalog.{view}").fetchall())  # pyright: ignore[reportCallIssue, reportArgumentType]
        for view in ("pg_stats", "pg_stats_ext", "pg_stats_ext_exprs", "pg_prepared_xacts", "pg_cursors")
    ]
    told += [
        str(alder.execute(f"explain select * from mart.{view}").fetchall()) for view in ("performance", "dim_area")
    ]  # pyright: ignore[reportCallIssue, reportArgumentType]
    with psycopg.connect(reader_url(councils_settings, "birch", "officer")) as birch:
        birch.execute("select 'words of birch alone'")
        told.append(str(alder.execute("select query, client_addr from pg_stat_activity").fetchall()))
        told.append(str(alder.execute("select * from pg_locks").fetchall()))
    found = [each for each in told if "birch" in each.lower().replace("birch_officer", "").replace("birch_reader", "")]
    assert not found
    with pytest.raises(errors.InsufficientPrivilege):
        alder.execute("select * from pg_catalog.pg_statistic")


def test_a_query_that_is_left_open_holds_up_no_publication(
    login: Login, changing_councils: Engine, warehouse_settings: Settings
) -> None:
    """A reader's transaction stays open over every table of mart while a publication is made, issued and withdrawn."""
    ensure_logins(warehouse_settings, changing_councils, "cedar")  # the passwords of the others are another test's
    with transaction(changing_councils) as connection:
        connection.execute(text("insert into mart.reader_council values ('cedar_officer', 'alder')"))
    with psycopg.connect(reader_url(warehouse_settings, "cedar", "officer")) as reader:
        tables = [name for (name,) in reader.execute("select distinct object from mart.data_dictionary").fetchall()]
        for name in tables:
            reader.execute(sql.SQL("select * from mart.{}").format(sql.Identifier(name))).fetchall()
        with transaction(changing_councils) as connection:
            connection.execute(text("set local lock_timeout = '2s'"))
            made = "(publication_id, council, council_name, quarter, status, input_fingerprint)"
            for statement in (
                f"insert into mart.publication {made} values (50, 'alder', 'Alder', '2025-26-Q1', 'draft', '')",
                "insert into mart.fact_comparator values (50, 1, 'England', '2024', 70, '', 'National statistics')",
                "update mart.publication set status = 'withdrawn' where publication_id = 10",
                "update mart.publication_pointer set publication_id = 50 where council = 'alder' and kind = 'draft'",
            ):
                connection.execute(text(statement))
        seen = reader.execute("select count(*) from mart.publication where publication_id = 50").fetchone()
    assert seen == (1,), "what is new is seen by the very next query"


def test_logins_of_bi_tools_have_limits(two_councils: Engine, login: Login) -> None:
    with two_councils.connect() as connection:
        row = connection.execute(
            text("select rolconnlimit, rolconfig from pg_roles where rolname = 'alder_reader'")
        ).one()
    limits = ["statement_timeout=60s", "idle_in_transaction_session_timeout=10min", "lock_timeout=10s"]
    assert (row.rolconnlimit, row.rolconfig) == (20, ["default_transaction_read_only=on", *limits])


def test_an_analyst_sees_the_children_of_their_own_council_alone(changing_councils: Engine) -> None:
    with transaction(changing_councils) as connection:
        for number, council in ((1, "alder"), (2, "birch")):
            connection.execute(
                text(
                    "insert into audit.batch (council, extract, supplier, covers, data_to, taken_on, batch_hash,"
                    " fingerprint, version, status, rows_received, rows_loaded, rows_held, rows_duplicate)"
                    " values (:council, 'ssda903', 'x', '2025-26', now(), now(), '', '', 1, 'current', 1, 1, 0, 0)"
                ),
                {"council": council},
            )
            core = "insert into core.cla_child (batch_id, child) values ({}, 'pseudonym of {}')"
            connection.execute(text(core.format(number, council)))
        connection.execute(text("create role alder_analyst login in role core_analyst"))
        connection.execute(text("insert into mart.reader_council values ('alder_analyst', 'alder')"))
    try:
        with changing_councils.connect() as connection:
            connection.execute(text("set session authorization alder_analyst"))
            children = connection.scalars(text("select child from core.cla_child")).all()
            batches = connection.scalars(text("select council from audit.batch")).all()
            connection.execute(text("reset session authorization"))
        assert (children, batches) == (["pseudonym of alder"], ["alder"])
    finally:
        with transaction(changing_councils) as connection:
            connection.execute(text("drop owned by alder_analyst; drop role alder_analyst"))


def test_rows_go_in_by_a_login_that_row_level_security_keeps_from_copy(changing_councils: Engine) -> None:
    """The publisher, and an owner of the database who is no superuser: the server refuses COPY to both."""
    with transaction(changing_councils) as connection:
        connection.execute(text("set local role cyp_publisher"))
        connection.execute(
            text(
                "insert into mart.publication (publication_id, council, council_name, quarter, status,"
                " input_fingerprint) values (60, 'alder', 'Alder', '2025-26-Q1', 'superseded', '')"
            )
        )
        columns = ("publication_id", "measure_ref", "first_day", "reason")
        assert copy_rows(connection, "mart.fact_series_break", columns, [(60, "M1", date(2024, 4, 1), "Why")]) == 1
        values = pd.DataFrame(
            {
                "publication_id": 60,
                "indicator_key": 1,
                "quarter_key": 20251,
                "area_key": 1,
                "breakdown_key": 1,
                "numerator": [12.0],
                "denominator": pd.Series([None], dtype="float64"),
                "value": [12.5],
                "data_status": "provisional",
                "is_history": False,
                "disclosure": "none",
            }
        )
        assert copy_frame(connection, "mart.fact_indicator_value", values) == 1
    with changing_councils.connect() as connection:
        row = connection.execute(
            text("select numerator, denominator, value from mart.fact_indicator_value where publication_id = 60")
        ).one()
    assert (row.numerator, row.denominator, float(row.value)) == (12, None, 12.5)


@pytest.mark.parametrize("relation", ["fact_finding", "fact_lineage", "fact_setting_change", "setting_changes"])
def test_readers_do_not_see_findings_files_and_changes_of_settings(login: Login, relation: str) -> None:
    assert _numbers(login("alder", "officer"), relation) == [10, 11, 12]
    with pytest.raises(errors.InsufficientPrivilege):
        _numbers(login("alder", "reader"), relation)


@pytest.mark.parametrize("database", ["postgres", "prefect", "template1"])
def test_a_bi_login_reaches_no_other_database(login: Login, councils_settings: Settings, database: str) -> None:
    url = reader_url(councils_settings, "alder", "officer").rsplit("/", 1)[0]
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(f"{url}/{database}")


def test_logins_are_made_once_and_a_lost_password_is_replaced(warehouse: Engine, warehouse_settings: Settings) -> None:
    ensure_logins(warehouse_settings, warehouse, "alder")
    first = reader_url(warehouse_settings, "alder", "reader")
    ensure_logins(warehouse_settings, warehouse, "alder")
    assert reader_url(warehouse_settings, "alder", "reader") == first
    kept = warehouse_settings.postgres_dir / "logins.json"
    assert kept.stat().st_mode & 0o077 == 0
    kept.unlink()
    with pytest.raises(CypError, match="no login alder_reader yet"):
        reader_url(warehouse_settings, "alder", "reader")
    ensure_logins(warehouse_settings, warehouse, "alder")
    psycopg.connect(reader_url(warehouse_settings, "alder", "reader")).close()
    with pytest.raises(UsageError, match="no login for 'everybody'"):
        reader_url(warehouse_settings, "alder", "everybody")


@pytest.mark.parametrize(
    ("role", "allowed", "refused"),
    [
        ("core_analyst", "select child, sex from core.cla_child", "select date_of_birth from core.cla_child"),
        ("core_analyst", "select covers from audit.batch", "select upn from core.cla_child"),
        ("core_analyst", "select sessions from core.attendance_count", "select * from mart.performance"),
        ("cyp_loader", "select * from core.cla_child", "select * from mart.publication"),
        ("cyp_loader", "select * from audit.batch", "delete from core.cla_child"),
        ("cyp_publisher", "select * from mart.fact_performance", "delete from mart.fact_performance"),
        ("cyp_report", "select * from mart.performance", "select * from core.cla_child"),
        ("cyp_backup", "select * from core.cla_child", "delete from audit.run"),
    ],
)
def test_a_role_does_its_own_work_only(two_councils: Engine, role: str, allowed: str, refused: str) -> None:
    with two_councils.begin() as connection:
        connection.execute(text(f"set local role {role}"))
        connection.execute(text(allowed))
    with two_councils.connect() as connection:
        connection.execute(text(f"set local role {role}"))
        with pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text(refused))


def test_the_publisher_and_the_backup_see_every_council(two_councils: Engine) -> None:
    for role in ("cyp_owner", "cyp_publisher", "cyp_report", "cyp_backup"):
        with two_councils.begin() as connection:
            connection.execute(text(f"set local role {role}"))
            assert connection.scalar(text("select count(*) from mart.fact_performance")) == 16, role


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize(
    "change", ["delete from mart.{}", "update mart.{} set publication_id = 11", "truncate mart.{}"]
)
def test_published_rows_are_never_changed(two_councils: Engine, fact: str, change: str) -> None:
    with pytest.raises(Refused, match="never changed"), transaction(two_councils) as connection:
        connection.execute(text(change.format(fact)))


@pytest.mark.parametrize("fact", FACTS)
def test_no_row_joins_a_publication_later(two_councils: Engine, fact: str) -> None:
    copied = f"insert into mart.{fact} select * from mart.{fact} where publication_id = 10"
    with pytest.raises(CypError), transaction(two_councils) as connection:
        connection.execute(text(copied))


def test_a_publication_is_complete_with_its_transaction(two_councils: Engine) -> None:
    late = "insert into mart.fact_comparator values (11, 1, 'North West', '2024', 80, '', 'National statistics')"
    with pytest.raises(Refused, match="only by the transaction"), transaction(two_councils) as connection:
        connection.execute(text(late))


def test_a_publication_changes_in_status_only(changing_councils: Engine) -> None:
    with transaction(changing_councils) as connection:
        connection.execute(
            text(
                "update mart.publication set status = 'frozen', frozen_at = now(), frozen_by = 'A. Person'"
                " where publication_id = 11"
            )
        )
    for change, words in (
        ("set quarter = '2025-26-Q2'", "Only the status"),
        ("set input_fingerprint = 'x'", "Only the status"),
        ("set status = 'draft'", "does not become a draft again"),
        ("set frozen_by = 'Somebody else'", "Only the status"),
    ):
        with pytest.raises(Refused, match=words), transaction(changing_councils) as connection:
            connection.execute(text(f"update mart.publication {change} where publication_id = 11"))
    with pytest.raises(Refused, match="never changed"), transaction(changing_councils) as connection:
        connection.execute(text("delete from mart.publication where publication_id = 13"))


@pytest.mark.parametrize(
    ("number", "status"), [(12, "issued"), (13, "issued"), (13, "superseded"), (10, "frozen"), (11, "issued")]
)
def test_a_status_only_moves_forward(changing_councils: Engine, number: int, status: str) -> None:
    change = text("update mart.publication set status = :status where publication_id = :number")
    with pytest.raises(Refused, match=f"does not become {status} again"), transaction(changing_councils) as connection:
        connection.execute(change, {"status": status, "number": number})


def test_a_restatement_is_recorded_only_by_the_transaction_that_issues(changing_councils: Engine) -> None:
    late = "insert into mart.fact_restatement values"
    late += " (10, 10, 3, 'M1', 'Boys', 'Measure', 'count', 0, 1, 2, '', '', '', '', 'none')"
    with pytest.raises(Refused, match="only by the transaction that issues"), transaction(changing_councils) as each:
        each.execute(text(late))


def test_one_publication_of_a_quarter_is_frozen(changing_councils: Engine) -> None:
    both = (
        "insert into mart.publication (publication_id, council, council_name, quarter, status, input_fingerprint)"
        " values (14, 'alder', 'Alder', '2025-26-Q1', 'frozen', ''), (15, 'alder', 'Alder', '2025-26-Q1', 'frozen', '')"
    )
    with pytest.raises(CypError, match="publication_one_frozen"), transaction(changing_councils) as connection:
        connection.execute(text(both))
