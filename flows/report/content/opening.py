"""What stands before the sections: a notice of what moved, the board's page, the contents."""

from collections.abc import Iterator

from flows.report.content.board import board_blocks
from flows.report.content.pieces import measure_link, said
from flows.report.content.sections import TITLES
from flows.report.document import STRONG, Block, Bullets, Group, Heading, Paragraph, Words
from flows.report.model import Report
from flows.report.notice import MovedFigure, Notice

MOST_MOVED = 8


def notice(report: Report) -> tuple[Block, ...]:
    """What a reader must know before the figures: that they restate others, or would."""
    if report.notice is None:
        return ()
    words = Paragraph(said(" ".join(report.notice.sentences)))
    blocks = (Heading(2, said(report.notice.title), "notice"), words, *_moved(report.notice))
    return (Group("notice", blocks, "notice"),)


def board(report: Report) -> Group:
    """Page one."""
    heading = Heading(2, said("The quarter at a glance"), "at-a-glance")
    return Group("board", (heading, *board_blocks(report.board)), "at-a-glance")


def contents(report: Report) -> Group:
    """Where to find what."""
    places = Bullets(
        tuple(tuple(_places(report, anchor, title)) for anchor, title in TITLES.items()), ordered=True, links=True
    )
    return Group("contents", (Heading(2, said("Contents"), "contents"), places), "contents")


def _places(report: Report, anchor: str, title: str) -> Iterator[Paragraph]:
    yield Paragraph(said(title, to=anchor))
    if anchor == "performance":
        for objective in report.objectives:
            yield Paragraph(said(f"{objective.ref} {objective.title}", to=objective.anchor), "under")


def _moved(found: Notice) -> Iterator[Block]:
    if found.moved:
        yield Bullets(tuple((Paragraph(tuple(_move(each))),) for each in found.moved[:MOST_MOVED]))
        which = f"All {len(found.moved)} figures, with what" if len(found.moved) > MOST_MOVED else "What"
        yield Paragraph(said(f"{which} changed behind each", to="moved"))


def _move(moved: MovedFigure) -> Iterator[Words]:
    yield measure_link(moved.ref, moved.title, moved.anchor)
    yield Words(": ")
    yield Words(moved.now, STRONG)
    by = f" ({moved.by})" if moved.by else ""
    yield Words(f", was {moved.then}{by}.{''.join(f' {words}.' for words in moved.beside)}")
