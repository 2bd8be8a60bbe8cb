"""How fast a return of children looked after is read and checked, with every rule: clean, and bad in several ways."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from flows.bench.timing import processor_seconds
from flows.steps.validate import CheckedBatch, check_files
from transforms.extracts import SSDA903
from transforms.rules.rule import Context

_YEAR = (date(2024, 4, 1), date(2025, 3, 31))
_EPISODES_EACH = 4
_FORMAT = "%d/%m/%Y"
_EACH_UNEVEN = 20
_UNQUOTED = "MB7 1GQ,"


@dataclass(frozen=True)
class ReturnLine:
    """One measurement: a return of ``rows``, its headers and episodes. ``ratio`` is its time over the clean one's."""

    name: str
    rows: int
    rows_held: int
    seconds: float
    ratio: float

    @property
    def rows_per_second(self) -> int:
        return int(self.rows / self.seconds)


def bench_episodes(rows: int) -> list[ReturnLine]:
    """Make returns of about so many episodes, and time parsing, every rule and the findings by row of each."""
    clean_header, clean = made_up_return(rows)
    kinds = (
        ("cyp, 903 with all rules, clean", clean_header, clean),
        ("cyp, 903 with all rules, every row bad", clean_header, clean.assign(LS="ZZ", DEC="31/02/2025", PLACE="??")),
        ("cyp, 903 with all rules, all of one child", clean_header.assign(CHILD="1"), clean.assign(CHILD="1")),
        ("cyp, 903 with all rules, a line in 20 uneven", clean_header, _uneven(clean)),
    )
    with tempfile.TemporaryDirectory() as folder:
        # Once before: what is imported and set up once is not what a return costs.
        _measure(Path(folder), *made_up_return(_EPISODES_EACH))
        measured = [(name, *_measure(Path(folder), header, episodes)) for name, header, episodes in kinds]
    first = measured[0][1]
    return list(_lines(measured, first))


def made_up_return(rows: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A year's Header and Episodes as text: four episodes a child, each placed anew on the day that one ended."""
    random = np.random.default_rng(9)
    children = max(rows // _EPISODES_EACH, 1)
    year = np.datetime64(_YEAR[0])
    begun = year - random.integers(30, 700, children)
    moves = year + np.sort(random.choice(360, (children, _EPISODES_EACH - 1)), axis=1) + np.arange(_EPISODES_EACH - 1)
    numbers = np.arange(children).astype(str)
    header = pd.DataFrame(
        {
            "CHILD": numbers,
            "SEX": random.choice(["M", "F"], children),
            "DOB": _text(year - random.integers(365 * 5, 365 * 15, children)),
            "ETHNIC": "WBRI",
            "UPN": "UN3",
            "MOTHER": None,
            "MC_DOB": None,
        }
    )
    starts = np.column_stack([begun, moves]).ravel()
    is_first, is_last = (np.tile(np.arange(_EPISODES_EACH) == n, children) for n in (0, _EPISODES_EACH - 1))
    ends = pd.Series(_text(np.append(starts[1:], starts[-1]))).mask(is_last)
    episodes = pd.DataFrame(
        {
            "CHILD": np.repeat(numbers, _EPISODES_EACH),
            "DECOM": _text(starts),
            "RNE": np.where(is_first, "S", "P"),
            "LS": "C2",
            "CIN": "N1",
            "PLACE": np.tile(["U4", "U6"], len(starts) // 2),
            "PLACE_PROVIDER": "PR1",
            "DEC": ends,
            "REC": pd.Series("X1", index=ends.index).where(~is_last),
            "REASON_PLACE_CHANGE": pd.Series("CREQB", index=ends.index).where(~is_last),
            "HOME_POST": "MB9 3FL",
            "PL_POST": "MB7 1GQ",
            "URN": np.tile(["SC999001", "SC999002"], len(starts) // 2),
        }
    )
    return header, episodes


def _uneven(episodes: pd.DataFrame) -> pd.DataFrame:
    """Rows of which every twentieth will have a field too many: a comma that nobody put in quotation marks."""
    is_uneven = np.arange(len(episodes)) % _EACH_UNEVEN == _EACH_UNEVEN // 2
    return episodes.assign(PL_POST=episodes["PL_POST"].mask(is_uneven, _UNQUOTED))


def _measure(folder: Path, header: pd.DataFrame, episodes: pd.DataFrame) -> tuple[float, int, int]:
    files = [("header.csv", folder / "header.csv"), ("episodes.csv", folder / "episodes.csv")]
    for (_, file), rows in zip(files, (header, episodes), strict=True):
        file.write_text(rows.to_csv(index=False).replace(f'"{_UNQUOTED}"', _UNQUOTED), encoding="utf-8")
    context = Context(_YEAR[1], _YEAR[1], *_YEAR)
    found: list[CheckedBatch] = []
    seconds = processor_seconds(lambda: found.append(check_files(SSDA903, files, context, with_verdict=False)))
    return seconds, len(header) + len(episodes), sum(table.rows_held for table in found[0].tables)


def _lines(measured: list[tuple[str, float, int, int]], first: float) -> Iterator[ReturnLine]:
    for name, seconds, rows, held in measured:
        yield ReturnLine(name, rows, held, seconds, seconds / first)


def _text(days: np.ndarray) -> np.ndarray:
    return pd.DatetimeIndex(days).strftime(_FORMAT).to_numpy()
