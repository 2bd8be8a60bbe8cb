"""Page one: what a board member should see before anything else, in the order they would ask."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from flows.report.model import (
    NOT_RATED,
    OFF_TRACK,
    ON_TRACK,
    PROGRESS,
    UNCERTAIN,
    BoardItem,
    BoardPage,
    Change,
    Direction,
    Figure,
    MeasurePart,
    MeasureSection,
    Tile,
)
from flows.report.wording import DIRECTION_MEANING, POUNDS, PROGRESS_MEANING, figure_text, number_text
from transforms.sentences import plural

MOST_ASKED, MOST_NAMED = 5, 3


def board_page(measures: Sequence[MeasureSection], withheld: int, completeness: tuple[str, ...]) -> BoardPage:
    """Summarise the measures that this audience may see; of those ``withheld`` from it, only how many there are."""
    in_order = _in_order_of_need(measures)
    return BoardPage(
        headline=_headline(measures),
        withheld_note=_withheld_note(withheld),
        tiles=tuple(_tile(progress, measures) for progress in PROGRESS),
        ask_about=tuple(_ask(measure) for measure in in_order[:MOST_ASKED]),
        also_off_track=tuple(_ask(measure) for measure in in_order[MOST_ASKED:] if measure.progress == OFF_TRACK),
        changes=_changes(measures),
        without_figure=tuple(_gap(measure) for measure in measures if _gap_parts(measure, hidden=False)),
        hidden=tuple(_hidden(measure) for measure in measures if _gap_parts(measure, hidden=True)),
        completeness=completeness,
        money=_money(measures),
    )


def _money(measures: Sequence[MeasureSection]) -> tuple[str, ...]:
    """Which stretch targets are on track, what they earn, and what is at risk. Nothing where none carries money."""
    stretch = [part for measure in measures for part in measure.parts if part.reward]
    if not stretch:
        return ()
    on_track = [part for part in stretch if part.progress == ON_TRACK]
    whole, earned = _pounds(part.reward for part in stretch), _pounds(part.reward_expected for part in stretch)
    of = plural(len(stretch), "stretch target", "stretch targets")
    share = number_text(Decimal(100 * len(on_track)) / len(stretch), 0)
    first = f"{len(on_track)} of {of} ({share}%) {'is' if len(on_track) == 1 else 'are'} on track."
    carried, expected, at_risk = (figure_text(pounds, POUNDS, 0) for pounds in (whole, earned, whole - earned))
    return (
        first,
        f"Of {carried} that they carry, {expected} would be earned on present forecasts; {at_risk} is at risk.",
    )


def _pounds(figures: Iterable[Figure | None]) -> Decimal:
    return sum((each.value for each in figures if each is not None and each.value is not None), Decimal(0))


def _tile(progress: str, measures: Sequence[MeasureSection]) -> Tile:
    count = sum(measure.progress == progress for measure in measures)
    return Tile(progress, count, PROGRESS_MEANING[progress])


def _headline(measures: Sequence[MeasureSection]) -> str:
    """Such as: 1 of 6 rated measures is off track, 2 are uncertain and 3 are on track."""
    rated = [measure for measure in measures if measure.progress != NOT_RATED]
    if not rated:
        return "No measure is rated this quarter."
    off, uncertain, on = (
        sum(measure.progress == progress for measure in rated) for progress in (OFF_TRACK, UNCERTAIN, ON_TRACK)
    )
    first = f"{off} of {plural(len(rated), 'rated measure', 'rated measures')} {'is' if off == 1 else 'are'} off track"
    return f"{first}, {_how_many(uncertain)} uncertain and {_how_many(on)} on track."


def _how_many(count: int) -> str:
    return plural(count, "is", "are") if count else "none is"


def _withheld_note(withheld: int) -> str:
    if not withheld:
        return ""
    return f"{plural(withheld, 'further measure is', 'further measures are')} not shown in the public report."


def _worries(measure: MeasureSection) -> int:
    """Lower asks first: off track, then uncertain, each with the worsening ones first, then any other that worsened."""
    worse = any(part.direction.word == "Worse" for part in measure.parts)
    rank = {OFF_TRACK: 0, UNCERTAIN: 2}.get(measure.progress, 4)
    return rank if worse else rank + 1


def _in_order_of_need(measures: Sequence[MeasureSection]) -> list[MeasureSection]:
    return sorted((measure for measure in measures if _worries(measure) < 5), key=_worries)


def _ask(measure: MeasureSection) -> BoardItem:
    part = measure.telling
    which = f"{measure.called(part)}: " if measure.called(part) else ""
    is_forecast = part.forecast.value is not None and part.forecast.value != part.current.value
    words = f"{which}{part.finding}{' ' + part.progress_reason if is_forecast else ''}"
    return BoardItem(measure.ref, measure.title, measure.anchor, measure.progress, words)


def _changes(measures: Sequence[MeasureSection]) -> tuple[Change, ...]:
    """Measures by direction of travel, each by its leading part; what cannot be compared is left out."""
    groups: list[Change] = []
    for word in DIRECTION_MEANING:
        items = [measure for measure in measures if measure.lead.direction.word == word]
        if items and word != "Not comparable":
            named = tuple(_moved(measure) for measure in items[:MOST_NAMED])
            groups.append(Change(Direction(word, ""), len(items), named))
    return tuple(groups)


def _moved(measure: MeasureSection) -> BoardItem:
    part = measure.lead
    words = f"{part.same_period.text}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{part.current.text}"
    return BoardItem(measure.ref, measure.title, measure.anchor, measure.progress, words)


def _gap_parts(measure: MeasureSection, *, hidden: bool) -> list[MeasurePart]:
    """The parts that have no figure, or those whose figure is there and hidden."""
    return [part for part in measure.parts if part.current.value is None and part.is_hidden == hidden]


def _gap(measure: MeasureSection) -> BoardItem:
    missing = _gap_parts(measure, hidden=False)
    parts = _parts_named(measure, missing)
    reason = missing[0].no_figure_reason or "the reason was not recorded."
    words = f"{parts}: {reason}" if parts else reason
    return BoardItem(measure.ref, measure.title, measure.anchor, measure.progress, words)


def _hidden(measure: MeasureSection) -> BoardItem:
    parts = _parts_named(measure, _gap_parts(measure, hidden=True))
    return BoardItem(measure.ref, measure.title, measure.anchor, measure.progress, parts)


def _parts_named(measure: MeasureSection, parts: Sequence[MeasurePart]) -> str:
    """The parts by name, where they are not all parts of the measure."""
    return "" if len(parts) == len(measure.parts) else ", ".join(part.title for part in parts)
