"""The local authorities of England that answer for children's services, since 2012: codes, regions, first and last day.

An authority that ended was split or merged into its ``successors``.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from transforms import codelists
from transforms.codelists import ALWAYS_FROM, ALWAYS_TO


@dataclass(frozen=True)
class LocalAuthority:
    """An authority by its three-digit code. ``gss_codes`` are its nine-character codes, the newest first."""

    la_code: str
    name: str
    gss_codes: tuple[str, ...]
    region: str
    begins: date
    ends: date
    successors: tuple[str, ...]

    def exists_on(self, day: date) -> bool:
        return self.begins <= day <= self.ends


@cache
def local_authorities() -> dict[str, LocalAuthority]:
    """Every authority by its code."""
    return {row["code"]: _authority(row) for row in codelists.local_authorities()}


def predecessors(la_code: str) -> tuple[LocalAuthority, ...]:
    """The authorities that an authority took over from, wholly or in part."""
    return tuple(each for each in local_authorities().values() if la_code in each.successors)


def _authority(row: dict[str, str]) -> LocalAuthority:
    return LocalAuthority(
        la_code=row["code"],
        name=row["label"],
        gss_codes=tuple(row["gss_codes"].split()),
        region=row["region"],
        begins=date.fromisoformat(row["valid_from"]) if row["valid_from"] else ALWAYS_FROM,
        ends=date.fromisoformat(row["valid_to"]) if row["valid_to"] else ALWAYS_TO,
        successors=tuple(row["successors"].split()),
    )
