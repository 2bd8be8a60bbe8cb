"""From declarations and rules to a suite: what each expectation reads, and how many rows the rule's mask says it fails.

Rules that a built-in expectation can say (a value is there, is on the list, is unique) are read from the data
themselves: a second opinion. The others are read from the rule's mask.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from transforms.extracts.extract import Table
from transforms.rules.derived import all_rules, set_apart
from transforms.rules.rule import Check, Rule


@dataclass(frozen=True)
class Expected:
    """One expectation: its rule, the columns of the frame that it reads and how, and the mask's count of failures.

    ``rows_allowed``: so many may fail before the expectation does.
    """

    rule: Rule
    check: Check
    columns: tuple[str, ...]
    rows_failed: int
    rows_allowed: float = 0


@dataclass(frozen=True)
class Suite:
    """A table to validate and the expectations about it.

    ``rows`` has the columns that expectations read from the data themselves, ``masks`` a column for each other rule, by
    its id: 1 or True where a row breaks it.
    """

    name: str
    rows: pd.DataFrame
    masks: pd.DataFrame
    expected: tuple[Expected, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no row that an expectation could object to."""
        return len(self.rows) == 0 and len(self.masks) == 0


@dataclass(frozen=True)
class Outcome:
    """What Great Expectations said of one rule.

    ``expectation`` and ``metric``: what was asked, and what counted the rows, by their names there. ``rows_failed`` is
    None where the expectation could not be run.
    """

    rule: str
    expectation: str
    metric: str
    success: bool
    rows_failed: int | None


def suite_for_rows(table: Table, rows: pd.DataFrame, masks: Mapping[str, pd.Series]) -> Suite:
    """The suite of a table held whole: ``rows`` typed, without exact duplicates; ``masks`` as the rules gave them."""
    rules = all_rules(table)
    read = sorted({name for rule in rules if rule.check is not Check.MASK for name in rule.columns})
    broken = {rule.id: masks[rule.id].to_numpy() for rule in rules}
    flags = pd.DataFrame({rule.id: broken[rule.id] for rule in rules if rule.check is Check.MASK}, index=rows.index)
    expected = tuple(
        Expected(
            rule,
            rule.check,
            (rule.id,) if rule.check is Check.MASK else rule.columns,
            int(np.count_nonzero(broken[rule.id])),
            rule.share * len(rows),
        )
        for rule in rules
    )
    own = rows[~set_apart(table, masks)] if any(broken[rule.id].any() for rule in rules if rule.apart) else rows
    return Suite(table.name, own[read], flags, expected)


def suite_for_profiles(table: Table, profiles: Mapping[str, pd.DataFrame]) -> Suite:
    """The suite of a table too large to hold: ``profiles`` has each rule's distinct combinations and which fail.

    Each profile becomes a column; shorter ones are filled with what no expectation objects to.
    """
    rows: dict[str, pd.Series] = {}
    masks: dict[str, pd.Series] = {}
    expected = []
    for rule in all_rules(table):
        if rule.id in profiles:
            check, column, failed = _profile_reading(rule, profiles[rule.id])
            (masks if check is Check.MASK else rows)[rule.id] = column
            expected.append(Expected(rule, check, (rule.id,), failed))
    return Suite(table.name, pd.DataFrame(rows), pd.DataFrame(masks), tuple(expected))


def _profile_reading(rule: Rule, profile: pd.DataFrame) -> tuple[Check, pd.Series, int]:
    """How one rule's profile is read, the column, and how many of its values must fail."""
    is_counted = profile["rows"] > 0
    failed = profile["failed"][is_counted].to_numpy(dtype="int64")
    if rule.share:
        # A share of rows, which distinct values cannot tell: one value, whether too many rows failed.
        rows = profile["rows"][is_counted]
        is_broken = rows[profile["failed"][is_counted]].sum() > rule.share * rows.sum()
        return Check.MASK, pd.Series([int(is_broken)]), int(is_broken)
    if rule.check is Check.IN_SET:
        return Check.IN_SET, profile[rule.columns[0]][is_counted].reset_index(drop=True), int(failed.sum())
    return Check.MASK, pd.Series(failed), int(failed.sum())
