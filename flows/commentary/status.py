"""What officers have written about a quarter, what is late or stale, and whose signature is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from flows.commentary.basis import Basis, read_basis
from flows.commentary.form import SHEET_OF
from flows.report.claims import is_stale
from flows.steps.context import RunContext
from flows.warehouse import publications
from transforms.council_types import Meeting
from transforms.errors import UsageError
from transforms.quarter_calendar import due_before, next_meeting
from transforms.sign_off import StepState

WRITTEN, STALE, AWAITED, LATE = "written", "stale", "awaited", "late"


@dataclass(frozen=True)
class WordsDue:
    """Words that an officer owes: written, stale (their figures have changed), awaited or late. ``what``: in words."""

    officer: str
    ref: str
    what: str
    state: str
    due: date | None
    written_on: date | None = None


@dataclass(frozen=True)
class SignatureDue:
    """A step of the sign-off and the day by which it is due."""

    state: StepState
    due: date | None
    is_late: bool


@dataclass(frozen=True)
class CommentaryStatus:
    """Where a quarter's words and signatures stand, beside a publication."""

    publication_id: int
    publication_status: str
    meeting: Meeting | None
    words: tuple[WordsDue, ...]
    signatures: tuple[SignatureDue, ...]

    @property
    def officers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.officer for each in self.words))


def commentary_status(run: RunContext) -> CommentaryStatus:
    """Beside the frozen publication, or else the newest. Raises UsageError when nothing is published."""
    with run.engine.connect() as connection:
        publication_id, status = _publication(run, connection)
        basis = read_basis(run, connection, publication_id)
    meeting = next_meeting(run.council, run.quarter)
    due = due_before(meeting, run.council.writers.due_working_days)
    signatures = []
    for state in basis.states:
        day = due_before(meeting, state.step.due_working_days)
        is_late = day is not None and run.day > day and not state.is_done
        signatures.append(SignatureDue(state, day, is_late))
    words = (*_of_measures(basis, due, run.day), *_of_narrative(basis, due, run.day))
    order = [officer.initials for officer in run.council.officers]
    ordered = sorted(words, key=lambda each: order.index(each.officer) if each.officer in order else len(order))
    return CommentaryStatus(publication_id, status, meeting, tuple(ordered), tuple(signatures))


def _publication(run: RunContext, connection: Connection) -> tuple[int, str]:
    council, quarter = run.council.slug, str(run.quarter)
    found = publications.frozen(connection, council, quarter) or publications.newest(connection, council, quarter)
    if found is None:
        raise UsageError(f"Nothing is published for {quarter} yet.", f"Run it first: cyp run {quarter}")
    return found.publication_id, found.status


def _of_measures(basis: Basis, due: date | None, day: date) -> Iterator[WordsDue]:
    sections = basis.sections
    newest = {
        words.measure: words
        for words in sorted(basis.words.about(str(basis.quarter)), key=lambda words: words.written_on)
        if not words.is_milestone
    }
    for ref, owner in basis.owners.items():
        words = newest.get(ref)
        if words is None:
            yield WordsDue(owner, ref, sections[ref].title, _not_written(due, day), due)
        else:
            state = STALE if is_stale(words, basis.rows) else WRITTEN
            yield WordsDue(owner, ref, sections[ref].title, state, due, words.written_on)


def _of_narrative(basis: Basis, due: date | None, day: date) -> Iterator[WordsDue]:
    for officer in basis.council.officers:
        for part in basis.parts_of(officer.initials):
            is_there = bool(getattr(basis.words.narrative, part))
            state = WRITTEN if is_there else _not_written(due, day)
            yield WordsDue(officer.initials, "", SHEET_OF[part], state, due)


def _not_written(due: date | None, day: date) -> str:
    return LATE if due is not None and day > due else AWAITED
