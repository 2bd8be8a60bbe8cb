"""Published rates counted again with our own rules: which come out as published, and which do not.

What decides is what decides a council's figures: ``exact_value``, ``rounded``, and the population that an indicator
takes. Only where a number is hidden or missing is a rate left out.
"""

import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import pandas as pd

from flows.bench.published_rates import POPULATION_FILE, PUBLISHED_RATES, SERIES_FILE, USUAL, PublishedRate
from flows.published import read_series
from transforms.council_types import Population
from transforms.errors import UsageError
from transforms.figures import exact_value, rounded
from transforms.indicators.indicator import Staged, Window
from transforms.indicators.population import children_aged_0_to_17
from transforms.indicators.published import Stands, published_period
from transforms.quarters import Quarter

Place = tuple[str, int]  # authority, and the year by that in which it ends

_LOCAL = "Local authority"
_ESTIMATE = "population_estimate"


@dataclass(frozen=True)
class Compared:
    """A rate of one row: the exact value that we count, and what is published. ``of`` is the two counts."""

    area: str
    year: str
    ours: Fraction
    published: Fraction
    of: str


@dataclass(frozen=True)
class Miss:
    """A rate that does not come out as published."""

    area: str
    year: str
    published: Decimal
    ours: Decimal
    of: str


@dataclass(frozen=True)
class Reproduced:
    """How many values of a published rate come out, or which files are ``absent`` for it."""

    rate: PublishedRate
    total: int = 0
    misses: tuple[Miss, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def reproduced(self) -> int:
        return self.total - len(self.misses)

    @property
    def falls_short(self) -> bool:
        """Whether fewer come out than must."""
        return not self.absent and self.reproduced < self.rate.reproduced


class PublishedFiles:
    """Files as they were published, gzipped or not, in a folder or the folders within it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[str, pd.DataFrame] = {}

    def find(self, name: str) -> Path | None:
        """The first file of a name; None where there is none."""
        return self._files.get(name) or self._files.get(f"{name}.gz")

    @cached_property
    def _files(self) -> dict[str, Path]:
        return {file.name: file for file in sorted(self._folder.rglob("*"), reverse=True) if file.is_file()}

    def rows(self, name: str, columns: Collection[str]) -> pd.DataFrame:
        """Some columns of a file, every cell as text. Raises UsageError for a file that is no table or lacks one."""
        if name not in self._rows:
            try:
                found = self.find(name) or self._folder / name
                self._rows[name] = pd.read_csv(found, dtype="str", keep_default_na=False, encoding="utf-8-sig")
            except (OSError, EOFError, ValueError, zlib.error):
                raise UsageError(f"{name} cannot be read as a table.", "Keep it as it was published.") from None
        if missing := [column for column in columns if column not in self._rows[name]]:
            raise UsageError(f"{name}: column {missing[0]} is missing.", "Keep it as it was published.")
        return self._rows[name][list(dict.fromkeys(columns))]

    def series(self, name: str, key: str) -> dict[Place, str]:
        """Values of a series, as text, by authority (its ``la_code`` or the name of its ``area``) and year."""
        rows = self._series[self._series["series"].eq(name) & self._series["region"].notna()]
        places = zip(rows[key], rows["years"].map(_year_ended), strict=True)
        return dict(zip(places, rows["value"], strict=True))

    @cached_property
    def _series(self) -> pd.DataFrame:
        names = {rate.series for rate in PUBLISHED_RATES if rate.series}
        return read_series(self.find(SERIES_FILE) or self._folder / SERIES_FILE, names)

    @cached_property
    def populations(self) -> dict[str, Staged]:
        """Estimates of children, by authority, as an indicator is given those of its council."""
        rows = self.rows(POPULATION_FILE, (USUAL.level, USUAL.key, USUAL.year, _ESTIMATE))
        known = rows[rows[USUAL.level].eq(_LOCAL) & rows[_ESTIMATE].str.isdecimal()]
        return {str(la_code): _staged(str(la_code), estimates) for la_code, estimates in known.groupby(USUAL.key)}


def reproduce(folder: Path) -> list[Reproduced]:
    """Every declared rate, counted again from the files of a folder. Raises UsageError where it has none of them."""
    files = PublishedFiles(folder)
    found = [reproduced(rate, files) for rate in PUBLISHED_RATES]
    if all(each.absent for each in found):
        raise UsageError(
            f"{folder} holds none of the published files.",
            f"Keep them there under the names that they were published by, such as {PUBLISHED_RATES[0].file}.",
        )
    return found


def reproduced(rate: PublishedRate, files: PublishedFiles) -> Reproduced:
    """A rate counted again for every row that has its numbers."""
    if absent := tuple(name for name in rate.files if files.find(name) is None):
        return Reproduced(rate, absent=absent)
    every = list(compared(rate, files))
    return Reproduced(rate, len(every), tuple(_misses(every, rate.decimals)))


def compared(rate: PublishedRate, files: PublishedFiles) -> Iterator[Compared]:
    """Ours and theirs of each row of a rate that has both."""
    layout = rate.layout
    series = files.series(rate.series, layout.series_key) if rate.series else {}
    rows = _rows_of(rate, files)
    years = {text: _year_ended(text) for text in rows[layout.year].unique()}
    for row in rows.to_dict("records"):
        place = (row[layout.key], years[row[layout.year]])
        in_series = _number(series.get((place[0], place[1] - rate.years_before), ""))
        part = _number(row[rate.numerator]) if rate.numerator else None
        whole = _population(files, place) if rate.of_population else _number(row.get(rate.denominator, ""))
        ours = _rate(part, whole, rate) if rate.numerator else in_series
        theirs = _number(row[rate.value]) if rate.value else in_series
        if ours is not None and theirs is not None:
            area = next((row[name] for name in layout.area if row[name]), "")
            of = f"{row[rate.numerator]} of {whole}" if rate.numerator else f"series {float(in_series or 0):g}"
            yield Compared(area, row[layout.year], ours, theirs, of)


def _rows_of(rate: PublishedRate, files: PublishedFiles) -> pd.DataFrame:
    """The rows of a file that a rate is about."""
    layout = rate.layout
    columns = (layout.level, *layout.area, layout.key, layout.year, *rate.rows, *rate.columns)
    rows = files.rows(rate.file, columns)
    is_wanted = pd.Series(rate.every_area, index=rows.index) | rows[layout.level].eq(_LOCAL)
    for column, value in rate.rows.items():
        is_wanted &= rows[column].eq(value)
    return rows[is_wanted]


def _misses(every: list[Compared], decimals: int) -> Iterator[Miss]:
    for each in every:
        ours, theirs = rounded(each.ours, decimals), rounded(each.published, decimals)
        if ours != theirs:
            yield Miss(each.area, each.year, theirs, ours, each.of)


def _rate(part: Fraction | None, whole: Fraction | int | None, rate: PublishedRate) -> Fraction | None:
    if part is None or whole is None:
        return None
    # Some counts were estimated and have decimals: both numbers are multiplied until they are whole.
    of = Fraction(whole)
    return exact_value(part.numerator * of.denominator, of.numerator * part.denominator, rate.unit)


def _population(files: PublishedFiles, place: Place) -> int | None:
    """Children aged 0 to 17 that an indicator would take for the year to 31 March."""
    la_code, year = place
    staged = files.populations.get(la_code)
    return children_aged_0_to_17(staged, Window(Quarter(year - 1, 4))) if staged else None


def _staged(la_code: str, estimates: pd.DataFrame) -> Staged:
    numbers = zip(estimates[USUAL.year].astype(int), estimates[_ESTIMATE].astype(int), strict=True)
    return Staged({}, pd.DataFrame(), la_code, (), (), tuple(Population(*each) for each in numbers))


def _number(text: str) -> Fraction | None:
    """A published number; None for a symbol that stands for one (``c``, ``x``, ``z``, ``-``) and for nothing."""
    try:
        return Fraction(text)
    except ValueError:
        return None


def _year_ended(text: str) -> int:
    """``2025``, ``202425`` and ``2024/25`` are the same year; 0 for spans of several years."""
    whole = f"{text[:4]}/{text[4:]}" if len(text) == 6 and text.isdecimal() else text
    period = published_period(Stands.FINANCIAL_YEAR, whole)
    return period.end.year if period else 0
