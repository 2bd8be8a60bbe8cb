"""One XML file as the tables of an extract, read from front to back: of its text, only one unit is held at a time."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO, Protocol
from xml.parsers.expat import ErrorString

import pandas as pd
import pyarrow as pa
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from flows.parsing.cleaning import clean
from flows.parsing.frames import text_frame
from flows.parsing.opening import open_plain
from flows.parsing.xml_layout import Element, Layout, Lookup, layout_of
from transforms.errors import DataRejected
from transforms.extracts.extract import Extract, Table

# Marks a unit out of which everything was taken, in the landing store alone: its records keep their numbers.
ERASED = "{urn:cyp-performance}erased"
_ERASED_AS_READ = ERASED.removeprefix("{")

_DEEPEST = 20
_PIECE = 1024 * 1024
_ROWS_HELD = 10_000


class Target(Protocol):
    """What is told of the elements of a file in their order. Before a name with a namespace stands that, and ``}``."""

    def start(self, tag: str, attributes: dict[str, str], /) -> None: ...
    def data(self, text: str, /) -> None: ...
    def end(self, tag: str, /) -> None: ...
    def close(self) -> None: ...


def read_xml(source: bytes | BinaryIO, file_name: str, extract: Extract) -> dict[str, pd.DataFrame]:
    """Text frames by table name, as ``read_text_frame`` gives them for delimited files; of every table in XML.

    The index is the record's number among those of its kind, from 1: an XML file is often one long line. ``attrs``
    names the elements that are not read. Raises DataRejected for XML that is malformed (with line and column), declares
    a DTD or entities, is not of the extract or holds none of its records, or has a value twice in one record.
    """
    if extract.xml is None:
        raise not_xml(file_name, extract)
    target = _Records(file_name, extract, layout_of(extract.tables, extract.xml))
    feed(target, source, file_name)
    return target.frames()


def not_xml(file_name: str, extract: Extract) -> DataRejected:
    """The refusal of XML as an extract that does not come so."""
    return DataRejected(f"{file_name} is XML; {extract.title} does not come as XML.", "Export it as CSV.")


def feed(target: Target, source: bytes | BinaryIO, file_name: str) -> None:
    """Tell ``target`` of every element of a file, gzipped or not."""
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    # Straight from expat: what stands between it and the target makes each name and each attribute anew.
    parser.parser.ordered_attributes = False
    parser.parser.StartElementHandler, parser.parser.EndElementHandler = target.start, target.end
    stream = open_plain(source, file_name)
    try:
        while piece := stream.read(_PIECE):
            parser.feed(piece)
        parser.close()
    except ET.ParseError as error:
        raise _malformed(error, file_name) from None
    except DefusedXmlException:
        message = f"{file_name}: the XML declares a DTD or entities, which no return needs."
        raise DataRejected(message, "Export it again from the case system.") from None
    except (LookupError, ValueError):
        message = f"{file_name}: the XML is in an encoding that cannot be read."
        raise DataRejected(message, "Export it again as UTF-8.") from None


def _malformed(error: ET.ParseError, file_name: str) -> DataRejected:
    line, column = error.position
    return DataRejected(
        f"{file_name}: the XML is broken at line {line}, column {column + 1}: {ErrorString(error.code)}.",
        "Export it again from the case system; do not edit it by hand.",
    )


@dataclass(slots=True)
class _Record:
    """A record as far as it was read: its number among those of its kind, and its values by the paths to them."""

    number: int
    around: "_Record | None"
    values: dict[str, str] = field(default_factory=dict)

    def look_up(self, lookup: Lookup) -> str | None:
        record: _Record | None = self
        for _ in range(lookup.climbs):
            record = record.around if record else None
        if record is None:
            return None
        return record.values.get(lookup.path) if lookup.path else str(record.number)


class _Records:
    """Keeps the records of a file, unit by unit, as rows of the extract's tables."""

    def __init__(self, file_name: str, extract: Extract, layout: Layout) -> None:
        self._file_name = file_name
        self._extract = extract
        self._layout = layout
        in_xml = [table for table in extract.tables if table.name in layout.lookups]
        self._rows = {table.name: _Rows(table, layout.lookups[table.name]) for table in in_xml}
        self._counts = dict.fromkeys(layout.around, 0)
        self._open: dict[str, _Record] = {}
        self._of_unit: dict[str, list[_Record]] = {record: [] for record in layout.around}
        self._unread: dict[str, set[str]] = {record: set() for record in layout.around}
        self._root = ""
        self._is_erased = False
        self._path: list[Element | None] = []
        # The texts in each element of the path; None in those that hold no value, line ends mostly.
        self._texts: list[list[str] | None] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if attributes and _ERASED_AS_READ in attributes:
            self._is_erased = True
        if not self._path:
            self._root = tag.rpartition("}")[2]
            _refuse_other_root(self._root, self._extract, self._file_name)
            self._enter(self._layout.tree)
            return
        parent = self._path[-1]
        element = parent.inside.get(_name_of(tag)) if parent is not None else None
        self._enter(element)
        if element is None:
            self._pass_over(parent, tag)
        elif element.begins_record:
            self._begin(element.path)

    def data(self, text: str) -> None:
        if self._texts and (texts := self._texts[-1]) is not None:
            texts.append(text)

    def end(self, _tag: str) -> None:
        element, texts = self._path.pop(), self._texts.pop()
        if element is None:
            return
        for record, path in element.values:
            self._keep(record, path, "".join(texts or ()))
        if element.path == self._layout.unit:
            self._end_unit()

    def close(self) -> None:
        if not self._counts[self._layout.unit]:
            parents, _, unit = f"{self._root}/{self._layout.unit}".rpartition("/")
            raise DataRejected(
                f"{self._file_name}: the file holds no {unit}; {self._extract.title} has them in {parents}.",
                "Export it again, or send the file that is meant.",
            )
        self._end_unit()  # what stands behind the last unit

    def frames(self) -> dict[str, pd.DataFrame]:
        record_of = self._layout.record_of
        return {name: rows.frame(self._unread[record_of[name]]) for name, rows in self._rows.items()}

    def _enter(self, element: Element | None) -> None:
        self._path.append(element)
        self._texts.append([] if element is not None and element.values else None)

    def _pass_over(self, parent: Element | None, tag: str) -> None:
        """Note an element that no table reads. Only such lie deep: those of a layout are not."""
        if len(self._path) > _DEEPEST:
            raise DataRejected(f"{self._file_name}: elements lie too deep inside each other.", "Export the file again.")
        if parent is not None and parent.owner:
            self._unread[parent.owner].add(f"{parent.path}/{tag.rpartition('}')[2]}".removeprefix(f"{parent.owner}/"))

    def _begin(self, path: str) -> None:
        self._counts[path] += 1
        self._open[path] = _Record(self._counts[path], self._open.get(self._layout.around[path]))
        self._of_unit[path].append(self._open[path])

    def _keep(self, path: str, value_path: str, text: str) -> None:
        record = self._open[path]
        if value_path in record.values:
            kind = path.rpartition("/")[2]
            message = f"{self._file_name}: {kind} number {record.number} holds {value_path} more than once."
            raise DataRejected(message, "Export the file again from the case system.")
        record.values[value_path] = text

    def _end_unit(self) -> None:
        for table, rows in self._rows.items():
            if not self._is_erased:
                rows.add(self._of_unit[self._layout.record_of[table]])
        for records in self._of_unit.values():
            records.clear()
        self._is_erased = False


@lru_cache(maxsize=4096)
def _name_of(tag: str) -> str:
    """An element's name as layouts have it: without its namespace, in small letters."""
    return tag.rpartition("}")[2].lower()


def _refuse_other_root(name: str, extract: Extract, file_name: str) -> None:
    """Raise DataRejected when a file's root element is not that of the extract."""
    expected = extract.xml.root if extract.xml else ""
    if expected.lower() not in ("", name.lower()):
        raise DataRejected(
            f"{file_name}: the root element is {name[:40]}; {extract.title} has {expected}.",
            f"Send the export of {extract.title}, or put this file in the folder of its own extract.",
        )


class _Rows:
    """The rows of one table; those of many units are packed as they come."""

    def __init__(self, table: Table, lookups: Sequence[Lookup]) -> None:
        self._columns = table.columns
        self._lookups = lookups
        self._rows: list[tuple[str | None, ...]] = []
        self._packed: list[list[pa.Array]] = []
        self._numbers: list[int] = []

    def add(self, records: Sequence[_Record]) -> None:
        self._rows += [tuple(record.look_up(lookup) for lookup in self._lookups) for record in records]
        self._numbers += [record.number for record in records]
        if len(self._rows) >= _ROWS_HELD:
            self._pack()

    def frame(self, unread: set[str]) -> pd.DataFrame:
        self._pack()
        names = [column.name for column in self._columns]
        parts: list[tuple[pa.Array, ...]] = list(zip(*self._packed, strict=True)) or [() for _ in names]
        columns = {name: pa.chunked_array(arrays, pa.string()) for name, arrays in zip(names, parts, strict=True)}
        return text_frame(columns, pd.Index(self._numbers, dtype="int64"), tuple(sorted(unread)), "utf-8")

    def _pack(self) -> None:
        if self._rows:
            columns = zip(self._columns, zip(*self._rows, strict=True), strict=True)
            self._packed.append([clean(pa.array(values, pa.string()), column) for column, values in columns])
            self._rows.clear()
