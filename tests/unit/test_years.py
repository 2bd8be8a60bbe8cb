"""What a collection year changes, as the code lists and declarations say."""

from datetime import date

import pytest

from transforms import codelists
from transforms.extracts import EXTRACTS, extract_by_id
from transforms.extracts.extract import Extract
from transforms.years import (
    CollectionYear,
    YearChange,
    changes,
    collection_year,
    oldest_whole_year,
    year_before,
    years_with_changes,
)


def told(extract_id: str, day: date) -> list[str]:
    extract = extract_by_id(extract_id)
    return [_words(change) for change in changes(extract, collection_year(extract, day))]


def _words(change: YearChange) -> str:
    instead = f" ({change.instead})" if change.instead else ""
    return f"{change.kind.value} {change.what} {change.name}{instead}"


@pytest.mark.parametrize(
    ("extract_id", "day", "expected"),
    [
        (
            "ssda903",
            date(2024, 4, 1),
            [
                *("no longer used code 1 (M)", "no longer used code 2 (F)", "new code M", "new code F", "new code U"),
                *("no longer used code H5", "new code K3", "no longer used code P2"),
            ],
        ),
        (
            "ssda903",
            date(2026, 3, 31),
            ["no longer used code Z1", "new code Z11", "new code Z12", "new code Z13", "new code Z14"],
        ),
        ("ssda903", date(2026, 4, 1), ["new table dolo"]),
        ("cin", date(2025, 4, 1), ["new table pre_proceedings"]),
        ("sen2", date(2025, 7, 1), ["new code DS"]),
        ("sen2", date(2024, 7, 1), []),
    ],
)
def test_a_year_is_told_by_what_its_first_day_finds(extract_id: str, day: date, expected: list[str]) -> None:
    assert told(extract_id, day) == expected


def test_a_renamed_column_says_what_it_was_called() -> None:
    assert "renamed column Sex (GenderCurrent)" in told("cin", date(2024, 6, 1))


def test_a_mark_that_counts_otherwise_is_told_in_the_year_after_its_day() -> None:
    """The codes of attendance changed on 19 August 2024, in time for the year that began in September."""
    changed = told("attendance_register", date(2024, 9, 1))
    assert "counts otherwise code D (attending)" in changed
    assert "new code K" in changed
    assert "no longer used code H" in changed
    assert told("attendance_register", date(2024, 8, 31)) == []


@pytest.mark.parametrize(
    ("extract_id", "day", "name", "before"),
    [
        ("ssda903", date(2025, 3, 31), "2024-25", "2023-24"),
        ("ssda903", date(2025, 4, 1), "2025-26", "2024-25"),
        ("nccis", date(2025, 6, 30), "2025-26", "2024-25"),
        ("sen2", date(2025, 12, 31), "2025", "2024"),
        ("attendance_register", date(2025, 8, 31), "2024/25", "2023/24"),
    ],
)
def test_years_are_those_of_the_extract(extract_id: str, day: date, name: str, before: str) -> None:
    extract = extract_by_id(extract_id)
    year = collection_year(extract, day)
    assert (year.name, year_before(extract, year).name) == (name, before)
    assert year.contains(day)


@pytest.mark.parametrize(
    ("extract_id", "last_day", "oldest"),
    [
        ("ssda903", date(2021, 3, 31), "2021-22"),
        ("ssda903", date(2021, 6, 30), None),
        ("sen2", date(2022, 12, 31), "2023"),
        ("sen2", date(2023, 6, 30), None),
        ("nccis", date(1999, 6, 30), None),
    ],
)
def test_a_delivery_of_an_older_year_is_told_which_year_it_is_read_by(
    extract_id: str, last_day: date, oldest: str | None
) -> None:
    year = oldest_whole_year(extract_by_id(extract_id), last_day)
    assert (year.name if year else None) == oldest


@pytest.mark.parametrize("extract", EXTRACTS, ids=lambda extract: extract.id)
def test_year_by_year_the_changes_make_todays_lists_of_the_first(extract: Extract) -> None:
    """Nothing is told twice or forgotten: the codes of the oldest year, changed year by year, are those of today."""
    last = collection_year(extract, date(2027, 9, 1))
    for column in (column for table in extract.tables for column in table.columns if column.codes):
        place = {f"{table.name} {column.header}" for table in extract.tables if column in table.columns}
        year = collection_year(extract, date(2010, 1, 1))
        codes = set(codelists.codes(column.codes, year.first))
        while year.first < last.first:
            year = _after(extract, year)
            for change in changes(extract, year):
                if change.what == "code" and place & set(change.place.split(", ")):
                    codes = codes | {change.name} if change.kind == "new" else _without(codes, change)
        assert codes == codelists.codes(column.codes, last.first)


def _after(extract: Extract, year: CollectionYear) -> CollectionYear:
    return collection_year(extract, date.fromordinal(year.last.toordinal() + 1))


def _without(codes: set[str], change: YearChange) -> set[str]:
    return codes - {change.name} if change.kind == "no longer used" else codes


@pytest.mark.parametrize("extract", EXTRACTS, ids=lambda extract: extract.id)
def test_every_year_that_is_listed_changes_something(extract: Extract) -> None:
    years = years_with_changes(extract)
    assert [year.first for year in years] == sorted({year.first for year in years})
    assert all(changes(extract, year) for year in years)
