"""Small pieces of which the report's blocks are made."""

from collections.abc import Iterable, Sequence

from flows.report.document import MISSING, PLAIN, QUIET, Block, Bullets, Column, Heading, Line, Paragraph, Rating, Words
from flows.report.model import BoardItem, Figure, TextSection

NOTHING_WRITTEN = "Nothing was written for this quarter."


def said(text: str, style: str = PLAIN, to: str = "") -> Line:
    """A line of one piece."""
    return (Words(text, style, to),)


def paragraph(text: str, role: str = "") -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph(said(text), role)


def paragraphs(texts: Iterable[str]) -> tuple[Paragraph, ...]:
    """A paragraph of each text."""
    return tuple(paragraph(text) for text in texts)


def number(figure: Figure, style: str = PLAIN) -> Line:
    """A figure; where there is none, the words that stand in its place."""
    return said(figure.text, MISSING if figure.value is None else style)


def rating(progress: str) -> Line:
    """A progress rating on its own."""
    return (Rating(progress),)


def numeric(*titles: str) -> tuple[Column, ...]:
    """Columns of figures."""
    return tuple(Column(title, numeric=True) for title in titles)


def columns(*titles: str) -> tuple[Column, ...]:
    """Columns of words."""
    return tuple(Column(title) for title in titles)


def unbroken(*titles: str) -> tuple[Column, ...]:
    """Columns of dates, names and the like, each on one line."""
    return tuple(Column(title, unbroken=True) for title in titles)


def measure_link(ref: str, title: str, anchor: str) -> Words:
    """A measure by name, leading to its section where it has one."""
    return Words(f"{ref} {title}", to=anchor)


def board_list(items: Sequence[BoardItem]) -> Bullets:
    """Measures, each with what is said of it."""
    return Bullets(
        tuple(
            (
                Paragraph(
                    (
                        measure_link(item.ref, item.title, item.anchor),
                        *((Words(" "), Words(item.text, QUIET)) if item.text else ()),
                    ),
                ),
            )
            for item in items
        )
    )


def numbered(place: int, texts: Sequence[str]) -> tuple[Block, ...]:
    """Paragraphs that a meeting can refer to by number."""
    found = tuple(Paragraph(said(text), number=f"{place}.{row}") for row, text in enumerate(texts, start=1))
    return found or (paragraph(NOTHING_WRITTEN),)


def titled(place: int, parts: Sequence[TextSection]) -> tuple[Block, ...]:
    """Titled pieces of the council's narrative, numbered."""
    blocks: list[Block] = []
    for row, part in enumerate(parts, start=1):
        blocks += [Heading(3, said(part.title), number=f"{place}.{row}"), *paragraphs(part.paragraphs)]
    return tuple(blocks) or (paragraph(NOTHING_WRITTEN),)
