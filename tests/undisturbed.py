"""What a run leaves behind that nothing disturbs, to compare with what one leaves that something did."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text

from flows.settings import Settings
from flows.warehouse.engine import make_engine

OF_BATCHES = ("audit.finding", "audit.held_row", "audit.batch_file", "audit.verdict")
# What was done, without the marks of when and in which attempt: numbers of batches and keys skip after a kill.
_WHOLE = {
    "batches": "select * from audit.batch",
    "landed": "select council, extract, supplier, file_name, sha256, size_bytes from audit.file",
    "values": "select * from mart.indicator_values",
    "performance": "select * from mart.performance",
    "data quality": "select * from mart.data_quality",
    "publications": "select publication_id, council, quarter, status from mart.publication",
    "pointers": "select * from mart.publication_pointer",
    "outbox": "select event, council, quarter, publication_id, status from audit.outbox",
    "gate": "select * from audit.gate",
    "reports": "select publication_id, audience, folder from audit.report",
    "steps": "select council, quarter, extract, supplier, covers, step, fingerprint, outcome from audit.step",
}
_OF_THE_ATTEMPT = {
    *("batch_id", "finding_id", "created_at", "run_id", "publication_key", "published_at", "current_since"),
    *("indicator_key", "area_key", "school_key", "breakdown_key"),  # numbers that a broken-off try uses up
}


@dataclass(frozen=True)
class Undisturbed:
    """A council, and the warehouse after a run of it that nothing disturbed."""

    council: Path
    tables: tuple[str, ...]
    after: dict[str, list[str]]

    def differences(self, settings: Settings) -> set[str]:
        """The parts of another warehouse that are others."""
        after = dump(settings, self.tables)
        return {part for part in self.after if after[part] != self.after[part]}


def undisturbed(settings: Settings, council: Path, core_tables: Sequence[str]) -> Undisturbed:
    """As the warehouse is now, after such a run."""
    tables = (*core_tables, *OF_BATCHES)
    return Undisturbed(council, tables, dump(settings, tables))


def without_comparison(council: Path) -> Path:
    """Take what is published of other areas out of a council's folder: it takes longest of all, and is only read."""
    shutil.rmtree(council / "reference" / "published")
    shutil.rmtree(council / "reference" / "neighbours")
    return council


def dump(settings: Settings, tables: Sequence[str], *, may_be_empty: bool = False) -> dict[str, list[str]]:
    """Every table as sorted text."""
    engine = make_engine(settings)
    queries = {
        table: f"select batch.extract, batch.supplier, batch.covers, row.* from {table} as row"
        " inner join audit.batch as batch on batch.batch_id = row.batch_id"
        for table in tables
    }
    try:
        return {name: _sorted_rows(engine, query, may_be_empty) for name, query in {**queries, **_WHOLE}.items()}
    finally:
        engine.dispose()


def _sorted_rows(engine: Engine, query: str, may_be_empty: bool) -> list[str]:
    with engine.connect() as connection:
        rows = connection.execute(text(query)).mappings().all()
    assert rows or may_be_empty, f"nothing to compare: {query}"
    return sorted(str({name: str(value) for name, value in row.items() if name not in _OF_THE_ATTEMPT}) for row in rows)
