"""The Word file: every word in order, headings, heads of tables, pictures that say what they show, places to edit."""

import re
from functools import cache
from io import BytesIO
from itertools import pairwise

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from flows.report.content import document_of
from flows.report.document import Document, Group, Paragraph, strings
from flows.report.word import render_word
from flows.report.word_identity import Names
from flows.report.word_styles import COMMENTARY_STYLE
from tests.unit.report.document_factory import bare_document, said, sample_document
from tests.unit.report.parity import unsaid
from tests.unit.report.report_factory import sample_report
from tests.unit.report.test_pdf import EMPTY, HOSTILE


def hostile() -> Document:
    return sample_document(Group("section", HOSTILE))


DOCUMENTS = {
    "internal draft": lambda: document_of(sample_report("internal", "draft")),
    "public issued": lambda: document_of(sample_report("public", "issued")),
    "hostile": hostile,
    "empty": lambda: document_of(sample_report("public", "issued", **EMPTY)),
    "bare": bare_document,
}


@cache
def rendered(name: str) -> tuple[Document, WordDocument]:
    document = DOCUMENTS[name]()
    return document, docx.Document(BytesIO(render_word(document)))


@pytest.fixture(params=DOCUMENTS)
def made(request: pytest.FixtureRequest) -> tuple[Document, WordDocument]:
    return rendered(request.param)


def found(word: WordDocument, tag: str) -> list[BaseOxmlElement]:
    return list(word.element.body.iter(qn(tag)))


def text_of(word: WordDocument) -> str:
    return "".join(each.text or "" for each in found(word, "w:t"))


def test_every_word_is_there_in_order(made: tuple[Document, WordDocument]) -> None:
    document, word = made
    every = strings((*document.banners, *document.blocks, *document.closing))
    assert unsaid((text.replace("\x07", "") for text in every), text_of(word)) == []


def test_headings_start_at_one_and_skip_no_level(made: tuple[Document, WordDocument]) -> None:
    names = [str(paragraph.style.name) for paragraph in made[1].paragraphs if paragraph.style is not None]
    levels = [int(name[-1]) for name in names if name.startswith("Heading")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_heads_that_repeat_and_rows_that_are_not_torn(made: tuple[Document, WordDocument]) -> None:
    for table in made[1].tables:
        rows = table._tbl.tr_lst
        heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        assert heads == [True, *[False] * (len(rows) - 1)]
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "1"
        assert not table.autofit


def test_pictures_say_what_they_show_and_equal_ones_are_held_once() -> None:
    for name in ("internal draft", "hostile"):
        word = rendered(name)[1]
        shown = [each.get("descr") for each in found(word, "wp:docPr")]
        assert len(shown) >= 12
        assert all(len(words) > 40 for words in shown)
        assert len({each.get("id") for each in found(word, "wp:docPr")}) == len(shown)


def test_the_file_is_in_english_and_says_what_it_is(made: tuple[Document, WordDocument]) -> None:
    document, word = made
    properties = word.core_properties
    assert word.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    assert properties.title == document.title
    assert properties.author == "Merebridge Council"
    assert properties.keywords.startswith(
        "performance report of Merebridge quarter 2025-26-Q1 publication 12 audience "
    )


@pytest.mark.parametrize("name", ["internal draft", "hostile"])
def test_every_sheet_is_marked_and_numbered(name: str) -> None:
    document, word = rendered(name)
    assert len(word.sections) > 1
    for section in word.sections:
        assert section.header.paragraphs[0].text == document.running.head
        foot = section.footer.paragraphs[0]._p
        assert document.running.foot in "".join(each.text or "" for each in foot.iter(qn("w:t")))
        fields = [each.get(qn("w:instr")) for each in foot.iter(qn("w:fldSimple"))]
        assert fields == (["PAGE", "NUMPAGES"] if document.running.numbering else [])


def test_a_table_of_many_columns_lies_on_its_side() -> None:
    widths = [(section.page_width or 0) > (section.page_height or 0) for section in rendered("hostile")[1].sections]
    assert widths == [False, True, False]


def test_columns_are_as_wide_as_the_sheet_at_most(made: tuple[Document, WordDocument]) -> None:
    for table in made[1].tables:
        assert sum(int(column.get(qn("w:w"))) for column in table._tbl.iter(qn("w:gridCol"))) <= 745 * 20 + 20


def test_names_of_bookmarks_are_short_and_their_own_and_links_lead_there(
    made: tuple[Document, WordDocument],
) -> None:
    names = [each.get(qn("w:name")) for each in found(made[1], "w:bookmarkStart")]
    numbers = [each.get(qn("w:id")) for each in found(made[1], "w:bookmarkStart")]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name, re.ASCII) for name in names)
    assert sorted(numbers) == sorted(each.get(qn("w:id")) for each in found(made[1], "w:bookmarkEnd"))
    assert {each.get(qn("w:anchor")) for each in found(made[1], "w:hyperlink")} <= set(names)


def test_names_of_bookmarks_that_are_alike_are_numbered() -> None:
    names = Names()
    given = [names.new("commentary", ref) for ref in ("PED01 01", "PED01-01", "ped01 01", "P" * 50, "P" * 60)]
    assert given[:3] == ["commentary_PED01_01", "commentary_PED01_01_b2", "commentary_ped01_01_b3"]
    assert max(map(len, given)) <= 40


def test_every_measure_has_a_place_for_commentary() -> None:
    _, word = rendered("internal draft")
    names = [each.get(qn("w:name")) for each in found(word, "w:bookmarkStart")]
    assert len([name for name in names if name.startswith("commentary_")]) == 8
    styles = [each.style.name for each in word.paragraphs if each.style is not None]
    assert styles.count(COMMENTARY_STYLE) == 12  # four paragraphs that were written, eight lines to write on


def test_words_that_run_from_right_to_left_begin_at_the_right() -> None:
    word = docx.Document(BytesIO(render_word(sample_document(Paragraph(said("مدرسة النور"))))))
    assert len(found(word, "w:bidi")) == 1
    assert "مدرسة النور" in text_of(word)
