"""What a collection year changes in an extract: tables and columns that are asked for first, names, codes.

It is all data: the days in the code lists, and ``since`` and ``renamed_on`` of what extracts declare.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from transforms import codelists
from transforms.extracts.extract import Covers, Extract, Table
from transforms.quarters import academic_year, academic_year_start, financial_year, financial_year_bounds


class ChangeKind(StrEnum):
    """What happens to a table, a column or a code."""

    ADDED = "new"
    RENAMED = "renamed"
    ENDED = "no longer used"
    RECODED = "counts otherwise"


@dataclass(frozen=True)
class YearChange:
    """A change. ``what``: table, column or code; ``place``: the columns that it is in, by table and heading.

    ``instead``: what takes the place of a code that ended, what a column was called before, or the class that a code
    had before.
    """

    kind: ChangeKind
    what: str
    name: str
    label: str
    place: str
    instead: str = ""


@dataclass(frozen=True)
class CollectionYear:
    """A year of an extract, as it is written, from its first to its last day."""

    name: str
    first: date
    last: date

    def contains(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def collection_year(extract: Extract, day: date) -> CollectionYear:
    """The year of an extract that a day is in: calendar, financial or academic as its deliveries are."""
    match extract.covers:
        case Covers.CALENDAR_YEAR:
            return CollectionYear(str(day.year), date(day.year, 1, 1), date(day.year, 12, 31))
        case Covers.FINANCIAL_YEAR | Covers.MONTH:
            return CollectionYear(financial_year(day), *financial_year_bounds(financial_year(day)))
        case _:
            first = academic_year_start(academic_year(day))
            return CollectionYear(academic_year(day), first, date(first.year + 1, 8, 31))


def year_before(extract: Extract, year: CollectionYear) -> CollectionYear:
    """The year before a collection year."""
    return collection_year(extract, date(year.first.year - 1, year.first.month, year.first.day))


def oldest_whole_year(extract: Extract, last_day: date) -> CollectionYear | None:
    """The oldest year that is here whole, for rows up to a day before it; None for rows of that year or a later one."""
    if extract.known_since is None or last_day >= extract.known_since:
        return None
    return collection_year(extract, extract.known_since)


def changes(extract: Extract, year: CollectionYear) -> tuple[YearChange, ...]:
    """What a year changes: codes as its first day finds them, against the first day of the year before."""
    return (*_tables_and_columns(extract, year), *_codes(extract, year_before(extract, year).first, year.first))


def years_with_changes(extract: Extract) -> tuple[CollectionYear, ...]:
    """Every year that changes anything, in order."""
    days = {table.since for table in extract.tables}
    days |= {day for table in extract.tables for column in table.columns for day in (column.since, column.renamed_on)}
    for name in _lists(extract):
        for code in codelists.code_list(name):
            days |= {code.valid_from, code.valid_to}
    near = {day for day in days if day and codelists.ALWAYS_FROM < day < codelists.ALWAYS_TO}
    around = {collection_year(extract, day) for day in near}
    after = {collection_year(extract, date.fromordinal(year.last.toordinal() + 1)) for year in around}
    return tuple(year for year in sorted(around | after, key=lambda each: each.first) if changes(extract, year))


def _tables_and_columns(extract: Extract, year: CollectionYear) -> Iterator[YearChange]:
    for table in extract.tables:
        if year.contains(table.since):
            yield YearChange(ChangeKind.ADDED, "table", table.name, table.title, "")
        for column in table.columns:
            place = f"{table.name} {column.header}"
            if year.contains(column.since):
                yield YearChange(ChangeKind.ADDED, "column", column.header, column.description, place)
            if year.contains(column.renamed_on):
                was = column.aliases[0]
                yield YearChange(ChangeKind.RENAMED, "column", column.header, column.description, place, was)


def _codes(extract: Extract, before: date, first: date) -> Iterator[YearChange]:
    for name, places in _lists(extract).items():
        place = ", ".join(places)
        then, now = codelists.codes(name, before), codelists.codes(name, first)
        for code in codelists.code_list(name):
            if code.code in now - then and code.valid_on(first):
                yield YearChange(ChangeKind.ADDED, "code", code.code, code.label, place)
            elif code.code in then - now and code.valid_on(before):
                instead = code.canonical if code.canonical != code.code else ""
                yield YearChange(ChangeKind.ENDED, "code", code.code, code.label, place, instead)
            elif code.valid_on(first) and (was := _class_on(name, code.code, before)) not in ("", code.group):
                yield YearChange(ChangeKind.RECODED, "code", code.code, f"{code.label}: {code.group}", place, was)


def _class_on(name: str, code: str, day: date) -> str:
    """The class of a code on a day; empty for one that was not used then, or has none."""
    return next((each.group for each in codelists.code_list(name) if each.code == code and each.valid_on(day)), "")


def _lists(extract: Extract) -> dict[str, list[str]]:
    """The columns of each code list of an extract, by table and heading."""
    found: dict[str, list[str]] = {}
    for table in extract.tables:
        for name, header in _coded(table):
            found.setdefault(name, []).append(f"{table.name} {header}")
    return found


def _coded(table: Table) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        if column.codes:
            yield column.codes, column.header
