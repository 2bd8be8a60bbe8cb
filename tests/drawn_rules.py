"""The rules that were written by hand, each drawn with rows that keep it and rows that break it.

Here those of the first extracts; a module per area of service holds the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from tests.factories import context, drawn, extract_of, upn
from tests.tables import table as drawn_table
from transforms.extracts.attendance_register import MARKS, ROLL
from transforms.extracts.census_sessions import PUPILS, SCHOOLS, SESSIONS
from transforms.extracts.extract import Table
from transforms.extracts.ssda903 import EPISODES, HEADER
from transforms.rules.rule import Context
from transforms.staging import typed

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


def _header(picture: str) -> pd.DataFrame:
    """Header rows as rules of Episodes find them: kept, and typed."""
    return typed(drawn(HEADER, picture), HEADER, extract_of(HEADER).date_formats)


HEADER_CASES = (
    pictured(
        "header-upn-shape",
        HEADER,
        (3, 4),
        f"""
        upn           | sex
        {ANN}         | F
        A00000000001  | F
        I000000000001 | F
        UN1           | F
                      | F
        """,
    ),
    pictured(
        "header-upn-check-letter",
        HEADER,
        (3,),
        """
        upn           | sex
        H801200001001 | F
        J801200001001 | F
        """,
    ),
    pictured(
        "header-born-after-data-to",
        HEADER,
        (3,),
        """
        date_of_birth
        30/06/2025
        01/07/2025
        """,
    ),
    pictured(
        "header-retired-code",
        HEADER,
        (3,),
        """
        sex
        M
        1
        U
        """,
    ),
)

EPISODES_CASES = (
    pictured(
        "episodes-of-an-earlier-year",
        EPISODES,
        (2, 3),
        """
        episode_start | episode_end | reason_ceased
        01/02/2024    | 31/03/2025  | E8
        01/03/2025    |             |
        """,
    ),
    pictured(
        "episodes-child-not-in-header",
        EPISODES,
        (3,),
        """
        child
        Ann
        Bob
        """,
        tables={"header": _header("child\nAnn\nCat")},
    ),
    pictured(
        "episodes-before-birth",
        EPISODES,
        (3,),
        """
        child | episode_start
        Ann   | 09/05/2025
        Bob   | 08/05/2025
        """,
        tables={"header": _header("child | date_of_birth\nAnn | 09/05/2025\nBob | 09/05/2025")},
    ),
    pictured(
        "episodes-open-with-reason",
        EPISODES,
        (4,),
        """
        episode_end | reason_ceased
                    |
        20/06/2025  | E8
                    | E8
        """,
    ),
    pictured(
        "episodes-closed-without-reason",
        EPISODES,
        (3,),
        """
        episode_end | reason_ceased
        20/06/2025  | E8
        20/06/2025  |
        """,
    ),
    pictured(
        "episodes-end-before-start",
        EPISODES,
        (4,),
        """
        episode_start | episode_end | reason_ceased
        09/06/2025    | 10/06/2025  | E8
        09/06/2025    | 09/06/2025  | E8
        09/06/2025    | 08/06/2025  | E8
        """,
    ),
    pictured(
        "episodes-after-data-to",
        EPISODES,
        (3,),
        """
        episode_start
        30/06/2025
        01/07/2025
        """,
    ),
    pictured(
        "episodes-overlap",
        EPISODES,
        (5, 7),
        """
        child | episode_start | episode_end | reason_ceased
        Ann   | 01/04/2025    | 01/05/2025  | X1
        Ann   | 01/05/2025    |             |
        Bob   | 01/04/2025    | 02/05/2025  | X1
        Bob   | 01/05/2025    |             |
        Cat   | 01/04/2025    |             |
        Cat   | 01/05/2025    | 02/05/2025  | E8
        """,
    ),
    pictured(
        "episodes-retired-code",
        EPISODES,
        (3, 4),
        """
        placement
        K3
        H5
        Z1
        Z11
        """,
    ),
    pictured(
        "episodes-provider-does-not-fit",
        EPISODES,
        (3,),
        """
        placement | placement_provider
        P1        | PR0
        U4        | PR0
        U4        | PR4
        U4        |
        """,
    ),
)

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

CENSUS_CASES = (
    pictured(
        "schoolcensus-another-council",
        SCHOOLS,
        (3,),
        """
        la_code
        999
        998
        """,
    ),
    pictured(
        "schoolcensus-unknown-school",
        SCHOOLS,
        (3,),
        """
        school_urn
        900001
        900002
        """,
        schools=frozenset({"900001"}),
    ),
    pictured(
        "schoolcensus-school-repeated",
        SCHOOLS,
        (3, 4),
        """
        census_id | school_urn
        8001      | 900801
        8002      | 900802
        8003      | 900802
        """,
    ),
    pictured(
        "pupilonroll-school-unknown",
        PUPILS,
        (3,),
        """
        census_id
        7
        8
        """,
        tables={"schoolcensus": drawn_table("census_id\n7")},
    ),
    pictured(
        "pupilonroll-pupil-repeated",
        PUPILS,
        (4, 5),
        f"""
        pupil | census_id
        {ANN} | 7
        {ANN} | 8
        {BOB} | 8
        {BOB} | 8
        """,
    ),
    pictured(
        "pupilonroll-pupil-without-upn",
        PUPILS,
        (3,),
        f"""
        pupil
        {CAT}
        UN2
        """,
    ),
    pictured(
        "pupilonroll-upn-shape",
        PUPILS,
        (3,),
        f"""
        pupil
        {upn(904)}
        12345678901234
        """,
    ),
    pictured(
        "pupilonroll-upn-check-letter",
        PUPILS,
        (3,),
        """
        pupil
        H801200001001
        J801200001001
        """,
    ),
    pictured(
        "termlysessiondetailsonroll-pupil-unknown",
        SESSIONS,
        (3,),
        """
        pupil_id
        7
        8
        """,
        tables={"pupilonroll": drawn_table("pupil_id\n7")},
    ),
    pictured(
        "termlysessiondetailsonroll-sessions-negative",
        SESSIONS,
        (3,),
        """
        sessions
        0
        -1
        """,
    ),
    pictured(
        "termlysessiondetailsonroll-retired-code",
        SESSIONS,
        (3,),
        """
        code
        C2
        H
        """,
    ),
)

WRITTEN = (*HEADER_CASES, *EPISODES_CASES, *ROLL_CASES, *MARKS_CASES, *CENSUS_CASES)
