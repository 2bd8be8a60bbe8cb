"""Where children looked after live: placement codes with the providers and Ofsted numbers that fit them."""

from dataclasses import dataclass, replace

import numpy as np

from samples.synth.dice import any_of, between, chance, pick

# (placement, provider) as often as its weight, by age. K3 is written as H5 in files of years before 2024-25.
_UNDER_FIVE = {
    ("U6", "PR1"): 42, ("U3", "PR1"): 18, ("U6", "PR4"): 15, ("U6", "PR5"): 4, ("R3", "PR4"): 4, ("P1", "PR0"): 7,
    ("U5", "PR1"): 4, ("U2", "PR1"): 1,
}  # fmt: skip
_SCHOOL_AGE = {
    ("U6", "PR1"): 24, ("U4", "PR1"): 14, ("U3", "PR1"): 10, ("U1", "PR1"): 5, ("U6", "PR4"): 16, ("U4", "PR4"): 6,
    ("U4", "PR5"): 3, ("K2", "PR4"): 15, ("K2", "PR1"): 5, ("P1", "PR0"): 6, ("S1", "PR4"): 2, ("K1", "PR2"): 1,
}  # fmt: skip
_OLDER = {
    ("U4", "PR1"): 20, ("U4", "PR4"): 10, ("U6", "PR4"): 4, ("K2", "PR4"): 12, ("K2", "PR1"): 3, ("K3", "PR4"): 26,
    ("K3", "PR5"): 9, ("P1", "PR0"): 4, ("U3", "PR1"): 5, ("R5", "PR3"): 1, ("R1", "PR4"): 1,
}  # fmt: skip
_ALONE = {("K3", "PR4"): 5, ("U6", "PR4"): 3, ("U6", "PR1"): 2}
_NO_OFSTED_NUMBER = ("P1", "P3", "R1", "R2", "R5")
_CHANGE_REASONS = {"CARPL": 40, "CREQB": 14, "CREQO": 10, "CHILD": 8, "LAREQ": 10, "CLOSE": 6, "STAND": 2, "OTHER": 10}


@dataclass(frozen=True)
class Placement:
    """Placement type, provider, postcode and Ofsted number (empty where the return wants none)."""

    code: str
    provider: str
    postcode: str
    ofsted: str


def first_placement(rng: np.random.Generator, age: int, alone: bool, legal_status: str) -> Placement:
    """Where a period of care begins; remanded children go to a young offender institution."""
    if legal_status == "J1":
        return _placement(rng, "R5", "PR3")
    return _fitting(rng, *pick(rng, _ALONE if alone else _weights(age)), age, legal_status)


def next_placement(rng: np.random.Generator, age: int, now: Placement, legal_status: str) -> Placement:
    """Another placement: of another type or provider, or another carer of the same."""
    code, provider = pick(rng, _weights(age))
    if now.code in ("K2", "K3") and chance(rng, 550):
        code, provider = ("K3", "PR4") if age >= 16 else ("K2", now.provider)
    return _fitting(rng, code, provider, age, legal_status)


def _fitting(rng: np.random.Generator, code: str, provider: str, age: int, legal_status: str) -> Placement:
    """Supported accommodation is for those aged 16 and over; only a care order lets a child be placed with parents."""
    if code == "K3" and age < 16:
        return _placement(rng, "U6", "PR4")
    if code == "P1" and legal_status not in ("C1", "C2"):
        return _placement(rng, "U3", "PR1")
    return _placement(rng, code, provider)


def to_long_term(now: Placement) -> Placement:
    """The same carers, approved to look after the child until adulthood."""
    return replace(now, code="U4")


def change_reason(rng: np.random.Generator, reason_new: str) -> str:
    """Why the placement changed; ``PLACE`` where only its status did."""
    return "PLACE" if reason_new in ("T", "U") else pick(rng, _CHANGE_REASONS)


def _weights(age: int) -> dict[tuple[str, str], int]:
    return _UNDER_FIVE if age < 5 else _SCHOOL_AGE if age < 16 else _OLDER


def _placement(rng: np.random.Generator, code: str, provider: str) -> Placement:
    area = f"MB{between(rng, 1, 9)}" if chance(rng, 640) else f"QX{between(rng, 1, 20)}"
    postcode = f"{area} {between(rng, 1, 9)}{any_of(rng, 'ABDEFGHJ')}{any_of(rng, 'LNPQRSTU')}"
    return Placement(code, provider, postcode, _ofsted_number(rng, code, provider))


def _ofsted_number(rng: np.random.Generator, code: str, provider: str) -> str:
    if code in _NO_OFSTED_NUMBER:
        return ""
    if code.startswith("U") and provider == "PR1":
        return "SC999001"
    if provider == "PR1":
        return "SC999002"
    return f"SC99{between(rng, 4000, 4060)}" if code.startswith("U") else f"{between(rng, 2900000, 2900200)}"
