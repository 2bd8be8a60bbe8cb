"""The rules about children in need and their referrals, each drawn with rows that keep it and rows that break it."""

from datetime import date

import pandas as pd

from tests.drawn_rules import ANN, pictured
from tests.factories import drawn, extract_of, upn
from transforms.extracts.cin import CHILDREN, DISABILITIES, REFERRALS
from transforms.extracts.extract import Table
from transforms.staging import typed


def kept(table: Table, picture: str) -> dict[str, pd.DataFrame]:
    """A table's rows as rules of later tables find them: kept, and typed."""
    return {table.name: typed(drawn(table, picture), table, extract_of(table).date_formats)}


CHILDREN_CASES = (
    pictured("children-upn-shape", CHILDREN, (3,), f"upn | sex\n{ANN} | F\nA00000000001 | F\nUN1 | F"),
    pictured("children-upn-check-letter", CHILDREN, (3,), "upn | sex\nH801200001001 | F\nJ801200001001 | F"),
    pictured(
        "children-upn-repeated",
        CHILDREN,
        (3, 5),
        f"""
        upn   | sex
        {upn(921)} | F
        {upn(922)} | F
        UN1   | F
        {upn(922)} | F
        UN1   | F
              | F
        """,
    ),
    pictured(
        "children-former-upn",
        CHILDREN,
        (4, 5),
        f"""
        former_upn    | sex
                      | F
        {ANN}         | F
        A00000000001  | F
        J801200001001 | F
        """,
    ),
    pictured(
        "children-not-one-birth",
        CHILDREN,
        (4, 5),
        """
        date_of_birth | expected_birth | sex
        2020-05-09    |                | F
                      | 2025-09-01     | U
        2020-05-09    | 2020-05-01     | U
                      |                | F
        """,
    ),
    pictured("children-born-after-data-to", CHILDREN, (3,), "date_of_birth\n2025-06-30\n2025-07-01"),
    pictured(
        "children-unborn-with-sex",
        CHILDREN,
        (3,),
        """
        date_of_birth | expected_birth | sex
                      | 2025-09-01     | U
                      | 2025-09-01     | F
        2020-05-09    |                | F
        """,
    ),
    pictured("children-retired-code", CHILDREN, (3, 4), "sex\nM\n1\n9\nU"),
    pictured(
        "children-died-before-birth",
        CHILDREN,
        (3,),
        """
        date_of_birth | died_on
        2020-05-09    | 2020-05-09
        2020-05-09    | 2020-05-08
        2020-05-09    |
        """,
    ),
)

DISABILITIES_CASES = (
    pictured(
        "disabilities-child-unknown", DISABILITIES, (3,), "child\nAnn\nBob", tables=kept(CHILDREN, "child\nAnn\nCat")
    ),
    pictured(
        "disabilities-none-and-another",
        DISABILITIES,
        (3,),
        """
        child | disability
        Ann   | NONE
        Bob   | NONE
        Bob   | AUT
        Cat   | AUT
        Cat   | LD
        """,
    ),
)

REFERRALS_CASES = (
    pictured(
        "referrals-of-an-earlier-year",
        REFERRALS,
        (2, 3),
        """
        child | referral_date | closure_date | closure_reason
        Ann   | 2024-02-01    | 2025-03-31   | RC7
        Bob   | 2025-03-01    |              |
        """,
        also={"referrals-closed-outside-year": (2,)},
    ),
    pictured("referrals-child-unknown", REFERRALS, (3,), "child\nAnn\nBob", tables=kept(CHILDREN, "child\nAnn\nCat")),
    pictured("referrals-after-data-to", REFERRALS, (3,), "referral_date\n2025-06-30\n2025-07-01"),
    pictured(
        "referrals-closed-before-referral",
        REFERRALS,
        (3,),
        """
        referral_date | closure_date | closure_reason
        2025-06-09    | 2025-06-09   | RC8
        2025-06-09    | 2025-06-08   | RC8
        2025-06-09    |              |
        """,
    ),
    pictured(
        "referrals-closed-outside-year",
        REFERRALS,
        (4, 5),
        """
        referral_date | closure_date | closure_reason
        2025-03-01    | 2025-04-01   | RC8
        2025-03-01    | 2025-06-30   | RC8
        2025-03-01    | 2025-03-31   | RC8
        2025-03-01    | 2025-07-01   | RC8
        """,
    ),
    pictured(
        "referrals-closed-without-reason",
        REFERRALS,
        (3,),
        """
        closure_date | closure_reason
        2025-06-20   | RC9
        2025-06-20   |
                     |
        """,
    ),
    pictured(
        "referrals-open-with-reason",
        REFERRALS,
        (3,),
        """
        closure_date | closure_reason
        2025-06-20   | RC9
                     | RC9
        """,
    ),
    pictured(
        "referrals-without-need",
        REFERRALS,
        (3,),
        """
        is_nfa | primary_need
        0      | N9
        0      |
        1      |
        true   |
        """,
    ),
    pictured(
        "referrals-before-conception",
        REFERRALS,
        (3, 5),
        """
        child | referral_date
        Ann   | 2025-04-01
        Bob   | 2025-04-01
        Cat   | 2025-04-01
        Dan   | 2025-04-01
        Eve   | 2025-04-01
        """,
        tables=kept(
            CHILDREN,
            """
            child | date_of_birth | expected_birth
            Ann   | 2026-01-06    |
            Bob   | 2026-01-07    |
            Cat   |               | 2026-01-06
            Dan   |               | 2026-01-07
            Eve   |               |
            """,
        ),
    ),
    pictured(
        "referrals-same-day",
        REFERRALS,
        (2, 4),
        """
        child | referral_date
        Ann   | 2025-06-09
        Bob   | 2025-06-09
        Ann   | 2025-06-09
        Cat   | 2025-06-09
        """,
    ),
    pictured(
        "referrals-overlap",
        REFERRALS,
        (5,),
        """
        child | referral_date | closure_date | closure_reason
        Fay   | 2025-04-01    | 2025-05-01   | RC7
        Fay   | 2025-05-01    |              |
        Gus   | 2025-04-01    | 2025-05-02   | RC7
        Gus   | 2025-05-01    |              |
        """,
    ),
    pictured(
        "referrals-nfa-with-conference",
        REFERRALS,
        (2, 3),
        """
        is_nfa | conference_date
        1      | 2025-06-10
        true   | 2025-06-10
        0      | 2025-06-10
        1      |
        """,
    ),
    pictured(
        "referrals-school-age-without-upn",
        REFERRALS,
        (2, 6),
        """
        child | is_nfa
        Ann   | 0
        Bob   | 0
        Cat   | 0
        Dan   | 0
        Eve   | 0
        Ann   | 1
        """,
        also={"referrals-same-day": (2, 7)},
        tables=kept(
            CHILDREN,
            f"""
            child | date_of_birth | upn   | upn_unknown
            Ann   | 2019-06-30    |       |
            Bob   | 2019-07-01    |       |
            Cat   | 2014-05-09    | {ANN} |
            Dan   | 2014-05-09    |       | UN3
            Eve   | 2014-05-09    |       | UN1
            """,
        ),
    ),
    pictured(
        "referrals-retired-source",
        REFERRALS,
        (3,),
        "referral_source\n5C\n5D",
        covers_to=date(2022, 3, 31),
    ),
    pictured(
        "referrals-retired-closure-reason",
        REFERRALS,
        (3,),
        """
        closure_date | closure_reason
        2025-06-20   | RC8
        2025-06-20   | RC9
        """,
        covers_to=date(2022, 3, 31),
    ),
)

CIN_CASES = (*CHILDREN_CASES, *DISABILITIES_CASES, *REFERRALS_CASES)
