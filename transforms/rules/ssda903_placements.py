"""Rules of SSDA903 Episodes about the placement: who provides it, where it is, and what may go with what."""

import pandas as pd

from transforms.rules.rule import Context, Rule, Severity
from transforms.rules.ssda903_shared import ADOPTED, FOLLOWS, FOR_ADOPTION, GUIDE, SHORT_BREAKS, TEMPORARY
from transforms.texts import differs

_OTHER = ("Z1", "Z11", "Z12", "Z13", "Z14")
_WITHOUT_PROVIDER = (*TEMPORARY, *_OTHER)
_WITHOUT_URN = ("P1", "P3", "R1", "R2", "R5", *TEMPORARY, "Z11", "Z12", "Z13", "Z14")
_MAY_LACK_URN = (*_WITHOUT_URN, "Z1")
_URN = r"SC\d{6}|\d{7}|X{7}"
_FOSTER = ("U1", "U2", "U3", "U4", "U5", "U6")
_PARENTS, _WITH_PARENTS = "PR0", "P1"
# By provider, the placements that it cannot provide.
_CANNOT_PROVIDE = {
    "PR1": ("P1", "R2", "R5"),
    "PR2": ("P1", "R2", "R5"),
    "PR3": ("P1", *FOR_ADOPTION, "K1", "K2", *_FOSTER),
    "PR4": ("P1",),
    "PR5": ("P1",),
}
_IMPOSSIBLE = tuple(f"{provider} {place}" for provider, places in _CANNOT_PROVIDE.items() for place in places)


def _provider_missing(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["placement"].notna() & ~rows["placement"].isin(_WITHOUT_PROVIDER) & rows["placement_provider"].isna()


def _provider_not_wanted(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["placement"].isin(_WITHOUT_PROVIDER) & rows["placement_provider"].notna()


def _provider_cannot(rows: pd.DataFrame, _: Context) -> pd.Series:
    return (rows["placement_provider"] + " " + rows["placement"]).isin(_IMPOSSIBLE)


def _provider_not_parents(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["placement_provider"].isin([_PARENTS]) & ~rows["placement"].isin([_WITH_PARENTS])


def _urn_missing(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["placement"].notna() & ~rows["placement"].isin(_MAY_LACK_URN) & rows["placement_urn"].isna()


def _urn_not_wanted(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["placement"].isin(_WITHOUT_URN) & rows["placement_urn"].notna()


def _urn_shape(rows: pd.DataFrame, _: Context) -> pd.Series:
    urns = rows["placement_urn"]
    return differs(urns.str.upper(), _URN)


def _at_home(rows: pd.DataFrame, _: Context) -> pd.Series:
    home, away = (rows[name].str.upper().str.replace(" ", "") for name in ("home_postcode", "placement_postcode"))
    return home.notna() & away.notna() & home.eq(away) & ~rows["placement"].isin([_WITH_PARENTS])


def _adopted_from_elsewhere(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["reason_ceased"].isin(ADOPTED) & rows["placement"].notna() & ~rows["placement"].isin(FOR_ADOPTION)


def _guardian_did_not_foster(rows: pd.DataFrame, _: Context) -> pd.Series:
    is_of_carer = rows["reason_ceased"].isin(["E45", "E46"])
    return is_of_carer & rows["placement"].notna() & ~rows["placement"].isin(_FOSTER)


def _without_placement_order(rows: pd.DataFrame, _: Context) -> pd.Series:
    needs_order = rows["placement"].isin(["A5", "A6"])
    return needs_order & rows["legal_status"].notna() & ~rows["legal_status"].isin(["E1", "D1"])


def _not_with_same_carer(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True where a placement with the child's current carers is said to have changed the carers."""
    reason = rows["reason_new_episode"]
    return rows["placement"].isin(["A3", "A5"]) & reason.notna() & ~reason.isin(["S", "T", "U"])


def _ends_in_temporary(rows: pd.DataFrame, _: Context) -> pd.Series:
    reason = rows["reason_ceased"]
    return rows["placement"].isin(TEMPORARY) & reason.notna() & ~reason.isin([FOLLOWS])


def _break_in_other_placement(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["legal_status"].isin(SHORT_BREAKS) & rows["placement"].isin((*TEMPORARY, "U1", "U4"))


PLACEMENT_RULES = (
    Rule(
        id="episodes-provider-missing",
        severity=Severity.FLAG,
        columns=("placement", "placement_provider"),
        mask=_provider_missing,
        message="PLACE_PROVIDER is empty, so nobody can tell own provision from bought.",
        fix="Fill in PLACE_PROVIDER. Only temporary (T0 to T4) and other placements (Z) go without.",
        source=f"{GUIDE}, rule 526",
    ),
    Rule(
        id="episodes-provider-not-wanted",
        severity=Severity.FLAG,
        columns=("placement", "placement_provider"),
        mask=_provider_not_wanted,
        message="A provider is given for a temporary (T0 to T4) or other placement (Z), which has none.",
        fix="Empty PLACE_PROVIDER, or check PLACE.",
        source=f"{GUIDE}, rule 213",
    ),
    Rule(
        id="episodes-provider-does-not-fit",
        severity=Severity.FLAG,
        columns=("placement", "placement_provider"),
        mask=_provider_not_parents,
        message="The provider is the parents (PR0), but the placement is not with them (P1).",
        fix="Check PLACE and PLACE_PROVIDER.",
        source=f"{GUIDE}, rule 550",
    ),
    Rule(
        id="episodes-provider-cannot",
        severity=Severity.FLAG,
        columns=("placement", "placement_provider"),
        mask=_provider_cannot,
        message="A provider of that kind does not provide such a placement: with parents (P1) the provider is PR0; "
        "councils run no hospitals and no prisons; other public bodies foster nobody and run no children's homes.",
        fix="Check PLACE and PLACE_PROVIDER.",
        source=f"{GUIDE}, rules 527 to 531",
    ),
    Rule(
        id="episodes-urn-missing",
        severity=Severity.FLAG,
        columns=("placement", "placement_urn"),
        mask=_urn_missing,
        message="URN is empty. Placements of this type in England have one.",
        fix="Fill in Ofsted's number, or XXXXXXX where another body inspects. Leave it empty outside England only.",
        source=f"{GUIDE}, rule 218",
    ),
    Rule(
        id="episodes-urn-not-wanted",
        severity=Severity.FLAG,
        columns=("placement", "placement_urn"),
        mask=_urn_not_wanted,
        message="A URN is given for a type of placement that Ofsted gives no number.",
        fix="Empty URN, or check PLACE.",
        source=f"{GUIDE}, rule 222",
    ),
    Rule(
        id="episodes-urn-shape",
        severity=Severity.FLAG,
        columns=("placement_urn",),
        mask=_urn_shape,
        message="URN is none: it is SC and six digits, seven digits, or XXXXXXX.",
        fix="Copy the number from Ofsted's list of providers.",
        source=f"{GUIDE}, URN",
    ),
    Rule(
        id="episodes-placed-at-home",
        severity=Severity.FLAG,
        columns=("placement", "home_postcode", "placement_postcode"),
        mask=_at_home,
        message="HOME_POST and PL_POST are the same, but the placement is not with parents (P1).",
        fix="Check both postcodes.",
        source=f"{GUIDE}, rule 392d",
    ),
    Rule(
        id="episodes-placed-without-order",
        severity=Severity.FLAG,
        columns=("placement", "legal_status"),
        mask=_without_placement_order,
        message="The child is placed for adoption under a placement order (A5, A6), and LS is none (E1).",
        fix="Check LS; with consent, use A3 or A4.",
        source=f"{GUIDE}, rule 408",
    ),
    Rule(
        id="episodes-adopters-were-carers",
        severity=Severity.FLAG,
        columns=("placement", "reason_new_episode"),
        mask=_not_with_same_carer,
        message="The child is placed for adoption with the current foster carers (A3, A5), yet RNE says the carers "
        "changed.",
        fix="Use S, T or U in RNE, or A4 or A6 for other adopters.",
        source=f"{GUIDE}, rule 217",
    ),
    Rule(
        id="episodes-adopted-from-elsewhere",
        severity=Severity.FLAG,
        columns=("placement", "reason_ceased"),
        mask=_adopted_from_elsewhere,
        message="The child was adopted (E11, E12), but not from a placement for adoption (A3 to A6).",
        fix="Check REC, or add the episode of the placement for adoption.",
        source=f"{GUIDE}, rule 390",
    ),
    Rule(
        id="episodes-guardian-did-not-foster",
        severity=Severity.FLAG,
        columns=("placement", "reason_ceased"),
        mask=_guardian_did_not_foster,
        message="A former foster carer became special guardian (E45, E46), but the child was not fostered (U1 to U6).",
        fix="Check REC (E47 and E48 are for others) and PLACE.",
        source=f"{GUIDE}, rule 516",
    ),
    Rule(
        id="episodes-with-parents-by-consent",
        severity=Severity.FLAG,
        columns=("placement", "legal_status"),
        mask=lambda rows, _: rows["placement"].isin([_WITH_PARENTS]) & rows["legal_status"].isin(["V2"]),
        message="The child lives with parents (P1) and is accommodated with their consent (V2): that is no care.",
        fix="Check LS and PLACE, or close the period of care.",
        source=f"{GUIDE}, rule 378",
    ),
    Rule(
        id="episodes-break-in-other-placement",
        severity=Severity.FLAG,
        columns=("legal_status", "placement"),
        mask=_break_in_other_placement,
        message="A short break (V3, V4) is in a temporary (T0 to T4) or long-term foster placement (U1, U4).",
        fix="Check LS and PLACE.",
        source=f"{GUIDE}, rules 382 and 384",
    ),
    Rule(
        id="episodes-starts-in-temporary",
        severity=Severity.FLAG,
        columns=("placement", "reason_new_episode"),
        mask=lambda rows, _: rows["placement"].isin(TEMPORARY) & rows["reason_new_episode"].isin(["S"]),
        message="A period of care starts in a temporary placement (T0 to T4), which is temporary away from another.",
        fix="Use the code of the placement itself, or add the episode before.",
        source=f"{GUIDE}, rule 380",
    ),
    Rule(
        id="episodes-ends-in-temporary",
        severity=Severity.FLAG,
        columns=("placement", "reason_ceased"),
        mask=_ends_in_temporary,
        message="A period of care ends in a temporary placement (T0 to T4), from which the child did not come back.",
        fix="Use the code of the placement itself, or add the episode that follows.",
        source=f"{GUIDE}, rule 381",
    ),
    Rule(
        id="episodes-change-reason-while-open",
        severity=Severity.FLAG,
        columns=("episode_end", "placement_change_reason"),
        mask=lambda rows, _: ~rows["episode_end__given"] & rows["placement_change_reason"].notna(),
        message="An open episode has a reason for the change of placement, which is told where one ends.",
        fix="Empty REASON_PLACE_CHANGE until the episode ceases.",
        source=f"{GUIDE}, rule 233",
    ),
)
