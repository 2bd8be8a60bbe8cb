"""The unique pupil number: thirteen characters, the first a check letter over the other twelve."""

import numpy as np
import pandas as pd

from transforms.rules.rule import Rule, Severity
from transforms.texts import differs, matches

_GUIDE = "Department for Education, unique pupil numbers guide"
# Department for Education, unique pupil numbers guide: I, O and S are left out so that they are not read as digits.
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_LETTERS = np.array(list(_CHECK_LETTERS))
_WEIGHTS = np.arange(2, 14)
# What a character counts, by its number: a digit itself, a letter its place.
_WORTH = np.zeros(128, dtype=np.int64)
_WORTH[[ord(digit) for digit in "0123456789"]] = range(10)
_WORTH[[ord(letter) for letter in _CHECK_LETTERS]] = range(len(_CHECK_LETTERS))
_SHAPE = rf"[{_CHECK_LETTERS}][0-9]{{11}}[0-9{_CHECK_LETTERS}]"
_TEMPORARY = rf"[{_CHECK_LETTERS}][0-9]{{11}}[{_CHECK_LETTERS}]"
_REASON_FOR_NONE = r"UN\d{1,2}"


def is_reason_for_none(upns: pd.Series) -> pd.Series:
    """True where the field holds a reason why there is no number (UN1 to UN10)."""
    return matches(upns, _REASON_FOR_NONE)


def has_wrong_shape(upns: pd.Series) -> pd.Series:
    """True where a value is neither a reason for none nor a permitted letter, eleven digits and a digit or letter."""
    return differs(upns, f"{_REASON_FOR_NONE}|{_SHAPE}")


def has_wrong_check_letter(upns: pd.Series) -> pd.Series:
    """True where a number of the right shape starts with a letter that its digits do not give."""
    wrong = matches(upns, _SHAPE)
    numbers = upns[wrong]
    wrong[wrong] = expected_check_letters(numbers) != numbers.str[0]
    return wrong


def is_temporary(upns: pd.Series) -> pd.Series:
    """True where a number of the right shape ends in a letter: a school gave it until it knows the pupil's own."""
    return matches(upns, _TEMPORARY)


def stands_elsewhere_too(upns: pd.Series) -> pd.Series:
    """True where a number, not a reason for none, stands in other rows as well."""
    return upns.notna() & ~is_reason_for_none(upns) & upns.duplicated(keep=False)


def expected_check_letters(upns: pd.Series) -> pd.Series:
    """The letter that each number of the right shape should start with.

    Places 2 to 13 are weighted 2 to 13 and the sum is taken modulo 23. A temporary number ends in a letter, which
    counts by its place among the permitted letters.
    """
    characters = upns.to_numpy(dtype="S13").view(np.uint8).reshape(-1, 13)
    return pd.Series(
        _LETTERS[_WORTH[characters[:, 1:]] @ _WEIGHTS % len(_CHECK_LETTERS)], index=upns.index, dtype="str"
    )


def upn_rules(table: str, column: str) -> tuple[Rule, Rule, Rule]:
    """The rules about a column of UPNs: a number that looks wrong, or will not last, is loaded and flagged."""
    return (
        Rule(
            id=f"{table}-upn-shape",
            severity=Severity.FLAG,
            columns=(column,),
            mask=lambda rows, _: has_wrong_shape(rows[column]),
            message="The UPN does not have the shape of one (a letter, then twelve digits), so records may not link.",
            fix="Copy the UPN from the school, or give the reason why there is none (UN1 to UN5).",
            source=_GUIDE,
        ),
        Rule(
            id=f"{table}-upn-check-letter",
            severity=Severity.FLAG,
            columns=(column,),
            mask=lambda rows, _: has_wrong_check_letter(rows[column]),
            message="The UPN's check letter does not fit its digits, so records may not link.",
            fix="Look for a digit that was mistyped; the school's system holds the right number.",
            source=_GUIDE,
        ),
        Rule(
            id=f"{table}-upn-temporary",
            severity=Severity.FLAG,
            columns=(column,),
            mask=lambda rows, _: is_temporary(rows[column]),
            message="The UPN is temporary (it ends in a letter): records stop linking once the pupil has its own.",
            fix="Ask the school for the pupil's own UPN. Where it has asked for it already, there is nothing to do.",
            source=_GUIDE,
        ),
    )


def former_upn_rule(table: str, header: str, source: str = _GUIDE) -> Rule:
    """The rule about a number that a pupil had before: files that still hold it cannot be linked by a wrong one."""
    return Rule(
        id=f"{table}-former-upn",
        severity=Severity.FLAG,
        columns=("former_upn",),
        mask=lambda rows, _: has_wrong_shape(rows["former_upn"]) | has_wrong_check_letter(rows["former_upn"]),
        message="The former UPN is not one: its shape or its check letter is wrong.",
        fix=f"Copy the number from the school, or leave {header} empty.",
        source=source,
    )


def pupil_rules(table: str, column: str) -> tuple[Rule, ...]:
    """The rules about the UPN of a pupil at a school: without one, nobody's sessions can be told from another's."""
    without_upn = Rule(
        id=f"{table}-pupil-without-upn",
        severity=Severity.HOLD,
        columns=(column,),
        mask=lambda rows, _: is_reason_for_none(rows[column]),
        message="A reason for having no UPN stands where a pupil on a school's roll must have one.",
        fix="Have the school give the pupil a UPN, a temporary one if need be.",
        source=_GUIDE,
    )
    return without_upn, *upn_rules(table, column)
