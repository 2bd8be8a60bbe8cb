"""Random draws that are the same on every machine: whole numbers from PCG64, one stream per named place."""

import itertools
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def stream(seed: int, *place: int) -> np.random.Generator:
    """A generator of its own for one place (a school, a year), so that order of work does not change a draw."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *place])))


def between(rng: np.random.Generator, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return int(rng.integers(low, high + 1))


def chance(rng: np.random.Generator, per_thousand: int) -> bool:
    """True as often as per_thousand says."""
    return int(rng.integers(1000)) < per_thousand


def pick(rng: np.random.Generator, weights: Mapping[T, int]) -> T:
    """One of the keys, as often as its weight says."""
    draw = int(rng.integers(sum(weights.values())))
    passed = itertools.accumulate(weights.values())
    return next(item for item, end in zip(weights, passed, strict=True) if draw < end)


def any_of(rng: np.random.Generator, items: Sequence[T]) -> T:
    """One of the items, each as likely as the others."""
    return items[int(rng.integers(len(items)))]


def share(rng: np.random.Generator, size: int, per_thousand: int) -> np.ndarray:
    """A row of true and false, true as often as per_thousand says."""
    return rng.integers(1000, size=size) < per_thousand


def interpolate(values: np.ndarray, knots: Sequence[tuple[int, int]]) -> np.ndarray:
    """Straight lines between (x, y) knots, in whole numbers."""
    x = np.array([knot[0] for knot in knots], dtype=np.int64)
    y = np.array([knot[1] for knot in knots], dtype=np.int64)
    left = np.clip(np.searchsorted(x, values, side="right") - 1, 0, len(x) - 2)
    return y[left] + (values - x[left]) * (y[left + 1] - y[left]) // (x[left + 1] - x[left])
