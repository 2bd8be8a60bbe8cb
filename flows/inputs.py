"""What figures rest on beside deliveries: the council's own files, the program and its code lists, each by its hash."""

from collections.abc import Mapping
from pathlib import Path

from flows.council import files_behind_figures
from flows.fingerprints import file_hash, sources_hash
from flows.settings import Settings
from transforms.causes import CODE_LISTS, PROGRAM


def inputs_of(folder: Path, settings: Settings) -> Mapping[str, str]:
    """SHA-256 by name: of each file of the council folder, of the program, and of its code lists."""
    own = {file.relative_to(folder).as_posix(): file_hash(file) for file in files_behind_figures(folder)}
    return {
        **own,
        PROGRAM: sources_hash(settings.repository),
        CODE_LISTS: sources_hash(settings.repository, ("transforms/codelists",)),
    }
