"""Reduce a term's register to counts, checking every row on the way, in one pass over the file.

The outcome is the same, line for line, as ``transforms.checking.check_table`` gives for the whole file in memory.
Memory grows with the size of a chunk, with pupils times sessions, and with the rows that something is wrong with; not
with the file. No definition of absence is in here: codes are counted as they stand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from transforms.checking import Finding
from transforms.combinations import Combinations
from transforms.errors import CypError, DataRejected
from transforms.extracts.extract import Table
from transforms.register_chunk import Chunk
from transforms.register_grid import SESSIONS, Places, RegisterGrid, SessionDays, cells_of, periods, variants_of
from transforms.rule_profile import rule_profiles
from transforms.rules.rule import Check, Context, Rule, Severity
from transforms.staging import read_dates

LINES_KEPT = 100
_DAY = "day"
# A term has some 130 dates and 30 codes, in a few ways of writing them; pupils are known from the roll.
TEXTS_ALLOWED = 10_000


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
    Raises DataRejected for a file that cannot be a register of this roll, and CypError when rows received are not
    loaded + held + duplicates, which would be our own fault.
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
        self.enrolments = Combinations(("pupil", "school_urn"))
        self.profiles = rule_profiles(row_rules, table, context, date_formats, [self.enrolments])
        self.days = SessionDays(context, date_formats)
        self.grid = RegisterGrid(roll, self.days)
        self.places = {
            "pupil": Places(self.grid.pupils),
            "school_urn": Places(self.grid.schools),
            "session": Places(pd.Index(SESSIONS)),
        }
        self.first_cell = np.empty(0, dtype=np.int64)  # of each of ``enrolments``, by its number
        self.columns = [column.name for column in table.columns]
        self.values = {name: pd.array([], dtype="str") for name in self.columns}
        self.doubtful: list[pd.DataFrame] = []
        self.received = self.duplicates = 0

    def read(self, chunk: Chunk) -> None:
        """Enter a chunk's marks into the grid, and set aside each row that something may be wrong with."""
        self._refuse_shapeless(chunk)
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

    def _refuse_shapeless(self, chunk: Chunk) -> None:
        """Refuse a file whose columns hold far more different texts than a register can, before it costs more time."""
        for name in self.columns:
            limit = TEXTS_ALLOWED + (2 * len(self.grid.pupils) if name == "pupil" else 0)
            if len(chunk.values[name]) > limit:
                header = self.table.column(name).header
                message = f"{self.table.title}: column {header} holds more than {limit:,} different texts."
                raise DataRejected(message, "Check that the columns are in their places and belong to this roll.")

    def _place(self, chunk: Chunk) -> tuple[np.ndarray, np.ndarray]:
        """The cell and the variant of each row."""
        for name, places in self.places.items():
            places.learn(chunk.values[name])
        self.days.learn(chunk.values["session_date"])
        enrolments = self.enrolments.of_chunk(chunk)
        self._learn_enrolments()
        dates = chunk.codes["session_date"]
        session = _lookup(self.places["session"].place, chunk.codes["session"])
        cells = cells_of(self.first_cell[enrolments], _lookup(self.days.day, dates), session)
        return cells, variants_of(chunk.codes["mark"], self.days.spelling, dates)

    def _learn_enrolments(self) -> None:
        """Look up the pupils at schools that no chunk held before."""
        new = self.enrolments.codes(len(self.first_cell))
        pupil, school = (_lookup(self.places[name].place, new[name].to_numpy()) for name in self.enrolments.columns)
        self.first_cell = np.concatenate([self.first_cell, self.grid.first_cells(pupil, school)])

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
        rows = pd.concat(self.doubtful or [_no_rows(self.columns)], ignore_index=True)
        rows[_DAY] = self._day_numbers()[rows["session_date"]]
        key = [_DAY if name == "session_date" else name for name in self.table.key]
        alike = rows[rows.duplicated(key, keep=False)]
        repeated = alike.duplicated(self.columns)
        self.duplicates += int(repeated.sum())
        for profile in self.profiles:
            profile.discount(alike[repeated])
        rows = rows.drop(index=alike.index[repeated])
        outside = alike[~repeated & (alike["cell"] < 0) & (alike[key] >= 0).all(axis=1)]
        same_key = outside.index[outside.duplicated(key, keep=False)]
        rows.loc[same_key, "broken"] |= self.key_bit
        rows = self._with_conflicts(rows)
        return rows[rows["broken"] != 0].sort_values("line")

    def _day_numbers(self) -> np.ndarray:
        """A number for each date text, the same for texts that mean the same day; the last, for EMPTY, is -1."""
        dates = read_dates(pd.Series(self.values["session_date"], dtype="str"), self.date_formats)
        return np.append(pd.factorize(dates)[0], -1)

    def _with_conflicts(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Mark every row of a cell that was given different marks, its first row included."""
        cells = rows["cell"][rows["differs"]].unique()
        rows["broken"] |= np.where(rows["cell"].isin(cells), self.key_bit, 0)
        firsts = pd.DataFrame({"line": self.grid.line[cells], "cell": cells, "broken": self.key_bit})
        return pd.concat([rows, firsts[~firsts["line"].isin(rows["line"])]], ignore_index=True)

    def _held(self, rows: pd.DataFrame) -> pd.Series:
        """Line number to rule ids, for rows that break a rule of severity hold."""
        holding = {bit: rule.id for bit, rule in self.bits.items() if rule.severity is Severity.HOLD}
        broken = rows["broken"] & sum(holding)
        rows, broken = rows[broken != 0], broken[broken != 0]
        kinds, distinct = pd.factorize(broken)
        reasons = [" ".join(holding[bit] for bit in holding if kind & bit) for kind in distinct]
        return pd.Series(pd.array(reasons, dtype="str").take(kinds), index=pd.Index(rows["line"].to_numpy()))

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


def _no_rows(columns: Sequence[str]) -> pd.DataFrame:
    none = np.empty(0, dtype=np.int64)
    return pd.DataFrame(
        {"line": none, "cell": none, "differs": none.astype(bool), "broken": none, **dict.fromkeys(columns, none)}
    )


def _lookup(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The value at each code, -1 where the code is EMPTY (-1)."""
    return np.append(values, -1)[codes]


def _require_totals(reduced: Reduced) -> None:
    accounted = reduced.rows_loaded + reduced.rows_held + reduced.duplicates
    if reduced.rows_received != accounted or reduced.rows_loaded != int(reduced.counts["sessions"].sum()):
        message = f"Control totals of {reduced.table.title} do not add up. This is a fault of ours."
        raise CypError(message, "Please report it.")
