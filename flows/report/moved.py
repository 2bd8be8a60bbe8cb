"""What is not as another publication said it: restated figures, figures that would move, and earlier ones revised."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from flows.report.measures import anchor
from flows.report.model import PUBLIC, WHOLE, RevisedFigure
from flows.report.notice import AcceptedGap, MovedFigure, Notice
from flows.report.read import PublicationRows, Row, Rows
from flows.report.supply import extract_title
from flows.report.wording import counts_text, day_of, figure
from flows.warehouse.differences import published_figures, published_supplies
from transforms.disclosure import HIDDEN
from transforms.figures import shown_change
from transforms.indicators.indicator import Unit
from transforms.movement import Movement, movements, supply_changes
from transforms.national_disclosure import NONE
from transforms.sentences import plural

_PUBLIC_ONLY = "Figures that the public report does not show are not listed."


def notice(rows: PublicationRows, audience: str, extracts_of: Mapping[str, Sequence[str]]) -> Notice | None:
    """What a reader must know before the figures: that they restate others, or would; None where there is neither."""
    restated = next((row for row in rows.decisions if row["kind"] == "restate"), None)
    if restated is not None:
        return _restatement(restated, rows.restatement, audience)
    return _would_move(rows, rows.beside, audience, extracts_of) if rows.beside is not None else None


def accepted_gaps(decisions: Rows) -> tuple[AcceptedGap, ...]:
    """Gaps that a named person accepted when the publication was frozen."""
    return tuple(
        AcceptedGap(extract_title(row["subject"]), row["by_name"], day_of(row["decided_at"]), row["reason"])
        for row in decisions
        if row["kind"] == "accept-gap"
    )


def acceptances(gaps: Sequence[AcceptedGap]) -> tuple[str, ...]:
    """A sentence for the board on each gap that was accepted: whose, by whom, why."""
    return tuple(f"{gap.extract}: {gap.by} accepted the gap. {gap.reason}" for gap in gaps)


def revised_figures(rows: Rows) -> tuple[RevisedFigure, ...]:
    """Earlier quarters' figures that are not as they were issued."""
    return tuple(
        RevisedFigure(
            ref=row["measure_ref"],
            title=_title(row["title"], row["part"]),
            anchor=anchor(row["measure_ref"]),
            quarter=row["quarter_title"],
            publication=row["issued_publication_id"],
            then=figure(row["value_before"], row["unit"], row["decimals"]),
            now=figure(row["value"], row["unit"], row["decimals"]),
            counts_then=counts_text(row["numerator_before"], row["denominator_before"], row["unit"]),
            counts_now=counts_text(row["numerator"], row["denominator"], row["unit"]),
        )
        for row in rows
    )


def revision_sentence(revised: Sequence[RevisedFigure]) -> tuple[str, ...]:
    """``12 earlier figures were revised since being issued, 3 of them by enough to show.`` Nothing without any."""
    if not revised:
        return ()
    visible = sum(each.then.text != each.now.text for each in revised)
    if len(revised) == 1:
        return (f"1 earlier figure was revised since being issued, {'' if visible else 'not '}by enough to show.",)
    first = f"{len(revised):,} earlier figures were revised since being issued"
    return (f"{first}, {visible or 'none'} of them by enough to show.",)


def _restatement(decision: Row, rows: Rows, audience: str) -> Notice:
    count = plural(len(rows), "figure moved", "figures moved") if rows else "No figure moved"
    issued = f"{decision['by_name']} issued it on {day_of(decision['decided_at'])}"
    said = (
        f"{issued} in place of publication {decision['subject']}, which must not be used any more.",
        f"Reason: {decision['reason'].strip().rstrip('.')}.",
        f"{count} by at least what the council calls material.",
    )
    return Notice(
        title=f"This report restates publication {decision['subject']}",
        sentences=said + ((_PUBLIC_ONLY,) if audience == PUBLIC else ()),
        moved=tuple(_restated(row) for row in rows),
    )


def _restated(row: Row) -> MovedFigure:
    then, now = row["value_before"], row["value_now"]
    return MovedFigure(
        ref=row["measure_ref"],
        title=_title(row["title"], row["part"]),
        anchor=anchor(row["measure_ref"]),
        then=figure(then, row["unit"], row["decimals"], "no figure").text,
        now=figure(now, row["unit"], row["decimals"], "no figure").text,
        by=_by(then, now, row["unit"], row["decimals"]),
        beside=(row["also"],) if row["also"] else (),
        cause=row["cause"],
    )


def _would_move(rows: PublicationRows, beside: Row, audience: str, extracts_of: Mapping[str, Sequence[str]]) -> Notice:
    found = movements(
        published_figures(_open_rows(rows.beside_performance, audience)),
        published_figures(_open_rows(rows.performance, audience)),
        supply_changes(published_supplies(rows.beside_supplies), published_supplies(rows.supplies)),
        extracts_of,
    )
    number, status = beside["publication_id"], beside["status"]
    waiting = "chosen for the report" if status == "frozen" else "the council’s word"
    count = plural(len(found), "figure differs", "figures differ") if found else "No figure differs"
    said = (
        f"Publication {number} is {status}: it is {waiting}, and this copy changes nothing about that.",
        f"{count} from it.",
    )
    return Notice(
        title=f"Beside {status} publication {number}",
        sentences=said + ((_PUBLIC_ONLY,) if audience == PUBLIC else ()),
        moved=tuple(_moved(each) for each in found),
    )


def _open_rows(rows: Rows, audience: str) -> Rows:
    """To the public, movements of measures with small numbers are not told: two figures tell more than one."""
    return (
        rows if audience != PUBLIC else [row for row in rows if row["disclosure"] == NONE and row["symbol"] != HIDDEN]
    )


def _moved(movement: Movement) -> MovedFigure:
    of = movement.figure
    return MovedFigure(
        ref=of.measure,
        title=_title(of.title, of.part),
        anchor=anchor(of.measure) if movement.now else "",
        then=movement.then_text,
        now=movement.now_text,
        by=movement.difference,
        beside=movement.beside,
        cause=movement.cause,
    )


def _by(then: Decimal | None, now: Decimal | None, unit: str, decimals: int) -> str:
    """By how much the figures as shown differ; empty where they look the same or one is not there."""
    return "" if then is None or now is None else shown_change(Fraction(then), Fraction(now), Unit(unit), decimals)


def _title(title: str, part: str) -> str:
    return title if part == WHOLE else f"{title}, {part}"
