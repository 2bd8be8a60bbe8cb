"""Rules run on the distinct combinations of the columns that they read, and the count of rows behind each.

A column of a large register holds few different texts. A rule is therefore asked about each combination once, and its
answer is spread over the rows; the combinations with their counts are also what the suite reads of a large extract.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from transforms.extracts.extract import Table
from transforms.register_chunk import Chunk, texts
from transforms.rules.rule import Context, Rule
from transforms.staging import typed


@dataclass(frozen=True)
class Combinations:
    """The distinct combinations of some columns in a chunk: their codes, and which one each row has."""

    codes: pd.DataFrame
    of_row: np.ndarray


def combinations(chunk: Chunk, columns: Sequence[str]) -> Combinations:
    """Number the distinct combinations of columns in a chunk, in the order in which they appear."""
    of_row = np.zeros(len(chunk), dtype=np.int64)
    for name in columns:
        key = of_row * (len(chunk.values[name]) + 1) + chunk.codes[name]
        of_row = pd.factorize(key)[0]
    first_row = np.zeros(of_row.max(initial=-1) + 1, dtype=np.int64)
    # Written backwards, so that the first row of each combination is the one that stays.
    first_row[of_row[::-1]] = np.arange(len(chunk))[::-1]
    return Combinations(pd.DataFrame({name: chunk.codes[name][first_row] for name in columns}), of_row)


class RuleProfile:
    """The rules of a table that read the same columns.

    ``rules`` maps a bit to its rule: the rules that a row breaks are kept as one number.
    """

    def __init__(self, rules: dict[int, Rule], table: Table, context: Context, date_formats: Sequence[str]) -> None:
        self.rules = rules
        self.columns = next(iter(rules.values())).columns
        self._table = replace(table, columns=tuple(column for column in table.columns if column.name in self.columns))
        self._context = context
        self._date_formats = date_formats
        self._counted: list[pd.DataFrame] = []
        self._values: dict[str, ExtensionArray] = {}

    def check(self, chunk: Chunk, counts: np.ndarray) -> np.ndarray | None:
        """Run the rules on a chunk: for each row, the bits of those it breaks; None when no row breaks any.

        Only rows where ``counts`` is True are counted in the profile.
        """
        found = combinations(chunk, self.columns)
        self._values = {name: chunk.values[name] for name in self.columns}
        broken = self._broken(found.codes)
        rows = np.bincount(found.of_row[counts], minlength=len(found.codes))
        self._counted.append(found.codes.assign(rows=rows, broken=broken))
        return broken[found.of_row] if broken.any() else None

    def discount(self, rows: pd.DataFrame) -> None:
        """Take rows out of the counts again; ``rows`` has the codes of this profile's columns."""
        if len(rows):
            self._counted.append(rows[list(self.columns)].assign(rows=-1, broken=0))

    def results(self) -> dict[str, pd.DataFrame]:
        """By rule id: a row per distinct combination (typed), with the number of ``rows`` and whether it ``failed``."""
        if not self._counted:
            return {}
        total = self._counted[0] if len(self._counted) == 1 else self._totals()
        total = total[total["rows"] > 0].reset_index(drop=True)
        frame = self._typed(total).assign(rows=total["rows"])
        return {rule.id: frame.assign(failed=(total["broken"] & bit) != 0) for bit, rule in self.rules.items()}

    def _totals(self) -> pd.DataFrame:
        groups = pd.concat(self._counted).groupby(list(self.columns), sort=False, as_index=False)
        return groups.agg(rows=("rows", "sum"), broken=("broken", "max"))

    def _typed(self, codes: pd.DataFrame) -> pd.DataFrame:
        text = texts(self._values, {name: codes[name].to_numpy() for name in self.columns})
        return typed(text, self._table, self._date_formats)

    def _broken(self, codes: pd.DataFrame) -> np.ndarray:
        rows = self._typed(codes)
        broken = np.zeros(len(rows), dtype=np.int64)
        for bit, rule in self.rules.items():
            broken |= np.where(rule.mask(rows, self._context).astype(bool), bit, 0)
        return broken


def rule_profiles(
    rules: dict[int, Rule], table: Table, context: Context, date_formats: Sequence[str]
) -> tuple[RuleProfile, ...]:
    """One profile for each set of columns that rules read. Great Expectations reads the same profiles."""
    by_columns: dict[tuple[str, ...], dict[int, Rule]] = {}
    for bit, rule in rules.items():
        by_columns.setdefault(rule.columns, {})[bit] = rule
    return tuple(RuleProfile(group, table, context, date_formats) for group in by_columns.values())
