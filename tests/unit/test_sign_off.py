"""The sign-off of a publication: who has signed, who may, and whose signature no longer stands."""

from dataclasses import replace
from datetime import date

import pytest

from tests.unit.report.report_factory import sample_council
from transforms.council_types import DEFAULT_SIGN_OFF, SignOffStep
from transforms.sign_off import Signature, StepState, next_step, sign_off_states, whose_is_missing

OWN, BOTH, ONE = (
    SignOffStep("officer", own=True),
    SignOffStep("head", by=("JT", "MK"), every=True),
    SignOffStep("director", by=("AP", "MK")),
)
NOW = "as it is"


def states(steps: tuple[SignOffStep, ...], signed: str) -> tuple[StepState, ...]:
    """``signed``: ``officer RS, head JT!``, where ``!`` is a signature under other words than there are now."""
    signatures = []
    for each in filter(None, signed.split(", ")):
        role, _, who = each.rpartition(" ")
        words = "otherwise" if who.endswith("!") else NOW
        signatures.append(Signature(role, who.rstrip("!"), who, date(2025, 7, 18), words))
    council = replace(sample_council(), sign_off=steps)
    return sign_off_states(council, ["RS", "JT", "RS"], signatures, lambda _step, _who: NOW)


@pytest.mark.parametrize(
    ("signed", "waits_for", "missing"),
    [
        ("", "officer", "RS, JT"),
        ("officer RS", "officer", "JT"),
        ("officer RS, officer JT", "head", "JT, MK"),
        ("officer RS, officer JT!", "officer", "JT"),
        ("officer RS, officer JT!, officer JT", "head", "JT, MK"),
        ("officer RS, officer JT, officer MK", "head", "JT, MK"),
        ("officer RS, officer JT, head MK, head JT", "director", "one of AP, MK"),
        ("officer RS, officer JT, head MK, head JT, director AP", "", ""),
        ("officer RS, officer JT, head MK, head JT, director RS", "director", "one of AP, MK"),
    ],
)
def test_each_step_waits_for_its_own_people(signed: str, waits_for: str, missing: str) -> None:
    state = next_step(states((OWN, BOTH, ONE), signed))
    assert (state.step.role if state else "") == waits_for
    assert (whose_is_missing(state, lambda who: who) if state else "") == missing


def test_a_stale_signature_is_told() -> None:
    first = states((OWN, BOTH, ONE), "officer JT!, officer RS")[0]
    assert [each.signer for each in first.stale] == ["JT"]
    assert not first.is_done


def test_without_settings_each_step_is_signed_by_somebody_else() -> None:
    _, head, director = states(DEFAULT_SIGN_OFF, "officer RS, officer JT, head of service AP")
    assert head.may_sign == ("AP", "MK"), "who answers for a measure has signed already"
    assert director.may_sign == ("MK",)
    last = states((OWN, SignOffStep("head"), SignOffStep("director")), "officer RS, officer JT, head AP, director MK")
    assert next_step(last) is None
    nobody = states((OWN, *(SignOffStep(role) for role in "ABC")), "officer RS, officer JT, A AP, B MK")[-1]
    assert not nobody.is_done
    assert "name who signs in council.toml" in whose_is_missing(nobody, lambda who: who)
