"""SSDA903: what each table of a return becomes, that most may be left out, and whose rows are kept."""

from pathlib import Path

import pandas as pd

from flows.parsing.files import read_file
from flows.parsing.xml_records import read_xml
from tests.factories import broken, check, context, drawn, rows
from tests.shaping import KEY, core_rows
from transforms.extracts import EXTRACTS, SSDA903
from transforms.extracts.extract import Table
from transforms.extracts.ssda903 import EPISODES, HEADER, MISSING, OC3
from transforms.extracts.ssda903_adoption import PLACED_ADOPTION, PREV_PERM
from transforms.extracts.ssda903_care import CLA_REVIEWS, OC2, SW_EPISODES, UASC
from transforms.identity import pseudonym

XML = b"""
<EXPSSDA903><CHILD>
  <HEADER>
    <CHILDID>A1</CHILDID><SEX>F</SEX><DOB>08/01/2010</DOB><ETHNIC>WBRI</ETHNIC>
    <AMISSING><MISSING>M</MISSING><MIS_START>02/06/2025</MIS_START><MIS_END>03/06/2025</MIS_END></AMISSING>
    <AMISSING><MISSING>A</MISSING><MIS_START>09/06/2025</MIS_START></AMISSING>
    <UASC /><AREVIEW><REVIEW>12/05/2025</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
    <OC2><SDQ_SCORE>11</SDQ_SCORE><CONVICTED>0</CONVICTED></OC2>
    <AD_PLACED><DATE_PLACED>02/04/2025</DATE_PLACED></AD_PLACED>
    <PERMANENCE><PREV_PERM>P1</PREV_PERM><DATE_PERM>zz/zz/2012</DATE_PERM></PERMANENCE>
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


def test_in_xml_most_tables_stand_in_the_childs_header_and_the_others_come_as_files() -> None:
    texts = read_xml(XML, "return.xml", SSDA903)
    assert {name: len(text) for name, text in texts.items()} == {
        "header": 1,
        "episodes": 1,
        "oc3": 0,
        "missing": 2,
        "cla_reviews": 1,
        "oc2": 1,
        "placed_adoption": 1,
        "prev_perm": 1,
    }
    core = core_rows(SSDA903, texts)
    child = pseudonym("A1", "child", KEY)
    assert core["core.cla_review"][["child", "participation"]].to_numpy().tolist() == [[child, "PN1"]]
    assert core["core.cla_outcome"][["child", "sdq_score", "convicted"]].to_numpy().tolist() == [[child, 11, False]]
    assert core["core.cla_previous_permanence"].to_numpy().tolist() == [[child, "P1"]]
    assert core["core.cla_adoption_decision"]["decided_on"].tolist() == [pd.Timestamp(2025, 4, 2)]


def test_nothing_enters_that_no_figure_needs() -> None:
    core = core_rows(
        SSDA903,
        {
            "header": rows(HEADER, 1),
            "episodes": rows(EPISODES, 1),
            "prev_perm": rows(PREV_PERM, 1, order_council="998", order_made_on="zz/zz/2012"),
            "placed_adoption": rows(PLACED_ADOPTION, 1),
            "cla_reviews": rows(CLA_REVIEWS, 1),
            "oc2": rows(OC2, 1),
            "sw_episodes": rows(SW_EPISODES, 1),
        },
    )
    staged = {column for name, frame in core.items() if name != "core.cla_child" for column in frame}
    assert staged.isdisjoint({"date_of_birth", "council", "order_council", "order_made_on", "home_postcode"})
    [worker] = core["core.cla_social_worker"]["worker"]
    assert worker == pseudonym("SW999001", "social worker", KEY)


REGIONAL = """
    child | sex | council    | episode_start
    7     | F   | Merebridge | 2025-05-01
    7     | M   | Elsewhere  | 2025-05-01
    8     | M   | 999        | 2025-05-02
    9     | F   |            | 2025-05-02
"""


def regional(table: Table, names: tuple[str, ...]) -> pd.DataFrame:
    """Rows of a file that holds several councils', where two gave children the same number."""
    return drawn(table, drawn_rows(REGIONAL, names))


def drawn_rows(picture: str, names: tuple[str, ...]) -> str:
    """Some columns of a picture."""
    lines = [[cell.strip() for cell in line.split("|")] for line in picture.strip().splitlines()]
    places = [lines[0].index(name) for name in names]
    return "\n".join(" | ".join(cells[place] for place in places) for cells in lines)


def test_of_several_councils_rows_only_ours_are_kept_and_the_others_trouble_nobody() -> None:
    known = context(SSDA903, la_names=("Merebridge",))
    header = check(HEADER, regional(HEADER, ("child", "sex", "council")), known)
    assert {finding.rule.id: finding.lines for finding in header.findings} == {"header-another-council": (3, 5)}
    assert header.kept["child"].tolist() == ["7", "8"]

    episodes = regional(EPISODES, ("child", "council", "episode_start"))
    beside_header = context(SSDA903, la_names=("Merebridge",), tables={"header": header.kept})
    assert broken(EPISODES, episodes, beside_header) == {"episodes-another-council": (3, 5)}


def test_a_file_of_another_council_is_stopped_whole() -> None:
    found = check(EPISODES, rows(EPISODES, 2, council=["Elsewhere", "998"]))
    assert found.is_stopped
    assert found.rows_loaded == 2  # nothing is loaded of a file that is stopped; these are just not held


def test_who_checks_without_knowing_the_council_is_told_nothing_of_councils() -> None:
    assert broken(HEADER, rows(HEADER, 2, council=["998", "997"]), context(SSDA903, la_code="")) == {}


def test_a_column_for_the_year_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "uasc.csv"
    file.write_text("CHILD,SEX,DOB,DUC,LA,YEAR\n7,F,2010-05-09,2028-05-09,Merebridge,2025\n")
    [read] = read_file(file.name, file, EXTRACTS).tables
    assert read.table is UASC
    assert check(UASC, read.text, context(SSDA903, la_names=("MEREBRIDGE",))).findings == ()
