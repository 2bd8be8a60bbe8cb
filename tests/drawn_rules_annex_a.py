"""The rules of Annex A, each drawn with rows that keep it and rows that break it."""

from tests.drawn_rules import BadRows, pictured
from tests.drawn_rules_cin import kept
from transforms.extracts.annex_a import ANNEX_A
from transforms.extracts.annex_a_adoption import LIST_10, LIST_11
from transforms.extracts.annex_a_care import LIST_8, LIST_9
from transforms.extracts.annex_a_cases import LIST_6, LIST_7
from transforms.extracts.annex_a_front_door import LIST_1, LIST_2, LIST_3, LIST_4, LIST_5
from transforms.extracts.extract import Table

_WITH_AGE = [table for table in ANNEX_A.tables if any(column.name == "age" for column in table.columns)]


def _of_a_number(rule: str, table: Table, name: str) -> BadRows:
    return pictured(rule, table, (4,), f"{name}\n0\n1\n-1")


def _of_later_dates(table: Table, *names: str, also: dict | None = None) -> BadRows:
    """A date on the last day in each column, then one after it in the first."""
    on_the_day, later = ["2025-06-30"] * len(names), ["2025-07-01"] + ["2025-06-30"] * (len(names) - 1)
    picture = "\n".join(" | ".join(cells) for cells in (names, on_the_day, later))
    return pictured(f"{table.name}-dates-after-data-to", table, (3,), picture, also)


AGE_CASES = tuple(
    pictured(
        f"{table.name}-age-disagrees",
        table,
        (5, 6, 7),
        """
        date_of_birth | age
        2008-06-15    | 16
        2008-06-15    | 17.04
        2008-06-15    |
        2008-06-15    | 15
        2008-06-15    | 18
        2008-06-15    | seventeen
        """,
    )
    for table in _WITH_AGE
)

LIST_1_CASES = (pictured("list_1-after-data-to", LIST_1, (3,), "contact_date\n2025-06-30\n2025-07-01"),)

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
    _of_later_dates(LIST_2, "completed_date"),
)

LIST_3_CASES = (
    pictured("list_3-after-data-to", LIST_3, (3,), "referral_date\n2025-06-30\n2025-07-01"),
    _of_a_number("list_3-referrals-negative", LIST_3, "referrals"),
)

LIST_4_CASES = (
    pictured(
        "list_4-after-data-to",
        LIST_4,
        (3,),
        "start_date | authorised_date\n2025-06-30 |\n2025-07-01 |",
    ),
    pictured(
        "list_4-authorised-before-start",
        LIST_4,
        (3,),
        """
        start_date | authorised_date
        2025-06-09 | 2025-06-09
        2025-06-09 | 2025-06-08
        2025-06-09 |
        """,
    ),
    _of_later_dates(LIST_4, "authorised_date"),
)

LIST_5_CASES = (
    pictured("list_5-after-data-to", LIST_5, (3,), "start_date\n2025-06-30\n2025-07-01"),
    _of_later_dates(LIST_5, "conference_date"),
    pictured(
        "list_5-conference-before-start",
        LIST_5,
        (3,),
        """
        start_date | conference_date
        2025-06-09 | 2025-06-09
        2025-06-09 | 2025-06-08
        2025-06-09 |
        """,
    ),
    pictured(
        "list_5-unnecessary-and-held",
        LIST_5,
        (3,),
        """
        conference_unnecessary | conference_date
        b) No                  | 2025-06-12
        a) Yes                 | 2025-06-12
        a) Yes                 |
        """,
    ),
    pictured(
        "list_5-plan-without-conference",
        LIST_5,
        (3,),
        """
        conference_date | led_to_plan
        2025-06-12      | a) Yes
                        | a) Yes
                        | b) No
        """,
    ),
    pictured(
        "list_5-plan-not-on-list-7",
        LIST_5,
        (3,),
        """
        child | conference_date | led_to_plan
        Ann   | 2025-06-12      | Yes
        Bob   | 2025-06-12      | Yes
        Cat   | 2025-06-12      | No
        """,
        later=kept(LIST_7, "child\nAnn"),
    ),
    _of_a_number("list_5-enquiries-negative", LIST_5, "enquiries"),
    _of_a_number("list_5-conferences-negative", LIST_5, "conferences"),
)

LIST_6_CASES = (
    pictured("list_6-after-data-to", LIST_6, (3,), "opened_date\n2025-06-30\n2025-07-01"),
    _of_later_dates(LIST_6, "last_seen_date"),
    pictured(
        "list_6-closed-before-opened",
        LIST_6,
        (3,),
        """
        opened_date | closure_date | closure_reason | case_status
        2025-06-09  | 2025-06-09   | RC1            | e) Closed episode
        2025-06-09  | 2025-06-08   | RC1            | e) Closed episode
        2025-06-09  |              |                | d) Open assessment
        """,
    ),
    pictured(
        "list_6-closed-without-reason",
        LIST_6,
        (3,),
        """
        closure_date | closure_reason | case_status
        2025-06-09   | a) RC1: Adopted | e) Closed episode
        2025-06-09   |                | e) Closed episode
        """,
    ),
    pictured(
        "list_6-reason-without-closure",
        LIST_6,
        (3,),
        "closure_reason | case_status\n | c) Child in need plan\nRC1 | c) Child in need plan",
    ),
    pictured(
        "list_6-status-and-closure",
        LIST_6,
        (4, 5),
        """
        closure_date | closure_reason | case_status
        2025-06-09   | RC1            | Closed episode
                     |                | Open assessment
        2025-06-09   | RC1            | Open assessment
                     |                | Closed episode
        """,
    ),
    pictured(
        "list_6-open-twice",
        LIST_6,
        (4, 5),
        """
        child | opened_date | closure_date | closure_reason | case_status
        Ann   | 2025-01-08  | 2025-05-01   | RC1            | Closed episode
        Ann   | 2025-06-01  |              |                | Open assessment
        Bob   | 2025-01-08  |              |                | Open assessment
        Bob   | 2025-06-01  |              |                | Open assessment
        """,
    ),
    pictured(
        "list_6-protected-not-on-list-7",
        LIST_6,
        (3,),
        """
        child | case_status
        Ann   | b) Child Protection plan
        Bob   | b) Child Protection plan
        Cat   | c) Child in need plan
        """,
        later=kept(LIST_7, "child\nAnn"),
    ),
    pictured(
        "list_6-looked-after-not-on-list-8",
        LIST_6,
        (3,),
        """
        child | case_status
        Ann   | a) Looked after child
        Bob   | looked after child
        Cat   | c) Child in need plan
        """,
        later=kept(LIST_8, "child\nAnn"),
    ),
)

LIST_7_CASES = (
    pictured("list_7-after-data-to", LIST_7, (3,), "start_date\n2025-06-30\n2025-07-01"),
    _of_later_dates(LIST_7, "last_visit_date", "last_review_date"),
    pictured(
        "list_7-ended-before-start",
        LIST_7,
        (3,),
        """
        start_date | ended_date
        2025-06-09 | 2025-06-09
        2025-06-09 | 2025-06-08
        2025-06-09 |
        """,
    ),
    pictured(
        "list_7-visit-before-start",
        LIST_7,
        (3, 4),
        """
        start_date | last_visit_date | last_review_date
        2025-06-09 | 2025-06-09      |
        2025-06-09 | 2025-06-08      |
        2025-06-09 | 2025-06-10      | 2025-06-08
        """,
    ),
    pictured(
        "list_7-plan-twice",
        LIST_7,
        (4, 5),
        """
        child | start_date | ended_date
        Ann   | 2025-01-08 | 2025-05-01
        Ann   | 2025-06-01 |
        Bob   | 2025-01-08 |
        Bob   | 2025-06-01 |
        """,
    ),
    pictured("list_7-not-on-list-6", LIST_7, (3,), "child\nAnn\nBob", tables=kept(LIST_6, "child\nAnn\nCat")),
    pictured(
        "list_7-status-disagrees",
        LIST_7,
        (4,),
        """
        child | start_date | ended_date
        Ann   | 2025-01-08 |
        Bob   | 2025-01-08 |
        Cat   | 2025-01-08 |
        Dan   | 2025-01-08 | 2025-05-01
        """,
        tables=kept(
            LIST_6,
            """
            child | case_status
            Ann   | b) Child Protection plan
            Bob   | a) Looked after child
            Cat   | c) Child in need plan
            Dan   | c) Child in need plan
            """,
        ),
    ),
    _of_a_number("list_7-previous-plans-negative", LIST_7, "previous_plans"),
)

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
    _of_later_dates(LIST_8, "last_review_date", "last_visit_date", "last_health_date"),
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
    _of_a_number("list_8-placements-negative", LIST_8, "placements"),
)

LIST_9_CASES = (
    _of_later_dates(LIST_9, "plan_reviewed_date", "last_contact_date"),
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
    _of_later_dates(LIST_10, "fostered_first_date"),
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
    _of_later_dates(LIST_11, "applied_date", "approved_date"),
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

ANNEX_A_CASES = (
    *AGE_CASES,
    *LIST_1_CASES,
    *LIST_2_CASES,
    *LIST_3_CASES,
    *LIST_4_CASES,
    *LIST_5_CASES,
    *LIST_6_CASES,
    *LIST_7_CASES,
    *LIST_8_CASES,
    *LIST_9_CASES,
    *LIST_10_CASES,
    *LIST_11_CASES,
)
