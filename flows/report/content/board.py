"""The board's page: what to ask about, what changed, the money, how complete the data is."""

from collections.abc import Iterator

from flows.report.content.pieces import board_list, measure_link, paragraph, paragraphs, said
from flows.report.document import Block, Bullets, Group, Heading, Paragraph, Rating, Tiles, Words
from flows.report.model import BoardItem, BoardPage, Change, RatingChanges
from transforms.sentences import plural

MOST_RERATED = 6


def board_blocks(board: BoardPage) -> Iterator[Block]:
    """Page one below its heading."""
    yield Paragraph(said(f"{board.headline} {board.withheld_note}".strip()), "headline")
    yield Tiles("Measures by progress", board.tiles)
    yield Group("columns", (Group("ask", tuple(_ask(board))), Group("side", tuple(_side(board)))))


def _ask(board: BoardPage) -> Iterator[Block]:
    yield Heading(3, said("What to ask about"))
    if board.ask_about:
        yield from _questions(board)
    else:
        yield paragraph("No measure is off track, uncertain or worse.")
    if board.money:
        yield Heading(3, said("Money that hangs on targets"))
        yield from paragraphs(board.money)
    yield Heading(3, said("How complete the data is"))
    yield from paragraphs(board.completeness)
    if board.hidden:  # beside them, so that both lists end on the board's one page
        yield from _without_figure(board)


def _questions(board: BoardPage) -> Iterator[Block]:
    yield Bullets(tuple(_question(item) for item in board.ask_about), ordered=True)
    if board.also_off_track:
        yield Heading(4, said("Off track as well"))
        yield Bullets(tuple((Paragraph((_named(item),)),) for item in board.also_off_track))


def _question(item: BoardItem) -> tuple[Paragraph, ...]:
    return Paragraph((Rating(item.progress), Words(" "), _named(item)), "item"), paragraph(item.text)


def _named(item: BoardItem) -> Words:
    return measure_link(item.ref, item.title, item.anchor)


def _rerated(rerated: RatingChanges) -> Iterator[Block]:
    yield Heading(3, said("Changed rating since the last report"))
    if not rerated.since:
        yield paragraph("No earlier quarter’s report was issued, so there is no rating to compare with.")
        return
    if not rerated.items:
        yield paragraph(f"No measure is rated otherwise than in the report of {rerated.since}.")
        return
    yield board_list(rerated.items[:MOST_RERATED])
    more = len(rerated.items) - MOST_RERATED
    others = f"And {plural(more, 'more, whose section says so', 'more, whose sections say so')}. " if more > 0 else ""
    yield Paragraph(said(f"{others}Compared with the report of {rerated.since}."), "quiet")


def _side(board: BoardPage) -> Iterator[Block]:
    yield from _rerated(board.rerated)
    yield Heading(3, said("Since the same period last year"))
    for change in board.changes:
        yield from _change(change)
    if not board.changes:
        yield paragraph("No measure can be compared with the same period last year.")
    if board.hidden:
        yield Heading(3, said("Figures hidden this quarter"))
        yield Paragraph(said("They are there. Small numbers could point to a child."), "quiet")
        yield board_list(board.hidden)
    else:
        yield from _without_figure(board)


def _without_figure(board: BoardPage) -> Iterator[Block]:
    if board.without_figure:
        yield Heading(3, said("No figure this quarter"))
        yield board_list(board.without_figure)


def _change(change: Change) -> Iterator[Block]:
    yield Heading(4, said(f"{change.direction.word} ({change.count})"))
    yield board_list(change.items)
    more = change.count - len(change.items)
    if more:
        yield Paragraph((Words(f"and {more} more, in the "), Words("tables", to="performance")), "quiet")
