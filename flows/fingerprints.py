"""What a step's result depends on, as one hash: when it is in the ledger as done, the step need not run again."""

import hashlib
import subprocess
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from flows.settings import Settings

_PACKAGES_THAT_COUNT = ("pandas", "great-expectations")
_SOURCE_SUFFIXES = (".py", ".csv", ".sql", ".j2", ".css", ".typ")
FIGURE_SOURCES = ("transforms", "expectations", "flows/parsing", "sql/statements")


def fingerprint(*parts: str) -> str:
    """SHA-256 over text parts, each kept apart from the next."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


@cache
def sources_hash(repository: Path, folders: tuple[str, ...] = FIGURE_SOURCES) -> str:
    """Hash of the sources that decide what the figures are, and of the versions of the packages that read them."""
    files = (file for folder in folders for file in sorted((repository / folder).rglob("*")))
    texts = [f"{file.relative_to(repository)}:{_hash(file)}" for file in files if file.suffix in _SOURCE_SUFFIXES]
    return fingerprint(*texts, *(f"{name}=={version(name)}" for name in _PACKAGES_THAT_COUNT))


def file_hash(file: Path) -> str:
    """SHA-256 of a file's bytes, read in blocks."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def batch_hash(hashes: Iterable[str]) -> str:
    """Hash of a set of files, whatever their order and names; a copy of one adds nothing."""
    return fingerprint(*sorted(set(hashes)))


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@cache
def code_version(settings: Settings) -> str:
    """The version of the code, to be recorded and never keyed: the setting, else the git commit, else the release."""
    if settings.code_version:
        return settings.code_version
    command = ["git", "-C", str(settings.repository), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return version("cyp-performance")
    return found.stdout.strip() or version("cyp-performance")
