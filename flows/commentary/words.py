"""The council's words for a report: from its folder, from what officers sent back, and as a publication was issued."""

import json
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from flows.council import read_commentary, read_narrative
from flows.report.measures import officer_name
from flows.steps.context import RunContext
from flows.warehouse.statements import statement
from transforms.council_types import Commentary, Narrative, Section
from transforms.officers_words import TITLED, Words, Written, commentary_of, narrative_of, words_mark
from transforms.quarters import Quarter


def words_for(run: RunContext, connection: Connection, publication_id: int) -> Words:
    """The words for a publication's report, with the commentary of the quarter before.

    Of one that was issued, those that it was issued with, whatever was written since.
    """
    found = connection.execute(statement("issued_words"), {"publication_id": publication_id}).one_or_none()
    if found is not None:
        return _read(found.words)
    return words_now(run, connection)


def words_now(run: RunContext, connection: Connection) -> Words:
    """The words that count now, with the commentary of the quarter before."""
    written = written_about(run, connection, run.quarter)
    narrative = read_narrative(run.folder, str(run.quarter))
    before = run.quarter.plus(-1)
    return Words(
        narrative_of(narrative, written, lambda who: officer_name(run.council, who)),
        (
            *_commentary(run, run.quarter, written),
            *_commentary(run, before, written_about(run, connection, before)),
        ),
    )


def words_before(run: RunContext, connection: Connection) -> Words:
    """The words of the quarter before, as they count now."""
    return words_now(replace(run, quarter=run.quarter.plus(-1)), connection)


def written_about(run: RunContext, connection: Connection, quarter: Quarter) -> tuple[Written, ...]:
    """What came back from officers about a quarter."""
    parameters = {"council": run.council.slug, "quarter": str(quarter)}
    return tuple(
        Written(
            row.commentary_id,
            row.kind,
            row.subject,
            row.officer,
            row.written_on,
            row.words,
            row.publication_id,
            row.figures,
        )
        for row in connection.execute(statement("commentary_of"), parameters)
    )


def keep_words(run: RunContext, connection: Connection, publication_id: int) -> None:
    """Keep the words that count now as those that a publication is issued with."""
    words = words_now(run, connection)
    parameters = {
        "publication_id": publication_id,
        "council": run.council.slug,
        "quarter": str(run.quarter),
        "words": as_text(words),
        "sha256": words_mark(words, str(run.quarter)),
    }
    connection.execute(statement("issued_words_add"), parameters)


def as_text(words: Words) -> str:
    """Words as JSON: the same words give the same text."""
    return json.dumps(asdict(words), ensure_ascii=False, default=date.isoformat)


def _commentary(run: RunContext, quarter: Quarter, written: tuple[Written, ...]) -> tuple[Commentary, ...]:
    return commentary_of(read_commentary(run.folder, str(quarter), run.council), written, str(quarter))


def _read(text: str) -> Words:
    found = json.loads(text)
    commentary = tuple(
        Commentary(**{**each, "written_on": date.fromisoformat(each["written_on"])}) for each in found["commentary"]
    )
    return Words(Narrative(**{part: _part(part, value) for part, value in found["narrative"].items()}), commentary)


def _part(part: str, value: list[Any]) -> tuple[Any, ...]:
    if part not in TITLED:
        return tuple(value)
    return tuple(Section(each["title"], tuple(each["paragraphs"])) for each in value)
