"""Officers' words beside a publication's figures: what to look at before it is issued."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from itertools import combinations

from flows.report.apart import figures_apart
from flows.report.measures import officer_name
from flows.report.model import Remark
from flows.report.read import PublicationRows, Row
from transforms.claims import (
    broken_wholes,
    is_copied,
    single_children,
    unknown_numbers,
    unknown_references,
    wrong_shares,
)
from transforms.council_types import Commentary, Council, Narrative, Section
from transforms.indicators.indicator import HUNDREDTHS, IN_HUNDREDTHS, Unit
from transforms.named_people import people_named
from transforms.officers_words import figures_mark
from transforms.quarters import Quarter

_OF_PERFORMANCE = ("current_value", "same_period_last_year", "last_year_actual", "target", "target_upper", "forecast")
_COUNTS = ("numerator", "denominator")
STALE = "It was written about publication {}, and its figures have changed since: read it again."
_AS_FOUND = "internal"  # a measure that the public never sees may name small numbers


def remarks(
    rows: PublicationRows, council: Council, commentary: Sequence[Commentary], narrative: Narrative | None = None
) -> tuple[Remark, ...]:
    """What the words about each measure claim that its figures do not bear out, and measures without words.

    ``commentary`` may hold what was written for the quarter before too. Of milestones and the ``narrative``, few
    children, people's names and references to nothing.
    """
    quarter = Quarter.parse(rows.publication["quarter"])
    found: list[Remark] = []
    for ref, of_measure in _by_measure(rows.performance).items():
        about = [words for words in commentary if words.measure == ref and not words.is_milestone]
        written = [words for words in about if words.quarter == str(quarter)]
        owner = officer_name(council, of_measure[0]["officer"])
        if not written:
            found.append(Remark(ref, owner, "Nothing is written about it."))
        found += [Remark(ref, owner, said) for said in figures_apart(rows, of_measure, council, quarter)]
        found += [Remark(ref, owner, _unexplained(row)) for row in rows.settings if row["measure_ref"] == ref]
        known = known_figures(rows, of_measure, quarter)
        earlier = [words.text for words in about if words.quarter == str(quarter.plus(-1))]
        is_shown = of_measure[0]["disclosure"] != _AS_FOUND
        for words in written:
            who = officer_name(council, words.officer)
            said = (*_said(words.text, known, earlier, is_shown), *said_of_people(words.text, council))
            found += [Remark(ref, who, each) for each in said]
            if is_stale(words, rows):
                found.append(Remark(ref, who, STALE.format(words.publication)))
    return (*found, *_of_milestones(council), *_of_narrative(narrative or Narrative(), council))


def is_stale(words: Commentary, rows: PublicationRows) -> bool:
    """Whether the figures of a measure are others than those that the words on it were written about."""
    of_measure = [row for row in rows.performance if row["measure_ref"] == words.measure]
    if words.is_milestone or not words.figures or not of_measure:
        return False
    return words.figures != figures_mark(of_measure, rows.trend, str(rows.publication["quarter"]))


def said_of_people(text: str, council: Council) -> Iterator[str]:
    """References to nothing, and what could be a person's name and is no officer's, in any of the council's words."""
    yield from unknown_references(text, _references(council))
    yield from people_named(text, _known_words(council))


def _of_milestones(council: Council) -> Iterator[Remark]:
    for each in council.milestones:
        for said in _said_of_children_and_people(each.comment, council):
            yield Remark(each.ref, officer_name(council, each.officer), said)


def _of_narrative(narrative: Narrative, council: Council) -> Iterator[Remark]:
    for part in fields(narrative):
        name = part.name.replace("_", " ").capitalize()
        for each in getattr(narrative, part.name):
            texts = (each.title, *each.paragraphs) if isinstance(each, Section) else (each,)
            for text in texts:
                yield from (Remark(name, "", said) for said in _said_of_children_and_people(text, council))


def _said_of_children_and_people(text: str, council: Council) -> Iterator[str]:
    yield from single_children(text)
    yield from said_of_people(text, council)


def _known_words(council: Council) -> list[str]:
    titled = (*council.objectives, *council.measures, *council.milestones)
    named = (*council.officers, *council.schools)
    return [council.name, council.region, *(each.title for each in titled), *(each.name for each in named)]


def _references(council: Council) -> list[str]:
    return [each.ref for each in (*council.objectives, *council.measures, *council.milestones)]


def _unexplained(row: Row) -> str:
    before, now = (f"“{row[name]}”" if row[name] else "nothing" for name in ("value_before", "value_now"))
    return f"Its {row['setting']} went from {before} to {now}, and changes.csv does not say why."


def _said(text: str, known: frozenset[Fraction], earlier: Sequence[str], is_shown: bool) -> Iterator[str]:
    if is_copied(text, earlier):
        yield "The words are those of the quarter before."
    yield from unknown_numbers(text, known)
    yield from wrong_shares(text)
    yield from broken_wholes(text)
    if is_shown:
        yield from single_children(text)


def known_figures(rows: PublicationRows, of_measure: Sequence[Row], quarter: Quarter) -> frozenset[Fraction]:
    """Every figure that words about a measure may rightly name.

    Its parts' values, target and forecast; counts and values of each breakdown of its indicators, those included that
    officers' workbooks alone show, for this quarter, the one before, the same of last year and the last two whole
    years; what is published of other areas; and differences between the figures of one part.
    """
    parts = [_values(row, _OF_PERFORMANCE) | _counts(row, row["unit"]) for row in of_measure]
    units = {row["indicator_key"]: row["unit"] for row in of_measure}
    last = quarter.plus(-quarter.number)
    quarters = {str(each) for each in (quarter, quarter.plus(-1), quarter.same_last_year, last, last.plus(-4))}
    series: dict[object, set[Fraction]] = {}
    for row in (*rows.trend, *rows.noted):
        if row["indicator_key"] in units and row["quarter"] in quarters:
            of = row["breakdown_key"] if "breakdown_key" in row else (row["breakdown"], row["item"])
            found = _values(row, ("value",)) | _counts(row, units[row["indicator_key"]])
            series.setdefault((row["indicator_key"], of), set()).update(found)
    published = [_values(row, ("value",)) for row in rows.comparators if row["indicator_key"] in units]
    compared = [*parts, *series.values()]
    differences = {abs(one - other) for values in compared for one, other in combinations(values, 2)}
    return frozenset(differences.union(*compared, *published))


def _counts(row: Row, unit: str) -> set[Fraction]:
    """The counts of a figure as the report shows them: posts as they are, not in hundredths."""
    in_hundredths = IN_HUNDREDTHS.get(Unit(unit), ())
    others = tuple(name for name in _COUNTS if name not in in_hundredths)
    return _values(row, others) | {each / HUNDREDTHS for each in _values(row, in_hundredths)}


def _values(row: Row, names: Iterable[str]) -> set[Fraction]:
    return {Fraction(row[name]) for name in names if row[name] is not None}


def _by_measure(performance: Sequence[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in performance:
        found.setdefault(row["measure_ref"], []).append(row)
    return found
