"""The rules of Annex A about care, leaving it and adoption, each drawn with rows that keep and that break it."""

from tests.drawn_rules import pictured
from tests.drawn_rules_annex_a import of_a_number, of_later_dates
from tests.drawn_rules_cin import kept
from transforms.extracts.annex_a_adoption import LIST_10, LIST_11
from transforms.extracts.annex_a_care import LIST_8, LIST_9
from transforms.extracts.annex_a_cases import LIST_6

LIST_8_CASES = (
    pictured(
        "list_8-after-data-to",
        LIST_8,
        (3,),
        "started_date\n2025-06-30\n2025-07-01",
        {"list_8-placement-before-start": (2, 3)},
    ),
    pictured(
        "list_8-ceased-before-start",
        LIST_8,
        (3,),
        """
        started_date | ceased_date | ceased_reason
        2025-06-09   | 2025-06-09  | E9
        2025-06-09   | 2025-06-08  | E9
        2025-06-09   |             |
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
        child | started_date | ceased_date | ceased_reason
        Ann   | 2025-01-08   | 2025-05-01  | E9
        Ann   | 2025-06-01   |             |
        Bob   | 2025-01-08   |             |
        Bob   | 2025-06-01   |             |
        Cat   | 2025-06-01   |             |
        """,
    ),
    pictured(
        "list_8-accepted-without-offer",
        LIST_8,
        (3, 5),
        """
        missing_episodes | interview_offered | interview_accepted
        1                | a) Yes            | a) Yes
        1                | b) No             | Y
        1                | Y                 | No
        0                |                   | Yes
        0                |                   |
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
    of_later_dates(LIST_8, "last_review_date", "last_visit_date", "last_health_date"),
    pictured(
        "list_8-before-birth",
        LIST_8,
        (3,),
        """
        date_of_birth | started_date
        2025-05-09    | 2025-05-09
        2025-05-10    | 2025-05-09
        """,
    ),
    pictured(
        "list_8-placement-before-start",
        LIST_8,
        (3,),
        """
        started_date | placement_date
        2025-06-09   | 2025-06-09
        2025-06-09   | 2025-06-08
        """,
    ),
    pictured(
        "list_8-ceased-without-reason",
        LIST_8,
        (3,),
        """
        ceased_date | ceased_reason
        2025-06-20  | k) E47: Special guardianship
        2025-06-20  |
                    |
        """,
    ),
    pictured("list_8-reason-without-date", LIST_8, (3,), "ceased_date | ceased_reason\n2025-06-20 | E9\n | E9"),
    pictured(
        "list_8-offered-without-missing",
        LIST_8,
        (3,),
        """
        missing_episodes | interview_offered
        1                | a) Yes
        0                | a) Yes
        0                | b) No
        """,
    ),
    pictured(
        "list_8-status-disagrees",
        LIST_8,
        (3,),
        """
        child | ceased_date | ceased_reason
        Ann   |             |
        Bob   |             |
        Cat   | 2025-06-20  | E9
        """,
        tables=kept(
            LIST_6,
            """
            child | case_status
            Ann   | a) Looked after child
            Bob   | c) Child in need plan
            Cat   | c) Child in need plan
            """,
        ),
    ),
    of_a_number("list_8-placements-negative", LIST_8, "placements"),
)

LIST_9_CASES = (
    of_later_dates(LIST_9, "plan_reviewed_date", "last_contact_date"),
    pictured(
        "list_9-age-and-category",
        LIST_9,
        (5, 6, 7, 8),
        """
        date_of_birth | eligibility
        2008-06-30    | Eligible
        2007-06-30    | b) Former relevant child
        2002-06-30    | c) Qualifying child
        2007-06-30    | a) Relevant child
        2007-07-01    | Former relevant
        2009-07-01    | Eligible
        1999-06-30    | Qualifying
        """,
    ),
    pictured(
        "list_9-in-touch-without-answer",
        LIST_9,
        (3, 4),
        """
        in_touch | accommodation_kind     | activity
        a) Yes   | U: Independent living  | F2: Full time
        a) Yes   |                        | F2
        YES      | U                      |
        b) No    |                        |
        """,
    ),
    pictured(
        "list_9-suitability-of-nothing",
        LIST_9,
        (3,),
        """
        in_touch | accommodation_kind | suitable
        b) No    | U                  | a) Suitable
        b) No    |                    | b) Unsuitable
        b) No    |                    |
        """,
    ),
    pictured(
        "list_9-former-in-care",
        LIST_9,
        (3,),
        """
        child | date_of_birth | eligibility
        Ann   | 2006-06-30    | Former relevant
        Bob   | 2006-06-30    | Former relevant
        Cat   | 2008-06-30    | Eligible
        """,
        tables=kept(LIST_8, "child | ceased_date\nAnn | 2025-06-20\nBob |\nCat |"),
    ),
)

LIST_10_CASES = (
    of_later_dates(LIST_10, "fostered_first_date"),
    pictured(
        "list_10-out-of-order",
        LIST_10,
        (4, 5),
        """
        entered_care_date | decided_date | ordered_date | matched_date | placed_date
        2025-01-08        | 2025-01-08   |              | 2025-03-01   |
        2025-01-08        | 2025-02-01   |              |              | 2025-03-01
        2025-01-08        | 2025-01-07   |              |              |
        2025-01-08        | 2025-02-01   | 2025-03-01   |              | 2025-02-28
        """,
    ),
    pictured(
        "list_10-before-birth",
        LIST_10,
        (3,),
        """
        date_of_birth | entered_care_date
        2025-05-09    | 2025-05-09
        2025-05-10    | 2025-05-09
        """,
    ),
    pictured(
        "list_10-adopted-and-reversed",
        LIST_10,
        (4,),
        """
        adopted_date | reversed_date | reversed_reason
        2025-06-20   |               |
                     | 2025-06-20    | RD2
        2025-06-20   | 2025-06-20    | RD2
        """,
    ),
    pictured(
        "list_10-reversed-without-reason",
        LIST_10,
        (3,),
        """
        reversed_date | reversed_reason
        2025-06-20    | RD1 The needs changed
        2025-06-20    |
        """,
    ),
    pictured(
        "list_10-reason-without-reversal",
        LIST_10,
        (3,),
        "reversed_date | reversed_reason\n2025-06-20 | c) Prospective adopters cannot be found\n | RD4",
    ),
)

LIST_11_CASES = (
    of_later_dates(LIST_11, "applied_date", "approved_date"),
    pictured(
        "list_11-out-of-order",
        LIST_11,
        (4, 5),
        """
        enquired_date | stage_1_start_date | stage_1_end_date | stage_2_start_date | approved_date | matched_date
        2025-01-08    | 2025-01-08         | 2025-03-01       |                    | 2025-02-01    |
        2025-01-08    |                    |                  | 2025-03-01         |               | 2025-04-01
        2025-01-08    | 2025-03-01         | 2025-02-01       |                    |               |
        2025-01-08    |                    |                  |                    | 2025-03-01    | 2025-02-01
        """,
    ),
    pictured(
        "list_11-impossible-number",
        LIST_11,
        (4, 5, 6),
        """
        placed_date | children_placed
        2025-06-20  | 2
                    | 0
        2025-06-20  | 0
                    | 1
        2025-06-20  | -1
        """,
    ),
    pictured(
        "list_11-left-without-reason", LIST_11, (3,), "left_date | left_reason\n2025-06-20 | Withdrew\n2025-06-20 |"
    ),
    pictured(
        "list_11-reason-without-leaving", LIST_11, (3,), "left_date | left_reason\n2025-06-20 | Withdrew\n | Refused"
    ),
)

ANNEX_A_CARE_CASES = (*LIST_8_CASES, *LIST_9_CASES, *LIST_10_CASES, *LIST_11_CASES)
