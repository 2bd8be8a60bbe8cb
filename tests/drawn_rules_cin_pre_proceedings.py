"""The rules about steps before care proceedings, each drawn with rows that keep it and rows that break it."""

from tests.drawn_rules import pictured
from tests.drawn_rules_cin_activity import of_a_case
from transforms.extracts.cin import PRE_PROCEEDINGS

PRE_PROCEEDINGS_CASES = (
    *of_a_case(PRE_PROCEEDINGS, "pre_proceedings_start"),
    pictured(
        "pre_proceedings-after-data-to",
        PRE_PROCEEDINGS,
        (3, 4),
        """
        pre_proceedings_start | application_date
        2025-06-30            | 2025-06-30
        2025-07-01            |
        2025-06-30            | 2025-07-01
        """,
    ),
    pictured(
        "pre_proceedings-step-before-start",
        PRE_PROCEEDINGS,
        (3, 4),
        """
        pre_proceedings_start | letter_date | first_meeting_date
        2025-06-10            | 2025-06-10  | 2025-06-20
        2025-06-10            | 2025-06-09  | 2025-06-20
        2025-06-10            |             | 2025-06-09
                              | 2025-06-09  |
        """,
    ),
    pictured(
        "pre_proceedings-letter-before-application",
        PRE_PROCEEDINGS,
        (3,),
        """
        application_date | proceedings_letter_date
        2025-06-10       | 2025-06-10
        2025-06-10       | 2025-06-09
        2025-06-10       |
        """,
    ),
    pictured(
        "pre_proceedings-outcome-in-part",
        PRE_PROCEEDINGS,
        (3, 4),
        """
        decision_date | outcome
        2025-06-10    | A
        2025-06-10    |
                      | A
                      |
        """,
    ),
    pictured(
        "pre_proceedings-held-without-offer",
        PRE_PROCEEDINGS,
        (3,),
        """
        meeting_offered | meeting_held
        1               | 1
        0               | 1
        0               | 0
        """,
    ),
    pictured("pre_proceedings-negative-count", PRE_PROCEEDINGS, (3,), "review_meetings\n0\n-1"),
    pictured(
        "pre_proceedings-nothing",
        PRE_PROCEEDINGS,
        (4,),
        """
        meeting_offered | letter_date
        0               |
                        | 2025-06-10
                        |
        """,
    ),
)
