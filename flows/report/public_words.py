"""Words in the public report: a paragraph that tells of a few children, or quotes a hidden figure, is left out.

What was left out is said in its place, so that the officer can write it otherwise, or a named officer can let it stand;
the internal report has it all.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any

from flows.report.read import PublicationRows, Row, Rows
from transforms.claims import Said, numbers_in, single_children
from transforms.council_types import Commentary, Narrative, Section

LEFT_OUT = "[A paragraph is left out of the public report: it tells of small numbers that could point to a child.]"
_NUMBER_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_IN_WORDS = {word: Fraction(number) for number, word in enumerate(_NUMBER_WORDS.split(), start=1)}
_OF_TIME = r"[-\s]+(years?|months?|quarters?|weeks?|days?|hours?|minutes?|miles?|terms?|times|or\s+more)\b"
_WORD = re.compile(rf"\b({'|'.join(_IN_WORDS)})\b(?!{_OF_TIME})", re.IGNORECASE)
_POINT = ("value", "numerator", "denominator")
_FEW, _QUOTES = "tells of one to five children", "quotes a hidden figure"


@dataclass(frozen=True)
class LeftOut:
    """A paragraph that the public is not to read: what it is about, why, and whether an officer let it stand."""

    about: str
    text: str
    why: str
    is_allowed: bool

    @property
    def mark(self) -> str:
        return paragraph_mark(self.text)


def paragraph_mark(text: str) -> str:
    """By what a paragraph is known: other words make another mark, so that nobody lets stand what they never read."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()


class HiddenNumbers:
    """The numbers that the public may not read: of one measure, or of all."""

    def __init__(self, rows: PublicationRows) -> None:
        self._of_measure: dict[str, set[Fraction]] = {}
        series = _values_by_series(rows.hidden_points)
        for row in rows.performance:
            own = self._of_measure.setdefault(row["measure_ref"], set())
            own |= series.get((row["indicator_key"], row["breakdown_key"]), set())
        for row in rows.hidden_performance:
            self._of_measure.setdefault(row["measure_ref"], set()).update(
                _values(row, (name for name in row if name != "measure_ref"))
            )
        self._allowed = rows.control.allowed if rows.control else frozenset[str]()

    def shown(self, text: str, measure: str = "") -> str:
        """A paragraph as the public reads it; ``measure`` is the one that it is about."""
        return LEFT_OUT if self.why_left_out(text, measure) and not self.is_allowed(text) else text

    def why_left_out(self, text: str, measure: str = "") -> str:
        """Why the public may not read a paragraph; empty where it may."""
        if any(single_children(text)):
            return _FEW
        is_quoted = self._quotes_measure(text, measure) if measure in self._of_measure else self._quotes_any(text)
        return _QUOTES if is_quoted else ""

    def is_allowed(self, text: str) -> bool:
        """Whether a named officer let the paragraph stand."""
        return paragraph_mark(text) in self._allowed

    def _quotes_measure(self, text: str, measure: str) -> bool:
        """Whether words about a measure quote a figure of it that is hidden, however small."""
        hidden = self._of_measure[measure]
        if hidden & {_IN_WORDS[word.casefold()] for word in _number_words(text)}:
            return True
        return any(said.is_about(value) for said in numbers_in(text) for value in hidden)

    def _quotes_any(self, text: str) -> bool:
        """Whether words about anything quote a figure that is hidden, small numbers left aside."""
        hidden = set[Fraction]().union(*self._of_measure.values())
        return any(said.is_about(value) for said in _figures_in(text) for value in hidden)


def public_commentary(commentary: Iterable[Commentary], hidden: HiddenNumbers) -> tuple[Commentary, ...]:
    """Officers' words about measures, with what the public may not read left out."""
    return tuple(
        replace(
            words,
            text="\n\n".join(hidden.shown(part, words.measure) for part in words.text.split("\n\n")),
        )
        for words in commentary
    )


def public_narrative(narrative: Narrative, hidden: HiddenNumbers) -> Narrative:
    """The council's words, with what the public may not read left out."""
    return Narrative(**{each.name: _kept_all(getattr(narrative, each.name), hidden) for each in fields(narrative)})


def public_milestones(rows: Rows, hidden: HiddenNumbers) -> list[Row]:
    """Milestones, with comments that the public may not read left out."""
    return [{**row, "comment": _kept((row["comment"] or "",), hidden)[0]} for row in rows]


def left_out(
    rows: PublicationRows, narrative: Narrative, commentary: Iterable[Commentary], hidden: HiddenNumbers
) -> Iterator[LeftOut]:
    """Every paragraph that the public does not read, or reads because an officer let it stand, each once."""
    seen = set()
    for about, text, measure in _paragraphs(rows, narrative, commentary):
        why = hidden.why_left_out(text, measure)
        if why and text not in seen:
            seen.add(text)
            yield LeftOut(about, text, why, hidden.is_allowed(text))


def _paragraphs(
    rows: PublicationRows, narrative: Narrative, commentary: Iterable[Commentary]
) -> Iterator[tuple[str, str, str]]:
    """Each paragraph with what it is about, and with the measure whose hidden figures it may quote."""
    quarter = rows.publication["quarter"]
    for words in commentary:
        if words.quarter == quarter:
            yield from ((words.measure, part, words.measure) for part in words.text.split("\n\n"))
    for row in rows.milestones:
        yield row["milestone_ref"], row["comment"] or "", ""
    for each in fields(narrative):
        for said in getattr(narrative, each.name):
            name, paragraphs = (said.title, said.paragraphs) if isinstance(said, Section) else (each.name, (said,))
            yield from ((name, text, "") for text in paragraphs)


def _kept_all(words: Sequence[str | Section], hidden: HiddenNumbers) -> tuple[Any, ...]:
    """Paragraphs, or sections of them."""
    return tuple(
        Section(each.title, _kept(each.paragraphs, hidden)) if isinstance(each, Section) else _kept((each,), hidden)[0]
        for each in words
    )


def _kept(paragraphs: Sequence[str], hidden: HiddenNumbers) -> tuple[str, ...]:
    return tuple(hidden.shown(text) for text in paragraphs)


def _figures_in(text: str) -> list[Said]:
    return [said for said in numbers_in(text) if said.is_figure]


def _number_words(text: str) -> list[str]:
    return [match[1] for match in _WORD.finditer(text)]


def _values_by_series(points: Rows) -> dict[tuple[int, int], set[Fraction]]:
    found: dict[tuple[int, int], set[Fraction]] = {}
    for row in points:
        found.setdefault((row["indicator_key"], row["breakdown_key"]), set()).update(_values(row, _POINT))
    return found


def _values(row: Row, names: Iterable[str]) -> set[Fraction]:
    return {Fraction(row[name]) for name in names if row[name] is not None}
