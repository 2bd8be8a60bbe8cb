"""Run a table's rules over its typed rows: what failed, which rows are held, what is kept, and the control totals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from transforms.errors import CypError
from transforms.extracts.extract import Table
from transforms.rules.derived import all_rules, set_apart
from transforms.rules.rule import Context, Rule, Severity
from transforms.waivers import Standing


@dataclass(frozen=True)
class Finding:
    """A rule that some rows of a file broke. ``lines`` are line numbers in the file (header = 1); never values.

    Large extracts keep the first lines only; ``rows_failed`` always counts them all. ``rows_released`` of them count in
    spite of the rule, because a named officer let them.
    """

    rule: Rule
    rows_failed: int
    lines: tuple[int, ...]
    rows_released: int = 0

    @property
    def first_line(self) -> int | None:
        return self.lines[0] if self.lines else None


@cache
def no_rows() -> pd.Series:
    """No line number, and so no ids of rules. The same one for everybody: nothing is ever put into it."""
    return pd.Series([], index=pd.Index([], dtype="int64"), dtype="str")


@dataclass(frozen=True)
class Holding:
    """Rows that break rules of severity hold, each as a line number with the ids of those rules.

    ``held`` are held back. ``released`` are kept all the same: for each of their rules a release applies. ``ended`` are
    those of the held rows that a release let count until it ended, with the rules that it was about.
    """

    held: pd.Series = field(default_factory=no_rows)
    released: pd.Series = field(default_factory=no_rows)
    ended: pd.Series = field(default_factory=no_rows)


@dataclass(frozen=True)
class TableCheck:
    """The outcome for one table. ``held`` maps a line number to the ids of the rules that hold it back.

    ``distinct`` are the rows that the rules were asked about: those received without exact duplicates.
    """

    table: Table
    rows_received: int
    duplicates: int
    findings: tuple[Finding, ...]
    held: pd.Series
    kept: pd.DataFrame
    distinct: pd.DataFrame
    masks: dict[str, pd.Series] = field(default_factory=dict)
    released: pd.Series = field(default_factory=no_rows)
    ended: pd.Series = field(default_factory=no_rows)

    @property
    def rows_held(self) -> int:
        return len(self.held)

    @property
    def rows_loaded(self) -> int:
        return len(self.kept)

    @property
    def is_stopped(self) -> bool:
        return any(finding.rule.severity is Severity.STOP for finding in self.findings)


def check_table(
    rows: pd.DataFrame,
    text: pd.DataFrame,
    table: Table,
    context: Context,
    waived: Mapping[str, Standing] | None = None,
) -> TableCheck:
    """Check typed ``rows`` (whose text is ``text``, same index) by every rule of the table.

    Rows that are wholly the same as an earlier one are duplicates: counted, not checked twice. ``waived`` says, by
    rule, which rows a named officer lets count. Raises CypError when received rows are not loaded + held + duplicates,
    which would be our own fault.
    """
    repeated = _repeated(text, table)
    distinct = rows[~repeated] if repeated.any() else rows
    masks = _masks(distinct, table, context)
    holding = _holding(distinct, table, masks, waived or {})
    findings = tuple(
        _finding(rule, masks[rule.id], holding.released)
        for rule in all_rules(table)
        if _is_broken(rule, masks[rule.id])
    )
    check = TableCheck(
        table=table,
        rows_received=len(rows),
        duplicates=int(repeated.sum()),
        findings=findings,
        held=holding.held,
        kept=distinct.drop(index=holding.held.index) if len(holding.held) else distinct,
        distinct=distinct,
        masks=masks,
        released=holding.released,
        ended=holding.ended,
    )
    if check.rows_received != check.rows_loaded + check.rows_held + check.duplicates:
        raise CypError(f"Control totals of {table.title} do not add up. This is a fault of ours.", "Please report it.")
    return check


def _repeated(text: pd.DataFrame, table: Table) -> np.ndarray:
    """True for rows that are wholly the same as an earlier one: looked for among those that share their key."""
    repeated = text.duplicated([name for name in table.key if name in text] or None, keep=False).to_numpy(copy=True)
    if repeated.any():
        repeated[repeated] = text[repeated].duplicated(keep="first")
    return repeated


def _masks(rows: pd.DataFrame, table: Table, context: Context) -> dict[str, pd.Series]:
    """Each rule's mask over all rows, False for those that were set apart before the rule was asked."""
    rules = all_rules(table)
    masks = {rule.id: _asked(rule, rows, context) for rule in rules if rule.apart}
    own = rows[~set_apart(table, masks)] if any(mask.any() for mask in masks.values()) else rows
    for rule in rules:
        if not rule.apart:
            mask = _asked(rule, own, context)
            masks[rule.id] = mask if own is rows else mask.reindex(rows.index, fill_value=False)
    return masks


def _asked(rule: Rule, rows: pd.DataFrame, context: Context) -> pd.Series:
    mask = rule.mask(rows, context)
    return mask if mask.dtype == bool else mask.astype(bool)


def _is_broken(rule: Rule, mask: pd.Series) -> bool:
    return bool(mask.to_numpy().any()) and (rule.share == 0 or mask.mean() > rule.share)


def _finding(rule: Rule, mask: pd.Series, released: pd.Series) -> Finding:
    lines = mask.index[mask]
    let_count = int(lines.isin(released.index).sum()) if rule.severity is Severity.HOLD else 0
    return Finding(rule, len(lines), tuple(int(line) for line in lines), let_count)


def _holding(
    rows: pd.DataFrame, table: Table, masks: Mapping[str, pd.Series], waived: Mapping[str, Standing]
) -> Holding:
    """The rows that break a rule of severity hold: one that breaks several is released only from all of them."""
    broken = [rule for rule in all_rules(table) if rule.severity is Severity.HOLD and masks[rule.id].any()]
    if not broken:
        return Holding()
    reasons = pd.Series("", index=rows.index, dtype="str")
    ended = pd.Series("", index=rows.index, dtype="str")
    is_held = pd.Series(False, index=rows.index)
    for rule in broken:
        mask = masks[rule.id]
        reasons = reasons.where(~mask, reasons + " " + rule.id)
        standing = waived.get(rule.id) if rule.waivable else None
        if standing is None:
            is_held |= mask
        else:
            is_held |= mask & ~standing.where(rows.index, applies=True)
            ended = ended.where(~(mask & standing.where(rows.index, applies=False)), ended + " " + rule.id)
    reasons, ended = reasons.str.strip(), ended.str.strip()
    return Holding(reasons[is_held], reasons[(reasons != "") & ~is_held], ended[is_held & (ended != "")])
