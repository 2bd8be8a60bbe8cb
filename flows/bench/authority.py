"""A made-up authority whose schools keep registers: a year of marks, with a fault in one row of a hundred.

It is written as a council folder, in the real layout, so that what reads it is what reads a council's.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from transforms.council_types import HalfTerm

QUARTER = "2025-26-Q2"
PUPILS_OF_A_SCHOOL = 800
HALF_TERMS = (
    HalfTerm("2024/25", 1, date(2024, 9, 3), date(2024, 10, 25)),
    HalfTerm("2024/25", 2, date(2024, 11, 4), date(2024, 12, 20)),
    HalfTerm("2024/25", 3, date(2025, 1, 6), date(2025, 2, 14)),
    HalfTerm("2024/25", 4, date(2025, 2, 24), date(2025, 4, 4)),
    HalfTerm("2024/25", 5, date(2025, 4, 22), date(2025, 5, 23)),
    HalfTerm("2024/25", 6, date(2025, 6, 2), date(2025, 7, 22)),
)
TERMS = tuple(zip(HALF_TERMS[::2], HALF_TERMS[1::2], strict=True))

_LETTERS = np.array(list("ABCDEFGHJKLMNPQRTUVWXYZ"))
_MARKS = np.array(["/", "\\", "I", "L", "N", "O", "C", "M", "B", "C2"])
_MARK_SHARES = [0.45, 0.45, 0.04, 0.02, 0.01, 0.01, 0.005, 0.005, 0.005, 0.005]
_KINDS_OF_ROW = 800  # eight of which are faulty
_WRONG = (
    ("mark", "QQ"),
    ("mark", ""),
    ("mark", "H"),  # no longer in use
    ("session", "EVE"),
    ("date", "31/31/2025"),
    ("upn", "H999999999999"),  # not on roll
)

_COUNCIL = """\
slug = "{slug}"
name = "Made-up authority"
la_code = "999"
gss_code = "E06999999"
region = "North West"
synthetic = true

[[officers]]
initials = "AA"
name = "An Officer"
role = "Attendance"

[[supply]]
extract = "attendance_register"
supplier = "central"
title = "All schools' registers"
source = "folder"
path = "extracts/attendance_register/central"
expected = true
due_working_days = 10
owner = "AA"

[[objectives]]
ref = "A"
title = "Attendance"

[[measures]]
ref = "A 01"
objective = "A"
title = "Absence"
officer = "AA"
parts = [{{ title = "Total", indicator = "overall_absence_rate" }}]
"""


@dataclass(frozen=True)
class Authority:
    """A council folder, how many marks lie in it, and the deliveries, one a term: folders with roll and marks."""

    folder: Path
    rows: int
    deliveries: tuple[Path, ...]


def make_authority(folder: Path, rows: int, slug: str = "marks") -> Authority:
    """Write a council folder with about so many marks, over three terms."""
    days = sum(len(_days(term)) for term in TERMS)
    pupils = max(rows // (2 * days), 1)
    upns = made_up_upns(pupils)
    urns = np.array([str(100_001 + school) for school in range(-(-pupils // PUPILS_OF_A_SCHOOL))])
    school = np.arange(pupils) // PUPILS_OF_A_SCHOOL
    _write_settings(folder, slug, urns, pupils)
    written, deliveries = 0, []
    for number, term in enumerate(TERMS):
        place = folder / "extracts/attendance_register/central" / term[1].end.isoformat()
        place.mkdir(parents=True)
        _roll(upns, urns[school]).to_csv(place / "roll.csv", index=False)
        written += _write_marks(place / "marks.csv", upns, urns[school], term, seed=number)
        deliveries.append(place)
    return Authority(folder, written, tuple(deliveries))


def made_up_upns(count: int) -> np.ndarray:
    """Unique pupil numbers with their right check letters."""
    number = 999_2500_00000 + np.arange(count, dtype=np.int64) * 7
    digits = number[:, None] // 10 ** np.arange(10, -1, -1) % 10
    body = np.concatenate([digits, np.zeros((count, 1), dtype=np.int64)], axis=1)
    letters = _LETTERS[(body * np.arange(2, 14)).sum(axis=1) % 23]
    return np.array([letter + "".join(map(str, row)) for letter, row in zip(letters, body, strict=True)])


def _write_settings(folder: Path, slug: str, urns: np.ndarray, pupils: int) -> None:
    (folder / "reference").mkdir(parents=True)
    (folder / "council.toml").write_text(_COUNCIL.format(slug=slug), encoding="utf-8")
    (folder / "key").write_text("6b" * 32 + "\n", encoding="ascii")
    (folder / "targets.csv").write_text("measure,part,period,value,kind\n", encoding="utf-8")
    (folder / "milestones.csv").write_text("ref,objective,title,due,officer,progress,note\n", encoding="utf-8")
    half_terms = [f"{each.academic_year},{each.number},{each.start},{each.end}" for each in HALF_TERMS]
    schools = [f"{urn},School {urn},Primary,{min(PUPILS_OF_A_SCHOOL, pupils)}" for urn in urns]
    _write_lines(folder / "reference/half_terms.csv", "academic_year,half_term,start,end", half_terms)
    _write_lines(folder / "reference/schools.csv", "urn,name,phase,headcount", schools)


def _write_lines(file: Path, header: str, lines: list[str]) -> None:
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def _roll(upns: np.ndarray, urns: np.ndarray) -> pd.DataFrame:
    years = np.arange(len(upns)) % 11
    return pd.DataFrame(
        {
            "upn": upns,
            "urn": urns,
            "date_of_birth": [f"{2019 - year}-03-14" for year in years],
            "sex": np.where(np.arange(len(upns)) % 2, "F", "M"),
            "year_group": [str(year + 1) for year in years],
            "enrolment_status": "C",
            "boarder": "",
            "entry_date": "2023-09-01",
            "leaving_date": "",
        }
    )


def _write_marks(file: Path, upns: np.ndarray, urns: np.ndarray, term: tuple[HalfTerm, HalfTerm], seed: int) -> int:
    """The marks of a term, school by school. Gives the number of rows."""
    random = np.random.default_rng(seed)
    days = np.array([str(day) for day in _days(term)])
    written = 0
    without_header = arrow_csv.WriteOptions(include_header=False, quoting_style="none")
    with pa.OSFile(str(file), "wb") as out:
        out.write(b"upn,urn,date,session,mark\n")
        for start in range(0, len(upns), PUPILS_OF_A_SCHOOL):
            pupils = upns[start : start + PUPILS_OF_A_SCHOOL]
            marks = _with_faults(_marks(pupils, urns[start], days, random), random)
            arrow_csv.write_csv(pa.Table.from_pandas(marks, preserve_index=False), out, without_header)
            written += len(marks)
    return written


def _marks(pupils: np.ndarray, urn: str, days: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    sessions = len(days) * 2
    return pd.DataFrame(
        {
            "upn": np.repeat(pupils, sessions),
            "urn": urn,
            "date": np.tile(np.repeat(days, 2), len(pupils)),
            "session": np.tile(["AM", "PM"], len(pupils) * len(days)),
            "mark": random.choice(_MARKS, size=len(pupils) * sessions, p=_MARK_SHARES),
        }
    )


def _with_faults(marks: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The same marks with one row in a hundred bad: six kinds of wrong text, a row sent twice, two marks for one."""
    kind = random.integers(0, _KINDS_OF_ROW, len(marks))
    kind[0] = _KINDS_OF_ROW  # the first row has none before it to repeat
    for number, (name, text) in enumerate(_WRONG):
        marks.loc[kind == number, name] = text
    before = marks.shift()
    for name in ("upn", "date", "session"):
        marks[name] = marks[name].mask(np.isin(kind, [6, 7]), before[name])
    marks["mark"] = marks["mark"].mask(kind == 6, before["mark"])
    return marks


def _days(term: tuple[HalfTerm, HalfTerm]) -> list[date]:
    return [day.date() for part in term for day in pd.bdate_range(part.start, part.end)]
