"""Taking officers' words in: all of what was sent, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from flows.commentary.basis import Basis, read_basis
from flows.commentary.export import frozen_publication
from flows.commentary.form import WRITTEN_BY, WRITTEN_ON, mark_of
from flows.commentary.returned import Returned, SignedLine, Text, read_returned, wrong
from flows.commentary.signing import SignedOff, record_signature
from flows.commentary.word_copy import WORD, as_of_publication, is_copied_text, read_word_copy
from flows.commentary.words import words_now
from flows.report.claims import remarks, said_of_people
from flows.report.model import Remark
from flows.report.read import PublicationRows
from flows.steps.context import RunContext
from flows.steps.officers import initials_of, officer_called
from flows.warehouse import publications
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from transforms.claims import single_children
from transforms.errors import DataRejected, Refused, UsageError
from transforms.officers_words import MEASURE, MILESTONE, Words, words_mark


@dataclass(frozen=True)
class TakenIn:
    """What a file brought: texts that are new, measures that it leaves blank, signatures, what to look at."""

    file_name: str
    officer: str
    publication_id: int
    texts: tuple[Text, ...]
    blank: tuple[str, ...]
    signed: tuple[SignedOff, ...]
    remarks: tuple[Remark, ...]


def read_all(files: Sequence[Path]) -> tuple[Returned, ...]:
    """Read every workbook and every edited report. Raises DataRejected with everything that is wrong in any of them."""
    read: list[Returned] = []
    rejected: list[DataRejected] = []
    for file in files:
        try:
            read.append(read_word_copy(file) if file.suffix.casefold() == WORD else read_returned(file))
        except DataRejected as error:
            rejected.append(error)
    _reject(rejected)
    if len({each.quarter for each in read}) > 1:
        raise UsageError("The workbooks are of several quarters.", "Import those of each quarter by themselves.")
    return tuple(read)


def take_in(run: RunContext, returned: Sequence[Returned], recorded_by: str = "") -> tuple[TakenIn, ...]:
    """Record the words and the signatures of files that came back, in one transaction.

    Raises DataRejected, naming each cell, for a file that is not of this council's quarter or says what cannot be;
    Refused when nothing is frozen, or for a signature out of its order. Then nothing is recorded.
    """
    recorder = officer_called(run.council, recorded_by).name if recorded_by else ""
    with transaction(run.engine) as connection:
        publications.lock_quarter(connection, run.council.slug, str(run.quarter))
        frozen = frozen_publication(run, connection)
        words = words_now(run, connection)
        before = words_mark(words, str(run.quarter))
        bases = _bases(run, connection, returned)
        returned = [as_of_publication(each, bases[each.publication_id]) for each in returned]
        new = [_new_texts(run, connection, each, words) for each in returned]
        _require_sound(run, bases, returned, new)
        for each, texts in zip(returned, new, strict=True):
            _add(run, connection, each, texts, recorder)
        signed = _sign(run, connection, frozen, returned, new, before, recorder)
        rows = read_basis(run, connection, frozen).rows
        words = words_now(run, connection)
    return tuple(
        TakenIn(
            each.file_name,
            "edited report" if each.is_report else officer_called(run.council, each.officer).name,
            each.publication_id,
            texts,
            each.blank,
            tuple(signed.get(each.sha256, ())),
            tuple(_remarks(run, rows, words, texts)),
        )
        for each, texts in zip(returned, new, strict=True)
    )


def _new_texts(run: RunContext, connection: Connection, returned: Returned, words: Words) -> tuple[Text, ...]:
    """The texts of a file that are not there yet; none of a file that was taken in before."""
    parameters = {"council": run.council.slug, "quarter": str(run.quarter)}
    known = connection.execute(statement("commentary_of"), parameters).all()
    if returned.sha256 in {row.sha256 for row in known}:
        return ()
    if returned.is_report:
        said = [*(row.words for row in known), *(each.text for each in words.about(str(run.quarter)))]
        return tuple(text for text in returned.texts if not is_copied_text(text, said))
    newest = {(row.kind, row.subject, row.officer): (row.words, row.figures) for row in known}
    return tuple(
        text
        for text in returned.texts
        if newest.get((text.kind, text.subject, _writer(run, returned, text))) != (text.text, text.figures)
    )


def _writer(run: RunContext, returned: Returned, text: Text) -> str:
    """Initials of who wrote a text; what was written, where it is nobody's."""
    return initials_of(run.council, text.officer or returned.officer)


def _bases(run: RunContext, connection: Connection, returned: Sequence[Returned]) -> dict[int, Basis]:
    """The publications that files are about. Raises DataRejected for a file of another council or publication."""
    problems = ((each.file_name, list(_of_another(run, connection, each))) for each in returned)
    _reject([wrong(name, said) for name, said in problems if said])
    return {number: read_basis(run, connection, number) for number in {each.publication_id for each in returned}}


def _require_sound(
    run: RunContext, bases: Mapping[int, Basis], returned: Sequence[Returned], new: Sequence[tuple[Text, ...]]
) -> None:
    problems = (
        (each.file_name, list(_problems(run, bases[each.publication_id], each, texts)))
        for each, texts in zip(returned, new, strict=True)
    )
    _reject([wrong(name, said) for name, said in problems if said])


def _reject(rejected: Sequence[DataRejected]) -> None:
    """Raise all of them as one; nothing where there are none."""
    if rejected:
        raise DataRejected("\n".join(error.message for error in rejected), rejected[0].fix)


def _of_another(run: RunContext, connection: Connection, returned: Returned) -> Iterator[str]:
    """That a workbook is another council's, or about a publication that is not there."""
    ours = run.council.name if returned.is_report else run.council.slug
    if returned.council and _letters(returned.council) != _letters(ours):
        yield f"it is of council '{returned.council}', not {ours}."
        return
    found = publications.one(connection, run.council.slug, returned.publication_id)
    if found is None or found.quarter != str(run.quarter) or found.status == "withdrawn":
        yield f"there is no publication {returned.publication_id} of {returned.quarter}, or it was withdrawn."
    if not returned.is_report and returned.officer not in {officer.initials for officer in run.council.officers}:
        yield f"sheet About: there is no officer '{returned.officer}' in council.toml."


def _letters(name: str) -> str:
    """A name without the signs that a word processor may lose."""
    return "".join(character for character in name.casefold() if character.isalnum())


def _problems(run: RunContext, basis: Basis, returned: Returned, texts: tuple[Text, ...]) -> Iterator[str]:
    officers = {officer.initials for officer in run.council.officers}
    measures = {row["measure_ref"] for row in basis.rows.performance}
    milestones = {row["milestone_ref"] for row in basis.rows.milestones}
    told: set[tuple[str, str]] = set()
    for text in texts:
        if text.kind == MEASURE and text.subject not in measures:
            yield f"{text.place.of('Measure')}: publication {basis.publication_id} has no measure of that reference."
        elif text.kind == MEASURE and text.figures != mark_of(basis, text.subject):
            yield (
                f"{text.place}: its figures are not those of {text.subject} in "
                f"publication {basis.publication_id}. Rows were moved: copy the words into a workbook exported anew."
            )
        if text.kind == MILESTONE and text.subject not in milestones:
            yield f"{text.place.of('Milestone')}: publication {basis.publication_id} has none of that reference."
        if (text.kind, text.subject.casefold()) in told:
            yield f"{text.place}: the same stands there a second time. Keep one."
        told.add((text.kind, text.subject.casefold()))
        if _writer(run, returned, text) not in officers:
            known = ", ".join(sorted(officers))
            yield f"{text.place.of(WRITTEN_BY)}: it names no officer. Known: {known}."
        if text.written_on and not run.quarter.start <= text.written_on <= run.day:
            yield f"{text.place.of(WRITTEN_ON)}: {text.written_on} is before {run.quarter} began or still to come."


def _add(run: RunContext, connection: Connection, returned: Returned, texts: tuple[Text, ...], recorder: str) -> None:
    rows = [
        {
            "council": run.council.slug,
            "quarter": str(run.quarter),
            "publication_id": returned.publication_id,
            "kind": text.kind,
            "subject": text.subject,
            "officer": _writer(run, returned, text),
            "written_on": text.written_on or run.day,
            "words": text.text,
            "figures": text.figures,
            "file_name": returned.file_name,
            "sha256": returned.sha256,
            "recorded_by": recorder,
        }
        for text in texts
    ]
    if rows:
        connection.execute(statement("commentary_add"), rows)


def _sign(
    run: RunContext,
    connection: Connection,
    frozen: int,
    returned: Sequence[Returned],
    new: Sequence[tuple[Text, ...]],
    before: str,
    recorder: str,
) -> dict[str, list[SignedOff]]:
    """Record the signed lines of all workbooks, step by step. Returns what each file's came to."""
    places = {step.role.casefold(): number for number, step in enumerate(run.council.sign_off)}
    lines = [(each, line) for each in returned for line in each.signed]
    if lines and not recorder:
        raise UsageError("A sheet is signed, and nobody is said to have received it.", "Say who: --by NAME")
    there = {
        (row.role.casefold(), row.evidence)
        for row in connection.execute(statement("sign_offs"), {"publication_id": frozen})
    }
    found: dict[str, list[SignedOff]] = {}
    for each, line in sorted(lines, key=lambda pair: places.get(pair[1].role.casefold(), len(places))):
        evidence = f"Signed sheet of {each.file_name}, SHA-256 {each.sha256}"
        if (line.role.casefold(), evidence) in there:
            continue
        others = [texts for file, texts in zip(returned, new, strict=True) if file is not each]
        is_as_read = each.all_words == before and not any(others)
        _require_same_words(run, frozen, each, line, is_as_read=is_as_read)
        signed = record_signature(run, connection, each.officer, line.role, recorder, evidence, line.signed_on)
        found.setdefault(each.sha256, []).append(signed)
    return found


def _require_same_words(
    run: RunContext, frozen: int, returned: Returned, line: SignedLine, *, is_as_read: bool
) -> None:
    """Refuse a signature in another's name, under another publication, or under words that the signer cannot know."""
    if officer_called(run.council, line.signed_by).initials != returned.officer:
        said = f"{line.place.of('Signed by')}: it does not name the officer whose workbook this is."
        raise wrong(returned.file_name, [said])
    if line.signed_on and line.signed_on > run.day:
        raise wrong(returned.file_name, [f"{line.place.of('Signed on')}: {line.signed_on} is still to come."])
    fix = "Export the workbook again and have it signed, or clear the signature to import the words alone."
    if returned.publication_id != frozen:
        raise Refused(
            f"{returned.file_name} is signed for publication {returned.publication_id}; frozen is {frozen}.", fix
        )
    own = {step.role.casefold() for step in run.council.sign_off if step.own}
    if line.role.casefold() not in own and not is_as_read:
        raise Refused(f"{returned.file_name} is signed, and words have changed since it was made.", fix)


def _remarks(run: RunContext, rows: PublicationRows, words: Words, texts: tuple[Text, ...]) -> Iterator[Remark]:
    """What to look at in new words, of measures and of anything else."""
    about = {text.subject for text in texts if text.kind == MEASURE}
    yield from (each for each in remarks(rows, run.council, words.commentary) if each.ref in about)
    for text in texts:
        if text.kind != MEASURE:
            who = text.officer or ""
            said = (*single_children(text.text), *said_of_people(text.text, run.council))
            yield from (Remark(text.subject or text.place.sheet, who, each) for each in said)
