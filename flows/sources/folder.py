"""A folder of deliveries: a sub-folder per delivery, named by the date that its data run to (``2025-06-30``).

A file ``delivery.toml`` beside the data may say ``taken_on``, the day that the supplier took the cut.
"""

import shutil
import tomllib
from datetime import date
from pathlib import Path

from flows.sources.delivery import Delivery
from transforms.council_types import Supply
from transforms.errors import CouncilFolderError, SourceUnavailable

_NOTE = "delivery.toml"


def deliveries(council_folder: Path, supply: Supply) -> tuple[Delivery, ...]:
    """Every delivery of a supply, oldest first. A folder that is not there holds none."""
    root = council_folder / supply.path
    if not root.is_dir():
        return ()
    return tuple(_delivery(supply, folder) for folder in sorted(root.iterdir()) if folder.is_dir())


def pull(file: Path, into: Path) -> None:
    """Copy a file's bytes to a temporary place. Raises SourceUnavailable when it cannot be read."""
    try:
        shutil.copyfile(file, into)
    except OSError as error:
        raise SourceUnavailable(
            f"{file.name} could not be read: {error.strerror}.", "Check the folder and its permissions, then rerun."
        ) from None


def _delivery(supply: Supply, folder: Path) -> Delivery:
    data_to = _date(folder.name, folder)
    return Delivery(
        extract=supply.extract,
        supplier=supply.supplier,
        data_to=data_to,
        taken_on=_taken_on(folder / _NOTE, data_to),
        files=tuple(sorted(file for file in folder.iterdir() if file.is_file() and _is_data(file))),
    )


def _is_data(file: Path) -> bool:
    return file.name != _NOTE and not file.name.startswith((".", "~")) and file.suffix != ".part"


def _taken_on(note: Path, data_to: date) -> date:
    if not note.is_file():
        return data_to
    taken_on = tomllib.loads(note.read_text(encoding="utf-8")).get("taken_on", data_to)
    return taken_on if isinstance(taken_on, date) else _date(str(taken_on), note)


def _date(text: str, where: Path) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CouncilFolderError(
            f"{where}: '{text}' is not a date.",
            "Name each delivery's folder by the date its data run to, as 2025-06-30.",
        ) from None
