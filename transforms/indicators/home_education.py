"""Elective home education: children whose parents educate them at home. Source rows: the list of the academic year."""

import pandas as pd

from transforms import codelists
from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import count_rows, open_on
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window

_SUITABILITY = {code.code: code.label for code in codelists.code_list("home_education_suitability")}
_NOT_KNOWN = _SUITABILITY["U"]


def children_at_home(staged: Staged, window: Window) -> pd.DataFrame | None:
    """A row per child who is educated at home at the quarter's end, with ``suitability`` in words.

    Of a child whose times overlap, that which began last counts. None where the list does not reach the quarter's end.
    """
    batch = batch_reaching(staged, "home_education", window.quarter.academic_year, window.end)
    if batch is None:
        return None
    rows = rows_of(staged, "core.home_education", batch)
    here = rows[open_on(rows["start_date"], rows["ended_on"], pd.Timestamp(window.end))]
    children = here.sort_values(["start_date", "row_number"]).drop_duplicates("child", keep="last")
    return children.assign(suitability=children["suitable"].map(_SUITABILITY).fillna(_NOT_KNOWN))


def number_at_home(children: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Children educated at home, by how suitable their education was last judged."""
    return count_rows(children, {"suitability": tuple(_SUITABILITY.values())})


INDICATORS = (
    Indicator(
        id="home_educated_children",
        title="Children educated at home",
        numerator="Children in elective home education at the quarter's end",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.NEUTRAL,
        period=Period.SNAPSHOT,
        needs=("home_education",),
        national="Department for Education, elective home education: children on its census day",
        owner="Head of education inclusion",
        version=1,
        prepare=children_at_home,
        count=number_at_home,
        breakdowns=("suitability",),
    ),
)
