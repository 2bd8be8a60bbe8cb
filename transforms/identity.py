"""Pseudonyms: the same child gets the same one in every extract of a council, and only the key can undo it."""

import hmac
from functools import lru_cache

import pandas as pd

from transforms.extracts.extract import Kind, Table
from transforms.rules.learner_number import is_one_persons
from transforms.rules.upn import is_reason_for_none

_LENGTH = 32  # hexadecimal digits: 128 bits
_PEOPLE_KEPT = 100_000  # while a supply is brought in: the same children come in delivery after delivery


@lru_cache(maxsize=_PEOPLE_KEPT)
def pseudonym(value: str, identity: str, key: bytes) -> str:
    """HMAC-SHA-256 over the register of people (``upn``, ``child``) and the identifier in it."""
    return hmac.digest(key, f"{identity}:{value}".encode(), "sha256").hex()[:_LENGTH]


def forget_people() -> None:
    """Forget the identifiers that pseudonyms were made of, so that none outlives what it came with."""
    pseudonym.cache_clear()


def pseudonyms(values: pd.Series, identity: str, key: bytes) -> pd.Series:
    """Pseudonyms of a column, computed once per distinct identifier.

    What stands for no number becomes missing, so that nobody is linked by it: a UPN's reason for none (UN1…), and a
    learner number that is none.
    """
    known = pd.Series(values.dropna().unique(), dtype="str")
    if identity == "upn":
        known = known[~is_reason_for_none(known)]
    if identity == "learner_number":
        known = known[is_one_persons(known)]
    return values.map({value: pseudonym(value, identity, key) for value in known.tolist()})


def pseudonymised(rows: pd.DataFrame, table: Table, key: bytes) -> pd.DataFrame:
    """A table's rows with every identifying column replaced by pseudonyms."""
    replaced = {
        column.name: pseudonyms(rows[column.name], column.identity, key)
        for column in table.columns
        if column.kind is Kind.PERSON and column.name in rows
    }
    return rows.assign(**replaced)
