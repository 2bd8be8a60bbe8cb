"""What a measure's figure rests on: definition, coverage, deliveries and held rows, provisional or final."""

from collections.abc import Iterator

from flows.report.content.pieces import said
from flows.report.document import Pairs
from flows.report.model import MeasurePart, MeasureSection
from transforms.significance import NOT_TESTED


def rests_on(measure: MeasureSection) -> Pairs:
    """Facts about the figure, each only where there is one."""
    return Pairs(tuple((term, said(words)) for term, words in _facts(measure) if words), "rests")


def _facts(measure: MeasureSection) -> Iterator[tuple[str, str]]:
    definition, lead = measure.definition, measure.lead
    yield "Counted", definition.counted
    yield "Out of", definition.out_of
    yield "Period", f"{definition.period.capitalize()}. {definition.good}."
    yield "This quarter", ". ".join(words for words in (lead.counts, lead.data_status) if words)
    for part in measure.parts:
        yield _of_part("Change", measure, part), _changes(part)
    yield "Coverage", lead.coverage
    if lead.signal == NOT_TESTED:
        yield "More than chance?", f"{NOT_TESTED}. {lead.signal_reason}"
    for part in measure.parts:
        yield _of_part("Reward", measure, part), _reward(part)
    yield "Data", " ".join(measure.sources)
    yield "Definition", definition.national


def _of_part(term: str, measure: MeasureSection, part: MeasurePart) -> str:
    return f"{term}, {part.title}" if measure.others else term


def _changes(part: MeasurePart) -> str:
    since = (("From the same period last year", part.since_year), ("From the quarter before", part.since_quarter))
    return " ".join(f"{when}, {words}." for when, words in since if words)


def _reward(part: MeasurePart) -> str:
    if part.reward is None:
        return ""
    expected = f"; {part.reward_expected.text} on the present forecast" if part.reward_expected else ""
    return f"{part.reward.text} for meeting the target{expected}."
