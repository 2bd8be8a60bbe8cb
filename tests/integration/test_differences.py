"""A figure that is one less another: published without counts, opened by the counts of both; and what officers say."""

from dataclasses import replace

import pytest

from flows.steps.context import RunContext
from flows.steps.explain import explain
from flows.steps.ingest import ingest_supply
from flows.steps.publish import publish_draft
from tests.councils import delivery
from tests.ledger import queried
from transforms.council_types import Measure, Part, Supply, Target

pytestmark = pytest.mark.slow

EXTRACT = "council_returns", "officers"
FIGURES = """indicator_id,breakdown,item,numerator,denominator,value,officer,given_on,status
school_targets_beside_care_rate,Total,Total,1300,2000,,AT,2025-07-04,
care_targets_at_standard_rate,Total,Total,12,20,,AT,2025-07-04,final
"""
GAP = "care_targets_ambition_gap"


def sending(run: RunContext) -> RunContext:
    """The council with a measure of ambition that two officers answer for, and the return that it is made of."""
    folder = delivery(run.folder, *EXTRACT)
    folder.mkdir(parents=True)
    (folder / "figures.csv").write_text(FIGURES, encoding="utf-8")
    (folder / "delivery.toml").write_text("taken_on = 2025-07-07\n", encoding="utf-8")
    supply = Supply(*EXTRACT, "Officers", "folder", "extracts/council_returns/officers")
    parts = Part("Gap", GAP), Part("Children in care", "care_targets_at_standard_rate")
    measure = Measure("PED02 20", "PED02", "Ambition", "PL", parts, "none", "RN", other_officers=("SO", "AT"))
    benchmark = Target("PED02 20", "Gap", "2024/25", 0, "benchmark", "PL", run.quarter.start)
    council = replace(run.council, supplies=(supply,), measures=(measure,), targets=(benchmark,))
    return replace(run, council=council)


def test_a_difference_is_published_without_counts_and_opened_by_those_of_its_two_figures(run: RunContext) -> None:
    ambitious = sending(run)
    ingest_supply(ambitious, *EXTRACT)
    number = publish_draft(ambitious).publication_id
    assert number is not None

    rows = {row["part"]: row for row in queried(run, "select * from mart.performance_every_publication")}
    gap, in_care = rows["Gap"], rows["Children in care"]
    assert (gap["basis"], gap["current_value"], gap["numerator"]) == ("difference", 5, None)
    assert gap["unit"] == "percentage points"
    assert (gap["target"], gap["target_kind"], gap["progress"]) == (None, "benchmark", "Not rated")
    assert (gap["data_status"], in_care["data_status"]) == ("provisional", "final")
    assert gap["owners"] == "Peter Lomas (PL), Samuel Okafor (SO), Aisha Tariq (AT)"

    part = explain(ambitious, "PED02 20", number).parts[0]
    assert (part.figure, part.sum) == ("5.0 points", "1,300 ÷ 2,000 × 100 − 12 ÷ 20 × 100")
    told = [name for name, _ in part.facts]
    assert (told.count("Made of"), told.count("Less")) == (1, 1)
    less = dict(part.facts)["Less"]
    assert less.startswith("Targets of children in care that are at the expected standard, 60.0%: Targets of at least")
