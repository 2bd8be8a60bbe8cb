"""The rules of Annex A and of the council's returns, each drawn with rows that break it."""

from datetime import date

from tests.drawn_rules import pictured
from transforms.extracts.council_returns import FIGURES, RETURNS

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

FIGURES_CASES = (
    pictured(
        "figures-unknown-indicator",
        FIGURES,
        (3,),
        """
        indicator_id | breakdown
        cla_number   | sex
        house_prices | sex
        """,
    ),
    pictured(
        "figures-unknown-item",
        FIGURES,
        (4, 5, 6),
        """
        indicator_id  | breakdown | item
        cla_entries   | Total     | Total
        cla_entries   | sex       | Female
        cla_entries   | phase     | Primary
        cla_entries   | Total     | Female
        cla_entries   | sex       | Total
        """,
    ),
    pictured(
        "figures-counts-and-value",
        FIGURES,
        (4, 5, 6),
        """
        indicator_id    | breakdown    | numerator | denominator | value
        suspensions     | reason       | 3         |             |
        neet_rate       | academic_age |           |             | 3.6
        neet_rate       | academic_age |           |             |
        neet_rate       | academic_age | 4         | 2000        | 20
        neet_rate       | academic_age |           | 2000        | 20
        """,
    ),
    pictured(
        "figures-rate-without-whole",
        FIGURES,
        (3, 4),
        """
        indicator_id | breakdown    | numerator | denominator
        neet_rate    | academic_age | 3         | 80
        neet_rate    | academic_age | 3         |
        neet_rate    | academic_age | 0         | 0
        suspensions  | reason       | 0         |
        """,
    ),
    pictured(
        "figures-amount-as-rate",
        FIGURES,
        (3, 4),
        """
        indicator_id | breakdown    | numerator | denominator | value
        suspensions  | reason       | 3         |             |
        suspensions  | reason       | 3         | 80          |
        suspensions  | reason       |           |             | 3
        neet_rate    | academic_age |           |             | 3
        """,
    ),
    pictured(
        "figures-negative",
        FIGURES,
        (3, 4),
        """
        indicator_id | breakdown    | numerator | value
        suspensions  | reason       | 0         |
        suspensions  | reason       | -1        |
        neet_rate    | academic_age |           | -0.1
        """,
    ),
    pictured(
        "figures-above-whole",
        FIGURES,
        (3, 4),
        """
        indicator_id              | breakdown    | item   | numerator | denominator | value
        neet_rate                 | academic_age | All 16 |           |             | 100
        neet_rate                 | academic_age | All 17 |           |             | 100.1
        attendance_rate           | phase        | All    | 9         | 8           |
        funded_two_year_olds_rate | Total        | Total  | 9         | 8           |
        referral_rate             | Total        | Total  |           |             | 641
        """,
    ),
    pictured(
        "figures-span-turned",
        FIGURES,
        (3,),
        """
        covers_from | covers_to
        2024-09-01  | 2025-06-30
        2025-06-30  | 2025-06-29
        """,
        also={"figures-another-span": (3,)},
    ),
    pictured(
        "figures-span-not-said",
        FIGURES,
        (3, 4),
        """
        indicator_id            | breakdown | item  | numerator | value | covers_from | covers_to
        repeat_missing_children | Total     | Total | 1         |       | 2024-07-01  | 2025-06-30
        cla_missing_children    | Total     | Total | 1         |       | 2024-07-01  |
        rereferral_rate         | Total     | Total |           | 20    |             | 2025-06-30
        suspensions             | Total     | Total | 1         |       |             |
        """,
    ),
    pictured(
        "figures-another-span",
        FIGURES,
        (3, 5),
        """
        indicator_id                 | breakdown | item  | numerator | value | covers_from | covers_to
        cla_placement_stability_rate | Total     | Total |           | 9     | 2024-07-01  | 2025-06-30
        return_interviews_rate       | Total     | Total |           | 73    | 2025-04-01  | 2025-06-30
        cla_unaccompanied            | Total     | Total | 1         |       | 2020-01-01  | 2020-01-01
        suspensions                  | reason    | New   | 1         |       | 2024-09-01  | 2025-03-31
        suspensions                  | reason    | Old   | 1         |       | 2024-09-02  | 2025-06-27
        """,
    ),
    pictured(
        "figures-given-later",
        FIGURES,
        (3,),
        "given_on\n2025-07-10\n2025-07-11",
        taken_on=date(2025, 7, 10),
    ),
    pictured(
        "figures-approved-by-preparer",
        FIGURES,
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
        "figures-approved-without-evidence",
        FIGURES,
        (3,),
        """
        officer | approver | evidence
        JW      | HB       | Ledger, period 3
        JW      | HB       |
        JW      |          |
        """,
    ),
)
CARE_CASES = (*RETURNS_CASES, *FIGURES_CASES)
