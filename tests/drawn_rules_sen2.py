"""The rules of EHC plans, each drawn with rows that keep it and rows that break it."""

import pandas as pd

from tests.drawn_rules import BadRows, pictured
from tests.factories import drawn, extract_of, upn
from transforms.extracts.extract import Table
from transforms.extracts.sen2 import (
    ACTIVEPLANS,
    ASSESSMENT,
    NAMEDPLAN,
    PERSON,
    PLACEMENTDETAIL,
    PLANDETAIL,
    REQUESTS,
    SEN2_RETURN,
    SENNEED,
)
from transforms.staging import typed


def _orphan(table: Table, key: str, parent: str) -> BadRows:
    """A row that belongs to no row of the module above it."""
    above = extract_of(table).table(parent)
    return pictured(
        f"{table.name}-{parent}-unknown", table, (3,), f"{key}\n7\n8", tables={parent: _kept(above, f"{key}\n7")}
    )


def _kept(table: Table, picture: str) -> pd.DataFrame:
    """Rows of a module as rules of the modules below find them: kept, and typed."""
    return typed(drawn(table, picture), table, extract_of(table).date_formats)


def _numbers_of_places(table: Table) -> tuple[BadRows, ...]:
    return (
        pictured(
            f"{table.name}-nowhere",
            table,
            (5,),
            """
            urn    | provider_number | setting
            900001 |                 |
                   | 10099901        |
                   |                 | EHE
                   |                 |
            """,
        ),
        pictured(
            f"{table.name}-urn-without-six-digits",
            table,
            (3, 4),
            """
            urn
            900001.0
            90001
            9000001
            """,
        ),
        pictured(
            f"{table.name}-ukprn-without-eight-digits",
            table,
            (3, 4),
            """
            provider_number
            10099901.0
            1009990
            100999010
            """,
        ),
    )


SEN2_CASES = (
    pictured("sen2-another-council", SEN2_RETURN, (3,), "\nla_code\n999\n998\n"),
    pictured("person-upn-shape", PERSON, (3,), f"\nupn\n{upn(941)}\nB12345678901\nUN8\n"),
    pictured("person-upn-check-letter", PERSON, (3,), "\nupn\nH801200001001\nJ801200001001\n"),
    pictured(
        "requests-without-news",
        REQUESTS,
        (2, 3),
        """
        received_date        | request_outcome | request_outcome_date
        2024-Oct-09 00:00:00 | Y               | 2024-Nov-20 00:00:00
        2024-Dec-31 00:00:00 | A               |
        """,
    ),
    _orphan(REQUESTS, "person_id", "person"),
    pictured(
        "requests-after-data-to",
        REQUESTS,
        (3,),
        """
        received_date        | request_outcome
        2025-Jun-30 00:00:00 | A
        2025-Jul-01 00:00:00 | A
        """,
    ),
    pictured(
        "requests-decided-before-received",
        REQUESTS,
        (3,),
        """
        received_date        | request_outcome_date
        2025-Jun-09 00:00:00 | 2025-Jun-09 00:00:00
        2025-Jun-09 00:00:00 | 2025-Jun-08 00:00:00
        """,
    ),
    pictured(
        "requests-decided-without-date",
        REQUESTS,
        (3, 4),
        """
        request_outcome | request_outcome_date
        Y               | 2025-Jun-20 00:00:00
        Y               |
        N               |
        A               |
        W               |
        H               |
        """,
    ),
    _orphan(ASSESSMENT, "request_id", "requests"),
    pictured(
        "assessment-after-data-to",
        ASSESSMENT,
        (3,),
        """
        assessment_outcome_date
        2025-Jun-30 00:00:00
        2025-Jul-01 00:00:00
        """,
    ),
    pictured(
        "assessment-before-request",
        ASSESSMENT,
        (3,),
        """
        request_id | assessment_outcome_date
        1          | 2025-Jun-09 00:00:00
        2          | 2025-Jun-08 00:00:00
        3          |
        """,
        tables={"requests": _kept(REQUESTS, "request_id\n1\n2\n3")},
    ),
    pictured(
        "assessment-decided-without-date",
        ASSESSMENT,
        (3, 4),
        """
        assessment_outcome | assessment_outcome_date
        Y                  | 2025-Jun-20 00:00:00
        Y                  |
        N                  |
        A                  |
        H                  |
        """,
    ),
    pictured(
        "assessment-several-of-request",
        ASSESSMENT,
        (2, 3),
        """
        request_id | assessment_outcome
        71         | W
        71         | A
        71         | A
        72         | A
        """,
    ),
    _orphan(NAMEDPLAN, "assessment_id", "assessment"),
    pictured(
        "namedplan-after-data-to",
        NAMEDPLAN,
        (3,),
        """
        plan_start
        2025-Jun-30 00:00:00
        2025-Jul-01 00:00:00
        """,
    ),
    pictured(
        "namedplan-ceased-before-start",
        NAMEDPLAN,
        (3,),
        """
        plan_start           | plan_ceased          | cease_reason
        2025-Jun-09 00:00:00 | 2025-Jun-09 00:00:00 | 9
        2025-Jun-09 00:00:00 | 2025-Jun-08 00:00:00 | 9
        """,
    ),
    pictured(
        "namedplan-ceased-without-reason",
        NAMEDPLAN,
        (3,),
        """
        plan_ceased          | cease_reason
        2025-Jun-20 00:00:00 | 5.0
        2025-Jun-20 00:00:00 |
                             |
        """,
    ),
    pictured("namedplan-several-of-assessment", NAMEDPLAN, (2,), "\nassessment_id\n73\n73\n74\n"),
    _orphan(PLANDETAIL, "plan_id", "namedplan"),
    *_numbers_of_places(PLANDETAIL),
    _orphan(ACTIVEPLANS, "request_id", "requests"),
    _orphan(PLACEMENTDETAIL, "active_plan_id", "activeplans"),
    *_numbers_of_places(PLACEMENTDETAIL),
    pictured(
        "placementdetail-left-before-entry",
        PLACEMENTDETAIL,
        (3,),
        """
        urn    | entry_date           | leaving_date
        900001 | 2025-Jun-09 00:00:00 | 2025-Jun-09 00:00:00
        900001 | 2025-Jun-09 00:00:00 | 2025-Jun-08 00:00:00
        """,
    ),
    _orphan(SENNEED, "active_plan_id", "activeplans"),
)
