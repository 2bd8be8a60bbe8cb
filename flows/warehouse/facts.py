"""What a publication holds: values, measures, supply and milestones, with the dimensions that they point to.

Everything runs in the caller's transaction, the one that makes the publication: the database takes no row later.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd
from sqlalchemy import Connection

from expectations.values import GateCheck
from flows.warehouse.dimensions import ALL_SCHOOLS, authorities_on, put_area, put_schools
from flows.warehouse.statements import statement
from flows.warehouse.tables import copy_frame, copy_rows, read_frame
from transforms.breaks import breaks_of
from transforms.comparators import AreaKind, Comparator
from transforms.council_types import DISCLOSURE_CLASSES, WITHOUT_LEVEL, Council, Measure, Target
from transforms.coverage import SliceState
from transforms.figures import rounded
from transforms.indicators import INDICATORS
from transforms.indicators.indicator import FACTORS, Indicator
from transforms.measure_settings import Recorded, setting_changes
from transforms.performance import PerformanceRow
from transforms.quarters import Quarter
from transforms.reconcile import Reconciliation
from transforms.sentences import day_text
from transforms.series import FINAL, PROVISIONAL, figure_of

_REVISED = "revised"
_INTERNAL = "internal"
_PLACES = 6
_SOURCE = "Department for Education, local authority interactive tool"
_OF_NEIGHBOURS = (AreaKind.NEIGHBOURS, AreaKind.NEIGHBOUR)


# Provisional, revised or final, by indicator and breakdown item.
DataStatus = Mapping[tuple[str, str, str], str]


@dataclass(frozen=True)
class Keys:
    """Keys of the dimension rows that a publication's facts point to."""

    area: int
    quarters: dict[str, int]
    schools: dict[str, int]
    indicators: dict[str, int]
    breakdowns: dict[tuple[str, str], int]


def dimension_keys(connection: Connection, council: Council, values: pd.DataFrame) -> Keys:
    """Bring the dimensions up to date with what is to be published, and give the keys of their rows."""
    area = put_area(connection, council)
    quarters = {name: _put_quarter(connection, name) for name in _quarters_of(values)}
    schools = put_schools(connection, council, area)
    by_id = {indicator.id: _put_indicator(connection, indicator) for indicator in INDICATORS}
    connection.execute(statement("indicators_superseded"))
    items = {(part.breakdown, part.item) for measure in council.measures for part in measure.parts}
    items |= set(values[["breakdown", "item"]].drop_duplicates().itertuples(index=False, name=None))
    breakdowns = {pair: _put_breakdown(connection, *pair) for pair in sorted(items)}
    return Keys(area, quarters, schools, by_id, breakdowns)


def _quarters_of(values: pd.DataFrame) -> list[str]:
    return sorted(values["quarter"].unique())


def quarter_key(quarter: Quarter) -> int:
    """Key of a quarter's row: the year that its financial year starts in, then its number."""
    return quarter.year * 10 + quarter.number


def _put_quarter(connection: Connection, name: str) -> int:
    quarter = Quarter.parse(name)
    parameters = {
        "quarter_key": quarter_key(quarter),
        "quarter": name,
        "title": quarter.title,
        "start_date": quarter.start,
        "end_date": quarter.end,
        "financial_year": quarter.financial_year,
        "academic_year": quarter.academic_year,
        "quarter_number": quarter.number,
    }
    connection.execute(statement("quarter_put"), parameters)
    return quarter_key(quarter)


def _put_indicator(connection: Connection, indicator: Indicator) -> int:
    parameters = {
        "indicator_id": indicator.id,
        "version": indicator.version,
        "title": indicator.title,
        "numerator_definition": indicator.numerator,
        "denominator_definition": indicator.denominator,
        "unit": indicator.unit.value,
        "decimals": indicator.decimals,
        "polarity": indicator.polarity.value,
        "period_kind": indicator.period.value,
        "national_definition": indicator.national,
        "owner": indicator.owner,
        "factor": FACTORS.get(indicator.unit),
        "adds_up": indicator.adds_up,
        "last_day": indicator.until,
    }
    return connection.execute(statement("indicator_put"), parameters).scalar_one()


def _put_breakdown(connection: Connection, breakdown: str, item: str) -> int:
    parameters = {"breakdown": breakdown, "item": item}
    return connection.execute(statement("breakdown_put"), parameters).scalar_one()


def add_values(
    connection: Connection, publication_id: int, council: Council, quarter: str, values: pd.DataFrame, keys: Keys
) -> DataStatus:
    """Every indicator's figure by quarter, school and breakdown item (``transforms.series.FIGURE_COLUMNS``).

    A value that was returned without counts has none here either. Gives how settled each of the quarter's own figures
    for the whole council is.
    """
    before = _values_before(connection, council.slug, quarter)
    by_id = {indicator.id: indicator for indicator in INDICATORS}
    figures = [
        _figure(numerator, denominator, value, by_id[indicator_id], Quarter.parse(name))
        for indicator_id, name, numerator, denominator, value in zip(
            *(values[name] for name in ("indicator_id", "quarter", "numerator", "denominator", "value")), strict=True
        )
    ]
    pairs = zip(values["breakdown"], values["item"], strict=True)
    frame = pd.DataFrame(
        {
            "publication_id": publication_id,
            "indicator_key": values["indicator_id"].map(keys.indicators).to_numpy(),
            "quarter_key": values["quarter"].map(keys.quarters).to_numpy(),
            "area_key": keys.area,
            "school_key": values["school_urn"].map(keys.schools).to_numpy(),
            "breakdown_key": [keys.breakdowns[pair] for pair in pairs],
            "numerator": values["numerator"].to_numpy(),
            "denominator": values["denominator"].to_numpy(),
            "value": [value for value, _ in figures],
            "symbol": [symbol for _, symbol in figures],
            "is_history": (values["quarter"] != quarter).to_numpy(),
            "disclosure": disclosure_classes(values, council),
            **{name: values[name].to_numpy() for name in ("basis", "covers_from", "covers_to")},
        }
    )
    known = connection.execute(statement("issued_final"), {"council": council.slug}).scalars()
    finals = {quarter_key(Quarter.parse(name)) for name in known}
    frame = frame.assign(data_status=data_status(frame.assign(said=values["status"].to_numpy()), before, finals))
    copy_frame(connection, "mart.fact_indicator_value", frame)
    places = zip(values["indicator_id"], values["breakdown"], values["item"], strict=True)
    is_own = (~frame["is_history"] & frame["school_key"].eq(ALL_SCHOOLS)).tolist()
    return {place: status for place, status, own in zip(places, frame["data_status"], is_own, strict=True) if own}


def _figure(
    numerator: int | None, denominator: int | None, given: float | None, indicator: Indicator, quarter: Quarter
) -> tuple[float | None, str]:
    """The value at six decimal places, and the symbol that stands for it where there is none."""
    figure = figure_of(numerator, denominator, given, indicator, quarter)
    if figure.value is None:
        return None, "x" if figure.denominator is None else "z"
    return float(rounded(figure.value, _PLACES)), ""


def disclosure_classes(values: pd.DataFrame, council: Council) -> list[str]:
    """Each value's class. A school's own figures, and indicators that no measure shows, are internal."""
    classes = class_of_indicators(council)
    return [
        _INTERNAL if urn else classes.get(indicator_id, _INTERNAL)
        for indicator_id, urn in zip(values["indicator_id"], values["school_urn"], strict=True)
    ]


def class_of_indicators(council: Council) -> dict[str, str]:
    """The class of the measure that shows an indicator; of several, the strictest."""
    classes: dict[str, str] = {}
    for measure in council.measures:
        for part in measure.parts:
            known = classes.get(part.indicator, measure.disclosure)
            classes[part.indicator] = max(known, measure.disclosure, key=DISCLOSURE_CLASSES.index)
    return classes


def _values_before(connection: Connection, council: str, quarter: str) -> pd.DataFrame:
    """Values that the newest issued publications of this and earlier quarters gave."""
    return read_frame(connection, statement("values_before"), {"council": council, "quarter": quarter})


def data_status(frame: pd.DataFrame, before: pd.DataFrame, finals: Collection[int] = ()) -> list[str]:
    """Revised where an issued publication said otherwise; else final where an officer said so, else provisional.

    ``finals``: keys of quarters that a person made final. A value that nobody issued is not final by its quarter alone.
    """
    place = ["indicator_key", "quarter_key", "school_key", "breakdown_key"]
    joined = frame.merge(before, on=place, how="left", suffixes=("", "_before"), indicator="found")
    was_given = joined["found"].eq("both")
    same = pd.Series(True, index=joined.index)
    for name in ("numerator", "denominator"):
        same &= joined[name].astype("Int64").fillna(-1).eq(joined[f"{name}_before"].astype("Int64").fillna(-1))
    is_alone = joined["numerator"].isna()
    same &= ~is_alone | joined["value"].eq(joined["value_before"])
    is_final = joined["said"].eq(FINAL) | (joined["quarter_key"].isin(list(finals)) & was_given)
    return is_final.map({True: FINAL, False: PROVISIONAL}).mask(was_given & ~same, _REVISED).tolist()


def add_performance(
    connection: Connection,
    publication_id: int,
    council: Council,
    quarter: str,
    rows: Iterable[PerformanceRow],
    keys: Keys,
    settled: DataStatus,
) -> None:
    """The measures of the report, a row per part, in its order. ``settled``: as ``add_values`` gave it."""
    objectives = {objective.ref: objective.title for objective in council.objectives}
    classes = class_of_indicators(council)
    key = _put_quarter(connection, quarter)
    records = [
        {
            "publication_id": publication_id,
            "position": position,
            "objective_title": objectives[row.measure.objective],
            "officer": council.officer(row.measure.officer).name,
            "owners": ", ".join(f"{council.officer(each).name} ({each})" for each in row.measure.owners),
            "indicator_key": keys.indicators[row.indicator.id],
            "breakdown_key": keys.breakdowns[row.part.breakdown, row.part.item],
            "quarter_key": key,
            "area_key": keys.area,
            **_measure_columns(row.measure),
            "disclosure": classes[row.indicator.id],  # the strictest of all measures that show the same figure
            **_row_columns(row),
            "data_status": settled.get((row.indicator.id, row.part.breakdown, row.part.item), ""),
        }
        for position, row in enumerate(rows, start=1)
    ]
    if records:
        values = [tuple(record.values()) for record in records]
        copy_rows(connection, "mart.fact_performance", tuple(records[0]), values)


def _measure_columns(measure: Measure) -> dict[str, str]:
    return {
        "measure_ref": measure.ref,
        "objective_ref": measure.objective,
        "title": measure.title,
    }


def _row_columns(row: PerformanceRow) -> dict[str, object]:
    current = row.current
    return {
        "part": row.part.title,
        "unit": row.indicator.unit.value,
        "decimals": row.indicator.decimals,
        "last_year_actual": _kept(row.last_year),
        "same_period_last_year": _kept(row.same_period_last_year),
        "target": level_of(row.target),
        "target_upper": row.target.upper if row.target else None,
        "target_kind": row.target.kind if row.target else "",
        "current_value": _kept(current.value) if current else None,
        "numerator": current.numerator if current else None,
        "denominator": current.denominator if current else None,
        "symbol": _symbol(row),
        "forecast": _kept(row.forecast),
        "direction_of_travel": row.direction,
        "direction_reason": row.direction_reason,
        "progress": row.progress,
        "progress_reason": row.progress_reason,
        "progress_by_rule": row.rated.by_rule,
        "rated_by": row.rated.by,
        "significance": row.signal.word,
        "significance_reason": row.signal.reason,
        "expected_low": _kept(row.signal.low),
        "expected_high": _kept(row.signal.high),
        "reward": _kept(row.reward.whole) if row.reward else None,
        "reward_expected": _kept(row.reward.expected) if row.reward else None,
        "target_contradiction": row.contradiction,
        "no_figure_reason": row.no_figure_reason,
        "coverage": row.coverage,
        "basis": current.basis if current else "",
        "returned_by": current.words if current else "",
        "covers_from": current.covers[0] if current and current.covers else None,
        "covers_to": current.covers[1] if current and current.covers else None,
    }


def level_of(target: Target | None) -> str | None:
    """What figures are held against: nothing, where that would be a change from a figure that is not known."""
    if target is None or target.kind in WITHOUT_LEVEL:
        return None
    return _kept(Fraction(str(target.value)))


def _symbol(row: PerformanceRow) -> str:
    if row.current is None:
        return "x"
    return "" if row.current.value is not None else "z"


def _kept(value: Fraction | None) -> str | None:
    """A figure as the warehouse keeps it: six decimal places, half-up."""
    return None if value is None else str(rounded(value, _PLACES))


def add_supply(connection: Connection, publication_id: int, slices: Sequence[SliceState], day: date) -> None:
    """What arrived behind the publication: totals, findings and files of each slice, and releases as of ``day``."""
    for each in slices:
        parameters = {
            "publication_id": publication_id,
            "extract": each.extract,
            "supplier": each.supplier,
            "supplier_title": each.supplier_title,
            "covers": each.covers,
            "state": each.state,
            "reason": each.reason,
            "batch_id": each.batch_id,
            "rows_received": each.rows_received,
            "rows_loaded": each.rows_loaded,
            "rows_held": each.rows_held,
            "rows_duplicate": each.rows_duplicate,
            "rows_released": each.rows_released,
        }
        connection.execute(statement("data_quality_add"), parameters)
    batches = [each.batch_id for each in slices if each.batch_id is not None]
    parameters = {"publication_id": publication_id, "batches": batches}
    connection.execute(statement("finding_publish"), {**parameters, "day": day})
    connection.execute(statement("lineage_publish"), parameters)


def add_reconciliations(connection: Connection, publication_id: int, reconciliations: Sequence[Reconciliation]) -> None:
    """Where two sources of the same facts differ: findings for the people who can ask both."""
    columns = (
        *("publication_id", "extract", "supplier", "covers", "table_name"),
        *("rule_id", "severity", "rows_failed", "message", "fix"),
    )
    rows = [
        (publication_id, of.extract, "", of.covers, of.table, of.id, "flag", of.differing, of.words, of.fix)
        for of in reconciliations
        if of.differs
    ]
    copy_rows(connection, "mart.fact_finding", columns, rows)


def add_breaks(connection: Connection, publication_id: int, council: Council) -> None:
    """Days from which a measure's figures are not like those before."""
    rows = [
        (publication_id, measure.ref, each.first_day, each.reason)
        for measure in council.measures
        for each in {found.first_day: found for found in breaks_of(council, measure.ref)}.values()
    ]
    copy_rows(connection, "mart.fact_series_break", ("publication_id", "measure_ref", "first_day", "reason"), rows)


def add_setting_changes(connection: Connection, publication_id: int, council: Council) -> None:
    """Settings of measures that are not as the council's publications recorded them last."""
    found = connection.execute(statement("settings_recorded"), {"council": council.slug})
    recorded = {(row.measure_ref, row.setting): Recorded(row.value_now, row.value_before, row.reason) for row in found}
    rows = [(publication_id, *vars(change).values()) for change in setting_changes(council, recorded)]
    columns = (
        *("publication_id", "measure_ref", "setting", "value_before", "value_now"),
        *("changed_by", "changed_on", "reason"),
    )
    copy_rows(connection, "mart.fact_setting_change", columns, rows)


def add_milestones(connection: Connection, publication_id: int, council: Council) -> None:
    """The council's milestones as they stood."""
    names = {officer.initials: officer.name for officer in council.officers}
    rows = [
        (publication_id, m.objective, m.ref, m.title, m.due, names.get(m.officer, m.officer), m.progress, m.comment)
        for m in council.milestones
    ]
    columns = (
        "publication_id",
        "objective_ref",
        "milestone_ref",
        "title",
        "due_date",
        "officer",
        "progress",
        "comment",
    )
    copy_rows(connection, "mart.fact_milestone", columns, rows)


def add_comparators(
    connection: Connection, publication_id: int, compared: Iterable[Comparator], keys: Keys, listed: date | None
) -> None:
    """Published values of other areas. ``listed``: the day from which the list of neighbours is in force."""
    compared = tuple(compared)
    authorities = authorities_on(connection, {(each.la_code, each.period_end) for each in compared})
    of_list = f"; neighbours by the list in force from {day_text(listed)}" if listed else ""
    rows = [
        (
            publication_id,
            keys.indicators[each.indicator_id],
            each.area_name,
            each.period,
            each.value,
            f"{_SOURCE}: {each.series}" + (of_list if each.kind in _OF_NEIGHBOURS else ""),
            each.kind.value,
            each.period_end,
            each.areas,
            each.areas_of,
            each.rank,
            each.rank_of,
            each.quartile,
            each.median,
            each.change,
            each.best_quarter,
            each.best,
            authorities[each.la_code, each.period_end],
        )
        for each in compared
    ]
    columns = (
        *("publication_id", "indicator_key", "area_name", "period", "value", "source", "area_kind", "period_end"),
        *("areas", "areas_of", "national_rank", "national_rank_of", "quartile"),
        *("median", "change", "best_quarter", "best", "authority_key"),
    )
    copy_rows(connection, "mart.fact_comparator", columns, rows)


def add_gate(connection: Connection, publication_id: int, checks: Sequence[GateCheck]) -> None:
    """The checks that the values passed."""
    rows = [
        (publication_id, check.id, "stop" if check.stops else "flag", check.failed, check.message) for check in checks
    ]
    copy_rows(connection, "audit.gate", ("publication_id", "check_id", "severity", "failed", "message"), rows)
