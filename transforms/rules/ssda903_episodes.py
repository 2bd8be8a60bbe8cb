"""Rules of SSDA903 Episodes about one episode: its dates, its codes, and the law behind its legal status."""

from collections.abc import Mapping

import pandas as pd

from transforms.rules.masks import after_data_to, before, out_of_use, shorter_than_a_day
from transforms.rules.related import beside, looked_up, overlapping
from transforms.rules.rule import Context, Mask, Rule, Severity
from transforms.rules.ssda903_shared import GUIDE, OWN_FUTURE, SHORT_BREAKS, council_rules, not_in_header
from transforms.texts import differs

_CHILDREN_ACT = pd.Timestamp(1991, 10, 14)  # came into force
_ADOPTION_ACT = pd.Timestamp(2005, 12, 30)  # put placement orders in the place of freeing orders
_LONGEST_ORDER = {"L1": 3, "L2": 21, "L3": 7}  # days
_LONGEST_BREAK = {"V3": 17}
_LONGEST_TEMPORARY = {"T1": 42, "T3": 21, "T4": 7}
_POSTCODE = r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}"


def _before_birth(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["episode_start"] < looked_up(rows["child"], context, "header", "date_of_birth")


def _of_an_earlier_year(rows: pd.DataFrame, context: Context) -> pd.Series:
    """All rows when the file ends before the year that it should cover begins; otherwise none.

    Its newest date is then before the year, and some of its episodes ceased before: a return of the year would hold
    neither. (A file in which children merely stayed where they were has no ceased episodes.)
    """
    first = pd.Timestamp(context.covers_from)
    newest = pd.concat([rows["episode_start"], rows["episode_end"]]).max()
    is_old = bool(pd.notna(newest) and newest < first and (rows["episode_end"] < first).any())
    return pd.Series(is_old, index=rows.index)


def _longer_than(codes: str, longest: Mapping[str, int]) -> Mask:
    """Mask of episodes that last more days than their code allows; open ones last until the data end."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        some = rows.loc[rows[codes].isin(longest), [codes, "episode_start", "episode_end"]]
        ends = some["episode_end"].fillna(pd.Timestamp(context.data_to))
        is_longer = (ends - some["episode_start"]) > pd.to_timedelta(some[codes].map(longest), unit="D")
        return is_longer.reindex(rows.index, fill_value=False)

    return mask


def _order_of_another_time(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True for freeing orders after the law changed, and placement orders before it."""
    is_after = rows["episode_start"] >= _ADOPTION_ACT
    is_before = rows["episode_start"] < _ADOPTION_ACT
    return (rows["legal_status"].isin(["D1"]) & is_after) | (rows["legal_status"].isin(["E1"]) & is_before)


def _both_kinds_of_break(rows: pd.DataFrame, _: Context) -> pd.Series:
    one, other = (rows["legal_status"].isin([code]) for code in SHORT_BREAKS)
    children_of_both = set(rows.loc[one, "child"].dropna()) & set(rows.loc[other, "child"].dropna())
    return (one | other) & rows["child"].isin(children_of_both)


def _no_postcode(rows: pd.DataFrame, _: Context) -> pd.Series:
    return _is_wrong(rows["home_postcode"]) | _is_wrong(rows["placement_postcode"])


def _is_wrong(postcodes: pd.Series) -> pd.Series:
    return differs(postcodes.str.upper(), _POSTCODE)


EPISODE_RULES = (
    *council_rules("episodes"),
    Rule(
        id="episodes-of-an-earlier-year",
        severity=Severity.STOP,
        columns=("episode_start", "episode_end"),
        mask=_of_an_earlier_year,
        message="Nothing in this file happened in the year that it should cover: it looks like an earlier year's file.",
        fix="Ask the supplier for the file of this collection year, or put it in the folder of the date it runs to.",
        source="Own rule: an old file would show old figures as current",
    ),
    not_in_header("episodes", "INT03"),
    Rule(
        id="episodes-before-birth",
        severity=Severity.HOLD,
        columns=("child", "episode_start"),
        mask=beside("header", _before_birth),
        message="The episode begins before the child is born, by the Header row.",
        fix="Check DECOM, and DOB in Header.",
        source=f"{GUIDE}, rule 302",
        waivable=True,
    ),
    Rule(
        id="episodes-before-the-law",
        severity=Severity.FLAG,
        columns=("episode_start",),
        mask=lambda rows, _: rows["episode_start"] < _CHILDREN_ACT,
        message="The episode begins before 14 October 1991, when the Children Act came into force.",
        fix="Check DECOM.",
        source=f"{GUIDE}, rule 353",
    ),
    Rule(
        id="episodes-open-with-reason",
        severity=Severity.HOLD,
        columns=("episode_end", "reason_ceased"),
        mask=lambda rows, _: ~rows["episode_end__given"] & rows["reason_ceased"].notna(),
        message="An open episode carries a reason for ceasing (REC).",
        fix="Leave REC empty until the episode ends, or fill in DEC.",
        source=f"{GUIDE}, rule 148",
        waivable=True,
    ),
    Rule(
        id="episodes-closed-without-reason",
        severity=Severity.HOLD,
        columns=("episode_end", "reason_ceased"),
        mask=lambda rows, _: rows["episode_end"].notna() & rows["reason_ceased"].isna(),
        message="A closed episode has no reason for ceasing (REC).",
        fix="Fill in REC, or empty DEC if the episode is still open.",
        source=f"{GUIDE}, rule 148",
        waivable=True,
    ),
    Rule(
        id="episodes-end-before-start",
        severity=Severity.HOLD,
        columns=("episode_start", "episode_end"),
        mask=before("episode_end", "episode_start"),
        message="The episode ceases (DEC) before it began (DECOM).",
        fix="Check both dates in the case system.",
        source=f"{GUIDE}, rule 356",
        waivable=True,
    ),
    Rule(
        id="episodes-shorter-than-a-day",
        severity=Severity.FLAG,
        columns=("episode_start", "episode_end"),
        mask=shorter_than_a_day("episode_end", "episode_start"),
        message="The episode ceases on the day on which it began, so it counts on no day.",
        fix="Check DECOM and DEC, or leave out an episode of less than 24 hours.",
        source=f"{GUIDE}, rule 355",
    ),
    Rule(
        id="episodes-after-data-to",
        severity=Severity.HOLD,
        columns=("episode_start",),
        mask=after_data_to("episode_start"),
        message="The episode begins after the date that the data run to.",
        fix="Check DECOM, or the date that the delivery is filed under.",
        source=OWN_FUTURE,
    ),
    Rule(
        id="episodes-end-after-data-to",
        severity=Severity.FLAG,
        columns=("episode_end",),
        mask=after_data_to("episode_end"),
        message="The episode ceases after the date that the data run to. Until then it counts as open.",
        fix="Check DEC, or leave DEC and REC empty until the episode has ceased.",
        source=f"{GUIDE}, rule 385",
    ),
    Rule(
        id="episodes-overlap",
        severity=Severity.HOLD,
        columns=("child", "episode_start", "episode_end"),
        mask=overlapping("child", "episode_start", "episode_end"),
        message="The episode begins before an earlier episode of the same child has ceased.",
        fix="Close the earlier episode on the day that this one begins, or put its dates right.",
        source=f"{GUIDE}, rules 142 and 501",
        waivable=True,
    ),
    Rule(
        id="episodes-retired-code",
        severity=Severity.FLAG,
        columns=("placement",),
        mask=out_of_use(("placement",), "placement"),
        message="PLACE uses a code of another collection year (such as H5, replaced by K3 in 2024-25).",
        fix="Use the code list of the collection year.",
        source=f"{GUIDE}, rule 146",
    ),
    Rule(
        id="episodes-retired-reason-ceased",
        severity=Severity.FLAG,
        columns=("reason_ceased",),
        mask=out_of_use(("reason_ceased",), "reason_ceased"),
        message="REC uses a code of another collection year (E43 and E44 became E45 to E48 in 2018-19).",
        fix="Use the code list of the collection year.",
        source=f"{GUIDE}, rule 149",
    ),
    Rule(
        id="episodes-postcode-shape",
        severity=Severity.FLAG,
        columns=("home_postcode", "placement_postcode"),
        mask=_no_postcode,
        message="HOME_POST or PL_POST is no postcode of the United Kingdom.",
        fix="Write it in full, as M1 1AE, or leave it empty.",
        source=f"{GUIDE}, rule 392c",
    ),
    Rule(
        id="episodes-order-too-long",
        severity=Severity.FLAG,
        columns=("legal_status", "episode_start", "episode_end"),
        mask=_longer_than("legal_status", _LONGEST_ORDER),
        message="The episode is longer than the law lets its order last: 72 hours for police protection (L1), 21 days "
        "for an emergency protection order (L2), seven days for a child assessment order (L3).",
        fix="Check LS, DECOM and DEC; a new legal status begins a new episode.",
        source=f"{GUIDE}, rules 361 to 363",
    ),
    Rule(
        id="episodes-order-of-another-time",
        severity=Severity.FLAG,
        columns=("legal_status", "episode_start"),
        mask=_order_of_another_time,
        message="Freeing orders (D1) were made until December 2005, placement orders (E1) since then.",
        fix="Check LS and DECOM.",
        source=f"{GUIDE}, rules 445 and 446",
    ),
    Rule(
        id="episodes-break-too-long",
        severity=Severity.FLAG,
        columns=("legal_status", "episode_start", "episode_end"),
        mask=_longer_than("legal_status", _LONGEST_BREAK),
        message="A single short break (V3) lasts more than 17 days. Short breaks are in no figure of children in care.",
        fix="Check DECOM and DEC. If the child stayed on, use V2.",
        source=f"{GUIDE}, rule 365",
    ),
    Rule(
        id="episodes-break-with-changes",
        severity=Severity.FLAG,
        columns=("legal_status", "reason_new_episode"),
        mask=lambda rows, _: rows["legal_status"].isin(["V3"]) & rows["reason_new_episode"].isin(["P", "T", "B", "U"]),
        message="A child cannot change placement during a single short break (V3).",
        fix="Write S in RNE: each break is a period of its own.",
        source=f"{GUIDE}, rule 366",
    ),
    Rule(
        id="episodes-both-kinds-of-break",
        severity=Severity.FLAG,
        columns=("child", "legal_status"),
        mask=_both_kinds_of_break,
        message="A child has short breaks told one by one (V3) and as an agreement (V4) in the same year.",
        fix="Use one way of recording them.",
        source=f"{GUIDE}, rule 426",
    ),
    Rule(
        id="episodes-temporary-too-long",
        severity=Severity.FLAG,
        columns=("placement", "episode_start", "episode_end"),
        mask=_longer_than("placement", _LONGEST_TEMPORARY),
        message="The placement is too long to be temporary: six weeks in hospital (T1), three weeks while carers are "
        "on holiday (T3), seven days otherwise (T4).",
        fix="Check DEC. A longer stay is a placement of its own kind.",
        source=f"{GUIDE}, rules 375, 376 and 379",
    ),
)
