"""A council's own headings and words, written into the declarations that everything else is derived from."""

from collections.abc import Iterable
from dataclasses import replace

from transforms.council_types import OwnWord
from transforms.extracts.extract import Column, Extract, Table
from transforms.spellings import plain


def worded(extract: Extract, words: Iterable[OwnWord]) -> Extract:
    """An extract as a council writes it: its headings beside the declared ones, its words beside the codes."""
    about = [(word, *of) for word in words if word.extract == extract.id for of in columns_of(word, extract)]
    if not about:
        return extract
    tables = []
    for table in extract.tables:
        own = [(word, column) for word, of_table, column in about if of_table is table]
        columns = (_with_words(each, [word for word, column in own if column is each]) for each in table.columns)
        tables.append(replace(table, columns=tuple(columns)))
    return replace(extract, tables=tuple(tables))


def columns_of(word: OwnWord, extract: Extract) -> tuple[tuple[Table, Column], ...]:
    """Each table that a word is about, and its column; none where the extract has no such table or column."""
    wanted = plain(word.means if word.is_heading else word.column)
    tables = [table for table in extract.tables if word.table in ("", table.name)]
    return tuple((table, column) for table in tables for column in table.columns if wanted in _names_of(column))


def _names_of(column: Column) -> frozenset[str]:
    """What a column may be called in a council's list of words: by its headings, or by our name."""
    return frozenset(map(plain, (column.header, *column.aliases, column.name)))


def _with_words(column: Column, own: Iterable[OwnWord]) -> Column:
    headings = tuple(word.given for word in own if word.is_heading)
    values = tuple((word.given, word.means) for word in own if not word.is_heading)
    return replace(column, aliases=(*column.aliases, *headings), own_words=(*column.own_words, *values))
