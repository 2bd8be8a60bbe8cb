"""Rules of SSDA903 Episodes about a child's episodes in the order of time: periods of care without gaps and leaps."""

from collections.abc import Sequence

import pandas as pd

from transforms.rules.masks import at_year_end
from transforms.rules.related import Neighbours, beside, in_time
from transforms.rules.rule import Context, Mask, Rule, Severity
from transforms.rules.ssda903_shared import ADOPTED, FOLLOWS, GUIDE, SHORT_BREAKS, TEMPORARY, differ

_STARTS, _CARRIES_ON = "S", ("L", "P", "T", "B", "U")
_NO_LONGER_A_CHILD = ("E2", "E15", "E17")
_OF_PLACEMENT = ("placement", "placement_provider", "placement_postcode", "placement_urn")
_ORDER = ("child", "episode_start")
_NEWLY_LOOKED_AFTER = "UN4"
_WEEK = pd.Timedelta(days=7)


def _in_order(rows: pd.DataFrame) -> Neighbours:
    return in_time(rows, *_ORDER)


def _continues(rows: pd.DataFrame) -> pd.Series:
    """True where an episode is said to carry on a period of care."""
    return rows["reason_new_episode"].isin(_CARRIES_ON)


def _is_over(reasons: pd.Series) -> pd.Series:
    """True where an episode ended its period of care."""
    return reasons.notna() & ~reasons.isin([FOLLOWS])


def _starts_without_gap(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["reason_new_episode"].isin([_STARTS]) & rows["episode_start"].eq(_in_order(rows).before("episode_end"))


def _continues_after_gap(rows: pd.DataFrame, _: Context) -> pd.Series:
    order = _in_order(rows)
    has_gap = order.before("episode_end") < rows["episode_start"]
    return _continues(rows) & has_gap & ~_is_over(order.before("reason_ceased"))


def _continues_what_is_over(rows: pd.DataFrame, _: Context) -> pd.Series:
    return _continues(rows) & _is_over(_in_order(rows).before("reason_ceased"))


def _first_is_missing(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a child's first episode that carries on one, which ended in the year and is not in the file."""
    is_of_year = rows["episode_start"] >= pd.Timestamp(context.covers_from)
    return _continues(rows) & is_of_year & _in_order(rows).is_first


def _nothing_follows(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where the next episode should begin on the day that this one ceased, and does not."""
    is_next = rows["episode_end"].eq(_in_order(rows).after("episode_start"))
    awaits = rows["reason_ceased"].isin([FOLLOWS]) & (rows["episode_end"] <= pd.Timestamp(context.data_to))
    some = rows.loc[awaits & ~is_next & rows["child"].notna(), ["child", "episode_end"]]
    # Of these few, another episode may begin on that day without being the very next in order.
    starts = rows.loc[rows["child"].isin(some["child"]), list(_ORDER)].set_axis(list(some), axis=1)
    found = pd.MultiIndex.from_frame(some).isin(pd.MultiIndex.from_frame(starts))
    return pd.Series(~found, index=some.index).reindex(rows.index, fill_value=False)


def _after(reasons: Sequence[str]) -> Mask:
    """Mask of episodes after one that ended for such a reason."""
    return lambda rows, _: _in_order(rows).before("reason_ceased").isin(reasons)


def _another_need(rows: pd.DataFrame, _: Context) -> pd.Series:
    order = _in_order(rows)
    need, before = rows["category_of_need"], order.before("category_of_need")
    is_same_period = _continues(rows) & order.before("episode_end").eq(rows["episode_start"])
    return is_same_period & need.notna() & before.notna() & need.ne(before)


def _reason_does_not_fit(reasons: Sequence[str], *, legal_status: bool, placement: bool) -> Mask:
    """Mask of continuing episodes where not just that has changed which the reason for the new episode says."""

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        order = _in_order(rows)
        is_meant = rows["reason_new_episode"].isin(reasons) & order.before("episode_end").eq(rows["episode_start"])
        read = ["legal_status", *_OF_PLACEMENT]
        some, before = rows.loc[is_meant, read], pd.DataFrame({name: order.before(name)[is_meant] for name in read})
        status_changed = differ(some["legal_status"], before["legal_status"])
        fits = status_changed.eq(legal_status) & _placement_changed(some, before).eq(placement)
        return (~fits).reindex(rows.index, fill_value=False)

    return mask


def _placement_changed(rows: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    """True where the placement is another than before. H5 became K3 without anybody moving."""
    is_renamed = rows["placement"].isin(["K3"]) & before["placement"].isin(["H5"])
    changes = [differ(rows[name], before[name]) for name in _OF_PLACEMENT]
    return pd.concat([changes[0] & ~is_renamed, *changes[1:]], axis=1).any(axis=1)


def _did_not_return(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True where a temporary placement was followed by another than the one that the child was away from."""
    order = _in_order(rows)
    is_back = order.before("placement").isin(TEMPORARY) & order.before("episode_end").eq(rows["episode_start"])
    usual = order.two_before("placement")
    is_known = usual.notna() & ~usual.isin(TEMPORARY) & rows["placement"].notna()
    return is_back & is_known & ~rows["placement"].isin(TEMPORARY) & rows["placement"].ne(usual)


def _next(rows: pd.DataFrame, order: Neighbours, name: str) -> pd.Series:
    """A column of the episode that begins on the day that a row's ceases; missing where another gap is."""
    return order.after(name).where(order.after("episode_start").eq(rows["episode_end"]))


def _no_change_reason(rows: pd.DataFrame, _: Context) -> pd.Series:
    order = _in_order(rows)
    moves = _next(rows, order, "reason_new_episode").isin(["P", "B"])
    is_temporary = rows["placement"].isin(TEMPORARY) | order.after("placement").isin(TEMPORARY)
    return moves & ~is_temporary & rows["placement_change_reason"].isna()


def _change_reason_not_wanted(rows: pd.DataFrame, _: Context) -> pd.Series:
    order = _in_order(rows)
    is_temporary = rows["placement"].isin(TEMPORARY) | _next(rows, order, "placement").isin(TEMPORARY)
    return is_temporary & rows["placement_change_reason"].notna()


def _newest_without_upn(rows: pd.DataFrame, context: Context) -> pd.Series:
    header = context.tables["header"]
    is_newest = _in_order(rows).is_last & ~rows["legal_status"].isin(SHORT_BREAKS)
    return is_newest & rows["child"].isin(header.loc[header["upn"].isna(), "child"])


def _no_longer_new(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where a child without a UPN as newly looked after has been so for more than a week at the year's end."""
    is_settled = rows["episode_start"] < pd.Timestamp(context.data_to) - _WEEK
    is_open = ~rows["episode_end__given"] | (rows["episode_end"] > pd.Timestamp(context.data_to))
    header = context.tables["header"]
    return is_settled & is_open & rows["child"].isin(header.loc[header["upn"].isin([_NEWLY_LOOKED_AFTER]), "child"])


_READ_IN_ORDER = ("child", "episode_start", "episode_end", "reason_new_episode")

PERIOD_RULES = (
    Rule(
        id="episodes-starts-without-gap",
        severity=Severity.FLAG,
        columns=_READ_IN_ORDER,
        mask=_starts_without_gap,
        message="The child is said to start to be looked after (S) on the day that an earlier episode ceased, so one "
        "start is counted too many.",
        fix="Say what changed (L, P, T, B, U), or check DECOM.",
        source=f"{GUIDE}, rule 431",
    ),
    Rule(
        id="episodes-continues-after-gap",
        severity=Severity.FLAG,
        columns=(*_READ_IN_ORDER, "reason_ceased"),
        mask=_continues_after_gap,
        message="The episode carries on a period of care, but does not begin on the day that the one before ceased.",
        fix="Check DECOM and the DEC before, look for an episode that was left out, or write S in RNE.",
        source=f"{GUIDE}, rule 433",
    ),
    Rule(
        id="episodes-continues-what-is-over",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "reason_new_episode", "reason_ceased"),
        mask=_continues_what_is_over,
        message="The episode carries on a period of care that had ended: the REC before is not X1.",
        fix="Write S in RNE if the child came back into care, or X1 in the REC before.",
        source=f"{GUIDE}, rule 432",
    ),
    Rule(
        id="episodes-first-is-missing",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "reason_new_episode"),
        mask=_first_is_missing,
        message="The child's first episode in the file carries on one that is not there, so the start may not count.",
        fix="Look for an episode that was left out, or write S in RNE.",
        source=f"{GUIDE}, rule 357",
    ),
    Rule(
        id="episodes-nothing-follows",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "episode_end", "reason_ceased"),
        mask=_nothing_follows,
        message="A new episode should follow on the same day (X1), and none does: the child drops out of care.",
        fix="Add the episode that follows, or write in REC why care ceased.",
        source=f"{GUIDE}, rule 388",
    ),
    Rule(
        id="episodes-after-death",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "reason_ceased"),
        mask=_after(_NO_LONGER_A_CHILD),
        message="The episode comes after one that ended in death (E2), as an adult (E15) or staying on at 18 (E17).",
        fix="Check REC of the episode before; look for two children under one identifier.",
        source=f"{GUIDE}, rule 437",
    ),
    Rule(
        id="episodes-after-adoption",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "reason_ceased"),
        mask=_after(ADOPTED),
        message="The episode comes after the child was adopted (E11, E12). An adopted child has a new identifier.",
        fix="Check REC of the episode before; keep the child's two identities apart.",
        source=f"{GUIDE}, rule 199",
    ),
    Rule(
        id="episodes-another-need",
        severity=Severity.FLAG,
        columns=(*_READ_IN_ORDER, "category_of_need"),
        mask=_another_need,
        message="CIN is another than in the episode before. It stays as it was when the period of care began.",
        fix="Repeat the first episode's CIN.",
        source=f"{GUIDE}, rule 504",
    ),
    Rule(
        id="episodes-not-just-legal-status",
        severity=Severity.FLAG,
        columns=(*_READ_IN_ORDER, "legal_status", *_OF_PLACEMENT),
        mask=_reason_does_not_fit(["L"], legal_status=True, placement=False),
        message="RNE says that the legal status changed and nothing else (L), but the episodes do not.",
        fix="Compare LS, PLACE, PLACE_PROVIDER, PL_POST and URN with the episode before, or check RNE.",
        source=f"{GUIDE}, rule 434",
    ),
    Rule(
        id="episodes-not-just-placement",
        severity=Severity.FLAG,
        columns=(*_READ_IN_ORDER, "legal_status", *_OF_PLACEMENT),
        mask=_reason_does_not_fit(["P", "T"], legal_status=False, placement=True),
        message="RNE says that the placement changed and the legal status did not (P, T), but the episodes do not.",
        fix="Compare LS, PLACE, PLACE_PROVIDER, PL_POST and URN with the episode before, or check RNE.",
        source=f"{GUIDE}, rule 435",
    ),
    Rule(
        id="episodes-not-both",
        severity=Severity.FLAG,
        columns=(*_READ_IN_ORDER, "legal_status", *_OF_PLACEMENT),
        mask=_reason_does_not_fit(["B", "U"], legal_status=True, placement=True),
        message="RNE says that both legal status and placement changed (B, U), but the episodes do not.",
        fix="Compare LS, PLACE, PLACE_PROVIDER, PL_POST and URN with the episode before, or check RNE.",
        source=f"{GUIDE}, rule 436",
    ),
    Rule(
        id="episodes-did-not-return",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "episode_end", "placement"),
        mask=_did_not_return,
        message="After a temporary placement (T0 to T4) the child did not return to the placement before it.",
        fix="Check PLACE. A stay after which the child lives elsewhere is not temporary.",
        source=f"{GUIDE}, rule 383",
    ),
    Rule(
        id="episodes-change-reason-missing",
        severity=Severity.FLAG,
        columns=(*_READ_IN_ORDER, "placement", "placement_change_reason"),
        mask=_no_change_reason,
        message="The child moved to other carers on the day that the episode ceased, and no reason is given.",
        fix="Fill in REASON_PLACE_CHANGE.",
        source=f"{GUIDE}, rule 225",
    ),
    Rule(
        id="episodes-change-reason-not-wanted",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "episode_end", "placement", "placement_change_reason"),
        mask=_change_reason_not_wanted,
        message="A reason for the change of placement is given where a temporary placement begins or ends.",
        fix="Empty REASON_PLACE_CHANGE, or check PLACE.",
        source=f"{GUIDE}, rule 226",
    ),
    Rule(
        id="episodes-child-without-upn",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "legal_status"),
        mask=beside("header", _newest_without_upn),
        message="The child is looked after and has neither a UPN in Header nor a reason for none.",
        fix="Fill in UPN in Header.",
        source=f"{GUIDE}, rule 442",
    ),
    Rule(
        id="episodes-child-no-longer-new",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "episode_end"),
        mask=at_year_end(beside("header", _no_longer_new)),
        message="The child has no UPN as newly looked after (UN4), but has been so for more than a week at 31 March.",
        fix="Fill in UPN in Header.",
        source=f"{GUIDE}, rule 210",
    ),
)
