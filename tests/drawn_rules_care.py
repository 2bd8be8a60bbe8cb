"""The rules of care leavers, times missing and the council's returns, each drawn with rows that break it."""

from datetime import date

from tests.drawn_rules import BadRows, pictured
from tests.drawn_rules_cin import kept
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

CARE_CASES = (*OC3_CASES, *MISSING_CASES, *RETURNS_CASES)
