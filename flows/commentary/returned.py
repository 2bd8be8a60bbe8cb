"""Reading a workbook that came back from an officer: what is wrong is told by sheet, row and column, all at once.

No message quotes a cell: words about a child may have slipped into any of them.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineWorkbook

from flows.commentary.form import (
    ABOUT,
    LAYOUT,
    OF_FIGURES,
    SHEET_OF,
    SIGNED_BY,
    SIGNED_ON,
    SIGNING,
    SO_FAR,
    WRITTEN_BY,
    WRITTEN_ON,
    YOUR_WORDS,
)
from flows.parsing.workbook_file import OpenWorkbook, open_workbook
from transforms.errors import DataRejected, UsageError
from transforms.officers_words import MEASURE, MILESTONE, NARRATIVE, TITLED

LONGEST = 10_000  # characters: a text that nobody reads in a report
_EXPORT_AGAIN = "Export it again (cyp commentary export), and copy the words over."
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DATES = "%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d.%m.%Y"


@dataclass(frozen=True)
class Place:
    """A line of a sheet, as Excel numbers it; without a row, a place in a report."""

    sheet: str
    row: int = 0

    def of(self, column: str) -> str:
        return f"{self}, column {column}" if self.row else str(self)

    def __str__(self) -> str:
        return f"sheet {self.sheet}, row {self.row}" if self.row else self.sheet


@dataclass(frozen=True)
class Text:
    """Words that were filled in. ``officer`` and ``written_on`` are empty where their cells were."""

    kind: str
    subject: str
    officer: str
    written_on: date | None
    text: str
    figures: str
    place: Place


@dataclass(frozen=True)
class SignedLine:
    """A line of the signing sheet that is signed."""

    role: str
    signed_by: str
    signed_on: date | None
    place: Place


@dataclass(frozen=True)
class Returned:
    """A workbook that came back, or an edited copy of the report, which names the council and no ``officer``.

    ``blank``: references of measures that nothing was written about.
    """

    file_name: str
    sha256: str
    council: str
    quarter: str
    publication_id: int
    officer: str
    all_words: str
    texts: tuple[Text, ...]
    signed: tuple[SignedLine, ...]
    blank: tuple[str, ...]

    @property
    def is_report(self) -> bool:
        return not self.officer


@dataclass(frozen=True)
class _Line:
    """A row of a sheet's table, by heading."""

    cells: Mapping[str, object]
    place: Place


def read_returned(file: Path) -> Returned:
    """Read a workbook. Raises UsageError where there is no file, DataRejected with everything that is wrong in it."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.", "Give the workbook that came back.") from None
    opened = open_workbook(data, file.name)
    problems: list[str] = []
    about = _about(opened.book, file.name)
    texts, blank = _texts(opened, problems)
    signed = list(_signed(opened, problems))
    if problems:
        raise wrong(file.name, problems)
    return Returned(
        file.name,
        hashlib.sha256(data).hexdigest(),
        about["Council"],
        about["Quarter"],
        int(about["Publication"]),
        about["Officer"],
        about["All words"],
        tuple(texts),
        tuple(signed),
        tuple(blank),
    )


def wrong(file_name: str, problems: list[str]) -> DataRejected:
    """The refusal of a whole workbook, with every line that is to be put right."""
    listed = "\n".join(f"  {each}" for each in problems)
    message = f"{file_name}: nothing of it was taken in, since this is to be put right first:\n{listed}"
    return DataRejected(message, "Correct the cells, save the workbook and import it again.")


def _about(book: CalamineWorkbook, file_name: str) -> dict[str, str]:
    wanted = ("Council", "Quarter", "Publication", "Officer", "All words", "Layout")
    lines = _lines(book, ABOUT, ("What", "Which")) if ABOUT in book.sheet_names else []
    found = {_plain(line.cells["What"]): _plain(line.cells["Which"]) for line in lines}
    missing = [name for name in wanted if not found.get(name)]
    if missing or not found["Publication"].isdigit():
        said = f"its sheet {ABOUT} does not say {', '.join(missing or ['Publication'])}"
        raise DataRejected(f"{file_name}: this is no workbook of officers' words: {said}.", _EXPORT_AGAIN)
    if found["Layout"] != LAYOUT:
        message = f"{file_name}: it was made by another version (layout {found['Layout']}, expected {LAYOUT})."
        raise DataRejected(message, _EXPORT_AGAIN)
    return found


def _texts(opened: OpenWorkbook, problems: list[str]) -> tuple[list[Text], list[str]]:
    texts: list[Text] = []
    blank: list[str] = []
    for kind, sheet in SHEET_OF.items():
        for line in _table(opened, sheet, _headings(kind), problems):
            subject = _subject(kind, line)
            if kind in NARRATIVE and not _plain(line.cells["Line"]).isdigit():
                continue
            text = _words(line, problems)
            if kind == MEASURE and not text and subject:
                blank.append(subject)
            if kind in TITLED and bool(text) != bool(subject):
                needed = YOUR_WORDS if subject else "Section"
                problems.append(f"{line.place.of(needed)}: it is empty. A section has a title and words.")
            if text and text != _clean(line.cells.get(SO_FAR)):
                texts.append(_text(kind, subject, text, line, problems))
    return texts, blank


def _headings(kind: str) -> tuple[str, ...]:
    if kind == MEASURE:
        return "Measure", SO_FAR, YOUR_WORDS, WRITTEN_BY, WRITTEN_ON, OF_FIGURES
    if kind == MILESTONE:
        return "Milestone", SO_FAR, YOUR_WORDS, WRITTEN_BY, WRITTEN_ON
    return ("Line", *(("Section",) if kind in TITLED else ()), YOUR_WORDS, WRITTEN_BY, WRITTEN_ON)


def _subject(kind: str, line: _Line) -> str:
    heading = {MEASURE: "Measure", MILESTONE: "Milestone"}.get(kind, "Section" if kind in TITLED else "")
    return _plain(line.cells[heading]) if heading else ""


def _text(kind: str, subject: str, text: str, line: _Line, problems: list[str]) -> Text:
    return Text(
        kind,
        subject,
        _plain(line.cells[WRITTEN_BY]),
        _day(line, WRITTEN_ON, problems),
        text,
        _plain(line.cells.get(OF_FIGURES)) if kind == MEASURE else "",
        line.place,
    )


def _words(line: _Line, problems: list[str]) -> str:
    text = _clean(line.cells[YOUR_WORDS])
    if len(text) > LONGEST:
        problems.append(
            f"{line.place.of(YOUR_WORDS)}: {len(text):,} characters; a report takes {LONGEST:,}. Shorten it."
        )
    return text


def _signed(opened: OpenWorkbook, problems: list[str]) -> Iterator[SignedLine]:
    for line in _table(opened, SIGNING, ("Step", SIGNED_BY, SIGNED_ON), problems):
        by, on = _plain(line.cells[SIGNED_BY]), _day(line, SIGNED_ON, problems)
        if by:
            yield SignedLine(_plain(line.cells["Step"]), by, on, line.place)
        elif on:
            problems.append(
                f"{line.place.of(SIGNED_BY)}: it is empty beside a date. Write the name, or clear the date."
            )


def _table(opened: OpenWorkbook, sheet: str, headings: tuple[str, ...], problems: list[str]) -> list[_Line]:
    """The lines of a sheet; none where the workbook has no such sheet."""
    if sheet not in opened.book.sheet_names:
        return []
    lines = _lines(opened.book, sheet, headings)
    if not lines:
        problems.append(f"sheet {sheet}: its headings ({', '.join(headings)}) are not there. {_EXPORT_AGAIN}")
    for row, column in sorted({*opened.errors.get(sheet, ()), *opened.not_worked_out.get(sheet, ())}):
        problems.append(
            f"sheet {sheet}, row {row + 1}, column {_letter(column)}: a formula. Write the words themselves."
        )
    return lines


def _lines(book: CalamineWorkbook, sheet: str, headings: tuple[str, ...]) -> list[_Line]:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    top = next((place for place, row in enumerate(rows) if set(headings) <= {_plain(cell) for cell in row}), None)
    if top is None:
        return []
    names = [_plain(cell) for cell in rows[top]]
    lines = ((number, row) for number, row in enumerate(rows[top + 1 :], start=top + 2))
    return [
        _Line(dict(zip(names, row, strict=True)), Place(sheet, number))
        for number, row in lines
        if any(_plain(cell) for cell in row)
    ]


def _day(line: _Line, column: str, problems: list[str]) -> date | None:
    value = line.cells[column]
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _plain(value)
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    if text:
        problems.append(f"{line.place.of(column)}: it holds no date. Write it as 14/07/2025.")
    return None


def _clean(value: object) -> str:
    """Words without control characters and trailing spaces; a single line break within a paragraph is kept."""
    text = _CONTROL.sub("", _plain(value).replace("\r\n", "\n").replace("_x000D_", ""))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _plain(value: object) -> str:
    """A cell as text; a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _letter(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
