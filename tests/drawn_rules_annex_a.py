"""The rules of Annex A up to child protection, each drawn with rows that keep it and rows that break it."""

from tests.drawn_rules import BadRows, pictured
from tests.drawn_rules_cin import kept
from transforms.extracts.annex_a import ANNEX_A
from transforms.extracts.annex_a_care import LIST_8
from transforms.extracts.annex_a_cases import LIST_6, LIST_7
from transforms.extracts.annex_a_front_door import LIST_1, LIST_2, LIST_3, LIST_4, LIST_5
from transforms.extracts.extract import Table

_WITH_AGE = [table for table in ANNEX_A.tables if any(column.name == "age" for column in table.columns)]


def of_a_number(rule: str, table: Table, name: str) -> BadRows:
    return pictured(rule, table, (4,), f"{name}\n0\n1\n-1")


def of_later_dates(table: Table, *names: str, also: dict | None = None) -> BadRows:
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
    of_later_dates(LIST_2, "completed_date"),
)

LIST_3_CASES = (
    pictured("list_3-after-data-to", LIST_3, (3,), "referral_date\n2025-06-30\n2025-07-01"),
    of_a_number("list_3-referrals-negative", LIST_3, "referrals"),
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
    of_later_dates(LIST_4, "authorised_date"),
)

LIST_5_CASES = (
    pictured("list_5-after-data-to", LIST_5, (3,), "start_date\n2025-06-30\n2025-07-01"),
    of_later_dates(LIST_5, "conference_date"),
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
    of_a_number("list_5-enquiries-negative", LIST_5, "enquiries"),
    of_a_number("list_5-conferences-negative", LIST_5, "conferences"),
)

LIST_6_CASES = (
    pictured("list_6-after-data-to", LIST_6, (3,), "opened_date\n2025-06-30\n2025-07-01"),
    of_later_dates(LIST_6, "last_seen_date"),
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
    of_later_dates(LIST_7, "last_visit_date", "last_review_date"),
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
    of_a_number("list_7-previous-plans-negative", LIST_7, "previous_plans"),
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
)
