"""Disclosure control from the audit of a draft to what a reader sees: issue is refused until nothing is given away."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text

from flows.council import read_council
from flows.report.public_words import LEFT_OUT
from flows.report.read import read_publication
from flows.settings import Settings, get_settings
from flows.steps.context import RunContext
from flows.steps.disclosure import choose_words, examined_draft, given_away_lines, hide, show, turn, words_left_out
from flows.steps.quarter import freeze, render_report
from flows.warehouse.logins import ensure_logins, reader_url
from tests.ledger import only, queried
from tests.signed import issue_signed
from transforms.errors import Refused, UsageError
from transforms.quarters import Quarter, quarter_range

NOW = Quarter(2025, 1)
MEASURES = {
    "PED02 04": ("cla_rate", "Rate", 4, 30640),
    "PED02 05": ("cla_number", "Number", 4, None),
    "PED03 01": ("cla_residential", "Total", 8, None),
}


@pytest.fixture
def run(warehouse_settings: Settings) -> Iterator[RunContext]:
    folder = get_settings().repository / "samples" / "merebridge"
    context = RunContext(warehouse_settings, folder, read_council(folder), NOW)
    with context.engine.begin() as connection:
        for insert in _DIMENSIONS:
            connection.execute(text(insert))
    yield context
    context.engine.dispose()


def publish(run: RunContext, number: int, kind_of_number: str) -> None:
    """A draft in which four children are looked after; ``kind_of_number``: the class of the measure of their number."""
    with run.engine.begin() as connection:
        connection.execute(text(_DRAFT), {"number": number})
        for position, (ref, (indicator, part, numerator, denominator)) in enumerate(MEASURES.items(), start=1):
            kind = kind_of_number if indicator == "cla_number" else "1 to 5"
            values = {"number": number, "indicator": indicator, "numerator": numerator, "denominator": denominator}
            connection.execute(text(_VALUE), {**values, "kind": kind})
            connection.execute(text(_MEASURE), {**values, "kind": kind, "ref": ref, "part": part, "at": position})
        connection.execute(text(_MILESTONE), {"number": number})
        connection.execute(text(_POINTER), {"number": number})


def test_a_report_that_gives_a_small_number_away_is_not_issued(run: RunContext) -> None:
    publish(run, 1, "none")
    freeze(run, "AT", {})
    number, examined = examined_draft(run)
    assert (number, [examined.name(place) for place in examined.control.hidden]) == (1, [f"PED02 04, Rate, {NOW}"])
    (line,) = given_away_lines(examined)
    assert line.startswith(f"PED02 05, Number, {NOW} or PED02 04, Rate, {NOW}: a small count in it")
    with pytest.raises(Refused, match="would give small numbers of children away") as refused:
        issue_signed(run, "HB")
    assert refused.value.exit_code == 6
    assert "class '1 to 5'" in refused.value.fix
    assert " 4" not in refused.value.message.replace("PED02 04", ""), "the message must not tell the number"
    assert queried(run, "select * from mart.fact_disclosure") == []
    assert only(run, "select status from mart.publication")["status"] == "frozen"


def test_what_the_public_never_sees_is_known_to_who_searches_words_for_it(run: RunContext) -> None:
    publish(run, 1, "internal")
    with run.engine.connect() as connection:
        read = read_publication(connection, 1, "public")
    assert [row["measure_ref"] for row in read.performance] == ["PED02 04", "PED03 01"]
    (unseen,) = [row for row in read.hidden_performance if row["measure_ref"] == "PED02 05"]
    assert (unseen["current_value"], unseen["numerator"]) == (4, 4)


def test_a_reader_sees_what_was_issued_with_small_numbers_hidden(run: RunContext) -> None:
    publish(run, 1, "1 to 5")
    for words, refusal in (
        (("PED02 04", "Rate", "", "AT", "I insist."), "shows a count of 1 to 5"),
        (("PED03 01", "Total", "", "A. Stranger", "I insist."), "not an officer"),
        (("PED03 01", "Total", "", "AT", " "), "without a reason"),
    ):
        with pytest.raises(Refused, match=refusal):
            show(run, *words)
    with pytest.raises(UsageError, match="There is no figure PED09 01"):
        hide(run, "PED09 01", "Total", "", "AT", "I insist.")
    assert hide(run, "PED03 01", "Total", "", "AT", "One home is known.") == f"PED03 01, Total, {NOW}"
    freeze(run, "AT", {})
    assert issue_signed(run, "HB") == 1

    assert only(run, "select is_applied, hidden, by_name from mart.fact_disclosure") == {
        "is_applied": True, "hidden": 3, "by_name": "Helen Braithwaite",
    }  # fmt: skip
    ensure_logins(run.settings, run.engine, "merebridge")
    wanted = "select measure_ref, current_value, numerator, symbol, progress from mart.performance order by 1"
    with psycopg.connect(reader_url(run.settings, "merebridge", "reader")) as reader:
        assert reader.execute(wanted).fetchall() == [
            (ref, None, None, "c", "Not rated") for ref in ("PED02 04", "PED02 05", "PED03 01")
        ]
        assert reader.execute("select distinct value, symbol from mart.indicator_values").fetchall() == [(None, "c")]
        assert reader.execute("select count(*) from mart.fact_indicator_value").fetchone() == (0,)
        assert reader.execute(_COMMENTS).fetchall() == [("Homes were found.",), (LEFT_OUT,)]
    with psycopg.connect(reader_url(run.settings, "merebridge", "officer")) as officer:
        assert [row[2] for row in officer.execute(wanted)] == [4, 4, 8]
        assert officer.execute(_COMMENTS).fetchall() == [("Homes were found.",), ("Three girls moved home.",)]
    page = (render_report(run, 1, "public").folder / "report.html").read_text(encoding="utf-8")
    assert page.count("[c]") >= 3
    with pytest.raises(Refused, match="issued: what it hides does not change any more"):
        hide(run, "PED03 01", "Total", "", "AT", "Again.")


def test_whoever_turns_it_off_is_named_on_the_report(run: RunContext) -> None:
    publish(run, 1, "none")
    freeze(run, "AT", {})
    turn(run, "off", "HB", "A court asked for the figures.")
    (girls,) = [each for each in words_left_out(run) if each.about == "PED02b"]
    with pytest.raises(UsageError, match="No paragraph of 2025-26-Q1 has the mark 'ffffffff'"):
        choose_words(run, "allow", "ffffffff", "HB", "They asked for it.")
    choose_words(run, "allow", girls.mark[:8], "HB", "They asked for it.")
    assert [each.is_allowed for each in words_left_out(run) if each.about == "PED02b"] == [True]
    assert issue_signed(run, "HB") == 1
    assert queried(run, _COMMENTS) == [{"comment": "Homes were found."}, {"comment": "Three girls moved home."}]
    assert queried(run, "select * from mart.fact_milestone_public") == []
    kept = only(run, "select is_applied, hidden, by_name, reason from mart.fact_disclosure")
    assert tuple(kept.values()) == (False, 0, "Helen Braithwaite", "A court asked for the figures.")
    page = (render_report(run, 1, "public").folder / "report.html").read_text(encoding="utf-8")
    assert "Helen Braithwaite decided so. Reason: A court asked for the figures." in page
    assert "Three girls moved home." in page


_DIMENSIONS = (
    """
    insert into mart.dim_area (council, area_code, la_code, area_name, region)
    values ('merebridge', 'E06999999', '999', 'Merebridge', 'North West')
    """,
    *(
        f"""
        insert into mart.dim_quarter values ({each.year}{each.number}, '{each}', '{each.title}', '{each.start}',
        '{each.end}', '{each.financial_year}', '{each.academic_year}', {each.number})
        """
        for each in quarter_range(NOW.plus(-1), NOW)
    ),
    "insert into mart.dim_breakdown (breakdown, item) values ('Total', 'Total')",
    """
    insert into mart.dim_indicator (indicator_id, version, title, numerator_definition, denominator_definition, unit,
    decimals, polarity, period_kind, national_definition, owner)
    select id, 1, id, 'Children', '', unit, 0, 'neutral', 'snapshot at quarter end', 'DfE', 'Head'
    from (values ('cla_rate', 'per 10,000'), ('cla_number', 'count'), ('cla_residential', 'count')) as each (id, unit)
    """,
)
_DRAFT = """
    insert into mart.publication (publication_id, council, council_name, quarter, status, input_fingerprint)
    values (:number, 'merebridge', 'Merebridge', '2025-26-Q1', 'draft', '')
"""
_COMMENTS = "select comment from mart.milestones order by milestone_ref"
_MILESTONE = """
    insert into mart.fact_milestone values
    (:number, 'PED02', 'PED02a', 'Find homes', '2026-03-31', 'HB', 'On track', 'Homes were found.'),
    (:number, 'PED02', 'PED02b', 'Move home', '2026-03-31', 'HB', 'On track', 'Three girls moved home.')
"""
_POINTER = "insert into mart.publication_pointer values ('merebridge', '2025-26-Q1', 'draft', :number)"
_VALUE = """
    insert into mart.fact_indicator_value (publication_id, indicator_key, quarter_key, area_key, breakdown_key,
    numerator, denominator, value, data_status, is_history, disclosure)
    select :number, indicator_key, 20251, area_key, breakdown_key, :numerator, cast(:denominator as bigint), :numerator,
    'provisional', false, :kind
    from mart.dim_indicator, mart.dim_area, mart.dim_breakdown
    where indicator_id = :indicator
"""
_MEASURE = """
    insert into mart.fact_performance (publication_id, measure_ref, part, position, objective_ref, objective_title,
    title, officer, indicator_key, breakdown_key, quarter_key, area_key, unit, decimals, current_value, numerator,
    denominator, progress, disclosure)
    select :number, :ref, :part, :at, 'PED02', 'Care', :ref, 'HB', indicator_key, breakdown_key, 20251, area_key,
    unit, 0, :numerator, :numerator, cast(:denominator as bigint), 'On track', :kind
    from mart.dim_indicator, mart.dim_area, mart.dim_breakdown
    where indicator_id = :indicator
"""
