"""Rules of SSDA903 that its columns alone cannot say. Numbers are those of the return's published validation rules."""

import pandas as pd

from transforms import codelists
from transforms.rules.rule import Context, Mask, Rule, Severity, not_in_table
from transforms.rules.upn import upn_rules

_GUIDE = "Children looked after return (SSDA903), guide to submitting data"
_FAR_FUTURE = pd.Timestamp("2199-12-31")


def _retired(name: str, code_list: str) -> Mask:
    """Mask of codes that were published once, but not for the year that the batch covers."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        ever = rows[name].isin(codelists.known(code_list))
        return ever & ~rows[name].isin(codelists.codes(code_list, context.covers_to))

    return mask


def _overlaps(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True for an episode that starts before an earlier episode of the same child has ended."""
    ordered = rows.dropna(subset=["child", "episode_start"]).sort_values(["child", "episode_start"], kind="stable")
    ends = ordered["episode_end"].fillna(_FAR_FUTURE).astype("int64")
    latest_before = ends.groupby(ordered["child"]).cummax().groupby(ordered["child"]).shift()
    late = latest_before.notna() & (ordered["episode_start"].astype("int64") < latest_before)
    same_start = ordered.duplicated(["child", "episode_start"], keep=False)  # the key rule's business
    return (late & ~same_start).reindex(rows.index, fill_value=False)


def _before_birth(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for an episode that begins before its child is born."""
    if "header" not in context.tables:
        return pd.Series(False, index=rows.index)
    header = context.tables["header"].drop_duplicates("child").set_index("child")
    # Unlike map, reindex gives dates also where Header kept no row at all.
    return rows["episode_start"] < header["date_of_birth"].reindex(rows["child"]).to_numpy()


def _of_an_earlier_year(rows: pd.DataFrame, context: Context) -> pd.Series:
    """All rows when the file ends before the year that it should cover begins; otherwise none.

    Its newest date is then before the year, and some of its episodes ceased before: a return of the year would hold
    neither. (A file in which children merely stayed where they were has no ceased episodes.)
    """
    first = pd.Timestamp(context.covers_from)
    newest = pd.concat([rows["episode_start"], rows["episode_end"]]).max()
    is_old = bool(pd.notna(newest) and newest < first and (rows["episode_end"] < first).any())
    return pd.Series(is_old, index=rows.index)


HEADER_RULES = (
    *upn_rules("header", "upn"),
    Rule(
        id="header-born-after-data-to",
        severity=Severity.HOLD,
        columns=("date_of_birth",),
        mask=lambda rows, context: rows["date_of_birth"] > pd.Timestamp(context.data_to),
        message="The child is born after the date that the data run to.",
        fix="Check DOB.",
        source=_GUIDE,
    ),
    Rule(
        id="header-retired-code",
        severity=Severity.FLAG,
        columns=("sex",),
        mask=_retired("sex", "sex_903"),
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
    Rule(
        id="episodes-child-not-in-header",
        severity=Severity.HOLD,
        columns=("child",),
        mask=lambda rows, context: not_in_table(rows["child"], context, "header"),
        message="The child is not in Header, or the Header row is held.",
        fix="Add the child to Header, or put its Header row right.",
        source=f"{_GUIDE}, Header and Episodes belong together",
    ),
    Rule(
        id="episodes-before-birth",
        severity=Severity.HOLD,
        columns=("child", "episode_start"),
        mask=_before_birth,
        message="The episode begins before the child is born, by the Header row.",
        fix="Check DECOM, and DOB in Header.",
        source="Own rule: the age at the start would be below nought",
    ),
    Rule(
        id="episodes-open-with-reason",
        severity=Severity.HOLD,
        columns=("episode_end", "reason_ceased"),
        mask=lambda rows, _: ~rows["episode_end__given"] & rows["reason_ceased"].notna(),
        message="An open episode carries a reason for ceasing (REC).",
        fix="Leave REC empty until the episode ends, or fill in DEC.",
        source=f"{_GUIDE}, rule 148",
    ),
    Rule(
        id="episodes-closed-without-reason",
        severity=Severity.HOLD,
        columns=("episode_end", "reason_ceased"),
        mask=lambda rows, _: rows["episode_end"].notna() & rows["reason_ceased"].isna(),
        message="A closed episode has no reason for ceasing (REC).",
        fix="Fill in REC, or empty DEC if the episode is still open.",
        source=f"{_GUIDE}, rule 148",
    ),
    Rule(
        id="episodes-end-before-start",
        severity=Severity.HOLD,
        columns=("episode_start", "episode_end"),
        mask=lambda rows, _: rows["episode_end"] < rows["episode_start"],
        message="The episode ceases (DEC) before it began (DECOM).",
        fix="Check both dates in the case system.",
        source=f"{_GUIDE}, rule 149",
    ),
    Rule(
        id="episodes-after-data-to",
        severity=Severity.HOLD,
        columns=("episode_start",),
        mask=lambda rows, context: rows["episode_start"] > pd.Timestamp(context.data_to),
        message="The episode begins after the date that the data run to.",
        fix="Check DECOM, or the date that the delivery is filed under.",
        source="Own rule: a file cannot know the future",
    ),
    Rule(
        id="episodes-overlap",
        severity=Severity.HOLD,
        columns=("child", "episode_start", "episode_end"),
        mask=_overlaps,
        message="The episode begins before an earlier episode of the same child has ceased.",
        fix="Close the earlier episode on the day that this one begins, or put its dates right.",
        source=f"{_GUIDE}, rule 388",
    ),
    Rule(
        id="episodes-retired-code",
        severity=Severity.FLAG,
        columns=("placement",),
        mask=_retired("placement", "placement"),
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
