"""What the commands print about officers' words: what came in, what is late, and whose signature is missing."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from flows.commentary.signing import waiting_lines
from flows.commentary.status import LATE, STALE, WRITTEN, CommentaryStatus, SignatureDue, commentary_status
from flows.commentary.take_in import TakenIn
from flows.steps.context import RunContext
from transforms.sentences import day_text, plural
from transforms.sign_off import Signature, next_step


def taken_lines(taken: TakenIn) -> Iterator[str]:
    """What a workbook brought: what is new, what is blank, signatures, and what to look at."""
    new = [text.subject or text.place.sheet for text in taken.texts]
    yield f"{taken.file_name}: {taken.officer}, about publication {taken.publication_id}"
    yield f"  new: {', '.join(new)}" if new else "  nothing new"
    if taken.blank:
        yield f"  blank: {', '.join(taken.blank)}"
    for each in taken.signed:
        yield f"  signed as {each.role}" if each.is_new else f"  had signed already as {each.role}"
    for remark in taken.remarks:
        yield f"  look at {remark.ref}: {remark.text}"


def taken_json(taken: TakenIn) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "file": taken.file_name,
        "officer": taken.officer,
        "publication_id": taken.publication_id,
        "new": [text.subject or text.place.sheet for text in taken.texts],
        "blank": list(taken.blank),
        "signed": [asdict(each) for each in taken.signed],
        "look_at": [asdict(each) for each in taken.remarks],
    }


def status_lines(run: RunContext, found: CommentaryStatus) -> Iterator[str]:
    """Words by officer, those that are written counted and the others named; then the signatures."""
    meeting = found.meeting
    when = f"{meeting.committee}, {day_text(meeting.meets_on)}" if meeting else "no date in committee.csv"
    yield f"{run.council.name}, {run.quarter}: {found.publication_status} {found.publication_id}; {when}"
    due = next((each.due for each in found.words), None)
    total = {state: sum(each.state == state for each in found.words) for state in (WRITTEN, STALE, LATE)}
    yield (
        f"Words       {_due_text(due)}: {total[WRITTEN]} of {plural(len(found.words), 'text', 'texts')} written, "
        f"{total[STALE]} stale, {total[LATE]} late"
    )
    for officer in found.officers:
        mine = [each for each in found.words if each.officer == officer]
        yield f"  {run.council.officer(officer).name}: {sum(e.state == WRITTEN for e in mine)} of {len(mine)} written"
        for each in mine:
            if each.state != WRITTEN:
                yield f"      {each.state}: {f'{each.ref} {each.what}'.strip()}"
    yield "Signatures"
    for each in found.signatures:
        yield from _signature_lines(run, each)


def _signature_lines(run: RunContext, due: SignatureDue) -> Iterator[str]:
    state = due.state
    word = "done" if state.is_done else "late" if due.is_late else "awaited"
    yield f"  {state.step.role:<20} {_due_text(due.due):<24} {word}"
    for each in state.signed:
        yield f"      {each.signer_name}, {day_text(each.signed_on)}" + (
            f", recorded by {each.recorded_by}" if each.recorded_by != each.signer_name else ""
        )
    if not state.is_done:
        for line in waiting_lines(run.council, state):
            yield f"      missing: {line}"


def waiting_for(run: RunContext) -> Iterator[str]:
    """Whose signature comes next, or that all have signed."""
    state = next_step([each.state for each in commentary_status(run).signatures])
    if state is None:
        yield f"All have signed: cyp issue {run.quarter} --by NAME"
        return
    for line in waiting_lines(run.council, state):
        yield f"next: {line}"


def status_json(run: RunContext, found: CommentaryStatus) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "council": run.council.slug,
        "quarter": str(run.quarter),
        "publication_id": found.publication_id,
        "publication_status": found.publication_status,
        "meeting": asdict(found.meeting) if found.meeting else None,
        "words": [asdict(each) for each in found.words],
        "signatures": [
            {
                "role": each.state.step.role,
                "is_done": each.state.is_done,
                "due": each.due,
                "is_late": each.is_late,
                "signed": [_signature_json(signature) for signature in each.state.signed],
                "stale": [_signature_json(signature) for signature in each.state.stale],
                "missing": list(each.state.missing),
            }
            for each in found.signatures
        ],
    }


def _signature_json(signature: Signature) -> dict[str, Any]:
    return {name: value for name, value in asdict(signature).items() if name not in ("words", "role")}


def _due_text(day: date | None) -> str:
    return f"due {day_text(day)}" if day else "due day not known"
