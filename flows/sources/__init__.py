"""Where files come from: one module per kind of source. Each lists deliveries and pulls their files.

A module of this package is a source when it has what ``Source`` names. It is imported when a council uses it.
"""

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from flows.sources.delivery import Delivery, Known, SourceFile
from transforms.council_types import Supply
from transforms.errors import CouncilFolderError
from transforms.quarters import Quarter

SOURCES = {
    "folder": "flows.sources.folder",
    "sftp": "flows.sources.sftp",
    "https": "flows.sources.https",
    "database": "flows.sources.database",
}


class Source(Protocol):
    """What a kind of source can do. ``PLACE``: its settings in ``[supply.<kind>]``, a frozen dataclass, or None."""

    PLACE: type | None

    def check(self, folder: Path, supply: Supply) -> None:
        """Raise CouncilFolderError for settings of a supply that cannot be right. Asks nobody."""
        ...

    def deliveries(self, folder: Path, supply: Supply, quarter: Quarter, known: Known) -> tuple[Delivery, ...]:
        """Every delivery of a supply that may bear on a quarter, oldest first, without its files' content.

        Raises SourceUnavailable when the source cannot be asked.
        """
        ...

    def pull(self, supply: Supply, delivery: Delivery, file: SourceFile, into: Path) -> None:
        """Write a file's bytes to a temporary place. Raises SourceUnavailable when they cannot be had whole."""
        ...


def source_of(supply: Supply) -> Source:
    """What serves a supply. Raises CouncilFolderError for a kind of source that there is none of."""
    if supply.source not in SOURCES:
        raise CouncilFolderError(
            f"council.toml: supply '{supply.title}' has the source '{supply.source}'.",
            f"Known: {', '.join(SOURCES)}.",
        )
    return source(supply.source)


def source(kind: str) -> Source:
    """A kind of source by its name."""
    return cast(Source, import_module(SOURCES[kind]))


__all__ = ["SOURCES", "Delivery", "Known", "Source", "SourceFile", "source", "source_of"]
