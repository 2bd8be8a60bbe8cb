"""Reading an edited copy of the report in Word as what an officer sent back."""

import hashlib
from dataclasses import replace
from pathlib import Path

from flows.commentary.basis import Basis
from flows.commentary.form import mark_of
from flows.commentary.returned import Place, Returned, Text
from transforms.errors import UsageError
from transforms.officers_words import MEASURE, as_one_line

WORD = ".docx"


def read_word_copy(file: Path) -> Returned:
    """The words about each measure. Who wrote them a copy does not say: the officer who answers for the measure.

    Raises UsageError where there is no file, DataRejected for one that is no report.
    """
    from flows.report.word_read import read_copy  # noqa: PLC0415 - the library for Word files is slow to import

    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.", "Give the report that came back.") from None
    found = read_copy(file)
    texts = [
        Text(MEASURE, ref, "", None, "\n\n".join(paragraphs), "", Place(f"commentary on {ref}"))
        for ref, paragraphs in found.commentary.items()
        if paragraphs
    ]
    return Returned(
        file.name,
        hashlib.sha256(data).hexdigest(),
        found.copy.council,
        found.copy.quarter,
        found.copy.publication,
        "",
        "",
        tuple(texts),
        (),
        tuple(ref for ref, paragraphs in found.commentary.items() if not paragraphs),
    )


def as_of_publication(returned: Returned, basis: Basis) -> Returned:
    """An edited report with who answers for each measure as its writer, and the figures that stood there."""
    if not returned.is_report:
        return returned
    owners = basis.owners
    texts = [
        replace(text, officer=owners[text.subject], figures=mark_of(basis, text.subject))
        for text in returned.texts
        if text.subject in owners
    ]
    strangers = [text for text in returned.texts if text.subject not in owners]
    return replace(returned, texts=(*texts, *strangers))


def is_copied_text(text: Text, known: list[str]) -> bool:
    """Whether a text of a copy is one that was there before, edited by nobody."""
    return as_one_line(text.text) in {as_one_line(each) for each in known}
