"""Who has signed a report, whose signature is missing, and which no longer stands because the words are others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from transforms.council_types import Council, SignOffStep


@dataclass(frozen=True)
class Signature:
    """A signature by an officer (``signer``: initials), over the words that ``words`` marks."""

    role: str
    signer: str
    signer_name: str
    signed_on: date
    words: str
    recorded_by: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class StepState:
    """A step of the sign-off: signatures that stand, initials whose signature is missing, and those that are stale.

    ``may_sign``: initials of those whose signature would complete the step, or of all that must.
    """

    step: SignOffStep
    signed: tuple[Signature, ...]
    stale: tuple[Signature, ...]
    missing: tuple[str, ...]
    may_sign: tuple[str, ...]
    is_done: bool


def sign_off_states(
    council: Council,
    owners: Sequence[str],
    signatures: Sequence[Signature],
    mark_of: Callable[[SignOffStep, str], str],
) -> tuple[StepState, ...]:
    """Where the sign-off of a publication stands, in the order of its steps.

    ``owners``: initials of the officers who answer for its measures. ``mark_of`` gives the mark of the words that a
    signer of a step signs, as they are now.
    """
    states: list[StepState] = []
    for step in council.sign_off:
        earlier = {each.signer for state in states for each in state.signed}
        may_sign = _may_sign(step, council, owners, earlier)
        newest = {each.signer: each for each in signatures if each.role == step.role and each.signer in may_sign}
        signed = tuple(each for each in newest.values() if each.words == mark_of(step, each.signer))
        stale = tuple(each for each in newest.values() if each not in signed)
        waiting = tuple(who for who in may_sign if who not in {each.signer for each in signed})
        is_done = not waiting if step.own or step.every else bool(signed)
        states.append(StepState(step, signed, stale, () if is_done else waiting, may_sign, is_done))
    return tuple(states)


def next_step(states: Sequence[StepState]) -> StepState | None:
    """The first step that is not done."""
    return next((state for state in states if not state.is_done), None)


def whose_is_missing(state: StepState, name_of: Callable[[str], str]) -> str:
    """In words, whose signature a step waits for."""
    names = [name_of(who) for who in state.missing]
    if not names:
        return "an officer who has not signed before, of whom there is none: name who signs in council.toml"
    if state.step.own or state.step.every or len(names) == 1:
        return ", ".join(names)
    return f"one of {', '.join(names)}"


def _may_sign(step: SignOffStep, council: Council, owners: Sequence[str], earlier: set[str]) -> tuple[str, ...]:
    if step.own:
        return tuple(dict.fromkeys(owners))
    if step.by:
        return step.by
    return tuple(officer.initials for officer in council.officers if officer.initials not in earlier)
