"""The rules of Annex A and of the council's returns, each drawn with rows that break it."""

from datetime import date

from tests.drawn_rules import pictured
from transforms.extracts.annex_a import LIST_2, LIST_8
from transforms.extracts.council_returns import RETURNS

LIST_2_CASES = (
    pictured("list_2-after-data-to", LIST_2, (3,), "start_date\n2025-06-30\n2025-07-01"),
    pictured(
        "list_2-completed-before-start",
        LIST_2,
        (3,),
        """
        start_date | completed_date
        2025-06-09 | 2025-06-09
        2025-06-09 | 2025-06-08
        2025-06-09 |
        """,
    ),
)

LIST_8_CASES = (
    pictured("list_8-after-data-to", LIST_8, (3,), "started_date\n2025-06-30\n2025-07-01"),
    pictured(
        "list_8-ceased-before-start",
        LIST_8,
        (3,),
        """
        started_date | ceased_date
        2025-06-09   | 2025-06-09
        2025-06-09   | 2025-06-08
        2025-06-09   |
        """,
    ),
    pictured(
        "list_8-count-negative",
        LIST_8,
        (3, 4),
        """
        missing_episodes | absent_episodes
        0                |
        -1               | 0
        0                | -1
        """,
    ),
    pictured(
        "list_8-in-care-twice",
        LIST_8,
        (4, 5),
        """
        child | started_date | ceased_date
        Ann   | 2025-01-08   | 2025-05-01
        Ann   | 2025-06-01   |
        Bob   | 2025-01-08   |
        Bob   | 2025-06-01   |
        Cat   | 2025-06-01   |
        """,
    ),
    pictured(
        "list_8-accepted-without-offer",
        LIST_8,
        (3, 5),
        """
        interview_offered | interview_accepted
        a) Yes            | a) Yes
        b) No             | Y
        Y                 | No
                          | Yes
                          |
        """,
    ),
    pictured(
        "list_8-missing-without-answer",
        LIST_8,
        (3,),
        """
        missing_episodes | interview_offered
        0                |
        2                |
        2                | b) No
        """,
    ),
)

RETURNS_CASES = (
    pictured("returns-amount-negative", RETURNS, (3,), "amount\n0\n-1"),
    pictured(
        "returns-share-without-whole",
        RETURNS,
        (3, 4),
        """
        return_id                       | amount | out_of
        independent_placements_forecast | 100000 |
        early_years_good_or_outstanding | 0      |
        placement_quality_visits        | 0      | 0
        funded_two_year_olds            | 0      | 1
        """,
    ),
    pictured(
        "returns-above-whole",
        RETURNS,
        (4,),
        """
        return_id                       | amount | out_of
        independent_placements_forecast | 100000 | 1
        early_years_good_or_outstanding | 8      | 8
        placement_quality_visits        | 9      | 8
        funded_two_year_olds            | 9      | 8
        """,
    ),
    pictured(
        "returns-given-later",
        RETURNS,
        (3,),
        "given_on\n2025-07-10\n2025-07-11",
        taken_on=date(2025, 7, 10),
    ),
    pictured("returns-given-before", RETURNS, (3,), "given_on\n2025-06-01\n2025-05-31"),
)

CARE_CASES = (*LIST_2_CASES, *LIST_8_CASES, *RETURNS_CASES)
