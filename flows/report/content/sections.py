"""The report's sections: their order, names and numbers, once."""

from collections.abc import Callable, Iterable, Mapping

from flows.report.content import compared, measures, narrative, performance, progress, quality, symbols
from flows.report.content.pieces import said
from flows.report.document import Block, Group, Heading
from flows.report.model import Report

_SECTIONS: Mapping[str, tuple[str, Callable[[Report, int], Iterable[Block]]]] = {
    "introduction": ("Introduction", narrative.introduction),
    "key-developments": ("Key developments", narrative.key_developments),
    "emerging-issues": ("Emerging issues", narrative.emerging_issues),
    "equality": ("Equality actions", narrative.equality),
    "performance": ("Performance by objective", performance.by_objective),
    "measures": ("Measures one by one", measures.one_by_one),
    "milestones": ("Milestones", progress.milestones),
    "financial-summary": ("Financial summary", narrative.financial_summary),
    "comparators": ("Compared with other areas", compared.side_by_side),
    "school-improvement": ("School improvement", narrative.school_improvement),
    "data-quality": ("Data quality and restatements", quality.data_quality),
    "symbols": ("What the symbols and words mean", symbols.meanings),
    "officers": ("Officers", symbols.officers),
}
TITLES = {anchor: title for anchor, (title, _) in _SECTIONS.items()}


def sections(report: Report) -> tuple[Group, ...]:
    """Every section, numbered in order."""
    return tuple(
        Group("section", (Heading(2, said(title), anchor, str(place)), *blocks(report, place)), anchor)
        for place, (anchor, (title, blocks)) in enumerate(_SECTIONS.items(), start=1)
    )
