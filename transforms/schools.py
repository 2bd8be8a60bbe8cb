"""Schools that changed: what was sent under an old number counts for the school that it has become.

``versions_of`` tells what a school was when: its number, name, phase and status, each with its first and last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from transforms.codelists import ALWAYS_FROM, ALWAYS_TO
from transforms.council_types import School


@dataclass(frozen=True)
class SchoolVersion:
    """What a school is or was from one day to another, both included."""

    urn: str
    name: str
    phase: str
    status: str
    valid_from: date
    valid_to: date


def versions_of(school: School) -> tuple[SchoolVersion, ...]:
    """What a school was and is, the earliest first, without a gap."""
    first = ALWAYS_FROM
    versions = []
    for each in school.before:
        versions.append(SchoolVersion(each.urn, each.name, each.phase, each.status, first, each.until))
        first = each.until + timedelta(days=1)
    present = SchoolVersion(school.urn, school.name, school.phase, school.status, first, ALWAYS_TO)
    return (*versions, present)


def with_present_numbers(rows: pd.DataFrame, schools: Sequence[School]) -> pd.DataFrame:
    """Rows whose schools have their numbers of today. A number of no school of the council stays as it is."""
    present = {old: school.urn for school in schools for old in school.formerly}
    if not present or "school_urn" not in rows:
        return rows
    sent = rows["school_urn"]
    return rows.assign(school_urn=sent.where(~sent.isin(list(present)), sent.map(present)))
