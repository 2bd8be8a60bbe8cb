"""Rules of the SEN2 return about the plans in force: reviews, where children learn, and their needs."""

import pandas as pd

from transforms.rules.masks import any_after_data_to, before, given_without
from transforms.rules.rule import Context, Mask, Rule, Severity
from transforms.rules.sen2 import SEN2_SPECIFICATION, flagged, nothing_below, orphans

_MAIN = 1
_RANKS_OF_NEEDS = (1, 2)
_REVIEW = ("review_meeting", "last_review", "review_draft", "transfer_final")


def _nowhere(rows: pd.DataFrame, _: Context) -> pd.Series:
    return ~rows["urn__given"] & ~rows["provider_number__given"] & rows["setting"].isna()


def _without_digits(name: str, digits: int) -> Mask:
    """Mask of numbers that do not have so many digits."""
    return lambda rows, _: ~rows[name].between(10 ** (digits - 1), 10**digits - 1).fillna(value=True).astype(bool)


def _places_rules(table: str) -> tuple[Rule, ...]:
    """The rules about what tells where a child learns."""
    return (
        flagged(
            f"{table}-nowhere",
            ("urn", "provider_number", "setting"),
            _nowhere,
            "Neither a school (urn) nor a provider (ukprn) nor a setting is given.",
            "Fill in one of urn, ukprn and sensetting.",
        ),
        flagged(
            f"{table}-setting-beside-number",
            ("urn", "provider_number", "setting"),
            _setting_beside_number,
            "A setting is given beside the number of a school or provider.",
            "Give sensetting only where neither urn nor ukprn fits.",
        ),
        flagged(
            f"{table}-other-without-name",
            ("setting", "setting_other"),
            lambda rows, _: rows["setting"].eq("OTH") & rows["setting_other"].isna(),
            "The setting is another one (OTH), and it is not said which.",
            "Fill in sensettingother, or use the code of the setting.",
        ),
        *_numbers_rules(table),
    )


def _numbers_rules(table: str) -> tuple[Rule, Rule]:
    """The rules about the length of the numbers of schools and providers."""
    return (
        Rule(
            id=f"{table}-urn-without-six-digits",
            severity=Severity.HOLD,
            columns=("urn",),
            mask=_without_digits("urn", 6),
            message="The school's number (urn) does not have six digits.",
            fix="Copy it from the register of schools.",
            source=SEN2_SPECIFICATION,
        ),
        Rule(
            id=f"{table}-ukprn-without-eight-digits",
            severity=Severity.HOLD,
            columns=("provider_number",),
            mask=_without_digits("provider_number", 8),
            message="The provider's number (ukprn) does not have eight digits.",
            fix="Copy it from the register of learning providers.",
            source=SEN2_SPECIFICATION,
        ),
    )


def _setting_beside_number(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["setting"].notna() & (rows["urn"].notna() | rows["provider_number"].notna())


def _without_rank(parent: str, rank: str) -> Mask:
    """Mask of rows of a parent none of whose rows has rank 1."""

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        is_main = rows[rank].eq(_MAIN).fillna(False).astype(bool)
        return rows[parent].notna() & ~rows[parent].isin(rows.loc[is_main, parent])

    return mask


def _main_repeated(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True for one of several main placements of a plan that the child has not left."""
    is_current = rows["placement_rank"].eq(_MAIN).fillna(False).astype(bool) & ~rows["leaving_date__given"]
    return is_current & (is_current.groupby(rows["active_plan_id"]).transform("sum") > 1)


def _repeated(names: tuple[str, ...]) -> Mask:
    """Mask of rows that have the same values as others; none where one is missing."""
    return lambda rows, _: rows.duplicated(list(names), keep=False) & rows[list(names)].notna().all(axis=1)


PLANDETAIL_RULES = (
    orphans("plandetail", "plan_id", "namedplan", "plan"),
    *_places_rules("plandetail"),
)

ACTIVEPLANS_RULES = (
    orphans("activeplans", "request_id", "requests", "request"),
    flagged(
        "activeplans-after-data-to",
        _REVIEW,
        any_after_data_to(_REVIEW),
        "A review or the plan of a transfer is dated after the date that the data run to.",
        "Check the dates, or the date that the delivery is filed under.",
    ),
    flagged(
        "activeplans-decided-before-meeting",
        ("review_meeting", "last_review"),
        before("last_review", "review_meeting"),
        "The decision after the review was made before its meeting.",
        "Check reviewmeeting and lastreview.",
    ),
    flagged(
        "activeplans-draft-before-meeting",
        ("review_meeting", "review_draft"),
        before("review_draft", "review_meeting"),
        "The amended plan was drafted before the meeting of the review.",
        "Check reviewmeeting and reviewdraft.",
    ),
    flagged(
        "activeplans-decided-without-meeting",
        ("last_review", "review_meeting"),
        given_without("last_review", "review_meeting"),
        "There is a decision after a review, and no date of its meeting: it counts in no figure of decisions in time.",
        "Fill in reviewmeeting.",
    ),
    flagged(
        "activeplans-transferred-without-due",
        ("transfer_due", "transfer_final"),
        given_without("transfer_final", "transfer_due"),
        "There is a final plan of a transfer of phase, and no date by which it was due.",
        "Fill in phasetransferduedate.",
    ),
    flagged(
        "activeplans-without-need",
        ("active_plan_id",),
        nothing_below("active_plan_id", "senneed"),
        "The return tells no need of the child.",
        "Add the primary need, with rank 1.",
    ),
)

PLACEMENTDETAIL_RULES = (
    orphans("placementdetail", "active_plan_id", "activeplans", "active plan"),
    *_places_rules("placementdetail"),
    Rule(
        id="placementdetail-left-before-entry",
        severity=Severity.HOLD,
        columns=("entry_date", "leaving_date"),
        mask=before("leaving_date", "entry_date"),
        message="The child left the placement before entering it.",
        fix="Check entrydate and leavingdate.",
        source=SEN2_SPECIFICATION,
        waivable=True,
    ),
    flagged(
        "placementdetail-without-main",
        ("active_plan_id", "placement_rank"),
        _without_rank("active_plan_id", "placement_rank"),
        "None of the child's placements is the main one (rank 1): the plan counts at no school.",
        "Give the main placement rank 1.",
    ),
    flagged(
        "placementdetail-several-main",
        ("active_plan_id", "placement_rank", "leaving_date"),
        _main_repeated,
        "The child has not left several placements of rank 1. That entered last counts.",
        "Fill in leavingdate, or give all but the main placement another rank.",
    ),
)

SENNEED_RULES = (
    orphans("senneed", "active_plan_id", "activeplans", "active plan"),
    flagged(
        "senneed-rank",
        ("sen_rank",),
        lambda rows, _: rows["sen_rank"].notna() & ~rows["sen_rank"].isin(_RANKS_OF_NEEDS),
        "The rank of a need is neither 1 nor 2.",
        "Give the primary need rank 1 and the second one rank 2; leave out others.",
    ),
    flagged(
        "senneed-rank-repeated",
        ("active_plan_id", "sen_rank"),
        _repeated(("active_plan_id", "sen_rank")),
        "Several needs of the child have the same rank.",
        "Give the primary need rank 1 and the second one rank 2.",
    ),
    flagged(
        "senneed-type-repeated",
        ("active_plan_id", "sen_type"),
        _repeated(("active_plan_id", "sen_type")),
        "A need of the child is there twice.",
        "Keep one of the two.",
    ),
    flagged(
        "senneed-without-primary",
        ("active_plan_id", "sen_rank"),
        _without_rank("active_plan_id", "sen_rank"),
        "The child has needs, and none of rank 1.",
        "Give the primary need rank 1.",
    ),
)
