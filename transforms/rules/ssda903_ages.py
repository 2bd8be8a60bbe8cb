"""Rules of SSDA903 Episodes about the child's age, by Header's date of birth."""

from collections.abc import Mapping

import pandas as pd

from transforms.ages import ages_on
from transforms.rules.related import beside, is_set, looked_up
from transforms.rules.rule import Context, Mask, Rule, Severity
from transforms.rules.ssda903_shared import GUIDE, birthdays

_ADULT = 18
_YOUNGEST_PLACED = {"H5": 16, "K3": 16, "P2": 15, "P3": 14, "R5": 10, "S1": 4}
_YOUNGEST_BY_LAW = {"J1": 10, "J2": 10, "J3": 10}
_YOUNGEST_LEAVING = {"E5": 14, "E6": 14, "E7": 16, "E17": 18}
_OLDEST_LEAVING = {"E11": 17, "E12": 17, "E45": 17, "E46": 17, "E47": 17, "E48": 17}


def _younger(codes: str, youngest: Mapping[str, int], day: str) -> Mask:
    """Mask of children who are younger on a day than their code allows."""
    return beside("header", lambda rows, context: _outside(rows, context, codes, youngest, day, is_minimum=True))


def _older(codes: str, oldest: Mapping[str, int], day: str) -> Mask:
    """Mask of children who are older on a day than their code allows."""
    return beside("header", lambda rows, context: _outside(rows, context, codes, oldest, day, is_minimum=False))


def _outside(
    rows: pd.DataFrame, context: Context, codes: str, limits: Mapping[str, int], day: str, *, is_minimum: bool
) -> pd.Series:
    # Few rows have such a code: the others are not looked up.
    some = rows.loc[rows[codes].isin(limits), ["child", codes, day]]
    ages = ages_on(looked_up(some["child"], context, "header", "date_of_birth"), some[day])
    limit = some[codes].map(limits).astype("Int64")
    broken = is_set(ages < limit) if is_minimum else is_set(ages > limit)
    return broken.reindex(rows.index, fill_value=False)


def _adult_at_start(rows: pd.DataFrame, context: Context) -> pd.Series:
    some = rows.loc[rows["reason_new_episode"].isin(["S"]), ["child", "episode_start"]]
    ages = ages_on(looked_up(some["child"], context, "header", "date_of_birth"), some["episode_start"])
    return is_set(ages >= _ADULT).reindex(rows.index, fill_value=False)


def _adult_in_care(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where care goes on after the eighteenth birthday, other than in a community home under section 20(5)."""
    ends = rows["episode_end"].fillna(pd.Timestamp(context.data_to))
    adult_on = birthdays(looked_up(rows["child"], context, "header", "date_of_birth"), _ADULT)
    is_allowed = rows["legal_status"].isin(["V2"]) & rows["placement"].isin(["K2"])
    return (ends > adult_on) & ~is_allowed


AGE_RULES = (
    Rule(
        id="episodes-adult-at-start",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "reason_new_episode"),
        mask=beside("header", _adult_at_start),
        message="The child started to be looked after at 18 or older, and is counted nowhere.",
        fix="Check DECOM, and DOB in Header.",
        source=f"{GUIDE}, rule 352",
    ),
    Rule(
        id="episodes-adult-in-care",
        severity=Severity.FLAG,
        columns=("child", "episode_end", "legal_status", "placement"),
        mask=beside("header", _adult_in_care),
        message="Care goes on after the eighteenth birthday. From then on the child is counted nowhere.",
        fix="Check DEC and DOB. Only accommodation in a children's home (V2 and K2) may go on.",
        source=f"{GUIDE}, rule 359",
    ),
    Rule(
        id="episodes-too-young-for-placement",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "placement"),
        mask=_younger("placement", _YOUNGEST_PLACED, "episode_start"),
        message="The child is too young for the placement: 16 for supported accommodation (K3, before that H5), 15 for "
        "independent living (P2), 14 for residential employment (P3), ten for custody (R5), four for a school (S1).",
        fix="Check PLACE, and DOB in Header.",
        source=f"{GUIDE}, rules 370 to 374",
    ),
    Rule(
        id="episodes-too-young-for-law",
        severity=Severity.FLAG,
        columns=("child", "episode_start", "legal_status"),
        mask=_younger("legal_status", _YOUNGEST_BY_LAW, "episode_start"),
        message="The child is below ten, the age of criminal responsibility, and is said to be remanded, detained or "
        "under a youth rehabilitation order (J1 to J3).",
        fix="Check LS, and DOB in Header.",
        source=f"{GUIDE}, rule 358",
    ),
    Rule(
        id="episodes-too-young-to-leave-so",
        severity=Severity.FLAG,
        columns=("child", "episode_end", "reason_ceased"),
        mask=_younger("reason_ceased", _YOUNGEST_LEAVING, "episode_end"),
        message="The child is too young for the reason for ceasing: 14 for living independently (E5, E6), 16 for adult "
        "social care (E7), 18 for staying with carers (E17).",
        fix="Check REC, and DOB in Header.",
        source=f"{GUIDE}, rules 387, 389 and 460",
    ),
    Rule(
        id="episodes-too-old-to-leave-so",
        severity=Severity.FLAG,
        columns=("child", "episode_end", "reason_ceased"),
        mask=_older("reason_ceased", _OLDEST_LEAVING, "episode_end"),
        message="Adoption (E11, E12) and special guardianship (E45 to E48) are for children, and this one was 18.",
        fix="Check REC, and DOB in Header.",
        source=f"{GUIDE}, rules 386 and 407",
    ),
)
