"""Inspections: schools and childcare whose latest overall judgement was good or outstanding.

Source rows: the lists of the quarter's last month, of whichever suppliers sent one. Where overall effectiveness is no
longer graded, a share of the last grades says less every month, and each figure ends with the day before.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from transforms import codelists
from transforms.indicators.attendance import PHASES
from transforms.indicators.breakdown import TOTAL, as_counts
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window

GOOD = ("1", "2")  # outstanding and good
_SCHOOLS = ("SCH",)
_CHILDCARE = {
    code.code: code.label
    for code in codelists.code_list("inspection_provider")
    if code.group in ("childcare", "childcare in a home")
}
CHILDCARE_KINDS = tuple(_CHILDCARE.values())


def judgements(staged: Staged, window: Window, types: Sequence[str]) -> pd.DataFrame | None:
    """The newest graded overall judgement of each provider of some types: ``provider_type``, ``provider``, ``overall``.

    A provider whose number is not stored stands in a list once. None where no list of the quarter's last month reaches
    its end.
    """
    batches, end = staged.batches, pd.Timestamp(window.end)
    is_of_month = batches["extract"].eq("inspections") & batches["covers"].eq(f"{window.end:%Y-%m}")
    lists = batches.loc[is_of_month & (batches["data_to"] >= end), "batch_id"]
    if lists.empty:
        return None
    rows = staged.rows("core.inspection")
    rows = rows[rows["batch_id"].isin(lists) & rows["provider_type"].isin(types) & (rows["inspection_date"] <= end)]
    grades = codelists.group_on("inspection_grade", "one to four", window.end)
    graded = rows[rows["overall"].isin(grades)]
    without_number = graded["batch_id"].astype("str") + " " + graded["row_number"].astype("str")
    named = graded.assign(provider=graded["provider_urn"].where(graded["provider_urn"].notna(), without_number))
    ordered = named.sort_values(["inspection_date", "row_number"])
    return ordered.drop_duplicates("provider", keep="last")[["provider_type", "provider", "overall"]]


def schools_judged(staged: Staged, window: Window) -> pd.DataFrame | None:
    """The council's state-funded schools with a judgement: ``kind`` (the phase) and ``overall``.

    A school that has got another number keeps the judgement made under the old one until it has a newer one.
    """
    rows = judgements(staged, window, _SCHOOLS)
    if rows is None:
        return None
    schools = {urn: school for school in staged.schools for urn in school.every_urn}
    of_council = rows[rows["provider"].isin(list(schools))]
    present = of_council.assign(
        provider=of_council["provider"].map({urn: school.urn for urn, school in schools.items()}),
        kind=of_council["provider"].map({urn: school.phase for urn, school in schools.items()}),
    )
    return present.drop_duplicates("provider", keep="last")


def childcare_judged(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Childcare with a judgement: ``kind`` in words and ``overall``."""
    rows = judgements(staged, window, tuple(_CHILDCARE))
    return None if rows is None else rows.assign(kind=rows["provider_type"].map(_CHILDCARE))


def good_schools(judged: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Schools judged good or outstanding, of those with a judgement, by phase."""
    return _good_of("phase", judged, PHASES)


def good_childcare(judged: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Childcare judged good or outstanding, of that with a judgement, by its kind."""
    return _good_of("provider", judged, CHILDCARE_KINDS)


def _good_of(breakdown: str, judged: pd.DataFrame, kinds: Sequence[str]) -> Counts:
    good = judged[judged["overall"].isin(GOOD)]
    found, every = good["kind"].value_counts(), judged["kind"].value_counts()
    items = [("", breakdown, kind, int(found.get(kind, 0)), int(every.get(kind, 0))) for kind in kinds]
    return as_counts([("", TOTAL, TOTAL, len(good), len(judged)), *items])


INDICATORS = (
    Indicator(
        id="schools_good_rate",
        title="Schools judged good or outstanding",
        numerator="State-funded schools of the council whose latest overall judgement was good or outstanding",
        denominator="State-funded schools of the council with an overall judgement",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("inspections",),
        national="Ofsted, state-funded schools: most recent overall effectiveness",
        owner="Head of school improvement",
        version=1,
        prepare=schools_judged,
        count=good_schools,
        breakdowns=("phase",),
        until=date(2024, 9, 1),
        ended_because="State-funded schools have had no overall judgement since September 2024.",
    ),
    Indicator(
        id="childcare_good_rate",
        title="Childcare judged good or outstanding",
        numerator="Childcare providers and childminders whose latest overall judgement was good or outstanding",
        denominator="Childcare providers and childminders with an overall judgement from 1 to 4",
        unit=Unit.PERCENT,
        decimals=0,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("inspections",),
        national="Ofsted, childcare providers and inspections: most recent overall effectiveness",
        owner="Head of early years",
        version=1,
        prepare=childcare_judged,
        count=good_childcare,
        breakdowns=("provider",),
        until=date(2025, 11, 9),
        ended_because="Childcare has been given report cards without an overall judgement since November 2025.",
    ),
)
