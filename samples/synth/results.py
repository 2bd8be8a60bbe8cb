"""Results at the end of key stages, and what schools and the virtual school aim at."""

from datetime import date, timedelta

from samples.synth.dice import between, chance, stream
from samples.synth.looked_after import Child
from samples.synth.schools import School
from samples.synth.terms import academic_year
from samples.synth.town import Town

RESULTS, SCHOOL_TARGETS, CARE_TARGETS = "key_stage_results", "school_targets", "care_targets"
SUPPLIERS = {RESULTS: "school-performance", SCHOOL_TARGETS: "school-improvement", CARE_TARGETS: "virtual-school"}
RESULTS_HEADER = "upn,key_stage,subject,academic_year,result,standard_met"
SCHOOL_HEADER = "school_urn,key_stage,subject,academic_year,baseline,target,actual"
CARE_HEADER = (
    "child,upn,school_urn,key_stage,subject,academic_year,"
    "baseline,target,actual,working_at,assessed_on,due_on,returned_on"
)
# Key stages by the age at the start of their last year, with what is assessed in it.
_ASSESSED = {10: ("KS2", ("READ", "WRIT", "MATH")), 15: ("KS4", ("ENG", "MATH"))}
_WHOLE = {"KS2": "RWM", "KS4": "EM"}
_STANDARD = {"KS1": 100, "KS2": 100, "KS4": 4}
_STAGES = {5: "KS1", 6: "KS1", **dict.fromkeys(range(7, 11), "KS2"), 14: "KS4", 15: "KS4"}
_AIMS_FOR = {"KS1": ("READ", "MATH"), "KS2": ("READ", "WRIT", "MATH"), "KS4": ("EM", "ENG", "MATH")}
_IN_CARE_LATER = 2600  # of ten thousand: by how much children in care lag behind, in ranks
_LATE_PER_MILLE, _MISSING_PER_MILLE = 220, 200


def make_results(town: Town, in_care: set[str], year: int) -> list[str]:
    """A line per pupil and subject at the end of key stage 2 and 4 of an academic year, the header first."""
    lines = [RESULTS_HEADER]
    rolls = town.rolls[year]
    seen: set[int] = set()
    for person, age in zip(rolls.person.tolist(), rolls.age.tolist(), strict=True):
        if age not in _ASSESSED or person in seen:
            continue
        seen.add(person)
        upn = town.people.upn[person]
        stage, subjects = _ASSESSED[age]
        dice = stream(town.seed, 81, year, person)
        if chance(dice, 12):  # away on the day
            continue
        scores = {subject: _score(town, person, subject, stage, upn in in_care) for subject in subjects}
        met = {subject: score >= _STANDARD[stage] for subject, score in scores.items()}
        for subject, score in scores.items():
            result = "" if subject == "WRIT" else str(score)
            lines.append(f"{upn},{stage},{subject},{academic_year(year)},{result},{_yes(met[subject])}")
        lines.append(f"{upn},{stage},{_WHOLE[stage]},{academic_year(year)},,{_yes(all(met.values()))}")
    return lines


def _score(town: Town, person: int, subject: str, stage: str, is_in_care: bool) -> int:
    """A scaled score or a grade; who is seldom at school learns less there."""
    dice = stream(town.seed, 82, person, *(ord(letter) for letter in subject))
    rank = int(town.people.rank[person]) + (_IN_CARE_LATER if is_in_care else 0) + between(dice, -2500, 2500)
    able = 10_000 - min(max(rank, 0), 9999)
    return 90 + able * 30 // 10_000 if stage != "KS4" else min(1 + able * 9 // 10_000, 9)


def _yes(is_met: bool) -> str:
    return "yes" if is_met else "no"


def make_school_targets(town: Town, year: int, is_over: bool) -> list[str]:
    """A line per school and subject, the header first. ``is_over``: what was reached is known."""
    lines = [SCHOOL_HEADER]
    for school in town.schools:
        for stage in _stages_of(school):
            for subject in (*_AIMS_FOR[stage], *((_WHOLE["KS2"],) if stage == "KS2" else ())):
                dice = stream(town.seed, 83, year, school.index, *(ord(letter) for letter in stage[2:] + subject))
                before = between(dice, 520, 740)
                target = before + between(dice, 10, 60)
                actual = _tenths(target + between(dice, -70, 40)) if is_over else ""
                about = f"{school.urn},{stage},{subject},{academic_year(year)}"
                lines.append(f"{about},{_tenths(before)},{_tenths(target)},{actual}")
    return lines


def _stages_of(school: School) -> tuple[str, ...]:
    return {"Primary": ("KS1", "KS2"), "Secondary": ("KS4",)}.get(school.phase, ())


def _tenths(number: int) -> str:
    return f"{number // 10}.{number % 10}"


def make_care_targets(town: Town, children: list[Child], year: int, data_to: date) -> list[str]:
    """A line per child in care in December, key stage and subject, the header first."""
    lines, by_upn = [CARE_HEADER], _in_care(children, date(year, 12, 1))
    rolls = town.rolls[year]
    seen: set[str] = set()
    for person, place, age in zip(rolls.person.tolist(), rolls.school.tolist(), rolls.age.tolist(), strict=True):
        upn = town.people.upn[person]
        if upn not in by_upn or age not in _STAGES or upn in seen:
            continue
        seen.add(upn)
        stage = _STAGES[age]
        for number, subject in enumerate(_AIMS_FOR[stage]):
            values = _target_of(town, person, (stage, subject), year, data_to)
            start = f"{by_upn[upn].number},{upn},{town.schools[place].urn},{stage},{subject},{academic_year(year)}"
            lines.append(f"{start},{','.join(values)},{_form(town, person, year, number)}")
    return lines


def _in_care(children: list[Child], day: date) -> dict[str, Child]:
    """Children in care on a day, short breaks left out, by unique pupil number."""
    return {
        child.upn: child
        for child in children
        for each in child.episodes
        if each.legal_status not in ("V3", "V4") and each.start <= day and (each.end is None or each.end > day)
    }


def _target_of(town: Town, person: int, of: tuple[str, str], year: int, data_to: date) -> list[str]:
    """Baseline, target, result and last assessment; the last two empty where nothing is known."""
    stage, subject = of
    dice = stream(town.seed, 84, year, person, *(ord(letter) for letter in subject))
    step = 1 if stage == "KS4" else 3
    now = _score(town, person, subject, stage, True)
    before = max(now - step, 1)
    target = min(before + step * between(dice, 1, 2), 9 if stage == "KS4" else 115)
    reached = now + between(dice, -step, step)
    is_over = data_to >= date(year + 1, 8, 1)
    assessed_on = date(year + 1, 3, between(dice, 10, 27))
    told = [str(max(now, 1)), assessed_on.isoformat()] if not chance(dice, 110) else ["", ""]
    return [str(before), str(target), str(max(reached, 1)) if is_over else "", *told]


def _form(town: Town, person: int, year: int, number: int) -> str:
    """Day for which the form was asked and on which it came; some come late, some never."""
    dice = stream(town.seed, 85, year, person)
    due = date(year, 12, 20)
    if chance(dice, _MISSING_PER_MILLE):
        return f"{due},"
    late = between(dice, 3, 24) if chance(dice, _LATE_PER_MILLE) else -between(dice, 0, 18)
    return f"{due},{due + timedelta(days=late)}"
