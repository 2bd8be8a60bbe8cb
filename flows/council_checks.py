"""What the files of a council folder must agree on: names, words from short lists, and nothing said twice."""

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import fields
from pathlib import Path

from flows.council_words import check_words
from flows.sources import SOURCES, source_of
from transforms.areas import local_authorities
from transforms.breaks import EVERY_MEASURE
from transforms.council_types import (
    BAND,
    CHANGE,
    DISCLOSURE_CLASSES,
    UNMEASURED,
    Commentary,
    Council,
    Measure,
    Part,
    Supply,
    Target,
)
from transforms.errors import CouncilFolderError, UsageError
from transforms.extracts import EXTRACTS, extract_by_id
from transforms.forecast import CLOSING, METHODS, WINTER
from transforms.indicators import INDICATORS, indicator_by_id
from transforms.indicators.attendance import PHASES
from transforms.indicators.breakdown import TOTAL
from transforms.indicators.indicator import PERCENTAGES, Polarity, Unit
from transforms.measure_settings import SETTINGS, TARGET_SETTING
from transforms.national_disclosure import ONE_TO_FIVE, national_class
from transforms.people import MATCHES
from transforms.performance import NOT_RATED, OFF_TRACK, ON_TRACK, UNCERTAIN
from transforms.periods import year_name
from transforms.quarters import Quarter, academic_year

_TARGET_KINDS = ("level", "ceiling", "floor", BAND, CHANGE, *UNMEASURED)
_MOST_WORKING_DAYS = 60  # fewer than any quarter has, so that a quarter is due before the next one ends
_PROGRESS = (ON_TRACK, UNCERTAIN, OFF_TRACK, NOT_RATED)
_LONGEST = 8000  # letters that the warehouse holds of a comment or reason


def check_council(folder: Path, council: Council) -> None:
    """Raises CouncilFolderError, naming the file, for the first thing that is wrong."""
    _check_identity(folder / "council.toml", council)
    _check_supplies(folder / "council.toml", council)
    _check_sources(folder, council)
    _check_measures(folder / "council.toml", council)
    _check_materiality(folder / "council.toml", council)
    _check_matching(folder / "council.toml", council)
    _check_targets(folder / "targets.csv", council)
    _check_milestones(folder / "milestones.csv", council)
    _check_breaks(folder / "breaks.csv", council)
    _check_overrides(folder / "overrides.csv", council)
    _check_reasons(folder / "changes.csv", council)
    _check_sign_off(folder / "council.toml", council)
    _check_writers(folder / "council.toml", council)
    _check_meetings(folder / "committee.csv", council)
    _check_schools(folder / "reference/schools.csv", council)
    _check_half_terms(folder / "reference/half_terms.csv", council)
    check_words(folder / "mappings", council.words)
    _once(folder / "reference/population.csv", "mid_year", (estimate.mid_year for estimate in council.population))


def check_commentary(file: Path, commentary: Iterable[Commentary], council: Council) -> None:
    """Raises CouncilFolderError for words about no measure of the council, or by nobody among its officers."""
    _known(file, "measure", (words.measure for words in commentary), (m.ref for m in council.measures))
    _known(file, "officer", (words.officer for words in commentary), (o.initials for o in council.officers))


def _check_identity(file: Path, council: Council) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", council.slug):
        raise CouncilFolderError(
            f"{file}: the slug '{council.slug}' cannot name a folder.", "Use small letters, digits and hyphens."
        )
    if not council.synthetic:
        _check_authority(file, council)
    if council.ambition_year is not None and not isinstance(council.ambition_year, int):
        raise CouncilFolderError(f"{file}: ambition_year is no year.", "Write it as a number, such as 2028.")
    if not 0 < council.minimum_coverage <= 1:
        raise CouncilFolderError(
            f"{file}: minimum_coverage is {council.minimum_coverage:g}.", "Write a share, such as 0.95."
        )
    _once(file, "officer", (officer.initials for officer in council.officers))


def _check_authority(file: Path, council: Council) -> None:
    authority = local_authorities().get(council.la_code)
    if authority is None:
        raise CouncilFolderError(
            f"{file}: no local authority has the la_code '{council.la_code}'.",
            "Write the three digits that the Department for Education gave it; invented councils are synthetic = true.",
        )
    if council.gss_code not in authority.gss_codes:
        raise CouncilFolderError(
            f"{file}: the gss_code '{council.gss_code}' is not that of {authority.name} ({council.la_code}).",
            f"Write {authority.gss_codes[0]}, or the la_code of the council that is meant.",
        )


def _check_supplies(file: Path, council: Council) -> None:
    _known(file, "extract", (s.extract for s in council.supplies), (e.id for e in EXTRACTS))
    _known(file, "source", (s.source for s in council.supplies), SOURCES)
    _known(file, "officer", (s.owner for s in council.supplies if s.owner), (o.initials for o in council.officers))
    _once(file, "supply", (f"{s.extract} from {s.supplier}" for s in council.supplies))
    for supply in council.supplies:
        _check_covers(file, supply)
        days = supply.due_working_days
        if type(days) is not int or not 1 <= days <= _MOST_WORKING_DAYS:
            raise CouncilFolderError(
                f"{file}: due_working_days of {supply.extract} from {supply.supplier} is {days!r}.",
                f"Write a whole number from 1 to {_MOST_WORKING_DAYS}: it is due before the next quarter ends.",
            )


def _check_covers(file: Path, supply: Supply) -> None:
    extract = extract_by_id(supply.extract)
    choices = [covers.value for covers in (extract.covers, *extract.may_cover)]
    if supply.covers and supply.covers not in choices:
        raise CouncilFolderError(
            f"{file}: covers of {supply.extract} from {supply.supplier} is '{supply.covers}'.",
            f"Leave it out, or write one of: {', '.join(choices)}.",
        )


def _check_sources(folder: Path, council: Council) -> None:
    for supply in council.supplies:
        try:
            source_of(supply).check(folder, supply)
        except CouncilFolderError as error:
            raise CouncilFolderError(f"{folder / 'council.toml'}: {error.message}", error.fix) from None


def _check_measures(file: Path, council: Council) -> None:
    measures = council.measures
    officers = [officer.initials for officer in council.officers]
    _known(file, "objective", (m.objective for m in measures), (o.ref for o in council.objectives))
    _known(file, "officer", (each for m in measures for each in m.owners), officers)
    _known(file, "disclosure class", (m.disclosure for m in measures), DISCLOSURE_CLASSES)
    _known(file, "officer", (m.disclosure_approved_by for m in measures if m.disclosure_approved_by), officers)
    for measure in measures:
        _check_approval(file, measure)
    _known(file, "polarity", (m.polarity for m in measures if m.polarity), [polarity.value for polarity in Polarity])
    _known(file, "forecast", (m.rating.forecast for m in measures), METHODS)
    _once(file, "measure", (m.ref for m in measures))
    _once(file, "measure and part", (f"{m.ref} {part.title}" for m in measures for part in m.parts))
    for measure in measures:
        for part in measure.parts:
            _check_part(file, part)
            _check_forecast(file, measure, part)


def _check_approval(file: Path, measure: Measure) -> None:
    """A class that is not what national practice has it needs somebody who stands for it."""
    usual = national_class(part.indicator for part in measure.parts)
    if not measure.disclosure_approved_by and measure.disclosure != usual:
        raise CouncilFolderError(
            f"{file}: nobody approved the disclosure class '{measure.disclosure}' of {measure.ref}.",
            f"Write disclosure_approved_by with an officer's initials; leave both out for national practice: {usual}.",
        )


def _check_materiality(file: Path, council: Council) -> None:
    _known(file, "unit of materiality", (unit for unit, _ in council.materiality), [unit.value for unit in Unit])
    own = [(measure.ref, measure.materiality) for measure in council.measures if measure.materiality is not None]
    for name, least in (*council.materiality, *own):
        if not (math.isfinite(least) and least > 0):
            raise CouncilFolderError(
                f"{file}: the materiality of {name} is {least:g}.",
                "Write the least movement that a restatement should list, such as 0.1.",
            )


def _check_matching(file: Path, council: Council) -> None:
    _known(file, "pair of extracts", (name for name, _ in council.matching), (match.id for match in MATCHES))
    for name, least in council.matching:
        if not 0 <= least <= 1:
            raise CouncilFolderError(
                f"{file}: the least share of {name} is {least:g}.", "Write a share, such as 0.3; 0 lets any pass."
            )


def _check_part(file: Path, part: Part) -> None:
    _known(file, "indicator", [part.indicator], (indicator.id for indicator in INDICATORS))
    breakdowns = (TOTAL, *indicator_by_id(part.indicator).breakdowns)
    _known(file, f"breakdown of {part.indicator}", [part.breakdown], breakdowns)


def _check_forecast(file: Path, measure: Measure, part: Part) -> None:
    indicator = indicator_by_id(part.indicator)
    if measure.rating.forecast == WINTER and not indicator.winter_mean:
        raise CouncilFolderError(
            f"{file}: the year of {measure.ref} {part.title} is not judged by December to February.",
            f"Write another forecast for {part.indicator}: {', '.join(each for each in METHODS if each != WINTER)}.",
        )
    if measure.rating.forecast == CLOSING and indicator.unit not in PERCENTAGES:
        raise CouncilFolderError(
            f"{file}: the figure of {measure.ref} {part.title} has no whole that it could close in on.",
            "The forecast 'closing' is for percentages.",
        )


def _check_targets(file: Path, council: Council) -> None:
    parts = [f"{measure.ref} {part.title}" for measure in council.measures for part in measure.parts]
    _known(file, "measure and part", (f"{target.measure} {target.part}" for target in council.targets), parts)
    _known(file, "kind", (target.kind for target in council.targets), _TARGET_KINDS)
    _once(file, "target", (f"{target.measure} {target.part} {target.year}" for target in council.targets))
    for target in council.targets:
        if not math.isfinite(target.value):
            raise CouncilFolderError(f"{file}: the target of {target.measure} {target.part} is no number.", "Write it.")
        _check_reward(file, target)
        _check_band(file, target)
    _check_changes(file, council)
    _check_years(file, council)


def _check_changes(file: Path, council: Council) -> None:
    """A level that is shown and the change that it came of tell last year's figure, which may be hidden."""
    hides = {measure.ref for measure in council.measures if measure.disclosure == ONE_TO_FIVE}
    told = next((each for each in council.targets if each.kind == CHANGE and each.measure in hides), None)
    if told:
        raise CouncilFolderError(
            f"{file}: the target of {told.measure} {told.part} is a change, and small numbers of that measure are"
            " hidden: whoever knows the change could work out last year's figure.",
            "Write the level that it comes to, as a target of its own.",
        )


def _check_years(file: Path, council: Council) -> None:
    """A target of a year that its figure never belongs to, as a calendar year of an academic-year measure, is lost."""
    parts = {(measure.ref, part.title): part for measure in council.measures for part in measure.parts}
    for target in council.targets:
        period = indicator_by_id(parts[target.measure, target.part].indicator).period
        alike = year_name(period, Quarter(2025, 1))
        if re.sub(r"\d", "9", target.year) != re.sub(r"\d", "9", alike):
            raise CouncilFolderError(
                f"{file}: the figure of {target.measure} {target.part} belongs to no year '{target.year}'.",
                f"Write the year as {alike}.",
            )


def _check_band(file: Path, target: Target) -> None:
    """A band has two ends, the lower one first; nothing else has an upper end."""
    of = f"{file}: the target of {target.measure} {target.part} in {target.year}"
    if target.kind != BAND:
        if target.upper is not None:
            raise CouncilFolderError(
                f"{of} has an upper end and is no band.", "Write band as its kind, or clear upper."
            )
        return
    if target.upper is None or not target.value < target.upper < math.inf:
        raise CouncilFolderError(
            f"{of} is a band without an upper end above its value.",
            "Write the lower end as value and the higher one as upper.",
        )
    if (target.threshold, target.baseline, target.said_change) != (None, None, None):
        raise CouncilFolderError(
            f"{of} is a band, and has a baseline, a threshold or a change that it is also said to be.",
            "Clear them: there is no one way from a baseline into a band.",
        )


def _check_reward(file: Path, target: Target) -> None:
    """A reward is some pounds; a threshold is a share of the way from a baseline, and needs both."""
    of = f"{file}: the target of {target.measure} {target.part} in {target.year}"
    if target.reward is not None and not 0 < target.reward < math.inf:
        raise CouncilFolderError(f"{of} has a reward of {target.reward:g}.", "Write pounds, or leave it empty.")
    if target.threshold is None:
        return
    if not 0 < target.threshold <= 1:
        raise CouncilFolderError(f"{of} has a threshold of {target.threshold:g}.", "Write a share, such as 0.6.")
    if target.reward is None or target.baseline is None or target.baseline == target.value:
        raise CouncilFolderError(
            f"{of} has a threshold without a reward, or without a baseline other than the target.",
            "A threshold is a share of the way from the baseline to the target.",
        )


def _check_milestones(file: Path, council: Council) -> None:
    _known(file, "objective", (m.objective for m in council.milestones), (o.ref for o in council.objectives))
    _known(file, "officer", (m.officer for m in council.milestones), (o.initials for o in council.officers))
    _known(file, "progress", (m.progress for m in council.milestones), _PROGRESS)
    _once(file, "milestone", (m.ref for m in council.milestones))
    _fits(file, ((f"the comment on {m.ref}", m.comment) for m in council.milestones))


def _check_breaks(file: Path, council: Council) -> None:
    refs = (EVERY_MEASURE, *(measure.ref for measure in council.measures))
    _known(file, "measure", (each.measure for each in council.breaks), refs)
    _once(file, "break", (f"{each.measure} {each.first_day}" for each in council.breaks))
    _fits(file, ((f"the reason of {each.first_day}", each.reason) for each in council.breaks))
    if unexplained := next((each for each in council.breaks if not each.reason.strip()), None):
        raise CouncilFolderError(
            f"{file}: the break of {unexplained.first_day} has no reason.",
            "Say in a sentence for the report's readers why figures are not alike.",
        )


def _check_overrides(file: Path, council: Council) -> None:
    parts = [f"{measure.ref} {part.title}" for measure in council.measures for part in measure.parts]
    _known(file, "measure and part", (f"{each.measure} {each.part}" for each in council.overrides), parts)
    _known(file, "progress", (each.progress for each in council.overrides), _PROGRESS)
    _known(file, "officer", (each.officer for each in council.overrides), (o.initials for o in council.officers))
    _once(file, "override", (f"{e.measure} {e.part} {e.quarter} {e.set_on}" for e in council.overrides))
    for each in council.overrides:
        _check_quarter(file, each.quarter)
        if not each.reason.strip():
            raise CouncilFolderError(
                f"{file}: the rating of {each.measure} {each.part} in {each.quarter} has no reason.",
                "Say in a sentence for the report's readers why the rule is wrong this time.",
            )


def _check_quarter(file: Path, quarter: str) -> None:
    try:
        Quarter.parse(quarter)
    except UsageError as error:
        raise CouncilFolderError(f"{file}: {error.message}", error.fix) from None


def _check_reasons(file: Path, council: Council) -> None:
    initials = [officer.initials for officer in council.officers]
    _known(file, "officer", (each.by for each in council.setting_reasons), initials)
    refs = [measure.ref for measure in council.measures]
    _known(file, "measure", (each.measure for each in council.setting_reasons), refs)
    named = (each.setting for each in council.setting_reasons if not each.setting.startswith(TARGET_SETTING))
    _known(file, "setting", named, SETTINGS)
    _fits(file, ((f"the reason for {each.setting}", each.reason) for each in council.setting_reasons))
    if unexplained := next((each for each in council.setting_reasons if not each.reason.strip()), None):
        raise CouncilFolderError(
            f"{file}: the change of {unexplained.measure}, {unexplained.setting}, has no reason.", "Say why."
        )


def _check_sign_off(file: Path, council: Council) -> None:
    """Each step has its own name and people, and comes no later before the meeting than the next."""
    initials = [officer.initials for officer in council.officers]
    _once(file, "step of the sign-off", (step.role.casefold() for step in council.sign_off))
    for step in council.sign_off:
        of = f"{file}: the step '{step.role}' of the sign-off"
        if not re.fullmatch(r"\S(.{0,58}\S)?", step.role):
            raise CouncilFolderError(f"{of} has no name of up to 60 characters.", 'Write role = "director", say.')
        _known(file, "officer", step.by, initials)
        if step.own and step.by:
            raise CouncilFolderError(
                f"{of} names people and says own = true.",
                "own = true means whoever answers for a measure: leave one of the two out.",
            )
        if step.every and not step.by:
            raise CouncilFolderError(f"{of} says every = true and names nobody.", 'Name them: by = ["AB", "CD"].')
        _check_days_before(of, step.due_working_days)
    dues = [council.writers.due_working_days, *(step.due_working_days for step in council.sign_off)]
    if dues != sorted(dues, reverse=True):
        raise CouncilFolderError(
            f"{file}: words and signatures are due {', '.join(map(str, dues))} working days before the committee.",
            "Commentary comes first, then the steps of the sign-off: each number no higher than the one before.",
        )
    _check_countdown(file, council, dues)


def _check_countdown(file: Path, council: Council, dues: list[int]) -> None:
    """A quarter is frozen before its words are due, and issued no earlier than the last signature."""
    for name in ("freeze_working_days", "issue_working_days"):
        if (given := getattr(council.committee, name)) is not None:
            _check_days_before(f"{file}: committee", given, name)
    if not council.freeze_working_days >= dues[0] or not dues[-1] >= council.issue_working_days:
        raise CouncilFolderError(
            f"{file}: {council.freeze_working_days} working days before the committee a quarter is frozen, words and "
            f"signatures are due {', '.join(map(str, dues))} before it, the issue {council.issue_working_days}.",
            "First the freeze, then commentary, signatures, issue: each number no higher than the one before.",
        )


def _check_writers(file: Path, council: Council) -> None:
    initials = [officer.initials for officer in council.officers]
    for each in fields(council.writers):
        named = getattr(council.writers, each.name)
        if each.name == "due_working_days":
            _check_days_before(f"{file}: commentary", named)
        elif not isinstance(named, tuple):
            raise CouncilFolderError(f"{file}: commentary: {each.name} is no list.", f'Write {each.name} = ["AB"].')
        else:
            _known(file, "officer", named, initials)


def _check_days_before(of: str, days: object, name: str = "due_working_days") -> None:
    if type(days) is not int or not 1 <= days <= _MOST_WORKING_DAYS:
        raise CouncilFolderError(
            f"{of} has {name} of {days!r}.",
            f"Write a whole number from 1 to {_MOST_WORKING_DAYS}: working days before the committee meets.",
        )


def _check_meetings(file: Path, council: Council) -> None:
    _once(file, "meeting", (f"of {each.committee} about {each.quarter}" for each in council.meetings))
    for each in council.meetings:
        _check_quarter(file, each.quarter)
        if each.meets_on <= Quarter.parse(each.quarter).end:
            raise CouncilFolderError(
                f"{file}: {each.committee} meets on {each.meets_on}, before {each.quarter} has ended.",
                "Write the meeting that reads that quarter's report.",
            )


def _check_schools(file: Path, council: Council) -> None:
    _known(file, "phase", (school.phase for school in council.schools), PHASES)
    _once(file, "school", (urn for school in council.schools for urn in school.every_urn))
    changes = file.with_name("school_changes.csv")
    _known(changes, "phase", (each.phase for school in council.schools for each in school.before), PHASES)
    _once(changes, "change", (f"{school.urn} {each.until}" for school in council.schools for each in school.before))


def _check_half_terms(file: Path, council: Council) -> None:
    _once(file, "half-term", (f"{half.academic_year} {half.number}" for half in council.half_terms))
    for half in council.half_terms:
        years = {academic_year(half.start), academic_year(half.end)}
        if half.number not in range(1, 7) or half.start > half.end or years != {half.academic_year}:
            raise CouncilFolderError(
                f"{file}: half-term {half.number} of {half.academic_year} cannot run from {half.start} to {half.end}.",
                "Number them 1 to 6 from September; each starts and ends within its academic year.",
            )


def _fits(file: Path, words: Iterable[tuple[str, str]]) -> None:
    for what, said in words:
        if len(said) > _LONGEST:
            raise CouncilFolderError(f"{file}: {what} has {len(said):,} letters.", f"Say it in {_LONGEST:,}.")


def _known(file: Path, what: str, used: Iterable[str], declared: Iterable[str]) -> None:
    known = sorted(set(declared))
    for name in used:
        if name not in known:
            raise CouncilFolderError(f"{file}: there is no {what} '{name}'.", f"Known: {', '.join(known) or 'none'}.")


def _once(file: Path, what: str, names: Iterable[Hashable]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise CouncilFolderError(f"{file}: {what} {name} stands there {count} times.", "Keep one of them.")
