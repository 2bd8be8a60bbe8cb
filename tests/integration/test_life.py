"""A quarter's life on a small council: gaps, freeze, late files, issue, revision, restatement, withdrawal."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.commentary.signing import sign_for_all
from flows.steps.context import RunContext
from flows.steps.decide import withdraw
from flows.steps.life import measures_that_may_move, what_would_move
from flows.steps.quarter import freeze, issue, pending, plan_quarter, render_report, run_without_prefect
from flows.warehouse import publications
from flows.warehouse.differences import difference
from tests.councils import SCHOOLS, delivery, drop_column, lose_a_child
from tests.ledger import only, queried
from tests.signed import EVIDENCE, issue_signed
from transforms.causes import Cause
from transforms.errors import DataRejected, Refused, UsageError
from transforms.quarters import Quarter

pytestmark = pytest.mark.slow

CARE = "ssda903", "case-system"
LATE = "A record that came in after the freeze ended a child's care."
BEFORE = Quarter(2024, 4)


# Gaps


def test_freezing_needs_each_gap_accepted_by_name_and_reason(run: RunContext, council: Path) -> None:
    shutil.rmtree(delivery(council, "attendance_register", SCHOOLS[0]))
    drop_column(delivery(council, *CARE) / "episodes.csv", "PLACE")
    with pytest.raises(DataRejected):
        run_without_prefect(run)
    down, upgrade = "The school's system was down.", "The case system is being upgraded."
    register, care = {"attendance_register": down}, {"ssda903": upgrade}
    for by, without, words in (
        ("AT", {}, "gaps that nobody has accepted"),
        ("AT", register, "ssda903, .*: rejected"),
        ("AT", care, "attendance_register, .*: missing"),
        ("AT", {**register, "ssda903": "  "}, "ssda903, .*: rejected"),
        ("AT", {**register, **care, "census_sessions": "late"}, "Nothing is missing of census_sessions"),
        ("AT", {**register, **care, "registers": "late"}, "Nothing is missing of registers"),
        ("A. Stranger", {**register, **care}, "not an officer"),
    ):
        with pytest.raises(Refused, match=words):
            freeze(run, by, without)
    assert queried(run, "select kind from audit.decision") == []

    number = freeze(run, "AT", {**register, **care})
    decided = queried(run, "select kind, subject, by_name, reason from mart.decisions order by decision_id")
    assert [tuple(row.values()) for row in decided] == [
        ("accept-gap", "attendance_register", "Aisha Tariq", down),
        ("accept-gap", "ssda903", "Aisha Tariq", upgrade),
        ("freeze", "", "Aisha Tariq", ""),
    ]
    for audience in ("internal", "public"):
        page = _page(run, number, audience)
        assert "Gaps that were accepted" in page
        assert _html(down) in page
        assert _html(upgrade) in page


# A late file after the freeze


@pytest.mark.published
def test_a_late_file_waits_in_a_draft_beside_the_frozen_one_that_is_issued(run: RunContext, council: Path) -> None:
    frozen = _frozen(run)
    lose_a_child(council)
    assert {ref for ref, _ in measures_that_may_move(run, plan_quarter(run))} >= {"PED02 04", "PED02 05"}

    draft = run_without_prefect(run).publication_id
    assert _pointers(run) == {"draft": draft, "frozen": frozen}
    assert _statuses(run) == {frozen: "frozen", draft: "draft"}
    with run.engine.connect() as connection:
        found = what_would_move(run, connection)
    assert found is not None
    moved = {(each.figure.measure, each.figure.part): each for each in found.movements}
    number = moved["PED02 04", "Number"]
    assert number.difference == "−1"
    assert "from Children's case management system, 2025-26: another version: 2 rows corrected or taken" in number.cause
    assert number.causes == (Cause.CORRECTED,)
    assert not {ref for ref, _ in moved if ref.startswith("PED01")}, "no register changed"
    page = _page(run, draft, "internal")
    assert f"Beside frozen publication {frozen}" in page
    assert "−1" in page
    assert "Beside" not in _page(run, frozen, "internal")

    assert issue_signed(run, "HB") == frozen
    assert _statuses(run) == {frozen: "issued", draft: "draft"}
    assert _pointers(run) == {"draft": draft, "frozen": frozen, "issued": frozen}
    with pytest.raises(Refused, match=rf"Publication {draft} .* is a draft.* Publication {frozen} stays the council's"):
        issue(run, "HB", LATE)
    assert f"Beside issued publication {frozen}" in _page(run, draft, "internal")


@pytest.mark.published
def test_a_draft_frozen_later_takes_the_place_of_the_one_frozen_before(run: RunContext, council: Path) -> None:
    first = _frozen(run)
    lose_a_child(council)
    second = run_without_prefect(run).publication_id
    assert freeze(run, "AT", {}) == second
    assert _statuses(run) == {first: "superseded", second: "frozen"}
    assert issue_signed(run, "HB") == second
    assert queried(run, "select * from mart.restatements") == [], "the first was never issued"


# Revision and restatement


@pytest.mark.published
@pytest.mark.usefixtures("last_years_return")
def test_an_error_in_an_issued_report_is_restated_with_its_list(run: RunContext, council: Path) -> None:
    first = _frozen(run)
    with pytest.raises(Refused, match="nothing to restate"):
        issue(run, "HB", LATE)
    issue_signed(run, "HB")
    said = _as_published(run, first)
    lose_a_child(council)
    second = run_without_prefect(run).publication_id
    freeze(run, "AT", {})
    assert f"Beside issued publication {first}" in _page(run, second, "internal")
    for reason in ("", "  "):
        with pytest.raises(Refused, match=f"Publication {first} is already the council's word"):
            issue(run, "HB", reason)
    assert issue_signed(run, "HB", LATE) == second

    assert _statuses(run) == {first: "superseded", second: "issued"}
    decision = only(run, "select by_name, subject, reason from mart.decisions where kind = 'restate'")
    assert decision == {"by_name": "Helen Braithwaite", "subject": str(first), "reason": LATE}
    listed = queried(run, "select * from mart.restatements order by position")
    now = _as_published(run, second)
    assert [(row["measure_ref"], row["part"]) for row in listed] == [
        place for place in now if _seen(said[place]) != _seen(now[place])
    ]
    for row in listed:
        place = row["measure_ref"], row["part"]
        assert (row["value_before"], row["value_now"]) == (said[place]["current_value"], now[place]["current_value"])
        assert row["replaces_publication_id"] == first
    assert _as_published(run, first) == said, "what was issued before is read again exactly"
    assert "SUPERSEDED" in _page(run, first, "internal")
    internal, public = _page(run, second, "internal"), _page(run, second, "public")
    opening = internal.partition('id="at-a-glance"')[0]
    assert f"This report restates publication {first}" in opening
    assert _html(LATE.rstrip(".")) in opening
    assert "PED02 04 Children in care, Number" in opening
    assert _html(LATE.rstrip(".")) in public.partition('id="at-a-glance"')[0]
    assert "PED02 04 Children in care, Number" not in public, "small numbers stay with officers"


@pytest.mark.published
def test_only_what_the_council_calls_material_is_listed(run: RunContext, council: Path) -> None:
    _frozen(run)
    issue_signed(run, "HB")
    lose_a_child(council)
    run_without_prefect(run)
    unrated = tuple(replace(m, materiality=1000) for m in run.council.measures)
    patient = replace(run, council=replace(run.council, measures=unrated))
    freeze(patient, "AT", {})
    second = issue_signed(patient, "HB", "A record was entered twice.")
    kept = queried(run, "select also, value_before, value_now from mart.restatements")
    assert all(row["also"] for row in kept), "a changed rating or direction is always material"
    assert "by at least what the council calls material" in _page(run, second, "internal")


@pytest.mark.usefixtures("last_years_return")
def test_earlier_quarters_that_move_are_marked_revised_and_listed(run: RunContext, council: Path) -> None:
    earlier = replace(run, quarter=BEFORE)
    run_without_prefect(earlier)
    freeze(earlier, "AT", {"attendance_register": "Registers are sent from the summer on."})
    issued = issue_signed(earlier, "HB")
    lose_a_child(council, "2025-03-31")
    number = run_without_prefect(run).publication_id

    revised = queried(run, "select * from mart.revisions where publication_id = :number", number=number)
    stock = next(
        row
        for row in revised
        if (row["indicator_id"], row["quarter"], row["item"]) == ("cla_number", str(BEFORE), "Total")
    )
    assert stock["numerator_before"] - stock["numerator"] == 1
    assert stock["issued_publication_id"] == issued
    marked = "select count(*) as rows from mart.fact_indicator_value where data_status = 'revised'"
    assert only(run, marked)["rows"] == len(revised)
    page = _page(run, number, "internal")
    assert "Earlier figures that were revised" in page
    assert "revised since being issued" in page.partition('id="contents"')[0]
    assert "This report restates" not in page, "a routine revision is no restatement"
    assert only(earlier, "select status from mart.publication where publication_id = 1")["status"] == "issued"
    with run.engine.connect() as connection:
        before = [publications.report_before(connection, each) for each in (issued, number)]
    assert before == [None, issued], "ratings are compared with those of the last report"
    assert f"the report of {BEFORE.title}" in page.partition('id="contents"')[0]


# Withdrawal


@pytest.mark.published
def test_a_publication_is_taken_back_by_name_and_reason(run: RunContext) -> None:
    draft = run_without_prefect(run).publication_id
    with pytest.raises(Refused, match="is a draft"):
        withdraw(run, draft, "AT", "Wrong file.")
    freeze(run, "AT", {})
    issue_signed(run, "HB")
    for by, reason, words in (("A. Stranger", "Wrong file.", "not an officer"), ("AT", " ", "without a reason")):
        with pytest.raises(Refused, match=words):
            withdraw(run, draft, by, reason)
    with pytest.raises(UsageError, match="no publication 99"):
        withdraw(run, 99, "AT", "Wrong file.")
    withdraw(run, draft, "AT", "Wrong file.")
    withdraw(run, draft, "AT", "Said twice, done once.")
    assert [row["reason"] for row in queried(run, "select reason from mart.decisions where kind = 'withdraw'")] == [
        "Wrong file."
    ]
    with pytest.raises(Refused, match="was withdrawn"):
        render_report(run, draft, "internal")
    with run.engine.connect() as connection:
        assert publications.issued(connection, run.council.slug, str(run.quarter)) is None

    assert pending(run).draft_is_due
    again = run_without_prefect(run).publication_id
    assert again == draft + 1
    assert not queried(run, "select * from mart.revisions"), "nothing stands issued that could be revised"
    freeze(run, "AT", {})
    with pytest.raises(Refused, match="withdrawn, but was the council's word"):
        issue(run, "HB")
    issue_signed(run, "HB", "The right file.")
    assert queried(run, "select * from mart.restatements") == []
    assert "No figure moved" in _page(run, again, "public")


# The commands


def test_the_commands_show_a_quarters_life(cyp: Callable[..., tuple[int, str]], run: RunContext, council: Path) -> None:
    quarter = str(run.quarter)
    stages = "open → receiving → drafts → frozen → signed → issued"
    assert cyp("publication", "list") == (0, "Nothing is published yet.\n")
    assert _stage(cyp, quarter) == stages.replace("receiving", "[receiving]")
    shutil.move(delivery(council, "attendance_register", SCHOOLS[0]), council / "late")
    run_without_prefect(run)
    code, said = cyp("status", quarter)
    assert code == 0
    assert "attendance_register    due 14 July 2025             1 of 2 in" in said
    assert "late: Alder Brook Primary School, by " in said
    assert "; Imran Mahmood answers for it" in said
    assert cyp("freeze", quarter, "--by", "AT")[0] == Refused.exit_code
    assert cyp("freeze", quarter, "--by", "AT", "--without", "attendance_register", "--reason", "Late.")[0] == 0
    assert _stage(cyp, quarter) == stages.replace("frozen", "[frozen]")

    shutil.move(council / "late", delivery(council, "attendance_register", SCHOOLS[0]))
    assert "may move, beside frozen 1:\n      PED01 02 Overall attendance" in cyp("plan", quarter)[1]
    run_without_prefect(run)
    assert _json(cyp, "publication", "diff", "1", "2")["moved"][0]["causes"] == ["late file"]
    for command in (("status", quarter), ("plan", quarter), ("publication", "diff", "1", "2")):
        code, said = cyp(*command)
        assert code == 0
        assert "frozen 1 → draft 2: " in said
        assert "  PED01 02  Overall attendance, Total: no figure → " in said
        assert "Attendance registers from Alder Brook Primary School, 2024/25 summer: newly loaded." in said
    sign_for_all(run, "AT", EVIDENCE)
    assert _stage(cyp, quarter) == stages.replace("signed", "[signed]")
    code, said = cyp("issue", quarter, "--by", "HB")
    assert code == 0
    assert "publication 1 is issued\ndraft 2, made since, was not issued: it moves " in said
    assert "(cyp publication diff 1 2)" in said
    said = cyp("plan", quarter)[1]
    assert "issuing it restates 1 (--restate --reason TEXT) and lists " in said
    assert f"  touches issued report 1 of {quarter}: PED01 02, " in said, said
    assert _stage(cyp, quarter) == stages.replace("issued", "[issued]")

    assert cyp("freeze", quarter, "--by", "AT")[0] == 0
    code, said = cyp("issue", quarter, "--by", "HB")
    assert code == Refused.exit_code
    assert "Publication 1 is already the council's word" in said
    sign_for_all(run, "AT", EVIDENCE)
    assert cyp("issue", quarter, "--by", "HB", "--restate", "--reason", "A register was late.")[0] == 0
    code, said = cyp("publication", "list", "--quarter", quarter)
    first, second = said.splitlines()
    assert first.split()[:3] == ["1", quarter, "superseded"]
    assert second.endswith("restates 1: A register was late.")
    code, said = cyp("publication", "withdraw", "2", "--by", "HB", "--reason", "Sent too early.", "--go-back")
    assert code == 0
    assert f"publication 2 is withdrawn; the next run of {quarter} makes a new draft" in said
    assert "publication 1, issued before it, is the council's word again" in said
    assert "2-issued-public" in said
    assert cyp("publication", "check") == (0, "as published: 1, 2\n")
    code, said = cyp("publication", "final", "1", "--by", "HB")
    assert (code, said) == (0, f"the figures of {quarter} are final, as publication 1 has them\n")
    assert cyp("publication", "final", "2", "--by", "HB")[0] == Refused.exit_code
    assert quarter in cyp("status")[1]


@pytest.mark.published
@pytest.mark.usefixtures("last_years_return")
def test_the_commands_speak_json(cyp: Callable[..., tuple[int, str]], run: RunContext, council: Path) -> None:
    quarter = str(run.quarter)
    _frozen(run)
    lose_a_child(council)
    may_move = _json(cyp, "plan", quarter)["may_move"]
    run_without_prefect(run)
    for moves in (
        _json(cyp, "publication", "diff", "1", "2"),
        _json(cyp, "plan", quarter)["moves"],
        _json(cyp, "status", quarter)["moves"],
    ):
        assert (moves["before"], moves["now"]) == (
            {"publication_id": 1, "status": "frozen"},
            {"publication_id": 2, "status": "draft"},
        )
        assert {each["measure"] for each in moves["moved"]} <= set(may_move)
        number = next(each for each in moves["moved"] if (each["measure"], each["part"]) == ("PED02 04", "Number"))
        assert number["then"] - number["now"] == 1
        assert number["is_material"]
    state = _json(cyp, "status", quarter)
    assert state["stage"] == "frozen"
    assert state["frozen_publication"] == {"publication_id": 1, "status": "frozen"}
    assert {(each["state"], each["due"]) for each in state["supplies"]} == {("in", "2025-07-14")}
    assert quarter in [each["quarter"] for each in _json(cyp, "status")]
    assert [(row["publication_id"], row["status"]) for row in _json(cyp, "publication", "list")] == [
        (1, "frozen"),
        (2, "draft"),
    ]
    taken_back = _json(cyp, "publication", "withdraw", "1", "--by", "AT", "--reason", "Wrong file.")
    assert taken_back["status"] == "withdrawn"
    assert cyp("publication", "diff", "1", "99")[0] == UsageError.exit_code


@pytest.mark.usefixtures("last_years_return")
def test_publications_of_two_quarters_are_not_compared(run: RunContext) -> None:
    earlier = replace(run, quarter=BEFORE)
    numbers = [run_without_prefect(each).publication_id for each in (earlier, run)]
    with run.engine.connect() as connection, pytest.raises(UsageError, match="Compare publications of one quarter"):
        difference(connection, run.council.slug, *numbers)


def _frozen(run: RunContext) -> int:
    run_without_prefect(run)
    return freeze(run, "AT", {})


def _pointers(run: RunContext) -> dict[str, int]:
    rows = queried(run, "select kind, publication_id from mart.publication_pointer")
    return {row["kind"]: row["publication_id"] for row in rows}


def _statuses(run: RunContext) -> dict[int, str]:
    rows = queried(run, "select publication_id, status from mart.publication order by 1")
    return {row["publication_id"]: row["status"] for row in rows}


def _as_published(run: RunContext, number: int) -> dict[tuple[str, str], dict[str, Any]]:
    """Every measure and part as a publication holds it, whatever its status is by now."""
    query = "select * from mart.performance_as_published(:number) order by position"
    rows = queried(run, query, number=number)
    return {(row["measure_ref"], row["part"]): {**row, "status": ""} for row in rows}


def _seen(row: dict[str, Any]) -> tuple[Any, ...]:
    """What decides whether a restatement lists a part, where every movement shows."""
    value = row["current_value"]
    return (value is None or round(value, row["decimals"]), row["progress"], row["direction_of_travel"], row["target"])


def _page(run: RunContext, number: int, audience: str) -> str:
    return (render_report(run, number, audience).folder / "report.html").read_text("utf-8")


def _html(words: str) -> str:
    return words.replace("'", "&#39;")


def _stage(cyp: Callable[..., tuple[int, str]], quarter: str) -> str:
    lines = cyp("status", quarter)[1].splitlines()
    return next(line for line in lines if line.startswith("Stage")).removeprefix("Stage").strip()


def _json(cyp: Callable[..., tuple[int, str]], *words: str) -> Any:  # noqa: ANN401 - whatever the command prints
    code, said = cyp(*words, "--json")
    assert code == 0, said
    return json.loads(said)
