"""Tables of published values and lists of neighbours in a council folder, as they are published and as they are not."""

import csv
import gzip
import io
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from flows.council import folder_hash
from flows.published import read_neighbours, read_published
from transforms.errors import CouncilFolderError

HEADER = ("Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region")
ROWS = [
    ("LAC", "", "2025", "Oldtown", "61", "301.0", "Inner London"),
    ("LAC", "", "2025", "England", "67", "970", "NA"),
    ("RTA", "", "2014-16", "Oldtown", "12.1", "301.0", "Inner London"),
]
READ = [("LAC", "2025", "Oldtown", "301", "Inner London", "61"), ("LAC", "2025", "England", "970", None, "67")]
LIST = ("LA num", "LA Name", "LA number", "SN1", "SNP", "SN2", "SNP")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reference/published").mkdir(parents=True)
    (tmp_path / "reference/neighbours").mkdir()
    (tmp_path / "council.toml").write_text("")
    return tmp_path


def as_csv(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def put(folder: Path, name: str, content: bytes) -> Path:
    file = folder / "reference" / name
    file.write_bytes(content)
    return file


def rows_of(found: pd.DataFrame | None) -> list[tuple[str | None, ...]]:
    assert found is not None
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in found.to_numpy().tolist()]


def test_a_table_is_read_as_it_is_published(folder: Path) -> None:
    assert read_published(folder) is None
    put(folder, "published/lait.csv", b"\xef\xbb\xbf" + as_csv(HEADER, ROWS))
    assert rows_of(read_published(folder)) == READ
    put(folder, "published/lait.csv.gz", gzip.compress(as_csv(HEADER, ROWS)))
    (folder / "reference/published/lait.csv").unlink()
    assert rows_of(read_published(folder)) == READ
    (folder / "reference/published/lait.csv.gz").unlink()
    columns = {name: [row[place] for row in ROWS] for place, name in enumerate(HEADER)}
    table = pa.table(columns | {"LA Number": [301.0, 970.0, 301.0]})
    parquet.write_table(table, folder / "reference/published/lait.parquet")
    assert rows_of(read_published(folder)) == READ


RELEASE = (
    "time_period",
    "geographic_level",
    "country_name",
    "region_name",
    "la_name",
    "old_la_code",
    "population_type",
    "rate_per_10000",
)
LOOKED_AFTER = "Children looked after on 31 March each year"


def test_a_table_of_a_release_is_read_as_it_is_published(folder: Path) -> None:
    rows = [
        ("2025", "National", "England", "", "", "", LOOKED_AFTER, "67"),
        ("2025", "Regional", "England", "Inner London", "", "", LOOKED_AFTER, "x"),
        ("2025", "Local authority", "England", "Inner London", "Oldtown", "301", LOOKED_AFTER, "61"),
        ("2025", "Local authority", "England", "Inner London", "Oldtown", "301", "Children starting", "20"),
        ("202425", "Local authority", "England", "Inner London", "Oldtown", "301", LOOKED_AFTER, "60"),
        ("2025", "School", "England", "Inner London", "Oldtown", "301", LOOKED_AFTER, "1"),
    ]
    file = put(folder, "published/release.csv.gz", gzip.compress(b"\xef\xbb\xbf" + as_csv(RELEASE, rows)))
    assert rows_of(read_published(folder)) == [
        ("LAC", "2025", "England", None, None, "67"),
        ("LAC", "2025", "Inner London", None, None, "x"),
        ("LAC", "2025", "Oldtown", "301", "Inner London", "61"),
        ("LAC", "2024/25", "Oldtown", "301", "Inner London", "60"),
    ]
    file.unlink()
    put(folder, "published/other.csv", as_csv(RELEASE, rows[3:4]))
    with pytest.raises(CouncilFolderError, match=r"other\.csv holds no figure that ours are compared with"):
        read_published(folder)


def test_the_newer_table_comes_after_the_older(folder: Path) -> None:
    put(folder, "published/2026.csv", as_csv(HEADER, [("LAC", "", "2025", "England", "68", "970", "NA")]))
    put(folder, "published/2025.csv", as_csv(HEADER, ROWS))
    assert [row[-1] for row in rows_of(read_published(folder))] == ["61", "67", "68"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lait.csv", as_csv(HEADER[:-1], [row[:-1] for row in ROWS])),
        ("lait.csv", b"Short Desc,Years\nLAC\n"),
        ("lait.csv", "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\né,,,,,,\n".encode("cp1252")),
        ("lait.csv.gz", b"not gzip"),
        ("lait.parquet", b"not parquet"),
        ("lait.xlsx", b"PK"),
        ("lait.csv", b""),
    ],
    ids=["column missing", "uneven", "not utf-8", "not gzip", "not parquet", "workbook", "empty"],
)
def test_what_is_no_table_is_named_with_what_to_do(folder: Path, name: str, content: bytes) -> None:
    file = put(folder, f"published/{name}", content)
    with pytest.raises(CouncilFolderError, match=rf"{file} cannot be read as a table of published values") as raised:
        read_published(folder)
    assert "with the columns Short Desc, Years" in raised.value.fix


def test_the_list_in_force_on_the_day_counts(folder: Path) -> None:
    assert read_neighbours(folder, "301", date(2025, 6, 30)) is None
    put(folder, "neighbours/2021-04-01.csv", as_csv(LIST, [("301", "Oldtown", "301", "302", "Close", "303", "Close")]))
    workbook(folder / "reference/neighbours/2025-05-01.xlsx")
    assert read_neighbours(folder, "301", date(2021, 3, 31)) is None
    for day, codes in ((date(2025, 4, 30), ("302", "303")), (date(2025, 5, 1), ("304", "201"))):
        found = read_neighbours(folder, "301", day)
        assert found is not None
        assert found.la_codes == codes
    assert read_neighbours(folder, "999", date(2025, 6, 30)) is None, "the list does not have the council"
    put(folder, "neighbours/2025-06-01.csv", b"LA number,SN1,SN2\n301,302\n")
    shorter = read_neighbours(folder, "301", date(2025, 6, 30))
    assert shorter is not None
    assert shorter.la_codes == ("302",), "a line may end before its last columns"


def workbook(file: Path) -> None:
    """A list as it is published: numbers above the headings, codes as numbers."""
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("LA SN Groups")
        sheet.write_row(0, 0, range(1, 8))
        sheet.write_row(1, 0, LIST)
        sheet.write_row(2, 0, (301, "Oldtown", 301, 304, "Close", 201, "Close"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("newest.csv", b"LA number,SN1\n", "is not named by a day"),
        ("2025-05-01.csv", b"council,neighbour\n301,302\n", "has no columns LA number and SN1 to SN10"),
        ("2025-05-01.csv.gz", gzip.compress(b"LA number,SN1", mtime=0)[:-9], "cannot be read as a list"),
        ("2025-05-01.xlsx", b"no workbook", "cannot be read as a list of statistical neighbours"),
        ("2025-05-01.csv", "LA number,SN1\né,é\n".encode("cp1252"), "cannot be read as a list"),
    ],
)
def test_what_is_no_list_is_named(folder: Path, name: str, content: bytes, words: str) -> None:
    put(folder, f"neighbours/{name}", content)
    with pytest.raises(CouncilFolderError, match=words):
        read_neighbours(folder, "301", date(2025, 6, 30))


def test_a_newer_table_makes_a_new_draft(folder: Path) -> None:
    before = folder_hash(folder)
    put(folder, "published/lait.csv", as_csv(HEADER, ROWS))
    with_values = folder_hash(folder)
    put(folder, "neighbours/2025-05-01.csv", as_csv(LIST, []))
    assert len({before, with_values, folder_hash(folder)}) == 3
