"""How tables lie on paper: upright where they fit, columns wide enough for their longest word."""

import json
import string

import pytest
import typst

from flows.report.charts import text_width
from flows.report.document import Block, Column, Group, Heading, Paragraph, Table
from flows.report.glyphs import speakable
from flows.report.sheets import SIDEWAYS, UPRIGHT, Start, column_widths, low_rows, sheets
from flows.report.typesetting import fonts
from tests.unit.report.document_factory import said

SIZE = 7.0


def table(columns: int, words: str, rows: int = 20) -> Table:
    titles = tuple(Column(f"Title {place}") for place in range(columns))
    return Table("table", "Caption", titles, tuple(tuple(said(words) for _ in range(columns)) for _ in range(rows)))


NARROW, WIDE = table(4, "some words"), table(16, "considerable")


def shape(*blocks: Block) -> list[tuple[bool, list[str]]]:
    return [(sheet.sideways, [type(each).__name__ for each in sheet.blocks]) for sheet in sheets(blocks, SIZE)]


def test_a_table_that_fits_stays_with_the_text() -> None:
    assert shape(Heading(2, said("One")), NARROW) == [(False, ["Heading", "Table"])]


def test_a_table_of_many_columns_is_turned_with_the_headings_that_lead_to_it() -> None:
    found = shape(
        Paragraph(said("Before.")), Group("section", (Heading(2, said("One")), Paragraph(said("Of it.")), WIDE)), NARROW
    )
    assert found == [(False, ["Paragraph"]), (True, ["Start", "Heading", "Paragraph", "Table"]), (False, ["Table"])]


def test_groups_that_stay_in_one_piece_are_not_opened() -> None:
    assert shape(Group("board", (NARROW,)), Group("measure", (NARROW,))) == [(False, ["Group", "Start", "Table"])]


def test_a_group_that_runs_over_pages_says_where_it_starts() -> None:
    assert sheets((Group("measure", ()),), SIZE)[0].blocks == (Start("measure"),)


def test_no_word_is_cut_and_the_sheet_is_filled() -> None:
    mixed = Table(
        "mixed",
        "Caption",
        (Column("Measure"), Column("Figure", numeric=True), Column("What to do about it")),
        ((said("Overall attendance"), said("1,234 of 5,678"), said("Write to the school about it. " * 20)),),
    )
    widths = column_widths(mixed, SIZE, UPRIGHT)
    assert sum(widths) == pytest.approx(UPRIGHT)
    assert widths[0] >= text_width("attendance", SIZE)
    assert widths[1] >= text_width("1,234 of 5,678", SIZE)
    assert widths[2] > 2 * widths[0]


def test_a_small_table_is_not_drawn_out_and_a_vast_one_is_pressed_into_the_sheet() -> None:
    assert sum(column_widths(table(2, "few"), SIZE, UPRIGHT)) < UPRIGHT / 2
    assert sum(column_widths(table(40, "considerable"), SIZE, SIDEWAYS)) == pytest.approx(SIDEWAYS)


def test_figures_stay_whole_and_words_in_place_of_one_do_where_there_is_room() -> None:
    titles = (Column("Measure"), *(Column(f"Value {place}", numeric=True) for place in range(6)))
    figures = tuple(said(f"£{place},234,567.89") for place in range(1, 6))
    rows = ((said("Spending on placements"), *figures, said("No target for benchmarking years")),)
    for room, is_whole in ((SIDEWAYS, True), (UPRIGHT - 120, False)):
        widths = column_widths(Table("table", "Caption", titles, rows), SIZE, room)
        assert all(width >= text_width("£1,234,567.89", SIZE) for width in widths[1:6])
        assert (widths[6] >= text_width("No target for benchmarking years", SIZE)) is is_whole


def test_one_outstanding_cell_does_not_make_the_others_narrow() -> None:
    titles = (Column("Delivery"), Column("What to do"))
    rows = [(said("The case system of children, of a whole year"), said("Write to it."))] * 20
    far = (said("The case system of children, of a whole year"), said("One of these codes: " + "AB, " * 100))
    usual, with_one = (column_widths(Table("table", "Caption", titles, tuple(each)), SIZE, UPRIGHT)
                       for each in (rows, [*rows, far]))  # fmt: skip
    assert with_one[0] >= usual[0] / 2


def test_a_table_without_rows_has_the_width_of_its_titles() -> None:
    assert all(width > 20 for width in column_widths(table(3, "", rows=0), SIZE, UPRIGHT))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain words, Łódź, “quoted” – £5 → 6", "Plain words, Łódź, “quoted” – £5 → 6"),
        ("Thanks 😀!", "Thanks [grinning face]!"),
        ("👩🏽‍🏫", "[woman][school]"),
        ("المدرسة Коваленко", "المدرسة Коваленко"),
        ("中", "[cjk unified ideograph-4e2d]"),
    ],
)
def test_characters_without_a_shape_are_named(text: str, expected: str) -> None:
    assert speakable(text) == expected


MEASURED = """
#set text(font: "Source Sans Pro", size: 10pt, number-width: "tabular", hyphenate: false)
#context [#metadata(json(bytes(sys.inputs.texts)).map(each => measure(text(each)).width.pt()))<widths>]
"""


def test_a_row_is_taken_for_a_line_high_only_where_our_type_surely_fits() -> None:
    texts = [letter * 10 for letter in f"{string.ascii_letters}{string.digits}{string.punctuation}£’–−"]
    texts += ["1,234 of 5,678", "Up & down – n/a", "Schools that need support", "unhurried population"]
    inputs = {"texts": json.dumps(texts)}
    found = typst.query(MEASURED.encode(), "<widths>", field="value", one=True, font_paths=fonts(), sys_inputs=inputs)
    for text, width in zip(texts, json.loads(found), strict=True):
        one = Table("table", "Caption", (Column("Title"),), ((said(text),),))
        assert low_rows(one, 10 * 0.82, [width * 0.995]) == [False], text
        assert low_rows(one, 10 * 0.82, [width * (1.2 if " " in text else 3)]) == [True], text
    assert low_rows(table(1, "Thanks 😀", rows=1), 8.2, [400.0]) == [False]


def test_room_beside_figures_and_before_rows_below_others_is_counted() -> None:
    figure = Table("table", "Caption", (Column("Figure", numeric=True),), ((said("12345678"),),))
    grouped = Table("table", "Caption", (Column("Name"),), ((said("12345678"),),), groups=(1,))
    plain = Table("table", "Caption", (Column("Name"),), ((said("12345678"),),))
    assert [low_rows(each, 10, [53.0]) for each in (plain, figure, grouped)] == [[True], [False], [False]]
