"""What an indicator is, what it is given, and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from transforms.council_types import Population, School
from transforms.indicators.published import Published
from transforms.quarters import Quarter


class Period(StrEnum):
    """The span of time that a figure speaks for."""

    FINANCIAL_YEAR = "financial year to date"
    ACADEMIC_YEAR = "academic year to date"
    CALENDAR_YEAR = "calendar year to date"
    SNAPSHOT = "snapshot at quarter end"
    ROLLING_YEAR = "rolling 12 months"
    QUARTER = "quarter"
    ANNUALISED = "annualised year so far"
    YEAR_END = "year-end forecast"
    WINTER = "December to February mean"
    ANNUAL = "annual"


MADE_ONCE_A_YEAR = (Period.WINTER, Period.ANNUAL)
FOR_DATES = (Period.SNAPSHOT, Period.YEAR_END)  # which speak for a day, not for a span of time


class Unit(StrEnum):
    """What a figure counts: numerator ÷ denominator × factor (``FACTORS``), or the numerator alone (``AMOUNTS``).

    Working time is counted in hundredths of a full-time post, so that counts are whole numbers: both counts of
    ``PERCENT_OF_POSTS``, and the denominator of ``PER_POST``. ``POINTS``: one percentage less another.
    """

    COUNT = "count"
    POUNDS = "pounds"
    PERCENT = "percent"
    PER_100 = "per 100 pupils"
    PER_10_000 = "per 10,000"
    PERCENT_OF_POSTS = "percent of posts"
    PER_POST = "per full-time post"
    POINTS = "percentage points"


AMOUNTS = (Unit.COUNT, Unit.POUNDS)
PERCENTAGES = (Unit.PERCENT, Unit.PERCENT_OF_POSTS)
DISTANCES = (*PERCENTAGES, Unit.POINTS)  # which differ by points
OF_POSTS = (Unit.PERCENT_OF_POSTS, Unit.PER_POST)
HUNDREDTHS = 100
IN_HUNDREDTHS = {Unit.PERCENT_OF_POSTS: ("numerator", "denominator"), Unit.PER_POST: ("denominator",)}  # which counts
FACTORS: dict[Unit, int] = {
    Unit.PERCENT: 100,
    Unit.PERCENT_OF_POSTS: 100,
    Unit.PER_100: 100,
    Unit.PER_10_000: 10_000,
    Unit.PER_POST: HUNDREDTHS,
    Unit.POINTS: 100,
}


class Polarity(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Window:
    """A quarter as an indicator sees it: whose figure, and the last day that counts."""

    quarter: Quarter

    @property
    def end(self) -> date:
        return self.quarter.end

    @property
    def financial_year_start(self) -> date:
        return self.quarter.financial_year_start


@dataclass(frozen=True)
class Staged:
    """The rows that indicators count, from the batches that are current, by core table (``core.cla_episode``).

    Beside its own columns, each frame has ``extract``, ``supplier``, ``covers`` and ``data_to`` of its batch.
    Dates are ``datetime64``. ``batches`` has a row per batch (``extract``, ``supplier``, ``covers``, ``data_to``), so
    that a delivery without rows still tells that nothing happened. ``area_codes``: what tables of postcodes call
    the council's area, now and before. ``made`` holds what ``made_once`` keeps.
    """

    tables: Mapping[str, pd.DataFrame]
    batches: pd.DataFrame
    la_code: str
    area_codes: tuple[str, ...]
    schools: tuple[School, ...]
    population: tuple[Population, ...]
    made: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def rows(self, table: str) -> pd.DataFrame:
        """The rows of a core table. Raises KeyError for one that no extract declares."""
        return self.tables[table]


_About = ParamSpec("_About")
_Made = TypeVar("_Made")


def made_once(
    make: Callable[Concatenate[Staged, _About], _Made],
) -> Callable[Concatenate[Staged, _About], _Made]:
    """What several indicators count from is made once for the same arguments, until ``compute`` forgets it.

    That is after each quarter, or at the end where it is made of nothing but the staged rows.

    Each caller gets a frame of its own: adding a column to it changes no other's.
    """

    @wraps(make)
    def made(staged: Staged, *about: _About.args, **named: _About.kwargs) -> _Made:
        key = (make, about, tuple(named.items()))
        if key not in staged.made:
            staged.made[key] = make(staged, *about, **named)
        found = staged.made[key]
        return cast("_Made", found.copy(deep=False)) if isinstance(found, pd.DataFrame) else found

    return made


# One row per breakdown item (and school, where it applies): school_urn, breakdown, item, numerator, denominator.
# school_urn is "" for the whole council; denominator is missing for counts.
Counts = pd.DataFrame
COUNT_COLUMNS = ("school_urn", "breakdown", "item", "numerator", "denominator")


def not_counted(_: Staged, __: Window) -> None:
    """Of a figure that is made of two others nothing is counted: ``transforms.differences`` makes it."""


def no_counts(_: object, __: Staged, ___: Window) -> Counts:
    """No rows at all."""
    return pd.DataFrame(columns=list(COUNT_COLUMNS))


@dataclass(frozen=True)
class Indicator:
    """A figure: its definition in words beside the function that counts it.

    ``prepare(staged, window)`` gives the rows that count; indicators that share it share the work. It gives None when
    the batches do not reach the quarter. ``count(prepared, staged, window)`` gives counts, never rates; no rows where
    batches that it reads beside the prepared ones do not reach the quarter. ``needs`` names the extracts without which
    the quarter has no figure; ``uses`` those that are counted beside them; ``instead`` those that are counted where
    none of ``needs`` serves the quarter. ``quarters`` are those in which a figure is made: one that is made once a year
    has none in the others. ``may_exceed_whole``: a percentage that is over 100 for good reasons. ``until``, where a
    definition holds no more, is the last day on which it did, and ``ended_because`` says why: later quarters have no
    figure. ``rows_are_cases`` is False where a row more or less is no case more or less: what is counted is made of
    many rows. ``adds_up`` is False for a figure to date of which what a quarter adds is no figure of its own: a pupil
    is persistently absent over a year, not over its last quarter. ``published`` is the national series that the figure
    may be compared with. ``less``: the figure is that of the first of two indicators less that of the second, which
    have its breakdowns; nothing is counted for it. ``winter_mean``: the indicator that gives the same share over
    December to February, by which its year is judged. ``return_id``: the figure under which officers return it.
    """

    id: str
    title: str
    numerator: str
    denominator: str
    unit: Unit
    decimals: int
    polarity: Polarity
    period: Period
    needs: tuple[str, ...]
    national: str
    owner: str
    version: int
    prepare: Callable[[Staged, Window], Any]
    count: Callable[[Any, Staged, Window], Counts]
    uses: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    quarters: tuple[int, ...] = (1, 2, 3, 4)
    may_exceed_whole: bool = False
    until: date | None = None
    ended_because: str = ""
    rows_are_cases: bool = True
    adds_up: bool = True
    published: Published | None = None
    less: tuple[str, str] | None = None
    winter_mean: str = ""
    return_id: str = ""

    def is_made_in(self, quarter: Quarter) -> bool:
        """Whether there is to be a figure of a quarter at all."""
        return quarter.number in self.quarters and not self.ended_before(quarter)

    def ended_before(self, quarter: Quarter) -> bool:
        """Whether the definition no longer held at the end of a quarter."""
        return self.until is not None and quarter.end > self.until

    @property
    def extracts(self) -> tuple[str, ...]:
        """Every extract that a figure may rest on."""
        return (*self.needs, *self.uses, *self.instead)
