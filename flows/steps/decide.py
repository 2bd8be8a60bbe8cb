"""The decisions that people take: freeze a draft, issue it as the council's word, take one back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row

from flows.commentary.signing import require_signed
from flows.commentary.words import keep_words
from flows.steps.context import RunContext
from flows.steps.disclosure import keep_hidden, require_safe
from flows.steps.officers import officer_name
from flows.warehouse import publications, seals
from flows.warehouse.differences import difference, the_publication
from flows.warehouse.engine import transaction
from flows.warehouse.publications import DRAFT, FROZEN, ISSUED
from flows.warehouse.statements import statement
from transforms.errors import Refused
from transforms.movement import Movement

WITHDRAWN = "withdrawn"


def freeze(run: RunContext, by: str, without: Mapping[str, str]) -> int:
    """Freeze the newest draft in a person's name, in place of one that was frozen before. Returns its number.

    ``without`` maps an extract to the reason why the report may go without what is missing of it. Raises Refused when
    there is no draft, when an extract has a gap that nobody accepted in words, or when the person is no officer of the
    council.
    """
    name = officer_name(run.council, by)
    with transaction(run.engine) as connection:
        publications.lock_quarter(connection, run.council.slug, str(run.quarter))
        draft = _newest(run, connection)
        if draft.status in (FROZEN, ISSUED):
            return draft.publication_id
        seals.require_whole(connection, [draft.publication_id])
        _accept_gaps(run, connection, draft.publication_id, name, without)
        publications.freeze(connection, run.council.slug, str(run.quarter), draft.publication_id, name)
        _decided(run, connection, draft.publication_id, "freeze", name)
    return draft.publication_id


def issue(run: RunContext, by: str, restate_reason: str = "") -> int:
    """Issue the frozen publication in a person's name, whether or not a newer draft lies beside it. Returns its number.

    Raises Refused when nothing is frozen, when a signature under it or under its words is missing, when the public
    report would give a small number away, or when one was issued before and no reason to restate it is given. The words
    stay with it as they were signed. With a reason, what moved by at least what the council calls material is recorded
    with the decision.
    """
    name = officer_name(run.council, by)
    with transaction(run.engine) as connection:
        publications.lock_quarter(connection, run.council.slug, str(run.quarter))
        chosen = publications.frozen(connection, run.council.slug, str(run.quarter))
        if chosen is None:
            return _issued_already(run, connection)
        place = run.council.slug, str(run.quarter)
        before = publications.issued(connection, *place) or publications.last_issued(connection, *place)
        _require_reason(run, before, restate_reason)
        seals.require_whole(connection, [chosen.publication_id])
        require_signed(run, connection, chosen.publication_id)
        examined = require_safe(connection, chosen.publication_id)
        keep_words(run, connection, chosen.publication_id)
        publications.issue(connection, run.council.slug, str(run.quarter), chosen.publication_id, name)
        keep_hidden(connection, chosen.publication_id, examined, name)
        if before is None:
            _decided(run, connection, chosen.publication_id, "issue", name)
        else:
            _restate(run, connection, before.publication_id, chosen.publication_id)
            replaced = str(before.publication_id)
            _decided(run, connection, chosen.publication_id, "restate", name, replaced, restate_reason)
        seals.seal_issued(connection, chosen.publication_id)
    return chosen.publication_id


def withdraw(run: RunContext, publication_id: int, by: str, reason: str, *, go_back: bool = False) -> int | None:
    """Take a publication of the run's quarter back, in a person's name and for a reason in words.

    It stays in the warehouse, unchanged; nobody who reads ``mart`` sees it any more, and no report of it is made.
    ``go_back``: what was issued before it is the council's word again; returns its number.
    Raises Refused for a draft, which is nobody's word, and where there is nothing to go back to; UsageError for a
    number that there is none of.
    """
    name = officer_name(run.council, by)
    if not reason.strip():
        raise Refused("A publication is not withdrawn without a reason.", "Say why: --reason TEXT")
    with transaction(run.engine) as connection:
        publications.lock_quarter(connection, run.council.slug, str(run.quarter))
        found = the_publication(connection, run.council.slug, publication_id)
        if found.status == WITHDRAWN and not go_back:
            return None
        if found.status == DRAFT:
            raise Refused(
                f"Publication {publication_id} is a draft, so there is nothing to take back.",
                f"Put right what is wrong with it: the next draft replaces it. cyp run {found.quarter}",
            )
        if found.status != WITHDRAWN:
            publications.withdraw(connection, publication_id)
            _decided(run, connection, publication_id, "withdraw", name, reason=reason)
        return _go_back(run, connection, found, name, reason) if go_back else None


def make_final(run: RunContext, publication_id: int, by: str) -> None:
    """Say in a person's name that the figures of the run's quarter are final, as its issued publication has them.

    Later publications mark them so while they are the same; one that moves all the same is marked as revised. Raises
    Refused for a publication that is not issued.
    """
    name = officer_name(run.council, by)
    with transaction(run.engine) as connection:
        publications.lock_quarter(connection, run.council.slug, str(run.quarter))
        found = the_publication(connection, run.council.slug, publication_id)
        if found.status != ISSUED:
            raise Refused(
                f"Publication {publication_id} is {found.status}: only what is issued can be final.",
                "See: cyp publication list",
            )
        seals.require_whole(connection, [publication_id])
        known = connection.execute(statement("issued_final"), {"council": run.council.slug}).scalars()
        if found.quarter not in set(known):
            _decided(run, connection, publication_id, "final", name)


def _go_back(run: RunContext, connection: Connection, taken_back: Row, name: str, reason: str) -> int:
    """Make the publication that was issued before the council's word again, unless there is one by now."""
    council, quarter = run.council.slug, str(run.quarter)
    word = publications.issued(connection, council, quarter)
    if word is not None:
        raise Refused(
            f"Publication {word.publication_id} is the council's word for {quarter}, so there is no going back.",
            "Leave --go-back out, or withdraw that one.",
        )
    earlier = publications.issued_earlier(connection, council, quarter)
    if earlier is None:
        raise Refused(
            f"Nothing else of {quarter} was issued, so there is nothing to go back to.",
            "Leave --go-back out: the quarter has nothing in its place until another is issued.",
        )
    seals.require_whole(connection, [earlier.publication_id])
    subject = str(taken_back.publication_id)
    _decided(run, connection, earlier.publication_id, "go-back", name, subject, reason)
    publications.go_back(connection, council, quarter, earlier.publication_id)
    return earlier.publication_id


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
        raise Refused(
            f"Nothing is missing of {', '.join(unknown)}.",
            f"Leave that --without out. Gaps: {', '.join(missing) or 'none'}.",
        )
    open_gaps = [gap for gap in gaps if not without.get(gap.extract, "").strip()]
    if open_gaps:
        listed = "\n".join(f"  {gap.extract}, {gap.supplier_title}: {gap.state}. {gap.reason}" for gap in open_gaps)
        raise Refused(
            f"The draft has gaps that nobody has accepted:\n{listed}",
            "Get the files and rerun, or accept each gap by name and reason: --without EXTRACT --reason TEXT.",
        )
    for extract in missing:
        _decided(run, connection, publication_id, "accept-gap", name, extract, without[extract])


def _issued_already(run: RunContext, connection: Connection) -> int:
    """The number of the newest publication when it is issued; otherwise nothing was chosen to be issued."""
    newest = _newest(run, connection)
    if newest.status == ISSUED:
        return newest.publication_id
    word = publications.issued(connection, run.council.slug, str(run.quarter))
    stays = f" Publication {word.publication_id} stays the council's word." if word else ""
    raise Refused(
        f"Publication {newest.publication_id} of {run.quarter} is a draft, so it cannot be issued.{stays}",
        f"Freeze it first: cyp freeze {run.quarter} --by NAME",
    )


def _require_reason(run: RunContext, before: Row | None, reason: str) -> None:
    if before is None and reason:
        raise Refused(
            f"Nothing of {run.quarter} has been issued, so there is nothing to restate.",
            f"Issue it: cyp issue {run.quarter} --by NAME",
        )
    if before is None or reason.strip():
        return
    state = "already the council's word" if before.status == ISSUED else "withdrawn, but was the council's word"
    raise Refused(
        f"Publication {before.publication_id} is {state} for {run.quarter}.",
        "To replace it, say why: --restate --reason TEXT. What moves is listed: cyp publication diff. "
        "The one issued before stays as it was.",
    )


def _restate(run: RunContext, connection: Connection, before_id: int, now_id: int) -> None:
    """Record what moved, as the report that replaces another will say on its first page."""
    found = difference(connection, run.council.slug, before_id, now_id)
    rows = [_restated(before_id, now_id, each) for each in found.movements if each.is_material(run.council)]
    if rows:
        connection.execute(statement("restatement_add"), rows)


def _restated(before_id: int, now_id: int, movement: Movement) -> dict[str, Any]:
    figure, before, now = movement.figure, movement.before, movement.now
    return {
        "publication_id": now_id,
        "replaces_publication_id": before_id,
        "position": figure.position,
        "measure_ref": figure.measure,
        "part": figure.part,
        "title": figure.title,
        "unit": figure.unit,
        "decimals": figure.decimals,
        "value_before": before.value if before else None,
        "value_now": now.value if now else None,
        "progress_before": before.progress if before else "",
        "progress_now": now.progress if now else "",
        "also": ". ".join(movement.beside),
        "cause": movement.cause,
        "disclosure": movement.disclosure,
    }


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
