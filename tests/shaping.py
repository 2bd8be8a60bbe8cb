"""A delivery drawn in a test, through checks and staging to the core rows that it gives."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tests.factories import check, context, rows
from transforms.extracts.extract import Extract
from transforms.identity import pseudonym, pseudonymised
from transforms.staging import staged_columns

KEY = bytes(32)


def core_rows(extract: Extract, texts: Mapping[str, pd.DataFrame], **changes: Any) -> dict[str, pd.DataFrame]:  # noqa: ANN401 - fields of Context
    """The core rows of a delivery whose tables, by name, hold these texts; tables that are left out hold nothing."""
    kept: dict[str, pd.DataFrame] = {}
    for table in extract.tables:
        text = texts.get(table.name, rows(table, 0))
        kept[table.name] = check(table, text, context(extract, tables=dict(kept), **changes)).kept
    ready = {table.name: staged_columns(pseudonymised(kept[table.name], table, KEY), table) for table in extract.tables}
    if extract.derive is not None:
        ready |= extract.derive(kept, context(extract, **changes))
    return extract.shape(ready, context(extract, **changes))


def pupil(upn: str) -> str:
    """The pseudonym that a pupil's number becomes."""
    return pseudonym(upn, "upn", KEY)
