"""The rules of SSDA903 about adoption, social workers and deprivation of liberty, each drawn with rows that break it.

Children are named by their case, because the cases of a table are also read together.
"""

from tests.drawn_rules import pictured
from tests.drawn_rules_cin import kept
from tests.drawn_rules_ssda903 import YEAR_END
from tests.drawn_rules_ssda903_tables import beside_episodes, of_whole_year
from transforms.extracts.ssda903 import EPISODES
from transforms.extracts.ssda903_adoption import AD1, PLACED_ADOPTION, PREV_PERM
from transforms.extracts.ssda903_care import DOLO, SW_EPISODES

AD1_CASES = (
    pictured(
        "ad1-after-data-to",
        AD1,
        (3, 4),
        """
        decided_on | matched_on
        30/06/2025 | 30/06/2025
        30/06/2025 | 01/07/2025
        01/07/2025 | 01/07/2025
        """,
    ),
    pictured(
        "ad1-matched-before-decision",
        AD1,
        (3,),
        """
        decided_on | matched_on
        09/06/2025 | 09/06/2025
        09/06/2025 | 08/06/2025
        """,
    ),
    pictured(
        "ad1-decided-after-placement",
        AD1,
        (3,),
        """
        child | decided_on | matched_on | by_foster_carer
        Ann   | 01/05/2025 | 01/05/2025 | 0
        Bob   | 02/05/2025 | 02/05/2025 | 0
        """,
        also={"ad1-matched-after-placement": (3,)},
        tables=kept(EPISODES, "child | episode_start | placement\nAnn | 01/05/2025 | A4\nBob | 01/05/2025 | A4"),
    ),
    beside_episodes(
        "ad1-matched-after-placement",
        AD1,
        (3,),
        """
        child | decided_on | matched_on | by_foster_carer
        Ann   | 01/04/2025 | 01/05/2025 | 1
        Bob   | 01/04/2025 | 02/05/2025 | 1
        """,
        "child | episode_start | placement\nAnn | 01/05/2025 | A3\nBob | 01/05/2025 | A3",
    ),
    beside_episodes(
        "ad1-matched-at-adoption",
        AD1,
        (3,),
        """
        child | decided_on | matched_on
        Ann   | 01/04/2025 | 30/04/2025
        Bob   | 01/04/2025 | 01/05/2025
        """,
        """
        child | episode_start | placement | episode_end | reason_ceased
        Ann   | 01/04/2025    | K2        | 01/05/2025  | E11
        Bob   | 01/04/2025    | K2        | 01/05/2025  | E11
        """,
    ),
    pictured(
        "ad1-not-adopted",
        AD1,
        (3,),
        """
        child | decided_on | matched_on
        Ann   | 01/04/2024 | 01/05/2024
        Bob   | 01/04/2024 | 01/05/2024
        """,
        data_to=YEAR_END,
        tables=kept(
            EPISODES,
            """
            child | episode_start | placement | episode_end | reason_ceased
            Ann   | 01/06/2024    | K2        | 01/03/2025  | E12
            Bob   | 01/06/2024    | K2        | 01/03/2025  | E4A
            """,
        ),
    ),
    beside_episodes(
        "ad1-carers-do-not-fit",
        AD1,
        (3, 4),
        """
        child | decided_on | matched_on | by_foster_carer
        Ann   | 01/04/2025 | 01/05/2025 | 1
        Bob   | 01/04/2025 | 01/05/2025 | 0
        Cat   | 01/04/2025 | 01/05/2025 | 1
        Dan   | 01/04/2025 | 01/05/2025 | 1
        """,
        """
        child | episode_start | placement
        Ann   | 01/05/2025    | A4
        Ann   | 02/05/2025    | A3
        Bob   | 01/05/2025    | A5
        Cat   | 01/05/2025    | A6
        """,
    ),
    pictured(
        "ad1-number-does-not-fit",
        AD1,
        (3, 4),
        """
        adopters | adopter_genders | adopter_legal_status
        2        | MF              | L3
        1        | MF              | L3
        2        | F1              | L0
        1        | F1              | L0
        """,
    ),
    pictured(
        "ad1-legal-status-does-not-fit",
        AD1,
        (4, 5, 6),
        """
        adopters | adopter_genders | adopter_legal_status
        2        | FF              | L12
        2        | MM              | L2
        2        | MM              | L0
        2        | MF              | L4
        1        | F1              | L11
        """,
    ),
)

PLACED_ADOPTION_CASES = (
    pictured(
        "placed_adoption-after-data-to",
        PLACED_ADOPTION,
        (3, 4),
        """
        decided_on | ceased_on  | ceased_reason
        01/06/2025 | 30/06/2025 | RD1
        01/06/2025 | 01/07/2025 | RD1
        01/07/2025 |            |
        """,
    ),
    pictured(
        "placed_adoption-ceased-in-part",
        PLACED_ADOPTION,
        (3, 4),
        """
        decided_on | ceased_on  | ceased_reason
        01/06/2025 | 30/06/2025 | RD1
        01/06/2025 | 30/06/2025 |
        01/06/2025 |            | RD1
        """,
    ),
    pictured(
        "placed_adoption-ceased-before-decision",
        PLACED_ADOPTION,
        (3,),
        """
        decided_on | ceased_on  | ceased_reason
        01/06/2025 | 01/06/2025 | RD1
        01/06/2025 | 31/05/2025 | RD1
        """,
    ),
    pictured(
        "placed_adoption-before-birth",
        PLACED_ADOPTION,
        (3,),
        """
        date_of_birth | decided_on
        01/06/2025    | 01/06/2025
        02/06/2025    | 01/06/2025
        """,
    ),
    pictured(
        "placed_adoption-overlap",
        PLACED_ADOPTION,
        (3,),
        """
        child   | decided_on | ceased_on  | ceased_reason
        Twice A | 01/04/2025 |            |
        Twice A | 01/05/2025 |            |
        Twice B | 01/04/2025 | 01/05/2025 | RD3
        Twice B | 01/05/2025 |            |
        """,
    ),
    beside_episodes(
        "placed_adoption-before-care",
        PLACED_ADOPTION,
        (3,),
        """
        child | decided_on
        Ann   | 01/04/2025
        Bob   | 31/03/2025
        Cat   | 31/03/2025
        """,
        """
        child | episode_start | reason_new_episode
        Ann   | 01/04/2025    | S
        Bob   | 01/04/2025    | S
        Cat   | 01/04/2025    | P
        """,
    ),
    beside_episodes(
        "placed_adoption-after-placement",
        PLACED_ADOPTION,
        (3,),
        """
        child | decided_on
        Ann   | 01/05/2025
        Bob   | 02/05/2025
        """,
        "child | episode_start | placement\nAnn | 01/05/2025 | A4\nBob | 01/05/2025 | A4",
    ),
    beside_episodes(
        "placed_adoption-ceased-yet-adopted",
        PLACED_ADOPTION,
        (4,),
        """
        child | decided_on | ceased_on  | ceased_reason
        Ann   | 01/04/2025 | 02/04/2025 | RD3
        Ann   | 03/04/2025 |            |
        Bob   | 01/04/2025 | 02/04/2025 | RD3
        """,
        """
        child | episode_start | placement | episode_end | reason_ceased
        Ann   | 01/04/2025    | K2        | 01/05/2025  | E11
        Bob   | 01/04/2025    | K2        | 01/05/2025  | E11
        """,
    ),
    beside_episodes(
        "placed_adoption-left-care",
        PLACED_ADOPTION,
        (2,),
        """
        child | decided_on | ceased_on  | ceased_reason
        Ann   | 01/04/2025 |            |
        Bob   | 01/04/2025 | 02/04/2025 | RD3
        Cat   | 01/04/2025 |            |
        """,
        """
        child | episode_start | placement | episode_end | reason_ceased
        Ann   | 01/04/2025    | K2        | 01/05/2025  | E4A
        Bob   | 01/04/2025    | K2        | 01/05/2025  | E4A
        Cat   | 01/04/2025    | K2        | 01/05/2025  | E12
        """,
    ),
    pictured(
        "placed_adoption-decided-another-day",
        PLACED_ADOPTION,
        (3,),
        "child | decided_on\nAnn | 01/04/2025\nBob | 02/04/2025",
        tables=kept(AD1, "child | decided_on\nAnn | 01/04/2025\nBob | 01/04/2025"),
    ),
)

PREV_PERM_CASES = (
    pictured(
        "prev_perm-no-date",
        PREV_PERM,
        (6, 7, 8),
        """
        option | order_made_on
        P1     | 14/05/2012
        P1     | zz/05/2012
        P1     | ZZ/ZZ/ZZZZ
        P1     | 2012-zz-zz
        P1     | 31/02/2012
        P1     | 5/2012
        P1     | zz/13/2012
        """,
    ),
    beside_episodes(
        "prev_perm-after-care",
        PREV_PERM,
        (3, 5),
        """
        child | order_made_on
        Ann   | zz/04/2025
        Bob   | zz/05/2025
        Cat   | zz/zz/2025
        Dan   | 03/04/2025
        """,
        """
        child | episode_start | reason_new_episode
        Ann   | 02/04/2025    | S
        Bob   | 02/04/2025    | S
        Cat   | 02/04/2025    | S
        Dan   | 02/04/2025    | P
        """,
    ),
    pictured(
        "prev_perm-before-birth",
        PREV_PERM,
        (3, 5),
        """
        date_of_birth | order_made_on
        09/05/2009    | zz/05/2009
        09/05/2009    | zz/04/2009
        09/05/2009    | zz/zz/2009
        09/05/2009    | 08/zz/2008
        """,
    ),
    pictured(
        "prev_perm-details-of-none",
        PREV_PERM,
        (3, 4),
        """
        option | order_council | order_made_on
        Z1     |               |
        Z1     | 998           |
        Z1     |               | zz/zz/2012
        P2     | 998           | zz/zz/2012
        """,
    ),
)

SW_EPISODES_CASES = (
    pictured("sw_episodes-after-data-to", SW_EPISODES, (3,), "start_date | ended_on\n30/06/2025 |\n01/07/2025 |"),
    pictured(
        "sw_episodes-end-before-start",
        SW_EPISODES,
        (3,),
        """
        start_date | ended_on
        09/06/2025 | 10/06/2025
        09/06/2025 | 08/06/2025
        """,
    ),
    pictured(
        "sw_episodes-shorter-than-a-day",
        SW_EPISODES,
        (3,),
        """
        start_date | ended_on
        09/06/2025 | 10/06/2025
        09/06/2025 | 09/06/2025
        """,
    ),
    pictured(
        "sw_episodes-end-outside-year",
        SW_EPISODES,
        (3, 4),
        """
        start_date | ended_on
        01/03/2025 | 01/04/2025
        01/03/2025 | 31/03/2025
        01/06/2025 | 01/07/2025
        """,
    ),
    pictured(
        "sw_episodes-overlap",
        SW_EPISODES,
        (5,),
        """
        child     | start_date | ended_on
        Overlap A | 01/04/2025 | 01/05/2025
        Overlap A | 01/05/2025 |
        Overlap B | 01/04/2025 |
        Overlap B | 01/05/2025 |
        """,
    ),
    pictured("sw_episodes-no-registration", SW_EPISODES, (4,), "worker | ended_on\nSW1 |\nXX |\nWS1 |"),
    of_whole_year(
        "sw_episodes-none-at-year-end",
        SW_EPISODES,
        (3,),
        """
        child | start_date | ended_on
        Ann   | 01/04/2024 | 01/05/2024
        Ann   | 01/05/2024 | 01/06/2024
        Bob   | 01/05/2024 | 01/06/2024
        """,
    ),
)

DOLO_CASES = (
    pictured("dolo-after-data-to", DOLO, (3,), "started_on | ended_on\n30/06/2025 |\n01/07/2025 |"),
    pictured(
        "dolo-end-before-start",
        DOLO,
        (3,),
        """
        started_on | ended_on
        09/06/2025 | 10/06/2025
        09/06/2025 | 08/06/2025
        """,
    ),
    pictured(
        "dolo-shorter-than-a-day",
        DOLO,
        (3,),
        """
        started_on | ended_on
        09/06/2025 | 10/06/2025
        09/06/2025 | 09/06/2025
        """,
    ),
    pictured(
        "dolo-end-outside-year",
        DOLO,
        (3, 4),
        """
        started_on | ended_on
        01/03/2025 | 01/04/2025
        01/03/2025 | 31/03/2025
        01/06/2025 | 01/07/2025
        """,
    ),
    pictured(
        "dolo-overlap",
        DOLO,
        (5,),
        """
        child     | started_on | ended_on
        Overlap A | 01/04/2025 | 01/05/2025
        Overlap A | 01/05/2025 |
        Overlap B | 01/04/2025 |
        Overlap B | 01/05/2025 |
        """,
    ),
    beside_episodes(
        "dolo-after-care",
        DOLO,
        (3,),
        """
        child | started_on | ended_on
        Ann   | 01/05/2025 |
        Bob   | 01/05/2025 |
        Cat   | 01/05/2025 | 09/05/2025
        """,
        """
        child | episode_start | episode_end | reason_ceased
        Ann   | 01/04/2025    |             |
        Bob   | 01/04/2025    | 09/05/2025  | E8
        Cat   | 01/04/2025    | 09/05/2025  | E8
        """,
    ),
    pictured(
        "dolo-before-birth",
        DOLO,
        (3,),
        """
        date_of_birth | started_on
        09/06/2025    | 09/06/2025
        10/06/2025    | 09/06/2025
        """,
    ),
    beside_episodes(
        "dolo-unexpected-placement",
        DOLO,
        (3,),
        """
        child | started_on | ended_on
        Ann   | 01/04/2025 | 01/05/2025
        Bob   | 01/04/2025 | 02/05/2025
        """,
        """
        child | episode_start | placement | episode_end | reason_ceased
        Ann   | 01/04/2025    | K2        | 01/05/2025  | X1
        Ann   | 01/05/2025    | U6        |             |
        Bob   | 01/04/2025    | K2        | 01/05/2025  | X1
        Bob   | 01/05/2025    | U6        |             |
        """,
    ),
    beside_episodes(
        "dolo-excluded-placement",
        DOLO,
        (3,),
        """
        child | started_on | ended_on
        Ann   | 01/04/2025 | 01/05/2025
        Bob   | 01/04/2025 | 01/05/2025
        """,
        "child | episode_start | placement\nAnn | 01/04/2025 | Z12\nBob | 01/04/2025 | K1",
    ),
)

SSDA903_ADOPTION_CASES = (
    *(*AD1_CASES, *PLACED_ADOPTION_CASES, *PREV_PERM_CASES),
    *(*SW_EPISODES_CASES, *DOLO_CASES),
)
