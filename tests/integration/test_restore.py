"""The warehouse out of a backup: ``pg_dump``, ``pg_restore``, and on as if nothing had happened."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from flows.settings import Settings
from flows.steps.context import RunContext
from flows.steps.quarter import PublishOutcome, ingest_supply, plan_quarter, publish_draft
from flows.warehouse import embedded, seals
from flows.warehouse.differences import difference
from tests.councils import lose_a_child
from tests.ledger import queried

pytestmark = [pytest.mark.slow, pytest.mark.published]


def test_a_restored_warehouse_is_the_same_and_what_came_after_the_backup_is_brought_in(
    run: RunContext, council: Path, empty_database: Settings, tmp_path: Path
) -> None:
    first = publish_draft(run).publication_id
    restored = replace(run, settings=run.settings.model_copy(update={"database_url": empty_database.database_url}))
    _restore(_dumped(run, tmp_path), restored)
    assert not plan_quarter(restored).to_do
    assert publish_draft(restored) == PublishOutcome(first, created=False)
    for what in ("audit.step", "audit.batch", "mart.publication", f"mart.performance_as_published({first})"):
        query = f"select * from {what} order by 1, 2, 3, 4, 5"
        assert queried(restored, query) == queried(run, query)

    lose_a_child(council)
    second = _brought_in(restored)
    with restored.engine.connect() as connection:
        assert seals.broken_seals(connection, [first, second]) == []
        assert difference(connection, run.council.slug, first, second).movements
    restored.engine.dispose()


def _brought_in(run: RunContext) -> int:
    for supply in plan_quarter(run).to_do:
        ingest_supply(run, supply.extract, supply.supplier)
    outcome = publish_draft(run)
    assert outcome.created
    return outcome.publication_id


def _dumped(run: RunContext, place: Path) -> Path:
    file = place / "backup"
    _client("pg_dump", run, "--format=custom", f"--file={file}")
    return file


def _restore(backup: Path, into: RunContext) -> None:
    _client("pg_restore", into, "--exit-on-error", str(backup))


def _client(name: str, run: RunContext, *options: str) -> None:
    assert run.settings.database_url is not None
    url = run.settings.database_url.get_secret_value()
    subprocess.run([embedded.packaged_binary(name), f"--dbname={url}", *options], check=True, capture_output=True)
