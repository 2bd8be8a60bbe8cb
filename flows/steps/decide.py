"""The two decisions that people take: freeze a draft, and issue it as the council's word."""

from collections.abc import Mapping

from sqlalchemy import Connection, Row

from flows.steps.context import RunContext
from flows.warehouse import publications
from flows.warehouse.engine import transaction
from flows.warehouse.publications import FROZEN, ISSUED
from flows.warehouse.statements import statement
from transforms.council_types import Council
from transforms.errors import Refused


def freeze(run: RunContext, by: str, without: Mapping[str, str]) -> int:
    """Freeze the newest draft in a person's name. Returns its number.

    ``without`` maps an extract to the reason why the report may go without what is missing of it. Raises Refused when
    there is no draft, when an extract has a gap that nobody accepted, or when the person is no officer of the council.
    """
    name = officer_name(run.council, by)
    with transaction(run.engine) as connection:
        publications.lock_quarter(connection, run.council.slug, str(run.quarter))
        draft = _newest(run, connection)
        if draft.status in (FROZEN, ISSUED):
            return draft.publication_id
        _accept_gaps(run, connection, draft.publication_id, name, without)
        publications.freeze(connection, run.council.slug, str(run.quarter), draft.publication_id, name)
        _decided(run, connection, draft.publication_id, "freeze", name)
    return draft.publication_id


def issue(run: RunContext, by: str, restate_reason: str = "") -> int:
    """Issue the frozen publication in a person's name. Returns its number.

    Raises Refused when nothing is frozen, or when another publication was issued already and no reason to restate it
    is given.
    """
    name = officer_name(run.council, by)
    with transaction(run.engine) as connection:
        publications.lock_quarter(connection, run.council.slug, str(run.quarter))
        newest = _newest(run, connection)
        if newest.status == ISSUED:
            return newest.publication_id
        if newest.status != FROZEN:
            raise Refused(
                f"Publication {newest.publication_id} of {run.quarter} is a draft, so it cannot be issued.",
                f"Freeze it first: cyp freeze {run.quarter} --by NAME",
            )
        _require_reason(run, connection, restate_reason)
        publications.issue(connection, run.council.slug, str(run.quarter), newest.publication_id, name)
        _decided(run, connection, newest.publication_id, "issue", name, reason=restate_reason)
    return newest.publication_id


def officer_name(council: Council, by: str) -> str:
    """The full name of an officer given by name or initials. Raises Refused for anybody else."""
    for officer in council.officers:
        if by.casefold() in (officer.name.casefold(), officer.initials.casefold()):
            return officer.name
    known = ", ".join(f"{officer.name} ({officer.initials})" for officer in council.officers)
    raise Refused(f"'{by}' is not an officer of {council.name}.", f"Officers in council.toml: {known}.")


def _newest(run: RunContext, connection: Connection) -> Row:
    newest = publications.newest(connection, run.council.slug, str(run.quarter))
    if newest is None:
        raise Refused(f"There is no draft of {run.quarter}.", f"Make one first: cyp run {run.quarter}")
    return newest


def _accept_gaps(
    run: RunContext, connection: Connection, publication_id: int, name: str, without: Mapping[str, str]
) -> None:
    gaps = connection.execute(statement("publication_gaps"), {"publication_id": publication_id}).all()
    missing = sorted({gap.extract for gap in gaps})
    unknown = sorted(set(without) - set(missing))
    if unknown:
        raise Refused(f"Nothing is missing of {', '.join(unknown)}.", "Leave that --without out.")
    open_gaps = [gap for gap in gaps if gap.extract not in without]
    if open_gaps:
        listed = "\n".join(f"  {gap.extract}, {gap.supplier_title}: {gap.state}. {gap.reason}" for gap in open_gaps)
        raise Refused(
            f"The draft has gaps that nobody has accepted:\n{listed}",
            "Get the files and rerun, or accept each gap by name and reason: --without EXTRACT --reason TEXT.",
        )
    for extract in missing:
        _decided(run, connection, publication_id, "accept-gap", name, extract, without[extract])


def _require_reason(run: RunContext, connection: Connection, reason: str) -> None:
    before = publications.issued(connection, run.council.slug, str(run.quarter))
    if before is not None and not reason:
        raise Refused(
            f"Publication {before.publication_id} is already the council's word for {run.quarter}.",
            "To replace it, say why: --restate --reason TEXT. The one issued before stays readable.",
        )


def _decided(
    run: RunContext,
    connection: Connection,
    publication_id: int,
    kind: str,
    name: str,
    subject: str = "",
    reason: str = "",
) -> None:
    parameters = {
        "council": run.council.slug,
        "quarter": str(run.quarter),
        "publication_id": publication_id,
        "kind": kind,
        "subject": subject,
        "by_name": name,
        "reason": reason,
    }
    connection.execute(statement("decision_add"), parameters)
