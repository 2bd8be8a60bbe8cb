"""Staged rows for tests of indicators: from the lists of the oracle, or drawn with only the columns that matter."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from tests.oracle import Row, Town
from tests.tables import table
from transforms.compute import compute
from transforms.council_types import Population, School
from transforms.indicators import indicator_by_id
from transforms.indicators.indicator import Staged
from transforms.quarters import Quarter, academic_year, financial_year

SCHOOLS = {"900001": "Primary", "900002": "Secondary", "900003": "Special", "900004": "PRU"}

_TEXT, _DATE, _NUMBER = "str", "datetime64[us]", "Int64"
_BATCH = {"batch_id": _NUMBER, "extract": _TEXT, "covers": _TEXT, "data_to": _DATE}
_CHILD = _BATCH | {"child": _TEXT, "sex": _TEXT, "date_of_birth": _DATE}
_EPISODE = _BATCH | {
    "row_number": _NUMBER,
    "child": _TEXT,
    "episode_start": _DATE,
    "reason_new_episode": _TEXT,
    "legal_status": _TEXT,
    "placement": _TEXT,
    "placement_provider": _TEXT,
    "episode_end": _DATE,
}
_ENROLMENT = _BATCH | {
    "pupil": _TEXT,
    "school_urn": _TEXT,
    "age_at_start": _NUMBER,
    "enrolment_status": _TEXT,
    "boarder": _TEXT,
}
_COUNT = _BATCH | {
    "pupil": _TEXT,
    "school_urn": _TEXT,
    "academic_year": _TEXT,
    "half_term": _NUMBER,
    "period_start": _DATE,
    "period_end": _DATE,
    "code": _TEXT,
    "sessions": _NUMBER,
}
_EPISODE_AS_USUAL: Row = {
    "date_of_birth": date(2014, 5, 9),
    "sex": "F",
    "episode_start": date(2024, 1, 8),
    "episode_end": None,
    "reason_new_episode": "S",
    "legal_status": "C2",
    "placement": "U6",
    "placement_provider": "PR1",
}
_COUNT_AS_USUAL: Row = {
    "extract": "attendance_register",
    "school_urn": "900001",
    "age_at_start": 8,
    "enrolment_status": "C",
    "boarder": None,
    "half_term": 5,
    "period_start": date(2025, 4, 22),
    "period_end": date(2025, 5, 23),
    "sessions": 1,
}


def staged_of(town: Town) -> Staged:
    """The frames that the warehouse would give of a town's rows."""
    return Staged(
        children=_frame(town.children, _CHILD),
        episodes=_frame(town.episodes, _EPISODE),
        enrolments=_frame(town.enrolments, _ENROLMENT),
        session_counts=_frame(town.session_counts, _COUNT),
        schools=tuple(School(urn, f"School {urn}", phase, 100) for urn, phase in town.phases.items()),
        population=tuple(Population(year, children) for year, children in town.population.items()),
    )


def looked_after(
    picture: str, data_to: date = date(2025, 6, 30), population: Mapping[int, int] | None = None
) -> Staged:
    """One return of children looked after: a line per episode, with its child's date of birth and sex beside it."""
    batch = {"batch_id": 1, "extract": "ssda903", "covers": financial_year(data_to), "data_to": data_to}
    rows = [_EPISODE_AS_USUAL | batch | row for row in _drawn(picture)]
    children = {row["child"]: row for row in rows}
    episodes = [row | {"row_number": line} for line, row in enumerate(rows, start=2)]
    return staged_of(Town(children=list(children.values()), episodes=episodes, population=dict(population or {})))


def at_school(picture: str) -> Staged:
    """Session counts: a line per enrolment, half-term and code, with what the enrolment is beside it."""
    rows = [_COUNT_AS_USUAL | row for row in _drawn(picture)]
    for row in rows:
        row["academic_year"] = academic_year(row["period_start"])
        row["batch_id"] = {"attendance_register": 1, "census_sessions": 2}[row["extract"]]
    enrolments = {(row["batch_id"], row["pupil"], row["school_urn"]): row for row in rows}
    return staged_of(Town(enrolments=list(enrolments.values()), session_counts=rows, phases=SCHOOLS))


def counted(
    staged: Staged, indicator: str, quarter: str = "2025-26-Q1"
) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Counts of an indicator by place: school (or nothing) and item. Nothing where there is no figure."""
    values = compute(staged, [indicator_by_id(indicator)], [Quarter.parse(quarter)])
    places = zip(values["school_urn"], values["item"], strict=True)
    return dict(zip(places, counts_of(values), strict=True))


def counts_of(values: pd.DataFrame) -> list[tuple[int, int | None]]:
    """Numerator and denominator (none for a count) of each row."""
    pairs = zip(values["numerator"], values["denominator"], strict=True)
    return [(int(numerator), None if pd.isna(denominator) else int(denominator)) for numerator, denominator in pairs]


def _drawn(picture: str) -> list[Row]:
    lines = table(picture).to_dict("records")
    return [{str(name): _value(str(name), cell) for name, cell in line.items()} for line in lines]


def _value(name: str, cell: Any) -> Any:  # noqa: ANN401 - a drawn cell can be of any of the types
    if pd.isna(cell):
        return None
    kinds = _EPISODE | _CHILD | _ENROLMENT | _COUNT
    if kinds[name] == _DATE:
        return date.fromisoformat(cell)
    return int(cell) if kinds[name] == _NUMBER else cell


def _frame(rows: Sequence[Row], types: Mapping[str, str]) -> pd.DataFrame:
    columns = {name: pd.Series([row.get(name) for row in rows], dtype=kind) for name, kind in types.items()}
    return pd.DataFrame(columns)
