"""Rules that follow from a table's declaration alone: missing values, unreadable values, unknown codes, repeated keys.

A typed frame (``transforms.staging.typed``) has, beside each date, number and flag column, a column
``<name>__given`` that is True where the file held text. So a value that could not be read differs from one that was
never there.
"""

from collections.abc import Iterator, Mapping
from functools import cache

import pandas as pd

from transforms import codelists
from transforms.extracts.extract import Column, Kind, Table
from transforms.rules.masks import of_uneven_line, with_excel_error
from transforms.rules.rule import Check, Context, Rule, Severity
from transforms.texts import differs, is_unlisted, matches

GIVEN = "__given"
_SHORTENED = r"\d(?:\.\d+)?[Ee]\+\d+"  # how Excel shows, and then saves, a number of more than eleven digits
_OWN_WORD = "Where it is the council's own word for one, say so in mappings/ of the council folder."
READABLE = {
    Kind.DATE: ("not-a-date", "is not a date", "Write it as the return asks, for example 31/03/2025 or 2025-03-31."),
    Kind.INTEGER: ("not-a-number", "is not a whole number", "Write digits only."),
    Kind.DECIMAL: ("not-a-number", "is not a number", "Write digits only, with a point before decimals."),
    Kind.FLAG: ("not-a-flag", "is not yes or no", "Write 1 or 0."),
}


def derived_rules(table: Table) -> tuple[Rule, ...]:
    """Every rule that a table's declaration implies, in the order of its columns, the key last.

    Where every column is of the key, rows with the same key are wholly the same, and counted once without a rule.
    """
    rules = [] if table.in_chunks else [_uneven_rule(table)]
    rules += [rule for column in table.columns for rule in _column_rules(table, column)]
    if table.of_workbook:
        rules.append(_excel_rule(table))
    if len(table.key) < len(table.columns):
        rules.append(_key_rule(table))
    return tuple(rules)


@cache
def all_rules(table: Table) -> tuple[Rule, ...]:
    """The rules that follow from the declaration, then those written for the table."""
    return (*derived_rules(table), *table.rules)


def set_apart(table: Table, masks: Mapping[str, pd.Series]) -> pd.Series:
    """True for rows that a rule of the table takes for another delivery's, or unreadable. There must be such a rule."""
    return pd.concat([masks[rule.id] for rule in all_rules(table) if rule.apart], axis=1).any(axis=1)


def _column_rules(table: Table, column: Column) -> Iterator[Rule]:
    if column.required:
        yield _missing_rule(table, column)
    if column.kind in READABLE:
        yield _unreadable_rule(table, column)
    if column.kind is Kind.PERSON:
        yield _shortened_rule(table, column)
    if column.codes:
        yield _unknown_code_rule(table, column)
    if column.pattern:
        yield _pattern_rule(table, column)


def _rule_id(table: Table, column: Column, ending: str) -> str:
    return f"{table.name}-{column.name.replace('_', '-')}-{ending}"


def _missing_rule(table: Table, column: Column) -> Rule:
    name, given = column.name, column.name + GIVEN

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        return ~rows[given] if given in rows else rows[name].isna()

    return Rule(
        id=_rule_id(table, column, "missing"),
        severity=column.severity,
        columns=(name,),
        mask=mask,
        message=f"{column.header} is empty.",
        fix=f"Fill in {column.header} ({column.description.lower()}) in the source system.",
        source=table.source,
        check=Check.MASK if column.kind in READABLE else Check.NOT_NULL,
        waivable=column.waivable,
    )


def _unreadable_rule(table: Table, column: Column) -> Rule:
    name, given = column.name, column.name + GIVEN
    ending, complaint, fix = READABLE[column.kind]
    return Rule(
        id=_rule_id(table, column, ending),
        severity=column.severity,
        columns=(name,),
        mask=lambda rows, _: pd.Series(rows[given].to_numpy() & rows[name].isna().to_numpy(), index=rows.index),
        message=f"{column.header} {complaint}.",
        fix=fix,
        source=table.source,
    )


def _shortened_rule(table: Table, column: Column) -> Rule:
    name = column.name
    return Rule(
        id=_rule_id(table, column, "shortened"),
        severity=column.severity,
        columns=(name,),
        mask=lambda rows, _: matches(rows[name], _SHORTENED),
        message=f"{column.header} was shortened by Excel, as in 1.23E+12: nobody can tell any more whose it is.",
        fix="Export the file again, and send it without opening and saving it in Excel.",
        source=table.source,
    )


def _unknown_code_rule(table: Table, column: Column) -> Rule:
    name, allowed = column.name, codelists.known(column.codes)
    return Rule(
        id=_rule_id(table, column, "unknown-code"),
        severity=column.severity,
        columns=(name,),
        mask=lambda rows, _: is_unlisted(rows[name], allowed),
        message=f"{column.header} holds a code that is on no list of {column.description.lower()}.",
        fix=f"{_choices(column)} {_OWN_WORD}",
        source=table.source,
        check=Check.IN_SET,
        allowed=allowed,
        waivable=column.waivable,
    )


def _choices(column: Column) -> str:
    """What may stand in a coded column: every code, or the options alone where each may be spelled in many ways."""
    if column.spelled_freely:
        return f"Use one of: {'; '.join(codelists.offered(column.codes))}."
    return f"Use one of: {' '.join(codelists.known(column.codes))}."


def _pattern_rule(table: Table, column: Column) -> Rule:
    name, pattern = column.name, column.pattern
    return Rule(
        id=_rule_id(table, column, "pattern"),
        severity=column.severity,
        columns=(name,),
        mask=lambda rows, _: differs(rows[name], pattern),
        message=f"{column.header} does not look like a {column.description[0].lower()}{column.description[1:]}.",
        fix=f"It should match {pattern}.",
        source=table.source,
    )


def _uneven_rule(table: Table) -> Rule:
    return Rule(
        id=f"{table.name}-uneven",
        severity=Severity.HOLD,
        columns=tuple(column.name for column in table.columns),
        mask=of_uneven_line,
        message="The line has more or fewer fields than the header, so its values cannot be told apart.",
        fix="Put a value that holds a comma in quotation marks, and export the file again.",
        source=table.source,
        apart=True,
    )


def _excel_rule(table: Table) -> Rule:
    return Rule(
        id=f"{table.name}-excel-error",
        severity=Severity.FLAG,
        columns=tuple(column.name for column in table.columns),
        mask=with_excel_error,
        message="A cell of the row holds an error of Excel's, such as #N/A or #REF!. It counts as empty.",
        fix="Put the formula right, or clear the cell.",
        source=table.source,
    )


def _key_rule(table: Table) -> Rule:
    key = list(table.key)

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        repeated = rows.duplicated(key, keep=False)
        return repeated & rows[key].notna().all(axis=1) if repeated.any() else repeated

    headers = ", ".join(table.column(name).header for name in table.key)
    return Rule(
        id=f"{table.name}-key-repeated",
        severity=Severity.HOLD,
        columns=table.key,
        mask=mask,
        message=f"Several different rows have the same {headers}.",
        fix="Keep the right one of them. Rows that are wholly the same need no attention: they are counted once.",
        source=table.source,
        check=Check.UNIQUE,
    )
