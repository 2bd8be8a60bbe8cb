"""Codes beside those of the year before: which spreads are new, and when there is too little to say so."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from tests.core_tables import core_tables
from transforms.drift import code_counts, drifted, of_year_before, watched, weight_of
from transforms.extracts import EXTRACTS, extract_by_id
from transforms.extracts.attendance_register import ATTENDANCE_REGISTER
from transforms.history import TableOfFile

NOW = date(2025, 6, 30)
HEADER = {"header": TableOfFile("header", "now", 400)}


def counted(**codes: int) -> pd.DataFrame:
    return pd.DataFrame({"column": "sex", "code": list(codes), "rows": list(codes.values())})


def found(now: Mapping[str, int], *before: Mapping[str, int]) -> list[str]:
    past = [counted(**codes).assign(batch_id=number) for number, codes in enumerate(before)]
    everything = pd.concat(past) if past else counted().assign(batch_id=[])
    return [each.message for each in drifted(counted(**now), everything, {"sex": "header"}, HEADER)]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ({"F": 200, "M": 200}, [{"F": 190, "M": 210}], None),
        ({"F": 400}, [{"F": 200, "M": 200}], "50 in 100"),
        ({"F": 400}, [{"F": 200, "M": 200}, {"F": 390}], None),  # it was once so
        ({"F": 90, "M": 10, "X": 300}, [{"F": 200, "M": 200}, {"F": 300, "M": 100}], "75 in 100"),  # the nearest
        ({"F": 239, "M": 161}, [{"F": 400}], "40 in 100"),
        ({"F": 241, "M": 159}, [{"F": 400}], None),
        ({"F": 199}, [{"F": 200, "M": 200}], None),  # too few
        ({"F": 400}, [{"F": 50, "M": 149}], None),
        ({"F": 400}, [], None),
        ({}, [{"F": 200, "M": 200}], None),
    ],
)
def test_a_spread_unlike_each_of_the_year_before_is_told(
    now: Mapping[str, int], before: list[Mapping[str, int]], said: str | None
) -> None:
    messages = found(now, *before)
    assert len(messages) == (said is not None)
    assert all(f"sex: {said} rows would need another code" in message for message in messages)


@pytest.mark.parametrize(
    ("days", "batches"),
    [
        ([date(2024, 6, 30), date(2024, 12, 31), date(2025, 3, 31)], (0, 1, 2)),
        ([date(2024, 3, 31), date(2024, 12, 31)], ()),  # one is too long ago, the other is of one season
        ([date(2024, 3, 31), date(2024, 7, 5), date(2025, 6, 30)], (1,)),
        ([date(2024, 9, 30), date(2025, 3, 31)], ()),
        ([], ()),
    ],
)
def test_nothing_is_said_before_a_whole_year_is_there(days: list[date], batches: tuple[int, ...]) -> None:
    assert of_year_before({day: number for number, day in enumerate(days)}, NOW) == batches


def test_rows_that_are_counts_count_for_as_many() -> None:
    rows = pd.DataFrame({"code": ["/", "I", "/", None], "sessions": [5, 2, 3, 9]})
    counts = code_counts(rows, watched(ATTENDANCE_REGISTER, "core.attendance_count", rows.columns), "sessions")
    assert counts.to_dict("list") == {"column": ["code", "code"], "code": ["/", "i"], "rows": [8, 2]}


def test_flags_are_counted_as_the_database_writes_them() -> None:
    flags = pd.DataFrame({"flag": pd.array([True, None, False, True], dtype="boolean")})
    assert dict(code_counts(flags, ["flag"], "")[["code", "rows"]].to_numpy()) == {"false": 1, "true": 2}


def test_what_is_watched_are_columns_that_the_core_tables_have() -> None:
    for extract in EXTRACTS:
        for name in extract.core_tables:
            columns = set(core_tables()[name])
            found = watched(extract, name, columns)
            assert set(found) <= columns, name
            assert set(found.values()) <= {table.name for table in extract.tables}
            assert not weight_of(name) or weight_of(name) in columns
    assert "legal_status" in watched(extract_by_id("ssda903"), "core.cla_episode", core_tables()["core.cla_episode"])
