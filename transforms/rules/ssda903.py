"""Rules of SSDA903 that its columns alone cannot say. Numbers are those of the return's published validation rules."""

import pandas as pd

from transforms.rules.masks import after_data_to, before, out_of_use
from transforms.rules.related import beside, looked_up, overlapping
from transforms.rules.rule import Context, Rule, Severity, not_in_table
from transforms.rules.upn import upn_rules

_GUIDE = "Children looked after return (SSDA903), guide to submitting data"
_OWN_FUTURE = "Own rule: a file cannot know the future"
_OVER = ("DIED", "RHOM")  # the council's part is over: there is nothing more to say of them
_NO_INFORMATION = "0"


def _before_birth(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["episode_start"] < looked_up(rows["child"], context, "header", "date_of_birth")


def _another_birth(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where a date of birth is given that is not Header's."""
    of_header = looked_up(rows["child"], context, "header", "date_of_birth")
    return of_header.notna() & rows["date_of_birth"].notna() & rows["date_of_birth"].ne(of_header)


def _says_something(codes: pd.Series) -> pd.Series:
    return codes.notna() & codes.ne(_NO_INFORMATION)


def _of_an_earlier_year(rows: pd.DataFrame, context: Context) -> pd.Series:
    """All rows when the file ends before the year that it should cover begins; otherwise none.

    Its newest date is then before the year, and some of its episodes ceased before: a return of the year would hold
    neither. (A file in which children merely stayed where they were has no ceased episodes.)
    """
    first = pd.Timestamp(context.covers_from)
    newest = pd.concat([rows["episode_start"], rows["episode_end"]]).max()
    is_old = bool(pd.notna(newest) and newest < first and (rows["episode_end"] < first).any())
    return pd.Series(is_old, index=rows.index)


def _not_in_header(table: str, number: str) -> Rule:
    return Rule(
        id=f"{table}-child-not-in-header",
        severity=Severity.HOLD,
        columns=("child",),
        mask=lambda rows, context: not_in_table(rows["child"], context, "header"),
        message="The child is not in Header, or the Header row is held.",
        fix="Add the child to Header, or put its Header row right.",
        source=f"{_GUIDE}, check {number}",
    )


def _differs_from_header(table: str, number: str) -> Rule:
    return Rule(
        id=f"{table}-another-birth",
        severity=Severity.FLAG,
        columns=("child", "date_of_birth"),
        mask=beside("header", _another_birth),
        message="The date of birth is not the one in Header, which counts.",
        fix="Find out which is right, and correct the other.",
        source=f"{_GUIDE}, check {number}",
    )


HEADER_RULES = (
    *upn_rules("header", "upn"),
    Rule(
        id="header-born-after-data-to",
        severity=Severity.HOLD,
        columns=("date_of_birth",),
        mask=after_data_to("date_of_birth"),
        message="The child is born after the date that the data run to.",
        fix="Check DOB.",
        source=_GUIDE,
    ),
    Rule(
        id="header-retired-code",
        severity=Severity.FLAG,
        columns=("sex",),
        mask=out_of_use(("sex",), "sex_903"),
        message="SEX uses a code of another collection year.",
        fix="From 2024-25 use M, F or U; before, 1 or 2.",
        source=f"{_GUIDE}, rule 101",
    ),
)

EPISODES_RULES = (
    Rule(
        id="episodes-of-an-earlier-year",
        severity=Severity.STOP,
        columns=("episode_start", "episode_end"),
        mask=_of_an_earlier_year,
        message="Nothing in this file happened in the year that it should cover: it looks like an earlier year's file.",
        fix="Ask the supplier for the file of this collection year, or put it in the folder of the date it runs to.",
        source="Own rule: an old file would show old figures as current",
    ),
    _not_in_header("episodes", "INT03"),
    Rule(
        id="episodes-before-birth",
        severity=Severity.HOLD,
        columns=("child", "episode_start"),
        mask=beside("header", _before_birth),
        message="The episode begins before the child is born, by the Header row.",
        fix="Check DECOM, and DOB in Header.",
        source="Own rule: the age at the start would be below nought",
        waivable=True,
    ),
    Rule(
        id="episodes-open-with-reason",
        severity=Severity.HOLD,
        columns=("episode_end", "reason_ceased"),
        mask=lambda rows, _: ~rows["episode_end__given"] & rows["reason_ceased"].notna(),
        message="An open episode carries a reason for ceasing (REC).",
        fix="Leave REC empty until the episode ends, or fill in DEC.",
        source=f"{_GUIDE}, rule 148",
        waivable=True,
    ),
    Rule(
        id="episodes-closed-without-reason",
        severity=Severity.HOLD,
        columns=("episode_end", "reason_ceased"),
        mask=lambda rows, _: rows["episode_end"].notna() & rows["reason_ceased"].isna(),
        message="A closed episode has no reason for ceasing (REC).",
        fix="Fill in REC, or empty DEC if the episode is still open.",
        source=f"{_GUIDE}, rule 148",
        waivable=True,
    ),
    Rule(
        id="episodes-end-before-start",
        severity=Severity.HOLD,
        columns=("episode_start", "episode_end"),
        mask=before("episode_end", "episode_start"),
        message="The episode ceases (DEC) before it began (DECOM).",
        fix="Check both dates in the case system.",
        source=f"{_GUIDE}, rule 149",
        waivable=True,
    ),
    Rule(
        id="episodes-after-data-to",
        severity=Severity.HOLD,
        columns=("episode_start",),
        mask=after_data_to("episode_start"),
        message="The episode begins after the date that the data run to.",
        fix="Check DECOM, or the date that the delivery is filed under.",
        source=_OWN_FUTURE,
    ),
    Rule(
        id="episodes-overlap",
        severity=Severity.HOLD,
        columns=("child", "episode_start", "episode_end"),
        mask=overlapping("child", "episode_start", "episode_end"),
        message="The episode begins before an earlier episode of the same child has ceased.",
        fix="Close the earlier episode on the day that this one begins, or put its dates right.",
        source=f"{_GUIDE}, rule 388",
        waivable=True,
    ),
    Rule(
        id="episodes-retired-code",
        severity=Severity.FLAG,
        columns=("placement",),
        mask=out_of_use(("placement",), "placement"),
        message="PLACE uses a code of another collection year (such as H5, replaced by K3 in 2024-25).",
        fix="Use the code list of the collection year.",
        source=f"{_GUIDE}, rule 146",
    ),
    Rule(
        id="episodes-provider-does-not-fit",
        severity=Severity.FLAG,
        columns=("placement", "placement_provider"),
        mask=lambda rows, _: (
            rows["placement_provider"].eq("PR0").fillna(False) & ~rows["placement"].eq("P1").fillna(False)
        ),
        message="The provider is the parents (PR0), but the placement is not with them (P1).",
        fix="Check PLACE and PLACE_PROVIDER.",
        source=f"{_GUIDE}, rule 526",
    ),
)

OC3_RULES = (
    _not_in_header("oc3", "INT06"),
    _differs_from_header("oc3", "INT15"),
    Rule(
        id="oc3-in-touch-without-answer",
        severity=Severity.FLAG,
        columns=("in_touch", "activity", "accommodation"),
        mask=lambda rows, _: (
            rows["in_touch"].eq("YES").fillna(False)
            & ~(_says_something(rows["activity"]) & _says_something(rows["accommodation"]))
        ),
        message="The council is in touch, yet activity or accommodation is not known.",
        fix="Fill in ACTIV and ACCOM, or check IN_TOUCH.",
        source=f"{_GUIDE}, rules 153 and 345",
    ),
    Rule(
        id="oc3-answer-without-duty",
        severity=Severity.FLAG,
        columns=("in_touch", "activity", "accommodation"),
        mask=lambda rows, _: (
            rows["in_touch"].isin(_OVER) & (_says_something(rows["activity"]) | _says_something(rows["accommodation"]))
        ),
        message="The young person died, or returned home for six months, yet activity or accommodation is given.",
        fix="Empty ACTIV and ACCOM, or check IN_TOUCH.",
        source=f"{_GUIDE}, rule 344",
    ),
    Rule(
        id="oc3-retired-activity",
        severity=Severity.FLAG,
        columns=("activity",),
        mask=out_of_use(("activity",), "leaver_activity"),
        message="ACTIV uses a code of another collection year (from 2021-22, F4 or F5 stands for F3, P4 or P5 for P3).",
        fix="Use the code list of the collection year.",
        source=f"{_GUIDE}, rule 132",
    ),
    Rule(
        id="oc3-retired-accommodation",
        severity=Severity.FLAG,
        columns=("accommodation",),
        mask=out_of_use(("accommodation",), "leaver_accommodation"),
        message="ACCOM calls no fixed abode or custody suitable (S1, X1), which is no longer a code.",
        fix="Use S2 or X2.",
        source=f"{_GUIDE}, rule 133",
    ),
)

MISSING_RULES = (
    _not_in_header("missing", "INT04"),
    _differs_from_header("missing", "INT13"),
    Rule(
        id="missing-after-data-to",
        severity=Severity.HOLD,
        columns=("start_date",),
        mask=after_data_to("start_date"),
        message="The child went missing, or away, after the date that the data run to.",
        fix="Check MIS_START, or the date that the delivery is filed under.",
        source=f"{_GUIDE}, rule 570",
    ),
    Rule(
        id="missing-end-before-start",
        severity=Severity.HOLD,
        columns=("start_date", "end_date"),
        mask=before("end_date", "start_date"),
        message="The child was back before going missing, or away.",
        fix="Check MIS_START and MIS_END.",
        source=f"{_GUIDE}, rule 567",
        waivable=True,
    ),
    Rule(
        id="missing-overlap",
        severity=Severity.FLAG,
        columns=("child", "start_date", "end_date"),
        mask=overlapping("child", "start_date", "end_date"),
        message="The child went missing, or away, while an earlier such time had not ended.",
        fix="Fill in MIS_END of the earlier one, or join them.",
        source=f"{_GUIDE}, rule 574",
    ),
    Rule(
        id="missing-before-birth",
        severity=Severity.FLAG,
        columns=("date_of_birth", "start_date"),
        mask=before("start_date", "date_of_birth"),
        message="The child went missing, or away, before being born.",
        fix="Check MIS_START and DOB.",
        source=f"{_GUIDE}, rule 586",
    ),
)
