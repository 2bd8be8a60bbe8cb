"""Who waits for whom: two runs at once, two councils at once, an open BI tool, and transactions in each other's way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from flows.settings import Settings
from flows.steps.context import RunContext
from flows.steps.publish import publish_draft
from flows.warehouse import facts, publications
from flows.warehouse.engine import transaction
from flows.warehouse.logins import ensure_logins, reader_url
from tests.ledger import queried
from tests.small_publications import COUNTED, PARTS, publish_number, small_run


@pytest.fixture
def run(warehouse_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunContext]:
    monkeypatch.setattr(facts, "INDICATORS", COUNTED)  # dimension rows of a hundred others are no part of this
    context = small_run(warehouse_settings, tmp_path / "council")
    engine = context.engine  # made here, before two threads ask for it at once
    yield context
    engine.dispose()


def test_of_two_runs_of_one_quarter_the_second_waits_and_finds_it_done(run: RunContext) -> None:
    bare = replace(run, council=replace(run.council, measures=()))  # nothing is sent, so nothing is counted
    with ThreadPoolExecutor(2) as pool:
        both = sorted(pool.map(publish_draft, [bare, bare]), key=lambda outcome: not outcome.created)
    assert [(outcome.publication_id, outcome.created) for outcome in both] == [(1, True), (1, False)]


def test_a_run_waits_while_another_publishes_its_quarter(run: RunContext) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction(run.engine) as connection:
            publications.lock_quarter(connection, run.council.slug, str(run.quarter))
            waiting = pool.submit(publish_number, run, 11)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
        assert waiting.result(timeout=60) == 1


def test_two_councils_publish_at_once_and_neither_has_anything_of_the_other(run: RunContext) -> None:
    other = replace(run, council=replace(run.council, slug="birch", name="Birch"))
    with ThreadPoolExecutor(2) as pool:
        numbers = list(pool.map(publish_number, [run, other] * 3, [11, 22] * 3))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    query = "select council, count(*) as rows, min(current_value) as least, max(current_value) as most"
    for row in queried(run, f"{query} from mart.performance_every_publication group by council"):
        figure = {"birch": 22, run.council.slug: 11}[row["council"]]
        assert (row["rows"], row["least"], row["most"]) == (3 * PARTS, figure, figure)


def test_a_bi_tool_that_keeps_its_query_open_holds_nothing_up_and_goes_on_seeing_what_it_saw(run: RunContext) -> None:
    publish_number(run, 11)
    ensure_logins(run.settings, run.engine, run.council.slug)
    query = "select distinct publication_id, current_value from mart.performance"
    with psycopg.connect(reader_url(run.settings, run.council.slug, "officer")) as tool:
        tool.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        before = tool.execute(query).fetchall()
        assert publish_number(run, 12) == 2
        assert tool.execute(query).fetchall() == before
        tool.rollback()
        assert tool.execute(query).fetchall() != before
