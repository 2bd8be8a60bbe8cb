"""A council's table of postcodes, as it made it or as it is published."""

import gzip
from pathlib import Path

import pytest

from flows.postcodes import postcodes_hash, read_postcodes
from transforms.errors import CouncilFolderError

OWN = "postcode,latitude,longitude,area\nMB1 1AA,53.5,-2.4,E06999998\nmb1  1ab,53.6,-2.5,E06999998\n"
PUBLISHED = (
    "pcd7,pcds,lat,long,lad25cd,doterm\n"
    "MB1 1AA,MB1 1AA,53.5,-2.4,E06999998,\n"
    "ZZ9 9ZZ,ZZ9 9ZZ,99.999999,0.0,L99999999,\n"
)


def put(folder: Path, text: str, name: str = "postcodes.csv") -> Path:
    (folder / "reference").mkdir(exist_ok=True)
    data = text.encode()
    (folder / "reference" / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return folder


def test_no_table_is_no_place(tmp_path: Path) -> None:
    assert read_postcodes(tmp_path) is None
    assert postcodes_hash(tmp_path) == ""


@pytest.mark.parametrize("name", ["postcodes.csv", "postcodes.csv.gz"])
def test_postcodes_are_told_without_case_and_spaces(tmp_path: Path, name: str) -> None:
    found = read_postcodes(put(tmp_path, OWN, name))
    assert found is not None
    assert found.index.tolist() == ["MB11AA", "MB11AB"]
    assert list(found.itertuples(name=None))[1] == ("MB11AB", 53.6, -2.5, "E06999998")
    assert len(postcodes_hash(tmp_path)) == 64


def test_the_published_directory_is_read_as_it_comes_without_what_has_no_place(tmp_path: Path) -> None:
    found = read_postcodes(put(tmp_path, "\ufeff" + PUBLISHED))
    assert found is not None
    assert found.index.tolist() == ["MB11AA"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN.replace("latitude", "north"), "has no column latitude"),
        (OWN.replace("53.6", "north"), "cannot be read as a table of postcodes"),
        ("", "cannot be read as a table of postcodes"),
    ],
)
def test_a_table_that_cannot_be_read_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CouncilFolderError) as raised:
        read_postcodes(put(tmp_path, text))
    assert said in raised.value.message
    assert "postcodes.csv" in raised.value.message
