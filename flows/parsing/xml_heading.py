"""What an XML file says of itself before its records begin: whose it is, and of which collection year."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from flows.parsing.xml_records import feed
from transforms.errors import DataRejected
from transforms.extracts.extract import Covers, Extract, XmlLayout
from transforms.quarters import financial_year, financial_year_bounds
from transforms.rules.rule import Context

_YEAR = re.compile(r"[0-9]{4}")
_LA_CODE = re.compile(r"[0-9]{3}")


@dataclass(frozen=True)
class Heading:
    """Codes of the councils that a file names as its own, its collection years and days; empty where it names none."""

    councils: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    days: tuple[date, ...] = ()


class _RecordsBegin(Exception):
    """What follows are records."""


class _Texts:
    """Keeps the texts of elements before the first record, by their path below the root."""

    def __init__(self, unit: str) -> None:
        self._unit = unit.lower()
        self._path: list[str] = []
        self._text: list[str] = []
        self.found: dict[str, list[str]] = {}

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._path.append(tag.rpartition("}")[2])
        self._text.clear()
        if self._below_root == self._unit:
            raise _RecordsBegin

    def data(self, text: str) -> None:
        self._text.append(text)

    def end(self, _tag: str) -> None:
        if text := "".join(self._text).strip():
            self.found.setdefault(self._below_root, []).append(text)
        self._text.clear()
        self._path.pop()

    def close(self) -> None: ...

    @property
    def _below_root(self) -> str:
        return "/".join(self._path[1:]).lower()


def read_heading(source: bytes | BinaryIO, file_name: str, xml: XmlLayout) -> Heading:
    """The heading of a file. Reads as far as the first record; raises DataRejected for XML that is broken before it."""
    texts = _Texts(xml.unit)
    with suppress(_RecordsBegin):
        feed(texts, source, file_name)
    found = texts.found
    years = [int(text) for text in found.get(xml.year.lower(), []) if _YEAR.fullmatch(text)]
    days = [_day(text) for text in found.get(xml.reference_date.lower(), [])]
    return Heading(tuple(found.get(xml.council.lower(), [])), tuple(years), tuple(filter(None, days)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _collection_year(day: date, extract: Extract) -> int:
    """The year by which a return is called that speaks for a day: that in which its financial year ends."""
    if extract.covers is Covers.CALENDAR_YEAR:
        return day.year + (1 if _is_made_in_january(extract) else 0)
    return financial_year_bounds(financial_year(day))[1].year


def _year_of_reference(day: date, extract: Extract) -> int:
    """The same by the day that a return bears: one that is made in January speaks for the year before."""
    if _is_made_in_january(extract) and day.month == 1:
        return day.year
    return _collection_year(day, extract)


def _is_made_in_january(extract: Extract) -> bool:
    return extract.xml is not None and extract.xml.made_in_january


def refuse_other_council(heading: Heading, file_name: str, la_code: str) -> None:
    """Raise DataRejected for a file that names other councils as its own, and not this one.

    Says nothing where the file names none, or the council is not known.
    """
    if la_code and heading.councils and la_code not in heading.councils:
        # Only what is a code is shown: a heading that was filled in wrongly may hold anything.
        said = ", ".join(code for code in heading.councils if _LA_CODE.fullmatch(code)) or "no code"
        raise DataRejected(
            f"{file_name}: the file is that of another council ({said}, not {la_code}).",
            "Stop, tell your data protection officer, and ask the supplier for this council's file.",
        )


def refuse_other_year(heading: Heading, file_name: str, context: Context, extract: Extract) -> None:
    """Raise DataRejected for a file of another collection year than that of its delivery, by its year and its date.

    Systems fill in one of the two wrongly at times: a file is refused when neither is right.
    """
    expected = _collection_year(context.covers_to, extract)
    years = {*heading.years, *(_year_of_reference(day, extract) for day in heading.days)}
    if years and expected not in years:
        said = " and ".join(str(year) for year in sorted(years))
        raise DataRejected(
            f"{file_name}: the file says that it is of collection year {said}; its delivery is of {expected}.",
            "Ask the supplier for the file of this year, or file this one under the date that its data run to.",
        )
