"""Answers about placements and unaccompanied children, shown on a council of two."""

import gzip
from pathlib import Path

from samples.synth.answers_care import looked_after
from samples.synth.answers_folder import Folder
from samples.synth.answers_placements import placements

COUNCIL = {
    "council.toml": 'la_code = "999"\ngss_code = "E06999999"\n',
    "reference/schools.csv": "urn,name,phase,headcount\n",
    "reference/population.csv": "mid_year,children_0_17\n2023,1000\n2024,1000\n2025,1000\n",
    "reference/half_terms.csv": "academic_year,half_term,start,end\n",
    "DEFECTS.csv": "extract,supplier,data_to,table,file,row_number,rule_id,kind\n",
}
POSTCODES = "postcode,latitude,longitude,area\nMB1 1AA,53.0,-2.0,E06999999\nQX1 1AA,53.0,-3.0,E06000001\n"
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
# Ann moves twice and is back from a holiday; Bob stays, and only his legal status changes.
LINES = {
    "2025-03-31": """
A,01/05/2024,S,C2,N1,U6,PR1,01/08/2024,X1,,MB1 1AA,MB1 1AA,SC1
A,01/08/2024,P,C2,N1,T2,,08/08/2024,X1,,MB1 1AA,MB1 1AA,
A,08/08/2024,P,C2,N1,U6,PR1,01/10/2024,X1,,MB1 1AA,MB1 1AA,SC1
A,01/10/2024,P,C2,N1,K2,PR4,,,,MB1 1AA,MB1 1AA,SC2
B,01/05/2019,S,V2,N1,U6,PR1,,,,MB1 1AA,QX1 1AA,SC1
""",
    "2025-06-30": """
A,01/10/2024,P,C2,N1,K2,PR4,01/06/2025,X1,,MB1 1AA,MB1 1AA,SC2
A,01/06/2025,P,C2,N1,S1,PR4,,,,MB1 1AA,QX1 1AA,SC3
B,01/05/2019,S,V2,N1,U6,PR1,01/05/2025,X1,,MB1 1AA,QX1 1AA,SC1
B,01/05/2025,L,C2,N1,U6,PR1,,,,MB1 1AA,QX1 1AA,SC1
""",
}


def council(place: Path, seekers: str = "") -> Folder:
    files = {name: text.encode() for name, text in COUNCIL.items()}
    files["reference/postcodes.csv.gz"] = gzip.compress(POSTCODES.encode())
    for data_to, lines in LINES.items():
        delivery = f"extracts/ssda903/case-system/{data_to}"
        files[f"{delivery}/header.csv"] = (HEADER + "A,F,01/01/2014,WBRI,,,\nB,M,01/01/2014,WBRI,,,\n").encode()
        files[f"{delivery}/episodes.csv"] = (EPISODES + lines.lstrip()).encode()
        if seekers:
            files[f"{delivery}/uasc.csv"] = f"CHILD,SEX,DOB,DUC\n{seekers}".encode()
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return Folder(place)


def test_placements_are_followed_through_the_returns(tmp_path: Path) -> None:
    found = {(each.indicator_id, each.quarter): each[5:] for each in placements(council(tmp_path))}
    assert found["cla_placement_stability_rate", "2025-26-Q1"] == (1, 2)  # Ann's holiday was none of the three
    assert found["cla_residential_starts", "2025-26-Q1"] == (1, None)
    assert found["cla_residential_starts", "2024-25-Q3"] == (1, None)
    assert found["cla_over_20_miles_outside_rate", "2024-25-Q4"] == (1, 2)
    assert found["cla_over_20_miles_outside_rate", "2025-26-Q1"] == (2, 2)
    assert {indicator for indicator, _ in found if "long_term" in indicator} == set()  # two returns do not reach back


def test_unaccompanied_children_are_counted_where_the_return_lists_some(tmp_path: Path) -> None:
    listed = looked_after(council(tmp_path / "listed", "A,F,01/01/2014,30/06/2025\nB,M,01/01/2014,\n"))
    found = {(each.indicator_id, each.quarter): each[5:] for each in listed}
    assert found["cla_unaccompanied", "2024-25-Q4"] == (2, None)
    assert found["cla_unaccompanied", "2025-26-Q1"] == (1, None)
    without = looked_after(council(tmp_path / "without"))
    assert "cla_unaccompanied" not in {each.indicator_id for each in without}
