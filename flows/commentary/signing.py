"""Signing a frozen publication and the words with it, step by step, and what its issue waits for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Row

from flows.commentary.words import words_now
from flows.report.measures import officer_name
from flows.steps.context import RunContext
from flows.steps.officers import initials_of, officer_called
from flows.warehouse import publications
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from transforms.council_types import Council, Officer, SignOffStep
from transforms.errors import Refused, UsageError
from transforms.officers_words import Words, words_mark
from transforms.sign_off import Signature, StepState, next_step, sign_off_states, whose_is_missing

SIGN_OFF = "sign-off"


@dataclass(frozen=True)
class SignedOff:
    """What a call of ``sign_off`` came to: the publication, the step, who signed, and whether that was new."""

    publication_id: int
    role: str
    name: str
    is_new: bool


def sign_off(
    run: RunContext, by: str, role: str = "", recorded_by: str = "", evidence: str = "", on: date | None = None
) -> SignedOff:
    """Record a person's signature under the frozen publication and its words as they are now.

    Without a ``role``, the first step that waits for this person. ``recorded_by`` is who records it for them, and then
    ``evidence`` says what shows that they signed. Raises Refused when nothing is frozen, when the person does not sign
    that step, or when an earlier step is not done.
    """
    with transaction(run.engine) as connection:
        publications.lock_quarter(connection, run.council.slug, str(run.quarter))
        return record_signature(run, connection, by, role, recorded_by, evidence, on)


def record_signature(
    run: RunContext,
    connection: Connection,
    by: str,
    role: str = "",
    recorded_by: str = "",
    evidence: str = "",
    on: date | None = None,
) -> SignedOff:
    """As ``sign_off``, in the caller's transaction, which holds the quarter's lock."""
    signer = officer_called(run.council, by)
    recorder = officer_called(run.council, recorded_by) if recorded_by else signer
    if recorder != signer and not evidence.strip():
        raise Refused(
            f"{recorder.name} records a signature of {signer.name}, and nothing shows it.",
            "Say what does, such as a message or a signed copy and its date: --evidence TEXT",
        )
    frozen = _frozen(run, connection)
    words = words_now(run, connection)
    states = states_of(run, connection, frozen.publication_id, words)
    state = _the_step(run, states, role, signer)
    mark = _mark_of(run, connection, frozen.publication_id, words)(state.step, signer.initials)
    if any(each.signer == signer.initials for each in state.signed):
        return SignedOff(frozen.publication_id, state.step.role, signer.name, is_new=False)
    parameters = {
        "council": run.council.slug,
        "quarter": str(run.quarter),
        "publication_id": frozen.publication_id,
        "role": state.step.role,
        "signer": signer.initials,
        "signer_name": signer.name,
        "signed_on": on or run.day,
        "words": mark,
        "recorded_by": recorder.name,
        "evidence": evidence.strip(),
    }
    connection.execute(statement("sign_off_add"), parameters)
    decision = {"kind": SIGN_OFF, "subject": state.step.role, "by_name": signer.name, "reason": ""}
    connection.execute(statement("decision_add"), parameters | decision)
    return SignedOff(frozen.publication_id, state.step.role, signer.name, is_new=True)


def sign_for_all(run: RunContext, recorded_by: str, evidence: str) -> tuple[SignedOff, ...]:
    """Record every signature that is missing, in order, as people would give it. For a synthetic council alone."""
    if not run.council.synthetic:
        raise Refused(f"{run.council.name} is no synthetic council: its people sign themselves.")
    signed = []
    for step in run.council.sign_off:
        with run.engine.connect() as connection:
            frozen = _frozen(run, connection).publication_id
            states = states_of(run, connection, frozen, words_now(run, connection))
        state = next(each for each in states if each.step == step)
        waiting = state.missing if step.own or step.every else state.missing[:1]
        signed += [sign_off(run, who, step.role, recorded_by, evidence) for who in waiting]
    return tuple(signed)


def states_of(run: RunContext, connection: Connection, publication_id: int, words: Words) -> tuple[StepState, ...]:
    """Where the sign-off of a publication stands, with the words as they are."""
    rows = connection.execute(statement("sign_offs"), {"publication_id": publication_id})
    signatures = [Signature(**row) for row in rows.mappings()]
    owners = [who for who, _, is_milestone in _owners(run, connection, publication_id) if not is_milestone]
    return sign_off_states(run.council, owners, signatures, _mark_of(run, connection, publication_id, words))


def require_signed(run: RunContext, connection: Connection, publication_id: int) -> None:
    """Raises Refused, naming whose signature is missing or stale, unless every step of the sign-off is done."""
    states = states_of(run, connection, publication_id, words_now(run, connection))
    waiting = [state for state in states if not state.is_done]
    if not waiting:
        return
    listed = "\n".join(f"  {line}" for state in waiting for line in waiting_lines(run.council, state))
    raise Refused(
        f"Publication {publication_id} of {run.quarter} is not signed off, so it is not issued:\n{listed}",
        f"Have it signed, step by step: cyp commentary sign-off {run.quarter} --as '{waiting[0].step.role}' --by NAME, "
        "or by the signed sheet of the workbook.",
    )


def is_signed_off(run: RunContext, connection: Connection, publication_id: int) -> bool:
    """Whether every step of a publication's sign-off is done, with the words as they are now."""
    return next_step(states_of(run, connection, publication_id, words_now(run, connection))) is None


def waiting_lines(council: Council, state: StepState) -> list[str]:
    """In words, what a step of the sign-off waits for."""
    missing = whose_is_missing(state, lambda who: officer_name(council, who))
    stale = ", ".join(each.signer_name for each in state.stale)
    lines = [f"{state.step.role}: {missing}"]
    if stale:
        lines.append(f"{state.step.role}: words have changed since {stale} signed, who signs again")
    return lines


def _frozen(run: RunContext, connection: Connection) -> Row:
    found = publications.frozen(connection, run.council.slug, str(run.quarter))
    if found is None:
        raise Refused(
            f"No publication of {run.quarter} is frozen, so there is nothing to sign.",
            f"Choose the draft first: cyp freeze {run.quarter} --by NAME",
        )
    return found


def _the_step(run: RunContext, states: tuple[StepState, ...], role: str, signer: Officer) -> StepState:
    """The step that a person signs: the one named, or the first that waits for them."""
    current = next_step(states)
    if not role:
        mine = [state for state in states if signer.initials in state.may_sign]
        state = next((each for each in mine if signer.initials in each.missing), mine[0] if mine else None)
        if state is None:
            raise Refused(f"{signer.name} signs no step of {run.council.name}'s sign-off.", _who_signs(run, states))
    else:
        found = [each for each in states if each.step.role.casefold() == role.casefold()]
        if not found:
            known = ", ".join(f"'{each.step.role}'" for each in states)
            raise UsageError(f"The sign-off has no step '{role}'.", f"Steps in council.toml: {known}.")
        state = found[0]
        if signer.initials not in state.may_sign:
            raise Refused(f"{signer.name} does not sign as {state.step.role}.", _who_signs(run, states))
    if current is not None and states.index(state) > states.index(current):
        waits = "\n".join(f"  {line}" for line in waiting_lines(run.council, current))
        raise Refused(
            f"The step before is not done, so {signer.name} does not sign as {state.step.role} yet:\n{waits}",
            f"cyp commentary sign-off {run.quarter} --as '{current.step.role}' --by NAME",
        )
    return state


def _who_signs(run: RunContext, states: tuple[StepState, ...]) -> str:
    named = (
        f"{each.step.role}: {', '.join(officer_name(run.council, who) for who in each.may_sign) or 'nobody'}"
        for each in states
    )
    return f"Who signs: {'; '.join(named)}."


def _mark_of(
    run: RunContext, connection: Connection, publication_id: int, words: Words
) -> Callable[[SignOffStep, str], str]:
    """Gives the mark of the words that a signer of a step signs: their own, or all."""
    owned: dict[str, set[str]] = {}
    for who, ref, _ in _owners(run, connection, publication_id):
        owned.setdefault(who, set()).add(ref)

    def mark(step: SignOffStep, who: str) -> str:
        return words_mark(words, str(run.quarter), owned.get(who, set()) if step.own else None)

    return mark


def _owners(run: RunContext, connection: Connection, publication_id: int) -> Iterator[tuple[str, str, bool]]:
    """Initials of who answers for what, its reference, and whether it is a milestone."""
    for row in connection.execute(statement("publication_owners"), {"publication_id": publication_id}):
        yield initials_of(run.council, row.officer), row.ref, row.is_milestone
