"""Rules of SSDA903 about reviews, unaccompanied asylum-seeking children, and the children's social workers."""

import pandas as pd

from transforms.rules.masks import after_data_to, at_year_end, before, ends_outside, out_of_use, shorter_than_a_day
from transforms.rules.related import beside, in_time, looked_up, outside, overlapping
from transforms.rules.rule import Context, Rule, Severity
from transforms.rules.ssda903_shared import (
    GUIDE,
    OWN_FUTURE,
    SHORT_BREAKS,
    belonging_rules,
    birthdays,
    looked_after_all_year,
)
from transforms.texts import differs

_UNDER_FOUR = "PN0"
_OLD_ENOUGH = 4
_ADULT = 18
_WORKER = r"(?:SW|XX).*"


def _of_four(rows: pd.DataFrame) -> pd.Series:
    return rows["reviewed_on"] >= birthdays(rows["date_of_birth"], _OLD_ENOUGH)


def _too_old_for_code(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["participation"].isin([_UNDER_FOUR]) & _of_four(rows)


def _too_young_for_code(rows: pd.DataFrame, _: Context) -> pd.Series:
    is_older = rows["participation"].notna() & ~rows["participation"].isin([_UNDER_FOUR])
    return is_older & (rows["reviewed_on"] < birthdays(rows["date_of_birth"], _OLD_ENOUGH))


def _of_short_breaks(rows: pd.DataFrame, context: Context) -> pd.Series:
    episodes = context.tables["episodes"]
    in_care = episodes.loc[~episodes["legal_status"].isin(SHORT_BREAKS), "child"]
    return rows["child"].isin(episodes["child"]) & ~rows["child"].isin(in_care)


def _another_sex(rows: pd.DataFrame, context: Context) -> pd.Series:
    of_header = looked_up(rows["child"], context, "header", "sex")
    return of_header.notna() & rows["sex"].notna() & rows["sex"].ne(of_header)


def _ceased_as_adult(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["ceased_on"] > birthdays(rows["date_of_birth"], _ADULT)


def _adult_before_year(rows: pd.DataFrame, context: Context) -> pd.Series:
    return birthdays(rows["date_of_birth"], _ADULT) <= pd.Timestamp(context.covers_from)


def _no_registration(rows: pd.DataFrame, _: Context) -> pd.Series:
    return differs(rows["worker"].str.upper(), _WORKER)


def _last_has_ended(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for the newest social worker of a child in care at the year's end, where that one's time has ended."""
    is_last = in_time(rows, "child", "start_date").is_last & (rows["ended_on"] < pd.Timestamp(context.data_to))
    return is_last & rows["child"].isin(looked_after_all_year(context))


CLA_REVIEWS_RULES = (
    *belonging_rules("cla_reviews", "INT08", "INT17"),
    Rule(
        id="cla_reviews-after-data-to",
        severity=Severity.HOLD,
        columns=("reviewed_on",),
        mask=after_data_to("reviewed_on"),
        message="The review comes after the date that the data run to.",
        fix="Check REVIEW, or the date that the delivery is filed under.",
        source=OWN_FUTURE,
    ),
    Rule(
        id="cla_reviews-too-old-for-code",
        severity=Severity.FLAG,
        columns=("date_of_birth", "reviewed_on", "participation"),
        mask=_too_old_for_code,
        message="The child was four or older at the review, yet the code says under four (PN0).",
        fix="Check REVIEW_CODE, DOB and REVIEW.",
        source=f"{GUIDE}, rule 440",
    ),
    Rule(
        id="cla_reviews-too-young-for-code",
        severity=Severity.FLAG,
        columns=("date_of_birth", "reviewed_on", "participation"),
        mask=_too_young_for_code,
        message="The child was under four at the review, yet the code says how an older one took part.",
        fix="Use PN0, or check DOB and REVIEW.",
        source=f"{GUIDE}, rule 441",
    ),
    Rule(
        id="cla_reviews-of-short-breaks",
        severity=Severity.FLAG,
        columns=("child",),
        mask=beside("episodes", _of_short_breaks),
        message="The child has short breaks only (V3, V4), whose reviews are not part of the return.",
        fix="Leave the review out, or check LS of the child's episodes.",
        source=f"{GUIDE}, rule 399",
    ),
    Rule(
        id="cla_reviews-outside-care",
        severity=Severity.FLAG,
        columns=("child", "reviewed_on"),
        mask=outside("reviewed_on", "episodes", "episode_start", "episode_end", "child"),
        message="On the day of the review the child was not looked after.",
        fix="Check REVIEW, and DECOM and DEC of the child's episodes.",
        source="Own rule: reviews are of children who are looked after",
    ),
)

UASC_RULES = (
    *belonging_rules("uasc", "INT09", "INT18"),
    Rule(
        id="uasc-another-sex",
        severity=Severity.FLAG,
        columns=("child", "sex"),
        mask=beside("header", _another_sex),
        message="SEX is not that of Header, which counts.",
        fix="Find out which is right, and correct the other.",
        source=f"{GUIDE}, check INT21",
    ),
    Rule(
        id="uasc-retired-code",
        severity=Severity.FLAG,
        columns=("sex",),
        mask=out_of_use(("sex",), "sex_903"),
        message="SEX uses a code of another collection year.",
        fix="From 2024-25 use M, F or U; before, 1 or 2.",
        source=f"{GUIDE}, rule 101",
    ),
    Rule(
        id="uasc-ceased-before-birth",
        severity=Severity.FLAG,
        columns=("date_of_birth", "ceased_on"),
        mask=before("ceased_on", "date_of_birth"),
        message="The child ceased to be an unaccompanied asylum-seeking child before being born.",
        fix="Check DUC and DOB.",
        source="Own rule: nobody has a status before being born",
    ),
    Rule(
        id="uasc-ceased-as-adult",
        severity=Severity.FLAG,
        columns=("date_of_birth", "ceased_on"),
        mask=_ceased_as_adult,
        message="The status as an unaccompanied asylum-seeking child ends after the eighteenth birthday.",
        fix="Check DUC and DOB: the status ends on that birthday at the latest.",
        source=f"{GUIDE}, rule 304",
    ),
    Rule(
        id="uasc-adult-before-year",
        severity=Severity.FLAG,
        columns=("date_of_birth",),
        mask=_adult_before_year,
        message="The person was 18 before the collection year began, and no child in any part of it.",
        fix="Check DOB, or leave the person out.",
        source="Own rule: unaccompanied asylum-seeking children are children",
    ),
)

SW_EPISODES_RULES = (
    *belonging_rules("sw_episodes", "", ""),
    Rule(
        id="sw_episodes-after-data-to",
        severity=Severity.HOLD,
        columns=("start_date",),
        mask=after_data_to("start_date"),
        message="The social worker begins after the date that the data run to.",
        fix="Check SW_DECOM, or the date that the delivery is filed under.",
        source=OWN_FUTURE,
    ),
    Rule(
        id="sw_episodes-end-before-start",
        severity=Severity.HOLD,
        columns=("start_date", "ended_on"),
        mask=before("ended_on", "start_date"),
        message="The social worker's time with the child ends before it began.",
        fix="Check SW_DECOM and SW_DEC.",
        source="Own rule: time runs forwards",
    ),
    Rule(
        id="sw_episodes-shorter-than-a-day",
        severity=Severity.FLAG,
        columns=("start_date", "ended_on"),
        mask=shorter_than_a_day("ended_on", "start_date"),
        message="The social worker's time with the child ends on the day on which it began.",
        fix="Check SW_DECOM and SW_DEC.",
        source=f"{GUIDE}, rule SW09",
    ),
    Rule(
        id="sw_episodes-end-outside-year",
        severity=Severity.FLAG,
        columns=("ended_on",),
        mask=ends_outside("ended_on"),
        message="The social worker's time ends before the collection year, or after the date that the data run to.",
        fix="Check SW_DEC; leave it empty until the time has ended.",
        source=f"{GUIDE}, rule SW07",
    ),
    Rule(
        id="sw_episodes-overlap",
        severity=Severity.FLAG,
        columns=("child", "start_date", "ended_on"),
        mask=overlapping("child", "start_date", "ended_on"),
        message="The social worker begins while the one before has not ended.",
        fix="Fill in SW_DEC of the one before, on the day that this one begins.",
        source=f"{GUIDE}, rules SW08 and SW10",
    ),
    Rule(
        id="sw_episodes-no-registration",
        severity=Severity.FLAG,
        columns=("worker",),
        mask=_no_registration,
        message="SW_ID is no registration number: it begins with SW, or with XX where there is none.",
        fix="Copy the number from the register of Social Work England.",
        source=f"{GUIDE}, rule SW02",
    ),
    Rule(
        id="sw_episodes-none-at-year-end",
        severity=Severity.FLAG,
        columns=("child", "start_date", "ended_on"),
        mask=at_year_end(beside("episodes", _last_has_ended)),
        message="The child is looked after at 31 March, and the last social worker's time had ended before.",
        fix="Add the social worker who follows, or empty SW_DEC.",
        source=f"{GUIDE}, rule SW11",
    ),
)
