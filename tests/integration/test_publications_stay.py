"""What was published stays: changes by hand are found, going back is one deed, each quarter keeps its own figures."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from flows.settings import Settings
from flows.steps.context import RunContext
from flows.steps.decide import freeze, issue, make_final, withdraw
from flows.steps.publish import publish_draft
from flows.steps.report import render_report
from flows.warehouse import facts, publications
from flows.warehouse.differences import difference
from tests.ledger import only, queried
from tests.signed import issue_signed
from tests.small_publications import COUNTED, OFFICER, PARTS, QUARTER, publish_number, small_run
from transforms.errors import Refused

NEXT, BEFORE = QUARTER.plus(1), QUARTER.plus(-1)


@pytest.fixture
def run(warehouse_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunContext]:
    monkeypatch.setattr(facts, "INDICATORS", COUNTED)  # dimension rows of a hundred others are no part of this
    context = small_run(warehouse_settings, tmp_path / "council")
    yield context
    context.engine.dispose()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("update mart.fact_performance set current_value = 99 where measure_ref = 'M1'", "fact_performance: 5 rows"),
        ("delete from mart.fact_indicator_value where value = 11", "fact_indicator_value: 0 rows, were 5"),
        ("update mart.dim_breakdown set item = 'All'", "performance_every_publication: 5 rows, were 5"),
    ],
)
def test_what_was_changed_by_hand_stops_whatever_would_build_on_it(run: RunContext, change: str, found: str) -> None:
    publish_number(run, 11)
    freeze(run, OFFICER, {})
    issue_signed(run, OFFICER)
    by_hand(run, change)
    with pytest.raises(Refused, match=f"changed by hand since:(.|\n)*publication 1, mart.{found}"):
        publish_draft(run)
    with pytest.raises(Refused, match="changed by hand"):
        make_final(run, 1, OFFICER)
    withdraw(run, 1, OFFICER, "Somebody changed it.")
    assert publish_number(run, 12) == 2


def test_a_frozen_publication_that_was_changed_by_hand_is_not_issued(run: RunContext) -> None:
    publish_number(run, 11)
    freeze(run, OFFICER, {})
    by_hand(run, "update mart.fact_performance set progress = 'On track'")
    with pytest.raises(Refused, match="changed by hand"):
        issue_signed(run, OFFICER)


def test_going_back_is_one_deed_with_its_names_and_reasons(run: RunContext) -> None:
    first = issued(run, 11)
    with pytest.raises(Refused, match="nothing to go back to"):
        withdraw(run, first, OFFICER, "Wrong.", go_back=True)
    second = issued(run, 12, "Counted anew.")
    assert withdraw(run, second, OFFICER, "The wrong quarter's files.", go_back=True) == first

    with run.engine.connect() as connection:
        word = publications.issued(connection, run.council.slug, str(run.quarter))
    assert word is not None
    assert word.publication_id == first
    assert statuses(run) == {first: "issued", second: "withdrawn"}
    told = queried(run, "select kind, publication_id, subject, by_name, reason from audit.decision order by 1, 2")
    assert [tuple(row.values()) for row in told if row["kind"] in ("go-back", "withdraw")] == [
        ("go-back", first, str(second), "Aisha Tariq", "The wrong quarter's files."),
        ("withdraw", second, "", "Aisha Tariq", "The wrong quarter's files."),
    ]
    with pytest.raises(Refused, match=f"Publication {second} was withdrawn"):
        render_report(run, second, "internal")
    with pytest.raises(Refused, match=f"Publication {first} is the council's word"):
        withdraw(run, second, OFFICER, "Once more.", go_back=True)
    publish_number(run, 13)
    freeze(run, OFFICER, {})
    with pytest.raises(Refused, match=f"Publication {first} is already the council's word"):
        issue(run, OFFICER)
    issue_signed(run, OFFICER, "The right files.")
    replaced = only(run, "select subject from mart.decisions where kind = 'restate' and reason = 'The right files.'")
    assert replaced == {"subject": str(first)}


def test_a_named_person_makes_figures_final_and_one_that_moves_all_the_same_is_revised(run: RunContext) -> None:
    earlier = replace(run, quarter=BEFORE)
    number = publish_number(earlier, 10)
    with pytest.raises(Refused, match="only what is issued can be final"):
        make_final(earlier, number, OFFICER)
    freeze(earlier, OFFICER, {})
    issue_signed(earlier, OFFICER)
    not_issued = QUARTER.plus(-2)
    assert settled(run, publish_number(run, 11, {BEFORE: 10, not_issued: 8})) == {8: "provisional", 10: "provisional"}
    make_final(earlier, number, OFFICER)
    make_final(earlier, number, OFFICER)  # said twice, done once
    decided = only(run, "select by_name, publication_id from mart.decisions where kind = 'final'")
    assert decided == {"by_name": "Aisha Tariq", "publication_id": number}
    assert settled(run, publish_number(run, 11, {BEFORE: 10, not_issued: 8})) == {8: "provisional", 10: "final"}
    assert settled(run, publish_number(run, 11, {BEFORE: 9, not_issued: 8})) == {8: "provisional", 9: "revised"}


def test_after_a_restatement_each_quarter_gives_its_own_issued_figures(run: RunContext) -> None:
    following = replace(run, quarter=NEXT)
    first, second = issued(run, 10), issued(following, 20, history=10)
    draft = publish_number(run, 9)
    with run.engine.connect() as connection:
        found = difference(connection, run.council.slug, first, draft)
    assert [(each.publication_id, each.quarter, len(each.measures)) for each in found.touched] == [
        (first, str(QUARTER), PARTS),
        (second, str(NEXT), PARTS),
    ]
    freeze(run, OFFICER, {})
    third = issue_signed(run, OFFICER, "One was counted twice.")

    assert {each: as_published(run, each) for each in (first, second, third)} == {first: 10, second: 20, third: 9}
    query = "select distinct quarter, current_value from mart.performance where status = 'issued' order by 1"
    word = queried(run, query)
    assert [(row["quarter"], row["current_value"]) for row in word] == [(str(QUARTER), 9), (str(NEXT), 20)]
    assert settled(following, second) == {10: "provisional"}, "Q2 said so of Q1, and it stays what Q2 said"
    anew = publish_number(following, 20, {QUARTER: 9})
    assert settled(following, anew) == {9: "revised"}


def test_a_council_without_measures_publishes_its_values(run: RunContext) -> None:
    bare = replace(run, council=replace(run.council, measures=()))
    number = publish_number(bare, 11)
    rows = queried(run, "select count(*) as rows from mart.fact_indicator_value where publication_id = :n", n=number)
    assert rows == [{"rows": PARTS}]
    assert not queried(run, "select * from mart.fact_performance")


def by_hand(run: RunContext, change: str) -> None:
    """What somebody can do who owns the server: go round the triggers."""
    with run.engine.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text(change))


def issued(run: RunContext, number: int, reason: str = "", history: int | None = None) -> int:
    publish_number(run, number, {} if history is None else {run.quarter.plus(-1): history})
    freeze(run, OFFICER, {})
    return issue_signed(run, OFFICER, reason)


def statuses(run: RunContext) -> dict[int, str]:
    rows = queried(run, "select publication_id, status from mart.publication order by 1")
    return {row["publication_id"]: row["status"] for row in rows}


def settled(run: RunContext, number: int) -> dict[int, str]:
    """Provisional, revised or final, by the figure of each earlier quarter in a publication."""
    query = "select distinct value, data_status from mart.indicator_values where publication_id = :n and is_history"
    return {int(row["value"]): row["data_status"] for row in queried(run, query, n=number)}


def as_published(run: RunContext, number: int) -> int:
    rows = queried(run, "select current_value from mart.performance_as_published(:n)", n=number)
    assert len(rows) == PARTS
    (value,) = {row["current_value"] for row in rows}
    return int(value)
