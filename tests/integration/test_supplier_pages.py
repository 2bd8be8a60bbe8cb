"""The suppliers' pages of a publication add up to what the ledger says."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest

from flows.steps.context import RunContext
from flows.steps.ingest import ingest_supply
from flows.steps.publish import publish_draft
from flows.steps.suppliers import write_supplier_pages
from tests.councils import SCHOOLS, delivery, drop_column
from tests.ledger import queried
from transforms.errors import DataRejected

pytestmark = pytest.mark.slow


def test_every_supplier_has_a_page_and_a_rejected_file_is_told_on_its_own(
    run: RunContext, cyp: Callable[..., tuple[int, str]]
) -> None:
    drop_column(delivery(run.folder, "ssda903", "case-system") / "episodes.csv", "LS")
    for supply in run.council.supplies:
        with suppress(DataRejected):
            ingest_supply(run, supply.extract, supply.supplier)
    number = publish_draft(run).publication_id
    index = write_supplier_pages(run, number)
    files = {page.name for page in index.parent.iterdir()}
    assert files == {"index.html", "case-system.html", "collect.html", *(f"{urn}.html" for urn in SCHOOLS)}
    system = (index.parent / "case-system.html").read_text()
    assert "column LS is missing" in system
    received = queried(run, "select supplier, rows_received from audit.batch where status = 'current'")
    for urn in SCHOOLS:
        page = (index.parent / f"{urn}.html").read_text()
        (rows,) = (each["rows_received"] for each in received if each["supplier"] == urn)
        assert re.search(rf'<td class="number-column">{rows:,}</td>', page)
        assert "Your own figures" in page
    assert cyp("report", str(run.quarter), "--suppliers") == (0, f"{index}\n")
