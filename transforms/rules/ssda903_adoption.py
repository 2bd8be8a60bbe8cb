"""Rules of SSDA903 about adoption: who was adopted (AD1), who should be (PlacedAdoption), and who had been (PrevPerm).

Numbers are those of the return's published validation rules.
"""

from collections.abc import Sequence

import pandas as pd

from transforms import partial_dates
from transforms.rules.masks import after_data_to, at_year_end, before
from transforms.rules.related import beside, in_time, looked_up, overlapping
from transforms.rules.rule import Context, Mask, Rule, Severity
from transforms.rules.ssda903_shared import ADOPTED, FOR_ADOPTION, GUIDE, OWN_FUTURE, belonging_rules

_WITH_CURRENT_CARERS = ("A3", "A5")
_COUPLES, _SINGLE = ("MM", "FF", "MF"), ("M1", "F1")
_SAME_GENDER = ("MM", "FF")
# By legal status of the adopters, the codes of their genders that go with it.
_GENDERS = {"L0": _SINGLE, "L11": ("MF",), "L12": _SAME_GENDER, "L2": _COUPLES, "L3": ("MF",), "L4": _SAME_GENDER}
_OF_NUMBER = {"1": _SINGLE, "2": _COUPLES}
_NONE_BEFORE = "Z1"


def _not_among(codes: str, allowed: dict[str, tuple[str, ...]]) -> Mask:
    """Mask of adopters whose genders do not go with another code of theirs."""
    pairs = [f"{code} {genders}" for code, all_genders in allowed.items() for genders in all_genders]

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        is_told = rows[codes].isin(allowed) & rows["adopter_genders"].isin((*_COUPLES, *_SINGLE))
        return is_told & ~(rows[codes] + " " + rows["adopter_genders"]).isin(pairs)

    return mask


def _any_after_data_to(*names: str) -> Mask:
    masks = [after_data_to(name) for name in names]
    return lambda rows, context: pd.concat([mask(rows, context) for mask in masks], axis=1).any(axis=1)


def _episodes(context: Context, column: str, codes: Sequence[str]) -> pd.DataFrame:
    """Kept episodes with one of some codes, in the order of time."""
    episodes = context.tables["episodes"]
    return episodes[episodes[column].isin(codes)].sort_values("episode_start", kind="stable")


def _of_children(children: pd.Series, episodes: pd.DataFrame, column: str) -> pd.Series:
    """A column of each child's first of the episodes; missing where there is none."""
    return episodes.drop_duplicates("child").set_index("child")[column].reindex(children).set_axis(children.index)


def _after_placement(name: str) -> Mask:
    """Mask of days after the child was placed for adoption."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        placed = _episodes(context, "placement", FOR_ADOPTION)
        return rows[name] > _of_children(rows["child"], placed, "episode_start")

    return beside("episodes", mask)


def _not_adopted(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["child"].notna() & ~rows["child"].isin(_episodes(context, "reason_ceased", ADOPTED)["child"])


def _matched_at_adoption(rows: pd.DataFrame, context: Context) -> pd.Series:
    adopted = _episodes(context, "reason_ceased", ADOPTED)
    return rows["matched_on"].eq(_of_children(rows["child"], adopted, "episode_end"))


def _carers_do_not_fit(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where the last placement for adoption says otherwise whether the adopters had fostered the child."""
    last_first = _episodes(context, "placement", FOR_ADOPTION)[::-1]
    placement = _of_children(rows["child"], last_first, "placement")
    is_known = placement.notna() & rows["by_foster_carer"].notna()
    return is_known & (placement.isin(_WITH_CURRENT_CARERS) != rows["by_foster_carer"].fillna(False).astype(bool))


def _ceased_in_part(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["ceased_on__given"] != rows["ceased_reason"].notna()


def _before_care(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a decision before the child's first episode in the file, where care starts with that."""
    first = context.tables["episodes"].sort_values("episode_start", kind="stable").drop_duplicates("child")
    starts = first[first["reason_new_episode"].isin(["S"])]
    return rows["decided_on"] < _of_children(rows["child"], starts, "episode_start")


def _ceased_yet_adopted(rows: pd.DataFrame, context: Context) -> pd.Series:
    is_adopted = rows["child"].isin(_episodes(context, "reason_ceased", ADOPTED)["child"])
    return is_adopted & in_time(rows, "child", "decided_on").is_last & rows["ceased_on"].notna()


def _left_care_otherwise(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a decision that stands although the child's last episode ceased, and not in adoption."""
    last = context.tables["episodes"].sort_values("episode_start", kind="stable").drop_duplicates("child", keep="last")
    reason = _of_children(rows["child"], last, "reason_ceased")
    has_left = reason.notna() & ~reason.isin(("X1", *ADOPTED))
    return has_left & in_time(rows, "child", "decided_on").is_last & ~rows["ceased_on__given"]


def _decided_another_day(rows: pd.DataFrame, context: Context) -> pd.Series:
    decided = looked_up(rows["child"], context, "ad1", "decided_on")
    is_last = in_time(rows, "child", "decided_on").is_last
    return is_last & decided.notna() & rows["decided_on"].notna() & rows["decided_on"].ne(decided)


def _order_after_care(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for an order that was surely made after the child's last start in care, as far as the file knows it."""
    episodes = context.tables["episodes"].sort_values("episode_start", kind="stable")
    starts = episodes[episodes["reason_new_episode"].isin(["S"])][::-1]
    last_start = _of_children(rows["child"], starts, "episode_start")
    care_since = last_start.fillna(_of_children(rows["child"], episodes, "episode_start"))
    return partial_dates.earliest(rows["order_made_on"]) > care_since


def _order_before_birth(rows: pd.DataFrame, _: Context) -> pd.Series:
    return partial_dates.latest(rows["order_made_on"]) < rows["date_of_birth"]


def _details_of_none(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["option"].isin([_NONE_BEFORE]) & (rows["order_council"].notna() | rows["order_made_on"].notna())


AD1_RULES = (
    *belonging_rules("ad1", "INT01", "INT11"),
    Rule(
        id="ad1-after-data-to",
        severity=Severity.FLAG,
        columns=("decided_on", "matched_on"),
        mask=_any_after_data_to("decided_on", "matched_on"),
        message="The decision on adoption, or the match with adopters, comes after the date that the data run to.",
        fix="Check DATE_INT and DATE_MATCH.",
        source=OWN_FUTURE,
    ),
    Rule(
        id="ad1-matched-before-decision",
        severity=Severity.FLAG,
        columns=("decided_on", "matched_on"),
        mask=before("matched_on", "decided_on"),
        message="The child was matched with adopters before the decision on adoption.",
        fix="Check DATE_INT and DATE_MATCH.",
        source=f"{GUIDE}, rule 333",
    ),
    Rule(
        id="ad1-decided-after-placement",
        severity=Severity.FLAG,
        columns=("child", "decided_on"),
        mask=_after_placement("decided_on"),
        message="The decision on adoption comes after the child was placed for adoption (A3 to A6).",
        fix="Check DATE_INT, and DECOM of the episode.",
        source=f"{GUIDE}, rule 521",
    ),
    Rule(
        id="ad1-matched-after-placement",
        severity=Severity.FLAG,
        columns=("child", "matched_on"),
        mask=_after_placement("matched_on"),
        message="The child was matched with adopters after being placed for adoption (A3 to A6).",
        fix="Check DATE_MATCH, and DECOM of the episode.",
        source=f"{GUIDE}, rule 331",
    ),
    Rule(
        id="ad1-matched-at-adoption",
        severity=Severity.FLAG,
        columns=("child", "matched_on"),
        mask=beside("episodes", _matched_at_adoption),
        message="The child was matched with adopters on the very day of the adoption.",
        fix="Check DATE_MATCH: the match comes before.",
        source=f"{GUIDE}, rule 582",
    ),
    Rule(
        id="ad1-not-adopted",
        severity=Severity.FLAG,
        columns=("child",),
        mask=at_year_end(beside("episodes", _not_adopted)),
        message="No episode of the child ended in adoption (E11, E12) in the year.",
        fix="Leave the child out of AD1, or check REC of the last episode.",
        source=f"{GUIDE}, rule 602",
    ),
    Rule(
        id="ad1-carers-do-not-fit",
        severity=Severity.FLAG,
        columns=("child", "by_foster_carer"),
        mask=beside("episodes", _carers_do_not_fit),
        message="FOSTER_CARE and the placement for adoption do not agree whether the adopters had fostered the child.",
        fix="Former foster carers have A3 or A5 and 1, others A4 or A6 and 0.",
        source=f"{GUIDE}, rule 335",
    ),
    Rule(
        id="ad1-number-does-not-fit",
        severity=Severity.FLAG,
        columns=("adopters", "adopter_genders"),
        mask=_not_among("adopters", _OF_NUMBER),
        message="NB_ADOPTR and SEX_ADOPTR do not agree whether one person adopted the child, or two.",
        fix="Two adopters are MM, FF or MF, one is M1 or F1.",
        source=f"{GUIDE}, rule 511",
    ),
    Rule(
        id="ad1-legal-status-does-not-fit",
        severity=Severity.FLAG,
        columns=("adopter_legal_status", "adopter_genders"),
        mask=_not_among("adopter_legal_status", _GENDERS),
        message="The legal status of the adopters (LS_ADOPTR) does not go with their genders (SEX_ADOPTR).",
        fix="L0 is one person, all others are couples: L11 and L3 of different genders, L12 and L4 of the same.",
        source=f"{GUIDE}, rules 514 to 520 and 524",
    ),
)

PLACED_ADOPTION_RULES = (
    *belonging_rules("placed_adoption", "INT02", "INT12"),
    Rule(
        id="placed_adoption-after-data-to",
        severity=Severity.FLAG,
        columns=("decided_on", "ceased_on"),
        mask=_any_after_data_to("decided_on", "ceased_on"),
        message="The decision, or its end, comes after the date that the data run to.",
        fix="Check DATE_PLACED and DATE_PLACED_CEASED.",
        source=f"{GUIDE}, rule 117",
    ),
    Rule(
        id="placed_adoption-ceased-in-part",
        severity=Severity.FLAG,
        columns=("ceased_on", "ceased_reason"),
        mask=_ceased_in_part,
        message="Of the end of the decision, only the date or only the reason is given.",
        fix="Fill in both DATE_PLACED_CEASED and REASON_PLACED_CEASED, or neither.",
        source=f"{GUIDE}, rule 119",
    ),
    Rule(
        id="placed_adoption-ceased-before-decision",
        severity=Severity.FLAG,
        columns=("decided_on", "ceased_on"),
        mask=before("ceased_on", "decided_on"),
        message="The decision was reversed before it was made.",
        fix="Check DATE_PLACED and DATE_PLACED_CEASED.",
        source=f"{GUIDE}, rule 522",
    ),
    Rule(
        id="placed_adoption-before-birth",
        severity=Severity.FLAG,
        columns=("date_of_birth", "decided_on"),
        mask=before("decided_on", "date_of_birth"),
        message="The decision was made before the child was born.",
        fix="Check DATE_PLACED and DOB.",
        source=f"{GUIDE}, rule 184",
    ),
    Rule(
        id="placed_adoption-overlap",
        severity=Severity.FLAG,
        columns=("child", "decided_on", "ceased_on"),
        mask=overlapping("child", "decided_on", "ceased_on"),
        message="The decision was made while an earlier one about the same child still stood.",
        fix="Fill in DATE_PLACED_CEASED of the earlier one, or keep one of the two.",
        source=f"{GUIDE}, rules 579 and 583",
    ),
    Rule(
        id="placed_adoption-before-care",
        severity=Severity.FLAG,
        columns=("child", "decided_on"),
        mask=beside("episodes", _before_care),
        message="The decision was made before the child started to be looked after.",
        fix="Check DATE_PLACED, and DECOM of the first episode.",
        source=f"{GUIDE}, rule 1003",
    ),
    Rule(
        id="placed_adoption-after-placement",
        severity=Severity.FLAG,
        columns=("child", "decided_on"),
        mask=_after_placement("decided_on"),
        message="The decision was made after the child was placed for adoption (A3 to A6).",
        fix="Check DATE_PLACED, and DECOM of the episode.",
        source=f"{GUIDE}, rule 552",
    ),
    Rule(
        id="placed_adoption-ceased-yet-adopted",
        severity=Severity.FLAG,
        columns=("child", "decided_on", "ceased_on"),
        mask=beside("episodes", _ceased_yet_adopted),
        message="The child was adopted, although the last decision for adoption is said to have been reversed.",
        fix="Empty DATE_PLACED_CEASED and REASON_PLACED_CEASED, or check REC.",
        source=f"{GUIDE}, rules 525 and 558",
    ),
    Rule(
        id="placed_adoption-left-care",
        severity=Severity.FLAG,
        columns=("child", "decided_on", "ceased_on"),
        mask=beside("episodes", _left_care_otherwise),
        message="The child left care and was not adopted, and the decision for adoption still stands.",
        fix="Fill in DATE_PLACED_CEASED and REASON_PLACED_CEASED.",
        source=f"{GUIDE}, rule 557",
    ),
    Rule(
        id="placed_adoption-decided-another-day",
        severity=Severity.FLAG,
        columns=("child", "decided_on"),
        mask=beside("ad1", _decided_another_day),
        message="The decision has another date than in AD1.",
        fix="DATE_PLACED here and DATE_INT in AD1 are the same day: correct one of them.",
        source=f"{GUIDE}, rule 523",
    ),
)

PREV_PERM_RULES = (
    *belonging_rules("prev_perm", "INT07", "INT16"),
    Rule(
        id="prev_perm-no-date",
        severity=Severity.FLAG,
        columns=("order_made_on",),
        mask=lambda rows, _: partial_dates.is_none(rows["order_made_on"]),
        message="DATE_PERM is no date, nor one that is known in part.",
        fix="Write zz for what is not known: 14/05/2012, zz/05/2012, zz/zz/2012 or zz/zz/zzzz.",
        source=f"{GUIDE}, rule 632",
    ),
    Rule(
        id="prev_perm-after-care",
        severity=Severity.FLAG,
        columns=("child", "order_made_on"),
        mask=beside("episodes", _order_after_care),
        message="The earlier order was made after the child started to be looked after.",
        fix="Check DATE_PERM: orders count that were made before this period of care.",
        source=f"{GUIDE}, rule 632",
    ),
    Rule(
        id="prev_perm-before-birth",
        severity=Severity.FLAG,
        columns=("date_of_birth", "order_made_on"),
        mask=_order_before_birth,
        message="The earlier order was made before the child was born.",
        fix="Check DATE_PERM and DOB.",
        source="Own rule: nobody is adopted before being born",
    ),
    Rule(
        id="prev_perm-details-of-none",
        severity=Severity.FLAG,
        columns=("option", "order_council", "order_made_on"),
        mask=_details_of_none,
        message="There was no earlier order (Z1), yet its council or its date is given.",
        fix="Empty LA_PERM and DATE_PERM, or check PREV_PERM.",
        source=f"{GUIDE}, rule 635",
    ),
)
