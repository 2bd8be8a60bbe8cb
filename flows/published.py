"""Published values of other areas, and lists of statistical neighbours, as a council folder holds them.

``reference/published/`` has tables as the Department for Education publishes them: that of its interactive tool (LAIT),
and those of its releases in the open-data layout. CSV, gzipped or not, or Parquet. Where two files hold the same value,
the file whose name sorts last leads.
``reference/neighbours/2025-05-01.xlsx`` (or .csv) is the Department's list that is in force from that day.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import csv as pa_csv
from pyarrow import parquet

from flows.parsing.workbook_file import open_workbook
from transforms.comparators import VALUE_COLUMNS, Neighbours
from transforms.errors import CouncilFolderError, CypError
from transforms.indicators import INDICATORS

_VALUES, _NEIGHBOURS = "reference/published", "reference/neighbours"
_HEADERS = {
    "Short Desc": "series",
    "Years": "years",
    "LA and Regions": "area",
    "LA Number": "la_code",
    "Region": "region",
    "Values": "value",
}
_OPEN_DATA = {
    "time_period": "years",
    "geographic_level": "level",
    "country_name": "country",
    "region_name": "region",
    "la_name": "authority",
    "old_la_code": "la_code",
}
_AREAS = {"National": "country", "Regional": "region", "Local authority": "authority"}
_SIX_DIGITS = r"^(\d{4})(\d{2})$"  # 202425, as the tool's 2024/25
_TABLES = {
    indicator.published.series: indicator.published.open_data
    for indicator in INDICATORS
    if indicator.published and indicator.published.open_data
}
_SERIES = [indicator.published.series for indicator in INDICATORS if indicator.published]
_COUNCIL = "LA number"
_PLACES = tuple(f"SN{place}" for place in range(1, 11))
_HEADER_WITHIN = 10
_NO_REGION = ("", "NA", "-")  # regions and England are in none
_DIGITS = 3


def published_files(folder: Path) -> list[Path]:
    """The files of published values and of neighbours, in order."""
    return [file for place in (_VALUES, _NEIGHBOURS) for file in sorted((folder / place).glob("*")) if _is_ours(file)]


def read_published(folder: Path) -> pd.DataFrame | None:
    """Published values that an indicator is compared with, as ``transforms.comparators.VALUE_COLUMNS``.

    None where the council keeps none. Raises CouncilFolderError for a file that is no table of them.
    """
    files = [file for file in sorted((folder / _VALUES).glob("*")) if _is_ours(file)]
    return pd.concat([_read(file, file.stat().st_mtime_ns) for file in files], ignore_index=True) if files else None


def read_neighbours(folder: Path, la_code: str, day: date) -> Neighbours | None:
    """The council's neighbours by the list in force on a day. None where there is no list, or it lacks the council.

    Raises CouncilFolderError for a file that is no list, or whose name is no day.
    """
    lists = {_day_of(file): file for file in sorted((folder / _NEIGHBOURS).glob("*")) if _is_ours(file)}
    in_force = max((from_day for from_day in lists if from_day <= day), default=None)
    if in_force is None:
        return None
    codes = _neighbours_of(_grid(lists[in_force]), lists[in_force], la_code)
    return Neighbours(in_force, codes) if codes else None


def _is_ours(file: Path) -> bool:
    return file.is_file() and not file.name.startswith((".", "~"))


def read_series(file: Path, series: Collection[str]) -> pd.DataFrame:
    """The values of some series in a table, as ``transforms.comparators.VALUE_COLUMNS``.

    Raises CouncilFolderError for a file that is no table of published values.
    """
    try:
        names = _column_names(file)
        rows = _of_release(file, names, series) if set(_OPEN_DATA) <= set(names) else _of_tool(file, series)
    except (pa.ArrowInvalid, pa.ArrowKeyError, OSError, EOFError, zlib.error, csv.Error, UnicodeDecodeError):
        raise CouncilFolderError(
            f"{file} cannot be read as a table of published values.",
            "Keep it as it was published: CSV in UTF-8 (.csv or .csv.gz) or Parquet, with the columns "
            f"{', '.join(_HEADERS)}, or those of the open-data layout: {', '.join(_OPEN_DATA)}.",
        ) from None
    return rows.assign(la_code=rows["la_code"].map(_code, na_action="ignore"))[list(VALUE_COLUMNS)]


@cache
def _read(file: Path, written: int) -> pd.DataFrame:
    """``written`` is when the file was, so that another of the name is read again."""
    return read_series(file, _SERIES)


def _of_tool(file: Path, series: Collection[str]) -> pd.DataFrame:
    """The interactive tool's table: series by their short names, areas in one column."""
    table = _table(file, list(_HEADERS), [("Short Desc", "in", list(series))])
    rows = table.rename_columns(list(_HEADERS.values())).to_pandas()
    return rows[rows["series"].isin(series)].assign(region=rows["region"].where(~rows["region"].isin(_NO_REGION)))


def _of_release(file: Path, names: Collection[str], series: Collection[str]) -> pd.DataFrame:
    """A release's table, which has a column for each figure and one for each level of area.

    Raises CouncilFolderError where no figure is in it that ours are compared with.
    """
    tables = {name: at for name, at in _TABLES.items() if name in series}
    found = {name: at for name, at in tables.items() if {at.value, at.where[0]} <= set(names)}
    columns = dict.fromkeys([*_OPEN_DATA, *(name for at in found.values() for name in (at.value, at.where[0]))])
    rows = _table(file, list(columns)).to_pandas().rename(columns=_OPEN_DATA)
    rows["years"] = rows["years"].str.replace(_SIX_DIGITS, r"\1/\2", regex=True)
    rows = rows[rows["level"].isin(_AREAS)].reset_index(drop=True)
    area = pd.concat([rows.loc[rows["level"].eq(level), name] for level, name in _AREAS.items()])
    own_region = rows["region"].where(rows["level"].eq("Local authority"))
    placed = rows.assign(area=area, region=own_region)
    of_series = [
        placed.assign(series=name, value=placed[at.value])[placed[at.where[0]].eq(at.where[1])]
        for name, at in found.items()
    ]
    if not any(len(each) for each in of_series):
        raise CouncilFolderError(
            f"{file} holds no figure that ours are compared with.",
            "Take it away, or put the table of the interactive tool in its place. See docs/reference/indicators.md.",
        )
    return pd.concat(of_series, ignore_index=True)


def _column_names(file: Path) -> list[str]:
    if file.suffix == ".parquet":
        return parquet.read_schema(file).names
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines), [])


def _table(file: Path, columns: list[str], filters: list[tuple[str, str, list[str]]] | None = None) -> pa.Table:
    """Some columns, as texts. ``filters`` are for Parquet, which need not read what they leave out."""
    if file.suffix == ".parquet":
        table = parquet.read_table(file, columns=columns, filters=filters)
    else:
        options = pa_csv.ConvertOptions(
            include_columns=columns,
            column_types=dict.fromkeys(columns, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
        )
        table = pa_csv.read_csv(file, convert_options=options)
    if missing := [name for name in columns if name not in table.column_names]:
        raise pa.ArrowKeyError(missing[0])
    return table.select(columns).cast(pa.schema([(name, pa.string()) for name in columns]))


def _code(text: Any) -> str:  # noqa: ANN401 - a number or a text, as the file has it
    """An LA code as three digits: spreadsheets make 301.0 of it."""
    return str(text).strip().removesuffix(".0").zfill(_DIGITS)


def _day_of(file: Path) -> date:
    try:
        return date.fromisoformat(file.name.partition(".")[0])
    except ValueError:
        raise CouncilFolderError(
            f"{file} is not named by a day.",
            "Name a list of neighbours by the day from which it is in force: 2025-05-01.xlsx.",
        ) from None


def _grid(file: Path) -> list[Sequence[Any]]:
    try:
        if file.suffix == ".xlsx":
            book = open_workbook(file.read_bytes(), file.name).book
            return [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error, CypError):
        raise CouncilFolderError(
            f"{file} cannot be read as a list of statistical neighbours.", "Keep the workbook as it was published."
        ) from None


def _neighbours_of(grid: Sequence[Sequence[Any]], file: Path, la_code: str) -> tuple[str, ...]:
    for number, row in enumerate(grid[:_HEADER_WITHIN]):
        names = [str(cell).strip() for cell in row]
        if _COUNCIL in names and _PLACES[0] in names:
            own = names.index(_COUNCIL)
            places = [names.index(place) for place in _PLACES if place in names]
            found = [line for line in grid[number + 1 :] if own < len(line) and _code(line[own]) == la_code]
            return tuple(
                _code(line[place]) for line in found[:1] for place in places if place < len(line) and line[place]
            )
    raise CouncilFolderError(
        f"{file} has no columns {_COUNCIL} and {_PLACES[0]} to {_PLACES[-1]}.",
        "Keep the list as it was published, its headings too.",
    )
