"""SSDA903: what each table of a return becomes, that most may be left out, and whose rows are kept."""

import pandas as pd

from flows.parsing.xml_records import read_xml
from tests.factories import drawn, rows
from tests.shaping import KEY, core_rows
from transforms.extracts import SSDA903
from transforms.extracts.ssda903 import EPISODES, HEADER, MISSING, OC3
from transforms.identity import pseudonym

XML = b"""
<EXPSSDA903><CHILD>
  <HEADER>
    <CHILDID>A1</CHILDID><SEX>F</SEX><DOB>08/01/2010</DOB><ETHNIC>WBRI</ETHNIC>
    <AMISSING><MISSING>M</MISSING><MIS_START>02/06/2025</MIS_START><MIS_END>03/06/2025</MIS_END></AMISSING>
    <AMISSING><MISSING>A</MISSING><MIS_START>09/06/2025</MIS_START></AMISSING>
  </HEADER>
  <EPISODE>
    <DECOM>01/04/2024</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U1</PL><PLACE_PROVIDER>PR1</PLACE_PROVIDER>
  </EPISODE>
</CHILD></EXPSSDA903>
"""


def test_a_return_may_come_as_header_and_episodes_alone() -> None:
    core = core_rows(SSDA903, {"header": rows(HEADER, 2), "episodes": rows(EPISODES, 2)})
    assert {name: len(frame) for name, frame in core.items()} == {
        "core.cla_child": 2,
        "core.cla_episode": 2,
    } | dict.fromkeys(SSDA903.core_tables[2:], 0)


def test_care_leavers_and_times_missing_are_of_the_children_in_header() -> None:
    leavers = drawn(OC3, "child | in_touch | activity | accommodation\nAnn | YES | P5 | Z1\nEve | YES | F1 | U1")
    missing = drawn(MISSING, "child | kind | start_date | end_date\nBob | M | 01/06/2025 |\nEve | M | 01/06/2025 |")
    header = drawn(HEADER, "child\nAnn\nBob")
    texts = {"header": header, "episodes": rows(EPISODES, 1, child="Ann"), "oc3": leavers, "missing": missing}
    core = core_rows(SSDA903, texts)
    found = core["core.care_leaver"]
    assert found[["child", "in_touch", "activity", "accommodation"]].to_numpy().tolist() == [
        [pseudonym("Ann", "child", KEY), "YES", "P5", "Z1"]
    ]
    gone = core["core.cla_missing"]
    assert gone[["row_number", "child", "kind"]].to_numpy().tolist() == [[2, pseudonym("Bob", "child", KEY), "M"]]
    assert gone["end_date"].isna().all()


def test_in_xml_times_missing_stand_in_the_childs_header() -> None:
    core = core_rows(SSDA903, read_xml(XML, "return.xml", SSDA903))
    gone = core["core.cla_missing"]
    assert gone[["row_number", "child", "kind"]].to_numpy().tolist() == [
        [1, pseudonym("A1", "child", KEY), "M"],
        [2, pseudonym("A1", "child", KEY), "A"],
    ]
    assert list(gone["end_date"].isna()) == [False, True]
    assert gone["start_date"].tolist() == [pd.Timestamp(2025, 6, 2), pd.Timestamp(2025, 6, 9)]
