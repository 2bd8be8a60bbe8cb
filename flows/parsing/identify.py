"""Which table a file or a sheet is, told by its header line; names of files mean nothing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from transforms.errors import DataRejected
from transforms.extracts.extract import Column, Extract, Table
from transforms.spellings import plain

# A code may be called like a column (PLACE is both), but not two of a row; and no column is called by a number or date.
_SURELY = 2
_VALUE = re.compile(r"[\d\s/.,:+-]+")
# A file with less than this share of a table's columns is another dataset, and not that one with a fault.
_RELATED = 0.5


def identify(headers: Sequence[str], extracts: Iterable[Extract]) -> tuple[Extract, Table] | None:
    """The table that a header line belongs to: every column that it must have is there. None when no table fits.

    A column is there under its header or any alias. Order, case, spacing, punctuation and further columns make no
    difference; of several tables that fit, the one with most columns wins.
    """
    found = {plain(header) for header in headers}
    tables = [(extract, table) for extract in extracts for table in extract.tables]
    fitting = [(extract, table) for extract, table in tables if _known(table) & found and not _missing(table, found)]
    return max(fitting, key=lambda pair: len(_known(pair[1]) & found), default=None)


def nearest_table(headers: Sequence[str], extracts: Iterable[Extract]) -> Table:
    """The table that shares most columns with a header line; of several, the one that has fewest others."""
    tables = [table for extract in extracts for table in extract.tables]
    return max(tables, key=lambda table: (_shared(headers, table), likeness(headers, table)))


def likeness(headers: Sequence[str], table: Table) -> float:
    """The share of columns that a header line and a table have in common, 0 to 1."""
    given = len({plain(header) for header in headers} - {""})
    shared = _shared(headers, table)
    return shared / (given + len(table.columns) - shared)


def explain_unidentified(
    file_name: str, headers: Sequence[str], choices: Sequence[Extract], others: Sequence[Extract] = ()
) -> DataRejected:
    """Why a file is no table of the ``choices``: the nearest table, and the columns that are missing and not known.

    Of the ``others``, an extract that the file fits, or resembles more, is named.
    """
    elsewhere = identify(headers, others)
    if elsewhere is not None:
        extract, table = elsewhere
        return DataRejected(
            f"{file_name} is {table.title}, not of {choices[0].title}.",
            f"Put it in the folder of its own extract ({extract.id}).",
        )
    table = nearest_table(headers, choices)
    other = nearest_table(headers, others) if others else table
    nearest = other if _shared(headers, other) > _shared(headers, table) else table
    error = explain_missing(file_name, headers, nearest)
    if nearest is not table:
        return DataRejected(f"{error.message} No table of {choices[0].title} is as near.", error.fix)
    return error


def explain_missing(file_name: str, headers: Sequence[str], table: Table) -> DataRejected:
    """The refusal of a file that lacks columns of a table.

    The first line of a file without a header is a child's row, so it is shown only when it is surely a header.
    """
    shared = _shared(headers, table)
    if shared < _SURELY or any(_VALUE.fullmatch(header) for header in headers):
        return DataRejected(
            f"{file_name}: the first line is not the header of {table.title}, the nearest table: "
            f"it names {shared} of its {len(table.columns)} columns.",
            f"The first line must hold: {', '.join(table.headers)}.",
        )
    missing = _missing(table, {plain(header) for header in headers})
    if shared < _RELATED * len(table.columns):
        return DataRejected(
            f"{file_name} is no table that is read: of {table.title}, the nearest, it lacks {', '.join(missing)}.",
            "Take it out of the delivery's folder, or export it again with every column.",
        )
    unknown = [header for header in headers if header and plain(header) not in _known(table)]
    what = f"column {missing[0]} is missing" if len(missing) == 1 else f"columns {', '.join(missing)} are missing"
    extra = f" Not known: {', '.join(unknown)}." if unknown else ""
    return DataRejected(
        f"{file_name}: {what} ({table.title}). Columns found: {', '.join(filter(None, headers))}.{extra}",
        "Export the file again with every column, named as in the list, or put the right file here.",
    )


def columns_by_place(headers: Sequence[str], table: Table, file_name: str) -> tuple[Mapping[int, str], tuple[str, ...]]:
    """Our name of each column by its place in the file, and the headers of the columns that are not read.

    Raises DataRejected when a column that must be there is missing, or one that is read stands there twice, be it under
    two of its names.
    """
    given = [plain(header) for header in headers]
    if _missing(table, set(given)):
        raise explain_missing(file_name, headers, table)
    ours = {spelling: column for column in table.columns for spelling in _spellings(column)}
    found = {place: ours[header] for place, header in enumerate(given) if header in ours}
    repeated = [column.header for column in table.columns if list(found.values()).count(column) > 1]
    if repeated:
        message = f"{file_name}: column {repeated[0]} stands in the header more than once."
        raise DataRejected(message, "Keep the one that holds the values and export the file again.")
    dropped = tuple(header.strip() for header, known in zip(headers, given, strict=True) if known and known not in ours)
    return {place: column.name for place, column in found.items()}, dropped


def _shared(headers: Sequence[str], table: Table) -> int:
    found = {plain(header) for header in headers}
    return sum(1 for column in table.columns if _spellings(column) & found)


@cache
def _spellings(column: Column) -> frozenset[str]:
    return frozenset(plain(spelling) for spelling in (column.header, *column.aliases))


def _missing(table: Table, found: set[str]) -> list[str]:
    """Headers of the columns that a table must have and that are not among the plain headers ``found``."""
    required = [column for column in table.columns if not column.optional_column]
    return [column.header for column in required if not _spellings(column) & found]


def _known(table: Table) -> set[str]:
    return {spelling for column in table.columns for spelling in _spellings(column)}
