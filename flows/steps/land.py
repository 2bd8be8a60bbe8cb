"""Pull and land: a supplier's files to the landing store, each under the hash of its bytes, then a row that says so."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flows.failpoints import failpoint
from flows.fingerprints import file_hash
from flows.sources import source_of
from flows.steps.context import RunContext
from flows.steps.plan import PlannedDelivery
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from transforms.council_types import Supply


@dataclass(frozen=True)
class LandedFile:
    """A file in the landing store, and the name it arrived under."""

    name: str
    sha256: str
    path: Path


def land(run: RunContext, supply: Supply, planned: PlannedDelivery) -> tuple[LandedFile, ...]:
    """Bring a delivery's files into the landing store. Bytes that are there already are not written again.

    A file that lies in the delivery twice, under two names, is one file.
    """
    landed = [_land_file(run, supply, file) for file in planned.delivery.files]
    return tuple({file.sha256: file for file in landed}.values())


def stored(landing: Path, sha256: str) -> Path:
    """Where the landing store keeps the bytes with this hash."""
    return landing / sha256[:2] / sha256


def _land_file(run: RunContext, supply: Supply, file: Path) -> LandedFile:
    incoming = run.settings.landing / "incoming"
    for folder in (run.settings.landing, incoming):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=incoming) as folder:
        pulled = Path(folder) / "file"
        source_of(supply).pull(file, pulled)
        landed = LandedFile(file.name, file_hash(pulled), stored(run.settings.landing, file_hash(pulled)))
        size = pulled.stat().st_size
        if not landed.path.exists():
            _keep(pulled, landed.path)
    failpoint("land.before-row")
    with transaction(run.engine) as connection:
        connection.execute(
            statement("file_landed"),
            {
                "council": run.council.slug,
                "extract": supply.extract,
                "supplier": supply.supplier,
                "file_name": landed.name,
                "sha256": landed.sha256,
                "size_bytes": size,
            },
        )
    return landed


def _keep(pulled: Path, kept: Path) -> None:
    """Flush, rename, flush the folder: after a power cut the whole file is there, or nothing."""
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with pulled.open("rb") as stream:
        os.fsync(stream.fileno())
    failpoint("land.before-rename")
    pulled.rename(kept)
    folder = os.open(kept.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
