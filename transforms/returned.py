"""Figures that officers return for indicators, in the place of those that no extract gives.

A counted figure always stands. A returned one takes its place where the council sends no extract that it could be
counted from, never where an extract is late or was rejected: that gap stays to be seen.
"""

from collections.abc import Callable, Sequence

import pandas as pd

from transforms.coverage import SliceState
from transforms.figures import rounded
from transforms.indicators.indicator import Indicator, Staged
from transforms.quarters import Quarter
from transforms.reconcile import Reconciliation
from transforms.sentences import day_text
from transforms.series import (
    COUNTED,
    FIGURE_COLUMNS,
    FINAL,
    PROVISIONAL,
    RETURNED,
    RETURNED_VALUE,
    as_counted,
    figure_of,
)
from transforms.spans import are_other_months

_EXTRACT, _TABLE = "council_returns", "core.returned_figure"
_PLACE = ["indicator_id", "quarter", "breakdown", "item"]
_MOST_NAMED = 3
_SETTLED = {"estimate": PROVISIONAL, "provisional": PROVISIONAL, "final": FINAL}


def returned_figures(
    staged: Staged, indicators: Sequence[Indicator], last: Quarter, name_of: Callable[[str], str]
) -> pd.DataFrame:
    """Figures returned for quarters' ends up to ``last``, as ``FIGURE_COLUMNS``.

    ``name_of``: an officer's initials. The days that a figure covers stay where they are other months than its
    indicator counts.
    """
    rows = staged.rows(_TABLE)
    quarters = [Quarter.containing(day.date()) for day in rows["data_to"]]
    is_of_quarter = [
        quarter <= last and quarter.end == day.date() for quarter, day in zip(quarters, rows["data_to"], strict=True)
    ]
    frame = pd.DataFrame(
        {
            "indicator_id": rows["indicator_id"],
            "quarter": pd.Series([str(quarter) for quarter in quarters], index=rows.index, dtype="str"),
            "school_urn": pd.Series("", index=rows.index, dtype="str"),
            **{name: rows[name] for name in ("breakdown", "item")},
            **{name: rows[name].astype("Int64") for name in ("numerator", "denominator")},
            "value": rows["value"].astype("Float64"),
            "basis": rows["value"].isna().map({True: RETURNED, False: RETURNED_VALUE}).astype("str"),
            **{name: rows[name] for name in ("covers_from", "covers_to")},
            "words": pd.Series([_words(row, name_of) for row in rows.to_dict("records")], rows.index, dtype="str"),
            "status": rows["status"].map(_SETTLED).fillna("").astype("str"),
        }
    )
    kept = frame[pd.Series(is_of_quarter, index=rows.index, dtype="bool")][list(FIGURE_COLUMNS)]
    return _without_usual_months(kept, indicators)


def _without_usual_months(figures: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    by_id = {indicator.id: indicator for indicator in indicators}
    columns = (figures[name] for name in ("indicator_id", "quarter", "covers_from", "covers_to"))
    is_other = [
        pd.notna(first)
        and pd.notna(last)
        and are_other_months(first.date(), last.date(), by_id[indicator_id].period, Quarter.parse(quarter))
        for indicator_id, quarter, first, last in zip(*columns, strict=True)
    ]
    kept = pd.Series(is_other, index=figures.index, dtype="bool")
    return figures.assign(**{name: figures[name].where(kept) for name in ("covers_from", "covers_to")})


def _words(row: dict, name_of: Callable[[str], str]) -> str:
    """Who stands behind a figure, in a sentence or two. The evidence is free text, and stays in core."""
    approver = row["approver"]
    approved = f"approved by {name_of(approver)}" if pd.notna(approver) else "not yet approved"
    span = ""
    if pd.notna(row["covers_from"]) and pd.notna(row["covers_to"]):
        span = f" It covers {day_text(row['covers_from'])} to {day_text(row['covers_to'])}."
    return f"Given by {name_of(row['officer'])} on {day_text(row['given_on'])}, {approved}.{span}"


def with_returned(
    values: pd.DataFrame, returned: pd.DataFrame, indicators: Sequence[Indicator], slices: Sequence[SliceState]
) -> pd.DataFrame:
    """Counted figures and, where there are none and no extract could give them, the returned ones: ``FIGURE_COLUMNS``.

    ``values`` are ``transforms.compute.VALUE_COLUMNS``.
    """
    counted = as_counted(values)
    stands = _in_pairs(returned, _may_stand(returned, indicators, slices)) & ~_in_pairs(returned, _pairs(values))
    taken = returned[stands]
    return pd.concat([counted, taken], ignore_index=True) if len(taken) else counted


def with_status(figures: pd.DataFrame, staged: Staged, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Figures, with what officers said of those that they return under a name of their own: provisional or final."""
    rows = staged.rows("core.council_return")
    settled = rows["status"].map(_SETTLED)
    said = {
        (name, str(Quarter.containing(day.date()))): status
        for name, day, status in zip(rows["return_id"], rows["data_to"], settled, strict=True)
        if pd.notna(status)
    }
    names = {indicator.id: indicator.return_id for indicator in indicators if indicator.return_id}
    keys = zip(figures["indicator_id"].map(names), figures["quarter"], strict=True)
    told = pd.Series([said.get(key, "") for key in keys], index=figures.index, dtype="str")
    return figures.assign(status=figures["status"].where(figures["status"].ne(""), told))


def _pairs(values: pd.DataFrame) -> set[tuple[str, str]]:
    return set(values[["indicator_id", "quarter"]].drop_duplicates().itertuples(index=False, name=None))


def _in_pairs(values: pd.DataFrame, pairs: set[tuple[str, str]]) -> pd.Series:
    keys = zip(values["indicator_id"], values["quarter"], strict=True)
    return pd.Series([key in pairs for key in keys], index=values.index, dtype="bool")


def _may_stand(
    returned: pd.DataFrame, indicators: Sequence[Indicator], slices: Sequence[SliceState]
) -> set[tuple[str, str]]:
    """Indicators and quarters for which the council sends no extract of at least one kind that is needed."""
    by_id = {indicator.id: indicator for indicator in indicators}
    return {
        (indicator_id, quarter)
        for indicator_id, quarter in _pairs(returned)
        if indicator_id in by_id and _is_not_sent(by_id[indicator_id], Quarter.parse(quarter), slices)
    }


def _is_not_sent(indicator: Indicator, quarter: Quarter, slices: Sequence[SliceState]) -> bool:
    """Whether an extract that is needed serves the quarter from nobody, late and rejected deliveries included.

    An indicator whose figures are returns by themselves may be given either way.
    """
    needed = [extract for extract in indicator.needs if extract != _EXTRACT]
    sent = {each.extract for each in slices if each.serves(quarter)}
    return not needed or any(extract not in sent for extract in needed)


def beside_counted(
    values: pd.DataFrame, returned: pd.DataFrame, indicators: Sequence[Indicator]
) -> tuple[Reconciliation, ...]:
    """Returned figures that do not stand: those that differ from the counted ones, and those that an extract owes.

    A comparison for each month that officers returned figures for. ``values``: as ``with_returned`` gives them.
    """
    by_id = {indicator.id: indicator for indicator in indicators}
    whole = values[values["school_urn"].eq("") & values["basis"].eq(COUNTED)]
    counted = whole.set_index(_PLACE)[["numerator", "denominator", "value"]].to_dict("index")
    standing = values.loc[values["basis"].ne(COUNTED), _PLACE]
    stands = set(standing.itertuples(index=False, name=None))
    found: dict[tuple[str, bool], list[str]] = {}
    for row in returned.to_dict("records"):
        place = tuple(row[name] for name in _PLACE)
        indicator = by_id[row["indicator_id"]]
        if place in stands or (place in counted and not _differ(row, counted[place], indicator)):
            continue
        found.setdefault((row["quarter"], place in counted), []).append(indicator.title)
    return tuple(_compared(quarter, is_counted, titles) for (quarter, is_counted), titles in sorted(found.items()))


def _differ(given: dict, counted: dict, indicator: Indicator) -> bool:
    """Whether the two differ in what a reader would see."""
    quarter = Quarter.parse(given["quarter"])
    ours = figure_of(counted["numerator"], counted["denominator"], None, indicator, quarter).value
    theirs = figure_of(given["numerator"], given["denominator"], given["value"], indicator, quarter).value
    if ours is None or theirs is None:
        return ours is not theirs
    return rounded(ours, indicator.decimals) != rounded(theirs, indicator.decimals)


def _compared(quarter: str, is_counted: bool, titles: Sequence[str]) -> Reconciliation:
    each = list(dict.fromkeys(titles))
    named = "; ".join(each[:_MOST_NAMED]) + (f"; and {len(each) - _MOST_NAMED} more" if len(each) > _MOST_NAMED else "")
    why = "differ from what is counted" if is_counted else "are owed by an extract that the council is to send"
    return Reconciliation(
        id="figures-returned-and-counted" if is_counted else "figures-returned-and-owed",
        extract=_EXTRACT,
        table=_TABLE,
        covers=f"{Quarter.parse(quarter).end:%Y-%m}",
        words=f"Returned figures {why}, and are not used: {named}.",
        fix="Ask the officer how the figure was worked out; leave it out of the return where the files give it.",
        differing=len(titles),
    )
