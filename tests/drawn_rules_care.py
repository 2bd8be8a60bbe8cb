"""The rules of Annex A and of the council's returns, each drawn with rows that break it."""

from datetime import date

from tests.drawn_rules import pictured
from transforms.extracts.council_returns import RETURNS

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
    pictured(
        "returns-approved-by-preparer",
        RETURNS,
        (3, 4),
        """
        officer | preparer | approver | evidence
        JW      | CM       | JW       | Ledger, period 3
        JW      | CM       | CM       | Ledger, period 3
        JW      |          | JW       | Ledger, period 3
        JW      |          |          |
        """,
    ),
    pictured(
        "returns-approved-without-evidence",
        RETURNS,
        (3,),
        """
        officer | approver | evidence
        JW      | HB       | Ledger, period 3
        JW      | HB       |
        JW      |          |
        """,
    ),
    pictured("returns-given-before", RETURNS, (3,), "given_on\n2025-06-01\n2025-05-31"),
)

CARE_CASES = RETURNS_CASES
