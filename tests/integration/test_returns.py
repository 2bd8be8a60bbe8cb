"""The returns of docs/returns.md, as a council that lists them sends them: landed, checked, staged."""

from dataclasses import replace

import pytest

from flows.steps.context import RunContext
from flows.steps.ingest import ingest_supply
from tests.councils import delivery
from tests.ledger import queried
from tests.returns_page import EXAMPLES
from transforms.council_types import Supply
from transforms.extracts import extract_by_id

pytestmark = pytest.mark.slow
ROWS_OF_AN_EXAMPLE = 3


def test_every_return_is_stored_row_by_row(run: RunContext) -> None:
    supplies = tuple(Supply(name, "team", "Somebody", "folder", f"extracts/{name}/team") for name in EXAMPLES)
    sending = replace(run, council=replace(run.council, supplies=supplies))
    for name, example in EXAMPLES.items():
        folder = delivery(run.folder, name, "team")
        folder.mkdir(parents=True)
        (folder / "list.csv").write_text(example, encoding="utf-8")
        ingest_supply(sending, name, "team")
        (table,) = extract_by_id(name).core_tables
        assert len(queried(run, f"select * from {table}")) == ROWS_OF_AN_EXAMPLE, name
    (spent,) = queried(run, "select sum(fte) as fte, sum(cases) as cases from core.worker_post")
    assert (float(spent["fte"]), spent["cases"]) == (2.6, 45)
    assert queried(run, "select distinct rule_id from audit.finding where severity = 'hold'") == []
