"""The SSDA903 as XML gives the same text frames as its CSV files."""

import gzip

import pandas as pd
import pytest

from flows.parsing.xml903 import is_xml, read_903_xml
from transforms.errors import DataRejected
from transforms.extracts.ssda903 import EPISODES, HEADER

TWO_CHILDREN = b"""<?xml version="1.0" encoding="utf-8"?>
<EXPSSDA903>
  <CHILD>
    <HEADER><CHILDID>A1</CHILDID><SEX>M</SEX><DOB>01/02/2012</DOB><ETHNIC>WBRI</ETHNIC><UPN> X9 </UPN>
      <AREVIEW><REVIEW>01/05/2025</REVIEW></AREVIEW><AREVIEW><REVIEW>01/06/2025</REVIEW></AREVIEW><MOTHER/></HEADER>
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
    header = read_903_xml(TWO_CHILDREN, "return.xml")["header"]
    assert list(header.columns) == [column.name for column in HEADER.columns]
    assert header[["child", "sex", "upn"]].to_dict("index") == {
        1: {"child": "A1", "sex": "M", "upn": "X9"},
        2: {"child": "B2", "sex": "F", "upn": pytest.approx(float("nan"), nan_ok=True)},
    }


def test_each_episode_bears_its_childs_identifier() -> None:
    episodes = read_903_xml(TWO_CHILDREN, "return.xml")["episodes"]
    assert list(episodes.columns) == [column.name for column in EPISODES.columns]
    assert list(episodes["child"]) == ["A1", "A1", "B2"]
    assert list(episodes["episode_start"]) == ["01/04/2025", "01/05/2025", "01/06/2025"]
    assert list(episodes.index) == [1, 2, 3]


def test_our_names_stand_for_the_xmls_own() -> None:
    episodes = read_903_xml(TWO_CHILDREN, "return.xml")["episodes"]
    assert list(episodes["placement"].dropna()) == ["U1", "K2"]


def test_an_empty_element_is_missing() -> None:
    frames = read_903_xml(TWO_CHILDREN, "return.xml")
    assert frames["episodes"]["episode_end"].isna().all()
    assert frames["header"]["mother"].isna().all()
    assert all(isinstance(dtype, pd.StringDtype) for dtype in frames["header"].dtypes)


def test_elements_that_are_not_read_are_named() -> None:
    assert read_903_xml(TWO_CHILDREN, "return.xml")["header"].attrs["dropped_columns"] == ("AREVIEW",)


def test_a_gzipped_file_is_the_same() -> None:
    plain, packed = (read_903_xml(data, "return.xml") for data in (TWO_CHILDREN, gzip.compress(TWO_CHILDREN)))
    pd.testing.assert_frame_equal(plain["episodes"], packed["episodes"])


REFUSALS = [
    ("broken", b"<EXPSSDA903>\n<CHILD></HEADER>\n", "broken at line 2, column 10: mismatched tag"),
    ("cut off", TWO_CHILDREN[:300], "the XML is broken at line"),
    ("empty", b"", "broken at line 1, column 1: no element found"),
    ("wrong root", b"<Message><Children/></Message>", "the root element is Message; an SSDA903 file has EXPSSDA903"),
    ("no child", b"<EXPSSDA903></EXPSSDA903>", "the file holds no child"),
    ("DTD", b"<!DOCTYPE EXPSSDA903 [<!ENTITY a 'b'>]><EXPSSDA903>&a;</EXPSSDA903>", "declares a DTD or entities"),
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
        read_903_xml(data, "return.xml")
    assert refusal.value.message.startswith("return.xml: ")
    assert said in refusal.value.message


def test_xml_is_told_by_its_first_bytes() -> None:
    assert is_xml(b"\xef\xbb\xbf\n<?xml version='1.0'?>")
    assert is_xml(b"<EXPSSDA903>")
    assert not is_xml(b"CHILD,SEX\n")
