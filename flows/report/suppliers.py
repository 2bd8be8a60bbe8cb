"""A page for each supplier: what it sent, what is to be put right and where, and what that did to the figures.

For officers, and for the supplier itself: a school, a team. No value of a row is on it, only where each row is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flows.report.model import Cover, Figure, Report
from flows.report.read import Row, Rows
from flows.report.supply import LOADED, day_or_dash, extract_title, held_back
from flows.report.wording import figure
from transforms.indicators.breakdown import TOTAL
from transforms.quarters import Quarter
from transforms.sentences import plural

_SEVERITY = {"stop": "Rejected", "hold": "Held back", "flag": "To look at"}
_PEERS = {"PRU": "Pupil referral units"}
_QUARTERS = 8


@dataclass(frozen=True)
class Sent:
    """One delivery: which dataset, what it covers, and what became of its rows."""

    extract: str
    covers: str
    data_to: str
    state: str
    reason: str
    received: int
    loaded: int
    held: int
    duplicates: int


@dataclass(frozen=True)
class ToPutRight:
    """One finding: what is wrong in how many rows, where the first is, and what to do."""

    extract: str
    covers: str
    place: str
    columns: str
    kind: str
    rule: str
    rows: int
    message: str
    fix: str


@dataclass(frozen=True)
class Affected:
    """A measure that the supplier's datasets feed, as the publication has it."""

    ref: str
    title: str
    current: Figure
    why_none: str


@dataclass(frozen=True)
class SchoolFigure:
    """A school's own figure, also of the quarters before, beside the authority's schools and what England has.

    ``of_phase``: all schools of its phase; ``published``: the period of England's figure, empty where there is none.
    """

    title: str
    own: tuple[Figure, ...]
    of_phase: Figure
    all_schools: Figure
    england: Figure
    published: str

    @property
    def current(self) -> Figure:
        return self.own[-1]


@dataclass(frozen=True)
class QuarterOfSupply:
    """What came in one quarter: deliveries, their rows, and the share of these that were held back."""

    quarter: str
    deliveries: int
    received: int
    held: int
    share: Figure
    findings: int


@dataclass(frozen=True)
class SupplierPage:
    """All that a supplier's page says.

    ``quarters`` head the columns of a school's own figures, ``peers`` those of all schools of its phase.
    """

    supplier: str
    title: str
    cover: Cover
    lead: tuple[str, ...]
    sent: tuple[Sent, ...]
    earlier: int
    to_put_right: tuple[ToPutRight, ...]
    affected: tuple[Affected, ...]
    quarters: tuple[str, ...]
    school: tuple[SchoolFigure, ...]
    trend: tuple[QuarterOfSupply, ...]
    peers: str

    @property
    def file_name(self) -> str:
        return f"{self.supplier}.html"

    @property
    def held(self) -> int:
        return sum(each.held for each in self.sent)

    @property
    def is_in_order(self) -> bool:
        """Whether all that came for the quarter was loaded, with no row held back."""
        return all(each.state == LOADED.capitalize() and not each.held for each in self.sent)


def supplier_pages(
    report: Report, supplies: Rows, findings: Rows, figures: Rows, extracts_of: Mapping[str, Set[str]]
) -> tuple[SupplierPage, ...]:
    """A page for each supplier of a publication, in the order of their titles.

    ``report`` is the internal one, ``supplies`` and ``findings`` the rows behind it, ``figures`` those of schools;
    ``extracts_of`` names the extracts behind each measure.
    """
    by_supplier: dict[str, list[Row]] = defaultdict(list)
    for row in supplies:
        by_supplier[row["supplier"]].append(row)
    pages = [
        _page(supplier, rows, report, [each for each in findings if each["supplier"] == supplier], figures, extracts_of)
        for supplier, rows in by_supplier.items()
    ]
    return tuple(sorted(pages, key=lambda page: page.title))


def _page(
    supplier: str, rows: Rows, report: Report, findings: Rows, figures: Rows, extracts_of: Mapping[str, Set[str]]
) -> SupplierPage:
    quarter = Quarter.parse(report.cover.quarter)
    newest = [row for row in rows if row["state"] != LOADED or _is_of(row["data_to"], quarter)]
    slices = {(row["extract"], row["covers"]) for row in newest}
    sent = tuple(map(_sent, newest))
    quarters, school = _school(supplier, figures, quarter)
    phase = next((row["phase"] for row in figures if row["urn"] == supplier), "")
    return SupplierPage(
        supplier=supplier,
        title=" and ".join(dict.fromkeys(row["supplier_title"] or supplier for row in rows)),
        cover=report.cover,
        lead=tuple(_lead(sent)),
        sent=sent,
        earlier=len(rows) - len(newest),
        to_put_right=tuple(_to_put_right(row) for row in findings if (row["extract"], row["covers"]) in slices),
        affected=tuple(_affected(report, {row["extract"] for row in rows}, extracts_of)),
        quarters=quarters,
        school=school,
        trend=tuple(_trend(rows, quarter)),
        peers=_PEERS.get(phase, f"{phase} schools"),
    )


def _is_of(data_to: date | None, quarter: Quarter) -> bool:
    return data_to is not None and data_to >= quarter.start


def _sent(row: Row) -> Sent:
    return Sent(
        extract=extract_title(row["extract"]),
        covers=row["covers"],
        data_to=day_or_dash(row["data_to"]),
        state=row["state"].capitalize(),
        reason=row["reason"] or "",
        received=row["rows_received"] or 0,
        loaded=row["rows_loaded"] or 0,
        held=row["rows_held"] or 0,
        duplicates=row["rows_duplicate"] or 0,
    )


def _lead(sent: Sequence[Sent]) -> Iterator[str]:
    if not sent:
        yield "Nothing was expected for this quarter; what came earlier is still counted from."
        return
    loaded = [each for each in sent if each.state == LOADED.capitalize()]
    if len(loaded) == len(sent):
        yield f"All that came was loaded: {plural(len(sent), 'delivery', 'deliveries')}."
    else:
        yield f"{len(loaded):,} of {plural(len(sent), 'delivery was', 'deliveries were')} loaded."
    if loaded:
        yield held_back(sum(each.held for each in loaded), sum(each.received for each in loaded))


def _to_put_right(row: Row) -> ToPutRight:
    first = f", from {row['counted_in']} {row['first_row']:,}" if row["first_row"] else ""
    return ToPutRight(
        extract=extract_title(row["extract"]),
        covers=row["covers"],
        place=f"{row['file_name']}{first}",
        columns=row["columns"],
        kind=_SEVERITY[row["severity"]],
        rule=row["rule_id"],
        rows=row["rows_failed"],
        message=row["message"],
        fix=row["fix"] or "",
    )


def _affected(report: Report, extracts: set[str], extracts_of: Mapping[str, Set[str]]) -> Iterator[Affected]:
    for objective in report.objectives:
        for measure in objective.measures:
            if extracts & extracts_of.get(measure.ref, frozenset()):
                lead = measure.lead
                yield Affected(measure.ref, measure.title, lead.current, lead.no_figure_reason)


def _school(supplier: str, figures: Rows, quarter: Quarter) -> tuple[tuple[str, ...], tuple[SchoolFigure, ...]]:
    """The newest quarters that the school has figures of, and each of its figures in them."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    everybody: dict[tuple[str, str], Row] = {}
    for row in figures:
        if row["urn"] == supplier:
            found[row["indicator_id"]][row["quarter"]] = row
        elif not row["urn"] and row["quarter"] == str(quarter):
            everybody[row["indicator_id"], row["phase"]] = row
    quarters = sorted({name for rows in found.values() for name in rows})[-_QUARTERS:]
    if str(quarter) not in quarters:
        return (), ()
    made = []
    for indicator, by_quarter in found.items():
        about = next(iter(by_quarter.values()))
        own = tuple(_figure(by_quarter.get(name), about) for name in quarters)
        of_phase, of_all = (_figure(everybody.get((indicator, whose)), about) for whose in (about["phase"], TOTAL))
        england = figure(about["england"], about["unit"], about["decimals"])
        made.append(SchoolFigure(about["title"], own, of_phase, of_all, england, about["england_period"] or ""))
    return tuple(quarters), tuple(made)


def _figure(row: Row | None, about: Row) -> Figure:
    return figure(row["value"] if row else None, about["unit"], about["decimals"])


def _trend(rows: Iterable[Row], last: Quarter) -> Iterator[QuarterOfSupply]:
    by_quarter: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["data_to"] is not None:
            by_quarter[str(min(Quarter.containing(row["data_to"]), last))].append(row)
    for name in sorted(by_quarter)[-_QUARTERS:]:
        of = by_quarter[name]
        received, held = (sum(row[column] or 0 for row in of) for column in ("rows_received", "rows_held"))
        findings = sum(row[f"findings_{kind}"] or 0 for row in of for kind in ("stop", "hold", "flag"))
        share = figure(Decimal(100 * held) / received if received else None, "percent", 1)
        yield QuarterOfSupply(name, len(of), received, held, share, findings)
