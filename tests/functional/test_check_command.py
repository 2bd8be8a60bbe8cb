"""``cyp check`` as a person types it: what is wrong with a file, where, what to do; and never a value from a row."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
import xlsxwriter

from flows import cli
from flows.steps import check
from tests.factories import HALF_TERMS, drawn, rows, upn, write
from tests.westmere import SETTINGS
from transforms.extracts import EXTRACTS
from transforms.extracts.attendance_register import MARKS, ROLL
from transforms.extracts.census_sessions import PUPILS, SCHOOLS, SESSIONS, SUMMER_SESSIONS
from transforms.extracts.extract import Covers, Table
from transforms.extracts.ssda903 import EPISODES, HEADER, SSDA903
from transforms.rules.rule import Context

ROOT = Path(__file__).resolve().parents[2]
OF_OTHERS = ROOT.parent / "shared" / "data" / "extracts"
REAL = OF_OTHERS / "ssda903"
CANARY = "Zz9canary"
YEAR = ("--year", "2025-26")


class Said(NamedTuple):
    """How a command ended, and all that it printed."""

    exit_code: int
    text: str


@pytest.fixture
def cyp(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run the command in this process. No value of a child's row may be in what it prints."""

    def run(*words: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["cyp", *map(str, words)])
        exit_code = 0
        try:
            cli.main()
        except SystemExit as ending:
            exit_code = int(ending.code or 0)
        printed = capsys.readouterr()
        text = printed.out + printed.err
        assert CANARY not in text
        assert upn(1) not in text
        return Said(exit_code, text)

    return run


Cyp = Callable[..., Said]


def workbook(folder: Path, sheets: Mapping[str, tuple[Table, pd.DataFrame]]) -> Path:
    """An Excel workbook: a page of notes, the sheets with their headers in the third row, and another page of notes."""
    file = folder / "return.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Notes").write(0, 0, "Made in June")
        for name, (table, cells) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, "The council's return")
            sheet.write_row(2, 0, [column.header for column in table.columns])
            for number, row in enumerate(
                cells[[column.name for column in table.columns]].fillna("").itertuples(index=False)
            ):
                sheet.write_row(number + 3, 0, row)
        book.add_worksheet("Old notes")
    return file


def finding(file: dict[str, Any], rule: str) -> dict[str, Any]:
    return next(each for each in file["findings"] if each["rule"] == rule)


# Files that can be read


def test_a_good_file_would_be_loaded(cyp: Cyp, tmp_path: Path) -> None:
    note = tmp_path / "delivery.toml"  # a delivery's note, which is no data
    note.write_text("taken_on = 2025-07-03\n", encoding="utf-8")
    said = cyp("check", write(tmp_path, HEADER, rows(HEADER, 3)), note, *YEAR)
    assert said == (0, "SSDA903 Header (header.csv), 2025-26 code lists, 3 rows: would be loaded with 0 rows held\n\n")


def test_a_finding_names_its_rule_column_and_lines_and_says_what_to_do(cyp: Cyp, tmp_path: Path) -> None:
    header = drawn(HEADER, f"sex | date_of_birth\nM | 09/05/2014\n{CANARY} | 09/05/2014\n{CANARY} | {CANARY}")
    said = cyp("check", write(tmp_path, HEADER, header), *YEAR)
    assert said.exit_code == 0
    assert "3 rows: would be loaded with 2 rows held" in said.text
    assert " hold  header-sex-unknown-code " in said.text
    assert "2 rows   SEX holds a code that is on no list of sex." in said.text
    assert "column SEX, line 3, 4   → Use one of: 1 2 M F U." in said.text
    assert "column DOB, line 4   → Write it as the return asks" in said.text


def test_of_many_lines_the_first_few_are_shown(cyp: Cyp, tmp_path: Path) -> None:
    said = cyp("check", write(tmp_path, HEADER, rows(HEADER, 7, sex=CANARY)), *YEAR)
    assert "column SEX, line 2, 3, 4, 5, 6, …   →" in said.text


def test_last_years_file_would_be_rejected(cyp: Cyp, tmp_path: Path) -> None:
    old = rows(EPISODES, 2, episode_start="09/06/2023", episode_end="10/06/2023", reason_ceased="E8")
    said = cyp("check", write(tmp_path, EPISODES, old), *YEAR)
    assert said.exit_code == 3
    assert "2 rows: would be rejected" in said.text
    assert " stop  episodes-of-an-earlier-year " in said.text
    assert "→ Ask the supplier for the file of this collection year" in said.text


def test_tables_are_checked_against_each_other_in_whatever_order_they_come(cyp: Cyp, tmp_path: Path) -> None:
    header = write(tmp_path, HEADER, rows(HEADER, 1))
    episodes = write(tmp_path, EPISODES, rows(EPISODES, 2))
    for files in ((header, episodes), (episodes, header)):
        said = cyp("check", *files, *YEAR)
        assert "episodes-child-not-in-header" in said.text
        assert "column CHILD, line 3 " in said.text
    assert "episodes-child-not-in-header" not in cyp("check", episodes, *YEAR).text


def test_registers_of_two_schools_are_checked_together(cyp: Cyp, tmp_path: Path) -> None:
    files = []
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        files += [write(tmp_path / str(number), table, rows(table, 1, first=number)) for table in (ROLL, MARKS)]
    said = cyp("check", *files, "--year", "2024/25")
    assert said.exit_code == 0
    assert said.text.count("1 rows: would be loaded with 0 rows held") == 4


def test_an_export_of_the_school_census_is_told_by_its_columns(cyp: Cyp, tmp_path: Path) -> None:
    files = [write(tmp_path, table, rows(table, 2)) for table in (SESSIONS, SCHOOLS, PUPILS)]
    said = cyp("check", *files, "--year", "2024/25")
    assert said.exit_code == 0
    assert [line.split(",")[1] for line in said.text.splitlines() if "code lists" in line] == [
        " schools (schoolcensus.csv)",
        " pupils on roll (pupilonroll.csv)",
        " session details (termlysessiondetailsonroll.csv)",
    ]


def test_a_councils_schools_and_teaching_dates_are_known_when_it_is_named(cyp: Cyp, tmp_path: Path) -> None:
    file = write(tmp_path, MARKS, drawn(MARKS, "session_date | session\n2025-05-28 | AM\n2025-06-09 | AM"))
    alone = cyp("check", file, "--year", "2024/25")
    known = cyp("check", file, "--year", "2024/25", "--council", ROOT / "samples" / "merebridge")
    assert "marks-outside-term" not in alone.text
    assert "column date, line 2   → Check the date" in known.text


# Files in all the ways in which systems write them


def header_as(folder: Path, change: Callable[[str], bytes], name: str = "header.csv") -> Path:
    """A good Header file after a change to its text."""
    text = write(folder, HEADER, rows(HEADER, 2)).read_text(encoding="utf-8")
    file = folder / name
    file.write_bytes(change(text))
    return file


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("CHILD,SEX", " child , Sex ").encode(),
        lambda text: ("\n\n" + text).encode(),
    ],
    ids=["byte order mark", "UTF-16", "Windows line ends", "other headings", "blank lines above"],
)
def test_it_makes_no_difference_how_the_same_text_was_saved(
    cyp: Cyp, tmp_path: Path, change: Callable[[str], bytes]
) -> None:
    said = cyp("check", header_as(tmp_path, change), *YEAR)
    assert (said.exit_code, "2 rows: would be loaded with 0 rows held" in said.text) == (0, True)


@pytest.mark.parametrize(
    ("change", "said_of_it", "to_do"),
    [
        (
            lambda text: text.replace(",DOB,", ",DOBIRTH,").encode(),
            "DOB is missing (SSDA903 Header). Columns found: CHILD, SEX, DOBIRTH, ETHNIC, UPN, MOTHER, MC_DOB, LA.",
            "Export the file again with every column",
        ),
        (
            lambda text: text.replace(",", ";").encode(),
            "columns are separated by semicolons, where commas are expected.",
            "Export the file again as comma-separated values (CSV).",
        ),
        (
            lambda text: text.replace("SEX", "DOB").encode(),
            "column SEX is missing (SSDA903 Header).",
            "Export the file again",
        ),
        (
            lambda text: text.replace("MC_DOB", "MC_DOB,DOB").replace("\nchild", ",\nchild").encode(),
            "column DOB stands in the header more than once.",
            "Keep the one that holds the values",
        ),
        (
            lambda text: text.replace("child-2,", "child-2,Zz9canary,").encode(),
            "line 3",
            "",
        ),
        (
            lambda text: text.replace("child-2,", 'child-2,"').encode(),
            "line 3 has a quotation mark that is never closed.",
            "Close it, or write a quotation mark inside a value twice",
        ),
        (lambda text: text.splitlines()[0].encode(), "no rows", ""),
        (
            lambda text: text.split("\n", 1)[1].replace("child", "Zz9canary").encode(),
            "the first line is not the header",
            "The first line must hold: CHILD, SEX, DOB, ETHNIC, UPN, MOTHER, MC_DOB.",
        ),
        (
            lambda text: text.replace("child-2", "Zz9canary\0").encode(),
            "line 3 holds a NUL byte.",
            "Export the file again as CSV UTF-8.",
        ),
        (lambda _: b"PK\x03\x04 whatever Zz9canary", "the workbook is damaged.", "Open it in Excel and save it again"),
        (lambda _: b"\xd0\xcf\x11\xe0 Zz9canary", "a workbook of an old kind (.xls)", "Save it as an Excel"),
        (lambda _: b"%PDF-1.7 Zz9canary", "this is a PDF document", "Save or export it as CSV"),
        (lambda _: b"<html>Zz9canary</html>", "this is a web page", "Save or export it as CSV"),
        (lambda _: b"", "the file is empty.", "Export it again"),
        (
            lambda _: b"<?xml version='1.0'?>\n<EXPSSDA903>\n<CHILD><HEADER><CHILDID>Zz9canary</HEADER>",
            "the XML is broken at line 3, column",
            "Export it again from the case system",
        ),
        (lambda _: b"<?xml version='1.0'?><Report>Zz9canary</Report>", "the root element is Report", "Send the file"),
    ],
    ids=["a column renamed", "semicolons", "a column named as another", "a column twice", "a row too long",
         "an open quotation mark", "no rows", "no header", "a NUL byte", "Excel", "old Excel", "PDF",
         "a web page", "nothing", "broken XML", "other XML"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_the_place_and_what_to_do(
    cyp: Cyp, tmp_path: Path, change: Callable[[str], bytes], said_of_it: str, to_do: str
) -> None:
    said = cyp("check", header_as(tmp_path, change, "June return.csv"), *YEAR)
    first, complaint, advice, *_ = said.text.splitlines()
    assert said.exit_code == 3
    assert first == "June return.csv: would be rejected"
    assert complaint.startswith("  June return.csv: ")
    assert said_of_it in complaint
    assert advice.startswith("  → ")
    assert to_do in advice
    assert len(advice) > 10


def test_a_table_is_missed_by_the_columns_that_it_has(cyp: Cyp, tmp_path: Path) -> None:
    file = write(tmp_path, EPISODES, rows(EPISODES, 1).drop(columns="placement_urn"))
    said = cyp("check", file, *YEAR)
    assert "episodes.csv: column URN is missing (SSDA903 Episodes)." in said.text


def test_one_bad_file_does_not_keep_the_others_from_being_checked(cyp: Cyp, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"")
    said = cyp("check", bad, write(tmp_path, HEADER, rows(HEADER, 2)), *YEAR)
    assert said.exit_code == 3
    assert "bad.csv: would be rejected" in said.text
    assert "2 rows: would be loaded with 0 rows held" in said.text


def test_a_return_as_one_xml_file_is_both_its_tables(cyp: Cyp, tmp_path: Path) -> None:
    file = tmp_path / "return.xml"
    file.write_bytes(
        b"<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><SEX>M</SEX><DOB>2014-05-09</DOB><ETHNIC>WBRI</ETHNIC>"
        b"<UPN>UN1</UPN></HEADER><EPISODE><DECOM>2025-06-09</DECOM><RNE>S</RNE><LS>C1</LS><CIN>N1</CIN><PL>K2</PL>"
        b"</EPISODE></CHILD></EXPSSDA903>"
    )
    said = cyp("check", file, *YEAR)
    assert said.exit_code == 0
    assert said.text.count("1 rows: would be loaded with 0 rows held") == 2
    refused = cyp("check", file, "--extract", "attendance_register")
    assert refused.exit_code == 3
    assert "return.xml is XML of SSDA903, children looked after, not of Attendance registers." in refused.text
    assert "→ Put it in the folder of its own extract (ssda903)." in refused.text


def test_a_return_as_a_workbook_is_the_sheets_that_are_its_tables(cyp: Cyp, tmp_path: Path) -> None:
    header = drawn(HEADER, f"sex | date_of_birth\nM | 09/05/2014\n{CANARY} | 09/05/2014")
    file = workbook(tmp_path, {"Who": (HEADER, header), "Stays": (EPISODES, rows(EPISODES, 2))})
    said = cyp("check", file, *YEAR)
    assert said.exit_code == 0
    assert (
        "SSDA903 Header (return.xlsx, sheet Who), 2025-26 code lists, 2 rows: would be loaded with 1 rows" in said.text
    )
    assert "\n  Sheets that are not read: Notes, Old notes\n" in said.text
    assert said.text.count("Sheets that are not read") == 1
    assert "column SEX, row 5   →" in said.text
    assert "(return.xlsx, sheet Stays)" in said.text


def test_a_sheet_that_lacks_a_column_is_told_by_the_columns_that_it_has(cyp: Cyp, tmp_path: Path) -> None:
    without = EPISODES.columns[:3] + EPISODES.columns[4:]
    file = workbook(tmp_path, {"Stays": (replace(EPISODES, columns=without), rows(EPISODES, 1))})
    said = cyp("check", file, *YEAR)
    assert said.exit_code == 3
    assert "  return.xlsx, sheet Stays: column LS is missing (SSDA903 Episodes)." in said.text


def test_registers_are_too_large_for_a_workbook(cyp: Cyp, tmp_path: Path) -> None:
    file = workbook(tmp_path, {"Roll": (ROLL, rows(ROLL, 2))})
    said = cyp("check", file, "--extract", "attendance_register")
    assert said.exit_code == 3
    assert "return.xlsx is a workbook; Attendance registers comes as CSV." in said.text


def test_a_file_of_another_extract_than_the_one_that_is_named(cyp: Cyp, tmp_path: Path) -> None:
    said = cyp("check", write(tmp_path, EPISODES, rows(EPISODES, 1)), "--extract", "attendance_register")
    assert said.exit_code == 3
    assert "episodes.csv is SSDA903 Episodes, not of Attendance registers." in said.text


@pytest.mark.parametrize(
    ("covers", "year", "shown", "first", "last"),
    [
        (Covers.FINANCIAL_YEAR, "2024-25", "2024-25", date(2024, 4, 1), date(2025, 3, 31)),
        (Covers.MONTH, "2024-25", "2024-25", date(2024, 4, 1), date(2025, 3, 31)),
        (Covers.ACADEMIC_YEAR, "2024/25", "2024/25", date(2024, 9, 1), date(2025, 8, 31)),
        (Covers.TERM, "2024/25", "2024/25", date(2024, 9, 1), date(2025, 8, 31)),
        (Covers.HALF_TERM, "", "2024/25", date(2024, 9, 1), date(2025, 8, 31)),
        (Covers.CALENDAR_YEAR, "2024/25", "2024", date(2024, 1, 1), date(2024, 12, 31)),
        (Covers.CALENDAR_YEAR, "", "2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_year_is_read_as_each_extract_counts_years(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, covers: Covers, year: str, shown: str, first: date, last: date
) -> None:
    seen: list[Context] = []
    rule = replace(HEADER.rules[0], mask=lambda rows, context: seen.append(context) or rows["sex"].isna())
    extract = replace(SSDA903, covers=covers, tables=(replace(HEADER, rules=(rule,)), EPISODES))
    monkeypatch.setattr(check, "EXTRACTS", (extract,))
    file = write(tmp_path, HEADER, rows(HEADER, 1))
    (found,) = check.check_loose_files((file,), "", year, None, date(2025, 6, 30))
    assert (found.year, seen[0].covers_from, seen[0].covers_to) == (shown, first, last)


@pytest.mark.parametrize(("folder", "code"), [("from-collect", 0), ("elsewhere", 3)])
def test_a_file_of_a_supply_is_judged_by_what_the_supply_covers(
    cyp: Cyp, tmp_path: Path, folder: str, code: int
) -> None:
    supply = 'extract = "census_sessions"\nsupplier = "collect"\ntitle = "Census"\ncovers = "term"\n'
    place = 'source = "folder"\npath = "from-collect"\n'
    (tmp_path / "council.toml").write_text(f"{SETTINGS}\n[[supply]]\n{supply}{place}", encoding="utf-8")
    terms = "".join(f"{half.academic_year},{half.number},{half.start},{half.end}\n" for half in HALF_TERMS)
    reference = tmp_path / "reference"
    reference.mkdir()
    (reference / "half_terms.csv").write_text(f"academic_year,half_term,start,end\n{terms}", encoding="utf-8")
    delivery = tmp_path / folder / "2025-06-30"
    delivery.mkdir(parents=True)
    file = write(delivery, SUMMER_SESSIONS, rows(SUMMER_SESSIONS, 2))
    assert cyp("check", file, "--council", tmp_path).exit_code == code


# What is asked for wrongly


@pytest.mark.parametrize("year", ["2025", "2025-27", "2024-25x", "25-26", "next", "9999-00"])
def test_a_year_that_is_none_is_refused(cyp: Cyp, tmp_path: Path, year: str) -> None:
    said = cyp("check", write(tmp_path, HEADER, rows(HEADER, 1)), "--year", year)
    assert said == (2, f"'{year}' is not a year.\nWrite it as 2024-25 or 2024/25.\n")


def test_both_ways_of_writing_a_year_are_understood(cyp: Cyp, tmp_path: Path) -> None:
    file = write(tmp_path, HEADER, rows(HEADER, 1))
    assert cyp("check", file, "--year", "2025-26") == cyp("check", file, "--year", "2025/26")


def test_an_extract_that_there_is_none_of_is_refused_with_those_that_there_are(cyp: Cyp, tmp_path: Path) -> None:
    said = cyp("check", write(tmp_path, HEADER, rows(HEADER, 1)), "--extract", "ssda904")
    assert said.exit_code == 2
    assert f"There is no extract ssda904.\nKnown: {', '.join(extract.id for extract in EXTRACTS)}." in said.text


def test_a_file_that_is_not_there_is_a_mistake_of_the_command(cyp: Cyp, tmp_path: Path) -> None:
    assert cyp("check", tmp_path / "no.csv").exit_code == 2
    assert cyp("check").exit_code == 2


# For scripts, and for those who want it all


def test_json_has_every_line_and_the_totals(cyp: Cyp, tmp_path: Path) -> None:
    header = pd.concat([rows(HEADER, 7, sex=CANARY), rows(HEADER, 1, first=1, sex=CANARY)])
    said = cyp("check", write(tmp_path, HEADER, header), *YEAR, "--json")
    (file,) = json.loads(said.text)
    assert file["rejected"] is False
    assert [file[f"rows_{what}"] for what in ("received", "loaded", "held")] == [8, 0, 7]
    assert file["duplicates"] == 1
    assert finding(file, "header-sex-unknown-code") == {
        "rule": "header-sex-unknown-code",
        "severity": "hold",
        "columns": "SEX",
        "rows": 7,
        "lines": [2, 3, 4, 5, 6, 7, 8],
        "message": "SEX holds a code that is on no list of sex.",
        "fix": "Use one of: 1 2 M F U. Where it is the council's own word for one, say so in mappings/ of the council"
        " folder.",
    }


def test_every_finding_can_be_written_to_a_file_line_by_line(cyp: Cyp, tmp_path: Path) -> None:
    out = tmp_path / "findings.csv"
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"")
    said = cyp("check", write(tmp_path, HEADER, rows(HEADER, 7, sex=CANARY)), bad, *YEAR, "--out", out)
    assert f"Every finding: {out}" in said.text
    written = out.read_text(encoding="utf-8")
    assert CANARY not in written
    found = [(row["file"], row["line"], row["rule"]) for row in csv.DictReader(written.splitlines())]
    assert ("bad.csv", "", "") in found
    assert [line for file, line, _ in found if file == "header.csv"] == ["2", "3", "4", "5", "6", "7", "8"]


def test_the_command_ends_with_its_code_as_a_program_of_its_own(tmp_path: Path) -> None:
    old = rows(EPISODES, 1, episode_start="09/06/2023", episode_end="10/06/2023", reason_ceased="E8")
    command = [sys.executable, "-c", "from flows.cli import main; main()", "check", str(write(tmp_path, EPISODES, old))]
    ended = subprocess.run([*command, *YEAR], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (3, "")
    assert "would be rejected" in ended.stdout


# Made-up returns that others published


@pytest.fixture
def real_files() -> tuple[Path, Path]:
    if not REAL.is_dir():
        pytest.skip(f"There are no files of others at {REAL}.")
    return REAL / "header.csv", REAL / "episodes.csv"


def of_table(said: Said, table: Table) -> dict[str, Any]:
    return next(file for file in json.loads(said.text) if file["table"].startswith(table.title))


@pytest.mark.parametrize(("year", "exit_code"), [("2024-25", 3), ("2017-18", 0)])
def test_defects_known_in_the_files_of_others_are_found_and_no_row_is_lost(
    cyp: Cyp, real_files: tuple[Path, Path], year: str, exit_code: int
) -> None:
    said = cyp("check", *real_files, "--year", year, "--json")
    header, episodes = of_table(said, HEADER), of_table(said, EPISODES)
    assert said.exit_code == exit_code
    assert (header["rows_received"], episodes["rows_received"]) == (2675, 5050)
    assert finding(header, "header-upn-shape")["rows"] == 296
    assert finding(episodes, "episodes-open-with-reason")["rows"] == 1413
    assert finding(episodes, "episodes-provider-does-not-fit")["rows"] > 0
    for file in (header, episodes):
        assert file["rows_received"] == file["rows_loaded"] + file["rows_held"] + file["duplicates"]
        assert max(each["rows"] for each in file["findings"]) <= file["rows_received"]


def test_codes_of_a_later_year_are_called_retired_only_then(cyp: Cyp, real_files: tuple[Path, Path]) -> None:
    later = cyp("check", *real_files, "--year", "2024-25", "--json")
    then = cyp("check", *real_files, "--year", "2017-18", "--json")
    assert finding(of_table(later, HEADER), "header-retired-code")["rows"] == 2675
    assert finding(of_table(later, EPISODES), "episodes-retired-code")["rows"] > 0
    rules = {each["rule"] for table in (HEADER, EPISODES) for each in of_table(then, table)["findings"]}
    assert rules & {"header-retired-code", "episodes-retired-code"} == set()


def every_file_of_others() -> list[Path]:
    return sorted(file for file in OF_OTHERS.glob("*/*") if file.is_file())


@pytest.mark.skipif(not every_file_of_others(), reason=f"There are no files of others at {OF_OTHERS}.")
@pytest.mark.parametrize("file", every_file_of_others(), ids=lambda file: file.name)
def test_every_file_of_others_is_read_or_refused_with_its_reason(cyp: Cyp, file: Path) -> None:
    said = cyp("check", file, "--json")
    assert said.exit_code in (0, 3)
    for each in json.loads(said.text):
        assert each["rows_received"] == each["rows_loaded"] + each["rows_held"] + each["duplicates"]
        assert each["error"] or each["rows_received"] or file.suffix == ".xml"


@pytest.mark.parametrize("folder", ["cin", "school_census", "ssda903"])
def test_the_files_of_one_return_are_checked_together(cyp: Cyp, folder: str) -> None:
    files = [file for file in every_file_of_others() if file.parent.name == folder]
    if not files:
        pytest.skip(f"There are no files of others at {OF_OTHERS / folder}.")
    said = cyp("check", *files, "--json")
    assert said.exit_code in (0, 3)
    assert {each["file"] for each in json.loads(said.text)} == {file.name for file in files}
