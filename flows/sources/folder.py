"""A folder of deliveries: a sub-folder per delivery, named by the date that its data run to (``2025-06-30``).

A file ``delivery.toml`` beside the data may say ``taken_on``, the day that the supplier took the cut. A file that is
still being written is not read: its delivery is left for the next run.
"""

import shutil
import time
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from flows.room import is_full
from flows.settings import get_settings
from flows.sources.delivery import Delivery, Known, SourceFile, name_to_show
from transforms.council_types import Supply
from transforms.errors import CouncilFolderError, SourceUnavailable
from transforms.quarters import Quarter

PLACE = None
NOTE = "delivery.toml"
_UNFINISHED = (".part", ".tmp")


def check(folder: Path, supply: Supply) -> None:
    """Raise CouncilFolderError for a supply that names no folder. One that is not there yet is fine."""
    if not supply.path:
        raise CouncilFolderError(f"{supply.extract} from {supply.supplier} has no path.", "Name its folder: path.")


def deliveries(folder: Path, supply: Supply, quarter: Quarter, known: Known) -> tuple[Delivery, ...]:
    """Every delivery of a supply, oldest first. A folder that is not there holds none."""
    return lying_in(folder / supply.path, supply)


def lying_in(root: Path, supply: Supply) -> tuple[Delivery, ...]:
    """The deliveries in a folder, oldest first. Raises SourceUnavailable when it cannot be read."""
    if not root.is_dir():
        return ()
    try:
        found = [(folder, _data_files(folder)) for folder in sorted(root.iterdir()) if folder.is_dir()]
        growing = _growing([file for _, files in found for file in files])
    except OSError as error:
        raise SourceUnavailable(
            f"{supply.extract}, {supply.title}: {root} could not be read ({error.strerror}).",
            "Check the folder and its permissions, then run cyp rerun.",
        ) from None
    return tuple(_delivery(supply, folder, files, growing) for folder, files in found)


def pull(supply: Supply, delivery: Delivery, file: SourceFile, into: Path) -> None:
    """Copy a file's bytes to a temporary place. Raises SourceUnavailable when it cannot be read."""
    try:
        shutil.copyfile(file.place, into)
    except OSError as error:
        if is_full(error):
            raise
        raise SourceUnavailable(
            f"{file.name} could not be read: {error.strerror}.", "Check the folder and its permissions, then rerun."
        ) from None


def is_data(name: str) -> bool:
    """Whether a file of this name in a delivery's folder is part of the delivery."""
    return name != NOTE and not name.startswith((".", "~")) and not name.lower().endswith(_UNFINISHED)


def taken_on(note: bytes, data_to: date, where: str) -> date:
    """The day of the cut that a ``delivery.toml`` tells; without one, the day that the data run to."""
    try:
        said = tomllib.loads(note.decode()).get("taken_on", data_to)
        return said if isinstance(said, date) else date.fromisoformat(str(said))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError):
        raise CouncilFolderError(f"{where} cannot be read.", "Write into it: taken_on = 2025-06-30") from None


def _data_files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(file for file in folder.iterdir() if is_data(file.name) and file.is_file()))


def _delivery(supply: Supply, folder: Path, files: tuple[Path, ...], growing: frozenset[Path]) -> Delivery:
    data_to, note = _date(folder), folder / NOTE
    late = [file.name for file in files if file in growing]
    return Delivery(
        extract=supply.extract,
        supplier=supply.supplier,
        data_to=data_to,
        taken_on=taken_on(note.read_bytes(), data_to, str(note)) if note.is_file() else data_to,
        files=tuple(SourceFile(name_to_show(file.name), str(file), is_here=True) for file in files),
        unsettled=f"{name_to_show(late[0])} is still being written" if late else "",
    )


def _growing(files: Sequence[Path]) -> frozenset[Path]:
    """Files that change while we look. Only for those that were written a moment ago do we look twice.

    One pause serves all files: whoever writes goes on within it.
    """
    settled_after, now = get_settings().settle_seconds, time.time()
    first = {file: _seen(file) for file in files}
    ages = {file: now - seen[1] / 1e9 for file, seen in first.items()}
    young = {file: age for file, age in ages.items() if age < settled_after}
    if not young:
        return frozenset()
    time.sleep(min(settled_after, settled_after - min(young.values())))
    return frozenset(file for file in young if _seen(file) != first[file])


def _seen(file: Path) -> tuple[int, int]:
    """Size and time of last writing; of a file that was moved away meanwhile, what no file has."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return -1, time.time_ns()
    return found.st_size, found.st_mtime_ns


def _date(folder: Path) -> date:
    try:
        return date.fromisoformat(folder.name)
    except ValueError:
        raise CouncilFolderError(
            f"{folder}: '{folder.name}' is not a date.",
            "Name each delivery's folder by the date its data run to, as 2025-06-30.",
        ) from None
