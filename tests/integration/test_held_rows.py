"""Held rows from the day they are held: looked up, corrected, released by an officer, counted, and held again."""

import json
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.parsing.files import read_tables
from flows.steps.context import RunContext
from flows.steps.held import figures_at_stake, held_sheets
from flows.steps.ingest import ingest_supply
from flows.steps.plan import TO_DO, plan_quarter, plan_supply
from flows.steps.publish import publish_draft
from flows.steps.release import Released, Selection, release
from flows.warehouse import publications
from flows.workbooks import write_workbook
from tests.councils import SCHOOLS, delivery, read_rows, write_rows
from tests.ledger import only, queried
from transforms.errors import DataRejected, Refused, SourceUnavailable, UsageError
from transforms.extracts.ssda903 import EPISODES, HEADER, SSDA903

pytestmark = pytest.mark.slow

CARE = "ssda903", "case-system"
YEAR = "2025-26"
CANARY = "Zz9canary"
RULE = "episodes-legal-status-unknown-code"
DAY, LAST_DAY, AFTER = date(2025, 7, 20), date(2025, 9, 30), date(2025, 10, 1)
ROWS = "select rows_received, rows_loaded, rows_held, rows_duplicate, rows_released from audit.batch"


@pytest.fixture
def held_lines(council: Path) -> tuple[int, ...]:
    """Three children whose only episode is open have a legal status that is on no list; the lines that they are on."""
    file = delivery(council, *CARE) / "episodes.csv"
    rows = read_rows(file)
    children = [row["CHILD"] for row in rows]
    once = [place for place, row in enumerate(rows) if not row["DEC"] and children.count(row["CHILD"]) == 1][:3]
    write_rows(file, [{**row, "LS": CANARY} if place in once else row for place, row in enumerate(rows)])
    return tuple(place + 2 for place in once)


@pytest.fixture
def then(run: RunContext) -> RunContext:
    """The run on a day in July, three months before a release ends."""
    return replace(run, day=DAY)


def children_in_care(run: RunContext) -> int:
    """Bring the supply up to date, publish, and say how many children are looked after."""
    ingest_supply(run, *CARE)
    number = publish_draft(run).publication_id
    row = only(
        run,
        "select numerator from mart.fact_performance where publication_id = :number and measure_ref = 'PED02 04'"
        " and part = 'Number'",
        number=number,
    )
    return row["numerator"]


def current(run: RunContext) -> dict[str, Any]:
    return only(run, f"{ROWS} where status = 'current' and covers = '{YEAR}'")


def send_another_file(council: Path) -> None:
    """For the same slice, with the same rows to hold and a copy of one more."""
    file = delivery(council, *CARE) / "episodes.csv"
    rows = read_rows(file)
    write_rows(file, [*rows, rows[-1]])


def at_stake(run: RunContext) -> str:
    """What held rows could do to the number of children in care."""
    with run.engine.connect() as connection:
        newest = publications.newest(connection, run.council.slug, str(run.quarter))
        assert newest is not None
        found = {(each.measure, each.part): each.stake for each in figures_at_stake(run, connection, newest)}
    return found["PED02 04", "Number"].words


def to_do(run: RunContext) -> list[tuple[str, str]]:
    return [
        (supply.extract, planned.slice.covers)
        for supply in plan_quarter(run).supplies
        for planned in supply.deliveries
        if planned.state == TO_DO and supply.extract == CARE[0]
    ]


def kept_of_the_run(run: RunContext) -> list[str]:
    """Every row of every table of the ledger and of what is published."""
    tables = queried(
        run,
        "select table_schema || '.' || table_name as name from information_schema.tables"
        " where table_schema in ('audit', 'mart', 'core')",
    )
    return [str(row) for table in tables for row in queried(run, f"select * from {table['name']}")]


def test_held_rows_are_released_counted_and_held_again(
    then: RunContext, held_lines: tuple[int, ...], caplog: pytest.LogCaptureFixture
) -> None:
    without = children_in_care(then)
    assert at_stake(then) == f"3 held rows behind it; if all 3 were valid, between {without} and {without + 3}"
    before = current(then)
    assert (before["rows_held"], before["rows_released"]) == (3, 0)
    assert to_do(then) == []

    first, second, third = held_lines
    chosen = Selection(lines=(first, second))
    done = release(then, RULE, chosen, "RN", "Court order seen; the code list is a year old", LAST_DAY)
    assert done == (Released(*CARE, YEAR, "episodes.csv", 2, 0),)
    assert to_do(then) == [(CARE[0], YEAR)], "nothing but the slice is done again"
    assert children_in_care(then) == without + 2
    assert at_stake(then) == f"1 held row behind it; if it were valid, between {without + 2} and {without + 3}"
    now = current(then)
    assert (now["rows_held"], now["rows_released"], now["rows_loaded"]) == (1, 2, before["rows_loaded"] + 2)
    assert now["rows_received"] == now["rows_loaded"] + now["rows_held"] + now["rows_duplicate"]
    assert [
        tuple(row.values())
        for row in queried(
            then,
            "select row_number, released_at is not null from audit.held_row inner join audit.batch using (batch_id)"
            " where status = 'current' order by 1",
        )
    ] == [(first, True), (second, True), (third, False)]
    _is_told_by_the_publication(then)
    assert to_do(then) == []

    later = replace(then, day=AFTER)
    assert to_do(later) == [(CARE[0], YEAR)]
    assert children_in_care(later) == without
    assert (current(later)["rows_held"], current(later)["rows_released"]) == (3, 0)
    ended = only(later, "select * from audit.finding where rule_id = 'release-ended'")
    assert (ended["rows_failed"], ended["first_row"], ended["severity"]) == (2, first, "flag")
    assert RULE in ended["message"]

    release(later, RULE, chosen, "RN", "Still so", date(2026, 3, 31))
    ingest_supply(later, *CARE)
    assert current(later)["rows_released"] == 2
    assert not [text for text in kept_of_the_run(later) if CANARY in text]
    assert CANARY not in caplog.text


def _is_told_by_the_publication(run: RunContext) -> None:
    newest = "publication_id = (select max(publication_id) from mart.publication)"
    finding = only(run, f"select * from mart.fact_finding where rule_id = '{RULE}' and {newest}")
    assert (finding["rows_failed"], finding["rows_released"]) == (3, 2)
    assert "Ruth Nuttall" in finding["released"]
    assert "until 30/09/2025: Court order seen" in finding["released"]
    quality = only(run, f"select * from mart.data_quality where extract = 'ssda903' and covers = '{YEAR}' and {newest}")
    assert (quality["rows_held"], quality["rows_released"]) == (1, 2)
    files = queried(run, f"select file_name, rows_released from mart.fact_lineage where covers = '{YEAR}' and {newest}")
    assert [(row["file_name"], row["rows_released"]) for row in files if row["rows_released"]] == [("episodes.csv", 2)]
    decision = only(run, "select kind, subject, by_name from audit.decision")
    assert tuple(decision.values()) == ("release", f"ssda903 {RULE}", "Ruth Nuttall")


def test_a_release_is_for_the_file_that_was_seen_unless_the_whole_slice_was_chosen(
    then: RunContext, council: Path, held_lines: tuple[int, ...]
) -> None:
    ingest_supply(then, *CARE)
    release(then, RULE, Selection(), "RN", "Seen", LAST_DAY)
    ingest_supply(then, *CARE)
    assert current(then)["rows_released"] == len(held_lines)
    send_another_file(council)
    ingest_supply(then, *CARE)
    assert (current(then)["rows_held"], current(then)["rows_released"]) == (len(held_lines), 0)
    release(then, RULE, Selection(whole_slice=True), "RN", "All of them, whatever comes", LAST_DAY)
    ingest_supply(then, *CARE)
    assert (current(then)["rows_held"], current(then)["rows_released"]) == (0, len(held_lines))
    send_another_file(council)
    ingest_supply(then, *CARE)
    assert (current(then)["rows_held"], current(then)["rows_released"]) == (0, len(held_lines))
    release(then, RULE, Selection(), "RN", "Taken back: the codes were wrong after all", date(2025, 7, 1))
    ingest_supply(then, *CARE)
    assert (current(then)["rows_held"], current(then)["rows_released"]) == (len(held_lines), 0)


def test_a_release_is_refused_where_it_would_break_a_promise(
    then: RunContext, council: Path, held_lines: tuple[int, ...]
) -> None:
    file = delivery(council, *CARE) / "episodes.csv"
    write_rows(file, [*read_rows(file), {**read_rows(file)[0], "CHILD": "nobody", "LS": CANARY}])
    ingest_supply(then, *CARE)
    everything, why = Selection(), "Because"
    for rule, selection, by, reason, error, words in (
        (RULE, everything, "A. Stranger", why, Refused, "not an officer"),
        (RULE, everything, "RN", "  ", Refused, "without a reason"),
        ("episodes-of-an-earlier-year", everything, "RN", why, Refused, "a stop rule"),
        ("episodes-child-not-in-header", everything, "RN", why, Refused, "Nobody may let rows count"),
        ("no-such-rule", everything, "RN", why, UsageError, "There is no rule"),
        ("oc3-in-touch-unknown-code", everything, "RN", why, UsageError, "holds no row"),
        (RULE, Selection(extract="cin"), "RN", why, UsageError, "is a rule of ssda903"),
        (RULE, Selection(lines=(1, 9999)), "RN", why, UsageError, "does not hold 1, 9999 of episodes.csv"),
        (RULE, Selection(lines=held_lines, whole_slice=True), "RN", why, UsageError, "not both"),
    ):
        with pytest.raises(error, match=words):
            release(then, rule, selection, by, reason, LAST_DAY)
    assert queried(then, "select * from audit.decision") == []

    (done,) = release(then, RULE, everything, "Ruth Nuttall", why, LAST_DAY)
    assert (done.rows, done.held_otherwise) == (4, 1)
    ingest_supply(then, *CARE)
    assert (current(then)["rows_held"], current(then)["rows_released"]) == (1, 3)


def test_held_rows_are_exported_corrected_and_sent_back(
    then: RunContext, council: Path, held_lines: tuple[int, ...], tmp_path: Path
) -> None:
    ingest_supply(then, *CARE)
    (sheet,) = held_sheets(then, [RULE])
    assert list(sheet.cells["Line"]) == [str(line) for line in held_lines]
    assert set(sheet.cells["LS"]) == {CANARY}
    assert set(sheet.cells["Rules"]) == {RULE}
    assert sheet.marked["LS"].all()
    assert not sheet.marked["CHILD"].any()

    folder = delivery(council, *CARE)
    sheets = held_sheets(then, extract="ssda903", whole=True)
    assert [each.name for each in sheets] == ["header", "episodes", "oc3", "missing", "uasc"]
    assert len(sheets[1].cells) == len(read_rows(folder / "episodes.csv"))
    sheets[1].cells.loc[list(held_lines), "LS"] = "C2"
    received = current(then)["rows_received"]
    shutil.rmtree(folder)
    folder.mkdir()
    write_workbook(sheets, folder / "corrected.xlsx")
    assert stat.S_IMODE((folder / "corrected.xlsx").stat().st_mode) == 0o600
    found = read_tables(SSDA903, [("corrected.xlsx", folder / "corrected.xlsx")])
    assert {HEADER.name, EPISODES.name} <= set(found.frames)
    ingest_supply(then, *CARE)
    assert (current(then)["rows_received"], current(then)["rows_held"]) == (received, 0)
    with pytest.raises(UsageError, match="No row is held"):
        held_sheets(then)


def test_held_marks_of_a_register_are_exported_out_of_its_chunks(then: RunContext, council: Path) -> None:
    file = delivery(council, "attendance_register", SCHOOLS[0]) / "marks.csv.gz"
    marks = read_rows(file)
    write_rows(file, [{**row, "mark": CANARY} if place in (3, 40) else row for place, row in enumerate(marks)])
    ingest_supply(then, "attendance_register", SCHOOLS[0])
    (sheet,) = held_sheets(then)
    assert list(sheet.cells["Line"]) == ["5", "42"]
    assert list(sheet.cells["date"]) == [marks[3]["date"], marks[40]["date"]]
    assert set(sheet.cells["mark"]) == {CANARY}
    with pytest.raises(UsageError, match="does not come as a workbook"):
        held_sheets(then, whole=True)


def test_rows_that_are_no_longer_landed_as_they_were_are_not_exported(
    then: RunContext, held_lines: tuple[int, ...]
) -> None:
    ingest_supply(then, *CARE)
    digest = only(
        then, "select sha256 from audit.batch_file where file_name = 'episodes.csv' order by batch_id desc limit 1"
    )
    (then.settings.landing / digest["sha256"][:2] / digest["sha256"]).write_bytes(b"CHILD\n")
    with pytest.raises(SourceUnavailable, match=r"does not hold episodes\.csv as it was landed"):
        held_sheets(then)


def test_a_finding_keeps_its_name_until_it_is_fixed(
    then: RunContext, council: Path, held_lines: tuple[int, ...]
) -> None:
    def life(rule: str = RULE) -> dict[str, Any]:
        return only(then, f"select * from audit.finding_life where rule_id = '{rule}' and covers = '{YEAR}'")

    file = delivery(council, *CARE) / "episodes.csv"
    ingest_supply(then, *CARE)
    first = life()
    assert (first["rows_failed"], first["fixed_at"]) == (3, None)
    write_rows(
        file, [{**row, "LS": "C2"} if place + 2 == held_lines[0] else row for place, row in enumerate(read_rows(file))]
    )
    ingest_supply(then, *CARE)
    second = life()
    assert (second["finding_ref"], second["first_seen"]) == (first["finding_ref"], first["first_seen"])
    assert second["rows_failed"] == 2
    assert second["last_seen"] > first["last_seen"]

    wrong = file.read_bytes()
    write_rows(file, [{**row, "LS": "C2"} if row["LS"] == CANARY else row for row in read_rows(file)])
    ingest_supply(then, *CARE)
    fixed = life()
    assert fixed["finding_ref"] == first["finding_ref"]
    assert fixed["fixed_by_newest"]
    assert fixed["fixed_at"] > second["last_seen"]

    right = file.read_bytes()
    file.write_text("CHILD\n", "utf-8")
    with pytest.raises(DataRejected):
        ingest_supply(then, *CARE)
    assert (life("file-unreadable")["fixed_at"], life("file-unreadable")["severity"]) == (None, "stop")
    file.write_bytes(right)
    publish_draft(then)
    assert life("file-unreadable")["fixed_at"] is not None, "the file before was put back"
    file.write_bytes(wrong)
    ingest_supply(then, *CARE)
    assert (life()["fixed_at"], life()["first_seen"]) == (None, first["first_seen"]), "the same problem is back"


def test_the_commands_tell_of_held_rows(
    cyp: Callable[..., tuple[int, str]], run: RunContext, held_lines: tuple[int, ...], tmp_path: Path
) -> None:
    first = held_lines[0]
    assert cyp("held", "list") == (0, "No rows are held.\n")
    assert cyp("held", "range")[0] == 2
    children_in_care(run)
    assert f"ssda903 case-system {YEAR}: 3 rows of episodes.csv, since " in cyp("held", "list")[1]
    assert cyp("held", "show", RULE)[1].splitlines()[0] == (
        f"ssda903 case-system {YEAR}  episodes.csv, {first}: {RULE}"
    )
    shown = json.loads(cyp("held", "show", "--json")[1])
    assert {row["row_number"] for row in shown if RULE in row["rules"]} == set(held_lines)
    assert f"hold  ssda903 case-system {YEAR}: {RULE}, 3 rows, since " in cyp("findings", "list")[1]
    assert cyp("findings", "list", "--fixed")[1] == "Nothing was put right by the newest deliveries.\n"
    assert "if all 3 were valid, between" in cyp("held", "range")[1]
    figures = json.loads(cyp("held", "range", str(run.quarter), "--json")[1])["figures"]
    assert {each["rows_held"] for each in figures if each["measure"] == "PED02 04"} == {3}

    tmp_path.chmod(0o755)
    out = str(tmp_path / "held.xlsx")
    assert cyp("held", "export", "--out", out)[0] == 6
    tmp_path.chmod(0o700)
    code, text = cyp("held", "export", RULE, "--out", out)
    assert (code, text.splitlines()[0]) == (0, "episodes: 3 rows")
    assert CANARY not in text

    words = ("--by", "RN", "--reason", "Seen", "--until", "2999-12-31")
    code, text = cyp("held", "release", "--rule", RULE, "--line", str(first), *words)
    assert (code, text.splitlines()[0]) == (
        0,
        f"ssda903 case-system {YEAR}: 1 row of episodes.csv released until 31 December 2999",
    )
    assert cyp("held", "release", "--rule", "episodes-key-repeated", *words)[0] == 6
    children_in_care(run)
    assert f"{YEAR}: 2 rows of episodes.csv, 1 released, since " in cyp("held", "list")[1]
    assert f", {first}, released: {RULE}" in cyp("held", "show")[1]
    status = cyp("status", str(run.quarter))[1]
    assert "1 held by a rule and released" in status
    assert f"  held    2  ssda903, {RULE}, since " in status


def test_a_plan_knows_what_is_waived(then: RunContext, held_lines: tuple[int, ...]) -> None:
    ingest_supply(then, *CARE)
    assert {len(each.waived) for each in plan_supply(then, *CARE).deliveries} == {0}
    release(then, RULE, Selection(), "RN", "Seen", LAST_DAY)
    waived = [each.waived for each in plan_supply(then, *CARE).deliveries if each.waived]
    assert [set(each["episodes"]) for each in waived] == [{RULE}]
