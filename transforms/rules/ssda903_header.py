"""Rules of SSDA903 Header that its columns alone cannot say."""

import pandas as pd

from transforms.ages import ages_on
from transforms.rules.masks import after_data_to, out_of_use
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Rule, Severity
from transforms.rules.ssda903_shared import GUIDE, birthdays, council_rules
from transforms.rules.upn import stands_elsewhere_too, upn_rules

_MALE = ("M", "1")
_TOO_YOUNG_FOR_SCHOOL = "UN1"
_SCHOOL_AGE = 6  # by then a child must have started school
_YOUNGEST_MOTHER = 11
_OLDEST = 25


def _of_school_age(rows: pd.DataFrame, context: Context) -> pd.Series:
    ages = ages_on(rows["date_of_birth"], context.data_to)
    return rows["upn"].isin([_TOO_YOUNG_FOR_SCHOOL]) & is_set(ages >= _SCHOOL_AGE)


def _too_old(rows: pd.DataFrame, context: Context) -> pd.Series:
    return birthdays(rows["date_of_birth"], _OLDEST) < pd.Timestamp(context.covers_from)


def _male_mother(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["sex"].isin(_MALE) & (is_set(rows["mother"]) | rows["mother_child_dob"].notna())


def _mother_too_young(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows["mother_child_dob"] < birthdays(rows["date_of_birth"], _YOUNGEST_MOTHER)


HEADER_RULES = (
    *council_rules("header"),
    *upn_rules("header", "upn"),
    Rule(
        id="header-upn-repeated",
        severity=Severity.FLAG,
        columns=("upn",),
        mask=lambda rows, _: stands_elsewhere_too(rows["upn"]),
        message="Several children have the same UPN, so records of one may be linked to another.",
        fix="Find out whose number it is; look for a child who has two records.",
        source=f"{GUIDE}, rule 444",
    ),
    Rule(
        id="header-upn-too-young",
        severity=Severity.FLAG,
        columns=("date_of_birth", "upn"),
        mask=_of_school_age,
        message="The child is said to be too young for a UPN (UN1), but is six or older.",
        fix="Fill in the UPN, or the reason that applies.",
        source=f"{GUIDE}, rule 209",
    ),
    Rule(
        id="header-born-after-data-to",
        severity=Severity.HOLD,
        columns=("date_of_birth",),
        mask=after_data_to("date_of_birth"),
        message="The child is born after the date that the data run to.",
        fix="Check DOB.",
        source=f"{GUIDE}, rule 301",
    ),
    Rule(
        id="header-too-old",
        severity=Severity.FLAG,
        columns=("date_of_birth",),
        mask=_too_old,
        message="The person was over 25 before the collection year began.",
        fix="Check DOB, or leave the person out.",
        source=f"{GUIDE}, rule 351",
    ),
    Rule(
        id="header-retired-code",
        severity=Severity.FLAG,
        columns=("sex",),
        mask=out_of_use(("sex",), "sex_903"),
        message="SEX uses a code of another collection year.",
        fix="From 2024-25 use M, F or U; before, 1 or 2.",
        source=f"{GUIDE}, rule 101",
    ),
    Rule(
        id="header-mother-is-male",
        severity=Severity.FLAG,
        columns=("sex", "mother", "mother_child_dob"),
        mask=_male_mother,
        message="The child is male, and yet a mother.",
        fix="Check SEX, or empty MOTHER and MC_DOB: fathers are not recorded there.",
        source=f"{GUIDE}, rule 174",
    ),
    Rule(
        id="header-mother-without-birth",
        severity=Severity.FLAG,
        columns=("mother", "mother_child_dob"),
        mask=lambda rows, _: is_set(rows["mother"]) & ~rows["mother_child_dob__given"],
        message="She is a mother, and her child's date of birth is missing.",
        fix="Fill in MC_DOB.",
        source=f"{GUIDE}, rule 611",
    ),
    Rule(
        id="header-birth-without-mother",
        severity=Severity.FLAG,
        columns=("mother", "mother_child_dob"),
        mask=lambda rows, _: rows["mother_child_dob"].notna() & ~is_set(rows["mother"]),
        message="A date of birth of her child is given, but MOTHER does not say that she is a mother.",
        fix="Write 1 in MOTHER, or empty MC_DOB.",
        source=f"{GUIDE}, rule 612",
    ),
    Rule(
        id="header-mother-too-young",
        severity=Severity.FLAG,
        columns=("date_of_birth", "mother_child_dob"),
        mask=_mother_too_young,
        message="Her child was born before she was eleven.",
        fix="Check MC_DOB and DOB.",
        source=f"{GUIDE}, rules 620 and 621",
    ),
    Rule(
        id="header-mother-child-unborn",
        severity=Severity.FLAG,
        columns=("mother_child_dob",),
        mask=after_data_to("mother_child_dob"),
        message="Her child is born after the date that the data run to.",
        fix="Check MC_DOB.",
        source=f"{GUIDE}, rule 625",
    ),
)
