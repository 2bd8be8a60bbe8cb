"""Which extract an XML file is of, told by its root and the unit that repeats in it."""

from collections.abc import Sequence
from typing import BinaryIO

from flows.parsing.xml_records import feed, not_xml
from transforms.errors import DataRejected
from transforms.extracts.extract import Extract, XmlLayout


class _Found(Exception):
    """The file need not be read any further."""

    def __init__(self, extract: Extract) -> None:
        super().__init__(extract.id)
        self.extract = extract


class _Units:
    """Looks for the first unit of any of the extracts."""

    def __init__(self, extracts: Sequence[Extract]) -> None:
        self._extracts = extracts
        self._path: list[str] = []
        self.root = ""

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if not self.root:
            self.root = name
        else:
            self._path.append(name)
        place = self.root.lower(), "/".join(self._path).lower()
        for extract in self._extracts:
            if extract.xml is not None and _place_of(extract.xml, place[0]) == place:
                raise _Found(extract)

    def data(self, text: str) -> None: ...

    def end(self, _tag: str) -> None:
        if self._path:
            self._path.pop()

    def close(self) -> None: ...


def identify_xml(
    source: bytes | BinaryIO, file_name: str, choices: Sequence[Extract], others: Sequence[Extract] = ()
) -> Extract:
    """The extract, of the ``choices``, that an XML file is of. Reads as far as its first unit.

    Raises DataRejected when it is of none, and says so when it is one of the ``others``; also when it is malformed.
    """
    layouts = [extract for extract in choices if extract.xml is not None]
    units = _Units([*layouts, *others])
    try:
        feed(units, source, file_name)
    except _Found as found:
        if found.extract in choices:
            return found.extract
        raise DataRejected(
            f"{file_name} is XML of {found.extract.title}, not of {choices[0].title}.",
            f"Put it in the folder of its own extract ({found.extract.id}).",
        ) from None
    known = [extract for extract in layouts if extract.xml and extract.xml.root.lower() == units.root.lower()]
    if known:
        return known[0]
    raise _unknown(file_name, units.root, choices)


def _place_of(xml: XmlLayout, root: str) -> tuple[str, str]:
    """Root and unit of a layout in small letters; of one that takes any root, under this one."""
    return xml.root.lower() or root, xml.unit.lower()


def _unknown(file_name: str, root: str, choices: Sequence[Extract]) -> DataRejected:
    layouts = [(extract.title, extract.xml) for extract in choices if extract.xml is not None]
    if not layouts:
        return not_xml(file_name, choices[0])
    expected = "; ".join(f"{title} has {xml.unit} under {xml.root or 'any root'}" for title, xml in layouts)
    return DataRejected(
        f"{file_name}: the root element is {root[:40]}, and no records are in it that are expected. {expected}.",
        "Send the file that the system exports for the return, or put this one in the folder of its own extract.",
    )
