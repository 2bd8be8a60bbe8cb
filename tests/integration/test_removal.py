"""A child is erased and what is past its time is removed: proved in counts, and no later run brings anything back."""

import gzip
import io
import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows.doctor import WELL, examine
from flows.steps import erase
from flows.steps.context import RunContext
from flows.steps.erase import erase_child
from flows.steps.held import held_sheets
from flows.steps.ingest import ingest_supply
from flows.steps.plan import CURRENT, plan_supply
from flows.steps.quarter import publish_draft
from flows.steps.retain import retain
from flows.warehouse.engine import transaction
from flows.warehouse.ledger import recorded_run
from tests.councils import SCHOOLS, delivery, read_rows, write_rows
from tests.ledger import queried
from transforms.errors import Refused, UsageError
from transforms.identity import pseudonym
from transforms.retention import Keep

pytestmark = pytest.mark.slow

CARE = "ssda903", "case-system"
PUBLISHED = "select * from mart.fact_indicator_value order by publication_id, indicator_key, quarter_key, breakdown_key"
WHY = "Asked for by letter."


def ingest(run: RunContext) -> None:
    for supply in (CARE, ("attendance_register", SCHOOLS[0])):
        ingest_supply(run, *supply)


def landed(run: RunContext) -> bytes:
    """All bytes of the landing store, unpacked."""
    files = [file.read_bytes() for file in run.settings.landing.rglob("*") if file.is_file()]
    return b"".join(gzip.decompress(each) if each.startswith(b"\x1f\x8b") else each for each in files)


def power_cut(*_: object) -> None:
    raise RuntimeError


def landing_store(run: RunContext) -> tuple[str, str]:
    """What the doctor says of it."""
    found = next(each for each in examine(run.settings, run.folder) if each.name == "landing")
    return found.state, found.words


def test_a_child_is_erased_and_does_not_come_back(
    run: RunContext, council: Path, cyp: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = delivery(council, *CARE)
    header, episodes = read_rows(folder / "header.csv"), read_rows(folder / "episodes.csv")
    placed = {row["CHILD"] for row in episodes}
    theirs = next(row for row in header if len(row["UPN"]) == 13 and row["CHILD"] in placed)
    number, upn = theirs["CHILD"], theirs["UPN"]
    bad = next(row for row in episodes if row["CHILD"] == number)
    other = next(row for row in episodes if row["CHILD"] != number)
    sent = [*episodes, {**bad, "LS": "Q9"}, {**other, "LS": "Q9"}]
    write_rows(folder / "episodes.csv", sent)
    totals = f"name,rows\nheader.csv,{len(header)}\nepisodes.csv,{len(episodes) + 2}\n"
    (folder / "control_totals.csv").write_text(totals)
    ingest(run)
    publish_draft(run)
    published, files = queried(run, PUBLISHED), queried(run, "select * from audit.file order by 1")
    held = "select row_number from audit.held_row where table_name = 'episodes' order by 1"
    held_before = queried(run, held)
    assert number.encode() in landed(run)

    with pytest.raises(Refused, match="is not an officer"):
        erase_child(run, "child", number, "Nobody", WHY)
    with pytest.raises(UsageError, match="no number of a child"):
        erase_child(run, "upn", "UN1", "HB", WHY)
    planned = erase_child(run, "child", number, "HB", WHY, dry_run=True)
    assert planned.registers == (("child", 1), ("upn", 1))
    assert not queried(run, "select 1 from audit.removal")

    with recorded_run(run.engine, run.council.slug, "2025-26-Q1", "run", "v1"), pytest.raises(Refused, match="goes on"):
        erase_child(run, "child", number, "HB", WHY)
    with monkeypatch.context() as patch:
        patch.setattr(erase, "put_in_place", power_cut)
        with pytest.raises(RuntimeError):
            erase_child(run, "child", number, "HB", WHY)
    assert number.encode() in landed(run), "it was ended before the file was in its place"
    half = run.settings.landing / "incoming" / "tmphalf" / "file"
    half.parent.mkdir()
    half.write_text(upn)
    long_ago = time.time() - 2 * 3600
    for place in (half, half.parent):
        os.utime(place, (long_ago, long_ago))

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{number}\n"))
    code, said = cyp("warehouse", "erase", "--register", "child", "--by", "HB", "--reason", WHY, "--json")
    assert code == 0, said
    assert number not in said
    assert upn not in said
    proof = {each["name"]: (each["removed"], each["left_over"]) for each in json.loads(said)["places"]}
    expected = {place.name: place.left_over for place in planned.places}
    first = queried(run, "select rows_removed from audit.removed_file where removal_id = 1")
    expected["rows of landed files"] -= first[0]["rows_removed"]  # put in its place, and not counted a second time
    assert {place: rows for place, (rows, _) in proof.items()}.items() >= expected.items()
    assert {left for _, left in proof.values()} == {0}
    assert proof["held rows"][0] == 2, "both rows that share a key"
    assert proof["core.cla_child"][0] == 1
    recorded = queried(run, "select place, removed, left_over from audit.removal_proof order by step")
    assert {row["place"]: (row["removed"], row["left_over"]) for row in recorded} == proof

    def nothing_is_left() -> None:
        assert upn.encode() not in landed(run)
        assert f"\n{number},".encode() not in landed(run)
        for register, given in (("child", number), ("upn", upn)):
            named = pseudonym(given, register, run.key)
            for table in ("cla_child", "cla_episode", "enrolment", "attendance_count"):
                assert named not in str(queried(run, f"select * from core.{table}")), table

    nothing_is_left()
    assert landing_store(run)[0] == WELL, "files without the child are as they are to be"
    assert queried(run, PUBLISHED) == published
    lines = {line for line, row in enumerate(sent, start=2) if row["CHILD"] == number}
    left = [row for row in held_before if row["row_number"] not in lines]
    assert queried(run, held) == left, "the other held rows are where they were"
    assert set(held_sheets(run, extract="ssda903")[0].cells["CHILD"]) == {other["CHILD"]}
    assert plan_supply(run, *CARE).state == CURRENT

    # Loaded anew from the landed files, in spite of what the sender counted.
    assert ingest_supply(run, *CARE, again=True).staged > 0
    nothing_is_left()
    assert queried(run, "select * from audit.file order by 1") == files

    # A new file that still has the child.
    write_rows(folder / "header.csv", [{**row, "ETHNIC": "REFU"} for row in header])
    ingest_supply(run, *CARE)
    nothing_is_left()
    told = queried(run, "select rows_failed, message from audit.finding where rule_id = 'delivery-erased-children'")
    assert [row["rows_failed"] for row in told] == [1]
    with pytest.raises(Refused, match="never changed"), transaction(run.engine) as connection:
        connection.exec_driver_sql("delete from audit.removal_proof")


def test_what_is_past_its_time_is_removed_and_not_brought_in_again(run: RunContext, last_years_return: Path) -> None:
    ingest(run)
    later = replace(run, day=date(2027, 5, 1), council=replace(run.council, retention=(("ssda903", Keep(1, 2, 1)),)))
    dry = retain(later, "HB", "Retention schedule, line 4", dry_run=True)
    done = retain(later, "HB", "Retention schedule, line 4")
    counts = {place.name: (place.removed, place.left_over) for place in done.places}
    assert counts == {place.name: (place.left_over, 0) for place in dry.places}
    assert counts["deliveries in core"] == (1, 0), "last year's return; this year's is within its time"
    assert counts["landed files"][0] > 2
    assert landing_store(later)[0] == WELL, "what was removed is not missed"
    batches = "select count(*) as rows from core.cla_episode inner join audit.batch using (batch_id) where covers = "
    assert queried(run, batches + "'2024-25'") == [{"rows": 0}]
    assert queried(run, batches + "'2025-26'")[0]["rows"] > 0
    assert [each.slice.covers for each in plan_supply(later, *CARE).deliveries] == ["2025-26"], (
        "it lies in the folder, and stays out"
    )
    assert retain(later, "HB", "Again").removal_id is None
