"""The line on a small council: files break and are put right, schools send again."""

import gzip
import re
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from flows.report.formats import ALL_FORMATS
from flows.settings import Settings
from flows.steps.context import RunContext
from flows.steps.plan import plan_supply
from flows.steps.quarter import (
    freeze,
    ingest_supply,
    pending,
    plan_quarter,
    publish_draft,
    render_report,
    run_without_prefect,
)
from flows.warehouse.batches import lock_slice
from flows.warehouse.engine import transaction
from tests.councils import SCHOOLS, delivery, drop_column, read_rows, write_rows
from tests.ledger import only, queried
from tests.signed import issue_signed
from tests.waiting import wait_until
from transforms.errors import DataRejected
from transforms.identity import pseudonym

pytestmark = pytest.mark.slow

LOOKED_AFTER = {"PED02 04", "PED02 05", "PED03 01", "PED03 02"}


def test_a_second_run_does_nothing(run: RunContext) -> None:
    first = run_without_prefect(run)
    assert first.created
    assert pending(run).nothing_to_do
    assert not run_without_prefect(run).created


@pytest.mark.published
def test_a_report_is_rendered_once_in_the_formats_that_are_asked_for(run: RunContext) -> None:
    number = run_without_prefect(run).publication_id
    usual = render_report(run, number, "internal")
    assert (usual.created, [file.name for file in usual.files]) == (False, ["report.html"])
    asked = render_report(run, number, "internal", ("ods",))
    assert (asked.created, [file.name for file in asked.files]) == (True, ["report.html", "tables.ods"])
    assert not render_report(run, number, "internal", ("html", "ods")).created
    assert pending(run).nothing_to_do
    (asked.folder / "tables.ods").unlink()
    assert pending(run).report_is_due, "a file of it is gone"
    assert render_report(run, number, "internal").created
    assert (asked.folder / "tables.ods").is_file()


@pytest.mark.published
def test_a_step_can_be_asked_for_again(run: RunContext) -> None:
    first = run_without_prefect(run)
    supply = plan_quarter(run).supplies[0]
    assert ingest_supply(run, supply.extract, supply.supplier).staged == 0
    assert ingest_supply(run, supply.extract, supply.supplier, again=True).staged == len(supply.deliveries)
    assert not publish_draft(run).created, "the same content gives the same figures"
    second = publish_draft(run, again=True)
    assert second.publication_id == first.publication_id + 1
    figures = "select measure_ref, part, current_value from mart.fact_performance where publication_id = "
    assert sorted(map(str, queried(run, figures + str(first.publication_id)))) == sorted(
        map(str, queried(run, figures + str(second.publication_id)))
    )


@pytest.mark.usefixtures("last_years_return")
def test_a_delivery_is_landed_and_checked_while_the_one_before_it_is_staged(run: RunContext) -> None:
    care = "ssda903", "case-system"
    files = {sha256 for planned in plan_supply(run, *care).deliveries for sha256 in planned.hashes}

    def landed() -> set[str]:
        return {row["sha256"] for row in queried(run, "select sha256 from audit.file")}

    with ThreadPoolExecutor(1) as pool:
        with transaction(run.engine) as connection:
            lock_slice(connection, run.council.slug, *care)
            bringing = pool.submit(ingest_supply, run, *care)
            wait_until(lambda: landed() == files)
            assert not queried(run, "select batch_id from audit.batch")
        assert bringing.result(timeout=60).staged == 2
    staged = [str(row["data_to"]) for row in queried(run, "select data_to from audit.batch order by batch_id")]
    assert staged == ["2025-03-31", "2025-06-30"], "each after the one that it is held against"


def test_every_row_is_loaded_held_or_a_duplicate(run: RunContext, council: Path) -> None:
    episodes = delivery(council, "ssda903", "case-system") / "episodes.csv"
    rows = read_rows(episodes)
    write_rows(episodes, [*rows, rows[0], {**rows[1], "LS": "Q9"}])
    run_without_prefect(run)
    totals = only(run, "select * from audit.batch where extract = 'ssda903' and covers = '2025-26'")
    assert totals["rows_received"] == totals["rows_loaded"] + totals["rows_held"] + totals["rows_duplicate"]
    assert totals["rows_duplicate"] == 1
    assert totals["rows_held"] == 2  # both rows that share the key: nobody can tell which is right


@pytest.mark.published
def test_one_schools_resubmission_replaces_its_own_slice_and_no_other(run: RunContext, council: Path) -> None:
    run_without_prefect(run)
    before = _batches(run)
    marks = delivery(council, "attendance_register", SCHOOLS[0]) / "marks.csv.gz"
    rows = read_rows(marks)
    write_rows(marks, [{**row, "mark": "I"} if row["mark"] in "/\\" else row for row in rows])
    assert [supply.supplier for supply in plan_quarter(run).to_do] == [SCHOOLS[0]]
    run_without_prefect(run)
    after = _batches(run)
    changed = {key for key in after if after[key] != before.get(key)}
    assert changed == {("attendance_register", SCHOOLS[0], "2024/25 summer")}
    versions = queried(run, f"select version, status from audit.batch where supplier = '{SCHOOLS[0]}' order by version")
    assert [tuple(row.values()) for row in versions] == [(1, "superseded"), (2, "current")]


@pytest.mark.published
def test_the_file_before_put_back_is_current_again_without_a_new_version(run: RunContext, council: Path) -> None:
    header = delivery(council, "ssda903", "case-system") / "header.csv"
    original = header.read_bytes()
    run_without_prefect(run)
    write_rows(header, [{**row, "ETHNIC": "REFU"} for row in read_rows(header)])
    run_without_prefect(run)
    header.write_bytes(original)
    run_without_prefect(run)
    rows = queried(run, "select version, status from audit.batch where covers = '2025-26' order by version")
    assert [tuple(row.values()) for row in rows] == [(1, "current"), (2, "superseded")]


@pytest.mark.published
def test_a_deleted_column_stops_only_the_measures_that_need_it(run: RunContext, council: Path) -> None:
    number = run_without_prefect(run).publication_id
    freeze(run, "AT", {})
    issue_signed(run, "HB")
    spoiled = delivery(council, "ssda903", "case-system") / "episodes.csv"
    original = spoiled.read_bytes()
    drop_column(spoiled, "PLACE")

    with pytest.raises(DataRejected, match=r"episodes\.csv: column PLACE is missing"):
        run_without_prefect(run)
    without = {row["measure_ref"]: str(row["no_figure_reason"]) for row in _drafts(run) if row["no_figure_reason"]}
    assert set(without) == LOOKED_AFTER
    assert all("column PLACE is missing" in reason for reason in without.values())
    assert [row["publication_id"] for row in _issued(run)] == [number]

    assert not pending(run).plan.to_do, "a rejected file that nobody has touched is not tried again"
    spoiled.write_bytes(original)
    assert [supply.state for supply in plan_quarter(run).supplies] == ["current"] * 4
    outcome = run_without_prefect(run)
    assert outcome.created
    assert not [row for row in _drafts(run) if row["no_figure_reason"]]


def test_last_years_file_is_rejected(run: RunContext, council: Path, last_years_return: Path) -> None:
    for name in ("header.csv", "episodes.csv"):
        shutil.copy(last_years_return / name, delivery(council, "ssda903", "case-system") / name)
    with pytest.raises(DataRejected, match=r"episodes\.csv, DECOM, DEC: .* earlier year's file"):
        run_without_prefect(run)
    assert {row["measure_ref"] for row in _drafts(run) if row["no_figure_reason"]} == LOOKED_AFTER


def test_last_terms_register_is_rejected(run: RunContext, council: Path) -> None:
    marks = delivery(council, "attendance_register", SCHOOLS[0]) / "marks.csv.gz"
    write_rows(marks, [{**row, "date": row["date"].replace("2025", "2024")} for row in read_rows(marks)])
    with pytest.raises(DataRejected, match=r"marks\.csv\.gz, date: Most marks lie outside the term"):
        run_without_prefect(run)
    absent = {row["measure_ref"] for row in _drafts(run) if row["no_figure_reason"]}
    assert absent == {"PED01 02", "PED01 03", "PED01 04"}


def test_broken_xml_is_rejected_with_its_line(run: RunContext, council: Path) -> None:
    folder = delivery(council, "ssda903", "case-system")
    for file in folder.glob("*.csv"):
        file.unlink()
    (folder / "return.xml").write_text("<?xml version='1.0'?>\n<EXPSSDA903>\n<CHILD><HEADER></CHILD>\n", "utf-8")
    with pytest.raises(DataRejected, match=r"return\.xml: the XML is broken at line 3"):
        run_without_prefect(run)


def test_a_file_that_is_not_utf_8_is_loaded_and_flagged(run: RunContext, council: Path) -> None:
    schools = ("attendance_register", SCHOOLS[0])
    for file in (
        delivery(council, "ssda903", "case-system") / "header.csv",
        delivery(council, *schools) / "marks.csv.gz",
    ):
        write_rows(file, [{**row, "SURNAME": "Zo\u00eb"} for row in read_rows(file)])
        packed = file.suffix == ".gz"
        text = (gzip.decompress(file.read_bytes()) if packed else file.read_bytes()).decode()
        file.write_bytes(gzip.compress(text.encode("cp1252")) if packed else text.encode("cp1252"))
    assert run_without_prefect(run).created
    noticed = "select table_name, severity, message from audit.finding where rule_id = 'file-not-utf-8' order by 1"
    assert [(row["table_name"], row["severity"]) for row in queried(run, noticed)] == [
        ("header", "flag"),
        ("marks", "flag"),
    ]
    assert "read as Windows-1252" in queried(run, noticed)[0]["message"]


def test_a_missing_school_leaves_no_figure_and_no_oldonly(run: RunContext, council: Path) -> None:
    shutil.rmtree(delivery(council, "attendance_register", SCHOOLS[0]))
    run_without_prefect(run)
    rows = [row for row in _drafts(run) if row["measure_ref"] == "PED01 02"]
    assert all(row["current_value"] is None for row in rows)
    said = "nothing received for this quarter; it was due on 14 July 2025; Imran Mahmood answers for it"
    assert all(said in str(row["no_figure_reason"]) for row in rows)


@pytest.mark.published
def test_an_issued_report_is_rendered_from_its_own_publication_for_each_audience(run: RunContext) -> None:
    number = run_without_prefect(run).publication_id
    freeze(run, "AT", {})
    issue_signed(run, "HB")
    public = (render_report(run, number, "public").folder / "report.html").read_text("utf-8")
    internal = (render_report(run, number, "internal").folder / "report.html").read_text("utf-8")
    assert "hidden, shown as [c], because small numbers could point to a child" in public
    assert "hidden, shown as [c]" not in internal


def test_no_identifier_leaves_the_landing_store(
    run: RunContext, council: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Identifiers of children are in the landed files, and in no table, record, report or log."""
    folder = delivery(council, "ssda903", "case-system")
    rows = read_rows(folder / "header.csv")
    secrets = {row["CHILD"] for row in rows} | {row["UPN"] for row in rows if len(row["UPN"]) == 13}
    secrets |= {row["upn"] for row in read_rows(delivery(council, "attendance_register", SCHOOLS[0]) / "roll.csv.gz")}
    write_rows(folder / "header.csv", [{**rows[0], "DOB": "31/02/2010"}, *rows[1:]])
    number = run_without_prefect(run).publication_id
    assert pseudonym.cache_info().currsize == 0, "nor are they kept in memory once their supply is in"
    written = [str(row) for table in _tables(run) for row in queried(run, f"select * from {table}")]
    written += [_unpacked(file) for file in render_report(run, number, "internal", ALL_FORMATS).folder.iterdir()]
    written.append(caplog.text)
    # As words of their own: six digits may well stand in the middle of a hash.
    assert not secrets & {word for each in written for word in re.findall(r"\w+", each)}


@pytest.mark.published
@pytest.mark.usefixtures("cluster")
def test_the_line_gives_the_same_figures_on_the_oldest_supported_server(
    postgres_15: str, run: RunContext, council: Path, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path / "fifteen", database_url=SecretStr(postgres_15))
    oldest = RunContext(settings, council, run.council, run.quarter)
    run_without_prefect(oldest)
    run_without_prefect(run)
    query = "select indicator_id, quarter, school_urn, breakdown, item, numerator, denominator, value"
    query += " from mart.indicator_values order by 1, 2, 3, 4, 5"
    assert queried(oldest, query) == queried(run, query)
    oldest.engine.dispose()


def test_real_sample_files_by_others_load_without_losing_a_row(run: RunContext, council: Path) -> None:
    files = Path(__file__).parents[2].parent / "shared/data/extracts/ssda903"
    if not files.is_dir():
        pytest.skip("the sample files by others are not on this machine")
    shutil.rmtree(council / "extracts/ssda903/case-system")
    folder = delivery(council, "ssda903", "case-system", "2018-03-31")
    folder.mkdir(parents=True)
    for name in ("header.csv", "episodes.csv"):
        shutil.copy(files / name, folder / name)
    run_without_prefect(run)
    batch = only(run, "select * from audit.batch where extract = 'ssda903'")
    assert batch["rows_received"] == 2675 + 5050
    assert batch["rows_received"] == batch["rows_loaded"] + batch["rows_held"] + batch["rows_duplicate"]
    found = {
        row["rule_id"]: row["rows_failed"] for row in queried(run, "select rule_id, rows_failed from audit.finding")
    }
    assert found["delivery-older-year"] == 2675, "told once, with its first table"
    assert found["episodes-open-with-reason"] == 1413
    assert found["header-upn-shape"] == 296
    assert found["episodes-provider-does-not-fit"] > 0


def _batches(run: RunContext) -> dict[tuple[Any, ...], Any]:
    rows = queried(run, "select extract, supplier, covers, batch_id from audit.batch where status = 'current'")
    return {(row["extract"], row["supplier"], row["covers"]): row["batch_id"] for row in rows}


def _drafts(run: RunContext) -> list[dict[str, Any]]:
    return queried(
        run,
        "select fact.* from mart.fact_performance as fact inner join mart.publication_pointer as pointer"
        " on pointer.publication_id = fact.publication_id where pointer.kind = 'draft'",
    )


def _issued(run: RunContext) -> list[dict[str, Any]]:
    return queried(run, "select publication_id from mart.publication_pointer where kind = 'issued'")


def _unpacked(file: Path) -> str:
    """The words of a report's file, and of the parts of one that is an archive."""
    if not zipfile.is_zipfile(file):
        return file.read_text("utf-8", errors="replace")
    with zipfile.ZipFile(file) as parts:
        return "\n".join(parts.read(name).decode("utf-8", errors="replace") for name in parts.namelist())


def _tables(run: RunContext) -> list[str]:
    rows = queried(
        run,
        "select table_schema || '.' || table_name as name from information_schema.tables"
        " where table_schema in ('audit', 'core', 'mart') and table_type = 'BASE TABLE'",
    )
    return [str(row["name"]) for row in rows]
