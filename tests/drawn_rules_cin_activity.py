"""The rules about what follows a referral, each drawn with rows that keep it and rows that break it."""

from tests.drawn_rules import BadRows, pictured
from tests.drawn_rules_cin import kept
from transforms.extracts.cin import (
    ASSESSMENT_FACTORS,
    ASSESSMENTS,
    CIN_PLANS,
    PROTECTION_PLANS,
    REFERRALS,
    REVIEWS,
    SECTION47,
)
from transforms.extracts.extract import Table

CASES = """
    referral_number | referral_date | is_nfa
    6               | 2025-06-09    | 0
    7               | 2025-06-09    | 0
    8               | 2025-06-09    | 1
"""


def of_a_case(table: Table, start: str) -> tuple[BadRows, ...]:
    """The rules that every table has whose rows belong to a case."""
    known = kept(REFERRALS, CASES)
    numbers = f"referral_number | {start}\n"
    return (
        pictured(
            f"{table.name}-referral-unknown",
            table,
            (3,),
            f"{numbers}7 | 2025-06-09\n9 | 2025-06-09",
            tables=known,
        ),
        pictured(
            f"{table.name}-after-no-further-action",
            table,
            (3,),
            f"{numbers}7 | 2025-06-09\n8 | 2025-06-09",
            tables=known,
        ),
        pictured(
            f"{table.name}-before-referral",
            table,
            (3,),
            f"{numbers}6 | 2025-06-09\n7 | 2025-06-08",
            tables=known,
        ),
    )


ASSESSMENTS_CASES = (
    *of_a_case(ASSESSMENTS, "start_date"),
    pictured(
        "assessments-after-data-to",
        ASSESSMENTS,
        (3, 4),
        """
        start_date | authorised_date
        2025-06-30 | 2025-06-30
        2025-06-30 | 2025-07-01
        2025-07-01 |
        """,
    ),
    pictured(
        "assessments-authorised-before-start",
        ASSESSMENTS,
        (3,),
        """
        start_date | authorised_date
        2025-06-09 | 2025-06-09
        2025-06-09 | 2025-06-08
        2025-06-09 |
        """,
    ),
    pictured(
        "assessments-overdue",
        ASSESSMENTS,
        (3, 5),
        """
        start_date | authorised_date
        2025-04-24 |
        2025-04-23 |
        2025-04-23 | 2025-06-30
        1999-04-23 |
        """,
    ),
    pictured(
        "assessments-overlap",
        ASSESSMENTS,
        (5,),
        """
        referral_number | start_date | authorised_date
        7001            | 2025-05-01 | 2025-05-20
        7001            | 2025-05-20 |
        7002            | 2025-05-01 | 2025-05-20
        7002            | 2025-05-19 | 2025-06-02
        """,
    ),
)

FACTORS_CASES = (
    pictured(
        "assessment_factors-assessment-unknown",
        ASSESSMENT_FACTORS,
        (3,),
        "assessment_number\n7\n8",
        tables=kept(ASSESSMENTS, "assessment_number | authorised_date\n7 | 2025-06-20"),
    ),
    pictured(
        "assessment_factors-of-open-assessment",
        ASSESSMENT_FACTORS,
        (3,),
        "assessment_number\n7\n8",
        tables=kept(ASSESSMENTS, "assessment_number | authorised_date\n7 | 2025-06-20\n8 |"),
    ),
    pictured(
        "assessment_factors-none-and-another",
        ASSESSMENT_FACTORS,
        (3,),
        """
        assessment_number | factor
        7001              | 21
        7002              | 21
        7002              | 11A
        7003              | 11A
        7003              | 24A
        """,
    ),
    pictured(
        "assessment_factors-retired-code",
        ASSESSMENT_FACTORS,
        (3, 4),
        "assessment_number | factor\n7004 | 18C\n7004 | 18A\n7004 | 19A",
    ),
)

CIN_PLANS_CASES = (
    *of_a_case(CIN_PLANS, "start_date"),
    pictured("cin_plans-after-data-to", CIN_PLANS, (3,), "start_date | end_date\n2025-06-30 |\n2025-07-01 |"),
    pictured(
        "cin_plans-end-before-start",
        CIN_PLANS,
        (3,),
        """
        start_date | end_date
        2025-06-09 | 2025-06-09
        2025-06-09 | 2025-06-08
        2025-06-09 |
        """,
    ),
    pictured(
        "cin_plans-overlap",
        CIN_PLANS,
        (5,),
        """
        referral_number | start_date | end_date
        7001            | 2025-05-01 | 2025-05-20
        7001            | 2025-05-20 |
        7002            | 2025-05-01 | 2025-05-20
        7002            | 2025-05-19 |
        """,
    ),
)

SECTION47_CASES = (
    *of_a_case(SECTION47, "start_date"),
    pictured(
        "section47-after-data-to",
        SECTION47,
        (3, 4),
        """
        start_date | conference_date
        2025-06-30 | 2025-06-30
        2025-06-30 | 2025-07-01
        2025-07-01 |
        """,
    ),
    pictured(
        "section47-conference-before-start",
        SECTION47,
        (3,),
        """
        start_date | conference_date
        2025-06-10 | 2025-06-10
        2025-06-10 | 2025-06-09
        """,
    ),
    pictured(
        "section47-conference-overdue",
        SECTION47,
        (3,),
        """
        start_date | conference_date | conference_not_required
        2025-06-09 |                 | 0
        2025-06-06 |                 | 0
        2025-06-06 |                 | true
        2025-06-06 | 2025-06-30      | false
        """,
    ),
    pictured(
        "section47-conference-at-weekend",
        SECTION47,
        (3, 4),
        """
        start_date | conference_date
        2025-06-09 | 2025-06-13
        2025-06-09 | 2025-06-14
        2025-06-09 | 2025-06-15
        2025-06-09 |
        """,
    ),
    pictured(
        "section47-conference-twice",
        SECTION47,
        (3,),
        """
        referral_number | conference_date
        7               | 2025-06-11
        7               | 2025-06-12
        8               | 2025-06-12
        8               |
        """,
        also={"section47-key-repeated": (2, 3, 4, 5)},
        tables=kept(REFERRALS, "referral_number | conference_date\n7 | 2025-06-12\n8 |"),
    ),
)

PROTECTION_PLANS_CASES = (
    *of_a_case(PROTECTION_PLANS, "plan_start"),
    pictured("protection_plans-after-data-to", PROTECTION_PLANS, (3,), "plan_start\n2025-06-30\n2025-07-01"),
    pictured(
        "protection_plans-end-before-start",
        PROTECTION_PLANS,
        (3,),
        """
        plan_start | plan_end
        2025-06-09 | 2025-06-10
        2025-06-09 | 2025-06-08
        2025-06-09 |
        """,
    ),
    pictured("protection_plans-same-day", PROTECTION_PLANS, (2,), "plan_start | plan_end\n2025-06-09 | 2025-06-09"),
    pictured("protection_plans-previous-negative", PROTECTION_PLANS, (3,), "previous_plans\n0\n-1"),
    pictured(
        "protection_plans-overlap",
        PROTECTION_PLANS,
        (5,),
        """
        child | plan_start | plan_end
        Ann   | 2025-05-01 | 2025-05-20
        Ann   | 2025-05-20 |
        Bob   | 2025-05-01 | 2025-05-20
        Bob   | 2025-05-19 |
        """,
    ),
    pictured(
        "protection_plans-beside-need-plan",
        PROTECTION_PLANS,
        (3, 5, 6),
        """
        referral_number | plan_start | plan_end
        7               | 2025-06-09 | 2025-06-20
        7               | 2025-06-08 | 2025-06-20
        7               | 2025-04-01 | 2025-05-01
        7               | 2025-04-01 | 2025-05-02
        8               | 2025-06-20 |
        """,
        tables=kept(
            CIN_PLANS,
            """
            referral_number | start_date | end_date
            7               | 2025-05-01 | 2025-06-09
            8               | 2025-06-09 |
            """,
        ),
    ),
)

REVIEWS_CASES = (
    pictured(
        "reviews-plan-unknown",
        REVIEWS,
        (3,),
        "plan_number | review_date\n7 | 2025-06-20\n8 | 2025-06-20",
        tables=kept(PROTECTION_PLANS, "plan_number\n7"),
    ),
    pictured(
        "reviews-not-after-start",
        REVIEWS,
        (3, 4),
        """
        plan_number | review_date
        7           | 2025-06-10
        7           | 2025-06-09
        7           | 2025-06-08
        """,
        tables=kept(PROTECTION_PLANS, "plan_number | plan_start\n7 | 2025-06-09"),
    ),
)

CIN_ACTIVITY_CASES = (
    *ASSESSMENTS_CASES,
    *FACTORS_CASES,
    *CIN_PLANS_CASES,
    *SECTION47_CASES,
    *PROTECTION_PLANS_CASES,
    *REVIEWS_CASES,
)
