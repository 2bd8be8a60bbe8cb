"""Suspensions and exclusions by what the pupils are: officers need it to write about them, and it is not published.

Sex and year group are of the roll of the same academic year; the provision is that of the notification.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from transforms import codelists

NOT_KNOWN = "Not known"
# Key stages 1 to 4 by the Education Act 2002, section 82; year groups as the school census codes them.
_STAGE_OF_YEARS = {
    "EYFS": ("E1", "E2", "N1", "N2", "R"),
    "KS1": ("1", "2"),
    "KS2": ("3", "4", "5", "6"),
    "KS3": ("7", "8", "9"),
    "KS4": ("10", "11"),
    "KS5": ("12", "13", "14"),
}
_STAGES = {code.code: code.label for code in codelists.code_list("key_stage")}
_SEXES = {code.code: code.label for code in codelists.code_list("sex_education") if code.label != NOT_KNOWN}
_PROVISIONS = {code.code: code.label for code in codelists.code_list("sen_provision") if code.code == code.canonical}
_STAGE_OF_YEAR = {year: _STAGES[stage] for stage, years in _STAGE_OF_YEARS.items() for year in years}
_ITEMS = {"sex": _SEXES, "key_stage": _STAGES, "SEN_provision": _PROVISIONS}
_COUNTED = {"suspensions": "SUSP", "suspended_pupils": "SUSP", "permanent_exclusions": "PERM"}
INDICATORS = tuple(_COUNTED)


@dataclass(frozen=True)
class PupilCount:
    """How many of an indicator's exclusions, or pupils, at a quarter are of one kind."""

    indicator: str
    breakdown: str
    item: str
    quarter: str
    count: int


def by_pupil(of_quarters: Mapping[str, pd.DataFrame], roll: pd.DataFrame) -> Iterator[PupilCount]:
    """Counts of each kind that there is in any of the quarters; nought where there is none in one of them.

    ``of_quarters``: exclusions of the academic year so far, with the ``academic_year``, by quarter. ``roll``: the
    ``sex`` and ``year_group`` of a ``pupil`` in an ``academic_year``.
    """
    kinds = {quarter: _with_kinds(rows, roll) for quarter, rows in of_quarters.items()}
    for indicator, category in _COUNTED.items():
        counted = {quarter: _of(rows, indicator, category) for quarter, rows in kinds.items()}
        for breakdown, items in _ITEMS.items():
            numbers = {quarter: rows[breakdown].value_counts() for quarter, rows in counted.items()}
            for item in (*items.values(), NOT_KNOWN):
                if any(item in found for found in numbers.values()):
                    for quarter, found in numbers.items():
                        yield PupilCount(indicator, breakdown, item, quarter, int(found.get(item, 0)))


def _with_kinds(exclusions: pd.DataFrame, roll: pd.DataFrame) -> pd.DataFrame:
    known = roll.drop_duplicates(["pupil", "academic_year"])
    rows = exclusions.merge(known, how="left", on=["pupil", "academic_year"])
    return rows.assign(
        sex=rows["sex"].map(_SEXES).fillna(NOT_KNOWN),
        key_stage=rows["year_group"].map(_STAGE_OF_YEAR).fillna(NOT_KNOWN),
        SEN_provision=rows["sen_provision"].map(_PROVISIONS).fillna(NOT_KNOWN),
    )


def _of(rows: pd.DataFrame, indicator: str, category: str) -> pd.DataFrame:
    found = rows[rows["category"].eq(category)]
    return found.drop_duplicates("pupil") if indicator == "suspended_pupils" else found
