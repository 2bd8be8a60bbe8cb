"""What a run shows on its page in Prefect: findings, control totals, what moved, and where the report is.

Whoever may open Prefect's pages reads these: so they hold counts of rows, names of rules and suppliers, and of figures
only those that anybody may see.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import Any

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.logging import get_logger
from sqlalchemy import Connection, Row

from flows.notices.due import report_address
from flows.notices.outbox import Message
from flows.report.folder import files_of
from flows.steps.context import RunContext
from flows.warehouse.differences import difference
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from transforms.movement import Movement

Table = list[dict[str, Any]]
_NOT_HERE = "not shown here"
_BETWEEN = 3.0  # seconds


def show_publication(run: RunContext, publication_id: int) -> None:
    """Put findings, control totals and what moved of a publication on the page of the present run."""
    parameters = {"publication_id": publication_id}
    with transaction(run.engine) as connection:
        findings = connection.execute(statement("findings_summary"), parameters).all()
        supplies = connection.execute(statement("report_supplies"), parameters).all()
        before, moved = _moved(connection, run.council.slug, publication_id)
    of = f"publication {publication_id} of {run.council.name}, {run.quarter}"
    _table(run, "findings", findings_table(findings), f"What the rules found in the deliveries behind {of}.")
    _table(
        run,
        "control-totals",
        totals_table(supplies),
        f"Rows behind {of}. Of each delivery that counts: received = loaded + held + duplicate.",
    )
    since = f"since publication {before}" if before else "it is the first of its quarter"
    _table(run, "what-moved", moved_table(moved), f"Figures that moved in {of}: {since}.")


class Progress:
    """How many of a run's supplies are brought in, on its page. A page that cannot be had is no reason to fail."""

    def __init__(self, key: str, total: int) -> None:
        self._total, self._done, self._told = total, 0, monotonic()
        self._shown = tried(lambda: create_progress_artifact(0.0, key=key, description=f"Of {total} supplies."))

    def one_more(self) -> None:
        """Count one more, and tell the server unless it was told just now: that takes a tenth of a second of a core."""
        self._done += 1
        if self._done < self._total and monotonic() - self._told < _BETWEEN:
            return
        self._told = monotonic()
        percent = 100.0 * self._done / self._total
        if (shown := self._shown) is not None:
            tried(lambda: update_progress_artifact(shown, progress=percent))  # pyright: ignore[reportArgumentType]


def tried(show: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever Prefect gives
    """Show something on the page of the present run. A page less is no reason for what it tells of to fail."""
    try:
        return show()
    except Exception as error:  # noqa: BLE001 - the run goes on without it
        get_logger("cyp").warning("The page of the run lacks something (%s).", type(error).__name__)
        return None


def show_report(run: RunContext, publication_id: int, audience: str, folder: Path) -> None:
    """Put the places of a report on the page of the present run.

    As a link where the settings say under which address reports are read, else as text: a browser opens no file from a
    web page.
    """
    placed = folder.relative_to(run.settings.reports).as_posix()
    if address := report_address(run.settings.reports_url, placed):
        _link(run, f"link-{audience}", address, f"The {audience} report of {run.quarter}")
    places = "\n\n".join(f"`{file}`" for file in files_of(folder))
    create_markdown_artifact(
        f"Report of publication {publication_id}, {run.council.name}, {run.quarter}, {audience}:\n\n{places}\n",
        key=_key(run, f"report-{audience}"),
        description=f"Where the {audience} report of {run.quarter} is.",
    )


def show_supplier_pages(run: RunContext, index: Path) -> None:
    """Put a link to the suppliers' pages on the page of the present run, or where they are."""
    placed = index.parent.relative_to(run.settings.reports).as_posix()
    if address := report_address(run.settings.reports_url, placed, index.name):
        _link(run, "link-suppliers", address, f"What suppliers are to put right for {run.quarter}")
    else:
        create_markdown_artifact(
            f"Pages for suppliers of {run.council.name}, {run.quarter}:\n\n`{index}`\n", key=_key(run, "suppliers")
        )


def show_messages(run: RunContext, sent: Sequence[Message]) -> None:
    """Put a table of what was sent, without addresses, on the page of the present run."""
    table = [
        {"told": each.role, "by": each.channel, "subject": each.digest.subject, "taken": each.problem or "yes"}
        for each in sent
    ]
    create_table_artifact(table, key=f"{run.council.slug}-messages".lower(), description="Messages that were sent.")


def findings_table(rows: Iterable[Row]) -> Table:
    """A row per extract, table and rule: its severity, and how many deliveries and rows it was found in."""
    return [
        {
            "extract": row.extract,
            "table": row.table_name,
            "rule": row.rule_id,
            "severity": row.severity,
            "deliveries": row.deliveries,
            "rows": row.rows_failed,
            "meaning": row.message,
        }
        for row in rows
    ]


def totals_table(rows: Iterable[Row]) -> Table:
    """A row per extract, supplier and state, with its deliveries and rows added up."""
    ordered = sorted(rows, key=lambda row: (row.extract, row.supplier, row.state))
    return [
        {"extract": extract, "supplier": supplier, "state": state, **_added_up(list(group))}
        for (extract, supplier, state), group in groupby(
            ordered, key=lambda row: (row.extract, row.supplier, row.state)
        )
    ]


def moved_table(moved: Iterable[Movement]) -> Table:
    """A row per measure and part: then, now, by how much and why. Figures that some may not see are left out."""
    return [
        {
            "measure": each.figure.measure,
            "part": each.figure.part,
            "title": each.figure.title,
            **(
                {"then": each.then_text, "now": each.now_text, "difference": each.difference}
                if each.disclosure == "none"
                else dict.fromkeys(("then", "now", "difference"), _NOT_HERE)
            ),
            "because": each.cause,
        }
        for each in moved
    ]


def _added_up(rows: Sequence[Row]) -> dict[str, int]:
    names = {"received": "rows_received", "loaded": "rows_loaded", "held": "rows_held", "duplicate": "rows_duplicate"}
    totals = {shown: sum(getattr(row, name) or 0 for row in rows) for shown, name in names.items()}
    return {"deliveries": len(rows), **totals}


def _moved(connection: Connection, council: str, publication_id: int) -> tuple[int | None, tuple[Movement, ...]]:
    before = connection.execute(statement("publication_before"), {"publication_id": publication_id}).scalar_one()
    if before is None:
        return None, ()
    return before, difference(connection, council, before, publication_id).movements


def _table(run: RunContext, name: str, table: Table, description: str) -> None:
    create_table_artifact(table, key=_key(run, name), description=description)


def _link(run: RunContext, name: str, address: str, words: str) -> None:
    create_link_artifact(address, link_text=words, key=_key(run, name), description=words)


def _key(run: RunContext, name: str) -> str:
    return f"{run.council.slug}-{run.quarter}-{name}".lower()
