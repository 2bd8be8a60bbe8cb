"""A report of forty measures and thirty charts, without a database: the size of a full quarter. All is made up."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from flows.report.build import compose
from flows.report.model import Report
from flows.report.read import PublicationRows, Row
from transforms.council_types import Commentary, Council, Measure, Narrative, Objective, Officer, Part, Section
from transforms.indicators.indicator import Period, Polarity, Unit
from transforms.quarters import Quarter, quarter_range

MEASURES, CHARTS = 40, 30
_QUARTER = Quarter(2025, 1)
_QUARTERS = quarter_range(_QUARTER.plus(-12), _QUARTER)
_OBJECTIVES = 6
_SUPPLIES = 60
_KINDS = (
    (Unit.PERCENT, 1, Period.ACADEMIC_YEAR, Polarity.HIGHER),
    (Unit.COUNT, 0, Period.FINANCIAL_YEAR, Polarity.LOWER),
    (Unit.PER_10_000, 1, Period.SNAPSHOT, Polarity.NEUTRAL),
    (Unit.PERCENT, 0, Period.CALENDAR_YEAR, Polarity.HIGHER),
)
_RATINGS = ("On track", "Uncertain", "Off track", "Not rated")
_WORDS = (
    "The teams met their schools each month, and plans of all children were read again in May. Two services moved into "
    "one building, so that families are seen where they live. Figures are expected to follow in the autumn."
)
_MADE = datetime(2025, 7, 16, 8, 5, tzinfo=UTC)


def made_up_report() -> Report:
    """The internal report of an invented council."""
    return compose(_rows(), _council(), _narrative(), tuple(_commentary()), "internal", {})


def _rows() -> PublicationRows:
    return PublicationRows(
        publication=_publication(),
        performance=[_performance(number) for number in range(MEASURES)],
        withheld=(),
        trend=[row for number in range(MEASURES) for row in _trend(number)],
        milestones=[_milestone(number) for number in range(20)],
        supplies=[_supply(number) for number in range(_SUPPLIES)],
        findings=[_finding(number) for number in range(30)],
        lineage=[_file(number) for number in range(_SUPPLIES)],
        comparators=[row for number in range(0, MEASURES, 2) for row in _compared(number)],
    )


def _ref(number: int) -> tuple[str, str]:
    objective = f"PED{number % _OBJECTIVES + 1:02d}"
    return objective, f"{objective} {number // _OBJECTIVES + 1:02d}"


def _order() -> list[int]:
    return sorted(range(MEASURES), key=_ref)


def _title(number: int) -> str:
    return f"Children and young people counted for measure {number + 1}"


def _values(number: int) -> tuple[Decimal, ...]:
    """Figures that go up and down; of one quarter alone for a measure without a chart."""
    values = tuple(Decimal(40 + number + (7 * place * (number + 3)) % 11) for place in range(len(_QUARTERS)))
    return values if number < CHARTS else values[-1:]


def _publication() -> Row:
    return {
        "publication_id": 1, "council": "made-up", "council_name": "Made-up", "quarter": str(_QUARTER),
        "quarter_title": _QUARTER.title, "start_date": _QUARTER.start, "end_date": _QUARTER.end, "status": "draft",
        "created_at": _MADE, "frozen_at": None, "frozen_by": "", "issued_at": None, "issued_by": "",
        "input_fingerprint": "3f9a" * 16, "code_version": "",
    }  # fmt: skip


def _counts(number: int, value: Decimal) -> tuple[int, int | None]:
    unit = _KINDS[number % len(_KINDS)][0]
    return (int(value), None) if unit == Unit.COUNT else (int(value * 20), 2000)


def _performance(place: int) -> Row:
    number = _order()[place]
    objective, ref = _ref(number)
    unit, decimals, period, polarity = _KINDS[number % len(_KINDS)]
    now = _values(number)[-1]
    before = _values(number)[-5] if number < CHARTS else None
    numerator, denominator = _counts(number, now)
    return {
        "measure_ref": ref, "part": "Total", "position": place, "objective_ref": objective,
        "objective_title": f"Objective {objective[-2:]} of the plan", "title": _title(number), "officer": "AB",
        "indicator_key": number, "breakdown_key": 1, "unit": unit, "decimals": decimals, "last_year_actual": before,
        "same_period_last_year": before, "target": Decimal(50), "target_upper": None, "target_kind": "level",
        "current_value": now,
        "numerator": numerator, "denominator": denominator, "symbol": "", "forecast": now,
        "direction_of_travel": "Better" if before else "Not comparable", "progress": _RATINGS[number % len(_RATINGS)],
        "progress_reason": f"The figure, {now}, is held against the target of 50.", "progress_by_rule": "",
        "rated_by": "", "significance": "No significant change", "significance_reason": "It is within what is usual.",
        "expected_low": now - 9, "expected_high": now + 9, "reward": None, "reward_expected": None,
        "target_contradiction": "", "basis": "counted", "returned_by": "", "covers_from": None, "covers_to": None,
        "owners": "", "data_status": "provisional", "no_figure_reason": "",
        "coverage": "Complete", "disclosure": "none",
        "indicator_id": f"indicator_{number}", "polarity": polarity, "period_kind": period,
        "numerator_definition": "Children who were counted once each",
        "denominator_definition": "Children who live in the area" if denominator else "",
        "national_definition": "As the Department for Education publishes it", "breakdown": "Total", "item": "Total",
    }  # fmt: skip


def _trend(number: int) -> Iterator[Row]:
    values = _values(number)
    for quarter, value in zip(_QUARTERS[-len(values) :], values, strict=True):
        numerator, denominator = _counts(number, value)
        yield {
            "indicator_key": number, "breakdown_key": 1, "quarter": str(quarter), "value": value,
            "numerator": numerator, "denominator": denominator, "symbol": "", "covers_from": None,
        }  # fmt: skip


def _compared(number: int) -> Iterator[Row]:
    for kind, area in (("own", "Made-up"), ("neighbours", "Statistical neighbours"), ("england", "England")):
        for year in range(2021, 2025):
            yield {
                "indicator_key": number, "area_kind": kind, "area_name": area, "period": f"{year}/{year % 100 + 1}",
                "period_end": date(year + 1, 3, 31), "value": Decimal(40 + number % 7 + year % 5), "areas": None,
                "areas_of": None, "median": None, "national_rank": None, "national_rank_of": None, "quartile": None,
                "best_quarter": None, "best": None, "change": Decimal(1), "source": "Published figures, made up",
            }  # fmt: skip


def _milestone(number: int) -> Row:
    objective, _ = _ref(number)
    return {
        "objective_ref": objective, "milestone_ref": f"{objective}{chr(ord('a') + number // _OBJECTIVES)}",
        "title": f"Agree step {number + 1} of the plan with all who take part in it", "due_date": date(2026, 3, 31),
        "officer": "AB", "progress": _RATINGS[number % len(_RATINGS)], "comment": _WORDS,
    }  # fmt: skip


def _supply(number: int) -> Row:
    return {
        "batch_id": number, "extract": "attendance_register", "supplier": str(900001 + number),
        "supplier_title": f"School {number + 1}", "covers": "2024/25 summer", "state": "loaded", "reason": "",
        "rows_received": 41203 + number, "rows_loaded": 41189, "rows_held": 12, "rows_duplicate": 2,
        "rows_released": 0, "findings_stop": 0, "findings_hold": 1, "findings_flag": 0, "data_to": _QUARTER.end,
    }  # fmt: skip


def _finding(number: int) -> Row:
    return {
        "extract": "attendance_register", "supplier": str(900001 + number), "covers": "2024/25 summer",
        "table_name": "marks", "rule_id": "mark-not-in-code-list", "severity": "hold", "rows_failed": 12,
        "rows_released": 0, "released": "", "message": "The mark is not one of the national attendance codes.",
        "fix": "Put the mark right in the register.",
    }  # fmt: skip


def _file(number: int) -> Row:
    return {
        "extract": "attendance_register", "supplier": str(900001 + number), "covers": "2024/25 summer",
        "batch_id": number, "table_name": "marks", "file_name": "marks.csv.gz", "sha256": f"{number:02d}" * 32,
        "data_to": _QUARTER.end, "taken_on": date(2025, 7, 4),
    }  # fmt: skip


def _council() -> Council:
    refs = [_ref(number) for number in _order()]
    return Council(
        slug="made-up", name="Made-up", la_code="999", gss_code="E06999999", region="North West", synthetic=True,
        minimum_coverage=0.95, officers=(Officer("AB", "Alex Brown", "Head of Service"),), supplies=(), schools=(),
        half_terms=(), population=(),
        objectives=tuple(Objective(each, f"Objective {each[-2:]} of the plan") for each, _ in dict(refs).items()),
        measures=tuple(
            Measure(ref, objective, _title(number), "AB", (Part("Total", f"indicator_{number}"),), "none", "AB")
            for number, (objective, ref) in zip(_order(), refs, strict=True)
        ),
        targets=(), milestones=(),
    )  # fmt: skip


def _narrative() -> Narrative:
    sections = tuple(Section(f"Development {number}", (_WORDS, _WORDS)) for number in range(1, 6))
    return Narrative((_WORDS, _WORDS), sections, sections, (_WORDS,), (_WORDS,))


def _commentary() -> Iterator[Commentary]:
    for number in range(MEASURES):
        yield Commentary(_ref(number)[1], str(_QUARTER), "AB", date(2025, 7, 14), f"{_WORDS}\n\n{_WORDS}")
