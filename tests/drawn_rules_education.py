"""The rules of exclusions and of young people past 16, each drawn with rows that keep it and rows that break it."""

from tests.drawn_rules import ANN, BOB, CAT, BadRows, pictured
from tests.factories import upn
from tests.tables import table as drawn_table
from transforms.extracts.exclusions import NOTIFICATIONS
from transforms.extracts.extract import Table
from transforms.extracts.nccis import CHARACTERISTIC, YOUNG_PERSON

WRONG_LETTER = "\npupil\nH801200001001\nJ801200001001\n"


def of_upns(table: Table) -> tuple[BadRows, ...]:
    """The rules that every column of a pupil's number has."""
    return (
        pictured(f"{table.name}-pupil-without-upn", table, (3,), f"pupil\n{upn(911)}\nUN1"),
        pictured(f"{table.name}-upn-shape", table, (3,), f"pupil\n{upn(912)}\nB12345678901"),
        pictured(f"{table.name}-upn-check-letter", table, (3,), WRONG_LETTER),
    )


def learner_number_repeated(table: Table) -> BadRows:
    """Two people with one learner number, and two with what stands for none."""
    return pictured(
        f"{table.name}-learner-number-repeated",
        table,
        (2, 4),
        """
        learner_number | sex
        9900000001     | F
        9999999999     | F
        9900000001     | M
        9999999999     | M
                       | M
        """,
    )


NOTIFICATIONS_CASES = (
    pictured(
        "notifications-of-another-year",
        NOTIFICATIONS,
        (3, 4),
        """
        start_date
        2025-06-09
        2024-06-10
        2024-06-11
        """,
        also={"notifications-outside-year": (3, 4)},
    ),
    pictured(
        "notifications-outside-year",
        NOTIFICATIONS,
        (4,),
        """
        start_date
        2025-06-09
        2024-09-02
        2024-08-30
        """,
    ),
    pictured(
        "notifications-after-data-to",
        NOTIFICATIONS,
        (3,),
        """
        start_date
        2025-06-30
        2025-07-01
        """,
    ),
    pictured(
        "notifications-weekend",
        NOTIFICATIONS,
        (3, 4),
        """
        start_date
        2025-06-06
        2025-06-07
        2025-06-08
        2025-06-09
        """,
    ),
    pictured(
        "notifications-notified-again",
        NOTIFICATIONS,
        (3, 9),
        f"""
        pupil      | school_urn | start_date | session | category | sessions
        {upn(921)} | 900001     | 2025-06-09 | AM      | PERM     |
        {upn(921)} | 900001     | 2025-06-09 | AM      | PERM     |
        {upn(921)} | 900002     | 2025-06-09 | AM      | PERM     |
        {upn(921)} | 900001     | 2025-06-10 | AM      | PERM     |
        {upn(921)} | 900001     | 2025-06-09 | PM      | PERM     |
        {upn(921)} | 900001     | 2025-06-09 | AM      | LNCH     |
        {upn(922)} | 900001     | 2025-06-09 |         | LNCH     |
        {upn(922)} | 900001     | 2025-06-09 |         | LNCH     |
        {upn(923)} | 900001     | 2025-06-09 |         | SUSP     |
        {upn(923)} | 900001     | 2025-06-09 |         | SUSP     | 4
        """,
        also={"notifications-suspension-without-sessions": (10,)},
    ),
    pictured(
        "notifications-unknown-school",
        NOTIFICATIONS,
        (3,),
        """
        school_urn
        900001
        910001
        """,
    ),
    pictured(
        "notifications-suspension-without-sessions",
        NOTIFICATIONS,
        (3,),
        """
        category | sessions
        SUSP     | 2
        SUSP     |
        PERM     |
        LNCH     |
        """,
    ),
    pictured(
        "notifications-no-sessions",
        NOTIFICATIONS,
        (3, 4),
        """
        category | sessions
        SUSP     | 1
        SUSP     | 0
        SUSP     | -2
        PERM     | 0
        """,
    ),
    pictured(
        "notifications-suspended-too-long",
        NOTIFICATIONS,
        (3, 7),
        f"""
        pupil | school_urn | category | start_date | sessions | decision   | decision_date
        {ANN} | 900001     | SUSP     | 2024-09-10 | 90       |            |
        {ANN} | 900002     | SUSP     | 2025-06-10 | 1        |            |
        {BOB} | 900001     | SUSP     | 2024-09-10 | 60       | CANCELLED  | 2024-09-11
        {BOB} | 900001     | SUSP     | 2024-10-10 | 60       |            |
        {BOB} | 900001     | PERM     | 2024-11-11 | 90       |            |
        {CAT} | 900001     | SUSP     | 2025-03-10 | 50       |            |
        {CAT} | 900001     | SUSP     | 2025-01-13 | 41       |            |
        """,
    ),
    pictured(
        "notifications-decided-before-start",
        NOTIFICATIONS,
        (3,),
        """
        start_date | decision | decision_date
        2025-06-09 | UPHELD   | 2025-06-09
        2025-06-09 | UPHELD   | 2025-06-06
        """,
    ),
    pictured(
        "notifications-decision-without-date",
        NOTIFICATIONS,
        (3,),
        """
        decision | decision_date
        UPHELD   | 2025-06-20
        UPHELD   |
                 |
        """,
    ),
    pictured(
        "notifications-retired-code",
        NOTIFICATIONS,
        (3,),
        """
        category | sessions
        SUSP     | 2
        FIXD     | 2
        """,
    ),
    pictured(
        "notifications-retired-reason",
        NOTIFICATIONS,
        (3, 4),
        """
        reason | reason_2
        DB     | MT
        OT     |
        DB     | OT
        """,
    ),
    *of_upns(NOTIFICATIONS),
)

NCCIS_CASES = (
    pictured(
        "young_person-not-to-be-sent",
        YOUNG_PERSON,
        (3,),
        """
        cohort_status
        P
        X
        """,
    ),
    pictured(
        "young_person-another-council",
        YOUNG_PERSON,
        (3, 4),
        """
        lead_la
        999
        998
        998
        """,
    ),
    pictured(
        "young_person-without-news",
        YOUNG_PERSON,
        (2, 3),
        """
        activity_start | date_ascertained | date_verified
        2024-09-02     | 2024-09-30       | 2025-05-31
        2024-09-02     | 2024-09-30       | 2024-09-30
        """,
    ),
    pictured(
        "young_person-upn-shape",
        YOUNG_PERSON,
        (3,),
        f"""
        upn
        {upn(931)}
        B12345678901
        UN2

        """,
    ),
    learner_number_repeated(YOUNG_PERSON),
    pictured("young_person-upn-check-letter", YOUNG_PERSON, (3,), "\nupn\nH801200001001\nJ801200001001\n"),
    pictured(
        "young_person-activity-before-its-time",
        YOUNG_PERSON,
        (4,),
        """
        date_of_birth | activity_code
        2008-08-31    | 230
        2008-09-01    | 110
        2008-09-01    | 230
        """,
    ),
    pictured(
        "young_person-too-old",
        YOUNG_PERSON,
        (3, 5),
        """
        date_of_birth | send_flag
        2004-09-01    | N
        2004-08-31    | N
        2004-08-31    | Y
        1998-08-31    | Y
        1998-09-01    | Y
        """,
    ),
    pictured(
        "young_person-neet-start-does-not-fit",
        YOUNG_PERSON,
        (3, 5),
        """
        date_of_birth | activity_code | neet_start
        2008-01-07    | 619           | 2025-06-02
        2008-01-07    | 619           |
        2008-01-07    | 230           |
        2008-01-07    | 230           | 2025-06-02
        """,
    ),
    pictured(
        "young_person-neet-after-activity",
        YOUNG_PERSON,
        (3,),
        """
        date_of_birth | activity_code | activity_start | neet_start
        2008-01-07    | 619           | 2025-06-02     | 2025-06-02
        2008-01-07    | 619           | 2025-06-02     | 2025-06-03
        """,
    ),
    pictured(
        "young_person-ascertained-before-start",
        YOUNG_PERSON,
        (3,),
        """
        activity_start | date_ascertained
        2025-06-02     | 2025-06-02
        2025-06-02     | 2025-06-01
        """,
    ),
    pictured(
        "young_person-verified-after-data-to",
        YOUNG_PERSON,
        (3,),
        """
        date_verified
        2025-06-30
        2025-07-01
        """,
    ),
    pictured(
        "young_person-currency-does-not-fit",
        YOUNG_PERSON,
        (3, 4),
        """
        due_to_lapse | currency_lapsed
        2025-06-30   | Y
        2025-07-01   | Y
        2025-06-29   | N
        2025-06-30   | N
                     | N
        """,
    ),
    pictured(
        "young_person-activity-for-needs",
        YOUNG_PERSON,
        (3, 4),
        """
        date_of_birth | activity_code | send_flag
        2008-01-07    | 280           | Y
        2008-01-07    | 280           | N
        2008-01-07    | 460           | N
        2008-01-07    | 230           | N
        """,
    ),
    *(
        pictured(
            f"young_person-guarantee-year{year}-in-part",
            YOUNG_PERSON,
            (3, 4),
            f"""
            guarantee_year{year} | guarantee_year{year}_la
            110                  | 999
            110                  |
                                 | 999
                                 |
            """,
        )
        for year in (11, 12)
    ),
    pictured(
        "characteristic-young-person-unknown",
        CHARACTERISTIC,
        (3,),
        """
        young_person
        Ann
        Bob
        """,
        tables={"young_person": drawn_table("young_person\nAnn")},
    ),
)


EDUCATION_CASES = (
    *NOTIFICATIONS_CASES,
    *NCCIS_CASES,
)
