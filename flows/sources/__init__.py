"""Where files come from: one module per kind of source. Each lists deliveries and pulls their files."""

from types import ModuleType

from flows.sources import folder
from flows.sources.delivery import Delivery
from transforms.council_types import Supply
from transforms.errors import CouncilFolderError

SOURCES = {"folder": folder}


def source_of(supply: Supply) -> ModuleType:
    """The module that serves a supply. Raises CouncilFolderError for a kind of source that there is none of."""
    if supply.source not in SOURCES:
        raise CouncilFolderError(
            f"council.toml: supply '{supply.title}' has the source '{supply.source}'.",
            f"Known: {', '.join(SOURCES)}.",
        )
    return SOURCES[supply.source]


__all__ = ["SOURCES", "Delivery", "source_of"]
