"""The schema is brought forward once, by files that never change."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, text

from flows.settings import Settings
from flows.warehouse import migrations, patience
from flows.warehouse.engine import make_engine
from transforms.errors import WarehouseUnavailable


@pytest.fixture
def engine(empty_database: Settings) -> Iterator[Engine]:
    engine = make_engine(empty_database)
    yield engine
    engine.dispose()


@pytest.fixture
def own_sql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the SQL that a test may spoil."""
    folder = tmp_path / "sql"
    shutil.copytree(Settings().sql_dir, folder)

    class Elsewhere:
        sql_dir = folder

    monkeypatch.setattr(migrations, "get_settings", Elsewhere)
    return folder


def test_a_new_database_gets_everything_once(engine: Engine) -> None:
    names = [path.name for path in sorted((Settings().sql_dir / "migrations").glob("*.sql"))]
    assert migrations.migrate(engine) == [*names, "views and roles"]
    assert migrations.migrate(engine) == []
    with engine.connect() as connection:
        migrations.check_revision(connection)
        assert connection.scalar(text("select value from audit.counter where name = 'publication'")) == 0
        assert connection.scalar(text("select school_name from mart.dim_school where school_key = -1")) == "All schools"


def test_a_database_that_was_never_migrated_is_behind(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(WarehouseUnavailable, match=r"behind.* at nothing, .* at 00"):
        migrations.check_revision(connection)


def test_a_changed_migration_is_refused(warehouse: Engine, own_sql: Path) -> None:
    with (own_sql / "migrations" / "0003_core_children_looked_after.sql").open("a") as file:
        file.write("-- one more line\n")
    with pytest.raises(WarehouseUnavailable, match="0003_core_children_looked_after"):
        migrations.migrate(warehouse)


def test_a_database_of_a_newer_version_is_refused(warehouse: Engine, own_sql: Path) -> None:
    (own_sql / "migrations" / "0007_mart_immutable.sql").unlink()
    with pytest.raises(WarehouseUnavailable, match=r"unknown here: 0007_mart_immutable.* it is at 00\d\d_"):
        migrations.migrate(warehouse)


def test_a_changed_view_is_applied_again(warehouse: Engine, own_sql: Path) -> None:
    with (own_sql / "views" / "0006_publications.sql").open("a") as file:
        file.write("comment on view mart.publications is 'Publications, said anew.';\n")
    assert migrations.migrate(warehouse) == ["views and roles"]
    assert migrations.migrate(warehouse) == []


def test_a_migration_gives_way_to_a_query_and_comes_back(
    warehouse: Engine, own_sql: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_sql / "migrations" / "9999_later.sql").write_text("alter table mart.publication add column later integer;")
    monkeypatch.setattr(migrations, "_LONGEST_WAIT", "50ms")
    query = text("select count(*) from mart.publication")
    waits: list[float] = []
    with warehouse.connect() as long_query:
        long_query.execute(query)

        def another_reads(pause: float) -> None:
            waits.append(pause)
            with warehouse.connect() as reader:
                reader.execute(text("set local statement_timeout = '5s'"))
                reader.execute(query)
            if len(waits) == 2:
                long_query.rollback()

        monkeypatch.setattr(patience, "sleep", another_reads)
        assert migrations.migrate(warehouse) == ["9999_later.sql", "views and roles"]
    assert len(waits) == 2


def test_publications_that_were_frozen_side_by_side_keep_the_newest(engine: Engine, own_sql: Path) -> None:
    later = [path for path in (own_sql / "migrations").iterdir() if path.name >= "0008"]
    texts = {
        path: path.read_text() for path in (*later, *(own_sql / "views").iterdir(), *(own_sql / "roles").iterdir())
    }
    for path in texts:
        path.unlink()
    migrations.migrate(engine)
    with engine.begin() as connection:
        for number, quarter, status in (
            (1, "Q1", "frozen"),
            (2, "Q1", "frozen"),
            (3, "Q1", "draft"),
            (4, "Q2", "issued"),
        ):
            connection.execute(
                text(
                    "insert into mart.publication (publication_id, council, council_name, quarter, status,"
                    " input_fingerprint) values (:number, 'alder', 'Alder', '2025-26-' || :quarter, :status, '')"
                ),
                {"number": number, "quarter": quarter, "status": status},
            )
        connection.execute(
            text(
                "insert into audit.decision (council, quarter, publication_id, kind, by_name)"
                " values ('alder', '2025-26-Q1', 2, 'freeze', 'A. Person')"
            )
        )
    for path, content in texts.items():
        path.write_text(content)
    migrations.migrate(engine)
    with engine.connect() as connection:
        statuses = connection.scalars(text("select status from mart.publication order by publication_id")).all()
        pointers = connection.execute(text("select quarter, kind, publication_id from mart.publication_pointer")).all()
        decided = connection.execute(text("select publication_id, kind from mart.decisions")).all()
    assert statuses == ["superseded", "frozen", "draft", "issued"]
    assert sorted(map(tuple, pointers)) == [("2025-26-Q1", "frozen", 2), ("2025-26-Q2", "frozen", 4)]
    assert list(map(tuple, decided)) == [(2, "freeze")]


def test_what_was_published_before_means_the_same_after_the_star_grew(engine: Engine, own_sql: Path) -> None:
    later = [path for path in (own_sql / "migrations").iterdir() if path.name >= "0049"]
    texts = {
        path: path.read_text() for path in (*later, *(own_sql / "views").iterdir(), *(own_sql / "roles").iterdir())
    }
    for path in texts:
        path.unlink()
    migrations.migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(_PUBLISHED_BEFORE)
    for path, content in texts.items():
        path.write_text(content)
    migrations.migrate(engine)
    columns = "area_code, area_name, school_urn, school_name, phase, numerator, value"
    with engine.connect() as connection:
        for view in ("indicator_values", "figures_as_was", "figures_as_is"):
            [found] = connection.execute(text(f"select {columns} from mart.{view}"))
            assert tuple(found) == ("E06000001", "Hartlepool", "100001", "Oak School", "Primary", 7, 7), view
        assert connection.scalar(text("select length(comment) from mart.milestones")) == 5000
        [area] = connection.execute(text("select valid_from, authority_key <> -1 as known from mart.dim_area"))
        assert (area.valid_from, area.known) == (date(1900, 1, 1), True)


_PUBLISHED_BEFORE = """
    insert into mart.dim_quarter values
    (20251, '2025-26-Q1', 'Quarter 1 2025/26', '2025-04-01', '2025-06-30', '2025-26', '2024/25', 1);
    insert into mart.dim_area (council, area_code, la_code, area_name, region)
    values ('hartlepool', 'E06000001', '805', 'Hartlepool', 'North East');
    insert into mart.dim_school (area_key, urn, school_name, phase)
    select area_key, '100001', 'Oak School', 'Primary' from mart.dim_area;
    insert into mart.dim_indicator (indicator_id, version, title, numerator_definition, denominator_definition, unit,
        decimals, polarity, period_kind, national_definition, owner)
    values ('cla_number', 1, 'Children looked after', 'Children', '', 'count', 0, 'neutral', 'snapshot', 'DfE', 'X');
    insert into mart.dim_breakdown (breakdown, item) values ('Total', 'Total');
    insert into mart.publication (publication_id, council, council_name, quarter, status, input_fingerprint)
    values (1, 'hartlepool', 'Hartlepool', '2025-26-Q1', 'draft', '');
    insert into mart.publication_pointer values ('hartlepool', '2025-26-Q1', 'draft', 1);
    insert into mart.fact_indicator_value (publication_id, indicator_key, quarter_key, area_key, school_key,
        breakdown_key, numerator, value, data_status, is_history, disclosure)
    select 1, indicator_key, 20251, area_key, school_key, breakdown_key, 7, 7, 'provisional', false, 'none'
    from mart.dim_indicator, mart.dim_breakdown, mart.dim_school where school_key <> -1;
    insert into mart.fact_milestone values
    (1, 'O1', 'O1.1', 'Milestone', '2025-09-30', 'Officer', 'On track', repeat('w', 5000));
"""


def test_a_failing_migration_leaves_nothing_of_itself_and_of_those_before_it(engine: Engine, own_sql: Path) -> None:
    migrations.migrate(engine)
    sound = own_sql / "migrations" / "0098_sound.sql"
    sound.write_text("drop view mart.performance cascade;\n")  # as one does that changes the type of a column
    broken = own_sql / "migrations" / "0099_broken.sql"
    broken.write_text("create table mart.half_done (id integer);\nselect 1 / 0;\n")
    with pytest.raises(Exception, match="DivisionByZero"):
        migrations.migrate(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("select to_regclass('mart.half_done')")) is None
        assert connection.scalar(text("select count(*) from mart.performance")) == 0, "it can be read all the time"
    broken.unlink()
    sound.unlink()
    assert migrations.migrate(engine) == []


def test_a_login_without_superuser_rights_can_migrate(empty_database: Settings) -> None:
    owner = make_engine(empty_database)
    with owner.begin() as connection:
        name = connection.scalar(text("select current_database()"))
        connection.execute(text("create role plain_dba login createrole password 'plain'"))
        connection.execute(text(f"alter database {name} owner to plain_dba"))
        for role in ("cyp_owner", "cyp_loader", "cyp_publisher", "cyp_report", "core_analyst", "bi_officer"):
            exists = connection.scalar(text("select count(*) from pg_roles where rolname = :role"), {"role": role})
            if exists:
                connection.execute(text(f"grant {role} to plain_dba with admin option"))
    url = owner.url.set(username="plain_dba", password="plain").render_as_string(hide_password=False)
    engine = make_engine(empty_database.model_copy(update={"database_url": SecretStr(url)}))
    try:
        assert migrations.migrate(engine)[-1] == "views and roles"
        with engine.connect() as connection:
            assert connection.scalar(text("select count(*) from mart.publications")) == 0
    finally:
        engine.dispose()
        with owner.begin() as connection:
            connection.execute(text(f"alter database {name} owner to postgres"))
            connection.execute(text("reassign owned by plain_dba to postgres"))
            connection.execute(text("drop owned by plain_dba"))
            connection.execute(text("drop role plain_dba"))
        owner.dispose()


@pytest.mark.usefixtures("cluster")
def test_the_oldest_supported_server_gets_the_same_schema(postgres_15: str, warehouse: Engine) -> None:
    engine = make_engine(Settings(database_url=SecretStr(postgres_15)))
    try:
        assert migrations.migrate(engine)[-1] == "views and roles"
        assert migrations.migrate(engine) == []
        assert _columns(engine) == _columns(warehouse)
    finally:
        engine.dispose()


def _columns(engine: Engine) -> list[tuple[str, ...]]:
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "select table_schema, table_name, column_name, data_type from information_schema.columns"
                " where table_schema in ('audit', 'core', 'mart') order by 1, 2, 3"
            )
        )
        return [tuple(row) for row in rows]


@pytest.mark.usefixtures("cluster")
def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    settings = Settings(database_url=SecretStr("postgresql://someone:hidden-word@127.0.0.1:1/cyp"))
    with pytest.raises(WarehouseUnavailable, match=r"127\.0\.0\.1:1") as caught:
        make_engine(settings)
    assert "hidden-word" not in str(caught.value)
