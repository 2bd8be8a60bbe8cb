"""What BI tools find: the agreed columns, in order, of types that every tool reads, each explained."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from flows.cli.bi_docs import relationships
from flows.settings import Settings
from flows.warehouse import seals
from flows.warehouse.engine import transaction

PERFORMANCE = (
    "council quarter status measure_ref part indicator_id title unit last_year_actual same_period_last_year target"
    " current_value numerator denominator symbol forecast direction_of_travel progress progress_reason significance"
    " data_status publication_id objective_ref objective_title officer decimals no_figure_reason coverage position"
    " target_kind breakdown item quarter_end published_at direction_reason significance_reason expected_low"
    " expected_high progress_by_rule rated_by reward reward_expected target_contradiction basis returned_by"
    " covers_from covers_to owners target_upper"
)
FIGURES = (
    "council quarter quarter_end financial_year academic_year status publication_id reported_quarter is_history"
    " indicator_id title unit polarity"
)
COLUMNS = {
    "performance": PERFORMANCE,
    "performance_every_publication": PERFORMANCE,
    "indicator_values": "council quarter status indicator_id title unit area_code area_name school_urn school_name"
    " phase breakdown item numerator denominator value symbol data_status is_history publication_id reported_quarter"
    " decimals polarity quarter_end published_at basis covers_from covers_to indicator_key quarter_key area_key"
    " school_key breakdown_key",
    "data_quality": "council quarter status extract supplier supplier_title covers state rows_received rows_loaded"
    " rows_held rows_duplicate findings_stop findings_hold findings_flag reason publication_id published_at"
    " rows_released",
    "milestones": "council quarter status objective_ref milestone_ref title due_date officer progress comment"
    " publication_id published_at",
    "comparators": "council quarter status indicator_id title unit area_name period value symbol source publication_id"
    " published_at area_kind period_end areas areas_of national_rank national_rank_of quartile median"
    " change best_quarter best",
    "series_breaks": "council quarter status measure_ref first_day reason publication_id published_at",
    "setting_changes": "council quarter status measure_ref setting value_before value_now changed_by changed_on reason"
    " publication_id published_at",
    "publications": "council council_name quarter status created_at frozen_at frozen_by issued_at issued_by"
    " code_version disclosure publication_id is_current_draft is_current_issue",
    "decisions": "council quarter status kind subject by_name reason decided_at decision_id publication_id",
    "restatements": "council quarter status measure_ref part title unit value_before value_now progress_before"
    " progress_now also cause position decimals replaces_publication_id publication_id issued_at issued_by change",
    "revisions": "council quarter status indicator_id title unit school_urn school_name breakdown item numerator_before"
    " denominator_before value_before numerator denominator value decimals issued_publication_id publication_id"
    " reported_quarter published_at",
    "data_dictionary": "object column_name data_type meaning object_meaning column_position object_kind is_key"
    " refers_to",
    "figures_as_was": f"{FIGURES} area_code area_name region school_urn school_name phase school_status"
    " breakdown item numerator denominator value symbol data_status",
    "figures_as_is": f"{FIGURES} area_code area_name region area_fit area_name_then school_urn school_name phase"
    " school_status school_is_listed school_urn_then breakdown item numerator denominator value symbol data_status",
    "board_table": "council council_name region financial_year academic_year quarter quarter_end status objective"
    " measure_ref measure part unit last_year same_period_last_year target this_quarter forecast numerator denominator"
    " symbol direction_of_travel progress significance no_figure_reason officer indicator_id decimals position"
    " publication_id is_newest",
}
AN_EARLIER_QUARTER_PUBLISHED_LATER = (
    """
    insert into mart.dim_quarter
    values (20244, '2024-25-Q4', 'Quarter 4 2024/25', '2025-01-01', '2025-03-31', '2024-25', '2024/25', 4)
    """,
    """
    insert into mart.publication (publication_id, council, council_name, quarter, status, issued_at, input_fingerprint)
    values (90, 'alder', 'Alder', '2024-25-Q4', 'issued', now(), '')
    """,
    """
    insert into mart.fact_performance (
        publication_id, measure_ref, part, position, objective_ref, objective_title, title, officer, indicator_key,
        breakdown_key, quarter_key, area_key, unit, decimals, current_value, numerator, disclosure
    )
    select 90, measure_ref, part, position, objective_ref, objective_title, title, officer, indicator_key,
    breakdown_key, 20244, area_key, unit, decimals, current_value, numerator, disclosure
    from mart.fact_performance where publication_id = 10
    """,
    "insert into mart.publication_pointer values ('alder', '2024-25-Q4', 'issued', 90)",
)
AS_PUBLISHED = Path(__file__).parents[1] / "golden" / "dumps" / "columns.txt"
READABLE = {  # of text, drivers say that it is 8,190 characters long
    "character varying",
    "character",
    "numeric",
    "double precision",
    "smallint",
    "integer",
    "bigint",
    "boolean",
    "date",
    "timestamp with time zone",
}


@pytest.mark.parametrize("view", COLUMNS)
def test_a_view_has_its_agreed_columns(two_councils: Engine, view: str) -> None:
    with two_councils.connect() as connection:
        result = connection.execute(text(f"select * from mart.{view} limit 0"))
        assert list(result.keys()) == COLUMNS[view].split()


def test_there_is_no_view_beside_the_agreed_ones(two_councils: Engine) -> None:
    with two_councils.connect() as connection:
        names = connection.scalars(text("select table_name from information_schema.views where table_schema = 'mart'"))
        assert set(names) == set(COLUMNS)


def test_the_function_returns_its_own_columns_for_ever(two_councils: Engine) -> None:
    with two_councils.connect() as connection:
        result = connection.execute(text("select * from mart.performance_as_published(12) order by position"))
        assert list(result.keys()) == AS_PUBLISHED.read_text(encoding="utf-8").split()
        assert [(row.status, row.part, row.current_value) for row in result] == [
            ("superseded", "Total", 12),
            ("superseded", "Girls", 3),
        ]


def test_every_type_is_one_that_bi_tools_read(two_councils: Engine) -> None:
    with two_councils.connect() as connection:
        found = connection.scalars(
            text("select distinct data_type from information_schema.columns where table_schema = 'mart'")
        )
        assert set(found) <= READABLE


def test_the_dictionary_explains_every_table_view_and_column(two_councils: Engine) -> None:
    with two_councils.connect() as connection:
        unexplained = connection.execute(
            text("select object, column_name from mart.data_dictionary where meaning = '' or object_meaning = ''")
        ).all()
        objects = connection.scalar(text("select count(distinct object) from mart.data_dictionary"))
        relations = connection.scalar(
            text("select count(*) from information_schema.tables where table_schema = 'mart'")
        )
    assert unexplained == []
    assert objects == relations


def test_the_newest_rows_are_of_the_last_quarter_whenever_it_was_published(changing_councils: Engine) -> None:
    with transaction(changing_councils) as connection:
        for statement in AN_EARLIER_QUARTER_PUBLISHED_LATER:
            connection.execute(text(statement))
        newest = connection.execute(
            text("select council, quarter, publication_id from mart.board_table where is_newest group by 1, 2, 3")
        ).all()
        quarters = connection.scalars(text("select distinct quarter from mart.board_table where council = 'alder'"))
    assert set(quarters) == {"2024-25-Q4", "2025-26-Q1"}
    assert {tuple(row) for row in newest} == {("alder", "2025-26-Q1", 11), ("birch", "2025-26-Q1", 21)}


@pytest.mark.parametrize("schema", ["audit", "core", "mart"])
def test_everything_is_commented(two_councils: Engine, schema: str) -> None:
    with two_councils.connect() as connection:
        bare = connection.execute(
            text(
                "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid"
                " where c.relnamespace = to_regnamespace(:schema) and c.relkind in ('r', 'v') and a.attnum > 0"
                " and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)"
            ),
            {"schema": schema},
        ).all()
    assert bare == []


def test_a_column_of_a_table_row_says_its_grain(two_councils: Engine) -> None:
    with two_councils.connect() as connection:
        silent = connection.scalars(
            text(
                "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                " where n.nspname in ('audit', 'core', 'mart') and c.relkind in ('r', 'v')"
                " and obj_description(c.oid, 'pg_class') !~* 'a\\s+row\\s+(per|of)'"
            )
        ).all()
    assert silent == []


def test_the_semantic_layer_knows_every_foreign_key_and_no_other(two_councils: Engine) -> None:
    declared = (
        "select conrelid::regclass::text as of, a.attname, confrelid::regclass::text as target, b.attname"
        " from pg_constraint join pg_attribute a on a.attrelid = conrelid and a.attnum = conkey[1]"
        " join pg_attribute b on b.attrelid = confrelid and b.attnum = confkey[1]"
        " where contype = 'f' and connamespace = 'mart'::regnamespace"
    )
    with two_councils.connect() as connection:
        assert {tuple(row) for row in connection.execute(text(declared))} == set(relationships(Settings().sql_dir))


def test_every_table_of_publications_is_sealed_but_decisions_which_go_on(two_councils: Engine) -> None:
    query = "select table_name from information_schema.columns where table_schema = 'mart' and column_name = :number"
    facts = text(query + " and table_name like 'fact\\_%'").bindparams(number="publication_id")
    with two_councils.connect() as connection:
        found = set(connection.scalars(facts))
    assert found - {"fact_decision"} == set(seals.SEALED) - {"performance_every_publication"}


def test_every_table_has_a_key_but_findings(two_councils: Engine) -> None:
    keyless = (
        "select relname from pg_class c where relnamespace = 'mart'::regnamespace and relkind = 'r'"
        " and not exists (select 1 from pg_constraint where conrelid = c.oid and contype = 'p')"
    )
    with two_councils.connect() as connection:
        assert connection.scalars(text(keyless)).all() == ["fact_finding"], "of which two may be alike"


def test_the_newest_draft_and_the_issue_are_told_apart(two_councils: Engine) -> None:
    with two_councils.connect() as connection:
        rows = connection.execute(
            text(
                "select publication_id, is_current_draft, is_current_issue from mart.publications"
                " where council = 'alder' order by 1"
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        (10, False, True),
        (11, True, False),
        (12, False, False),
        (13, False, False),
    ]


def test_one_publication_that_is_both_draft_and_issue_shows_once(changing_councils: Engine) -> None:
    with changing_councils.begin() as connection:
        connection.execute(text("update mart.publication_pointer set publication_id = 10 where council = 'alder'"))
        rows = connection.execute(text("select part from mart.performance where council = 'alder'")).all()
    assert len(rows) == 2
