"""The rules of the other SSDA903 tables, each drawn with rows that break it.

Children are named by their case, because the cases of a table are also read together.
"""

from itertools import chain

from tests.drawn_rules import BadRows, pictured
from tests.drawn_rules_cin import kept
from tests.drawn_rules_ssda903 import YEAR_END, of_other_councils
from transforms.extracts.extract import Table
from transforms.extracts.ssda903 import EPISODES, HEADER, SSDA903
from transforms.extracts.ssda903_care import CLA_REVIEWS, MISSING, OC2, OC3, UASC

# Looked after all year, since the middle of it, and until the middle of it.
IN_CARE = """
    child | episode_start | episode_end | reason_ceased
    Ann   | 01/02/2023    |             |
    Bob   | 01/10/2024    |             |
    Cat   | 01/02/2023    | 01/10/2024  | E4A
"""


def of_a_header(table: Table) -> tuple[BadRows, ...]:
    """The rules that every table has whose children are in Header."""
    return (
        *of_other_councils(table),
        pictured(
            f"{table.name}-child-not-in-header", table, (3,), "child\nAnn\nBob", tables=kept(HEADER, "child\nAnn\nCat")
        ),
        pictured(
            f"{table.name}-another-birth",
            table,
            (3,),
            """
            child | date_of_birth
            Ann   | 01/06/2008
            Bob   | 02/06/2008
            Cat   |
            """,
            tables=kept(HEADER, "child\nAnn\nBob\nCat"),
        ),
    )


def beside_episodes(rule: str, table: Table, lines: tuple[int, ...], picture: str, episodes: str) -> BadRows:
    """A case of a rule that looks at the children's episodes."""
    return pictured(rule, table, lines, picture, tables=kept(EPISODES, episodes))


def of_whole_year(rule: str, table: Table, lines: tuple[int, ...], picture: str) -> BadRows:
    """A case of a rule that asks who was looked after all year, at its end."""
    return pictured(rule, table, lines, picture, data_to=YEAR_END, tables=kept(EPISODES, IN_CARE))


OC3_CASES = (
    pictured(
        "oc3-no-leaver-age",
        OC3,
        (3, 5),
        """
        date_of_birth
        30/06/2008
        01/07/2008
        02/04/2003
        01/04/2003
        """,
    ),
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
        "oc3-too-young-for-accommodation",
        OC3,
        (3,),
        """
        date_of_birth | accommodation
        30/06/2007    | Z1
        01/07/2007    | Z1
        01/07/2007    | U1
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
        "missing-end-outside-year",
        MISSING,
        (3, 5),
        """
        start_date | end_date
        01/03/2025 | 01/04/2025
        01/03/2025 | 31/03/2025
        09/06/2025 | 30/06/2025
        09/06/2025 | 01/07/2025
        """,
    ),
    pictured(
        "missing-overlap",
        MISSING,
        (5,),
        """
        child     | start_date | end_date
        Overlap A | 01/05/2025 | 02/05/2025
        Overlap A | 02/05/2025 |
        Overlap B | 01/05/2025 | 03/05/2025
        Overlap B | 02/05/2025 | 04/05/2025
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
    beside_episodes(
        "missing-outside-care",
        MISSING,
        (3, 4),
        """
        child | start_date | end_date
        Ann   | 01/04/2025 | 02/04/2025
        Ann   | 31/03/2025 | 01/04/2025
        Ann   | 03/05/2025 | 04/05/2025
        Bob   | 31/03/2025 | 02/04/2025
        """,
        "child | episode_start | episode_end | reason_ceased\nAnn | 01/04/2025 | 02/05/2025 | E8",
    ),
    beside_episodes(
        "missing-open-after-placement",
        MISSING,
        (2,),
        """
        child | start_date | end_date
        Ann   | 30/04/2025 |
        Bob   | 30/04/2025 | 02/05/2025
        Cat   | 02/05/2025 |
        """,
        """
        child | episode_start | episode_end | reason_ceased
        Ann   | 01/04/2025    | 01/05/2025  | X1
        Ann   | 01/05/2025    |             |
        Bob   | 01/04/2025    | 01/05/2025  | X1
        Cat   | 01/05/2025    |             |
        """,
    ),
    beside_episodes(
        "missing-when-care-ceased",
        MISSING,
        (2,),
        """
        child | start_date | end_date
        Ann   | 29/04/2025 | 01/05/2025
        Bob   | 29/04/2025 | 01/05/2025
        Cat   | 29/04/2025 | 30/04/2025
        """,
        """
        child | episode_start | episode_end | reason_ceased
        Ann   | 01/04/2025    | 01/05/2025  | E4B
        Bob   | 01/04/2025    | 01/05/2025  | E8
        Cat   | 01/04/2025    | 01/05/2025  | E4B
        """,
    ),
)

REVIEW_CASES = (
    pictured("cla_reviews-after-data-to", CLA_REVIEWS, (3,), "reviewed_on\n30/06/2025\n01/07/2025"),
    pictured(
        "cla_reviews-too-old-for-code",
        CLA_REVIEWS,
        (3,),
        """
        date_of_birth | reviewed_on | participation
        10/05/2021    | 09/05/2025  | PN0
        09/05/2021    | 09/05/2025  | PN0
        09/05/2021    | 09/05/2025  | PN2
        """,
    ),
    pictured(
        "cla_reviews-too-young-for-code",
        CLA_REVIEWS,
        (3,),
        """
        date_of_birth | reviewed_on | participation
        09/05/2021    | 09/05/2025  | PN7
        10/05/2021    | 09/05/2025  | PN7
        """,
    ),
    beside_episodes(
        "cla_reviews-of-short-breaks",
        CLA_REVIEWS,
        (2,),
        "child | reviewed_on\nAnn | 09/05/2025\nBob | 09/05/2025",
        """
        child | episode_start | legal_status | episode_end | reason_ceased
        Ann   | 01/04/2025    | V4           |             |
        Bob   | 01/04/2025    | V4           | 02/04/2025  | E8
        Bob   | 03/04/2025    | C1           |             |
        """,
    ),
    beside_episodes(
        "cla_reviews-outside-care",
        CLA_REVIEWS,
        (3,),
        "child | reviewed_on\nAnn | 01/04/2025\nAnn | 31/03/2025",
        "child | episode_start\nAnn | 01/04/2025",
    ),
)

UASC_CASES = (
    pictured(
        "uasc-another-sex",
        UASC,
        (3,),
        "child | sex\nAnn | F\nBob | F\nCat |",
        tables=kept(HEADER, "child | sex\nAnn | F\nBob | M\nCat | M"),
    ),
    pictured("uasc-retired-code", UASC, (3,), "sex | ceased_on\nM |\n1 |"),
    pictured(
        "uasc-ceased-before-birth",
        UASC,
        (3,),
        """
        date_of_birth | ceased_on
        09/05/2009    | 09/05/2009
        09/05/2009    | 08/05/2009
        """,
    ),
    pictured(
        "uasc-ceased-as-adult",
        UASC,
        (3,),
        """
        date_of_birth | ceased_on
        09/05/2009    | 09/05/2027
        09/05/2009    | 10/05/2027
        """,
    ),
    pictured("uasc-adult-before-year", UASC, (3,), "date_of_birth | ceased_on\n02/04/2007 |\n01/04/2007 |"),
)

OC2_CASES = (
    pictured(
        "oc2-not-all-year",
        OC2,
        (3, 4, 6),
        """
        child | date_of_birth | convicted | immunisations | teeth_check | health_assessment | substance_misuse
        Ann   | 09/05/2009    | 0         | 1             | 1           | 1                 | 0
        Bob   | 09/05/2009    | 0         | 1             | 1           | 1                 | 0
        Cat   | 09/05/2009    | 0         | 1             | 1           | 1                 | 0
        Dan   | 09/05/2009    |           |               |             |                   |
        Eve   | 09/05/2009    | 0         | 1             | 1           | 1                 | 0
        """,
        also={"oc2-sdq-missing": (2,)},
        data_to=YEAR_END,
        tables=kept(
            EPISODES,
            IN_CARE
            + """
    Eve   | 01/02/2023    | 01/06/2024  | E4A
    Eve   | 01/07/2024    |             |
""",
        ),
    ),
    pictured(
        "oc2-sdq-out-of-range",
        OC2,
        (3, 4),
        """
        date_of_birth | sdq_score
        09/05/2014    | 40
        09/05/2014    | 41
        09/05/2014    | -1
        """,
    ),
    pictured(
        "oc2-sdq-and-reason",
        OC2,
        (3,),
        """
        date_of_birth | sdq_score | sdq_reason
        09/05/2014    | 7         |
        09/05/2014    | 7         | SDQ2
        """,
    ),
    of_whole_year(
        "oc2-sdq-missing",
        OC2,
        (2,),
        """
        child | date_of_birth | sdq_score|convicted | immunisations | teeth_check | health_assessment|substance_misuse
        Ann   | 09/05/2014    |           | 0         | 1             | 1           | 1                 | 0
        Dan   | 09/05/2014    |           |           |               |             |                   |
        """,
    ),
    pictured(
        "oc2-sdq-not-of-age",
        OC2,
        (3, 5),
        """
        date_of_birth | sdq_score
        30/06/2021    | 7
        01/07/2021    | 7
        02/04/2008    | 7
        01/04/2008    | 7
        """,
    ),
    pictured(
        "oc2-sdq-reason-of-age",
        OC2,
        (3,),
        """
        date_of_birth | sdq_reason
        02/04/2021    | SDQ1
        01/04/2021    | SDQ1
        01/04/2021    | SDQ2
        """,
    ),
    of_whole_year(
        "oc2-convicted-missing",
        OC2,
        (2,),
        """
        child | date_of_birth | sdq_reason | immunisations | teeth_check | health_assessment | substance_misuse
        Ann   | 31/03/2015    | SDQ2       | 1             | 1           | 1                 | 0
        """,
    ),
    pictured(
        "oc2-convicted-too-young",
        OC2,
        (3,),
        """
        date_of_birth | convicted | immunisations | teeth_check | health_assessment | substance_misuse
        30/06/2015    | 0         | 1             | 1           | 1                 | 0
        01/07/2015    | 0         | 1             | 1           | 1                 | 0
        """,
    ),
    of_whole_year(
        "oc2-health-check-missing",
        OC2,
        (2,),
        """
        child | date_of_birth | immunisations | teeth_check | health_assessment | substance_misuse
        Ann   | 01/04/2021    | 1             | 1           | 1                 | 0
        """,
    ),
    pictured(
        "oc2-health-check-too-old",
        OC2,
        (3,),
        """
        date_of_birth | health_check | immunisations | teeth_check | health_assessment | substance_misuse
        01/07/2020    | 1            | 1             | 1           | 1                 | 0
        30/06/2020    | 1            | 1             | 1           | 1                 | 0
        """,
    ),
    pictured(
        "oc2-health-in-part",
        OC2,
        (3, 4),
        """
        date_of_birth | convicted | immunisations | teeth_check | health_assessment | substance_misuse
        09/05/2009    | 0         | 1             | 1           | 1                 | 0
        09/05/2009    | 0         |               |             |                   |
        09/05/2009    |           | 1             | 1           | 1                 |
        09/05/2009    |           |               |             |                   |
        """,
    ),
    of_whole_year(
        "oc2-health-missing",
        OC2,
        (2,),
        """
        child | date_of_birth | sdq_reason | convicted
        Ann   | 09/05/2016    | SDQ2       |
        Dan   | 09/05/2016    |            |
        """,
    ),
    pictured(
        "oc2-misuse-without-answer",
        OC2,
        (3,),
        """
        immunisations | teeth_check | health_assessment | substance_misuse | intervention_received
        1             | 1           | 1                 | 1                | 1
        1             | 1           | 1                 | 1                |
        """,
    ),
    pictured(
        "oc2-offer-does-not-fit",
        OC2,
        (3, 4),
        """
        immunisations|teeth_check|health_assessment|substance_misuse | intervention_received | intervention_offered
        1            |1          |1                |1                | 0                     | 1
        1            |1          |1                |1                | 0                     |
        1            |1          |1                |1                | 1                     | 0
        1            |1          |1                |1                | 1                     |
        """,
    ),
    pictured(
        "oc2-intervention-without-misuse",
        OC2,
        (3,),
        """
        immunisations | teeth_check | health_assessment | substance_misuse | intervention_received
        1             | 1           | 1                 | 0                |
        1             | 1           | 1                 | 0                | 0
        """,
    ),
)

SSDA903_TABLE_CASES = (
    *chain.from_iterable(of_a_header(table) for table in SSDA903.tables if table not in (HEADER, EPISODES)),
    *(*OC3_CASES, *MISSING_CASES, *REVIEW_CASES, *UASC_CASES, *OC2_CASES),
)
