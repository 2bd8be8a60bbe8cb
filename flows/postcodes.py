"""The council's table of postcodes, ``reference/postcodes.csv`` or ``.csv.gz``: a directory as published, or a part.

It may have millions of rows, so it is read only by what needs it, and only the columns that are needed.
"""

from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from flows.fingerprints import file_hash
from transforms.errors import CouncilFolderError
from transforms.places import plain_postcode

_NAMES = ("postcodes.csv", "postcodes.csv.gz")
_HEADERS = {
    "postcode": ("postcode", "pcds", "pcd", "pcd7", "pcd8", "pcd2"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "long"),
    "area": ("area", "oslaua", "laua", "ladcd", "lad23cd", "lad24cd", "lad25cd"),
}
_NOWHERE = 90  # the published directory gives postcodes without a place the latitude 99.999999


def postcodes_hash(folder: Path) -> str:
    """The hash of the table's file; empty where the council has none."""
    file = _file(folder)
    return _hash(file, file.stat().st_mtime_ns) if file else ""


def read_postcodes(folder: Path) -> pd.DataFrame | None:
    """The table of ``transforms.places``, of a council folder that has one. Raises CouncilFolderError."""
    file = _file(folder)
    return _read(file, file.stat().st_mtime_ns) if file else None


def _file(folder: Path) -> Path | None:
    return next((file for name in _NAMES if (file := folder / "reference" / name).is_file()), None)


# Kept for the process; ``written`` is when the file was, so that another of the name is read again.


@cache
def _hash(file: Path, written: int) -> str:
    return file_hash(file)


@cache
def _read(file: Path, written: int) -> pd.DataFrame:
    try:
        headers = _headers(file)
        table = csv.read_csv(
            file,
            convert_options=csv.ConvertOptions(
                include_columns=list(headers.values()),
                column_types={
                    header: pa.float64() if name in ("latitude", "longitude") else pa.string()
                    for name, header in headers.items()
                },
                strings_can_be_null=True,
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, OSError, UnicodeDecodeError):
        raise CouncilFolderError(
            f"{file} cannot be read as a table of postcodes.",
            "Save it as CSV in UTF-8, with numbers for latitude and longitude.",
        ) from None
    rows = table.rename_columns({header: name for name, header in headers.items()}).to_pandas()
    placed = rows[rows["latitude"].abs() < _NOWHERE].dropna(subset=["postcode", "latitude", "longitude"])
    placed.index = pd.Index(plain_postcode(placed.pop("postcode").astype("str")))
    return placed[~placed.index.duplicated()]


def _headers(file: Path) -> dict[str, str]:
    """The file's own header for each column that is needed."""
    with csv.open_csv(file) as reader:
        found = {name.strip().lstrip("\ufeff").casefold(): name for name in reader.schema.names}
    headers = {}
    for name, known in _HEADERS.items():
        given = next((found[each] for each in known if each in found), None)
        if given is None:
            raise CouncilFolderError(
                f"{file} has no column {name}.", f"Name it as one of: {', '.join(known)}. Case does not count."
            )
        headers[name] = given
    return headers
