"""One call computes every indicator for a quarter and for every earlier quarter that the batches cover."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from transforms.indicators.indicator import COUNT_COLUMNS, Indicator, Staged, Window, made_once
from transforms.quarters import Quarter

VALUE_COLUMNS = ("indicator_id", "quarter", *COUNT_COLUMNS)


def compute(staged: Staged, indicators: Sequence[Indicator], quarters: Sequence[Quarter]) -> pd.DataFrame:
    """Counts of every indicator and quarter, as ``VALUE_COLUMNS``.

    One row per indicator, quarter, school (``""`` for the whole council), breakdown and item. A quarter that no batch
    reaches, or in which a figure is not made, has no rows.
    """
    parts, of_parts = [], []
    for quarter in quarters:
        window = Window(quarter)
        for indicator in indicators:
            if not indicator.is_made_in(quarter):
                continue
            if (rows := made_once(indicator.prepare)(staged, window)) is not None:
                counts = indicator.count(rows, staged, window)
                parts.append(counts)
                of_parts.append((indicator.id, str(quarter), len(counts)))
        _forget_quarter(staged)
    staged.made.clear()
    if not parts:
        return pd.DataFrame(columns=list(VALUE_COLUMNS))
    ids, of_quarter, sizes = zip(*of_parts, strict=True)
    values = pd.concat(parts, ignore_index=True)
    return values.assign(indicator_id=np.repeat(ids, sizes), quarter=np.repeat(of_quarter, sizes))[list(VALUE_COLUMNS)]


def _forget_quarter(staged: Staged) -> None:
    """Let go of what was made for a quarter; what was made of the rows alone serves the next one too."""
    for key in [(make, about, named) for make, about, named in staged.made if about or named]:
        del staged.made[key]


def together(parts: Sequence[pd.DataFrame], indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Counts of some of the indicators, and of the others, as if ``compute`` had been asked for all at once."""
    filled = [part for part in parts if len(part)]
    if len(filled) < 2:
        return filled[0] if filled else parts[0]
    values = pd.concat(filled, ignore_index=True)
    places = {indicator.id: place for place, indicator in enumerate(indicators)}
    order = pd.DataFrame({"quarter": values["quarter"], "place": values["indicator_id"].map(places)})
    return values.loc[order.sort_values(["quarter", "place"], kind="stable").index].reset_index(drop=True)
