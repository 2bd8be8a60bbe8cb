"""The rules of care leavers, times missing, Annex A and the council's returns, each drawn with rows that break it."""

from datetime import date

from tests.drawn_rules import BadRows, pictured
from tests.drawn_rules_cin import kept
from transforms.extracts.annex_a import LIST_2, LIST_8
from transforms.extracts.council_returns import RETURNS
from transforms.extracts.extract import Table
from transforms.extracts.ssda903 import HEADER, MISSING, OC3


def _of_a_header(table: Table) -> tuple[BadRows, ...]:
    """The rules that every table has whose children are in Header."""
    return (
        pictured(
            f"{table.name}-child-not-in-header", table, (3,), "child\nAnn\nBob", tables=kept(HEADER, "child\nAnn\nCat")
        ),
        pictured(
            f"{table.name}-another-birth",
            table,
            (3,),
            """
            child | date_of_birth
            Ann   | 09/05/2014
            Bob   | 09/05/2015
            Cat   |
            """,
            tables=kept(HEADER, "child\nAnn\nBob\nCat"),
        ),
    )


OC3_CASES = (
    *_of_a_header(OC3),
    pictured(
        "oc3-in-touch-without-answer",
        OC3,
        (3, 4, 5),
        """
        in_touch | activity | accommodation
        YES      | F2       | U1
        YES      | 0        | U1
        YES      | F2       |
        YES      |          |
        NO       | 0        | 0
        REFU     |          |
        """,
    ),
    pictured(
        "oc3-answer-without-duty",
        OC3,
        (3, 4),
        """
        in_touch | activity | accommodation
        DIED     | 0        |
        DIED     | F2       |
        RHOM     |          | B1
        NREQ     | F2       | U1
        """,
    ),
    pictured(
        "oc3-retired-activity",
        OC3,
        (3,),
        """
        in_touch | activity | accommodation
        YES      | F5       | U1
        YES      | F3       | U1
        """,
    ),
    pictured(
        "oc3-retired-accommodation",
        OC3,
        (3, 4),
        """
        in_touch | activity | accommodation
        YES      | F5       | S2
        YES      | F5       | S1
        YES      | F5       | X1
        """,
    ),
)

MISSING_CASES = (
    *_of_a_header(MISSING),
    pictured("missing-after-data-to", MISSING, (3,), "start_date | end_date\n30/06/2025 |\n01/07/2025 |"),
    pictured(
        "missing-end-before-start",
        MISSING,
        (3,),
        """
        start_date | end_date
        09/06/2025 | 09/06/2025
        09/06/2025 | 08/06/2025
        09/06/2025 |
        """,
    ),
    pictured(
        "missing-overlap",
        MISSING,
        (5,),
        """
        child | start_date | end_date
        Ann   | 01/05/2025 | 02/05/2025
        Ann   | 02/05/2025 |
        Bob   | 01/05/2025 | 03/05/2025
        Bob   | 02/05/2025 | 04/05/2025
        """,
    ),
    pictured(
        "missing-before-birth",
        MISSING,
        (3,),
        """
        date_of_birth | start_date
        09/06/2025    | 09/06/2025
        10/06/2025    | 09/06/2025
        """,
    ),
)

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

CARE_CASES = (*OC3_CASES, *MISSING_CASES, *LIST_2_CASES, *LIST_8_CASES, *RETURNS_CASES)
