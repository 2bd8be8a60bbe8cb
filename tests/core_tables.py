"""The columns of core tables and the types that frames of them have, read from the migrations that make them."""

import re
from functools import cache
from pathlib import Path

_MIGRATIONS = Path(__file__).parents[1] / "sql" / "migrations"
_TABLE = re.compile(r"create table (core\.\w+) \((.*?)\n\);", re.DOTALL)
_KINDS = "varchar|text|char|date|boolean|smallint|integer|bigint|numeric"
_COLUMN = re.compile(rf"^ {{4}}(\w+) ({_KINDS})", re.MULTILINE)
_ALTERED = re.compile(r"alter table (core\.\w+)\s(.*?);", re.DOTALL)
_ADDED = re.compile(
    r"^\s*add column (\w+) (varchar|text|char|date|boolean|smallint|integer|bigint|numeric)", re.MULTILINE
)
_TYPES = {"date": "datetime64[us]", "boolean": "boolean", "numeric": "float64"} | dict.fromkeys(
    ("smallint", "integer", "bigint"), "Int64"
)
BATCH_TYPES = {"batch_id": "Int64", "extract": "str", "supplier": "str", "covers": "str", "data_to": "datetime64[us]"}


@cache
def core_tables() -> dict[str, dict[str, str]]:
    """Type of each column of each core table, with what the batch of a row is and speaks for."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(_MIGRATIONS.glob("*.sql")))
    tables = {name: dict(_COLUMN.findall(body)) for name, body in _TABLE.findall(text)}
    for name, body in _ALTERED.findall(text):
        tables.get(name, {}).update(_ADDED.findall(body))
    return {
        name: {column: _TYPES.get(kind, "str") for column, kind in columns.items()} | BATCH_TYPES
        for name, columns in tables.items()
    }
