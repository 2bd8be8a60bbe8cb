"""Run a table's rules over its typed rows: what failed, which rows are held, what is kept, and the control totals."""

from dataclasses import dataclass, field

import pandas as pd

from transforms.errors import CypError
from transforms.extracts.extract import Table
from transforms.rules.derived import all_rules, set_apart
from transforms.rules.rule import Context, Rule, Severity


@dataclass(frozen=True)
class Finding:
    """A rule that some rows of a file broke. ``lines`` are line numbers in the file (header = 1); never values.

    Large extracts keep the first lines only; ``rows_failed`` always counts them all.
    """

    rule: Rule
    rows_failed: int
    lines: tuple[int, ...]

    @property
    def first_line(self) -> int | None:
        return self.lines[0] if self.lines else None


@dataclass(frozen=True)
class TableCheck:
    """The outcome for one table. ``held`` maps a line number to the ids of the rules that hold it back."""

    table: Table
    rows_received: int
    duplicates: int
    findings: tuple[Finding, ...]
    held: pd.Series
    kept: pd.DataFrame
    masks: dict[str, pd.Series] = field(default_factory=dict)

    @property
    def rows_held(self) -> int:
        return len(self.held)

    @property
    def rows_loaded(self) -> int:
        return len(self.kept)

    @property
    def is_stopped(self) -> bool:
        return any(finding.rule.severity is Severity.STOP for finding in self.findings)


def check_table(rows: pd.DataFrame, text: pd.DataFrame, table: Table, context: Context) -> TableCheck:
    """Check typed ``rows`` (whose text is ``text``, same index) by every rule of the table.

    Rows that are wholly the same as an earlier one are duplicates: counted, not checked twice. Raises CypError when
    received rows are not loaded + held + duplicates, which would be our own fault.
    """
    repeated = text.duplicated(keep="first")
    distinct = rows[~repeated]
    masks = _masks(distinct, table, context)
    findings = tuple(_finding(rule, masks[rule.id]) for rule in all_rules(table) if _is_broken(rule, masks[rule.id]))
    held = _held(distinct, table, masks)
    check = TableCheck(
        table=table,
        rows_received=len(rows),
        duplicates=int(repeated.sum()),
        findings=findings,
        held=held,
        kept=distinct.drop(index=held.index),
        masks=masks,
    )
    if check.rows_received != check.rows_loaded + check.rows_held + check.duplicates:
        raise CypError(f"Control totals of {table.title} do not add up. This is a fault of ours.", "Please report it.")
    return check


def _masks(rows: pd.DataFrame, table: Table, context: Context) -> dict[str, pd.Series]:
    """Each rule's mask over all rows, False for those that were set apart before the rule was asked."""
    rules = all_rules(table)
    masks = {rule.id: rule.mask(rows, context).astype(bool) for rule in rules if rule.apart}
    own = rows[~set_apart(table, masks)] if masks else rows
    for rule in rules:
        if not rule.apart:
            mask = rule.mask(own, context).astype(bool)
            masks[rule.id] = mask if own is rows else mask.reindex(rows.index, fill_value=False)
    return masks


def _is_broken(rule: Rule, mask: pd.Series) -> bool:
    return bool(mask.any()) and (rule.share == 0 or mask.mean() > rule.share)


def _finding(rule: Rule, mask: pd.Series) -> Finding:
    lines = mask.index[mask]
    return Finding(rule, len(lines), tuple(int(line) for line in lines))


def _held(rows: pd.DataFrame, table: Table, masks: dict[str, pd.Series]) -> pd.Series:
    """Line number to rule ids, for rows that break a rule of severity hold."""
    reasons = pd.Series("", index=rows.index, dtype="str")
    for rule in all_rules(table):
        if rule.severity is Severity.HOLD and masks[rule.id].any():
            reasons = reasons.where(~masks[rule.id], reasons + " " + rule.id)
    return reasons[reasons != ""].str.strip()
