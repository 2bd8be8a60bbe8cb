"""Schools that got another number: what was sent under an old one counts for the school that it has become."""

from collections.abc import Sequence

import pandas as pd

from transforms.council_types import School


def with_present_numbers(rows: pd.DataFrame, schools: Sequence[School]) -> pd.DataFrame:
    """Rows whose schools have their numbers of today. A number of no school of the council stays as it is."""
    present = {old: school.urn for school in schools for old in school.formerly}
    if not present or "school_urn" not in rows:
        return rows
    sent = rows["school_urn"]
    return rows.assign(school_urn=sent.where(~sent.isin(list(present)), sent.map(present)))
