"""What a test asks the warehouse in SQL."""

from typing import Any

from sqlalchemy import text

from flows.steps.context import RunContext


def queried(run: RunContext, query: str, **parameters: object) -> list[dict[str, Any]]:
    """The rows of a query, by column name."""
    with run.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(query), parameters).mappings()]


def only(run: RunContext, query: str, **parameters: object) -> dict[str, Any]:
    """The one row of a query."""
    (row,) = queried(run, query, **parameters)
    return row
