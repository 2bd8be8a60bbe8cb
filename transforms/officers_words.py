"""Officers' words about a quarter: which of several versions counts, and marks that tell one version from another."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from transforms.council_types import Commentary, Narrative, Section
from transforms.sentences import day_text

MEASURE, MILESTONE = "measure", "milestone"
TITLED = "key_developments", "emerging_issues", "school_improvement"  # parts of the narrative that have sections
NARRATIVE = "introduction", *TITLED, "equality", "financial_summary"
_FIGURES = ("current_value", "numerator", "denominator", "last_year_actual", "same_period_last_year", "target")
_JUDGEMENT = ("part", "progress", "direction_of_travel", "symbol")


@dataclass(frozen=True)
class Written:
    """A text that came back from an officer. ``number``: in the order in which they came.

    ``kind``: measure, milestone, or a part of the narrative. ``subject``: its reference, or the title of a section.
    """

    number: int
    kind: str
    subject: str
    officer: str
    written_on: date
    text: str
    publication: int
    figures: str = ""


@dataclass(frozen=True)
class Words:
    """The council's words for a report. ``commentary`` may hold the quarter before too."""

    narrative: Narrative
    commentary: tuple[Commentary, ...]

    def about(self, quarter: str) -> tuple[Commentary, ...]:
        """The commentary of one quarter."""
        return tuple(words for words in self.commentary if words.quarter == quarter)


def commentary_of(filed: Sequence[Commentary], written: Iterable[Written], quarter: str) -> tuple[Commentary, ...]:
    """The words that count about each measure and milestone: of those filed and those that came back, the newest.

    On the same day, what came back counts.
    """
    newest = _newest(each for each in written if each.kind in (MEASURE, MILESTONE))
    latest: dict[tuple[bool, str], date] = {}
    for words in filed:
        about = words.is_milestone, words.measure
        latest[about] = max(words.written_on, latest.get(about, date.min))
    came = {
        (each.kind == MILESTONE, each.subject): each
        for each in newest.values()
        if each.written_on >= latest.get((each.kind == MILESTONE, each.subject), date.min)
    }
    kept = tuple(words for words in filed if (words.is_milestone, words.measure) not in came)
    return (*kept, *(_commentary(each, quarter) for each in came.values()))


def narrative_of(filed: Narrative, written: Iterable[Written], name_of: Callable[[str], str]) -> Narrative:
    """The narrative that counts: what came back stands in place of what is filed, under its writer's name and date.

    A section takes the place of a filed one of the same title, and follows the others. A part without sections is
    replaced whole.
    """
    newest: dict[str, list[Written]] = {}
    for each in _newest(each for each in written if each.kind in NARRATIVE).values():
        newest.setdefault(each.kind, []).append(each)
    changes: dict[str, Any] = {}
    for part, texts in newest.items():
        if part not in TITLED:
            changes[part] = tuple(line for each in texts for line in _signed(each, name_of))
            continue
        titles = {each.subject.casefold() for each in texts}
        kept = [section for section in getattr(filed, part) if section.title.casefold() not in titles]
        changes[part] = (*kept, *(Section(each.subject, _signed(each, name_of)) for each in texts))
    return replace(filed, **changes)


def paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs of a text, between which a line is empty."""
    return tuple(" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def as_one_line(text: str) -> str:
    """A text without its line breaks, to tell whether another says the same."""
    return " ".join(text.split())


def figures_mark(parts: Iterable[Mapping[str, Any]], trend: Iterable[Mapping[str, Any]], quarter: str) -> str:
    """Tells whether a measure's figures are those that words were written about.

    ``parts``: its rows of the report; ``trend``: values of all indicators, of which its own in ``quarter`` count, with
    every breakdown of them.
    """
    rows = sorted(parts, key=lambda row: row["part"])
    indicators = {row["indicator_key"] for row in rows}
    said = [[*(_plain(row[name]) for name in (*_JUDGEMENT, *_FIGURES))] for row in rows]
    behind = sorted(
        [row["indicator_key"], row["breakdown_key"], *(_plain(row[name]) for name in ("value", *_FIGURES[1:3]))]
        for row in trend
        if row["indicator_key"] in indicators and row["quarter"] == quarter
    )
    return _mark([said, behind])


def words_mark(words: Words, quarter: str, refs: Collection[str] | None = None) -> str:
    """Tells whether words are those that were signed: all of a quarter's, or those about some measures and milestones.

    Without ``refs`` the narrative counts as well.
    """
    about = [each for each in words.about(quarter) if refs is None or each.measure in refs]
    texts = sorted([each.measure, each.officer, each.written_on.isoformat(), each.text] for each in about)
    return _mark([texts, asdict(words.narrative) if refs is None else None])


def _newest(written: Iterable[Written]) -> dict[tuple[str, str, str], Written]:
    """The newest text about each thing; of each part of the narrative, the newest of each officer."""
    found: dict[tuple[str, str, str], Written] = {}
    for each in sorted(written, key=lambda each: (each.written_on, each.number)):
        who = "" if each.kind in (MEASURE, MILESTONE) else each.officer
        found[each.kind, each.subject.casefold(), who] = each
    return dict(sorted(found.items(), key=lambda item: item[1].number))


def _commentary(each: Written, quarter: str) -> Commentary:
    return Commentary(
        each.subject,
        quarter,
        each.officer,
        each.written_on,
        each.text,
        is_milestone=each.kind == MILESTONE,
        publication=each.publication,
        figures=each.figures,
    )


def _signed(each: Written, name_of: Callable[[str], str]) -> tuple[str, ...]:
    return (*paragraphs(each.text), f"{name_of(each.officer)}, {day_text(each.written_on)}")


def _plain(value: object) -> str:
    """A figure as it is written whatever number of noughts it was stored with."""
    if value is None:
        return ""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def _mark(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
