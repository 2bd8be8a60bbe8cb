"""What a council's own headings and words must agree with: the tables, columns and codes that they name."""

from collections.abc import Iterable
from pathlib import Path

from transforms import codelists
from transforms.council_types import OwnWord
from transforms.errors import CouncilFolderError
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Column, Extract, Table
from transforms.spellings import plain
from transforms.wording import columns_of


def check_words(folder: Path, words: Iterable[OwnWord]) -> None:
    """Raises CouncilFolderError, naming the file and the line, for the first word that cannot be applied."""
    extracts = {extract.id: extract for extract in EXTRACTS}
    said: dict[tuple[str, str, str, str], OwnWord] = {}
    for word in words:
        place = f"{folder / word.extract}.csv, line {word.line}"
        if word.extract not in extracts:
            known = ", ".join(sorted(extracts))
            raise CouncilFolderError(f"{place}: there is no extract '{word.extract}'.", f"Known: {known}.")
        if not word.given:
            raise CouncilFolderError(f"{place}: 'given' is empty.", "Write the heading or the word as it is exported.")
        extract = extracts[word.extract]
        for table, column in _columns_of(word, extract, place):
            if word.is_heading:
                _check_heading(word, table, column, place)
            elif not column.codes or (extract.chunked and table is extract.tables[-1]):
                message = f"{place}: {column.header} of {table.title} has no codes that words could stand for."
                raise CouncilFolderError(message, "Leave 'column' empty where a heading is meant.")
            else:
                _check_code(word, column, place)
            about = "" if word.is_heading else column.name
            earlier = said.setdefault((extract.id, table.name, about, plain(word.given)), word)
            if plain(earlier.means) != plain(word.means):
                message = f"{place}: '{word.given}' has another meaning on line {earlier.line}."
                raise CouncilFolderError(message, "Keep one of the two lines.")


def _columns_of(word: OwnWord, extract: Extract, place: str) -> tuple[tuple[Table, Column], ...]:
    """The tables and columns that a word is about; at least one."""
    named = [table for table in extract.tables if word.table in ("", table.name)]
    if not named:
        known = ", ".join(table.name for table in extract.tables)
        raise CouncilFolderError(f"{place}: {extract.title} has no table '{word.table}'.", f"Known: {known}.")
    found = columns_of(word, extract)
    if not found:
        where = named[0].title if word.table else extract.title
        known = "; ".join(dict.fromkeys(column.header for table in named for column in table.columns))
        message = f"{place}: {where} has no column '{word.means if word.is_heading else word.column}'."
        raise CouncilFolderError(message, f"Known: {known}.")
    return found


def _check_heading(word: OwnWord, table: Table, column: Column, place: str) -> None:
    others = [each for each in table.columns if each is not column]
    if plain(word.given) in {plain(name) for each in others for name in (each.header, *each.aliases)}:
        message = f"{place}: '{word.given}' is the heading of another column of {table.title}."
        raise CouncilFolderError(message, f"Export {column.header} under another heading, or take the line out.")


def _check_code(word: OwnWord, column: Column, place: str) -> None:
    canonical = codelists.canonical(column.codes)
    if word.means and word.means not in canonical:
        raise CouncilFolderError(
            f"{place}: '{word.means}' is no code of {column.header}.",
            f"Known: {'; '.join(codelists.offered(column.codes))}. Leave it empty for a word that says nothing.",
        )
    if word.given in canonical and canonical[word.given] != canonical.get(word.means):
        raise CouncilFolderError(
            f"{place}: '{word.given}' is a published code of {column.header}, and keeps its meaning.",
            "Take the line out, or export another word.",
        )
