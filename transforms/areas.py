"""The local authorities of England that answer for children's services, since 2012: codes, regions, first and last day.

An authority that ended was split or merged into its ``successors``. As it was: ``area_versions``, an authority under
each nine-character code that it had. As it is: ``present_areas``, the authorities that answer for its area today.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from transforms import codelists
from transforms.codelists import ALWAYS_FROM, ALWAYS_TO


@dataclass(frozen=True)
class LocalAuthority:
    """An authority by its three-digit code.

    ``gss_codes`` are its nine-character codes, the newest first; that one took over on ``code_changed``.
    """

    la_code: str
    name: str
    gss_codes: tuple[str, ...]
    region: str
    begins: date
    ends: date
    successors: tuple[str, ...]
    code_changed: date | None = None

    def exists_on(self, day: date) -> bool:
        return self.begins <= day <= self.ends


class Fit(StrEnum):
    """How an authority of today goes with one of before."""

    SAME = "same"
    WHOLE = "whole"  # all of the former area is part of it: counts may be added to its others
    PART = "part"  # it took over part of the former area: a figure of all of that is not its own


@dataclass(frozen=True)
class AreaVersion:
    """An authority under one of its nine-character codes, and the days on which it bore it."""

    la_code: str
    area_code: str
    name: str
    region: str
    valid_from: date
    valid_to: date
    successors: tuple[str, ...]


@cache
def local_authorities() -> dict[str, LocalAuthority]:
    """Every authority by its code."""
    return {row["code"]: _authority(row) for row in codelists.local_authorities()}


def predecessors(la_code: str) -> tuple[LocalAuthority, ...]:
    """The authorities that an authority took over from, wholly or in part."""
    return tuple(each for each in local_authorities().values() if la_code in each.successors)


@cache
def area_versions() -> tuple[AreaVersion, ...]:
    """Every authority under each code that it had, the earliest first."""
    return tuple(version for each in local_authorities().values() for version in _versions(each))


def present_areas(la_code: str) -> tuple[tuple[str, Fit], ...]:
    """The authorities, by code, that answer today for an authority's area, and how their areas go with it."""
    successors = local_authorities()[la_code].successors
    if not successors:
        return ((la_code, Fit.SAME),)
    fit = Fit.WHOLE if len(successors) == 1 else Fit.PART
    found = [
        (code, fit if further is not Fit.PART else further) for s in successors for code, further in present_areas(s)
    ]
    return tuple(found)


def _versions(authority: LocalAuthority) -> tuple[AreaVersion, ...]:
    newest, *before = authority.gss_codes
    changed = authority.code_changed
    spans = [(newest, changed or authority.begins, authority.ends)]
    if changed is not None:
        spans = [(before[0], authority.begins, changed - timedelta(days=1)), *spans]
    return tuple(
        AreaVersion(authority.la_code, code, authority.name, authority.region, first, last, authority.successors)
        for code, first, last in spans
    )


def _authority(row: dict[str, str]) -> LocalAuthority:
    return LocalAuthority(
        la_code=row["code"],
        name=row["label"],
        gss_codes=tuple(row["gss_codes"].split()),
        region=row["region"],
        begins=date.fromisoformat(row["valid_from"]) if row["valid_from"] else ALWAYS_FROM,
        ends=date.fromisoformat(row["valid_to"]) if row["valid_to"] else ALWAYS_TO,
        successors=tuple(row["successors"].split()),
        code_changed=date.fromisoformat(row["code_changed"]) if row["code_changed"] else None,
    )
