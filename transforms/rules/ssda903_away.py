"""Rules of SSDA903 about times away from the placement (Missing), and orders that deprive of liberty (DoLo)."""

from collections.abc import Sequence

import pandas as pd

from transforms.rules.masks import after_data_to, before, ends_outside, shorter_than_a_day
from transforms.rules.related import at_places, beside, outside, overlapping, paired
from transforms.rules.rule import Context, Mask, Rule, Severity
from transforms.rules.ssda903_shared import FOLLOWS, GUIDE, belonging_rules

_EPISODE = ("episodes", "episode_start", "episode_end", "child")
_CARE_CEASED = "E8"
_EXPECTED = ("K2", "Z12", "Z13")
_EXCLUDED = ("K1", "P1", "R5", "K3")


def _beside_episodes(rows: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Each time away beside the episode of the same child in which it began."""
    pairs = paired(rows[["child", "start_date", "end_date"]], context, "episodes", "child")
    ends = pairs["episode_end__there"]
    return pairs[(pairs["start_date"] >= pairs["episode_start__there"]) & ((pairs["start_date"] < ends) | ends.isna())]


def _open_after_placement(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a time away without an end, in an episode that has one."""
    pairs = _beside_episodes(rows, context)
    is_over = pairs["episode_end__there"] <= pd.Timestamp(context.data_to)
    return ~rows["end_date__given"] & at_places(rows, pairs.loc[is_over, "place"])


def _away_when_care_ceased(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a child who was away when care ceased, for another reason than any other (E8)."""
    pairs = _beside_episodes(rows, context)
    reasons = pairs["reason_ceased__there"]
    ceased = reasons.notna() & ~reasons.isin([FOLLOWS, _CARE_CEASED])
    was_away = pairs["end_date"].isna() | (pairs["end_date"] >= pairs["episode_end__there"])
    return at_places(rows, pairs.loc[ceased & was_away, "place"])


def _care_ceased(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for an order without an end whose child has episodes, all of which have ceased."""
    episodes = context.tables["episodes"]
    is_open = episodes["episode_end"].isna() | (episodes["episode_end"] > pd.Timestamp(context.data_to))
    in_care = episodes.loc[is_open, "child"]
    return ~rows["ended_on__given"] & rows["child"].isin(episodes["child"]) & ~rows["child"].isin(in_care)


def _in_placement(placements: Sequence[str], *, is_among: bool) -> Mask:
    """Mask of orders that share a day with an episode in such a placement, or in any other."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        pairs = paired(rows[["child", "started_on", "ended_on"]], context, "episodes", "child")
        starts, ends = pairs["episode_start__there"], pairs["episode_end__there"]
        starts_before_end = (pairs["started_on"] < ends) | ends.isna()
        ends_after_start = (pairs["ended_on"] > starts) | pairs["ended_on"].isna()
        fits = pairs["placement__there"].isin(placements) == is_among
        return at_places(rows, pairs.loc[starts_before_end & ends_after_start & fits, "place"])

    return beside("episodes", mask)


MISSING_RULES = (
    *belonging_rules("missing", "INT04", "INT13"),
    Rule(
        id="missing-after-data-to",
        severity=Severity.HOLD,
        columns=("start_date",),
        mask=after_data_to("start_date"),
        message="The child went missing, or away, after the date that the data run to.",
        fix="Check MIS_START, or the date that the delivery is filed under.",
        source=f"{GUIDE}, rule 570",
    ),
    Rule(
        id="missing-end-before-start",
        severity=Severity.HOLD,
        columns=("start_date", "end_date"),
        mask=before("end_date", "start_date"),
        message="The child was back before going missing, or away.",
        fix="Check MIS_START and MIS_END.",
        source=f"{GUIDE}, rule 567",
        waivable=True,
    ),
    Rule(
        id="missing-end-outside-year",
        severity=Severity.FLAG,
        columns=("end_date",),
        mask=ends_outside("end_date"),
        message="The child was back before the collection year began, or after the date that the data run to.",
        fix="Check MIS_END; leave it empty until the child is back.",
        source=f"{GUIDE}, rule 571",
    ),
    Rule(
        id="missing-overlap",
        severity=Severity.FLAG,
        columns=("child", "start_date", "end_date"),
        mask=overlapping("child", "start_date", "end_date"),
        message="The child went missing, or away, while an earlier such time had not ended.",
        fix="Fill in MIS_END of the earlier one, or join them.",
        source=f"{GUIDE}, rule 574",
    ),
    Rule(
        id="missing-before-birth",
        severity=Severity.FLAG,
        columns=("date_of_birth", "start_date"),
        mask=before("start_date", "date_of_birth"),
        message="The child went missing, or away, before being born.",
        fix="Check MIS_START and DOB.",
        source=f"{GUIDE}, rule 586",
    ),
    Rule(
        id="missing-outside-care",
        severity=Severity.FLAG,
        columns=("child", "start_date"),
        mask=outside("start_date", *_EPISODE),
        message="On the day on which the child went missing, or away, the child was not looked after.",
        fix="Check MIS_START, and DECOM and DEC of the child's episodes.",
        source=f"{GUIDE}, rules 578 and 581",
    ),
    Rule(
        id="missing-open-after-placement",
        severity=Severity.FLAG,
        columns=("child", "start_date", "end_date"),
        mask=beside("episodes", _open_after_placement),
        message="The placement from which the child went missing, or away, has ceased, and MIS_END is empty.",
        fix="Fill in MIS_END, no later than the day on which the placement ceased.",
        source=f"{GUIDE}, rules 575 and 577",
    ),
    Rule(
        id="missing-when-care-ceased",
        severity=Severity.FLAG,
        columns=("child", "start_date", "end_date"),
        mask=beside("episodes", _away_when_care_ceased),
        message="The child was missing, or away, when care ceased, and REC names another reason than E8.",
        fix="Check MIS_END, or write E8 in REC.",
        source=f"{GUIDE}, rule 580",
    ),
)

DOLO_RULES = (
    *belonging_rules("dolo", "", ""),
    Rule(
        id="dolo-after-data-to",
        severity=Severity.HOLD,
        columns=("started_on",),
        mask=after_data_to("started_on"),
        message="The order begins after the date that the data run to.",
        fix="Check DOLO_START, or the date that the delivery is filed under.",
        source=f"{GUIDE}, rule 703",
    ),
    Rule(
        id="dolo-end-before-start",
        severity=Severity.HOLD,
        columns=("started_on", "ended_on"),
        mask=before("ended_on", "started_on"),
        message="The order ended before it began.",
        fix="Check DOLO_START and DOLO_END.",
        source=f"{GUIDE}, rule 702",
    ),
    Rule(
        id="dolo-shorter-than-a-day",
        severity=Severity.FLAG,
        columns=("started_on", "ended_on"),
        mask=shorter_than_a_day("ended_on", "started_on"),
        message="The order ended on the day on which it began.",
        fix="Check DOLO_START and DOLO_END.",
        source=f"{GUIDE}, rule 702",
    ),
    Rule(
        id="dolo-end-outside-year",
        severity=Severity.FLAG,
        columns=("ended_on",),
        mask=ends_outside("ended_on"),
        message="The order ended before the collection year began, or after the date that the data run to.",
        fix="Check DOLO_END; leave it empty until the order has ended.",
        source=f"{GUIDE}, rule 704",
    ),
    Rule(
        id="dolo-overlap",
        severity=Severity.FLAG,
        columns=("child", "started_on", "ended_on"),
        mask=overlapping("child", "started_on", "ended_on"),
        message="The order begins while an earlier one of the same child has not ended.",
        fix="Fill in DOLO_END of the earlier one, or join them.",
        source=f"{GUIDE}, rule 705",
    ),
    Rule(
        id="dolo-after-care",
        severity=Severity.FLAG,
        columns=("child", "ended_on"),
        mask=beside("episodes", _care_ceased),
        message="The child is no longer looked after, and the order has no end.",
        fix="Fill in DOLO_END.",
        source=f"{GUIDE}, rule 707",
    ),
    Rule(
        id="dolo-before-birth",
        severity=Severity.FLAG,
        columns=("date_of_birth", "started_on"),
        mask=before("started_on", "date_of_birth"),
        message="The order begins before the child is born.",
        fix="Check DOLO_START and DOB.",
        source=f"{GUIDE}, rule 708",
    ),
    Rule(
        id="dolo-unexpected-placement",
        severity=Severity.FLAG,
        columns=("child", "started_on", "ended_on"),
        mask=_in_placement((*_EXPECTED, *_EXCLUDED), is_among=False),
        message="During the order the child is in another placement than a children's home (K2) or Z12 or Z13.",
        fix="Check PLACE of the child's episodes, and the dates of the order.",
        source=f"{GUIDE}, rule 709",
    ),
    Rule(
        id="dolo-excluded-placement",
        severity=Severity.FLAG,
        columns=("child", "started_on", "ended_on"),
        mask=_in_placement(_EXCLUDED, is_among=True),
        message="During the order the child is where none can apply: in secure accommodation (K1), with parents (P1), "
        "in custody (R5) or in supported accommodation (K3).",
        fix="Check PLACE of the child's episodes, and the dates of the order.",
        source=f"{GUIDE}, rule 710",
    ),
)
