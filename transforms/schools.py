"""Schools that got another number: what was sent under an old one counts for the school that it has become."""

from collections.abc import Sequence

import pandas as pd

from transforms.council_types import School

_NUMBERS = ("school_urn",)


def with_present_numbers(rows: pd.DataFrame, schools: Sequence[School]) -> pd.DataFrame:
    """Rows whose schools have their numbers of today. A number of no school of the council stays as it is."""
    present = {old: school.urn for school in schools for old in school.formerly}
    changed = {
        name: rows[name].where(~rows[name].isin(list(present)), rows[name].map(present))
        for name in _NUMBERS
        if present and name in rows
    }
    return rows.assign(**changed) if changed else rows
