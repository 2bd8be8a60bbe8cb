"""Rules run on the distinct combinations of the columns that they read, and the count of rows behind each.

A rule is asked about each combination once, and its answer is spread over the rows; the combinations with their counts
are also what the suite reads of a large extract.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from transforms.combinations import Combinations
from transforms.extracts.extract import Table
from transforms.register_chunk import Chunk, texts
from transforms.rules.rule import Context, Rule
from transforms.staging import typed


class RuleProfile:
    """The rules of a table that read the same columns.

    ``rules`` maps a bit to its rule: the rules that a row breaks are kept as one number.
    """

    def __init__(
        self,
        rules: Mapping[int, Rule],
        combinations: Combinations,
        table: Table,
        context: Context,
        date_formats: Sequence[str],
    ) -> None:
        self.rules = rules
        self._combinations = combinations
        columns = tuple(column for column in table.columns if column.name in combinations.columns)
        self._table = replace(table, columns=columns)
        self._context = context
        self._date_formats = date_formats
        self._values: dict[str, ExtensionArray] = {}
        # By the number of a combination: the bits of the rules that it breaks, and how many rows have it.
        self._broken = self._rows = np.empty(0, dtype=np.int64)
        self._asked: list[pd.DataFrame] = []

    def check(self, chunk: Chunk, counts: np.ndarray) -> np.ndarray | None:
        """Run the rules on a chunk: for each row, the bits of those it breaks; None when no row breaks any.

        Only rows where ``counts`` is True are counted in the profile.
        """
        numbers = self._combinations.of_chunk(chunk)
        self._values = {name: chunk.values[name] for name in self._combinations.columns}
        self._ask_about_new()
        met = np.bincount(numbers, minlength=len(self._rows))
        self._rows += met
        self._take_out(numbers[~counts])
        return self._broken[numbers] if met[self._broken != 0].any() else None

    def discount(self, rows: pd.DataFrame) -> None:
        """Take rows out of the counts again; ``rows`` has the codes of this profile's columns."""
        self._take_out(
            self._combinations.of_codes({name: rows[name].to_numpy() for name in self._combinations.columns})
        )

    def results(self) -> dict[str, pd.DataFrame]:
        """By rule id: a row per distinct combination (typed), with the number of ``rows`` and whether it ``failed``."""
        if not len(self._rows):
            return {}
        is_met = self._rows > 0
        asked = self._asked[0] if len(self._asked) == 1 else pd.concat(self._asked)
        frame = asked[is_met].reset_index(drop=True).assign(rows=self._rows[is_met])
        broken = self._broken[is_met]
        return {rule.id: frame.assign(failed=(broken & bit) != 0) for bit, rule in self.rules.items()}

    def _take_out(self, numbers: np.ndarray) -> None:
        if len(numbers):
            self._rows -= np.bincount(numbers, minlength=len(self._rows))

    def _ask_about_new(self) -> None:
        """Ask every rule about the combinations that no chunk held before."""
        new = self._combinations.codes(len(self._broken))
        if new.empty:
            return
        rows = self._typed(new)
        self._asked.append(rows)
        broken = np.zeros(len(rows), dtype=np.int64)
        for bit, rule in self.rules.items():
            broken |= np.where(rule.mask(rows, self._context).astype(bool), bit, 0)
        self._broken = np.concatenate([self._broken, broken])
        self._rows = np.concatenate([self._rows, np.zeros_like(broken)])

    def _typed(self, codes: pd.DataFrame) -> pd.DataFrame:
        text = texts(self._values, {name: codes[name].to_numpy() for name in map(str, codes.columns)})
        return typed(text, self._table, self._date_formats)


def rule_profiles(
    rules: Mapping[int, Rule],
    table: Table,
    context: Context,
    date_formats: Sequence[str],
    numbered: Iterable[Combinations] = (),
) -> tuple[RuleProfile, ...]:
    """One profile for each set of columns that rules read. Great Expectations reads the same profiles.

    ``numbered`` are combinations that the caller numbers as well, so that it is done once.
    """
    shared = {each.columns: each for each in numbered}
    by_columns: dict[tuple[str, ...], dict[int, Rule]] = {}
    for bit, rule in rules.items():
        by_columns.setdefault(rule.columns, {})[bit] = rule
    return tuple(
        RuleProfile(group, shared.get(columns) or Combinations(columns), table, context, date_formats)
        for columns, group in by_columns.items()
    )
