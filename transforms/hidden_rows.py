"""A measure's row as the public sees it: nothing of a hidden figure, nor anything that rests on one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from transforms.disclosure import HIDDEN, Place
from transforms.indicators import indicator_by_id
from transforms.performance import NOT_RATED
from transforms.periods import outturn_quarter
from transforms.quarters import Quarter

WHY_HIDDEN = "Hidden, because small numbers could point to a child."
_RATED_UNSEEN = "It was rated by figures of which some are hidden, because small numbers could point to a child."
Row = Mapping[str, Any]


@dataclass(frozen=True)
class HiddenFigures:
    """Hidden figures, looked up by series: an indicator at a breakdown item."""

    places: frozenset[Place]
    quarters: Mapping[tuple[str, str, str], Collection[str]]

    @classmethod
    def of(cls, places: Iterable[Place]) -> "HiddenFigures":
        quarters: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for place in places:
            quarters[place.indicator, place.breakdown, place.item].add(place.quarter)
        return cls(frozenset(places), quarters)

    def of_series(self, row: Row) -> Collection[str]:
        """The quarters in which a row's series is hidden."""
        return self.quarters.get((row["indicator_id"], row["breakdown"], row["item"]), ())


def public_row(row: Row, quarter: Quarter, hidden: HiddenFigures) -> dict[str, Any]:
    """The row of a measure's part in a quarter. ``hidden_columns`` names the figures that ``c`` stands for."""
    of_series = hidden.of_series(row)
    if not of_series:
        return dict(row)
    last_year = outturn_quarter(indicator_by_id(row["indicator_id"]), quarter)
    found = {
        "current_value": str(quarter) in of_series,
        "same_period_last_year": str(quarter.same_last_year) in of_series,
        "last_year_actual": str(last_year) in of_series,
    }
    changed = {**row, **_without_history(row)}
    for column in (name for name, is_hidden in found.items() if is_hidden):
        changed[column] = None
    if found["current_value"] or found["same_period_last_year"]:
        changed |= {"direction_of_travel": "", "direction_reason": ""}
        changed |= {"significance": "Not tested", "significance_reason": WHY_HIDDEN}
    if found["current_value"]:
        changed |= _without_current()
    return {**changed, "hidden_columns": tuple(name for name, is_hidden in found.items() if is_hidden)}


def _without_history(row: Row) -> dict[str, Any]:
    """What was reckoned from earlier quarters of the series: with one of them hidden, it could be reckoned back."""
    changed: dict[str, Any] = {"expected_low": None, "expected_high": None, "significance_reason": ""}
    if row["forecast"] != row["current_value"]:
        changed |= {"forecast": None, "reward_expected": None, "reward": None}
        changed |= {"progress_reason": _RATED_UNSEEN if row["progress_reason"] else ""}
    return changed


def _without_current() -> dict[str, Any]:
    return {
        **dict.fromkeys(("numerator", "denominator", "forecast", "reward", "reward_expected")),
        **dict.fromkeys(("progress_by_rule", "rated_by", "target_contradiction"), ""),
        "symbol": HIDDEN,
        "progress": NOT_RATED,
        "progress_reason": WHY_HIDDEN,
        "no_figure_reason": WHY_HIDDEN,
    }


def public_point(row: Row) -> dict[str, Any]:
    """A hidden point of a trend."""
    return {**row, "value": None, "numerator": None, "denominator": None, "symbol": HIDDEN}
