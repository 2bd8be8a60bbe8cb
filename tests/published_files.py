"""Published files that tests hold our rules against: not part of this repository, but beside it where at hand."""

from pathlib import Path

import pandas as pd
import pytest

PUBLISHED = Path(__file__).parents[1].parent / "shared" / "data" / "published"
needs_published = pytest.mark.skipif(not PUBLISHED.is_dir(), reason=f"the published figures are not here: {PUBLISHED}")


def published(name: str) -> pd.DataFrame:
    """Every cell as the text that was published; empty ones missing."""
    return pd.read_csv(PUBLISHED / name, dtype="str", encoding="utf-8-sig")
