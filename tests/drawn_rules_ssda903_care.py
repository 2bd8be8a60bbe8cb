"""The rules of SSDA903 that look along a child's episodes: placements, periods of care and ages, each drawn.

Children are named by their case, because the cases of a table are also read together.
"""

from datetime import date

from tests.drawn_rules import pictured
from tests.drawn_rules_cin import kept
from tests.factories import upn
from transforms.extracts.ssda903 import EPISODES, HEADER

ANN, BOB, CAT = upn(901), upn(902), upn(903)
YEAR_END = date(2025, 3, 31)
WITH_DETAILS = ("episodes-provider-not-wanted", "episodes-urn-not-wanted")  # what temporary placements do not have


PLACEMENT_CASES = (
    pictured(
        "episodes-provider-missing",
        EPISODES,
        (3,),
        """
        placement | placement_provider | placement_urn
        U4        | PR4                | SC999001
        U4        |                    | SC999001
        Z11       |                    |
        """,
    ),
    pictured(
        "episodes-provider-not-wanted",
        EPISODES,
        (3,),
        """
        placement | placement_provider | placement_urn
        Z12       |                    |
        Z12       | PR4                |
        """,
    ),
    pictured(
        "episodes-provider-does-not-fit",
        EPISODES,
        (3,),
        """
        placement | placement_provider | placement_urn
        P1        | PR0                |
        U4        | PR0                | SC999001
        U4        | PR4                | SC999001
        """,
    ),
    pictured(
        "episodes-provider-cannot",
        EPISODES,
        (3, 4, 6),
        """
        placement | placement_provider | placement_urn
        R5        | PR3                |
        R5        | PR1                |
        P1        | PR4                |
        K2        | PR4                | SC999001
        U1        | PR3                | SC999001
        """,
    ),
    pictured(
        "episodes-urn-missing",
        EPISODES,
        (3,),
        """
        placement | placement_urn
        K2        | 1234567
        K2        |
        R1        |
        """,
    ),
    pictured(
        "episodes-urn-not-wanted",
        EPISODES,
        (3,),
        """
        placement | placement_urn
        R1        |
        R1        | 1234567
        """,
    ),
    pictured(
        "episodes-urn-shape",
        EPISODES,
        (5, 6),
        """
        placement | placement_urn
        K2        | SC123456
        K2        | 1234567
        K2        | XXXXXXX
        K2        | SC12345
        K2        | URN
        """,
    ),
    pictured(
        "episodes-placed-at-home",
        EPISODES,
        (3,),
        """
        placement | placement_provider | placement_urn | home_postcode | placement_postcode
        P1        | PR0                |               | M1 1AE        | M1 1AE
        K2        | PR1                | SC999001      | M1 1AE        | m11ae
        K2        | PR1                | SC999001      | M1 1AE        | M1 1AF
        K2        | PR1                | SC999001      |               |
        """,
    ),
    pictured(
        "episodes-placed-without-order",
        EPISODES,
        (3,),
        """
        placement | legal_status
        A6        | E1
        A6        | C2
        A4        | C2
        """,
    ),
    pictured(
        "episodes-adopters-were-carers",
        EPISODES,
        (3,),
        """
        child     | placement | reason_new_episode | episode_start
        Adopters A| A3        | T                  | 31/03/2025
        Adopters B| A3        | P                  | 31/03/2025
        Adopters C| A4        | P                  | 31/03/2025
        """,
    ),
    pictured(
        "episodes-adopted-from-elsewhere",
        EPISODES,
        (3,),
        """
        placement | episode_end | reason_ceased
        A4        | 20/06/2025  | E11
        U6        | 20/06/2025  | E12
        """,
    ),
    pictured(
        "episodes-guardian-did-not-foster",
        EPISODES,
        (3,),
        """
        placement | episode_end | reason_ceased
        U6        | 20/06/2025  | E46
        K2        | 20/06/2025  | E45
        K2        | 20/06/2025  | E47
        """,
    ),
    pictured(
        "episodes-with-parents-by-consent",
        EPISODES,
        (3,),
        """
        placement | placement_provider | placement_urn | legal_status
        P1        | PR0                |               | C2
        P1        | PR0                |               | V2
        """,
    ),
    pictured(
        "episodes-break-in-other-placement",
        EPISODES,
        (3,),
        """
        legal_status | placement
        V4           | U6
        V4           | U4
        C1           | U4
        """,
    ),
    pictured(
        "episodes-starts-in-temporary",
        EPISODES,
        (3,),
        """
        placement | placement_provider | placement_urn | reason_new_episode | episode_start
        T2        |                    |               | P                  | 31/03/2025
        T2        |                    |               | S                  | 20/06/2025
        """,
    ),
    pictured(
        "episodes-ends-in-temporary",
        EPISODES,
        (3,),
        """
        placement | reason_new_episode | episode_start | episode_end | reason_ceased
        K2        | P                  | 31/03/2025    | 02/04/2025  | E8
        T2        | P                  | 31/03/2025    | 02/04/2025  | E8
        """,
        also=dict.fromkeys(WITH_DETAILS, (3,)),
    ),
    pictured(
        "episodes-change-reason-while-open",
        EPISODES,
        (3,),
        """
        episode_end | reason_ceased | placement_change_reason
        20/06/2025  | E8            | CARPL
                    |               | CARPL
                    |               |
        """,
    ),
)

PERIOD_CASES = (
    pictured(
        "episodes-starts-without-gap",
        EPISODES,
        (5,),
        """
        child   | episode_start | reason_new_episode | episode_end | reason_ceased
        Start A | 01/04/2025    | S                  | 30/04/2025  | E4A
        Start A | 01/05/2025    | S                  |             |
        Start B | 01/04/2025    | S                  | 01/05/2025  | E4A
        Start B | 01/05/2025    | S                  |             |
        """,
    ),
    pictured(
        "episodes-continues-after-gap",
        EPISODES,
        (5,),
        """
        child | episode_start | reason_new_episode | legal_status | episode_end | reason_ceased
        Gap A | 01/04/2025    | S                  | C1           | 01/05/2025  | X1
        Gap A | 01/05/2025    | L                  | C2           |             |
        Gap B | 01/04/2025    | S                  | C1           | 30/04/2025  | X1
        Gap B | 01/05/2025    | L                  | C2           |             |
        """,
        also={"episodes-nothing-follows": (4,)},
    ),
    pictured(
        "episodes-continues-what-is-over",
        EPISODES,
        (3, 5),
        """
        child  | episode_start | reason_new_episode | legal_status | episode_end | reason_ceased
        Over A | 01/04/2025    | S                  | C1           | 01/05/2025  | E4A
        Over A | 01/05/2025    | L                  | C2           |             |
        Over B | 01/04/2025    | S                  | C1           | 30/04/2025  | E4A
        Over B | 01/05/2025    | L                  | C2           |             |
        """,
    ),
    pictured(
        "episodes-first-is-missing",
        EPISODES,
        (3,),
        """
        child   | episode_start | reason_new_episode
        First A | 31/03/2025    | P
        First B | 01/04/2025    | P
        First C | 01/04/2025    | S
        """,
    ),
    pictured(
        "episodes-nothing-follows",
        EPISODES,
        (4,),
        """
        child     | episode_start | reason_new_episode | legal_status | episode_end | reason_ceased
        Nothing A | 01/04/2025    | S                  | C1           | 01/05/2025  | X1
        Nothing A | 01/05/2025    | L                  | C2           | 01/06/2025  | E8
        Nothing B | 01/04/2025    | S                  | C1           | 01/05/2025  | X1
        """,
    ),
    pictured(
        "episodes-after-death",
        EPISODES,
        (3,),
        """
        child   | episode_start | episode_end | reason_ceased
        Death A | 01/04/2025    | 01/05/2025  | E2
        Death A | 02/05/2025    |             |
        Death B | 01/04/2025    | 01/05/2025  | E8
        Death B | 02/05/2025    |             |
        """,
    ),
    pictured(
        "episodes-after-adoption",
        EPISODES,
        (3,),
        """
        child    | episode_start | placement | episode_end | reason_ceased
        Again A  | 01/04/2025    | A4        | 01/05/2025  | E11
        Again A  | 02/05/2025    | K2        |             |
        """,
    ),
    pictured(
        "episodes-another-need",
        EPISODES,
        (3,),
        """
        child  | episode_start | reason_new_episode | legal_status | category_of_need | episode_end | reason_ceased
        Need A | 01/04/2025    | S                  | C1           | N1               | 01/05/2025  | X1
        Need A | 01/05/2025    | L                  | C2           | N2               |             |
        Need B | 01/04/2025    | S                  | C1           | N1               | 01/05/2025  | E8
        Need B | 02/05/2025    | S                  | C1           | N2               |             |
        """,
    ),
    pictured(
        "episodes-not-just-legal-status",
        EPISODES,
        (3, 5),
        """
        child    | episode_start | reason_new_episode | legal_status | placement_urn | episode_end | reason_ceased
        Status A | 01/04/2025    | S                  | C1           | SC999001      | 01/05/2025  | X1
        Status A | 01/05/2025    | L                  | C1           | SC999001      |             |
        Status B | 01/04/2025    | S                  | C1           | SC999001      | 01/05/2025  | X1
        Status B | 01/05/2025    | L                  | C2           | SC999002      |             |
        Status C | 01/04/2025    | S                  | C1           | SC999001      | 01/05/2025  | X1
        Status C | 01/05/2025    | L                  | C2           | SC999001      |             |
        """,
    ),
    pictured(
        "episodes-not-just-placement",
        EPISODES,
        (3, 5),
        """
        child   | episode_start | reason_new_episode | legal_status | placement | episode_end | reason_ceased
        Place A | 01/04/2025    | S                  | C1           | U6        | 01/05/2025  | X1
        Place A | 01/05/2025    | T                  | C1           | U6        |             |
        Place B | 01/04/2025    | S                  | C1           | U6        | 01/05/2025  | X1
        Place B | 01/05/2025    | T                  | C2           | U4        |             |
        Place C | 01/04/2025    | S                  | C1           | U6        | 01/05/2025  | X1
        Place C | 01/05/2025    | T                  | C1           | U4        |             |
        """,
    ),
    pictured(
        "episodes-not-both",
        EPISODES,
        (3,),
        """
        child  | episode_start | reason_new_episode | legal_status | placement | episode_end | reason_ceased
        Pair A | 01/04/2025    | S                  | C1           | U6        | 01/05/2025  | X1
        Pair A | 01/05/2025    | U                  | C1           | U4        |             |
        Pair B | 01/04/2025    | S                  | C1           | U6        | 01/05/2025  | X1
        Pair B | 01/05/2025    | U                  | C2           | U4        |             |
        """,
    ),
    pictured(
        "episodes-did-not-return",
        EPISODES,
        (7,),
        """
        child  | episode_start | reason_new_episode | placement | episode_end | reason_ceased
        Back A | 01/04/2025    | S                  | U6        | 01/05/2025  | X1
        Back A | 01/05/2025    | T                  | T2        | 03/05/2025  | X1
        Back A | 03/05/2025    | T                  | U6        |             |
        Back B | 01/04/2025    | S                  | U6        | 01/05/2025  | X1
        Back B | 01/05/2025    | T                  | T2        | 03/05/2025  | X1
        Back B | 03/05/2025    | T                  | K2        |             |
        """,
        also=dict.fromkeys(WITH_DETAILS, (3, 6)),
    ),
    pictured(
        "episodes-change-reason-missing",
        EPISODES,
        (4,),
        """
        child  | episode_start | reason_new_episode | placement | episode_end | reason_ceased | placement_change_reason
        Move A | 01/04/2025    | S                  | K2        | 01/05/2025  | X1            | CARPL
        Move A | 01/05/2025    | P                  | U6        |             |               |
        Move B | 01/04/2025    | S                  | K2        | 01/05/2025  | X1            |
        Move B | 01/05/2025    | P                  | U6        |             |               |
        """,
    ),
    pictured(
        "episodes-change-reason-not-wanted",
        EPISODES,
        (2,),
        """
        child   | episode_start | reason_new_episode | placement | episode_end | reason_ceased | placement_change_reason
        Visit A | 01/04/2025    | S                  | U6        | 01/05/2025  | X1            | CARPL
        Visit A | 01/05/2025    | P                  | T2        |             |               |
        """,
        also=dict.fromkeys(WITH_DETAILS, (3,)),
    ),
    pictured(
        "episodes-child-without-upn",
        EPISODES,
        (3,),
        """
        child | episode_start | legal_status | episode_end | reason_ceased
        Ann   | 01/04/2025    | C1           | 01/05/2025  | E8
        Ann   | 02/05/2025    | C1           |             |
        Bob   | 02/05/2025    | C1           |             |
        Cat   | 02/05/2025    | V4           |             |
        """,
        tables=kept(HEADER, f"child | upn\nAnn |\nBob | {BOB}\nCat |"),
    ),
    pictured(
        "episodes-child-no-longer-new",
        EPISODES,
        (2,),
        """
        child | episode_start | reason_new_episode
        Ann   | 23/03/2025    | S
        Bob   | 24/03/2025    | S
        Cat   | 23/03/2025    | S
        """,
        data_to=YEAR_END,
        tables=kept(HEADER, f"child | upn\nAnn | UN4\nBob | UN4\nCat | {CAT}"),
    ),
)

AGE_CASES = (
    pictured(
        "episodes-adult-at-start",
        EPISODES,
        (3,),
        """
        child | episode_start | legal_status
        Ann   | 09/05/2025    | V2
        Bob   | 09/05/2025    | V2
        """,
        tables=kept(HEADER, "child | date_of_birth\nAnn | 10/05/2007\nBob | 09/05/2007"),
    ),
    pictured(
        "episodes-adult-in-care",
        EPISODES,
        (3,),
        """
        child | episode_start | legal_status | placement | episode_end | reason_ceased
        Ann   | 01/04/2025    | C2           | U4        | 09/05/2025  | E17
        Bob   | 01/04/2025    | C2           | U4        | 10/05/2025  | E17
        Cat   | 01/04/2025    | V2           | K2        |             |
        """,
        tables=kept(HEADER, "child | date_of_birth\nAnn | 09/05/2007\nBob | 09/05/2007\nCat | 09/05/2007"),
    ),
    pictured(
        "episodes-too-young-for-placement",
        EPISODES,
        (3, 5),
        """
        child | episode_start | placement
        Ann   | 09/05/2025    | K3
        Bob   | 09/05/2025    | K3
        Cat   | 09/05/2025    | S1
        Dan   | 09/05/2025    | S1
        """,
        tables=kept(
            HEADER, "child | date_of_birth\nAnn | 09/05/2009\nBob | 10/05/2009\nCat | 09/05/2021\nDan | 10/05/2021"
        ),
    ),
    pictured(
        "episodes-too-young-for-law",
        EPISODES,
        (3,),
        """
        child | episode_start | legal_status
        Ann   | 09/05/2025    | J1
        Bob   | 09/05/2025    | J1
        """,
        tables=kept(HEADER, "child | date_of_birth\nAnn | 09/05/2015\nBob | 10/05/2015"),
    ),
    pictured(
        "episodes-too-young-to-leave-so",
        EPISODES,
        (3,),
        """
        child | episode_start | episode_end | reason_ceased
        Ann   | 09/04/2025    | 09/05/2025  | E7
        Bob   | 09/04/2025    | 09/05/2025  | E7
        """,
        tables=kept(HEADER, "child | date_of_birth\nAnn | 09/05/2009\nBob | 10/05/2009"),
    ),
    pictured(
        "episodes-too-old-to-leave-so",
        EPISODES,
        (3,),
        """
        child | episode_start | placement | episode_end | reason_ceased
        Ann   | 09/04/2025    | A4        | 09/05/2025  | E11
        Bob   | 09/04/2025    | A4        | 09/05/2025  | E11
        """,
        tables=kept(HEADER, "child | date_of_birth\nAnn | 10/05/2007\nBob | 09/05/2007"),
    ),
)

SSDA903_CARE_CASES = (*PLACEMENT_CASES, *PERIOD_CASES, *AGE_CASES)
