"""Reduce a term's register to counts, checking every row on the way, in one pass over the file.

The outcome is the same, line for line, as ``transforms.checking.check_table`` gives for the whole file in memory. Memory
grows with the size of a chunk, with pupils times sessions, and with the rows that something is wrong with; not with the
file. No definition of absence is in here: codes are counted as they stand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from transforms.checking import Finding
from transforms.chunk import Chunk, texts
from transforms.errors import CypError
from transforms.extracts.extract import Table
from transforms.profile import combinations, rule_profiles
from transforms.register_grid import SESSIONS, RegisterGrid, SessionDays, periods, variant
from transforms.rules.rule import Check, Context, Rule, Severity
from transforms.staging import read_dates, typed

LINES_KEPT = 100


@dataclass(frozen=True)
class Reduced:
    """What became of a register's marks.

    ``counts``: pupil, school_urn, academic_year, half_term, period_start, period_end, code, sessions.
    ``school_days``: school_urn, session_date, session, marks, attending.
    ``held``: line number to the ids of the rules that hold the row back. ``profiles``: by rule id, the distinct
    combinations of the columns that it reads, with ``rows`` and ``failed``; exact duplicates are not counted in them.
    """

    table: Table
    rows_received: int
    rows_loaded: int
    duplicates: int
    findings: tuple[Finding, ...]
    held: pd.Series
    counts: pd.DataFrame
    school_days: pd.DataFrame
    profiles: Mapping[str, pd.DataFrame]

    @property
    def rows_held(self) -> int:
        return len(self.held)

    @property
    def is_stopped(self) -> bool:
        return any(finding.rule.severity is Severity.STOP for finding in self.findings)


def reduce_register(
    chunks: Callable[[], Iterable[Chunk]],
    roll: pd.DataFrame,
    table: Table,
    rules: tuple[Rule, ...],
    context: Context,
    *,
    attending: frozenset[str],
    date_formats: Sequence[str],
) -> Reduced:
    """Check and count the marks of one delivery.

    ``roll`` holds the kept, typed rows of the roll (``pupil``, ``school_urn``); ``rules`` all rules of the table, the
    rule of its key (Check.UNIQUE) among them; ``attending`` the codes that the school-day totals count as attending.
    Raises CypError when rows received are not loaded + held + duplicates, which would be our own fault.
    """
    reduction = _Reduction(roll, table, rules, context, date_formats)
    for chunk in chunks():
        reduction.read(chunk)
    return reduction.outcome(attending)


class _Reduction:
    """The state of one pass. ``bits`` gives each rule a bit, so that the rules that a row breaks are one number."""

    def __init__(
        self, roll: pd.DataFrame, table: Table, rules: tuple[Rule, ...], context: Context, date_formats: Sequence[str]
    ) -> None:
        self.table, self.context, self.date_formats = table, context, date_formats
        self.bits = {1 << place: rule for place, rule in enumerate(rules)}
        self.key_bit = next(bit for bit, rule in self.bits.items() if rule.check is Check.UNIQUE)
        row_rules = {bit: rule for bit, rule in self.bits.items() if bit != self.key_bit}
        self.profiles = rule_profiles(row_rules, table, context, date_formats)
        self.days = SessionDays(context)
        self.grid = RegisterGrid(roll, self.days)
        self.columns = [column.name for column in table.columns]
        self.values = {name: pd.array([], dtype="str") for name in self.columns}
        self.doubtful: list[pd.DataFrame] = []
        self.received = self.duplicates = 0

    def read(self, chunk: Chunk) -> None:
        """Enter a chunk's marks into the grid, and set aside each row that something may be wrong with."""
        self.values = chunk.values
        cells, variants = self._place(chunk)
        same, different = self.grid.enter(cells, variants, chunk.lines)
        broken = self._broken(chunk, ~same)
        doubtful = np.flatnonzero(~same & (different | (cells < 0) | (broken != 0)))
        self.received += len(chunk)
        self.duplicates += int(same.sum())
        aside = {"line": chunk.lines, "cell": cells, "differs": different, "broken": broken, **chunk.codes}
        if len(doubtful):
            self.doubtful.append(pd.DataFrame({name: values[doubtful] for name, values in aside.items()}))

    def _place(self, chunk: Chunk) -> tuple[np.ndarray, np.ndarray]:
        """The cell and the variant of each row."""
        pupils = combinations(chunk, ("pupil", "school_urn"))
        codes = {name: pupils.codes[name].to_numpy() for name in ("pupil", "school_urn")}
        enrolment = self.grid.enrolments(texts(chunk.values, codes))[pupils.of_row]
        new_dates = pd.Series(chunk.values["session_date"][len(self.days.day) :], dtype="str")
        self.days.learn(read_dates(new_dates, self.date_formats))
        session = _lookup(pd.Index(SESSIONS).get_indexer(pd.Index(chunk.values["session"])), chunk.codes["session"])
        day = _lookup(self.days.day, chunk.codes["session_date"])
        spelling = _lookup(self.days.spelling, chunk.codes["session_date"])
        return self.grid.cells(enrolment, day, session), variant(chunk.codes["mark"], np.maximum(spelling, 0))

    def _broken(self, chunk: Chunk, counted: np.ndarray) -> np.ndarray:
        broken = np.zeros(len(chunk), dtype=np.int64)
        for profile in self.profiles:
            found = profile.check(chunk, counted)
            if found is not None:
                broken |= found
        return broken

    def outcome(self, attending: frozenset[str]) -> Reduced:
        """Settle the doubtful rows, then count what is left in the grid."""
        rows = self._settled()
        held = self._held(rows)
        self._take_out(rows, held)
        codes = np.asarray(self.values["mark"], dtype=object)
        reduced = Reduced(
            table=self.table,
            rows_received=self.received,
            rows_loaded=self.grid.filled,
            duplicates=self.duplicates,
            findings=self._findings(rows),
            held=held,
            counts=self.grid.counts(codes, periods(self.context)),
            school_days=self.grid.school_days(codes, attending),
            profiles=self._profiles(rows),
        )
        _require_totals(reduced)
        return reduced

    def _settled(self) -> pd.DataFrame:
        """The doubtful rows without exact duplicates, each with all the rules that it breaks, by line."""
        none = dict.fromkeys(["line", "cell", "broken", *self.columns], np.empty(0, dtype=np.int64))
        rows = pd.concat([pd.DataFrame({**none, "differs": np.empty(0, dtype=bool)}), *self.doubtful])
        repeated = rows.duplicated(self.columns)
        self.duplicates += int(repeated.sum())
        for profile in self.profiles:
            profile.discount(rows[repeated])
        rows = self._with_repeated_keys(rows[~repeated].reset_index(drop=True))
        return rows[rows["broken"] != 0].sort_values("line")

    def _with_repeated_keys(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Mark every row of a repeated key, the first row in the cell included."""
        cells = rows["cell"][rows["differs"]].unique()
        repeated = rows["cell"].isin(cells) | self._is_repeated_outside_the_grid(rows)
        rows["broken"] |= np.where(repeated, self.key_bit, 0)
        first_lines = self.grid.line[cells]
        firsts = pd.DataFrame({"line": first_lines, "cell": cells, "differs": False, "broken": self.key_bit})
        return pd.concat([rows, firsts[~firsts["line"].isin(rows["line"])]], ignore_index=True)

    def _is_repeated_outside_the_grid(self, rows: pd.DataFrame) -> pd.Series:
        """True for rows without a cell that share a whole key with another one."""
        outside = rows[rows["cell"] < 0]
        keys = outside[list(self.table.key)].copy()
        dates = read_dates(pd.Series(self.values["session_date"], dtype="str"), self.date_formats)
        keys["session_date"] = pd.factorize(dates)[0][keys["session_date"]]
        keys.loc[outside["session_date"] < 0, "session_date"] = -1
        repeated = keys.duplicated(keep=False) & (keys >= 0).all(axis=1)
        return repeated.reindex(rows.index, fill_value=False)

    def _held(self, rows: pd.DataFrame) -> pd.Series:
        """Line number to rule ids, for rows that break a rule of severity hold."""
        holding = {bit: rule.id for bit, rule in self.bits.items() if rule.severity is Severity.HOLD}
        broken = rows["broken"] & sum(holding)
        reasons = {key: " ".join(holding[bit] for bit in holding if key & bit) for key in broken.unique()}
        held = broken != 0
        return pd.Series(broken[held].map(reasons).to_numpy(), index=rows["line"][held].to_numpy(), dtype="str")

    def _take_out(self, rows: pd.DataFrame, held: pd.Series) -> None:
        """Clear the cells whose first row is held."""
        inside = rows[(rows["cell"] >= 0) & rows["line"].isin(held.index)]
        self.grid.clear(inside["cell"].to_numpy(dtype=np.int64))

    def _findings(self, rows: pd.DataFrame) -> tuple[Finding, ...]:
        checked = max(self.received - self.duplicates, 1)
        findings = []
        for bit, rule in self.bits.items():
            lines = rows["line"][(rows["broken"] & bit) != 0]
            if len(lines) / checked > rule.share:
                findings.append(Finding(rule, len(lines), tuple(int(line) for line in lines[:LINES_KEPT])))
        return tuple(findings)

    def _profiles(self, rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
        profiles = {rule_id: frame for profile in self.profiles for rule_id, frame in profile.results().items()}
        failed = int(((rows["broken"] & self.key_bit) != 0).sum())
        passed = self.received - self.duplicates - failed
        profiles[self.bits[self.key_bit].id] = pd.DataFrame({"rows": [passed, failed], "failed": [False, True]})
        return profiles


def _lookup(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The value at each code, -1 where the code is EMPTY (-1)."""
    return np.append(values, -1)[codes]


def _require_totals(reduced: Reduced) -> None:
    accounted = reduced.rows_loaded + reduced.rows_held + reduced.duplicates
    if reduced.rows_received != accounted or reduced.rows_loaded != int(reduced.counts["sessions"].sum()):
        raise CypError(f"Control totals of {reduced.table.title} do not add up. This is a fault of ours.", "Please report it.")
