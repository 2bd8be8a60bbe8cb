"""The rules of SSDA903 Header and Episodes, each drawn with rows that break it.

Children are named by their case, because the cases of a table are also read together.
"""

from datetime import date

from tests.drawn_rules import BadRows, pictured
from tests.drawn_rules_cin import kept
from tests.factories import upn
from transforms.extracts.extract import Table
from transforms.extracts.ssda903 import EPISODES, HEADER

ANN, BOB, CAT = upn(901), upn(902), upn(903)
YEAR_END = date(2025, 3, 31)
WITH_DETAILS = ("episodes-provider-not-wanted", "episodes-urn-not-wanted")  # what temporary placements do not have


def of_other_councils(table: Table) -> tuple[BadRows, ...]:
    """The rules of a file that says whose each row is. Held rows are no other rule's business."""
    return (
        pictured(f"{table.name}-whole-file-of-another-council", table, (2, 3), "council\n998\nElsewhere"),
        pictured(
            f"{table.name}-another-council",
            table,
            (3, 5),
            """
            child | council
            Ann   | 999
            Ann   |
            Bob   | MEREBRIDGE
            Bob   | Elsewhere
            Cat   | Merebridge
            """,
            la_names=("Merebridge", "E06999999"),
        ),
    )


HEADER_CASES = (
    *of_other_councils(HEADER),
    pictured(
        "header-upn-shape",
        HEADER,
        (3, 4),
        f"""
        upn           | sex
        {ANN}         | F
        A00000000001  | F
        I000000000001 | F
        UN1           | F
                      | F
        """,
        also={"header-upn-too-young": (5,)},
    ),
    pictured("header-upn-check-letter", HEADER, (3,), "upn | sex\nH801200001001 | F\nJ801200001001 | F"),
    pictured(
        "header-upn-repeated",
        HEADER,
        (3, 4),
        f"""
        upn   | sex
        {BOB} | F
        {CAT} | F
        {CAT} | M
        UN4   | F
        UN4   | M
        """,
    ),
    pictured(
        "header-upn-too-young",
        HEADER,
        (3,),
        """
        date_of_birth | upn
        01/07/2019    | UN1
        30/06/2019    | UN1
        30/06/2019    | UN4
        """,
    ),
    pictured("header-born-after-data-to", HEADER, (3,), "date_of_birth\n30/06/2025\n01/07/2025"),
    pictured("header-too-old", HEADER, (3,), "date_of_birth\n01/04/2000\n31/03/2000"),
    pictured("header-retired-code", HEADER, (3,), "sex\nM\n1\nU"),
    pictured(
        "header-mother-is-male",
        HEADER,
        (3, 4),
        """
        sex | mother | mother_child_dob
        M   | 0      |
        M   | 1      | 09/05/2024
        M   |        | 09/05/2024
        F   | 1      | 09/05/2024
        """,
        also={"header-birth-without-mother": (4,)},
    ),
    pictured(
        "header-mother-without-birth",
        HEADER,
        (3,),
        """
        sex | mother | mother_child_dob
        F   | 1      | 09/05/2024
        F   | 1      |
        F   | 0      |
        """,
    ),
    pictured(
        "header-birth-without-mother",
        HEADER,
        (3, 4),
        """
        sex | mother | mother_child_dob
        F   | 1      | 09/05/2024
        F   | 0      | 09/05/2024
        F   |        | 09/05/2024
        """,
    ),
    pictured(
        "header-mother-too-young",
        HEADER,
        (3,),
        """
        sex | date_of_birth | mother | mother_child_dob
        F   | 09/05/2010    | 1      | 09/05/2021
        F   | 09/05/2010    | 1      | 08/05/2021
        """,
    ),
    pictured(
        "header-mother-child-unborn",
        HEADER,
        (3,),
        """
        sex | mother | mother_child_dob
        F   | 1      | 30/06/2025
        F   | 1      | 01/07/2025
        """,
    ),
)

EPISODE_CASES = (
    *of_other_councils(EPISODES),
    pictured(
        "episodes-of-an-earlier-year",
        EPISODES,
        (2, 3),
        """
        episode_start | episode_end | reason_ceased
        01/02/2024    | 31/03/2025  | E8
        01/03/2025    |             |
        """,
    ),
    pictured("episodes-child-not-in-header", EPISODES, (3,), "child\nAnn\nBob", tables=kept(HEADER, "child\nAnn\nCat")),
    pictured(
        "episodes-before-birth",
        EPISODES,
        (3,),
        """
        child | episode_start
        Ann   | 09/05/2025
        Bob   | 08/05/2025
        """,
        tables=kept(HEADER, "child | date_of_birth\nAnn | 09/05/2025\nBob | 09/05/2025"),
    ),
    pictured("episodes-before-the-law", EPISODES, (3,), "episode_start\n14/10/1991\n13/10/1991"),
    pictured(
        "episodes-open-with-reason",
        EPISODES,
        (4,),
        """
        episode_end | reason_ceased
                    |
        20/06/2025  | E8
                    | E8
        """,
    ),
    pictured(
        "episodes-closed-without-reason",
        EPISODES,
        (3,),
        """
        episode_end | reason_ceased
        20/06/2025  | E8
        20/06/2025  |
        """,
    ),
    pictured(
        "episodes-end-before-start",
        EPISODES,
        (3,),
        """
        episode_start | episode_end | reason_ceased
        09/06/2025    | 10/06/2025  | E8
        09/06/2025    | 08/06/2025  | E8
        """,
    ),
    pictured(
        "episodes-shorter-than-a-day",
        EPISODES,
        (3,),
        """
        episode_start | episode_end | reason_ceased
        09/06/2025    | 10/06/2025  | E8
        09/06/2025    | 09/06/2025  | E8
        09/06/2025    |             |
        """,
    ),
    pictured("episodes-after-data-to", EPISODES, (3,), "episode_start\n30/06/2025\n01/07/2025"),
    pictured(
        "episodes-end-after-data-to",
        EPISODES,
        (3,),
        """
        episode_end | reason_ceased
        30/06/2025  | E8
        01/07/2025  | E8
        """,
    ),
    pictured(
        "episodes-overlap",
        EPISODES,
        (5, 7),
        """
        child     | episode_start | reason_new_episode | legal_status | episode_end | reason_ceased
        Overlap A | 01/04/2025    | S                  | C1           | 01/05/2025  | X1
        Overlap A | 01/05/2025    | L                  | C2           |             |
        Overlap B | 01/04/2025    | S                  | C1           | 02/05/2025  | E8
        Overlap B | 01/05/2025    | S                  | C1           |             |
        Overlap C | 01/04/2025    | S                  | C1           |             |
        Overlap C | 01/05/2025    | S                  | C1           | 02/05/2025  | E8
        """,
    ),
    pictured(
        "episodes-retired-code",
        EPISODES,
        (3, 4),
        """
        placement | placement_provider | placement_urn
        K3        | PR1                | SC999001
        H5        | PR1                | SC999001
        Z1        |                    |
        Z11       |                    |
        """,
    ),
    pictured(
        "episodes-retired-reason-ceased",
        EPISODES,
        (3,),
        """
        placement | episode_end | reason_ceased
        U4        | 20/06/2025  | E45
        U4        | 20/06/2025  | E43
        """,
    ),
    pictured(
        "episodes-postcode-shape",
        EPISODES,
        (4, 5),
        """
        home_postcode | placement_postcode
        M1 1AE        | sw1a1aa
                      | EC1A 1BB
        M1            |
                      | 1 M1AE
        """,
    ),
    pictured(
        "episodes-order-too-long",
        EPISODES,
        (3, 5, 7, 8),
        """
        legal_status | episode_start | episode_end | reason_ceased
        L1           | 01/06/2025    | 04/06/2025  | E8
        L1           | 01/06/2025    | 05/06/2025  | E8
        L2           | 01/06/2025    | 22/06/2025  | E8
        L2           | 01/06/2025    | 23/06/2025  | E8
        L3           | 23/06/2025    |             |
        L3           | 22/06/2025    |             |
        L3           | 01/06/2025    | 09/06/2025  | E8
        """,
    ),
    pictured(
        "episodes-order-of-another-time",
        EPISODES,
        (3, 4),
        """
        legal_status | episode_start
        D1           | 29/12/2005
        D1           | 30/12/2005
        E1           | 29/12/2005
        E1           | 30/12/2005
        """,
    ),
    pictured(
        "episodes-break-too-long",
        EPISODES,
        (3,),
        """
        legal_status | episode_start | episode_end | reason_ceased
        V3           | 01/06/2025    | 18/06/2025  | E8
        V3           | 01/06/2025    | 19/06/2025  | E8
        V4           | 01/04/2025    | 19/06/2025  | E8
        """,
    ),
    pictured(
        "episodes-break-with-changes",
        EPISODES,
        (3,),
        """
        child   | legal_status | reason_new_episode | episode_start
        Break A | V3           | S                  | 20/06/2025
        Break B | V3           | P                  | 20/06/2025
        """,
        also={"episodes-first-is-missing": (3,)},
    ),
    pictured(
        "episodes-both-kinds-of-break",
        EPISODES,
        (2, 3),
        """
        child  | legal_status | episode_start | episode_end | reason_ceased
        Both A | V3           | 01/06/2025    | 09/06/2025  | E8
        Both A | V4           | 10/06/2025    |             |
        Both A | C1           | 01/04/2025    | 01/05/2025  | E8
        Both B | V4           | 01/06/2025    |             |
        """,
    ),
    pictured(
        "episodes-temporary-too-long",
        EPISODES,
        (3, 5, 7),
        """
        placement | placement_provider | placement_urn | reason_new_episode | episode_start | episode_end
        T4        |                    |               | P                  | 01/02/2025    | 08/02/2025
        T4        |                    |               | P                  | 01/02/2025    | 09/02/2025
        T3        |                    |               | P                  | 01/02/2025    | 22/02/2025
        T3        |                    |               | P                  | 01/02/2025    | 23/02/2025
        T1        |                    |               | P                  | 20/05/2025    |
        T1        |                    |               | P                  | 18/03/2025    |
        """,
        also={"episodes-closed-without-reason": (2, 3, 4, 5), "episodes-first-is-missing": (6,)},
    ),
)

SSDA903_CASES = (*HEADER_CASES, *EPISODE_CASES)
