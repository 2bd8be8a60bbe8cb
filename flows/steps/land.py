"""Pull and land: a supplier's files to the landing store, each under the hash of its bytes, then their rows."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.failpoints import failpoint
from flows.fingerprints import file_hash
from flows.room import room_for
from flows.sources import SourceFile, source_of
from flows.steps.context import RunContext
from flows.steps.plan import PlannedDelivery
from flows.warehouse.engine import transaction
from flows.warehouse.fetched import remember
from flows.warehouse.ledger import require_open
from flows.warehouse.statements import statement
from transforms.council_types import Supply
from transforms.errors import SourceUnavailable

INCOMING, WITHOUT = "incoming", ".without"
_LEFT_SECONDS = 3600.0  # no file takes that long to come


@dataclass(frozen=True)
class LandedFile:
    """A file in the landing store, and the name it arrived under."""

    name: str
    sha256: str
    path: Path


def land(run: RunContext, supply: Supply, planned: PlannedDelivery) -> tuple[LandedFile, ...]:
    """Bring a delivery's files into the landing store. Bytes that are there already are not written again.

    A file that lies in the delivery twice, under two names, is one file. Its rows are written together once all files
    are there, so that what is remembered of a delivery is always one cut.
    """
    delivery = planned.delivery
    clear_incoming(run.settings.landing)
    known = planned.hashes or ("",) * len(delivery.files)
    landed = [_landed(run, supply, planned, file, sha256) for file, sha256 in zip(delivery.files, known, strict=True)]
    failpoint("land.before-row")
    with transaction(run.engine) as connection:
        require_open(connection, run.run_id)
        for file in landed:
            connection.execute(
                statement("file_landed"),
                {
                    "council": run.council.slug,
                    "extract": supply.extract,
                    "supplier": supply.supplier,
                    "file_name": file.name,
                    "sha256": file.sha256,
                    "size_bytes": file.path.stat().st_size,
                },
            )
        remember(connection, run.council.slug, delivery, [file.sha256 for file in landed])
    return tuple({file.sha256: file for file in landed}.values())


def stored(landing: Path, sha256: str) -> Path:
    """Where the landing store keeps the bytes with this hash."""
    return landing / sha256[:2] / sha256


def clear_incoming(landing: Path, *, with_written: bool = False) -> None:
    """Remove what a run that was killed left behind while files came: pieces of them, which belong to nothing.

    ``with_written``: also files that were written without some children's rows and took nobody's place.
    """
    for left in (landing / INCOMING).glob("*"):
        if left.suffix == WITHOUT and not with_written:
            continue
        if time.time() - _last_written(left) > _LEFT_SECONDS:
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _last_written(place: Path) -> float:
    """When a file, or any of a folder's, was written last; now for one that is gone meanwhile."""
    try:
        return max(each.stat().st_mtime for each in (place, *place.glob("*")))
    except FileNotFoundError:
        return time.time()


def _landed(run: RunContext, supply: Supply, planned: PlannedDelivery, file: SourceFile, known: str) -> LandedFile:
    """A file of the delivery in the landing store: fetched, unless it is known to be the one that lies there."""
    kept = stored(run.settings.landing, known)
    if known and not file.is_here and not file.is_asked_anew and kept.is_file():
        return LandedFile(file.name, known, kept)
    if not file.place:
        raise SourceUnavailable(
            f"{supply.extract}, {supply.title}: {file.name} is not in the landing store.",
            "Its source cannot be read now. Run cyp rerun when the source can be read again.",
        )
    return _fetched(run, supply, planned, file)


def _fetched(run: RunContext, supply: Supply, planned: PlannedDelivery, file: SourceFile) -> LandedFile:
    incoming = run.settings.landing / INCOMING
    with room_for("the landing store", run.settings.landing), _folder_in(run.settings.landing, incoming) as folder:
        pulled = folder / "file"
        source_of(supply).pull(supply, planned.delivery, file, pulled)
        sha256 = file_hash(pulled)
        landed = LandedFile(file.name, sha256, stored(run.settings.landing, sha256))
        if not landed.path.exists():
            _keep(pulled, landed.path)
    return landed


@contextmanager
def _folder_in(landing: Path, incoming: Path) -> Iterator[Path]:
    """A folder for one file that comes, gone with the block."""
    for folder in (landing, incoming):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=incoming) as folder:
        yield Path(folder)


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
