"""XML as its extract declares it gives the same text frames as the CSV files would."""

import gzip
from dataclasses import replace

import pandas as pd
import pytest

from flows.parsing.opening import FileKind, kind_of
from flows.parsing.xml_identify import identify_xml
from flows.parsing.xml_layout import layout_of
from flows.parsing.xml_records import read_xml
from transforms.errors import DataRejected
from transforms.extracts import EXTRACTS
from transforms.extracts.attendance_register import ATTENDANCE_REGISTER
from transforms.extracts.extract import Column, Covers, Extract, Kind, Table, XmlLayout
from transforms.extracts.ssda903 import EPISODES, HEADER, SSDA903

TWO_CHILDREN = b"""<?xml version="1.0" encoding="utf-8"?>
<EXPSSDA903>
  <CHILD>
    <HEADER><CHILDID>A1</CHILDID><SEX>M</SEX><DOB>01/02/2012</DOB><ETHNIC>WBRI</ETHNIC><UPN> X9 </UPN>
      <AREVIEW><REVIEW>01/05/2025</REVIEW></AREVIEW><AREVIEW><REVIEW>01/06/2025</REVIEW></AREVIEW><MOTHER/><NOTE>Zz9</NOTE></HEADER>
    <EPISODE><DECOM>01/04/2025</DECOM><RNE>S</RNE><PL>U1</PL><DEC/></EPISODE>
    <EPISODE><DECOM>01/05/2025</DECOM><RNE>P</RNE><PL>K2</PL></EPISODE>
  </CHILD>
  <CHILD>
    <EPISODE><DECOM>01/06/2025</DECOM></EPISODE>
    <HEADER><CHILDID>B2</CHILDID><SEX>F</SEX></HEADER>
  </CHILD>
</EXPSSDA903>
"""


def test_a_header_for_each_child() -> None:
    header = read_xml(TWO_CHILDREN, "return.xml", SSDA903)["header"]
    assert list(header.columns) == [column.name for column in HEADER.columns]
    assert header[["child", "sex", "upn"]].to_dict("index") == {
        1: {"child": "A1", "sex": "M", "upn": "X9"},
        2: {"child": "B2", "sex": "F", "upn": pytest.approx(float("nan"), nan_ok=True)},
    }


def test_each_episode_bears_its_childs_identifier() -> None:
    episodes = read_xml(TWO_CHILDREN, "return.xml", SSDA903)["episodes"]
    assert list(episodes.columns) == [column.name for column in EPISODES.columns]
    assert list(episodes["child"]) == ["A1", "A1", "B2"]
    assert list(episodes["episode_start"]) == ["01/04/2025", "01/05/2025", "01/06/2025"]
    assert list(episodes.index) == [1, 2, 3]


def test_our_names_stand_for_the_xmls_own() -> None:
    episodes = read_xml(TWO_CHILDREN, "return.xml", SSDA903)["episodes"]
    assert list(episodes["placement"].dropna()) == ["U1", "K2"]


def test_an_empty_element_is_missing() -> None:
    frames = read_xml(TWO_CHILDREN, "return.xml", SSDA903)
    assert frames["episodes"]["episode_end"].isna().all()
    assert frames["header"]["mother"].isna().all()
    assert all(isinstance(dtype, pd.StringDtype) for dtype in frames["header"].dtypes)


def test_elements_that_are_not_read_are_named() -> None:
    assert read_xml(TWO_CHILDREN, "return.xml", SSDA903)["header"].attrs["dropped_columns"] == ("NOTE",)


def test_a_gzipped_file_is_the_same() -> None:
    plain, packed = (read_xml(data, "return.xml", SSDA903) for data in (TWO_CHILDREN, gzip.compress(TWO_CHILDREN)))
    pd.testing.assert_frame_equal(plain["episodes"], packed["episodes"])


REFUSALS = [
    ("broken", b"<EXPSSDA903>\n<CHILD></HEADER>\n", "broken at line 2, column 10: mismatched tag"),
    ("cut off", TWO_CHILDREN[:300], "the XML is broken at line"),
    ("empty", b"", "broken at line 1, column 1: no element found"),
    (
        "wrong root",
        b"<Message><Children/></Message>",
        "the root element is Message; SSDA903, children looked after has EXPSSDA903",
    ),
    ("no child", b"<EXPSSDA903></EXPSSDA903>", "holds no CHILD; SSDA903, children looked after has them in EXPSSDA903"),
    ("DTD", b"<!DOCTYPE EXPSSDA903 [<!ENTITY a 'b'>]><EXPSSDA903>&a;</EXPSSDA903>", "declares a DTD or entities"),
    (
        "entities of entities",
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><EXPSSDA903>&b;</EXPSSDA903>',
        "declares a DTD or entities",
    ),
    (
        "entity from elsewhere",
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><EXPSSDA903>&a;</EXPSSDA903>',
        "declares a DTD or entities",
    ),
    ("DTD from elsewhere", b'<!DOCTYPE x SYSTEM "http://localhost/x.dtd"><EXPSSDA903/>', "declares a DTD or entities"),
    (
        "twice",
        TWO_CHILDREN.replace(b"<RNE>P</RNE>", b"<RNE>P</RNE><RNE>L</RNE>"),
        "EPISODE number 2 holds RNE more than once",
    ),
    ("deep", b"<EXPSSDA903>" + b"<A>" * 30, "too deep"),
    ("encoding", b"<?xml version='1.0' encoding='utf-7'?><EXPSSDA903/>", "encoding"),
]


@pytest.mark.parametrize(("data", "said"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_a_file_that_cannot_be_read_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(DataRejected) as refusal:
        read_xml(data, "return.xml", SSDA903)
    assert refusal.value.message.startswith("return.xml: ")
    assert said in refusal.value.message


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\xef\xbb\xbf\n<?xml version='1.0'?>", FileKind.XML),
        (b"<EXPSSDA903>", FileKind.XML),
        (b"<!-- made by hand -->", FileKind.XML),
        (b"<!DOCTYPE EXPSSDA903 [", FileKind.XML),
        ("<?xml version='1.0'?>".encode("utf-16"), FileKind.XML),
        (gzip.compress(b"<Message>", mtime=0), FileKind.XML),
        (b"PK\x03\x04", FileKind.WORKBOOK),
        (b"\xd0\xcf\x11\xe0", FileKind.WORKBOOK),
        (b"<!doctype html>", FileKind.DELIMITED),
        (b"<HTML>", FileKind.DELIMITED),
        (b"CHILD,SEX\n", FileKind.DELIMITED),
        (b"<10,SEX\n", FileKind.DELIMITED),
        (b"", FileKind.DELIMITED),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_first_bytes(start: bytes, kind: FileKind) -> None:
    assert kind_of(start, "return") is kind


# Layouts of every shape: a farm of three levels, whose tables look up, climb and count


def text(name: str, element: str = "", *aliases: str) -> Column:
    return Column(name, name.upper(), Kind.TEXT, "Made up", element=element, aliases=aliases)


def farm_table(name: str, record: str, *columns: Column) -> Table:
    return Table(name, name.title(), "", "", (columns[0].name,), columns, optional=True, record=record)


FARM = Extract(
    id="farm",
    title="Farm census",
    source="",
    covers=Covers.MONTH,
    tables=(
        farm_table("farm", "", text("code", "About/Code", "FormerCode"), text("number", "#Farm")),
        farm_table("barn", "Barn", text("farm", "../About/Code"), text("number", "#Barn"), text("roof")),
        farm_table("cow", "Barn/Cows/Cow", text("cow", "."), text("barn", "#Barn"), text("roof", "../ROOF"),
                   text("farm", "../../About/Code")),
    ),
    date_formats=(),
    core_tables=(),
    shape=lambda tables, _: dict(tables),
    xml=XmlLayout("", "Farms/Farm"),
)  # fmt: skip

TWO_FARMS = b"""<x:Census xmlns:x="urn:farms" xmlns="urn:other"><Header><Code>no farm</Code></Header><x:Farms>
  <Farm>stray<Barn><ROOF>tin</ROOF><Cows>two<Cow> Ada </Cow>and<Cow>Bess</Cow></Cows></Barn>
    <About><Code>F1</Code><Owner><Code>O1</Code></Owner></About>
    <Barn><ROOF/></Barn></Farm>
  <Farm><About><FormerCode>F2</FormerCode></About><Barn><Cows><Cow>Cleo</Cow></Cows><Silo/></Barn></Farm>
  <Farm/>
</x:Farms></x:Census>"""


def rows(name: str) -> list[tuple[str | None, ...]]:
    frame = read_xml(TWO_FARMS, "farms.xml", FARM)[name]
    assert list(frame.index) == list(range(1, len(frame) + 1))
    return [tuple(row) for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False)]


def test_a_unit_is_a_record_and_found_under_its_path_alone() -> None:
    assert rows("farm") == [("F1", "1"), ("F2", "2"), (None, "3")]


def test_a_record_looks_up_values_of_the_record_around_it_wherever_they_stand() -> None:
    assert rows("barn") == [("F1", "1", "tin"), ("F1", "2", None), ("F2", "3", None)]


def test_climbing_goes_from_record_to_record_and_numbers_run_through_the_file() -> None:
    assert rows("cow") == [("Ada", "1", "tin", "F1"), ("Bess", "1", "tin", "F1"), ("Cleo", "3", None, "F2")]


def test_a_record_may_stand_beside_the_units_before_or_behind_them() -> None:
    owner = farm_table("owner", "/About/Owner", text("name", "."))
    farm = farm_table("farm", "", text("code"))
    extract = replace(FARM, tables=(owner, farm), xml=XmlLayout("", "Farm"))
    frames = read_xml(
        b"<C><About><Owner>Ann</Owner></About><Farm/><Farm/><About><Owner>Bob</Owner></About></C>", "c.xml", extract
    )
    assert (list(frames["owner"]["name"]), len(frames["farm"])) == (["Ann", "Bob"], 2)


def test_elements_that_are_not_read_are_named_by_their_path_in_the_record() -> None:
    frames = read_xml(TWO_FARMS, "farms.xml", FARM)
    assert [frames[name].attrs["dropped_columns"] for name in frames] == [("About/Owner",), ("Silo",), ()]


def test_tables_without_records_are_there_and_empty() -> None:
    frames = read_xml(b"<Census><Farms><Farm/></Farms></Census>", "farms.xml", FARM)
    assert {name: len(frame) for name, frame in frames.items()} == {"farm": 1, "barn": 0, "cow": 0}
    assert list(frames["cow"].columns) == ["cow", "barn", "roof", "farm"]
    assert all(isinstance(dtype, pd.StringDtype) for dtype in frames["cow"].dtypes)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<About><Code>1</Code><FormerCode>2</FormerCode></About>", "Farm number 2 holds About/Code more than once"),
        ("<About><Code/></About><About><Code/></About>", "Farm number 2 holds About/Code more than once"),
        ("<Barn><ROOF/><ROOF/></Barn>", "Barn number 1 holds ROOF more than once"),
    ],
)
def test_a_value_that_a_record_has_twice_is_refused(inside: str, said: str) -> None:
    with pytest.raises(DataRejected, match=said):
        read_xml(f"<C><Farms><Farm/><Farm>{inside}</Farm></Farms></C>".encode(), "farms.xml", FARM)


@pytest.mark.parametrize("element", ["../../Code", "#Village"])
def test_a_declaration_that_leads_nowhere_is_our_fault_and_seen_at_once(element: str) -> None:
    table = farm_table("barn", "Barn", text("code", element))
    with pytest.raises(ValueError, match=r"barn\.code"):
        layout_of((table,), XmlLayout("", "Farms/Farm"))


@pytest.mark.parametrize("extract", [extract for extract in EXTRACTS if extract.xml], ids=lambda extract: extract.id)
def test_every_declared_layout_leads_somewhere(extract: Extract) -> None:
    assert extract.xml is not None
    layout = layout_of(extract.tables, extract.xml)
    in_xml = [table for table in extract.tables if table.record is not None]
    assert len(set(layout.record_of.values())) == len(in_xml)


def test_more_records_than_are_held_at_once_come_in_their_order() -> None:
    children = b"".join(b"<CHILD><HEADER><CHILDID>%d</CHILDID></HEADER></CHILD>" % number for number in range(25_000))
    header = read_xml(b"<EXPSSDA903>" + children + b"</EXPSSDA903>", "return.xml", SSDA903)["header"]
    assert list(header["child"]) == [str(number) for number in range(25_000)]


# Which extract a file is of


def test_an_extract_is_told_by_its_root_and_its_unit() -> None:
    assert identify_xml(TWO_CHILDREN, "return.xml", (FARM, SSDA903)) is SSDA903
    assert identify_xml(TWO_FARMS, "farms.xml", (SSDA903, FARM)) is FARM
    assert identify_xml(b"<EXPSSDA903/>", "return.xml", (FARM, SSDA903)) is SSDA903


def test_no_more_is_read_than_tells_the_extract() -> None:
    assert identify_xml(b"<Census><Farms><Farm><About></Farm>", "farms.xml", (FARM,)) is FARM


@pytest.mark.parametrize(
    ("choices", "others", "said"),
    [
        ((SSDA903,), (FARM,), "farms.xml is XML of Farm census, not of SSDA903, children looked after."),
        ((ATTENDANCE_REGISTER,), (), "farms.xml is XML; Attendance registers does not come as XML."),
        ((SSDA903,), (), ("farms.xml: the root element is Census, and no records are in it that are expected. "
                          "SSDA903, children looked after has CHILD under EXPSSDA903.")),
    ],
)  # fmt: skip
def test_xml_that_is_not_of_the_folders_extract_is_refused(
    choices: tuple[Extract, ...], others: tuple[Extract, ...], said: str
) -> None:
    with pytest.raises(DataRejected) as refusal:
        identify_xml(TWO_FARMS, "farms.xml", choices, others)
    assert refusal.value.message == said
