"""Where the school census differs from the schools' notifications of exclusions: in a few rows of every term."""

from dataclasses import dataclass, replace
from datetime import date

from samples.synth import census_exclusions, notifications
from samples.synth.census_exclusions import CensusExclusions, add_exclusion, make_census_exclusions
from samples.synth.defects import DIFFERENCE, FLAG, Defect, Faults
from samples.synth.dice import stream
from samples.synth.exclusions import SUSPENSION, Exclusion
from samples.synth.notifications import Spans
from samples.synth.terms import half_terms, school_days
from samples.synth.town import Town

ONLY_IN_CENSUS, ONLY_NOTIFIED = "only-in-census", "only-in-notifications"
_FEWEST = 4  # suspensions of a term, for some of them to differ


@dataclass(frozen=True)
class Term:
    """A term's exclusions as schools notified them. ``notified_to``: the day that the register of the year runs to."""

    year: int
    number: int
    exclusions: list[Exclusion]
    notified_to: date


def make_differing_census(town: Town, term: Term, plans: dict[str, Spans], faults: Faults) -> CensusExclusions:
    """The census of a term in which a school forgot one suspension, has one on another day, one twice, and one more."""
    days = [day for each in half_terms(term.year)[2 * term.number - 2 : 2 * term.number] for day in school_days(each)]
    places = [
        place
        for place, each in enumerate(term.exclusions)
        if each.category == SUSPENSION and not each.decision and each.start in days[:-1]
    ]
    if len(places) < _FEWEST:
        return make_census_exclusions(town, term.exclusions, plans, term.year, term.number)
    rng = stream(town.seed, 16, term.year, term.number)
    forgotten, moved, repeated, copied = rng.permutation(places)[:_FEWEST].tolist()
    left = [each for place, each in enumerate(term.exclusions) if place not in (forgotten, moved)]
    made = make_census_exclusions(town, left, plans, term.year, term.number)
    for place in (forgotten, moved):
        _note_notified(term, place, faults)
    wrong = term.exclusions[moved]
    later = replace(wrong, start=days[days.index(wrong.start) + 1])
    _note(made, add_exclusion(made, town, later, plans), ONLY_IN_CENSUS, DIFFERENCE, faults)
    _note(
        made,
        add_exclusion(made, town, _of_somebody_else(made, term, copied), plans),
        ONLY_IN_CENSUS,
        DIFFERENCE,
        faults,
    )
    again = add_exclusion(made, town, term.exclusions[repeated], plans)
    _note(made, again, f"{again[0]}-repeated", FLAG, faults)
    return made


def _of_somebody_else(made: CensusExclusions, term: Term, place: int) -> Exclusion:
    """A like suspension of a pupil of the same school who was not suspended in the year."""
    like = term.exclusions[place]
    known = {each.person for each in term.exclusions}
    others = [person for person, school in made.keys if school == like.school.index and person not in known]
    return replace(like, person=others[0])


def _note_notified(term: Term, place: int, faults: Faults) -> None:
    """The line of a notification: registers are in the order of the year's exclusions."""
    if term.exclusions[place].start <= term.notified_to:
        where = (notifications.EXTRACT, notifications.SUPPLIER, term.notified_to.isoformat(), "notifications")
        faults.found.append(Defect(*where, "notifications.csv", place + 2, ONLY_NOTIFIED, DIFFERENCE))


def _note(made: CensusExclusions, where: tuple[str, str, int], rule_id: str, kind: str, faults: Faults) -> None:
    day = made.last.end.isoformat()
    faults.found.append(Defect(census_exclusions.EXTRACT, census_exclusions.SUPPLIER, day, *where, rule_id, kind))
