"""Rules of the school census's schools, pupils, sessions and needs, each drawn with rows that keep and break it."""

from collections.abc import Iterator
from datetime import date

from tests.drawn_rules import ANN, BOB, CAT, BadRows, pictured
from tests.drawn_rules_cin import kept
from tests.factories import upn
from tests.tables import table as drawn_table
from transforms.extracts.census_sessions import (
    LEAVER_SESSIONS,
    LEAVER_SUMMER_SESSIONS,
    LEAVERS,
    NEEDS,
    PUPILS,
    SCHOOLS,
    SESSIONS,
    SUMMER_SESSIONS,
)
from transforms.extracts.extract import Table

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
        "schoolcensus-another-term",
        SCHOOLS,
        (3, 4),
        """
        reference_date | census_id | school_urn
        2025-10-02     | 1         | 900001
        2025-06-09     | 2         | 900002
        2026-01-15     | 3         | 900003
        """,
    ),
    pictured(
        "pupilonroll-former-upn",
        PUPILS,
        (4, 5),
        """
        former_upn    | sex
                      | F
        H801200001001 | F
        A00000000001  | F
        J801200001001 | F
        """,
    ),
    pictured(
        "pupilonroll-retired-provision",
        PUPILS,
        (4,),
        f"""
        pupil      | sen_provision
        {upn(905)} | K
        {upn(906)} |
        {upn(907)} | A
        """,
    ),
    pictured(
        "pupilonroll-need-missing",
        PUPILS,
        (3, 4),
        f"""
        pupil_id | pupil      | sen_provision
        1        | {upn(908)} | K
        2        | {upn(909)} | K
        3        | {upn(910)} | E
        4        | {upn(911)} | N
        """,
        later=kept(NEEDS, "pupil_id\n1"),
    ),
    pictured(
        "pupilonroll-possible-below-zero",
        PUPILS,
        (3, 4),
        f"""
        pupil      | sessions_possible | sessions_possible_second
        {upn(912)} | 0                 | 2
        {upn(913)} | -1                |
        {upn(914)} | 4                 | -2
        """,
    ),
    pictured(
        "pupilnolongeronroll-school-unknown",
        LEAVERS,
        (3,),
        """
        census_id
        7
        8
        """,
        tables={"schoolcensus": drawn_table("census_id\n7")},
    ),
    pictured(
        "pupilnolongeronroll-pupil-repeated",
        LEAVERS,
        (5, 6),
        f"""
        pupil | census_id | leaving_date
        {ANN} | 7         | 2025-06-09
        {ANN} | 7         | 2025-06-20
        {ANN} | 8         | 2025-06-09
        {BOB} | 8         | 2025-06-09
        {BOB} | 8         | 2025-06-09
        """,
    ),
    pictured(
        "pupilnolongeronroll-on-roll-too",
        LEAVERS,
        (2,),
        f"""
        pupil | census_id | entry_date | leaving_date
        {ANN} | 7         | 2024-09-03 | 2025-06-09
        {BOB} | 7         | 2024-09-03 | 2025-06-09
        {CAT} | 7         | 2024-09-03 | 2025-06-09
        {ANN} | 8         |            | 2025-06-10
        """,
        tables=kept(
            PUPILS,
            f"""
            pupil | census_id | entry_date
            {ANN} | 7         | 2024-09-03
            {BOB} | 7         | 2025-06-16
            {CAT} | 8         | 2024-09-03
            {ANN} | 8         |
            """,
        ),
    ),
    pictured(
        "pupilnolongeronroll-left-before-entry",
        LEAVERS,
        (3,),
        f"""
        pupil      | entry_date | leaving_date
        {upn(915)} | 2025-06-09 | 2025-06-09
        {upn(916)} | 2025-06-09 | 2025-06-06
        """,
    ),
    pictured(
        "pupilnolongeronroll-possible-below-zero",
        LEAVERS,
        (3,),
        f"""
        pupil      | sessions_possible
        {upn(919)} | 0
        {upn(920)} | -1
        """,
    ),
    pictured("pupilnolongeronroll-pupil-without-upn", LEAVERS, (3,), f"pupil\n{CAT}\nUN2"),
    pictured("pupilnolongeronroll-upn-shape", LEAVERS, (3,), f"pupil\n{upn(921)}\n12345678901234"),
    pictured("pupilnolongeronroll-upn-check-letter", LEAVERS, (3,), "pupil\nH801200001001\nJ801200001001"),
    pictured(
        "senneeds-pupil-unknown",
        NEEDS,
        (3,),
        """
        pupil_id
        7
        8
        """,
        tables=kept(PUPILS, "pupil_id\n7"),
    ),
    pictured(
        "senneeds-rank-repeated",
        NEEDS,
        (4, 5),
        """
        pupil_id | sen_rank
        931      | 1
        932      | 1
        933      | 1
        933      | 1
        934      | 1
        934      | 2
        """,
    ),
    pictured(
        "senneeds-without-primary",
        NEEDS,
        (4,),
        """
        pupil_id | sen_rank
        941      | 1
        941      | 2
        942      | 2
        """,
    ),
    pictured(
        "senneeds-without-provision",
        NEEDS,
        (4,),
        """
        pupil_id
        951
        952
        953
        """,
        tables=kept(PUPILS, "pupil_id | sen_provision\n951 | K\n952 |\n953 | N"),
    ),
)


def _of_sessions(table: Table, key: str, people: Table, possible: str) -> Iterator[BadRows]:
    """The cases of a table of sessions: all four have the same rules."""
    known = kept(people, f"{key} | {possible}\n1 | 10\n2 | 10\n3 | 10\n4 |")
    yield pictured(f"{table.name}-pupil-unknown", table, (3,), f"{key}\n4\n8", tables=known)
    yield pictured(f"{table.name}-sessions-negative", table, (3,), "sessions\n0\n-1")
    yield pictured(f"{table.name}-retired-code", table, (3,), "code\nC2\nH")
    yield pictured(
        f"{table.name}-more-absence-than-possible",
        table,
        (4, 5),
        f"""
        {key} | code | sessions
        1     | I    | 10
        1     | X    | 5
        2     | I    | 6
        2     | O    | 5
        4     | /    | 99
        """,
        tables=known,
    )
    yield pictured(
        f"{table.name}-possible-differs",
        table,
        (2, 3),
        f"""
        {key} | code | sessions
        1     | /    | 9
        1     | X    | 1
        2     | L    | 9
        2     | O    | 1
        3     | I    | 2
        """,
        tables=known,
    )
    yield pictured(
        f"{table.name}-possible-unknown",
        table,
        (3, 4),
        f"""
        {key} | code | sessions
        1     | I    | 1
        4     | I    | 1
        4     | X    | 1
        """,
        tables=known,
    )


SESSION_CASES = (
    *_of_sessions(SESSIONS, "pupil_id", PUPILS, "sessions_possible"),
    *_of_sessions(LEAVER_SESSIONS, "leaver_id", LEAVERS, "sessions_possible"),
    *_of_sessions(SUMMER_SESSIONS, "pupil_id", PUPILS, "sessions_possible_second"),
    *_of_sessions(LEAVER_SUMMER_SESSIONS, "leaver_id", LEAVERS, "sessions_possible_second"),
    *(
        pictured(f"{table.name}-not-summer", table, (2,), "sessions\n1", covers_from=date(2025, 6, 2))
        for table in (SUMMER_SESSIONS, LEAVER_SUMMER_SESSIONS)
    ),
    *(
        pictured(
            f"{table.name}-left-before",
            table,
            (3,),
            "leaver_id\n1\n2\n3",
            tables=kept(LEAVERS, "leaver_id | leaving_date\n1 | 2025-04-22\n2 | 2025-04-21\n3 |"),
        )
        for table in (LEAVER_SESSIONS, LEAVER_SUMMER_SESSIONS)
    ),
)
