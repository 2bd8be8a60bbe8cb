"""Rows that rules found, as a person puts them right: whole, under the file's headers, what is wrong beside them."""

from collections.abc import Mapping

import pandas as pd

from transforms.extracts.extract import Table
from transforms.rules.rule import Rule

WHAT, FIX, RULES = "What is wrong", "What to do", "Rules"


def for_correction(
    text: pd.DataFrame, table: Table, broken: pd.Series, rules: Mapping[str, Rule], counted_in: str
) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """Rows of text as cells to show, and by heading which cells are wrong.

    ``broken`` has, by line, the ids of the rules that a row breaks; rows that it does not name break none. The columns
    that the table declares come first, so that the sheet can be read as the table once it is put right.
    """
    ids = broken.reindex(text.index).fillna("")
    declared = [column for column in table.columns if column.name in text or not column.optional_column]
    columns = {
        column.header: text[column.name] if column.name in text else pd.Series("", index=text.index)
        for column in declared
    }
    kinds = {kind: [rules[rule] for rule in kind.split() if rule in rules] for kind in ids.unique()}
    said = {
        WHAT: {kind: " ".join(rule.message for rule in found) for kind, found in kinds.items()},
        FIX: {kind: " ".join(dict.fromkeys(rule.fix for rule in found)) for kind, found in kinds.items()},
    }
    extra = {
        counted_in.capitalize(): pd.Series(text.index.astype("str"), index=text.index),
        **{heading: ids.map(words) for heading, words in said.items()},
        RULES: ids,
    }
    marked = {
        column.header: ids.isin([kind for kind, found in kinds.items() if _reads(found, column.name)])
        for column in declared
    }
    return pd.DataFrame({**columns, **extra}).fillna(""), marked


def broken_by(masks: Mapping[str, pd.Series], rules: Mapping[str, Rule]) -> pd.Series:
    """By line, the ids of those of the rules that a row breaks; rows that break none are left out."""
    ids = pd.Series("", index=next(iter(masks.values())).index if masks else pd.Index([]), dtype="str")
    for rule_id in rules:
        ids = ids.where(~masks[rule_id], ids + " " + rule_id)
    return ids[ids != ""].str.strip()


def _reads(rules: list[Rule], column: str) -> bool:
    return any(column in rule.columns for rule in rules)
