"""Who changed how a measure is judged: recorded by the publication that finds it, asked about until it is explained."""

from dataclasses import replace
from datetime import date

import pytest

from flows.report.claims import remarks
from flows.report.read import read_publication
from flows.steps.context import RunContext
from flows.steps.publish import publish_draft
from tests.ledger import queried
from transforms.council_types import Council, Measure, SettingReason

pytestmark = pytest.mark.slow

REF = "PED02 04"
CHANGES = "select measure_ref, setting, value_before, value_now, changed_by, reason from mart.setting_changes"


def with_officer(run: RunContext, officer: str, *reasons: SettingReason) -> RunContext:
    def handed_over(measure: Measure) -> Measure:
        return replace(measure, officer=officer) if measure.ref == REF else measure

    measures = tuple(handed_over(measure) for measure in run.council.measures)
    return replace(run, council=replace(run.council, measures=measures, setting_reasons=reasons))


def asked(run: RunContext, council: Council, publication: int) -> list[str]:
    with run.engine.connect() as connection:
        found = remarks(read_publication(connection, publication, "internal"), council, [])
    return [each.text for each in found if "went from" in each.text]


def test_a_change_is_recorded_once_and_asked_about_until_somebody_says_why(run: RunContext) -> None:
    publish_draft(run)
    assert queried(run, CHANGES) == [], "what is there first has not changed"

    handed_over = with_officer(run, "GS")
    second = publish_draft(handed_over, again=True).publication_id
    change = {"measure_ref": REF, "setting": "officer", "value_before": "PL", "value_now": "GS"}
    assert queried(run, CHANGES) == [{**change, "changed_by": "", "reason": ""}]
    said = ["Its officer went from “PL” to “GS”, and changes.csv does not say why."]
    assert asked(run, handed_over.council, second) == said
    third = publish_draft(handed_over, again=True).publication_id
    assert len(queried(run, CHANGES)) == 1
    assert asked(run, handed_over.council, third) == said, "a newer draft asks again"

    why = SettingReason(REF, "officer", date(2025, 7, 1), "RN", "Peter Lomas has another post.")
    explained = with_officer(run, "GS", why)
    last = publish_draft(explained, again=True).publication_id
    assert queried(run, CHANGES)[-1] == {**change, "changed_by": "RN", "reason": "Peter Lomas has another post."}
    assert asked(run, explained.council, last) == []
