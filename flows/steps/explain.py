"""Explain: one figure of a publication, opened down to the files that it was counted from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection

from flows.report.model import INTERNAL
from flows.report.read import PublicationRows, Row, read_publication
from flows.steps.context import RunContext
from flows.steps.held import slice_of_supply
from flows.warehouse.statements import statement
from transforms.coverage import SliceState, slices_behind
from transforms.errors import UsageError
from transforms.figures import exact_value, shown, shown_range
from transforms.held_range import at_stake
from transforms.indicators import indicator_by_id
from transforms.indicators.indicator import AMOUNTS, FACTORS, Indicator
from transforms.periods import annual_scale
from transforms.quarters import Quarter
from transforms.sentences import day_text
from transforms.series import DIFFERENCE


@dataclass(frozen=True)
class ExplainedFile:
    """A file behind a figure."""

    table: str
    name: str
    sha256: str


@dataclass(frozen=True)
class ExplainedDelivery:
    """A delivery behind a figure: whose, of when, which batch, its control totals and files."""

    extract: str
    supplier: str
    covers: str
    state: str
    batch: int | None
    data_to: str
    taken_on: str
    rows: str
    files: tuple[ExplainedFile, ...]


@dataclass(frozen=True)
class ExplainedPart:
    """A part of a measure: the sum that makes its figure, what it counts in words, and why it is judged as it is."""

    title: str
    figure: str
    sum: str
    facts: tuple[tuple[str, str], ...]
    deliveries: tuple[ExplainedDelivery, ...]


@dataclass(frozen=True)
class Explained:
    """A measure of a publication, opened."""

    measure: str
    title: str
    quarter: str
    publication: int
    status: str
    made: str
    parts: tuple[ExplainedPart, ...]


def explain(run: RunContext, measure: str, publication_id: int) -> Explained:
    """Open a measure of a publication. Raises UsageError for one that it does not hold."""
    with run.engine.connect() as connection:
        rows = read_publication(connection, publication_id, INTERNAL)
        of_measure = [row for row in rows.performance if row["measure_ref"] == measure]
        if not of_measure:
            known = ", ".join(dict.fromkeys(row["measure_ref"] for row in rows.performance))
            raise UsageError(f"Publication {publication_id} holds no measure {measure}.", f"It holds {known}.")
        return _explained(run, connection, rows, of_measure)


def _explained(run: RunContext, connection: Connection, rows: PublicationRows, of_measure: Sequence[Row]) -> Explained:
    about = rows.publication
    made = f"{about['created_at']:%-d %B %Y %H:%M} UTC by version {about['code_version']}"
    return Explained(
        measure=of_measure[0]["measure_ref"],
        title=of_measure[0]["title"],
        quarter=about["quarter"],
        publication=about["publication_id"],
        status=about["status"],
        made=f"{made}, inputs {about['input_fingerprint'][:12]}",
        parts=tuple(_part(run, rows, row, _made_of(connection, row)) for row in of_measure),
    )


def _made_of(connection: Connection, row: Row) -> tuple[Row, ...]:
    """The two figures that a difference is made of, the one that is taken away last; none for other figures."""
    less = indicator_by_id(row["indicator_id"]).less
    if less is None or row["current_value"] is None or row["basis"] != DIFFERENCE:
        return ()
    place = {name: row[name] for name in ("publication_id", "breakdown", "item")}
    found = connection.execute(statement("explain_parts"), {**place, "indicators": list(less)}).mappings()
    by_id = {each["indicator_id"]: dict(each) for each in found}
    return tuple(by_id[each] for each in less)


def _part(run: RunContext, rows: PublicationRows, row: Row, made_of: Sequence[Row]) -> ExplainedPart:
    indicator, quarter = indicator_by_id(row["indicator_id"]), Quarter.parse(rows.publication["quarter"])
    slices = {slice_of_supply(run, each): each for each in rows.supplies if each["data_to"] is not None}
    behind = slices_behind(indicator, quarter, list(slices))
    scale = annual_scale(indicator.period, quarter)
    value = _value(row, indicator, scale)
    return ExplainedPart(
        title=row["part"],
        figure="no figure" if value is None else shown(value, indicator.unit, indicator.decimals),
        sum=_difference(made_of, scale) if made_of else _sum(row, indicator, scale),
        facts=tuple(
            (name, words)
            for name, words in (
                *_facts(row, indicator, scale, quarter, list(slices)),
                *_facts_of(made_of, scale, quarter, list(slices)),
            )
            if words
        ),
        deliveries=tuple(_delivery(slices[each], each, rows.lineage) for each in behind),
    )


def _value(row: Row, indicator: Indicator, scale: Fraction) -> Fraction | None:
    """The exact value where it was counted; as an officer gave it where they gave no counts."""
    if row["numerator"] is not None:
        return exact_value(row["numerator"], row["denominator"], indicator.unit, scale)
    return None if row["current_value"] is None else Fraction(str(row["current_value"]))


def _sum(row: Row, indicator: Indicator, scale: Fraction) -> str:
    """``113 ÷ 3,200 × 10,000``, and what a year's part is multiplied by; nothing for a value without counts."""
    if row["numerator"] is None:
        return ""
    counted = f"{row['numerator']:,}"
    if indicator.unit not in AMOUNTS:
        counted = f"{counted} ÷ {row['denominator']:,} × {FACTORS[indicator.unit]:,}"
    return counted if scale == 1 else f"{counted} × {scale.numerator}/{scale.denominator} (days of the year so far)"


def _difference(made_of: Sequence[Row], scale: Fraction) -> str:
    """``60 ÷ 100 × 100 − 5 ÷ 20 × 100``; nothing where one of the two came without counts."""
    sums = [_sum(each, indicator_by_id(each["indicator_id"]), scale) for each in made_of]
    return " − ".join(sums) if all(sums) else ""


def _facts_of(
    made_of: Sequence[Row], scale: Fraction, quarter: Quarter, slices: Sequence[SliceState]
) -> Iterator[tuple[str, str]]:
    """Each of the two figures that a difference is made of, and what held rows could do to it."""
    for name, each in zip(("Made of", "Less"), made_of, strict=False):
        indicator = indicator_by_id(each["indicator_id"])
        value = _as_shown(each["value"], indicator)
        yield name, f"{indicator.title}, {value}: {indicator.numerator}. Out of: {indicator.denominator}"
        yield "Held rows", _held(each, indicator, scale, quarter, slices)


def _facts(
    row: Row, indicator: Indicator, scale: Fraction, quarter: Quarter, slices: Sequence[SliceState]
) -> Iterator[tuple[str, str]]:
    """What is known of a part besides its sum, each under its name."""
    yield "Counted", row["numerator_definition"] or ""
    yield "Out of", row["denominator_definition"] or ""
    if row["breakdown"] != "Total":
        yield "Only", f"{row['breakdown']}: {row['item']}"
    yield "Period", f"{row['period_kind']}, to {day_text(quarter.end)}"
    yield "Definition", f"{row['national_definition']} ({indicator.id}, version {row['version']})"
    yield "Given", row["returned_by"] or ""
    yield "No figure", row["no_figure_reason"] or ""
    yield "Data", f"{row['coverage']}. {(row['data_status'] or '').capitalize()}".strip(". ")
    yield "Held rows", _held(row, indicator, scale, quarter, slices)
    if row["target"] is not None:
        yield "Target", f"{row['target_kind']} of {_aim(row, indicator)}"
    if row["forecast"] is not None:
        yield "Forecast", _as_shown(row["forecast"], indicator)
    yield "Direction", f"{row['direction_of_travel']}. {row['direction_reason']}".rstrip(". ") + "."
    yield "Chance", f"{row['significance'] or 'Not tested'}. {row['significance_reason']}".strip()
    yield "Progress", f"{row['progress']}. {row['progress_reason']}".strip()
    yield "Rated by", row["rated_by"]


def _aim(row: Row, indicator: Indicator) -> str:
    if row["target_upper"] is None:
        return _as_shown(row["target"], indicator)
    ends = Fraction(str(row["target"])), Fraction(str(row["target_upper"]))
    return shown_range(*ends, indicator.unit, indicator.decimals)


def _held(row: Row, indicator: Indicator, scale: Fraction, quarter: Quarter, slices: Sequence[SliceState]) -> str:
    if row["numerator"] is None:
        return ""
    words = at_stake(indicator, row["numerator"], row["denominator"], scale, quarter, slices).words
    return f"{words[:1].upper()}{words[1:]}."


def _as_shown(value: object, indicator: Indicator) -> str:
    return shown(Fraction(str(value)), indicator.unit, indicator.decimals)


def _delivery(supply: Row, state: SliceState, lineage: Sequence[Row]) -> ExplainedDelivery:
    key = state.extract, state.supplier, state.covers
    files = [each for each in lineage if (each["extract"], each["supplier"], each["covers"]) == key]
    loaded, held, twice = supply["rows_loaded"], supply["rows_held"], supply["rows_duplicate"]
    return ExplainedDelivery(
        extract=state.extract,
        supplier=supply["supplier_title"],
        covers=state.covers,
        state=supply["state"],
        batch=supply["batch_id"],
        data_to=day_text(state.data_to),
        taken_on=day_text(files[0]["taken_on"]) if files else "",
        rows=f"{supply['rows_received']:,} = {loaded:,} loaded + {held:,} held + {twice:,} duplicate",
        files=tuple(ExplainedFile(each["table_name"], each["file_name"], each["sha256"]) for each in files),
    )
