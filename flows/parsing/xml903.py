"""The SSDA903 as one XML file: EXPSSDA903 > CHILD > HEADER and any number of EPISODE."""

import xml.etree.ElementTree as ET
from typing import BinaryIO
from xml.parsers.expat import ErrorString

import pandas as pd
import pyarrow as pa
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from flows.parsing.delimited import trim
from flows.parsing.opening import open_plain
from transforms.errors import DataRejected
from transforms.extracts.extract import Column, Table
from transforms.extracts.ssda903 import EPISODES, HEADER

ROOT = "EXPSSDA903"
# Where the XML calls a field otherwise than the CSV files do.
_XML_NAMES = {"CHILD": "CHILDID", "PLACE": "PL"}


def _xml_name(column: Column) -> str:
    return _XML_NAMES.get(column.header, column.header)


_FIELDS = {
    "HEADER": {_xml_name(column) for column in HEADER.columns},
    "EPISODE": {_xml_name(column) for column in EPISODES.columns},
}
_DEEPEST = 20
_PIECE = 1024 * 1024


def is_xml(start: bytes) -> bool:
    """Whether the first bytes of a file are those of XML."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<?xml", b"<EXPSSDA903"))


def read_903_xml(source: bytes | BinaryIO, file_name: str) -> dict[str, pd.DataFrame]:
    """Text frames ``header`` and ``episodes``, as ``read_text_frame`` gives them for the CSV files.

    The index is the record's number among those of its kind, from 1: an XML file is often one long line. The child's
    identifier stands in HEADER and is repeated on each episode. ``attrs`` names the elements that are not read.
    Raises DataRejected for XML that is malformed (with line and column), declares a DTD or entities, or is no SSDA903.
    """
    target = _Records(file_name)
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
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
    return target.frames()


def _malformed(error: ET.ParseError, file_name: str) -> DataRejected:
    line, column = error.position
    return DataRejected(
        f"{file_name}: the XML is broken at line {line}, column {column + 1}: {ErrorString(error.code)}.",
        "Export it again from the case system; do not edit it by hand.",
    )


class _Records:
    """Receives the elements of a file in their order and keeps the fields of each HEADER and EPISODE."""

    def __init__(self, file_name: str) -> None:
        self._file_name = file_name
        self._path: list[str] = []
        self._text: list[str] = []
        self._record: dict[str, str] = {}
        self._episodes_of_child: list[dict[str, str]] = []
        self._headers: list[dict[str, str]] = []
        self._episodes: list[dict[str, str]] = []
        self._child = ""
        self._unread: dict[str, set[str]] = {"HEADER": set(), "EPISODE": set()}

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if not self._path and name != ROOT:
            message = f"{self._file_name}: the root element is {name[:40]}; an SSDA903 file has {ROOT}."
            raise DataRejected(message, "Send the SSDA903 export, or put this file in the folder of its own extract.")
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise DataRejected(f"{self._file_name}: elements lie too deep inside each other.", "Export the file again.")
        self._text.clear()
        if name == "CHILD":
            self._child, self._episodes_of_child = "", []
        elif self._path[2:] in (["HEADER"], ["EPISODE"]):
            self._record = {}

    def data(self, text: str) -> None:
        self._text.append(text)

    def end(self, _tag: str) -> None:
        match self._path[2:]:
            case ["HEADER" | "EPISODE" as kind, field]:
                self._keep(kind, field)
            case ["HEADER"]:
                self._child = self._record.get("CHILDID", "")
                self._headers.append(self._record)
            case ["EPISODE"]:
                self._episodes_of_child.append(self._record)
            case [] if self._path[1:] == ["CHILD"]:
                self._episodes += [{"CHILDID": self._child} | episode for episode in self._episodes_of_child]
        self._path.pop()

    def close(self) -> None:
        if not self._headers:
            raise DataRejected(f"{self._file_name}: the file holds no child.", "Export it again.")

    def frames(self) -> dict[str, pd.DataFrame]:
        return {
            "header": _frame(self._headers, HEADER, self._unread["HEADER"]),
            "episodes": _frame(self._episodes, EPISODES, self._unread["EPISODE"]),
        }

    def _keep(self, kind: str, field: str) -> None:
        if field not in _FIELDS[kind]:
            self._unread[kind].add(field)
            return
        if field in self._record:
            number = 1 + (
                len(self._headers) if kind == "HEADER" else len(self._episodes) + len(self._episodes_of_child)
            )
            message = f"{self._file_name}: {kind} number {number} holds {field} more than once."
            raise DataRejected(message, "Export the file again from the case system.")
        self._record[field] = "".join(self._text)


def _frame(records: list[dict[str, str]], table: Table, unread: set[str]) -> pd.DataFrame:
    tags = {column.name: _xml_name(column) for column in table.columns}
    columns = {name: trim(pa.array([record.get(tag) for record in records], pa.string())) for name, tag in tags.items()}
    frame = pa.table(columns).to_pandas().astype("str")
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    frame.attrs = {"dropped_columns": tuple(sorted(unread)), "encoding": "utf-8"}
    return frame
