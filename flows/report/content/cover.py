"""What this copy is: the masthead, the banners above it, the words on every printed page and at the end."""

from flows.report.content.pieces import said
from flows.report.document import CODE, STRONG, Block, Group, Heading, Pairs, Paragraph, Running, Words
from flows.report.model import INTERNAL, Cover

BOARD = "Children and Young People Board"


def title(cover: Cover) -> str:
    """The document's name, as a window or a list of files shows it."""
    mark = f"{cover.mark}: " if cover.mark else ""
    return f"{mark}{cover.council} children’s services performance, {cover.quarter_title}"


def masthead(cover: Cover) -> Group:
    """Whose report, of when, and the facts that tell one copy from another."""
    synthetic = " (synthetic data: an invented council)" if cover.synthetic else ""
    facts = {
        "For": BOARD,
        "Publication": f"{cover.publication}, {cover.status}",
        "Data to": cover.data_to,
        "Figures made": cover.made_on,
    } | ({} if cover.mark else {"Agreed": cover.decided})
    blocks: tuple[Block, ...] = (
        Paragraph(said(f"{cover.council} Council{synthetic}"), "council"),
        Heading(1, (Words("Children’s services performance "), Words(f"{cover.quarter_title}, {cover.period}"))),
        Pairs(tuple((term, said(text)) for term, text in facts.items()), "facts"),
    )
    return Group("masthead", blocks)


def banners(cover: Cover) -> tuple[Paragraph, ...]:
    """That this copy is not the council's word, or not for the public."""
    return (*_status(cover), *_audience(cover))


def _status(cover: Cover) -> tuple[Paragraph, ...]:
    if not cover.mark:
        return ()
    words = f"{cover.decided}. Figures may still change. Do not circulate as the council’s word."
    if cover.status == "superseded":
        words = "A later publication has replaced this one. Do not use its figures."
    return (Paragraph((Words(cover.mark, STRONG), Words(f" {words}")), "draft"),)


def _audience(cover: Cover) -> tuple[Paragraph, ...]:
    if cover.audience != INTERNAL:
        return ()
    words = " Holds exact figures, small numbers included. Not for publication."
    return (Paragraph((Words("Internal", STRONG), Words(words)), "internal"),)


def running(cover: Cover) -> Running:
    """The words on every page of a copy on paper."""
    drafted = f"{cover.mark} · NOT THE COUNCIL’S AGREED REPORT" if cover.mark else ""
    internal = "INTERNAL · NOT FOR PUBLICATION" if cover.audience == INTERNAL else ""
    head = " · ".join(words for words in (drafted, internal) if words)
    foot = f"{cover.quarter} · publication {cover.publication} · {cover.audience}"
    return Running(head, foot, "Page {page} of {pages}")


def closing(cover: Cover) -> tuple[Paragraph, ...]:
    """What tells two copies apart."""
    copy = f"Publication {cover.publication} ({cover.status}, {cover.audience})"
    return (
        Paragraph(said(f"{cover.council}, {cover.quarter_title}. {copy}. {cover.decided}. Data to {cover.data_to}.")),
        *((Paragraph(said(f"{cover.signed}.")),) if cover.signed else ()),
        Paragraph(said("Two copies with the same publication number and fingerprint hold the same figures.")),
        Paragraph((Words("Fingerprint of the inputs: "), Words(cover.fingerprint or "not recorded", CODE))),
        Paragraph((Words("Version of the program: "), Words(cover.code_version or "not recorded", CODE))),
    )
