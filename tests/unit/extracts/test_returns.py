"""The returns with a layout of our own: what docs/returns.md shows is read, as CSV and as a workbook, and kept."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from flows.parsing.files import read_file
from tests.factories import check, context, drawn
from tests.returns_page import EXAMPLES
from tests.shaping import KEY, core_rows
from transforms.extracts import EARLY_HELP, EXTRACTS, INSPECTIONS, WORKERS, extract_by_id
from transforms.extracts.returns_children import EARLY_HELP_EPISODES
from transforms.extracts.returns_inspections import INSPECTED
from transforms.extracts.workers import WORKER_POSTS
from transforms.identity import pseudonym

OWN = {each.id for each in EXTRACTS if "docs/returns.md" in each.tables[0].source}


def as_workbook(file: Path, lines: Sequence[Sequence[str]]) -> Path:
    """The lines as a sheet, dates and numbers as a person's typing makes them."""
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy", "strings_to_numbers": True}) as book:
        sheet = book.add_worksheet("List")
        for row, cells in enumerate(lines):
            for place, cell in enumerate(cells):
                is_day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell)
                sheet.write(row, place, date.fromisoformat(cell) if is_day else cell)
    return file


def test_every_return_has_its_example() -> None:
    assert set(EXAMPLES) == OWN
    assert {extract_by_id(name).tables[0].source for name in EXAMPLES} == {
        "Layout of docs/returns.md; no national layout is published"
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_is_read_from_a_file_and_from_a_sheet_without_a_finding(name: str, tmp_path: Path) -> None:
    extract = extract_by_id(name)
    (table,) = extract.tables
    plain = tmp_path / "list.csv"
    plain.write_text(EXAMPLES[name], encoding="utf-8")
    sheet = as_workbook(tmp_path / "list.xlsx", list(csv.reader(io.StringIO(EXAMPLES[name]))))
    for file in (plain, sheet):
        (found,) = read_file(file.name, file, EXTRACTS).tables
        assert (found.extract, found.table) == (extract, table)
        done = check(table, found.text, context(extract))
        assert ([finding.rule.id for finding in done.findings], done.rows_loaded) == ([], 3)
        (core,) = core_rows(extract, {table.name: found.text}).values()
        made = {"progress"} if table.name == "care_targets" else set()
        assert set(core) == {"row_number", *made, *(column.name for column in table.columns if column.staged)}


def test_a_worker_is_the_same_pseudonym_in_the_list_and_beside_a_child() -> None:
    posts = core_rows(WORKERS, {"workers": drawn(WORKER_POSTS, "worker | role\nW1 | Team manager")})
    helped = core_rows(EARLY_HELP, {"early_help": drawn(EARLY_HELP_EPISODES, "child | worker\nAnn | W1")})
    (post,) = posts["core.worker_post"].to_dict("records")
    (episode,) = helped["core.early_help_episode"].to_dict("records")
    assert post["worker"] == episode["worker"] == pseudonym("W1", "worker", KEY)
    assert post["role"] == "TM"


def test_the_headings_of_the_standard_safeguarding_dataset_are_read(tmp_path: Path) -> None:
    file = tmp_path / "ssd_early_help_episodes.csv"
    file.write_text(
        "earl_episode_id,earl_person_id,earl_episode_start_date,earl_episode_end_date,earl_episode_reason,"
        "earl_episode_end_reason,earl_episode_organisation,earl_episode_worker_id\n"
        "1,402964,2025-06-30 16:15:00,,Housing,,Police,W1\n",
        encoding="utf-8",
    )
    (found,) = read_file(file.name, file, EXTRACTS).tables
    assert found.table is EARLY_HELP_EPISODES
    assert check(EARLY_HELP_EPISODES, found.text).findings == ()


def test_the_number_of_somebody_who_works_in_a_home_is_not_kept() -> None:
    listed = drawn(
        INSPECTED,
        """
        provider_urn | provider_type                  | leadership
        900001       | SCH                            | 2
        EY900002     | Childcare on domestic premises | 2
        EY900003     | Childminder                    | Expected standard
        EY900004     | Home childcarer                | 2
        EY900005     | CND                            | 2
        SC900006     | Children's home                | RI
        """,
    )
    (kept,) = core_rows(INSPECTIONS, {"inspections": listed}).values()
    assert list(kept["provider_urn"].fillna("")) == ["900001", "", "", "", "EY900005", "SC900006"]
    assert list(kept["leadership"]) == ["2", "2", "EXP", "2", "2", "3"]


def test_the_headings_of_ofsteds_lists_are_read(tmp_path: Path) -> None:
    file = tmp_path / "management_information.csv"
    file.write_text(
        "URN,School name,Provider type,Inspection start date,Publication date,Overall effectiveness,"
        "Category of concern,Quality of education,Behaviour and attitudes,Personal development,"
        "Effectiveness of leadership and management,Safeguarding is effective?,"
        "Early years provision (where applicable),Sixth form provision (where applicable)\n"
        "900001,Hill Top Primary,State-funded school,11/06/2024,16/07/2024,4,SM,4,2,2,4,Yes,2,\n",
        encoding="utf-8",
    )
    (found,) = read_file(file.name, file, EXTRACTS).tables
    assert found.table is INSPECTED
    assert set(found.text) == {column.name for column in INSPECTED.columns} - {
        *("inclusion", "curriculum", "achievement", "protection")
    }
    assert check(INSPECTED, found.text).findings == ()
