"""A term's register as a grid: a cell for each enrolment and session, holding the first mark given for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from transforms.council_types import HalfTerm
from transforms.quarters import Quarter
from transforms.rules.rule import Context
from transforms.staging import read_dates

SESSIONS = ("AM", "PM")
COUNT_COLUMNS = (
    "pupil", "school_urn", "academic_year", "half_term", "period_start", "period_end", "code", "sessions",
)  # fmt: skip
_NOWHERE = -1
_SPELLING = 24  # the lower 24 bits of a variant tell the mark, the rest how its date was written
_MARK = (1 << _SPELLING) - 1
_ENROLMENTS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Period:
    """Part of a half-term that lies within one financial quarter, and on one side of the day that the data run to."""

    academic_year: str
    half_term: int
    start: date
    end: date


def periods(context: Context) -> tuple[Period, ...]:
    """The periods that a batch covers, in order. Counts up to the end of any quarter are then sums of whole periods."""
    return tuple(period for half_term in context.half_terms for period in _parts(half_term, context))


def _parts(half_term: HalfTerm, context: Context) -> Iterator[Period]:
    start, last = max(half_term.start, context.covers_from), min(half_term.end, context.covers_to)
    while start <= last:
        end = min(last, Quarter.containing(start).end)
        if start <= context.data_to:
            end = min(end, context.data_to)
        yield Period(half_term.academic_year, half_term.number, start, end)
        start = end + timedelta(days=1)


class Places:
    """Where the distinct texts of a column stand in a list, each text looked up once however many chunks it is in.

    ``place`` has an entry per text: its place in the list, or -1.
    """

    def __init__(self, known: pd.Index) -> None:
        self._known = known
        self.place = np.empty(0, dtype=np.int64)

    def learn(self, texts: ExtensionArray) -> None:
        """Look up the texts that are new; ``texts`` begins with those of the call before."""
        new = self._known.get_indexer(pd.Index(texts[len(self.place) :]))
        self.place = np.concatenate([self.place, new])


class SessionDays:
    """The distinct texts of a date column as days of the term, each text read once however many chunks it is in.

    ``day`` has a place per text: the number of days since the term's first, or -1 for text that is no day of it.
    ``spelling`` numbers the texts that mean the same day: rows are exact duplicates only when written alike.
    """

    def __init__(self, context: Context, date_formats: Sequence[str]) -> None:
        self._date_formats = date_formats
        self.first = pd.Timestamp(context.covers_from)
        self.count = (context.covers_to - context.covers_from).days + 1
        self.day = np.empty(0, dtype=np.int64)
        self.spelling = np.empty(0, dtype=np.int64)
        self._spellings = np.zeros(self.count, dtype=np.int64)

    def learn(self, texts: ExtensionArray) -> None:
        """Read the texts that are new; ``texts`` begins with those of the call before."""
        dates = read_dates(pd.Series(texts[len(self.day) :], dtype="str"), self._date_formats)
        offset = (dates - self.first).dt.days
        day = offset.where(offset.between(0, self.count - 1), _NOWHERE).to_numpy(dtype=np.int64)
        within = day >= 0
        spelling = np.zeros(len(day), dtype=np.int64)
        same_day = pd.Series(day[within])
        spelling[within] = same_day.groupby(same_day).cumcount().to_numpy() + self._spellings[day[within]]
        self._spellings += np.bincount(day[within], minlength=self.count)
        self.day = np.concatenate([self.day, day])
        self.spelling = np.concatenate([self.spelling, spelling])


def variants_of(marks: np.ndarray, spelling: np.ndarray, dates: np.ndarray) -> np.ndarray:
    """What tells apart two rows of the same cell: the mark, and how the date is spelled. Never 0.

    ``marks`` and ``dates`` are codes; ``spelling`` has an entry per text of a date.
    """
    variants = (marks + 2).astype(np.int32)
    if not (spelling > 0).any():
        return variants
    spelled = np.append(np.maximum(spelling, 0), 0)[dates]
    return variants | (spelled << _SPELLING).astype(np.int32)


def cells_of(first_cell: np.ndarray, days: np.ndarray, sessions: np.ndarray) -> np.ndarray:
    """The cell of each row; -1 where its pupil, day or session (0 AM, 1 PM) is nowhere."""
    cells = first_cell + days * len(SESSIONS) + sessions
    cells[(first_cell < 0) | (days < 0) | (sessions < 0)] = _NOWHERE
    return cells


class RegisterGrid:
    """Marks by enrolment and session.

    ``roll`` has a row per enrolment (``pupil``, ``school_urn``). ``line`` and ``variant`` have a place per cell: the
    line of the first row for it, 0 where there is none, and that row's variant. One cell more, the last, is cell -1.
    """

    def __init__(self, roll: pd.DataFrame, days: SessionDays) -> None:
        self.roll = roll[["pupil", "school_urn"]].drop_duplicates().reset_index(drop=True)
        self.pupils = pd.Index(self.roll["pupil"].unique())
        self.schools = pd.Index(self.roll["school_urn"].unique())
        keys = self._enrolment_keys(
            self.pupils.get_indexer(pd.Index(self.roll["pupil"])),
            self.schools.get_indexer(pd.Index(self.roll["school_urn"])),
        )
        self._enrolments = pd.Index(keys)
        self._first_day = days.first
        self._slots = days.count * len(SESSIONS)
        self.line = np.zeros(len(self.roll) * self._slots + 1, dtype=np.int32)
        self.variant = np.zeros(len(self.roll) * self._slots + 1, dtype=np.int32)

    def _enrolment_keys(self, pupils: np.ndarray, schools: np.ndarray) -> np.ndarray:
        return np.where((pupils < 0) | (schools < 0), _NOWHERE, pupils * len(self.schools) + schools)

    def first_cells(self, pupils: np.ndarray, schools: np.ndarray) -> np.ndarray:
        """The first cell of the enrolments at places in ``pupils`` and ``schools``; -1 where the roll has none."""
        enrolments = self._enrolments.get_indexer(pd.Index(self._enrolment_keys(pupils, schools)))
        return np.where(enrolments < 0, _NOWHERE, enrolments * self._slots)

    def enter(self, cells: np.ndarray, variants: np.ndarray, lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Put rows into their cells; the first to come stays.

        Returns two masks over the rows: those that say the same as the first row of their cell, and those that say
        something else. Rows without a cell are in neither.
        """
        # Written backwards: of several rows for one cell, numpy keeps the last written, which is the first in the file.
        free = np.flatnonzero((self.line[cells] == 0) & (cells >= 0))[::-1]
        self.line[cells[free]] = lines[free]
        self.variant[cells[free]] = variants[free]
        repeated = (self.line[cells] != lines) & (cells >= 0)
        if not repeated.any():
            return repeated, repeated
        same = repeated & (self.variant[cells] == variants)
        return same, repeated & ~same

    def clear(self, cells: np.ndarray) -> None:
        """Leave cells out of every count."""
        self.variant[cells] = 0

    @property
    def filled(self) -> int:
        return int(np.count_nonzero(self.variant))

    def counts(self, codes: np.ndarray, within: tuple[Period, ...]) -> pd.DataFrame:
        """Sessions by enrolment, period and code; ``codes`` are the texts of the marks.

        Columns: pupil, school_urn, academic_year, half_term, period_start, period_end, code, sessions.
        """
        marks = self._marks()
        parts = [self._period_counts(marks[:, self._slots_of(period)], codes, period) for period in within]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COUNT_COLUMNS))

    def school_days(self, codes: np.ndarray, attending: frozenset[str]) -> pd.DataFrame:
        """Marks of each school and session. Columns: school_urn, session_date, session, marks, attending."""
        attends = np.concatenate([[False], np.isin(codes, list(attending))])
        marks = self._marks()
        schools = self.roll["school_urn"]
        parts = [self._school_days(urn, marks[schools.eq(urn).to_numpy()], attends) for urn in schools.unique()]
        return pd.concat(parts, ignore_index=True) if parts else self._school_days("", marks, attends)

    def _marks(self) -> np.ndarray:
        """Enrolments down, sessions across: 0 for none, else the mark's code + 1."""
        return np.maximum((self.variant[:-1] & _MARK) - 1, 0).reshape(len(self.roll), self._slots)

    def _slots_of(self, period: Period) -> slice:
        first = (pd.Timestamp(period.start) - self._first_day).days
        last = (pd.Timestamp(period.end) - self._first_day).days
        return slice(first * len(SESSIONS), (last + 1) * len(SESSIONS))

    def _period_counts(self, marks: np.ndarray, codes: np.ndarray, period: Period) -> pd.DataFrame:
        marks = marks[:, marks.any(axis=0)]
        present = np.flatnonzero(np.bincount(marks.ravel(), minlength=1)[1:]) + 1
        column_of = np.zeros(len(codes) + 1, dtype=np.int64)
        column_of[present] = np.arange(1, len(present) + 1)
        tally = np.concatenate([_tally(part, column_of, len(present) + 1) for part in _parts_of(marks)])
        tally[:, 0] = 0
        enrolment, column = np.nonzero(tally)
        return self.roll.iloc[enrolment].assign(
            academic_year=period.academic_year,
            half_term=period.half_term,
            period_start=pd.Timestamp(period.start),
            period_end=pd.Timestamp(period.end),
            code=codes[present[column - 1] - 1] if len(present) else "",
            sessions=tally[enrolment, column],
        )

    def _school_days(self, urn: str, marks: np.ndarray, attends: np.ndarray) -> pd.DataFrame:
        total = np.count_nonzero(marks, axis=0)
        slots = np.flatnonzero(total)
        return pd.DataFrame(
            {
                "school_urn": pd.Series(urn, index=range(len(slots)), dtype="str"),
                "session_date": (self._first_day + pd.to_timedelta(slots // len(SESSIONS), unit="D")).astype(
                    "datetime64[s]"
                ),
                "session": np.array(SESSIONS, dtype=object)[slots % len(SESSIONS)],
                "marks": total[slots],
                "attending": attends[marks[:, slots]].sum(axis=0),
            }
        )


def _parts_of(marks: np.ndarray) -> Iterator[np.ndarray]:
    """Marks a thousand enrolments at a time, so that what is made of them stays small. One part at least."""
    for start in range(0, max(len(marks), 1), _ENROLMENTS_AT_ONCE):
        yield marks[start : start + _ENROLMENTS_AT_ONCE]


def _tally(marks: np.ndarray, column_of: np.ndarray, width: int) -> np.ndarray:
    """Sessions of each enrolment (down) by the column of their mark (across)."""
    cells = column_of[marks] + np.arange(len(marks))[:, None] * width
    return np.bincount(cells.ravel(), minlength=len(marks) * width).reshape(len(marks), width)
