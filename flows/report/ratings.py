"""What changed its rating since the last report."""

from collections import defaultdict
from collections.abc import Sequence

from flows.report.model import NOT_RATED, PROGRESS, BoardItem, MeasureSection, RatingChanges
from flows.report.read import PublicationRows, Row
from flows.report.wording import same_progress, worst


def ratings_before(rows: PublicationRows) -> dict[str, str]:
    """The rating of each measure in the last report, as that report showed it."""
    parts: dict[str, list[str]] = defaultdict(list)
    for row in rows.before_performance:
        parts[row["measure_ref"]].append(same_progress(row["progress"] or ""))
    return {ref: worst(progress) for ref, progress in parts.items()}


def rating_changes(measures: Sequence[MeasureSection], before: Row | None) -> RatingChanges:
    """Measures that both reports have and rate differently: the worse first, then the better, then the not rated."""
    if before is None:
        return RatingChanges("", ())
    changed = [measure for measure in measures if measure.rated_before not in ("", measure.progress)]
    return RatingChanges(before["quarter_title"], tuple(_item(measure) for measure in sorted(changed, key=_order)))


def _item(measure: MeasureSection) -> BoardItem:
    words = f"{measure.rated_before} to {measure.progress}"
    return BoardItem(measure.ref, measure.title, measure.anchor, measure.progress, words)


def _order(measure: MeasureSection) -> int:
    now, then = PROGRESS.index(measure.progress), PROGRESS.index(measure.rated_before)
    if NOT_RATED in (measure.progress, measure.rated_before):
        return 2
    return 0 if now < then else 1
