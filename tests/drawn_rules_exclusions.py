"""The rules of the school census's exclusions, each drawn with rows that keep it and rows that break it."""

from tests.drawn_rules import BadRows, pictured
from tests.drawn_rules_education import of_upns
from tests.tables import table as drawn_table
from transforms.extracts.census_exclusions import (
    CENSUS_EXCLUSION,
    CENSUS_LEAVER,
    CENSUS_LEAVER_EXCLUSION,
    CENSUS_PUPIL,
    CENSUS_SCHOOL,
)
from transforms.extracts.extract import Table

CENSUS_EXCLUSIONS_CASES = (
    pictured(
        "census_school-another-council",
        CENSUS_SCHOOL,
        (3,),
        """
        la_code
        999
        998
        """,
    ),
    pictured(
        "census_school-unknown-school",
        CENSUS_SCHOOL,
        (3,),
        """
        school_urn
        900001
        910002
        """,
    ),
    *of_upns(CENSUS_PUPIL),
    *of_upns(CENSUS_LEAVER),
)


def _of_census(table: Table, key: str, pupils: str) -> tuple[BadRows, ...]:
    """The rules of a table of exclusions; ``key`` names the row's pupil in the table ``pupils``."""
    return (
        pictured(
            f"{table.name}-pupil-unknown",
            table,
            (3,),
            f"""
            {key}
            7
            8
            """,
            tables={pupils: drawn_table(f"{key}\n7")},
        ),
        pictured(
            f"{table.name}-after-data-to",
            table,
            (3,),
            """
            start_date
            2025-Jun-30 00:00:00
            2025-Jul-01 00:00:00
            """,
        ),
        pictured(
            f"{table.name}-repeated",
            table,
            (3, 6),
            f"""
            {key} | start_date           | category
            21    | 2025-Jun-09 00:00:00 | PERM
            21    | 2025-Jun-09 00:00:00 | PERM
            21    | 2025-Jun-10 00:00:00 | PERM
            21    | 2025-Jun-09 00:00:00 | SUSP
            21    | 2025-Jun-09 00:00:00 | FIXD
            22    | 2025-Jun-09 00:00:00 | PERM
            """,
            also={f"{table.name}-retired-code": (6,), f"{table.name}-suspension-without-sessions": (5, 6)},
        ),
        pictured(
            f"{table.name}-retired-code",
            table,
            (3, 4),
            """
            category | reason | reason_2 | reason_3
            LNCH     | DB     | PP       | DS
            FIXD     | DB     |          |
            PERM     | DB     | PP       | OT
            """,
            also={f"{table.name}-suspension-without-sessions": (3,)},
        ),
        pictured(
            f"{table.name}-suspension-without-sessions",
            table,
            (4,),
            """
            category | sessions
            PERM     |
            SUSP     | 10.0
            SUSP     |
            """,
        ),
        pictured(
            f"{table.name}-no-sessions",
            table,
            (3,),
            """
            category | sessions
            SUSP     | 1
            SUSP     | 0
            PERM     | 0
            """,
        ),
        pictured(
            f"{table.name}-suspended-too-long",
            table,
            (5, 7),
            f"""
            {key} | start_date           | category | sessions
            31    | 2025-Jun-02 00:00:00 | SUSP     | 45
            31    | 2024-Jun-03 00:00:00 | SUSP     | 45
            31    | 2025-May-01 00:00:00 | SUSP     | 45
            31    | 2025-Jun-09 00:00:00 | SUSP     | 1
            32    | 2025-Jun-09 00:00:00 | SUSP     | 90
            33    | 2025-Jun-09 00:00:00 | SUSP     | 91
            """,
        ),
        pictured(
            f"{table.name}-reason-skipped",
            table,
            (3, 4),
            """
            reason | reason_2 | reason_3
            DB     | PP       | DS
                   | PP       |
            DB     |          | DS
            """,
        ),
        pictured(
            f"{table.name}-reason-repeated",
            table,
            (3, 4),
            """
            reason | reason_2 | reason_3
            DB     | PP       | DS
            DB     | DB       | DS
            DB     | PP       | DB
            """,
        ),
    )


CENSUS_EXCLUSION_CASES = (
    *_of_census(CENSUS_EXCLUSION, "pupil_id", "census_pupil"),
    *_of_census(CENSUS_LEAVER_EXCLUSION, "leaver_id", "census_leaver"),
)
