"""What must be true of a warehouse and its files at every moment, whatever was done to the processes beside it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from flows.fingerprints import file_hash
from flows.report.folder import MANIFEST
from flows.settings import Settings
from flows.steps.land import stored
from flows.warehouse.engine import make_engine

_NUMBERS = "select publication_id from mart.publication order by publication_id"
_INCOMPLETE = """
    select publication_id from mart.publication as made
    where not exists (select 1 from mart.fact_performance as fact where fact.publication_id = made.publication_id)
"""
_POINTS_NOWHERE = """
    select quarter from mart.publication_pointer as pointer
    where not exists (select 1 from mart.publication as found where found.publication_id = pointer.publication_id)
"""
_TWICE_CURRENT = """
    select extract, supplier, covers from audit.batch where status = 'current'
    group by council, extract, supplier, covers having count(*) > 1
"""
_TWICE_STAGED = """
    select extract, supplier, covers from audit.batch
    group by council, extract, supplier, covers, fingerprint having count(*) > 1
"""
_LOST = "select batch_id from audit.batch where rows_received <> rows_loaded + rows_held + rows_duplicate"
_AS_PUBLISHED = """
    select row_to_json(performance)::jsonb - 'status' from mart.performance_as_published(:publication) as performance
"""
_UNTOLD = """
    select publication_id from mart.publication as publication
    where not exists (select 1 from audit.outbox as event where event.publication_id = publication.publication_id)
"""


@dataclass
class Promises:
    """The promises, and how every publication looked when it was first seen."""

    settings: Settings
    published: dict[int, str] = field(default_factory=dict)

    def broken(self) -> list[str]:
        """Those that do not hold now."""
        engine = make_engine(self.settings)
        try:
            with engine.connect() as connection:
                return [*self._of_the_warehouse(connection), *self._of_files(connection)]
        finally:
            engine.dispose()

    def _of_the_warehouse(self, connection: Connection) -> Iterator[str]:
        numbers = list(connection.execute(text(_NUMBERS)).scalars())
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"publications are numbered {numbers}"
        for what, query in (
            ("a publication without its measures", _INCOMPLETE),
            ("a pointer to no publication", _POINTS_NOWHERE),
            ("two current versions of a slice", _TWICE_CURRENT),
            ("one delivery staged twice", _TWICE_STAGED),
            ("rows that are neither loaded nor held nor duplicates", _LOST),
            ("a publication without its event", _UNTOLD),
        ):
            if found := connection.execute(text(query)).all():
                yield f"{what}: {[tuple(row) for row in found]}"
        for number in numbers:
            rows = connection.execute(text(_AS_PUBLISHED), {"publication": number}).scalars()
            looks = hashlib.sha256("\n".join(sorted(str(row) for row in rows)).encode()).hexdigest()
            if self.published.setdefault(number, looks) != looks:
                yield f"publication {number} is not as it was"

    def _of_files(self, connection: Connection) -> Iterator[str]:
        for (sha256,) in connection.execute(text("select sha256 from audit.file")):
            kept = stored(self.settings.landing, sha256)
            if not kept.is_file() or file_hash(kept) != sha256:
                yield f"a landed file that is not in the landing store: {sha256}"
        for (folder,) in connection.execute(text("select folder from audit.report")):
            place = self.settings.reports / folder
            written = json.loads((place / MANIFEST).read_bytes())["sha256"]
            if {name: file_hash(place / name) for name in written} != written:
                yield f"a report that is not whole: {folder}"
