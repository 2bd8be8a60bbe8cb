"""What an indicator is, what it is given, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

from transforms.council_types import Population, School
from transforms.quarters import Quarter


class Period(StrEnum):
    """The span of time that a figure speaks for."""

    FINANCIAL_YEAR = "financial year to date"
    ACADEMIC_YEAR = "academic year to date"
    SNAPSHOT = "snapshot at quarter end"


class Unit(StrEnum):
    """What a figure counts. Value = numerator ÷ denominator × factor in ``FACTORS``; a count is its numerator."""

    COUNT = "count"
    PERCENT = "percent"
    PER_10_000 = "per 10,000"


FACTORS: dict[Unit, int] = {Unit.COUNT: 1, Unit.PERCENT: 100, Unit.PER_10_000: 10_000}


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
    """The rows that indicators count, from the batches that are current.

    Each frame is a core table with the columns ``extract``, ``covers`` and ``data_to`` of its batch beside its own.
    Dates are ``datetime64``.
    """

    children: pd.DataFrame
    episodes: pd.DataFrame
    enrolments: pd.DataFrame
    session_counts: pd.DataFrame
    schools: tuple[School, ...]
    population: tuple[Population, ...]


# One row per breakdown item (and school, where it applies): school_urn, breakdown, item, numerator, denominator.
# school_urn is "" for the whole council; denominator is missing for counts.
Counts = pd.DataFrame
COUNT_COLUMNS = ("school_urn", "breakdown", "item", "numerator", "denominator")


@dataclass(frozen=True)
class Indicator:
    """A figure: its definition in words beside the function that counts it.

    ``prepare(staged, window)`` gives the rows that count; indicators that share it share the work. It gives None when
    the batches do not reach the quarter. ``count(prepared, staged, window)`` gives counts, never rates. ``needs`` names
    the extracts without which the quarter has no figure; ``uses`` those that add history.
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
    breakdowns: tuple[str, ...] = ()
