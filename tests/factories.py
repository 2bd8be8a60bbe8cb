"""Valid rows made from the declarations alone: a column that is added to a table appears in them by itself.

Row ``n`` of one table belongs to row ``n`` of every other: the same child, the same pupil, the same school.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from tests.tables import table as drawn_table
from transforms import codelists
from transforms.checking import TableCheck, check_table
from transforms.council_types import HalfTerm
from transforms.extracts import EXTRACTS, extract_by_id
from transforms.extracts.extract import Column, Extract, Kind, Table
from transforms.rules.rule import Context
from transforms.slices import slice_of
from transforms.staging import typed

DATA_TO = date(2025, 6, 30)
SCHOOL_DAY = date(2025, 6, 9)  # a Monday of the newest half-term before DATA_TO
LA_CODE = "999"
HALF_TERMS = (
    HalfTerm("2024/25", 5, date(2025, 4, 22), date(2025, 5, 23)),
    HalfTerm("2024/25", 6, date(2025, 6, 2), date(2025, 7, 22)),
)
SCHOOLS = frozenset(f"9{number:05d}" for number in range(1, 1000))
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # Department for Education, unique pupil numbers guide

# What the rules compare with the council, the clock or another column, so that no declaration can say it.
_AGREED: Mapping[str, str | date] = {
    "la_code": LA_CODE,
    "lead_la": LA_CODE,
    "urn": "900001",  # where one of several ways to name a place must be given
    "date_of_birth": date(2014, 5, 9),
    "is_nfa": "0",  # a referral that led to something, and so has a need
    "primary_need": "N1",
    "activity": "F1",  # of a young person with whom the council is in touch
    "accommodation": "U1",
    "authorised_date": SCHOOL_DAY,  # an assessment that is done, and so has factors
    "out_of": "40",
    "missing_episodes": "0",  # a child of whom no interview is asked
    "end_date": SCHOOL_DAY,  # on which whatever excludes it may begin
    "accommodation_kind": "U",
    "academic_year": "2024/25",
    "review_date": date(2025, 6, 10),  # after what is reviewed began
}
# The same, in one extract or one table alone.
_AGREED_IN: Mapping[str, Mapping[str, str | date]] = {
    "ssda903": {
        "date_of_birth": date(2008, 6, 1),  # of someone who may have left care, and is a child
        "placement": "K2",  # where a child may be with most providers, and under any order
        "placement_provider": "PR1",
        "placement_urn": "SC999001",
        "participation": "PN2",
        "worker": "SW999001",
    },
    "pre_proceedings": {"meeting_offered": "1"},  # without any date, else it would say nothing
    "key_stage_results": {"standard_met": "1"},
    "care_targets": {"returned_on": SCHOOL_DAY, "target": "6"},
    "figures": {"indicator_id": "suspensions", "breakdown": "reason", "numerator": "1"},
    "workers": {"fte": "0.5"},  # so that two posts make one whole
    "inspections": {"leadership": "2"},
    "family_centres": {"date_of_birth": date(2022, 5, 9), "centre": "Hill Top"},
    "social_workers": {"date_of_birth": date(1985, 5, 9)},
    # Decided before the year, so that there may be an assessment and a plan, and need be none.
    "requests": {"request_outcome": "H"},
    "assessment": {"assessment_outcome": "H"},
    "placementdetail": {"placement_rank": "1"},
    "schoolcensus": {"reference_date": date(2025, 10, 2)},  # of the term after the one that is counted
    "list_9": {"date_of_birth": date(2007, 12, 9)},  # of an age to leave care
}
_NUMBER = "1"  # which is a flag as well
_DIGITS = re.compile(r"\^(?:\(\[A-Z\]\{2\}\)\?)?\\d\{(\d+)(?:,\d+)?\}\$")
_UP_TO = re.compile(r"\^\.\{1,\d+\}\$")
_CAPITALS = re.compile(r"\^\[A-Z\]\{(\d),\d\}\$")

Texts = str | None | list[str | None] | list[str]


def rows(table: Table, n: int = 1, *, first: int = 1, **overrides: Texts) -> pd.DataFrame:
    """``n`` valid rows as they arrive, indexed by line. ``overrides`` give a column one text for all rows, or one each.

    What must be filled in is; of the rest, only identifiers of people are. ``first`` numbers the first row's child.
    """
    numbers = range(first, first + n)
    extract = extract_of(table)
    agreed = {**_AGREED, **_AGREED_IN.get(extract.id, {}), **_AGREED_IN.get(table.name, {})}
    columns = {
        column.name: [_as_it_arrives(agreed[column.name], extract)] * n
        if column.name in agreed
        else [_text(extract, table, column, number) for number in numbers]
        for column in table.columns
    }
    unknown = set(overrides) - set(columns)
    assert not unknown, f"{table.name} has no column {', '.join(sorted(unknown))}"
    for name, texts in overrides.items():
        columns[name] = list(texts) if isinstance(texts, list) else [texts] * n
    return pd.DataFrame(columns, index=range(2, n + 2), dtype="str")


def drawn(table: Table, picture: str, *, first: int = 1) -> pd.DataFrame:
    """The rows of a picture (``tests.tables.table``), the columns that it leaves out filled in."""
    cells = drawn_table(picture)
    return rows(table, len(cells), first=first, **{str(name): list(cells[name]) for name in cells})


def valid(table: Table, n: int = 3) -> tuple[pd.DataFrame, Context]:
    """Rows that break no rule of their table, and a context that holds the rows of the tables before it."""
    extract = extract_of(table)
    earlier = extract.tables[: extract.tables.index(table)]
    return rows(table, n), context(extract, tables={each.name: _kept(extract.id, each.name, n) for each in earlier})


@cache
def _kept(extract_id: str, name: str, n: int) -> pd.DataFrame:
    """Valid rows of an earlier table, typed. Nobody changes them, so they are made once."""
    extract = extract_by_id(extract_id)
    return typed(rows(extract.table(name), n), extract.table(name), extract.date_formats)


def context(extract: Extract, data_to: date = DATA_TO, **changes: Any) -> Context:  # noqa: ANN401 - fields of Context
    """What the rules know of a delivery: the council's dates and schools, and the slice that ``data_to`` is in.

    Of an extract whose deliveries may cover more or less, one that covers most.
    """
    part = slice_of(extract, data_to, HALF_TERMS, extract.may_cover[-1] if extract.may_cover else "")
    known: dict[str, Any] = {
        "data_to": data_to,
        "taken_on": data_to,
        "covers_from": part.first,
        "covers_to": part.last,
        "la_code": LA_CODE,
        "schools": SCHOOLS,
        "half_terms": HALF_TERMS,
    }
    return Context(**known | changes)


def check(table: Table, text: pd.DataFrame, known: Context | None = None) -> TableCheck:
    """Read and check the rows of one table."""
    extract = extract_of(table)
    return check_table(typed(text, table, extract.date_formats), text, table, known or context(extract))


def broken(table: Table, text: pd.DataFrame, known: Context | None = None) -> dict[str, tuple[int, ...]]:
    """The rules that rows break, each with the lines that break it."""
    return {finding.rule.id: finding.lines for finding in check(table, text, known).findings}


def extract_of(table: Table) -> Extract:
    """The extract that a table belongs to."""
    return next(extract for extract in EXTRACTS if table in extract.tables)


def write(folder: Path, table: Table, text: pd.DataFrame) -> Path:
    """A CSV file of rows, under the headers that the table declares."""
    file = folder / f"{table.name}.csv"
    text.rename(columns={column.name: column.header for column in table.columns}).to_csv(file, index=False)
    return file


def upn(number: int) -> str:
    """A unique pupil number with the right check letter."""
    digits = f"{number:012d}"
    return _CHECK_LETTERS[sum(place * int(digit) for place, digit in enumerate(digits, start=2)) % 23] + digits


def valid_codes(column: Column) -> list[str]:
    """The codes of a column's list that were in use on DATA_TO, in the published order."""
    return [entry.code for entry in codelists.code_list(column.codes) if entry.valid_on(DATA_TO)]


def _text(extract: Extract, table: Table, column: Column, number: int) -> str | None:
    if column.kind is Kind.PERSON:
        return _identifier(column, number)
    return _required_text(extract, table, column, number) if column.required else None


def _identifier(column: Column, number: int) -> str:
    match column.identity:
        case "upn":
            return upn(number)
        case "social worker":
            return f"SW{number:010d}"
        case "learner_number":
            return f"9{number:09}"
        case _:
            return f"{column.identity}-{number}"


def _required_text(extract: Extract, table: Table, column: Column, number: int) -> str:
    if column.kind is Kind.TEXT:
        return _matching(column.pattern, number) if column.pattern else f"{column.name}-{number}"
    if column.kind is Kind.CODE:
        codes = valid_codes(column)
        return codes[(number - 1) % len(codes) if table.key == (column.name,) else 0]
    if column.element.startswith("#"):
        return str(number)  # the record's own
    return _as_it_arrives(SCHOOL_DAY, extract) if column.kind is Kind.DATE else _NUMBER


def _as_it_arrives(value: str | date, extract: Extract) -> str:
    return value if isinstance(value, str) else value.strftime(extract.date_formats[0])


def _matching(pattern: str, number: int) -> str:
    """A text for a pattern of digits (a nine, then the number) or capitals, as few as it allows, or any text."""
    if letters := _CAPITALS.fullmatch(pattern):
        return "ABCD"[: int(letters[1])]
    if _UP_TO.fullmatch(pattern):
        return f"Text {number}"
    digits = _DIGITS.fullmatch(pattern)
    assert digits, f"The factory cannot make a text for the pattern {pattern}: teach it to."
    return f"9{number:0{int(digits[1]) - 1}d}"
