"""How fast registers are read: parsed, checked and reduced, beside plain readers of the same file."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from pyarrow import csv as arrow_csv

from flows.bench.timing import processor_seconds
from flows.parsing.chunks import read_chunks
from transforms.codelists import group_on
from transforms.council_types import HalfTerm
from transforms.extracts.attendance_register import ATTENDANCE_REGISTER, MARKS
from transforms.reduce import Reduced, reduce_register
from transforms.register_chunk import Chunk
from transforms.rules.derived import all_rules
from transforms.rules.rule import Context

_TERM = (date(2025, 4, 22), date(2025, 7, 22))
_URN = "900001"
_LETTERS = np.array(list("ABCDEFGHJKLMNPQRTUVWXYZ"))
_MARKS = np.array(["/", "\\", "I", "L", "N", "O", "C", "M", "B", "C2"])
_MARK_SHARES = [0.45, 0.45, 0.04, 0.02, 0.01, 0.01, 0.005, 0.005, 0.005, 0.005]


@dataclass(frozen=True)
class BenchLine:
    """One measurement. ``ratio`` is its time over the time of the fastest parse of the same rows."""

    name: str
    rows: int
    seconds: float
    ratio: float

    @property
    def rows_per_second(self) -> int:
        return int(self.rows / self.seconds)


def bench_registers(rows: int) -> list[BenchLine]:
    """Make a clean and a dirty register of about so many marks, and time the readers of each.

    The floor is Arrow's parser alone on one thread; pandas' reader is the yardstick that analysts know.
    """
    with tempfile.TemporaryDirectory() as folder:
        clean, dirty, bad, one = (Path(folder, f"{name}.csv") for name in ("marks", "dirty", "bad", "one"))
        marks = made_up_marks(rows)
        _write(marks, clean)
        _write(_with_defects(marks), dirty)
        _write(marks.assign(mark="QQ"), bad)
        _write(marks.assign(upn=marks["upn"].iloc[0]), one)
        roll = marks[["upn", "urn"]].drop_duplicates().rename(columns={"upn": "pupil", "urn": "school_urn"})
        rows = len(marks)
        del marks
        timed = [
            ("arrow, parse alone", lambda: _parse_alone(clean)),
            ("pandas.read_csv", lambda: pd.read_csv(clean, dtype="str", keep_default_na=False)),
            ("cyp, parse in chunks", lambda: sum(len(chunk) for chunk in _chunks(clean))),
            ("cyp, checks and reduction, clean", lambda: reduce_file(clean, roll)),
            ("cyp, checks and reduction, one row in ten bad", lambda: reduce_file(dirty, roll)),
            ("cyp, checks and reduction, every row bad", lambda: reduce_file(bad, roll)),
            ("cyp, checks and reduction, all of one pupil", lambda: reduce_file(one, roll)),
        ]
        seconds = [processor_seconds(run) for _, run in timed]
    return [BenchLine(name, rows, taken, taken / seconds[0]) for (name, _), taken in zip(timed, seconds, strict=True)]


def reduce_file(path: Path, roll: pd.DataFrame) -> Reduced:
    """Everything that is done to a file of marks before it is staged."""
    return reduce_register(
        lambda: _chunks(path),
        roll,
        MARKS,
        all_rules(MARKS),
        _context(roll),
        attending=group_on("attendance_code", "attending", _TERM[1]),
        date_formats=ATTENDANCE_REGISTER.date_formats,
    )


def made_up_marks(rows: int) -> pd.DataFrame:
    """Marks of one large school over a summer term, by pupil, day and session; columns as in the file."""
    days = pd.bdate_range(*_TERM).strftime("%Y-%m-%d").to_numpy()
    pupils = max(rows // (len(days) * 2), 1)
    random = np.random.default_rng(7)
    sessions = len(days) * 2
    return pd.DataFrame(
        {
            "upn": np.repeat(_upns(pupils), sessions),
            "urn": _URN,
            "date": np.tile(np.repeat(days, 2), pupils),
            "session": np.tile(["AM", "PM"], pupils * len(days)),
            "mark": random.choice(_MARKS, size=pupils * sessions, p=_MARK_SHARES),
        }
    )


def _upns(count: int) -> np.ndarray:
    """Unique pupil numbers with their right check letters."""
    number = 999_2500_00000 + np.arange(count, dtype=np.int64) * 7
    digits = number[:, None] // 10 ** np.arange(10, -1, -1) % 10
    body = np.concatenate([digits, np.zeros((count, 1), dtype=np.int64)], axis=1)
    letters = _LETTERS[(body * np.arange(2, 14)).sum(axis=1) % 23]
    return np.array([letter + "".join(map(str, row)) for letter, row in zip(letters, body, strict=True)])


def _with_defects(marks: pd.DataFrame) -> pd.DataFrame:
    """The same marks with one row in ten bad: four kinds of wrong text, and other marks for the session before."""
    kind = pd.Series(np.random.default_rng(8).integers(0, 60, len(marks)))
    spoilt = {"mark": "QQ", "date": "31/31/2025", "session": "EVE", "upn": "H999999999999"}
    wrong = {name: marks[name].mask(kind == number, text) for number, (name, text) in enumerate(spoilt.items())}
    is_repeat = kind.isin([4, 5])
    is_repeat[0] = False
    repeated = {name: wrong[name].mask(is_repeat, marks[name].shift()) for name in ("upn", "date", "session")}
    return marks.assign(**wrong).assign(**repeated)


def _context(roll: pd.DataFrame) -> Context:
    return Context(
        data_to=_TERM[1],
        taken_on=_TERM[1],
        covers_from=_TERM[0],
        covers_to=_TERM[1],
        schools=frozenset({_URN}),
        half_terms=(
            HalfTerm("2024/25", 5, _TERM[0], date(2025, 5, 23)),
            HalfTerm("2024/25", 6, date(2025, 5, 24), _TERM[1]),
        ),
        tables={"roll": roll},
    )


def _chunks(path: Path) -> Iterator[Chunk]:
    with path.open("rb") as file:
        yield from read_chunks(file, path.name, MARKS)


def _parse_alone(path: Path) -> None:
    arrow_csv.read_csv(path, read_options=arrow_csv.ReadOptions(use_threads=False))


def _write(marks: pd.DataFrame, path: Path) -> None:
    marks.to_csv(path, index=False)
