"""Staged rows for tests of indicators: from the lists of the oracle, or drawn with only the columns that matter."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from tests.core_tables import BATCH_TYPES, core_tables
from tests.oracle import Row, Town
from tests.tables import table as table_of
from transforms.compute import compute
from transforms.council_types import Population, School
from transforms.indicators import indicator_by_id
from transforms.indicators.indicator import AMOUNTS, Indicator, Staged
from transforms.quarters import Quarter, academic_year, financial_year

SCHOOLS = {"900001": "Primary", "900002": "Secondary", "900003": "Special", "900004": "PRU"}

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
    "half_terms": 1,
    "period_start": date(2025, 4, 22),
    "period_end": date(2025, 5, 23),
    "sessions": 1,
}


def staged_of(town: Town) -> Staged:
    """The frames that the warehouse would give of a town's rows."""
    batches = town.batches or _batches_of(town)
    return Staged(
        tables={name: _table(name, town.rows(name)) for name in core_tables()},
        batches=_frame(batches, BATCH_TYPES),
        la_code=town.la_code,
        area_codes=town.area_codes,
        schools=tuple(
            School(urn, f"School {urn}", phase, town.pupils.get(urn, 100)) for urn, phase in town.phases.items()
        ),
        population=tuple(Population(year, children) for year, children in town.population.items()),
    )


def _batches_of(town: Town) -> list[Row]:
    """The batches that the rows name."""
    every = {row["batch_id"]: row for rows in town.tables.values() for row in rows}
    return [{name: row.get(name) for name in BATCH_TYPES} for row in every.values()]


def drawn(table: str, picture: str, **batch: Any) -> list[Row]:  # noqa: ANN401 - values of columns
    """Rows of a core table as drawn, numbered, each with what is the same for all (``batch_id``, ``covers``)."""
    types = core_tables()[table]
    lines = table_of(picture).to_dict("records")
    rows = [{str(name): _value(types[str(name)], cell) for name, cell in line.items()} for line in lines]
    return [{"row_number": number} | batch | row for number, row in enumerate(rows, start=2)]


def looked_after(
    picture: str, data_to: date = date(2025, 6, 30), population: Mapping[int, int] | None = None, seekers: str = "child"
) -> Staged:
    """One return of children looked after: a line per episode, with its child's date of birth and sex beside it.

    ``seekers``: a line per unaccompanied asylum-seeking child.
    """
    batch = {"batch_id": 1, "extract": "ssda903", "covers": financial_year(data_to), "data_to": data_to}
    rows = [_EPISODE_AS_USUAL | batch | row for row in _drawn(picture, "core.cla_episode", "core.cla_child")]
    children = {row["child"]: row for row in rows}
    episodes = [row | {"row_number": line} for line, row in enumerate(rows, start=2)]
    tables = {
        "core.cla_child": list(children.values()),
        "core.cla_episode": episodes,
        "core.cla_asylum_seeker": [batch | row for row in _drawn(seekers, "core.cla_asylum_seeker")],
    }
    return staged_of(Town(tables, population=dict(population or {})))


def at_school(picture: str) -> Staged:
    """Session counts: a line per enrolment, half-term and code, with what the enrolment is beside it.

    Without a code, the line says how many sessions were possible.
    """
    rows = [_COUNT_AS_USUAL | row for row in _drawn(picture, "core.attendance_count", "core.enrolment")]
    for row in rows:
        row["academic_year"] = academic_year(row["period_start"])
        row["batch_id"] = {"attendance_register": 1, "census_sessions": 1 + row["half_terms"]}[row["extract"]]
    enrolments = {(row["batch_id"], row["pupil"], row["school_urn"]): row for row in rows}
    tables = {
        "core.enrolment": list(enrolments.values()),
        "core.attendance_count": [row for row in rows if row["code"] is not None],
        "core.attendance_possible": [row for row in rows if row["code"] is None],
    }
    return staged_of(Town(tables, phases=SCHOOLS))


def counted(
    staged: Staged, indicator: str, quarter: str = "2025-26-Q1"
) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Counts of an indicator by place: school (or nothing) and item. Nothing where there is no figure.

    Fails where the counts are not of the shape that the indicator's entry says.
    """
    values = compute(staged, [indicator_by_id(indicator)], [Quarter.parse(quarter)])
    if not values.empty:
        _require_shape(indicator_by_id(indicator), values)
    places = zip(values["school_urn"], values["item"], strict=True)
    return dict(zip(places, counts_of(values), strict=True))


def _require_shape(entry: Indicator, values: pd.DataFrame) -> None:
    assert set(values["breakdown"]) == {"Total", *entry.breakdowns}
    assert set(values.dtypes[["numerator", "denominator"]].astype(str)) == {"Int64"}
    assert values["numerator"].notna().all()
    assert not values.duplicated(["school_urn", "breakdown", "item"]).any()
    has_denominator = values.loc[values["breakdown"] == "Total", "denominator"].notna()
    assert entry.unit not in AMOUNTS or not has_denominator.any()


def counts_of(values: pd.DataFrame) -> list[tuple[int, int | None]]:
    """Numerator and denominator (none for a count) of each row."""
    pairs = zip(values["numerator"], values["denominator"], strict=True)
    return [(int(numerator), None if pd.isna(denominator) else int(denominator)) for numerator, denominator in pairs]


def _drawn(picture: str, *tables: str) -> list[Row]:
    """Lines with columns of several core tables, where one line stands for a row of each."""
    types = {name: kind for table in tables for name, kind in core_tables()[table].items()}
    lines = table_of(picture).to_dict("records")
    return [{str(name): _value(types[str(name)], cell) for name, cell in line.items()} for line in lines]


def _value(kind: str, cell: Any) -> Any:  # noqa: ANN401 - a drawn cell can be of any of the types
    if pd.isna(cell):
        return None
    match kind:
        case "datetime64[us]":
            return date.fromisoformat(cell)
        case "Int64":
            return int(cell)
        case "boolean":
            return cell == "yes"
        case _:
            return cell


def _table(name: str, rows: Sequence[Row]) -> pd.DataFrame:
    return _frame(rows, core_tables()[name]) if rows else _without_rows(name)


@cache
def _without_rows(name: str) -> pd.DataFrame:
    """Of the many tables most have no rows in a test; nobody changes the frames that indicators are given."""
    return _frame([], core_tables()[name])


def _frame(rows: Sequence[Row], types: Mapping[str, str]) -> pd.DataFrame:
    columns = {name: pd.Series([row.get(name) for row in rows], dtype=kind) for name, kind in types.items()}
    return pd.DataFrame(columns)
