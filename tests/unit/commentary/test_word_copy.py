"""An edited copy of the report in Word: whose words it brings, and of which figures."""

from pathlib import Path

import docx
import pytest

from flows.commentary.form import mark_of
from flows.commentary.take_in import read_all
from flows.commentary.word_copy import as_of_publication, is_copied_text, read_word_copy
from flows.report.content import document_of
from flows.report.word import render_word
from tests.unit.commentary.commentary_factory import sample_basis
from tests.unit.report.report_factory import sample_commentary, sample_report
from transforms.errors import DataRejected

ENTRIES = "Two large sibling groups"


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The frozen report, in which somebody wrote anew about PED02 03."""
    file = tmp_path / "report.docx"
    file.write_bytes(render_word(document_of(sample_report(status="frozen"))))
    document = docx.Document(str(file))
    (place,) = [each for each in document.paragraphs if each.text.startswith(ENTRIES)]
    place.text = "Fewer came into care in June."
    document.save(str(file))
    return file


def test_edited_words_are_those_of_who_answers_for_the_measure(edited: Path) -> None:
    basis = sample_basis()
    (returned,) = read_all([edited])
    assert (returned.council, returned.quarter, returned.publication_id) == ("Merebridge", "2025-26-Q1", 12)
    assert "PED02 05" in returned.blank
    completed = as_of_publication(returned, basis)
    new = [each for each in completed.texts if not is_copied_text(each, [words.text for words in sample_commentary()])]
    assert [(each.subject, each.officer, each.text) for each in new] == [
        ("PED02 03", "JT", "Fewer came into care in June.")
    ]
    assert new[0].figures == mark_of(basis, "PED02 03")


def test_another_document_is_no_report(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "letter.docx"))
    with pytest.raises(DataRejected, match=r"letter\.docx is no report"):
        read_word_copy(tmp_path / "letter.docx")
