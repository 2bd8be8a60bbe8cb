"""Which table a file is, told by its header line; names of files mean nothing."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from transforms.errors import DataRejected
from transforms.extracts.extract import Extract, Table

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))


def plain_header(header: str) -> str:
    """The form in which headers are compared: case, padding and characters that cannot be seen do not count."""
    return unicodedata.normalize("NFC", header).translate(_UNSEEN).strip().casefold()


def identify(headers: Sequence[str], extracts: Iterable[Extract]) -> tuple[Extract, Table] | None:
    """The table that a header line belongs to: every column that it must have is there. None when no table fits.

    Order, case, padding and further columns make no difference; of several that fit, the one with most columns wins.
    """
    found = {plain_header(header) for header in headers}
    fitting = [(extract, table) for extract in extracts for table in extract.tables if _required(table) <= found]
    return max(fitting, key=lambda pair: len(_known(pair[1]) & found), default=None)


def nearest_extract(headers: Sequence[str], extracts: Sequence[Extract]) -> Extract:
    """The extract with the table that shares most columns with a header line."""
    found = {plain_header(header) for header in headers}
    return max(extracts, key=lambda extract: max(len(_known(table) & found) for table in extract.tables))


def explain_unidentified(file_name: str, headers: Sequence[str], extract: Extract) -> DataRejected:
    """Why a file is no table of an extract: the nearest table, and the columns that are missing and not known."""
    found = {plain_header(header) for header in headers}
    nearest = max(extract.tables, key=lambda table: len(_known(table) & found))
    return explain_missing(file_name, headers, nearest)


def explain_missing(file_name: str, headers: Sequence[str], table: Table) -> DataRejected:
    """The refusal of a file that lacks columns of a table.

    The first line of a file without a header is a child's row, so it is shown only when it names a column that we know.
    """
    found = {plain_header(header) for header in headers}
    if not _known(table) & found:
        return DataRejected(
            f"{file_name}: the first line is not the header of {table.title}: it names none of its columns.",
            f"The first line must hold: {', '.join(table.headers)}.",
        )
    missing = [header for header in table.headers if plain_header(header) not in found]
    unknown = [header for header in headers if plain_header(header) not in _known(table)]
    what = f"column {missing[0]} is missing" if len(missing) == 1 else f"columns {', '.join(missing)} are missing"
    extra = f" Not known: {', '.join(unknown)}." if unknown else ""
    return DataRejected(
        f"{file_name}: {what} ({table.title}). Columns found: {', '.join(headers)}.{extra}",
        "Export the file again with every column, named as in the list, or put the right file here.",
    )


def columns_by_place(headers: Sequence[str], table: Table, file_name: str) -> tuple[Mapping[int, str], tuple[str, ...]]:
    """Our name of each column by its place in the file, and the headers of the columns that are not read.

    Raises DataRejected when a column that must be there is missing, or one that is read stands there twice.
    """
    ours = {plain_header(column.header): column.name for column in table.columns}
    plain = [plain_header(header) for header in headers]
    if not _required(table) <= set(plain):
        raise explain_missing(file_name, headers, table)
    repeated = [column.header for column in table.columns if plain.count(plain_header(column.header)) > 1]
    if repeated:
        message = f"{file_name}: column {repeated[0]} stands in the header more than once."
        raise DataRejected(message, "Keep the one that holds the values and export the file again.")
    names = {place: ours[header] for place, header in enumerate(plain) if header in ours}
    dropped = tuple(header.strip() for header, known in zip(headers, plain, strict=True) if known and known not in ours)
    return names, dropped


def _required(table: Table) -> set[str]:
    return {plain_header(header) for header in table.headers}


def _known(table: Table) -> set[str]:
    return {plain_header(column.header) for column in table.columns}
