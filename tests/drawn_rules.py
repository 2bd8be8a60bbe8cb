"""The rules that were written by hand, each drawn with rows that keep it and rows that break it.

Here those of registers; a module per area of service holds the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from tests.factories import context, drawn, extract_of, upn
from tests.tables import table as drawn_table
from transforms.extracts.attendance_register import MARKS, ROLL
from transforms.extracts.extract import Table
from transforms.rules.rule import Context

ANN, BOB, CAT = upn(901), upn(902), upn(903)

Build = Callable[[int], pd.DataFrame]


@dataclass(frozen=True)
class BadRows:
    """Rows of a table, the lines of those that break a rule, and the lines that other rules must find in them as well.

    ``build(first)`` makes the rows, people numbered from ``first``. ``changes`` are made to the context of the extract.
    """

    rule: str
    table: Table
    build: Build
    lines: tuple[int, ...]
    also: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def expected(self) -> dict[str, tuple[int, ...]]:
        return {self.rule: self.lines, **self.also}

    @property
    def context(self) -> Context:
        return context(extract_of(self.table), **self.changes)


def pictured(
    rule: str, table: Table, lines: tuple[int, ...], picture: str, also: dict | None = None, **changes: object
) -> BadRows:
    """A case whose rows are drawn, the columns that the picture leaves out filled in."""
    return BadRows(rule, table, lambda first: drawn(table, picture, first=first), lines, also or {}, changes)


ROLL_CASES = (
    pictured(
        "roll-another-school",
        ROLL,
        (3, 4),
        """
        school_urn
        900001
        900002
        900002
        """,
        also={"roll-unknown-school": (3, 4)},
        schools=frozenset({"900001"}),
    ),
    pictured(
        "roll-unknown-school",
        ROLL,
        (3,),
        """
        school_urn
        900001
        900002
        """,
        schools=frozenset({"900001"}),
    ),
    pictured(
        "roll-pupil-without-upn",
        ROLL,
        (3,),
        f"""
        pupil
        {ANN}
        UN1
        """,
    ),
    pictured(
        "roll-upn-shape",
        ROLL,
        (3,),
        f"""
        pupil
        {BOB}
        B12345678901
        """,
    ),
    pictured(
        "roll-upn-check-letter",
        ROLL,
        (3,),
        """
        pupil
        H801200001001
        J801200001001
        """,
    ),
)

MARKS_CASES = (
    pictured(
        "marks-another-term",
        MARKS,
        (3, 4),
        """
        session_date
        2025-06-09
        2024-06-10
        2024-06-11
        """,
        also={"marks-outside-term": (3, 4)},
    ),
    pictured(
        "marks-outside-term",
        MARKS,
        (3, 4, 5),
        """
        session_date
        2025-06-09
        2025-04-21
        2025-05-28
        2025-07-01
        2025-04-22
        2025-06-30
        """,
    ),
    pictured(
        "marks-weekend",
        MARKS,
        (3, 4),
        """
        session_date
        2025-06-06
        2025-06-07
        2025-06-08
        2025-06-09
        """,
    ),
    pictured(
        "marks-retired-code",
        MARKS,
        (3, 4),
        """
        session | mark
        PM      | C2
        PM      | H
        PM      | Y
        PM      | Y1
        """,
    ),
    pictured(
        "marks-pupil-not-on-roll",
        MARKS,
        (3, 4),
        f"""
        pupil | school_urn
        {ANN} | 900001
        {ANN} | 900002
        {CAT} | 900001
        """,
        tables={"roll": drawn_table(f"pupil | school_urn\n{ANN} | 900001\n{BOB} | 900002")},
    ),
)

WRITTEN = (*ROLL_CASES, *MARKS_CASES)
