"""Seals: what a publication holds as a hash, so that a change by hand is found though the database let it through."""

from collections.abc import Sequence

from sqlalchemy import Connection, Row

from flows.warehouse.statements import statement
from transforms.errors import Refused

# The view stands for the dimensions as well: the words and items that the facts point to.
_MADE = (
    *("fact_indicator_value", "fact_performance", "fact_data_quality", "fact_finding", "fact_lineage"),
    *("fact_milestone", "fact_comparator", "fact_revision", "fact_series_break", "fact_setting_change"),
    "performance_every_publication",
)
_ISSUED = ("fact_restatement", "fact_disclosure", "fact_hidden", "fact_performance_public", "fact_milestone_public")
SEALED = (*_MADE, *_ISSUED)


def seal_made(connection: Connection, publication_id: int) -> None:
    """Seal a publication that is complete, in the transaction that makes it."""
    connection.execute(statement("seal_add"), {"publication_id": publication_id, "relations": list(_MADE)})


def seal_issued(connection: Connection, publication_id: int) -> None:
    """Seal what an issue adds: what moved and what is hidden."""
    connection.execute(statement("seal_add"), {"publication_id": publication_id, "relations": list(_ISSUED)})


def broken_seals(connection: Connection, publication_ids: Sequence[int]) -> Sequence[Row]:
    """Which tables and views do not hold the rows that were sealed, with how many there were and are."""
    return connection.execute(statement("seal_broken"), {"publications": list(publication_ids)}).all()


def require_whole(connection: Connection, publication_ids: Sequence[int]) -> None:
    """Raises Refused when one of these publications is not as it was published."""
    broken = broken_seals(connection, publication_ids)
    if broken:
        listed = "\n".join(f"  {line}" for line in map(broken_line, broken))
        raise Refused(
            f"What was published was changed by hand since:\n{listed}",
            "Restore those rows from a backup, or take the publication back: cyp publication withdraw N.",
        )


def standing(connection: Connection, council: str, quarter: str) -> list[int]:
    """Publications that a new one of the quarter is read beside: its own that count, and those issued before."""
    parameters = {"council": council, "quarter": quarter}
    return list(connection.execute(statement("publication_standing"), parameters).scalars())


def broken_line(row: Row) -> str:
    """``publication 3, mart.fact_performance: 14 rows, were 15``."""
    return f"publication {row.publication_id}, mart.{row.relation}: {row.rows_now} rows, were {row.rows_then}"
