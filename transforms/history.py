"""A delivery beside those before it: the same bytes or rows once more, or far fewer or more rows than there ever were.

None of it can be told from the rows alone, and none is always wrong, so the delivery waits until a named officer
accepts it (``cyp held accept``) or the supplier sends another. Nothing is said of a first delivery.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from transforms.sentences import day_text
from transforms.waivers import Standings

WHOLE_FILE = 0  # the row number that stands for a file as a whole, where an officer has accepted it

COMPARED = 4  # deliveries before this one
_TIMES = 10  # how many times fewer or more rows than ever before are no longer believed
_LEAST_BEFORE, _LEAST_NOW = 50, 500  # below these, chance alone may be so large
_ALIKE, _LEAST_ALIKE = 0.99, 50  # the share of rows that two periods cannot have in common, and of how many at least

PERSON = "pupil"  # the column that says whose a row is
_FEW, _SHARE_OF_FEW = 20, 0.05  # people whose rows are compared first: so many, and this share of all

# Tables whose rows two periods never have nearly all alike, and what is compared of a row: all but where it stood in
# the file and the period that it was filed under. Lists of who is known on a day are left out: most people stay.
TOLD_APART_BY: Mapping[str, tuple[str, ...]] = {
    "core.attendance_count": ("pupil", "school_urn", "code", "sessions"),
    "core.exclusion": ("pupil", "school_urn", "category", "start_date", "sessions", "reason"),
}


@dataclass(frozen=True)
class HistoryRule:
    """What a delivery is held for, in words of its own."""

    id: str
    message: str
    fix: str
    source: str


SAME_FILES = HistoryRule(
    "delivery-same-files",
    "The files are, byte for byte, those of an earlier delivery.",
    "Ask the supplier for the cut of this date. Where nothing has changed since, accept the delivery.",
    "Own rule: last quarter's file must not count as this quarter's",
)
SAME_ROWS = HistoryRule(
    "delivery-same-rows",
    "At least 99 in 100 rows are, but for their period, those of an earlier delivery for another period.",
    "Ask the supplier for the cut of this period. Where so little differs in truth, accept the delivery.",
    SAME_FILES.source,
)
FEW_ROWS = HistoryRule(
    "delivery-few-rows",
    "The table has less than a tenth of the rows that it ever had in the deliveries before.",
    "Ask the supplier whether the export is whole. Where it is, accept the delivery.",
    "Own rule: volume beside the four deliveries before, each reckoned by the days that it covers",
)
MANY_ROWS = HistoryRule(
    "delivery-many-rows",
    "The table has more than ten times the rows that it ever had in the deliveries before.",
    "Ask the supplier whether the export is of this council and this period alone. Where it is, accept the delivery.",
    FEW_ROWS.source,
)
OTHER_VALUES = HistoryRule(
    "delivery-other-values",
    "The codes of a column are spread unlike in any delivery of the year before.",
    "Ask the supplier whether a filter or a list of codes changed. Where the world changed, accept the delivery.",
    "Own rule: the shares of each code beside those of every delivery of the year before",
)
HISTORY_RULES = (SAME_FILES, SAME_ROWS, FEW_ROWS, MANY_ROWS, OTHER_VALUES)


@dataclass(frozen=True)
class TableOfFile:
    """A table as a delivery brought it: the hash of its file, and how many rows it had."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class PastDelivery:
    """An earlier delivery of the same supply: the day that its data ran to, and how many days it covered."""

    data_to: date
    days: int
    tables: tuple[TableOfFile, ...]


@dataclass(frozen=True)
class Unusual:
    """Why a delivery waits: a rule, the table that it is about, and what was compared."""

    rule: HistoryRule
    table: TableOfFile
    message: str

    def is_accepted(self, accepted: Standings) -> bool:
        """Whether a named officer has accepted the very file in spite of it."""
        standing = accepted.get(self.table.name, {}).get(self.rule.id)
        return standing is not None and standing.lines.get(WHOLE_FILE, False)


def unusual(tables: Sequence[TableOfFile], days: int, before: Collection[PastDelivery]) -> tuple[Unusual, ...]:
    """What is unusual about a delivery that covers so many ``days``. ``before`` are those whose data end earlier."""
    same = next((past for past in before if _hashes(past.tables) == _hashes(tables) != set()), None)
    if same is not None:
        return (Unusual(SAME_FILES, tables[0], f"{SAME_FILES.message} Its data ran to {day_text(same.data_to)}."),)
    newest = sorted(before, key=lambda past: past.data_to)[-COMPARED:]
    return tuple(_volumes(tables, days, newest))


def copied(largest: TableOfFile, rows: pd.DataFrame, before: pd.DataFrame, data_to: date) -> Unusual | None:
    """Whether the staged rows of a period are another's. ``before`` are those of a delivery whose data ran to a day.

    Both hold the columns that tell the rows of their table apart. ``largest`` is the table by which the
    delivery is known where it is accepted as a whole.
    """
    if len(rows) < _LEAST_ALIKE or shared_rows(rows, before) < _ALIKE * len(rows):
        return None
    return Unusual(SAME_ROWS, largest, f"{SAME_ROWS.message} Its data ran to {day_text(data_to)}.")


def of_few_people(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of some of the people: enough to tell most deliveries that are no copy without reading another whole."""
    people = rows[PERSON].drop_duplicates()
    return rows[rows[PERSON].isin(people.head(_FEW + int(_SHARE_OF_FEW * len(people))))]


def may_be_copied(few: pd.DataFrame, before: pd.DataFrame, number: int) -> bool:
    """Whether of so many rows enough can be those of another delivery, of which ``before`` are those of the same few.

    When more of the few are not there than may be missing in all, the rest need not be looked at.
    """
    return len(few) - shared_rows(few, before) <= (1 - _ALIKE) * number


def shared_rows(rows: pd.DataFrame, before: pd.DataFrame) -> int:
    """How many rows two frames have in common; one that each has several times counts as often as both have it."""
    here, there = (_fingerprints(frame[list(rows)]).value_counts() for frame in (rows, before))
    both = here.index.intersection(there.index)
    return int(np.minimum(here[both], there[both]).sum())


def _fingerprints(rows: pd.DataFrame) -> pd.Series:
    """A number for each row, the same for rows of the same texts, whatever type their columns came in."""
    texts = rows.apply(lambda column: column.astype("str").fillna(""))
    return pd.util.hash_pandas_object(texts, index=False)


def _volumes(tables: Sequence[TableOfFile], days: int, before: Sequence[PastDelivery]) -> Iterator[Unusual]:
    for table in tables:
        counts = [(past.days, rows) for past in before if (rows := _rows_by_name(past).get(table.name)) is not None]
        if not counts:
            continue
        # A cut that covers less of a year than the ones before may have fewer rows by as much, and the other way round.
        least = min(rows * min(1, days / of_days) for of_days, rows in counts)
        most = max(rows * max(1, days / of_days) for of_days, rows in counts)
        rule = None
        if least >= _LEAST_BEFORE and table.rows * _TIMES < least:
            rule = FEW_ROWS
        elif table.rows >= _LEAST_NOW and table.rows > most * _TIMES:
            rule = MANY_ROWS
        if rule is not None:
            seen = sorted(rows for _, rows in counts)
            was = f"{seen[0]:,}" if seen[0] == seen[-1] else f"{seen[0]:,} to {seen[-1]:,}"
            yield Unusual(rule, table, f"{rule.message} It has {table.rows:,}; before, it had {was}.")


def _hashes(tables: Sequence[TableOfFile]) -> set[str]:
    return {table.sha256 for table in tables if table.rows}


def _rows_by_name(past: PastDelivery) -> Mapping[str, int]:
    return {table.name: table.rows for table in past.tables}
