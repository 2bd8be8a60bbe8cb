"""A published report rebuilt from its figures: its table comes out, its contradictions are told, deviations are listed.

What the report shows as a picture is ``shown`` here: its text does not say which.
"""

import csv
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docx import Document
from pydantic import SecretStr
from sqlalchemy import text

from flows.commentary.words import words_for
from flows.council import read_council
from flows.report.build import build_report
from flows.report.formats import rendered_files
from flows.report.model import INTERNAL
from flows.steps.context import RunContext
from flows.steps.explain import explain
from flows.steps.quarter import run_without_prefect
from flows.steps.report import words_to_check
from flows.warehouse.engine import transaction
from tests.conftest import CopiedWarehouse
from tests.ledger import queried
from tests.tables import table
from transforms.errors import CouncilFolderError
from transforms.quarters import Quarter

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[2] / "samples" / "halton-2021-22-q1"
TABLE = table("""
    ref      | part        | last_year | target   | current  | direction | rating
    PED01 01 | Early help  | 716       |          | 1478     | N/A       | N/A
    PED01 01 | Multi-agency plans | 170 |         | 229      | N/A       | N/A
    PED01 02 | Total       | 92.8      | 95       | 92.5     | shown     | shown
    PED01 02 | Primary     | 93.2      |          | 95.6     | shown     | shown
    PED01 02 | Secondary   | 92.8      |          | 89.3     | shown     | shown
    PED01 02 | Special     | 88.7      |          | 71.3     | shown     | shown
    PED01 02 | PRU         | 62.5      |          | 51.7     | shown     | shown
    PED02 01 | Total       | 465       | 500      | 641      | shown     | shown
    PED02 02 | Total       | 221       | 380      | 223      | shown     | shown
    PED02 03 | Total       | 50        | 45       | 45.7     | shown     | shown
    PED02 04 | Total       | 103       | 90       | 112      | shown     | shown
    PED02 05 | Total       | 75        | 68       | 31       | shown     | shown
    PED02 06 | Total       | 22        | 18       |          | shown     | shown
    PED02 06 | CINR        |           | 18       | 19.1     | shown     | shown
    PED02 06 | CINW        |           | 18       | 18.8     | shown     | shown
    PED02 07 | Total       | 88        | 85       | 73       | shown     | shown
    PED02 08 | Total       | 38        |          | 8        | shown     | N/A
    PED02 09 | Total       | 243       |          | 80       | shown     | N/A
    PED02 10 | Total       | 19        | 20       | 10       | shown     | shown
    PED02 11 | Total       | 35        | 12       | 34       | shown     | N/A
    PED03 01 | Total       | 34        | 20       | 36       | shown     | shown
    PED03 02 | Total       | 49        | 35       | 51       | shown     | shown
    PED03 03 | Total       | 94        | 95       | 98       | shown     | shown
    PED03 04 | Total       | 39        | 65       | 37       | shown     | shown
    PED03 05 | Residential |           |          | 50       | N/A       | N/A
    PED03 05 | Leaving care |          |          | 80       | N/A       | N/A
    PED03 06 | Total       | 11896671  | 9583822  | 13752955 | shown     | shown
    PED03 06 | Residential | 9695579   |          | 11377280 | shown     | shown
    PED03 06 | Fostering   | 2201092   |          | 2375675  | shown     | shown
    PED03 07 | Total       |           |          |          | N/A       | N/A
    PED04 01 | Total       | 80.9      | 75       | 78.7     | shown     | shown
    PED04 02 | Total       | 204       | 500      | 483      | shown     | shown
    PED04 03 | Total       | 169       | 350      | 298      | shown     | shown
    PED04 04 | Total       | 11        | 30       | 17       | shown     | shown
    PED04 05 | Total       |           | 94       | 96       | N/A       | shown
    PED04 06 | Total       | 4280879   | 4030879  | 4452830  | N/A       | shown
    PED04 07 | Total       | 26.3      | 65       | 26.3     | shown     | shown
    PED04 08 | Total       | 100       | 100      |          | N/A       | N/A
    PED04 09 | Total       |           | 75       |          | N/A       | N/A
    PED05 01 | Total       | 85        | 100      | 82       | shown     | shown
    PED05 02 | Total       | 97        | 96       | 91       | shown     | shown
    PED05 03 | Total       | 95        |          |          | N/A       | N/A
    PED05 04 | Total       |           |          |          | N/A       | N/A
    PED05 05 | Total       |           |          |          | N/A       | N/A
    PED06 01 | Total       | 3.4       | 4.0      | 3.6      | Better    | Uncertain
    PED06 02 | Total       | 0.6       | 0.3      | 0.7      | Worse     | Uncertain
    PED06 03 | Total       | 96.8      | 98       | 72       | Better    | shown
    PED06 04 | Total       | 92.2      | 92       | 91.9     | Better    | shown
""").to_dict("records")
NOTHING = {"direction": "Not comparable", "rating": "Not rated"}
HEADED = "The target of 2021-22 is headed 2020-21 where it was set."
OF_ACADEMIC_YEAR = "The target of 2020/21 is headed 2021/22 where it was set."
BOTH = "PED04 05 (96.0%) and PED04 07 (26.3%) count different children with an EHC plan, and make 122.3%."
CONTRADICTIONS = {
    *((f"PED02 {number}", HEADED) for number in ("01", "02", "03", "04", "05", "06", "07", "10", "11")),
    *((f"PED04 {number}", OF_ACADEMIC_YEAR) for number in ("02", "03", "04")),
    ("PED01 02", "There is no measure or milestone PER01a."),
    ("PED02 09", "67% and 13% are said to be all, and make 80%."),
    ("PED04 05", BOTH),
    ("PED04 07", BOTH),
    ("PED05 01", "490 of 585 is 83.8%, not 82%."),
}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def halton(copied_warehouse: CopiedWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunContext]:
    """The report's quarter, published as a draft. The key is a test's: nobody is in the figures."""
    with copied_warehouse(tmp_path_factory.mktemp("halton")) as settings:
        keyed = settings.model_copy(update={"key": SecretStr("5" * 64)})
        run = RunContext(keyed, FOLDER, read_council(FOLDER), Quarter(2021, 1))
        run_without_prefect(run)
        yield run
        run.engine.dispose()


@pytest.fixture(scope="module")
def measures(halton: RunContext) -> dict[tuple[str, str], Row]:
    rows = queried(halton, "select * from mart.performance where quarter = '2021-22-Q1'")
    return {(row["measure_ref"], row["part"]): dict(row) for row in rows}


def test_every_figure_of_the_table_comes_out_exactly(measures: dict[tuple[str, str], Row]) -> None:
    assert set(measures) == {(row["ref"], row["part"]) for row in TABLE}
    columns = {"last_year": "last_year_actual", "target": "target", "current": "current_value"}
    for row in TABLE:
        ours = measures[row["ref"], row["part"]]
        for theirs, name in columns.items():
            expected = None if pd.isna(row[theirs]) else Decimal(row[theirs])
            assert ours[name] == expected, (row["ref"], row["part"], name)


def test_every_figure_of_the_table_stands_in_page_print_and_word(halton: RunContext) -> None:
    with transaction(halton.engine) as connection:
        number = connection.execute(text("select max(publication_id) from mart.publication")).scalar_one()
        words = words_for(halton, connection, number)
        report = build_report(connection, number, halton.council, words.narrative, words.commentary, INTERNAL)
    files = rendered_files(report, ("html", "pdf", "docx"))
    printed = ["pdftotext", "-layout", "-", "-"]
    read = {
        "page": unescape(files["report.html"].decode()),
        "word": "".join(each.text or "" for each in Document(BytesIO(files["report.docx"])).element.body.iter()),
    }
    if shutil.which("pdftotext"):
        done = subprocess.run(printed, input=files["report.pdf"], capture_output=True, check=True)
        read["print"] = done.stdout.decode()
    wanted = {row["ref"] for row in TABLE}
    wanted |= {
        f"{Decimal(row[each]):,}"
        for row in TABLE
        for each in ("last_year", "target", "current")
        if not pd.isna(row[each])
    }
    with (FOLDER / "milestones.csv").open(encoding="utf-8", newline="") as file:
        wanted |= {row["ref"] for row in csv.DictReader(file)}
    assert len(wanted) > 120
    for name, content in read.items():
        assert [each for each in sorted(wanted) if each not in content] == [], name


def test_values_without_counts_have_none_anywhere(halton: RunContext, measures: dict[tuple[str, str], Row]) -> None:
    assert {row["basis"] for row in measures.values()} == {"", "returned with counts", "returned value"}
    for row in measures.values():
        has_counts = row["basis"] == "returned with counts"
        assert (row["numerator"] is not None, row["denominator"]) == (has_counts, None), row["measure_ref"]
    values = "select basis, count(*) as rows, count(numerator) as counted from mart.fact_indicator_value group by basis"
    found = {row["basis"]: (row["rows"], row["counted"]) for row in queried(halton, values)}
    assert set(found) == {"returned with counts", "returned value"}
    assert found["returned value"][1] == 0


def test_who_stands_behind_each_figure_is_said(measures: dict[tuple[str, str], Row]) -> None:
    assert measures["PED05 01", "Total"]["returned_by"] == (
        "Given by Yvonne Garside on 12 July 2021, approved by Elizabeth Denholm."
    )
    assert all(bool(row["returned_by"]) == (row["current_value"] is not None) for row in measures.values())


def test_directions_and_ratings_differ_from_the_reports_where_that_is_listed(
    measures: dict[tuple[str, str], Row],
) -> None:
    found = set()
    for ref in dict.fromkeys(row["ref"] for row in TABLE):
        theirs = next(row for row in TABLE if row["ref"] == ref)
        parts = [row for (of, _), row in measures.items() if of == ref]
        for what, name in (("direction", "direction_of_travel"), ("rating", "progress")):
            ours = {row[name] for row in parts}
            if not _agrees(theirs[what], ours, NOTHING[what]):
                found.add((ref, what))
    assert found == {(row["ref"], row["what"]) for row in _deviations() if row["what"] in NOTHING}


def _agrees(theirs: str, ours: set[str], nothing: str) -> bool:
    """Whether ours says what the report does; of a picture only that there is one."""
    if theirs == "N/A":
        return ours == {nothing}
    return bool(ours - {nothing}) if theirs == "shown" else ours == {theirs}


def _deviations() -> list[dict[str, str]]:
    with (FOLDER / "DEVIATIONS.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_deviation_has_its_reason_and_no_measure_is_left_out() -> None:
    assert all(row["reason"].endswith(".") for row in _deviations())
    assert {row["what"] for row in _deviations()} >= {"direction", "target"}
    assert not [row for row in _deviations() if row["what"] in ("measure left out", "part left out", "parts left out")]


def test_reasons_name_the_months_and_the_break(measures: dict[tuple[str, str], Row]) -> None:
    assert measures["PED04 02", "Total"]["direction_reason"] == (
        "The figure covers September 2020 to June 2021, and last year's April 2020 to June 2020: they are not alike."
    )
    assert (measures["PED02 08", "Total"]["covers_from"], measures["PED02 01", "Total"]["covers_from"]) == (
        date(2021, 4, 1),
        None,
    )
    assert "Other interventions are counted than before" in measures["PED01 01", "Early help"]["direction_reason"]


def test_ratings_are_by_the_rule_and_where_an_officer_knows_better_both_are_told(
    measures: dict[tuple[str, str], Row],
) -> None:
    neet, offers = measures["PED06 01", "Total"], measures["PED06 03", "Total"]
    too_early = "the months that the year is judged by, December to February, have not begun"
    assert (neet["forecast"], neet["rated_by"]) == (2, "")
    assert neet["progress_reason"] == f"Too early to say: {too_early}."
    assert (offers["rated_by"], offers["progress_by_rule"]) == ("Thomas Hallam", "On track")
    assert (offers["progress"], round(offers["forecast"], 1)) == ("Off track", Decimal("98.3"))


def test_a_reduction_is_a_level_a_benchmarking_year_is_none_and_other_months_are_not_rated(
    measures: dict[tuple[str, str], Row],
) -> None:
    assert measures["PED04 06", "Total"]["target_kind"] == "level"
    benchmark = measures["PED03 05", "Residential"]
    assert (benchmark["target"], benchmark["target_kind"]) == (None, "benchmark")
    assert measures["PED02 08", "Total"]["progress"] == "Not rated"
    assert measures["PED01 01", "Multi-agency plans"]["data_status"] == "provisional"
    assert measures["PED03 06", "Total"]["owners"] == "Clare Rowbotham (CR), Philip Dunmore (PD)"


def test_a_returned_figure_is_explained_by_who_gave_it_and_not_by_a_sum(halton: RunContext) -> None:
    (number,) = (row["publication_id"] for row in queried(halton, "select publication_id from mart.publication"))
    (part,) = explain(halton, "PED06 01", number).parts
    assert (part.figure, part.sum) == ("3.6%", "")
    assert dict(part.facts)["Given"]


def test_the_contradictions_are_told_and_no_others(halton: RunContext) -> None:
    (number,) = [row["publication_id"] for row in queried(halton, "select publication_id from mart.publication")]
    found = {(each.ref, each.text) for each in words_to_check(halton, number)}
    usual = ("Nothing is written about it.", "is no figure of this measure.")
    assert {each for each in found if not each[1].endswith(usual)} == CONTRADICTIONS


def test_figures_of_other_months_than_their_indicators_are_found(halton: RunContext) -> None:
    found = queried(halton, "select covers, rule_id, severity, rows_failed from mart.fact_finding")
    assert {tuple(row.values()) for row in found} == {
        ("2020-06", "figures-another-span", "flag", 3),  # PED04 02 to 04: a term
        ("2021-06", "figures-another-span", "flag", 2),  # PED02 08 and 09: a quarter
    }


def test_a_milestones_reference_that_stands_twice_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "halton"))
    file = folder / "milestones.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("PED06d (2)", "PED06d"), encoding="utf-8")
    with pytest.raises(CouncilFolderError, match="milestone PED06d stands there 2 times"):
        read_council(folder)
