"""Suppliers: a page for each supplier of a publication's data, and one that leads to them, in a folder of their own."""

from pathlib import Path

from sqlalchemy import Connection

from flows.commentary.words import words_for
from flows.report.build import build_report
from flows.report.folder import put_files
from flows.report.model import INTERNAL, Cover
from flows.report.page import render_supplier, render_suppliers
from flows.report.read import Rows
from flows.report.suppliers import SupplierPage, supplier_pages
from flows.steps.context import RunContext
from flows.warehouse.differences import EXTRACTS_OF
from flows.warehouse.statements import statement

_INDEX = "index.html"


def write_supplier_pages(run: RunContext, publication_id: int) -> Path:
    """Write ``<publication>-<status>-suppliers/`` beside the quarter's reports, and return the page that leads to all.

    Raises UsageError for an unknown publication, Refused for a withdrawn one.
    """
    pages, cover = _pages(run, publication_id)
    files = {page.file_name: render_supplier(page).encode() for page in pages}
    files[_INDEX] = render_suppliers(pages, cover).encode()
    folder = run.settings.reports / run.council.slug / str(run.quarter)
    run.settings.reports.mkdir(parents=True, exist_ok=True, mode=0o700)  # they tell of small numbers
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{cover.publication}-{cover.status}-suppliers"
    put_files(place, files)
    return place / _INDEX


def _pages(run: RunContext, publication_id: int) -> tuple[tuple[SupplierPage, ...], Cover]:
    with run.engine.connect() as connection:
        words = words_for(run, connection, publication_id)
        report = build_report(connection, publication_id, run.council, words.narrative, words.commentary, INTERNAL)
        supplies, findings, figures, performance = (
            _rows(connection, name, publication_id)
            for name in ("report_supplies", "supplier_findings", "supplier_figures", "supplier_measures")
        )
    extracts_of: dict[str, set[str]] = {}
    for row in performance:
        extracts_of.setdefault(row["measure_ref"], set()).update(EXTRACTS_OF.get(row["indicator_id"], ()))
    return supplier_pages(report, supplies, findings, figures, extracts_of), report.cover


def _rows(connection: Connection, name: str, publication_id: int) -> Rows:
    found = connection.execute(statement(name), {"publication_id": publication_id})
    return [dict(row) for row in found.mappings()]
