"""The pieces of a line as runs of a Word paragraph."""

from collections.abc import Mapping

from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from flows.report import look
from flows.report.document import CODE, MISSING, QUIET, REF, STRONG, Line, Rating, Travel, Words
from flows.report.word_parts import REFERENCE_STYLE, colour, element, plain, shade_run

_GAP = "\u00a0"  # at which no line ends


class LineWriter:
    """Writes lines. ``places``: the bookmark of each anchor that a link may lead to."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places

    def write(self, paragraph: Paragraph, line: Line, size: float | None = None, ink: str = "") -> None:
        """The line at the end of the paragraph, in the paragraph's own type unless another size or colour is given."""
        for piece in line:
            match piece:
                case Rating(progress=word):
                    tag = look.TAGS[word]
                    shown = self.shaped(paragraph, f"{_GAP}{tag.shape}", f"{word}{_GAP}", tag.word, size)
                    shade_run(shown, tag.ground, tag.edge)
                case Travel(direction=direction):
                    self.shaped(paragraph, direction.arrow, direction.word, look.TRAVELS.get(direction.word, ""), size)
                case Words():
                    self._words(paragraph, piece, size, ink)

    def number(self, paragraph: Paragraph, number: str) -> None:
        """What stands before a heading or a paragraph that a meeting refers to."""
        if number:
            run = paragraph.add_run(f"{number}  ")
            run.font.color.rgb, run.font.bold = colour(look.QUIET), False

    def shaped(self, paragraph: Paragraph, shape: str, word: str, ink: str, size: float | None = None) -> Run:
        """A shape and its word, kept on one line."""
        run = paragraph.add_run(f"{shape}{_GAP}{word}")
        run.font.bold = True
        _set(run, size, ink)
        return run

    def _words(self, paragraph: Paragraph, words: Words, size: float | None, ink: str) -> None:
        if not words.text:
            return
        run = paragraph.add_run(plain(words.text))
        if words.unseen:
            _set(run, 1, look.PAPER)
            return
        if words.style == REF:
            run.style = REFERENCE_STYLE
        if words.style == STRONG:
            run.font.bold = True
        if words.style == CODE:
            run.font.name = "Courier New"
        place = self._places.get(words.to, "")
        quiet = look.QUIET if words.style in (QUIET, MISSING) else ""
        _set(run, size, ink or (look.LINK if place else quiet))
        if place:
            run.font.underline = True
            link = element("w:hyperlink", anchor=place, history="1")
            paragraph._p.append(link)  # noqa: SLF001 - python-docx links to other files alone
            link.append(run._r)  # noqa: SLF001


def _set(run: Run, size: float | None, ink: str) -> None:
    if size:
        run.font.size = Pt(size)
    if ink:
        run.font.color.rgb = colour(ink)
