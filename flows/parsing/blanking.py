"""Files written anew without some of their rows, so that every other row keeps its place.

A line of delimited text and a row of a sheet become blank, and the records of an XML unit lose everything in them:
findings, held rows and releases go on naming the lines that they were given for.
"""

import gzip
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, cast

import numpy as np
import pyarrow as pa
from defusedxml.ElementTree import parse

from flows.parsing.blocks import Block, read_blocks
from flows.parsing.cleaning import clean
from flows.parsing.opening import GZIP, open_delimited, open_plain
from flows.parsing.records import find_records
from flows.parsing.xml_records import ERASED
from transforms.erasure import columns_of_children
from transforms.extracts.extract import Column, Extract


def blank_lines(
    source: Path,
    target: Path,
    file_name: str,
    lines: Collection[int],
    uneven: Collection[int],
    numbers: Collection[str],
) -> None:
    """Write delimited text without the records that begin on some lines; in UTF-8, and gzipped where it was.

    Of the ``uneven`` ones, which cannot be read as rows, those go too that hold one of the ``numbers`` as a field.
    """
    gone, doubtful = (np.fromiter(each, dtype=np.int64) for each in (lines, uneven))
    with source.open("rb") as stream, _plain_or_gzipped(source, target) as out:
        for block in read_blocks(open_delimited(stream, file_name), file_name):
            out.write(b"".join(_without(block, gone, doubtful, frozenset(numbers))))


def strip_units(
    source: Path, target: Path, file_name: str, extract: Extract, numbers: Mapping[str, Collection[str]]
) -> None:
    """Write XML in which the units of some children, told by their numbers, keep their elements and lose all words."""
    with source.open("rb") as stream:
        tree = parse(open_plain(stream, file_name), forbid_dtd=True)
    columns = _columns_by_element(extract)
    path = extract.xml.unit.lower().split("/") if extract.xml else []
    root = tree.getroot()
    for unit in () if root is None else _at(root, path):
        if any(_is_one_of(each, columns, numbers) for each in unit.iter()):
            for each in unit.iter():
                each.text = None
                each.attrib.clear()
            unit.set(ERASED, "yes")
    with _plain_or_gzipped(source, target) as out:
        tree.write(out, encoding="utf-8", xml_declaration=True)


def _plain_or_gzipped(source: Path, target: Path) -> IO[bytes]:
    with source.open("rb") as stream:
        is_packed = stream.read(len(GZIP)) == GZIP
    return cast("IO[bytes]", gzip.GzipFile(target, "wb", mtime=0)) if is_packed else target.open("wb")


def _without(block: Block, gone: np.ndarray, doubtful: np.ndarray, numbers: frozenset[str]) -> Iterator[bytes]:
    """A block's text in which the records that are gone left nothing but their line ends."""
    records, data, written = find_records(block.data, block.first_line), block.data, 0
    is_doubtful = np.isin(records.lines, doubtful)
    for place in np.flatnonzero(np.isin(records.lines, gone) | is_doubtful):
        start, end = int(records.starts[place]), int(records.ends[place])
        fields = {field.strip() for field in data[start:end].decode().replace('"', "").split(",")}
        if is_doubtful[place] and fields.isdisjoint(numbers):
            continue
        yield data[written:start]
        yield b"\n" * data.count(b"\n", start, end)
        written = end
    yield data[written:]


def _at(element: ET.Element, path: list[str]) -> Iterator[ET.Element]:
    if not path:
        yield element
        return
    for each in element:
        if isinstance(each.tag, str) and _name(each) == path[0]:
            yield from _at(each, path[1:])


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _columns_by_element(extract: Extract) -> dict[str, Column]:
    found = {}
    for table in extract.tables:
        for column in columns_of_children(table):
            names = ((column.element or column.header).rpartition("/")[2], *column.aliases)
            found |= {name.lower(): column for name in names}
    return found


def _is_one_of(element: ET.Element, columns: Mapping[str, Column], numbers: Mapping[str, Collection[str]]) -> bool:
    column = columns.get(_name(element))
    if column is None or not element.text:
        return False
    cleaned = clean(pa.array([element.text], pa.string()), column)[0].as_py()
    return cleaned in numbers.get(column.identity, ())
