"""A sample publication's rows, as the warehouse would give them, for tests of the report. All figures are invented."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from flows.report.build import compose
from flows.report.model import Report
from flows.report.read import PublicationRows, Row, Rows
from transforms.council_types import Commentary, Council, Measure, Narrative, Objective, Officer, Part, Section
from transforms.quarters import Quarter, quarter_range

QUARTER = Quarter(2025, 1)
QUARTERS = quarter_range(QUARTER.plus(-12), QUARTER)
PERIODS = {
    "academic": "academic year to date",
    "financial": "financial year to date",
    "snapshot": "snapshot at quarter end",
}
OBJECTIVES = {
    "PED01": "Every child attends school and is ready to learn",
    "PED02": "Children who come into care have stable homes near their families",
}

MEASURES = """
ref      | title                                                     | of | unit       | places | polarity | period
PED01 01 | Overall attendance                                        | RS | percent    | 1      | higher   | academic
PED01 02 | Pupils persistently absent                                | RS | percent    | 1      | lower    | academic
PED01 03 | Pupils severely absent                                    | RS | percent    | 1      | lower    | academic
PED02 01 | Children looked after per 10,000 children                 | JT | per 10,000 | 0      | neutral  | snapshot
PED02 02 | Children looked after                                     | JT | count      | 0      | neutral  | snapshot
PED02 03 | Children who started to be looked after                   | JT | count      | 0      | lower    | financial
PED02 04 | Children looked after in residential care                 | MK | count      | 0      | lower    | snapshot
PED02 05 | Children looked after with independent fostering agencies | MK | count      | 0      | lower    | snapshot
"""
PARTS = """
ref      | part      | target | kind    | progress  | values of thirteen quarters, a dash where there is none
PED01 01 | Total     | 93.0   | level   | Uncertain | 93.1 93.6 93.0 92.4 92.2 93.9 93.2 92.6 91.8 94.0 93.3 92.7 92.4
PED01 01 | Primary   | 95.0   | level   | Uncertain | 94.4 95.1 94.8 94.2 94.0 95.2 94.9 94.3 93.9 95.4 95.0 94.5 94.3
PED01 01 | Secondary | 92.0   | level   | Uncertain | 91.3 92.0 91.2 90.5 90.2 92.6 91.4 90.6 89.6 92.4 91.5 90.9 90.6
PED01 01 | Special   | -      |         | Not rated | 87.9 89.2 88.4 87.3 87.2 89.9 88.0 87.4 87.1 88.9 88.2 87.7 87.5
PED01 01 | PRU       | -      |         | Not rated | 64.0 - 66.2 62.0 61.5 70.0 66.0 63.0 62.2 68.8 65.5 63.4 61.0
PED01 02 | Total     | 20.0   | level   | Off track | 20.8 16.9 19.8 21.5 21.9 16.2 19.6 21.8 23.0 16.0 19.3 21.7 22.4
PED01 03 | Total     | 2.0    | level   | Uncertain | 1.7 1.2 1.6 1.8 1.9 1.3 1.8 2.0 2.1 1.5 2.0 2.3 2.4
PED02 01 | Total     | 98     | ceiling | On track  | 88 90 89 91 92 94 93 95 94 96 97 98 97
PED02 02 | Total     | -      |         | Not rated | 269 275 272 278 281 287 284 290 288 294 297 300 298
PED02 03 | Total     | 105    | ceiling | Off track | 24 49 71 98 26 52 80 103 27 55 79 101 31
PED02 04 | Total     | 30     | level   | Uncertain | 26 27 27 29 30 31 31 33 34 34 33 33 32
PED02 05 | Total     | 60     | level   | Not rated | 52 55 54 57 58 57 59 61 60 62 63 61 -
"""
REASONS = {
    (
        "PED01 01",
        "Total",
    ): "The figure, 92.4%, misses the target of 93.0% by 0.6 points, within the margin of 2.0 points.",
    (
        "PED01 02",
        "Total",
    ): "The figure, 22.4%, misses the target of 20.0% by 2.4 points, more than the margin of 2.0 points.",
    (
        "PED01 03",
        "Total",
    ): "The figure, 2.4%, misses the target of 2.0% by 0.4 points, within the margin of 0.5 points.",
    ("PED02 01", "Total"): "The figure, 97 per 10,000, meets the ceiling of 98 per 10,000.",
    (
        "PED02 03",
        "Total",
    ): "The forecast for the year, 127, misses the ceiling of 105 by 22, more than the margin of 11.",
    ("PED02 04", "Total"): "The figure, 32, misses the target of 30 by 2, within the margin of 3.",
    ("PED02 05", "Total"): "There is no figure this quarter.",
}


@dataclass(frozen=True)
class Spec:
    """A row of the tables above: one part of one measure."""

    ref: str
    part: str
    title: str
    officer: str
    unit: str
    decimals: int
    polarity: str
    period: str
    target: Decimal | None
    target_kind: str
    progress: str
    values: tuple[Decimal | None, ...]

    @property
    def objective(self) -> str:
        return self.ref[:5]

    @property
    def reason(self) -> str:
        return REASONS.get((self.ref, self.part), "No target is set.")

    @property
    def now(self) -> Decimal | None:
        return self.values[-1]

    @property
    def a_year_ago(self) -> Decimal | None:
        return self.values[-5]


def _lines(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


def _number(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def _specs() -> tuple[Spec, ...]:
    measures = {ref: rest for ref, *rest in _lines(MEASURES)}
    specs = []
    for ref, part, target, kind, progress, values in _lines(PARTS):
        title, officer, unit, decimals, polarity, period = measures[ref]
        numbers = tuple(_number(value) for value in values.split())
        specs.append(
            Spec(ref, part, title, officer, unit, int(decimals), polarity, PERIODS[period], _number(target), kind,
                 progress, numbers)
        )  # fmt: skip
    return tuple(specs)


SPECS = _specs()
HIDDEN = ("PED02 04", "PED02 05")
NO_FIGURE = "Children's case management system: the June file lacks the column PLACE_PROVIDER."


def sample_council() -> Council:
    """A council with the officers, objectives and measures of the sample publication, and nothing else."""
    officers = (
        Officer("AP", "Amina Patel", "Director of Children's Services"),
        Officer("RS", "Rachel Stone", "Head of Education Inclusion"),
        Officer("JT", "Jonas Thwaite", "Head of Children in Care"),
        Officer("MK", "Moira Keane", "Placements Commissioning Manager"),
    )
    return Council(
        slug="merebridge", name="Merebridge", la_code="999", gss_code="E06999999", region="North West", synthetic=True,
        minimum_coverage=0.95, officers=officers, supplies=(), schools=(), half_terms=(), population=(),
        objectives=tuple(Objective(ref, title) for ref, title in OBJECTIVES.items()), measures=_measures(), targets=(),
        milestones=(),
    )  # fmt: skip


def _measures() -> tuple[Measure, ...]:
    found: dict[str, Measure] = {}
    for spec in SPECS:
        parts = (*(found[spec.ref].parts if spec.ref in found else ()), Part(spec.part, "indicator"))
        found[spec.ref] = Measure(spec.ref, spec.objective, spec.title, spec.officer, parts, "none", "AP")
    return tuple(found.values())


def sample_narrative() -> Narrative:
    """A page or so of a council's words."""
    return Narrative(
        introduction=(
            "This report tells the board how Merebridge did in April to June 2025 against the Children's Plan.",
            "Figures are provisional until the national returns are agreed in the autumn.",
        ),
        key_developments=(
            Section("Family hubs", ("The third family hub opened at Northgate in May.",)),
            Section(
                "Attendance campaign", ("Every secondary school has an attendance officer.", "Schools meet monthly.")
            ),
        ),
        emerging_issues=(Section("Foster homes", ("Six fostering households retired and four were approved.",)),),
        equality=("Attendance of pupils with an EHC plan is reported to the board twice a year.",),
        financial_summary=("The service forecasts an overspend of £1.2 million on residential placements.",),
        school_improvement=(Section("Inspections", ("Ofsted inspected one school, which stays good.",)),),
    )


def sample_commentary() -> tuple[Commentary, ...]:
    """Comments of three officers on this quarter, and one on another quarter that must not show."""
    attendance = (
        "Attendance has recovered by half a point since last summer.\n\n"
        "Secondary schools account for most of the gap; the campaign should show in the autumn."
    )
    entries = "Two large sibling groups came into care in May. The edge-of-care team reviews each entry."
    return (
        Commentary("PED01 01", str(QUARTER), "RS", date(2025, 7, 14), attendance),
        Commentary("PED01 01", "2024-25-Q4", "RS", date(2025, 4, 9), "Last quarter's words."),
        Commentary("PED02 03", str(QUARTER), "JT", date(2025, 7, 15), entries),
        Commentary("PED02 04", str(QUARTER), "MK", date(2025, 7, 15), "Two moves to fostering are planned for August."),
    )


def sample_rows(audience: str, status: str = "draft", **changes: Rows | Row) -> PublicationRows:
    """The rows that `read_publication` gives an audience. An issued one restates publication 9."""
    shown = [spec for spec in SPECS if audience != "public" or spec.ref not in HIDDEN]
    hidden = [spec for spec in SPECS if audience == "public" and spec.ref in HIDDEN]
    rows = PublicationRows(
        publication=_publication(status),
        performance=[_performance(spec, index) for index, spec in enumerate(shown)],
        withheld=[_withheld(spec) for spec in hidden],
        trend=[row for spec in shown for row in _trend(spec)],
        milestones=_milestones(),
        supplies=_supplies(),
        findings=_findings(),
        lineage=_lineage(),
        decisions=_decisions(status),
        restatement=_restatement(audience) if status == "issued" else (),
        revisions=_revisions(),
        beside_performance=[_said_before(spec, index) for index, spec in enumerate(shown)],
        beside_supplies=_supplies(),
        schools=_schools(),
        before={**_publication("issued"), "publication_id": 7, "quarter_title": QUARTER.plus(-1).title},
        before_performance=[_last_report(spec, index) for index, spec in enumerate(shown)],
    )
    return replace(rows, **changes)


def _last_report(spec: Spec, position: int) -> Mapping[str, Any]:
    """What the last report says: the same ratings, but for three."""
    otherwise = {"PED02 01": "Uncertain", "PED02 03": "Uncertain", "PED02 05": "Off track"}
    return {**_performance(spec, position), "progress": otherwise.get(spec.ref, spec.progress)}


def frozen_beside() -> dict[str, Any]:
    """A frozen publication for a draft to lie beside; what it says of measures and supplies is in every sample."""
    return {**_publication("frozen"), "publication_id": 11}


def sample_report(audience: str = "internal", status: str = "draft", **changes: Rows | Row) -> Report:
    """The whole sample report."""
    rows = sample_rows(audience, status, **changes)
    return compose(rows, sample_council(), sample_narrative(), sample_commentary(), audience, _EXTRACTS_OF)


_EXTRACTS_OF = {
    spec.title: ("attendance_register",) if spec.period == PERIODS["academic"] else ("ssda903",) for spec in SPECS
}


def _withheld(spec: Spec) -> dict[str, Any]:
    return {
        "measure_ref": spec.ref, "objective_ref": spec.objective, "objective_title": OBJECTIVES[spec.objective],
        "title": spec.title,
    }  # fmt: skip


def _key(spec: Spec) -> tuple[int, int]:
    return [each.ref for each in SPECS].index(spec.ref) + 1, [each.part for each in SPECS].index(spec.part) + 1


def _counts(value: Decimal | None, unit: str) -> tuple[int | None, int | None]:
    if value is None:
        return None, None
    denominator = {"percent": 2000, "per 10,000": 30600}.get(unit)
    factor = {"percent": 100, "per 10,000": 10000}.get(unit, 1)
    return round(value * (denominator or 1) / factor), denominator


def _publication(status: str) -> dict[str, Any]:
    frozen = datetime(2025, 7, 18, 9, 30, tzinfo=UTC) if status in ("frozen", "issued") else None
    issued = datetime(2025, 7, 21, 9, 30, tzinfo=UTC) if status == "issued" else None
    return {
        "publication_id": 12, "council": "merebridge", "council_name": "Merebridge", "quarter": str(QUARTER),
        "quarter_title": QUARTER.title, "start_date": QUARTER.start, "end_date": QUARTER.end, "status": status,
        "created_at": datetime(2025, 7, 16, 8, 5, tzinfo=UTC), "frozen_at": frozen, "frozen_by": "Amina Patel",
        "issued_at": issued, "issued_by": "Amina Patel", "input_fingerprint": "3f9a" * 16, "code_version": "2026.11.0",
    }  # fmt: skip


def _direction(spec: Spec) -> str:
    now, then = spec.now, spec.a_year_ago
    if now is None or then is None:
        return "Not comparable"
    if now == then:
        return "Same"
    if spec.polarity == "neutral":
        return "Higher" if now > then else "Lower"
    return "Better" if (now > then) == (spec.polarity == "higher") else "Worse"


def _performance(spec: Spec, position: int) -> Mapping[str, Any]:
    numerator, denominator = _counts(spec.now, spec.unit)
    indicator_key, breakdown_key = _key(spec)
    is_academic = spec.period == PERIODS["academic"]
    return {
        "measure_ref": spec.ref, "part": spec.part, "position": position, "objective_ref": spec.objective,
        "objective_title": OBJECTIVES[spec.objective], "title": spec.title, "officer": spec.officer,
        "indicator_key": indicator_key, "breakdown_key": breakdown_key, "unit": spec.unit, "decimals": spec.decimals,
        "last_year_actual": spec.a_year_ago if is_academic else spec.values[-2],
        "same_period_last_year": spec.a_year_ago, "target": spec.target, "target_upper": None,
        "target_kind": spec.target_kind,
        "current_value": spec.now, "numerator": numerator, "denominator": denominator,
        "symbol": "" if spec.now is not None else "x",
        "forecast": Decimal(127) if spec.ref == "PED02 03" else spec.now, "direction_of_travel": _direction(spec),
        "progress": spec.progress, "progress_reason": spec.reason, "progress_by_rule": "", "rated_by": "",
        **_signal(spec), "reward": None, "reward_expected": None, "target_contradiction": "",
        "basis": "counted" if spec.now is not None else "", "returned_by": "", "covers_from": None, "covers_to": None,
        "owners": "", "data_status": "provisional" if spec.now is not None else "",
        "no_figure_reason": "" if spec.now is not None else NO_FIGURE,
        "coverage": "10 of 10 schools, 100.0% of pupils" if is_academic else "Complete", "disclosure": "none",
        "version": 1, "indicator_id": spec.title, "polarity": spec.polarity, "period_kind": spec.period,
        "numerator_definition": "What is counted", "denominator_definition": "What it is out of" if denominator else "",
        "national_definition": "As the Department for Education publishes it", "breakdown": "Total", "item": "Total",
    }  # fmt: skip


def _signal(spec: Spec) -> dict[str, Any]:
    """A snapshot is tested and has an expected range; the rest is as many figures are."""
    if "snapshot" in spec.period and spec.now is not None:
        return {
            "significance": "Significant change: concern", "significance_reason": "It lies outside the expected range.",
            "expected_low": spec.now - 9, "expected_high": spec.now - 1,
        }  # fmt: skip
    return {
        "significance": "Not tested", "significance_reason": "It is made once a year.",
        "expected_low": None, "expected_high": None,
    }  # fmt: skip


def _trend(spec: Spec) -> list[dict[str, Any]]:
    """As the warehouse has it: no row for a quarter without a figure."""
    indicator_key, breakdown_key = _key(spec)
    rows = []
    for quarter, value in zip(QUARTERS, spec.values, strict=True):
        numerator, denominator = _counts(value, spec.unit)
        if value is not None:
            rows.append({
                "indicator_key": indicator_key, "breakdown_key": breakdown_key, "quarter": str(quarter), "value": value,
                "numerator": numerator, "denominator": denominator, "symbol": "",
                "covers_from": None,
            })  # fmt: skip
    return rows


def _schools() -> list[dict[str, Any]]:
    """Two large primary schools of which one is far off, and figures of sessions, which are not compared.

    One of them excluded pupils, and owes targets of children in care.
    """
    whole = {"breakdown": "Total", "item": "Total"}
    shown = {"title": "Pupils persistently absent", "phase": "Primary", **whole}
    southgate = {"phase": "Primary", "urn": "2", "school_name": "Southgate"}
    excluded = {"indicator_id": "permanent_exclusions", "title": "Permanent exclusions", **southgate}
    of_reason = {**excluded, "breakdown": "reason", "denominator": None}
    return [
        {"indicator_id": "persistent_absence_rate", **shown, "urn": "1", "school_name": "Northgate", "numerator": 60,
         "denominator": 400},
        {"indicator_id": "persistent_absence_rate", **shown, "urn": "2", "school_name": "Southgate", "numerator": 160,
         "denominator": 400},
        {"indicator_id": "attendance_rate", **shown, "urn": "2", "school_name": "Southgate", "numerator": 100,
         "denominator": 90000},
        {**excluded, **whole, "numerator": 3, "denominator": None},
        {**of_reason, "item": "Bullying", "numerator": 1},
        {**of_reason, "item": "Drug and alcohol related", "numerator": 2},
        {"indicator_id": "care_targets_returned_rate", "title": "Targets returned", **southgate, **whole,
         "numerator": 4, "denominator": 6},
    ]  # fmt: skip


def _milestones() -> list[dict[str, Any]]:
    return [
        {"objective_ref": "PED01", "milestone_ref": "PED01a", "due_date": date(2025, 9, 1),
         "title": "Name an attendance officer in every secondary school", "officer": "RS",
         "progress": "On track", "comment": "All six are named."},
        {"objective_ref": "PED02", "milestone_ref": "PED02a", "due_date": date(2026, 3, 31),
         "title": "Open a second council-run children's home", "officer": "MK", "progress": "Uncertain",
         "comment": "Planning consent is awaited."},
    ]  # fmt: skip


def _supplies() -> list[dict[str, Any]]:
    base = {
        "batch_id": 4,
        "rows_duplicate": 2,
        "rows_released": 0,
        "findings_stop": 0,
        "findings_hold": 1,
        "findings_flag": 0,
        "reason": "",
    }
    day = QUARTER.end
    return [
        base | {"extract": "attendance_register", "supplier": "100001", "supplier_title": "Northgate Primary School",
                "covers": "2024/25 summer", "state": "loaded", "rows_received": 41203, "rows_loaded": 41189,
                "rows_held": 12, "data_to": day},
        base | {"extract": "attendance_register", "supplier": "100002", "supplier_title": "Mere Academy",
                "covers": "2024/25 summer", "state": "loaded", "rows_received": 88417, "rows_loaded": 88415,
                "rows_held": 0, "data_to": day},
        base | {"extract": "ssda903", "supplier": "case-system", "supplier_title": "Children's case management system",
                "covers": "2025-26", "state": "rejected", "rows_received": 0, "rows_loaded": 0, "rows_held": 0,
                "rows_duplicate": 0, "data_to": None,
                "reason": "The file lacks the column PLACE_PROVIDER."},
    ]  # fmt: skip


def _findings() -> list[dict[str, Any]]:
    return [
        {"extract": "attendance_register", "supplier": "100001", "covers": "2024/25 summer", "table_name": "marks",
         "rule_id": "mark-not-in-code-list", "severity": "hold", "rows_failed": 12,
         "rows_released": 1, "released": "Ruth Nuttall, 04/07/2025, until 30/09/2025: Seen.",
         "message": "The mark is not one of the national attendance codes.",
         "fix": "Put the mark right in the register."},
    ]  # fmt: skip


def _lineage() -> list[dict[str, Any]]:
    return [
        {"extract": "attendance_register", "supplier": urn, "covers": "2024/25 summer", "batch_id": number,
         "table_name": "marks", "file_name": "marks.csv.gz", "sha256": f"{number}a" * 32, "data_to": QUARTER.end,
         "taken_on": date(2025, 7, 4)}
        for number, urn in enumerate(("100001", "100002"), start=1)
    ]  # fmt: skip


def _decisions(status: str) -> list[dict[str, Any]]:
    """Nothing is decided about a draft; an issued sample restates an earlier one."""
    day = datetime(2025, 7, 18, 9, 30, tzinfo=UTC)
    kinds = {"issued": ("accept-gap", "freeze", "restate"), "frozen": ("accept-gap", "freeze")}.get(status, ())
    subjects = {"accept-gap": "ssda903", "restate": "9"}
    reasons = {"accept-gap": "The case system's supplier mends it in August.", "restate": "A school was counted twice."}
    return [
        {"kind": kind, "subject": subjects.get(kind, ""), "by_name": "Amina Patel", "reason": reasons.get(kind, ""),
         "decided_at": day}
        for kind in kinds
    ]  # fmt: skip


def _restatement(audience: str) -> list[dict[str, Any]]:
    rows = [
        {"replaces_publication_id": 9, "position": 1, "measure_ref": "PED01 01", "part": "Total", "unit": "percent",
         "title": "Overall attendance", "decimals": 1, "value_before": Decimal("92.9"), "value_now": Decimal("92.4"),
         "also": "", "cause": "Attendance registers from Mere Academy, 2024/25 summer: another version."},
        {"replaces_publication_id": 9, "position": 11, "measure_ref": "PED02 04", "part": "Total", "unit": "count",
         "title": "Children looked after in residential care", "decimals": 0, "value_before": None,
         "value_now": Decimal(32), "also": "Progress was Not rated, is Uncertain",
         "cause": "SSDA903 from Children's case management system, 2025-26: loaded, was rejected."},
    ]  # fmt: skip
    return [row for row in rows if audience != "public" or row["measure_ref"] not in HIDDEN]


def _revisions() -> list[dict[str, Any]]:
    base = {"measure_ref": "PED01 01", "title": "Overall attendance", "unit": "percent", "decimals": 1,
            "quarter": "2024-25-Q4", "quarter_title": "Quarter 4 2024/25", "issued_publication_id": 7,
            "denominator_before": 2000, "denominator": 2000}  # fmt: skip
    return [
        base | {"part": "Total", "value_before": Decimal("92.5"), "value": Decimal("92.7"), "numerator_before": 1850,
                "numerator": 1854},
        base | {"part": "Primary", "value_before": Decimal("94.5"), "value": Decimal("94.52"),
                "numerator_before": 1890, "numerator": 1891},
    ]  # fmt: skip


def _said_before(spec: Spec, position: int) -> Mapping[str, Any]:
    """What the publication beside a draft says: the same, but for attendance."""
    row = _performance(spec, position)
    return {**row, "current_value": Decimal("92.9")} if (spec.ref, spec.part) == ("PED01 01", "Total") else row
