"""The rules of the workforce census and of the list of workers, each drawn with rows that break it."""

from tests.drawn_rules import pictured
from transforms.extracts.workers import WORKER_POSTS
from transforms.extracts.workforce import SOCIAL_WORKERS, VACANCIES

CENSUS_CASES = (
    pictured("vacancies-vacancies-negative", VACANCIES, (3,), "vacancies\n0\n-0.5"),
    pictured(
        "vacancies-more-time-than-people",
        VACANCIES,
        (3,),
        """
        agency_fte | agency_workers
        2.5        | 3
        3.5        | 3
        """,
    ),
    pictured("social_workers-number-shape", SOCIAL_WORKERS, (3, 4), "worker\nSW1234567890\nSW123456789\n1234567890SW"),
    pictured(
        "social_workers-more-than-full-time",
        SOCIAL_WORKERS,
        (3, 4, 5),
        """
        fte  | fte_30
        0    | 1
        1.2  | 1
        0.6  | 37
        -0.6 |
        """,
    ),
    pictured("social_workers-too-young", SOCIAL_WORKERS, (3,), "date_of_birth\n2007-06-30\n2007-07-01"),
    pictured(
        "social_workers-dates-after-data-to",
        SOCIAL_WORKERS,
        (3,),
        """
        start_date
        2025-06-30
        2025-07-01
        """,
    ),
    pictured(
        "social_workers-ended-before-start",
        SOCIAL_WORKERS,
        (3,),
        """
        start_date | ended_on   | leaving_reason
        2025-06-09 | 2025-06-09 | 1
        2025-06-09 | 2025-06-08 | 1
        """,
    ),
    pictured(
        "social_workers-end-in-part",
        SOCIAL_WORKERS,
        (4, 5),
        """
        ended_on   | leaving_reason | destination
        2025-06-20 | 1              |
        2025-06-20 |                | 3
        2025-06-20 |                |
                   | 5              |
        """,
    ),
    pictured(
        "social_workers-left-with-working-time",
        SOCIAL_WORKERS,
        (4,),
        """
        ended_on   | leaving_reason | fte_30
        2025-06-30 | 1              | 1
        2025-06-29 | 1              | 0
        2025-06-29 | 1              | 0.5
        """,
    ),
    pictured(
        "social_workers-cases-without-working-time",
        SOCIAL_WORKERS,
        (3,),
        """
        fte_30 | cases_30
        0.5    | 9
               | 9
        """,
    ),
    pictured(
        "social_workers-case-holder-without-cases",
        SOCIAL_WORKERS,
        (4,),
        """
        role | fte_30 | cases_30
        5    | 1      | 0
        3    | 1      |
        5    | 1      |
        """,
    ),
    pictured(
        "social_workers-cases-without-holder",
        SOCIAL_WORKERS,
        (3,),
        """
        role | fte_30 | cases_30
        6    | 1      | 0
        6    | 1      | 2
        5    | 1      | 2
        """,
    ),
    pictured("social_workers-cases-30-negative", SOCIAL_WORKERS, (3,), "fte_30 | cases_30\n1 | 0\n1 | -1"),
    pictured("social_workers-days-lost-negative", SOCIAL_WORKERS, (3,), "days_lost\n0\n-0.5"),
    pictured("social_workers-contract-weeks-negative", SOCIAL_WORKERS, (3,), "contract_weeks\n0\n-0.5"),
    pictured(
        "social_workers-absence-in-part",
        SOCIAL_WORKERS,
        (4, 5),
        """
        absent_30 | absence_reason
        1         | SIC
        0         |
        1         |
        0         | SIC
        """,
    ),
)

WORKER_CASES = (
    pictured("workers-after-data-to", WORKER_POSTS, (3,), "start_date\n2025-06-30\n2025-07-01"),
    pictured("workers-dates-after-data-to", WORKER_POSTS, (3,), "ended_on\n2025-06-30\n2025-07-01"),
    pictured(
        "workers-ended-before-start",
        WORKER_POSTS,
        (3,),
        """
        start_date | ended_on
        2025-06-09 | 2025-06-09
        2025-06-09 | 2025-06-08
        """,
    ),
    pictured(
        "workers-number-shape",
        WORKER_POSTS,
        (4,),
        """
        worker | registration
        Ann    | SW1234567890
        Bob    |
        Cat    | 1234567890
        """,
    ),
    pictured("workers-more-than-full-time", WORKER_POSTS, (3, 4), "fte\n1\n37\n-0.5"),
    pictured(
        "workers-posts-above-full-time",
        WORKER_POSTS,
        (4, 5),
        """
        worker | team  | fte | ended_on
        Dan    | East  | 0.8 |
        Dan    | West  | 0.8 | 2025-06-27
        Eve    | East  | 0.6 |
        Eve    | West  | 0.6 |
        """,
    ),
    pictured("workers-cases-negative", WORKER_POSTS, (3,), "cases\n0\n-1"),
    pictured("workers-cases-without-working-time", WORKER_POSTS, (4,), "fte | cases\n0.5 | 9\n0 | 0\n0 | 9"),
    pictured(
        "workers-ended-with-cases",
        WORKER_POSTS,
        (4,),
        """
        ended_on   | cases
        2025-06-30 | 9
        2025-06-29 | 0
        2025-06-29 | 9
        """,
    ),
)

WORKFORCE_CASES = (*CENSUS_CASES, *WORKER_CASES)
