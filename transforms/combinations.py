"""Distinct combinations of a register's columns, each numbered once for the whole file.

A column of a large register holds few different texts, and its columns together few different combinations. What is
asked of a combination need not be asked again when a later chunk holds it too.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from transforms.register_chunk import Chunk

_HALF = 32  # bits of a pair's key that hold its second number
_ROOMY = 4  # a table with a place per possible pair may be so many times as long as the rows


class Combinations:
    """Numbers the combinations of some columns as they come up. A number means the same in every later chunk."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self._pairs = [_Pairs() for _ in columns[1:]]
        self._texts = 0
        self._last: tuple[Chunk, np.ndarray] | None = None

    def of_chunk(self, chunk: Chunk) -> np.ndarray:
        """The number of each row's combination. Asked again for the same chunk, it costs nothing."""
        if self._last is None or self._last[0] is not chunk:
            self._texts = len(chunk.values[self.columns[0]])
            self._last = chunk, self.of_codes(chunk.codes)
        return self._last[1]

    def of_codes(self, codes: Mapping[str, np.ndarray]) -> np.ndarray:
        """The number of each combination of codes. A single column's is its code + 1, so that EMPTY has one too."""
        numbers = np.asarray(codes[self.columns[0]]) + 1
        for pairs, name in zip(self._pairs, self.columns[1:], strict=True):
            numbers = pairs.numbers(numbers, np.asarray(codes[name]) + 1)
        return numbers

    def codes(self, first: int = 0) -> pd.DataFrame:
        """The codes of all combinations from the number ``first`` on, a row for each."""
        numbers = np.arange(first, len(self))
        found: dict[str, np.ndarray] = {}
        for pairs, name in zip(reversed(self._pairs), reversed(self.columns[1:]), strict=True):
            numbers, second = pairs.parts(numbers)
            found[name] = second - 1
        found[self.columns[0]] = numbers - 1
        return pd.DataFrame({name: found[name] for name in self.columns})

    def __len__(self) -> int:
        return len(self._pairs[-1]) if self._pairs else self._texts + 1


class _Pairs:
    """Numbers pairs of numbers in the order in which they come up."""

    def __init__(self) -> None:
        self._known = pd.Index(np.empty(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self._known)

    def numbers(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """The number of each pair; pairs that are new are added."""
        width = int(second.max(initial=0)) + 1
        possible = (int(first.max(initial=0)) + 1) * width
        keys = first.astype(np.int64) * width + second
        if possible > _ROOMY * len(keys):
            places, distinct = pd.factorize(keys)
            return self._learnt(distinct, width)[places]
        is_met = np.zeros(possible, dtype=bool)
        is_met[keys] = True
        distinct = np.flatnonzero(is_met)
        number_of = np.zeros(possible, dtype=np.int32)
        number_of[distinct] = self._learnt(distinct, width)
        return number_of[keys]

    def parts(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The first and the second number of pairs."""
        keys = self._known.to_numpy()[numbers]
        return keys >> _HALF, keys & ((1 << _HALF) - 1)

    def _learnt(self, distinct: np.ndarray, width: int) -> np.ndarray:
        keys = (distinct // width << _HALF) | (distinct % width)
        numbers = self._known.get_indexer(pd.Index(keys))
        is_new = numbers < 0
        if is_new.any():
            numbers[is_new] = len(self._known) + np.arange(np.count_nonzero(is_new))
            self._known = self._known.append(pd.Index(keys[is_new]))
        return numbers
