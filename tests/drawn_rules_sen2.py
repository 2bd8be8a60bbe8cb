"""The rules of EHC plans, each drawn with rows that keep it and rows that break it."""

import pandas as pd

from tests.drawn_rules import BadRows, pictured
from tests.drawn_rules_education import learner_number_repeated
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
            f"{table.name}-setting-beside-number",
            table,
            (4, 5),
            """
            urn    | provider_number | setting
            900001 |                 |
                   |                 | EHE
            900001 |                 | EHE
                   | 10099901        | OLA
            """,
        ),
        pictured(
            f"{table.name}-other-without-name",
            table,
            (3,),
            """
            urn | setting | setting_other
                | OTH     | A tutor at home
                | OTH     |
                | EHE     |
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


_NEEDS = "active_plan_id | sen_rank | sen_type\n{} | 1 | ASD\n{} | 2 | PD\n{} | {third} | VI"
SEN2_CASES = (
    pictured("sen2-another-council", SEN2_RETURN, (3,), "\nla_code\n999\n998\n"),
    pictured(
        "sen2-another-year",
        SEN2_RETURN,
        (6, 7),
        """
        year | reference_date
        2026 | 2026-Jan-15 00:00:00
        2025 | 2026-Jan-15 00:00:00
        2025 | 2025-Jun-30 00:00:00
             |
        2025 | 2025-Jan-16 00:00:00
        2027 |
        """,
    ),
    learner_number_repeated(PERSON),
    pictured("person-upn-repeated", PERSON, (2, 4), f"\nupn\n{upn(942)}\nUN8\n{upn(942)}\nUN9\n"),
    pictured(
        "person-without-identifier",
        PERSON,
        (5,),
        f"""
        upn        | learner_number | upn_unknown
        {upn(943)} |                |
                   | 9000000001     |
                   |                | UN8
                   |                |
        """,
    ),
    pictured(
        "person-number-and-reason",
        PERSON,
        (3,),
        f"""
        upn        | upn_unknown
        {upn(944)} |
        {upn(945)} | UN2
        UN2        | UN2
        """,
    ),
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
        received_date        | request_outcome | request_outcome_date
        2025-Jun-09 00:00:00 | N               | 2025-Jun-09 00:00:00
        2025-Jun-09 00:00:00 | N               | 2025-Jun-08 00:00:00
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
    pictured(
        "requests-dated-while-open",
        REQUESTS,
        (3, 4, 5),
        """
        request_outcome | request_outcome_date
        Y               | 2025-Jun-20 00:00:00
        A               | 2025-Jun-20 00:00:00
        W               | 2025-Jun-20 00:00:00
        H               | 2025-Jun-20 00:00:00
        """,
    ),
    pictured(
        "requests-agreed-without-assessment",
        REQUESTS,
        (3,),
        """
        request_id | request_outcome | request_outcome_date
        1          | Y               | 2025-Jun-20 00:00:00
        2          | Y               | 2025-Jun-20 00:00:00
        3          | N               | 2025-Jun-20 00:00:00
        """,
        later={"assessment": _kept(ASSESSMENT, "request_id\n1")},
    ),
    _orphan(ASSESSMENT, "request_id", "requests"),
    pictured(
        "assessment-dated-while-open",
        ASSESSMENT,
        (3,),
        """
        assessment_outcome | assessment_outcome_date
        N                  | 2025-Jun-20 00:00:00
        W                  | 2025-Jun-20 00:00:00
        """,
    ),
    pictured(
        "assessment-not-agreed",
        ASSESSMENT,
        (3, 4),
        "request_id\n1\n2\n3\n4\n5",
        tables={
            "requests": _kept(
                REQUESTS,
                """
                request_id | request_outcome | request_mediation | request_tribunal
                1          | H               |                   |
                2          | N               |                   |
                3          | A               | False             | 0
                4          | N               | True              |
                5          | N               |                   | 1
                """,
            )
        },
    ),
    pictured(
        "assessment-issued-without-plan",
        ASSESSMENT,
        (3,),
        """
        assessment_id | assessment_outcome | assessment_outcome_date
        1             | Y                  | 2025-Jun-20 00:00:00
        2             | Y                  | 2025-Jun-20 00:00:00
        3             | A                  |
        """,
        later={"namedplan": _kept(NAMEDPLAN, "assessment_id\n1")},
    ),
    pictured(
        "assessment-after-data-to",
        ASSESSMENT,
        (3,),
        """
        assessment_outcome | assessment_outcome_date
        Y                  | 2025-Jun-30 00:00:00
        Y                  | 2025-Jul-01 00:00:00
        """,
    ),
    pictured(
        "assessment-before-request",
        ASSESSMENT,
        (3,),
        """
        request_id | assessment_outcome | assessment_outcome_date
        1          | N                  | 2025-Jun-09 00:00:00
        2          | N                  | 2025-Jun-08 00:00:00
        3          | A                  |
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
    pictured(
        "namedplan-reason-without-date",
        NAMEDPLAN,
        (3,),
        """
        plan_ceased          | cease_reason
        2025-Jun-20 00:00:00 | 5
                             | 5
        """,
    ),
    pictured(
        "namedplan-not-issued",
        NAMEDPLAN,
        (3,),
        "assessment_id\n1\n2\n3",
        tables={
            "assessment": _kept(
                ASSESSMENT, "assessment_id | assessment_outcome | assessment_tribunal\n1 | Y |\n2 | N |\n3 | N | 1"
            )
        },
    ),
    pictured(
        "namedplan-before-issue",
        NAMEDPLAN,
        (3,),
        """
        assessment_id | plan_start
        1             | 2025-Jun-10 00:00:00
        2             | 2025-Jun-09 00:00:00
        3             | 2025-Jun-09 00:00:00
        """,
        tables={
            "assessment": _kept(
                ASSESSMENT,
                """
                assessment_id | assessment_outcome | assessment_outcome_date
                1             | Y                  | 2025-Jun-10 00:00:00
                2             | Y                  | 2025-Jun-10 00:00:00
                3             | H                  |
                """,
            )
        },
    ),
    pictured("namedplan-several-of-assessment", NAMEDPLAN, (2,), "\nassessment_id\n73\n73\n74\n"),
    _orphan(PLANDETAIL, "plan_id", "namedplan"),
    *_numbers_of_places(PLANDETAIL),
    _orphan(ACTIVEPLANS, "request_id", "requests"),
    pictured(
        "activeplans-after-data-to",
        ACTIVEPLANS,
        (3, 4),
        """
        review_meeting       | transfer_due         | transfer_final
        2025-Jun-30 00:00:00 | 2026-Mar-31 00:00:00 |
        2025-Jul-01 00:00:00 |                      |
                             | 2026-Mar-31 00:00:00 | 2025-Jul-01 00:00:00
        """,
    ),
    pictured(
        "activeplans-decided-before-meeting",
        ACTIVEPLANS,
        (3,),
        """
        review_meeting       | last_review
        2025-Jun-09 00:00:00 | 2025-Jun-09 00:00:00
        2025-Jun-09 00:00:00 | 2025-Jun-08 00:00:00
        2025-Jun-09 00:00:00 |
        """,
    ),
    pictured(
        "activeplans-draft-before-meeting",
        ACTIVEPLANS,
        (3,),
        """
        review_meeting       | review_draft
        2025-Jun-09 00:00:00 | 2025-Jun-10 00:00:00
        2025-Jun-09 00:00:00 | 2025-Jun-08 00:00:00
        """,
    ),
    pictured(
        "activeplans-decided-without-meeting",
        ACTIVEPLANS,
        (3,),
        """
        review_meeting       | last_review
        2025-Jun-09 00:00:00 |
                             | 2025-Jun-09 00:00:00
        """,
    ),
    pictured(
        "activeplans-transferred-without-due",
        ACTIVEPLANS,
        (3,),
        """
        transfer_due         | transfer_final
        2025-Mar-31 00:00:00 | 2025-Mar-14 00:00:00
                             | 2025-Mar-14 00:00:00
        """,
    ),
    pictured(
        "activeplans-without-need",
        ACTIVEPLANS,
        (3,),
        "active_plan_id\n1\n2",
        later={"senneed": _kept(SENNEED, "active_plan_id\n1")},
    ),
    _orphan(PLACEMENTDETAIL, "active_plan_id", "activeplans"),
    pictured(
        "placementdetail-without-main",
        PLACEMENTDETAIL,
        (4, 5),
        """
        active_plan_id | placement_rank
        971            | 2
        971            | 1
        972            | 2
        973            |
        """,
    ),
    pictured(
        "placementdetail-several-main",
        PLACEMENTDETAIL,
        (2, 3),
        """
        active_plan_id | placement_rank | leaving_date
        974            | 1              |
        974            | 1              |
        975            | 1              | 2025-Jun-20 00:00:00
        975            | 1              |
        976            | 1              |
        976            | 2              |
        """,
    ),
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
    pictured("senneed-rank", SENNEED, (4,), _NEEDS.format(981, 981, 981, third=3)),
    pictured("senneed-rank-repeated", SENNEED, (2, 4), _NEEDS.format(982, 982, 982, third=1)),
    pictured("senneed-type-repeated", SENNEED, (2, 3), _NEEDS.format(984, 984, 985, third=1).replace("PD", "ASD")),
    pictured("senneed-without-primary", SENNEED, (4,), _NEEDS.format(986, 986, 987, third=2)),
)
