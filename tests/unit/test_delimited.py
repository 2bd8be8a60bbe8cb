"""Reading CSV files: what is accepted, and what is refused with its place in the file."""

import gzip
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from flows.parsing import opening
from flows.parsing.chunks import read_chunks
from flows.parsing.delimited import read_headers, read_text_frame
from transforms.errors import DataRejected
from transforms.extracts.extract import Column, Kind, Table
from transforms.register_chunk import texts
from transforms.rules.masks import UNEVEN

Read = Callable[[bytes], pd.DataFrame]

TABLE = Table(
    name="visits",
    title="Visits",
    grain="one row per visit",
    source="test",
    key=("child",),
    columns=(
        Column("child", "CHILD", Kind.PERSON, "Child", required=True),
        Column("day", "DATE", Kind.DATE, "Day"),
        Column("note", "NOTE", Kind.TEXT, "Note", optional_column=True),
    ),
)


def read_whole(data: bytes) -> pd.DataFrame:
    return read_text_frame(data, "visits.csv", TABLE)


def read_in_pieces(data: bytes) -> pd.DataFrame:
    """The same file through chunks of two rows, put together again."""
    chunks = list(read_chunks(data, "visits.csv", TABLE, rows_per_chunk=2))
    frame = pd.concat([texts(chunk.values, chunk.codes).set_axis(chunk.lines) for chunk in chunks])
    frame.attrs = {"dropped_columns": chunks[-1].dropped_columns, "encoding": chunks[-1].encoding}
    return frame


@pytest.fixture(params=[read_whole, read_in_pieces], ids=["whole", "chunks"])
def read(request: pytest.FixtureRequest) -> Read:
    return request.param


def rows(frame: pd.DataFrame) -> list[tuple]:
    """Line number and values of each row, None where missing."""
    return [(line, *[None if pd.isna(value) else value for value in row]) for line, *row in frame.itertuples(name=None)]


def test_columns_come_by_our_names_and_rows_by_their_line(read: Read) -> None:
    assert rows(read(b"DATE,CHILD\n01/02/2025,007\n,8\n")) == [(2, "01/02/2025", "007"), (3, None, "8")]


def test_text_stays_text(read: Read) -> None:
    frame = read(b"CHILD,DATE\n0123,NA\n1.23E+12,null\n")
    assert rows(frame) == [(2, "0123", "NA"), (3, "1.23E+12", "null")]
    assert set(frame.dtypes.astype(str)) == {"str"}


def test_padding_and_invisible_characters_are_taken_off(read: Read) -> None:
    data = "CHILD,DATE\n\u00a0A1 ,\u200b \n B\u00a0 2,e\u0301\n".encode()
    assert rows(read(data)) == [(2, "A1", None), (3, "B  2", "\u00e9")]


@pytest.mark.parametrize(
    "unseen",
    ["\x01", "\x07", "\x1f", "\x7f", "\x85", "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\u00ad"],
    ids=ascii,
)
def test_a_character_that_cannot_be_seen_makes_no_other_child(read: Read, unseen: str) -> None:
    data = f"CHILD,DATE,NOTE\n{unseen}A{unseen}1{unseen},x,{unseen}\n".encode()
    assert rows(read(data)) == [(2, "A1", "x", None)]


@pytest.mark.parametrize("typed_as", ["H801200001001", "h801200001001", " H801 200 001 001 ", "H801200001001\u00a0"])
def test_a_upn_is_the_same_however_it_is_typed(typed_as: str) -> None:
    table = replace(TABLE, columns=(Column("child", "CHILD", Kind.PERSON, "Pupil", identity="upn"), *TABLE.columns[1:]))
    data = f"CHILD,DATE\n{typed_as},h 8\n".encode()
    assert rows(read_text_frame(data, "visits.csv", table)) == [(2, "H801200001001", "h 8")]
    (chunk,) = read_chunks(data, "visits.csv", table)
    assert list(chunk.values["child"]) == ["H801200001001"]


def test_a_last_line_without_a_line_feed_counts(read: Read) -> None:
    assert rows(read(b"CHILD,DATE\n1,x\n2,y")) == [(2, "1", "x"), (3, "2", "y")]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_line_numbers_are_those_of_an_editor(read: Read, line_end: bytes) -> None:
    lines = [b"CHILD,DATE,NOTE", b"1,x,", b"", b'2,y,"two', b'lines, ""so"""', b"3,z,"]
    assert rows(read(line_end.join(lines))) == [
        (2, "1", "x", None),
        (4, "2", "y", 'two\nlines, "so"'),
        (6, "3", "z", None),
    ]


def test_a_column_that_is_not_declared_is_left_out_and_named(read: Read) -> None:
    frame = read(b"CHILD,SURNAME,DATE\n1,Somebody,x\n")
    assert list(frame.columns) == ["child", "day"]
    assert frame.attrs["dropped_columns"] == ("SURNAME",)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-8"), ("cp1252", "cp1252"), ("latin-1", "cp1252")],
)
def test_encodings_are_told_apart(read: Read, encoding: str, said: str) -> None:
    frame = read("CHILD,DATE,NOTE\nZo\u00eb,x,\u00a35\nAnn,y,\n".encode(encoding))
    assert rows(frame)[0] == (2, "Zo\u00eb", "x", "\u00a35")
    assert frame.attrs["encoding"] == said


def test_a_gzipped_file_is_told_by_its_bytes(read: Read) -> None:
    assert rows(read(gzip.compress(b"CHILD,DATE\n1,x\n"))) == [(2, "1", "x")]


def test_headers_alone() -> None:
    assert read_headers(b"\xef\xbb\xbf Child ,DATE\n1,x\n", "visits.csv") == ("Child", "DATE")


def test_a_last_line_of_totals_is_a_control_and_no_row() -> None:
    frame = read_whole(b"CHILD,DATE\n1,x\n2,\nTotal,2\n")
    assert rows(frame) == [(2, "1", "x"), (3, "2", None)]
    assert frame.attrs["encoding"] == "ascii"
    with pytest.raises(DataRejected, match=r"^visits\.csv: the total on line 3 is not what the rows above it come to"):
        read_whole(b"CHILD,DATE\n1,x\nTotal,2\n")


REFUSALS = [
    ("nothing", b"", "the file is empty"),
    ("blank lines", b"\n\n\n", "the file holds blank lines only"),
    ("header only", b"CHILD,DATE\n\n", "there is a header and no rows"),
    ("missing column", b"CHILD,NOTE\n1,x\n", "column DATE is missing"),
    ("column twice", b"CHILD,DATE,child\n1,x,1\n", "column CHILD stands in the header more than once"),
    ("too many fields", b"CHILD,DATE\n1,x\n2,y,z\n", "line 3 has 3 fields where the header has 2"),
    ("too few fields", b"CHILD,DATE\n\n1,x\n2\n3,y\n4\n", "line 4 has 1 fields where the header has 2"),
    ("fields after a long value", b'CHILD,DATE\n"1\n1",x\n2\n', "line 4 has 1 fields where the header has 2"),
    ("quotation mark left open", b'CHILD,DATE\n1,x\n2,"y\n3,z\n', "line 3 has a quotation mark that is never closed"),
    ("quotation mark inside", b'CHILD,DATE\n1,x\n2,a"b\n3,c"d\n', "quotation mark"),
    ("NUL byte", b"CHILD,DATE\n1,x\n2,\0\n", "line 3 holds a NUL byte"),
    ("no character", b"CHILD,DATE\n1,x\n2,\x81\n", "line 3 holds a byte that is no character"),
    ("two encodings", b"CHILD,DATE\n\xc3\xa9,x\n\xe9,y\n", "line 3"),
    ("UTF-16 cut off", b"\xff\xfeC\x00\x00\xd8", "starts as UTF-16"),
    ("semicolons", b"CHILD;DATE\n1;x\n", "columns are separated by semicolons"),
    ("tabs", b"CHILD\tDATE\n1\tx\n", "columns are separated by tabs"),
    ("vertical bars", b"CHILD|DATE\n1|x\n", "columns are separated by vertical bars"),
    (
        "last line cut off",
        b"CHILD,DATE,NOTE\n" + b"1,x,a\n" * 50 + b"2,y",
        "line 52 has 2 fields where the header has 3",
    ),
    ("workbook", b"PK\x03\x04rest", "an Excel workbook or a zip archive"),
    ("old workbook", b"\xd0\xcf\x11\xe0rest", "an old Excel workbook"),
    ("PDF", b"%PDF-1.7", "a PDF document"),
    ("web page", b"\n<!DOCTYPE html>", "a web page"),
    ("XML", b"<?xml version='1.0'?>", "an XML file"),
    ("JSON", b'{"CHILD": NaN, "CHILD": "1"}', "the first line is not the header of Visits"),
    ("endless JSON", b"[" * 100_000, "the first line is too long to be a header"),
    ("gzip cut off", gzip.compress(b"CHILD,DATE\n1,x\n" * 99)[:-12], "cut short or damaged"),
    ("gzip twice", gzip.compress(gzip.compress(b"CHILD,DATE\n")), "a gzip file inside a gzip file"),
]


@pytest.mark.parametrize(("data", "said"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_a_file_that_cannot_be_read_is_refused_with_its_place(read: Read, data: bytes, said: str) -> None:
    with pytest.raises(DataRejected) as refusal:
        read(data)
    assert refusal.value.message.startswith("visits.csv: ")
    assert said in refusal.value.message
    assert refusal.value.fix


@pytest.mark.parametrize(("last", "mark"), [(b"29,x,\n", b","), (b"29,x,", b",z,z"), (b'29,"x\n,",\n', b"")])
def test_few_uneven_lines_are_kept_apart_without_their_values(last: bytes, mark: bytes) -> None:
    lines = [b"%d,x," % number for number in range(1, 29)]
    lines[3] += mark or b'"a, b",c'
    lines[9] = b"10"
    frame = read_whole(b"CHILD,DATE,NOTE\n\n" + b"\n".join([*lines, last]))
    found = dict(frame[UNEVEN].dropna())
    assert found == {6: "6", 12: "12"}
    assert frame.loc[[6, 12], ["child", "day", "note"]].isna().all(axis=None)
    others = [number for number in range(1, 30) if number not in (4, 10)]
    assert list(frame["child"].dropna()) == [str(number) for number in others]
    assert list(frame.index) == list(range(3, 32))


def test_no_row_is_lost_between_two_stray_quotation_marks() -> None:
    lines = [b"%d,x," % number for number in range(1, 60)]
    lines[20], lines[40] = b'21,a "b,', b'41,c" d,'
    with pytest.raises(DataRejected, match=r"line 22 has 5 fields|quotation mark"):
        read_whole(b"CHILD,DATE,NOTE\n" + b"\n".join(lines))


def test_where_many_lines_are_uneven_it_is_the_file() -> None:
    with pytest.raises(DataRejected, match="line 2 has 3 fields where the header has 2, and so have 1 more lines"):
        read_whole(b"CHILD,DATE\n" + b"1,x,y\n" * 2 + b"2,x\n" * 17)


def test_a_register_with_an_uneven_line_is_refused_since_its_rows_are_not_held_whole() -> None:
    data = b"CHILD,DATE\n" + b"1,x\n" * 40 + b"1,x,y\n" + b"2,x\n" * 40
    with pytest.raises(DataRejected, match="line 42 has 3 fields"):
        read_in_pieces(data)
    with pytest.raises(DataRejected, match="line 42 has 3 fields"):
        read_text_frame(data, "visits.csv", replace(TABLE, in_chunks=True))


def test_uneven_lines_are_counted() -> None:
    with pytest.raises(DataRejected, match="line 2 has 3 fields where the header has 2, and so have 8 more lines"):
        read_whole(b"CHILD,DATE\n" + b"1,x,y\n" * 9)


def test_a_refusal_shows_no_value_of_a_row(read: Read) -> None:
    for data in (
        b"CHILD,DATE\nSECRET,x,y\n",
        b'CHILD,DATE\nSECRET,"x\n',
        b"CHILD,DATE\nSECRET,\x81\n",
        b"SECRET,1\n2,3\n",
    ):
        with pytest.raises(DataRejected) as refusal:
            read(data)
        assert "SECRET" not in str(refusal.value)


def test_a_file_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "RATIO_CHECKED_FROM", 100_000)
    with pytest.raises(DataRejected, match="more than 250 times its size"):
        read_whole(gzip.compress(b"CHILD,DATE\n" + b"1,x\n" * 1_000_000))


def test_a_quotation_mark_left_open_does_not_swallow_a_large_file() -> None:
    with pytest.raises(DataRejected, match="line 3 has a quotation mark that is never closed"):
        read_whole(b'CHILD,DATE\n1,x\n2,"y\n' + b"3,z\n" * 500_000)


def test_line_numbers_hold_across_blocks() -> None:
    data = b"CHILD,DATE,NOTE\r\n" + b'1,x,\r\n\r\n2,"y",\r\n3,z,"a\r\nb"\r\n' * 400
    assert list(read_in_pieces(data).index) == list(read_whole(data).index)
    assert read_whole(data).index[-1] == 2 + 5 * 399 + 3


def test_codes_mean_the_same_text_in_every_chunk() -> None:
    chunks = list(read_chunks(b"CHILD,DATE\n1,x\n2,y\n3,\n1, x\n", "visits.csv", TABLE, rows_per_chunk=1))
    assert [chunk.first_line for chunk in chunks] == [2, 3, 4, 5]
    assert [int(chunk.codes["day"][0]) for chunk in chunks] == [0, 1, -1, 0]
    assert list(chunks[-1].values["child"]) == ["1", "2", "3"]
