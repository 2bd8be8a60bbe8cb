"""What happens at school: a code for each pupil and session of a half-term.

Absence follows the phase, the season, the day of the week, the pupil's own inclination and yesterday (illness lasts).
Rates are in hundred-thousandths, so that all arithmetic is in whole numbers.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from samples.synth.dice import interpolate, share, stream
from samples.synth.enrolments import DUAL_MAIN, SUBSIDIARY, Enrolments
from samples.synth.schools import School
from samples.synth.terms import FESTIVALS, HalfTerm, school_days
from samples.synth.town import Town

CODES = (
    *("/", "\\", "L", "B", "K", "P", "V", "W", "D"),
    *("C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T", "G", "N", "O", "U"),
    *("Q", "X", "Y1", "Y3", "#", "J", "Y"),
)
CODE = {code: index for index, code in enumerate(CODES)}
NO_MARK = 255
REGULATIONS_CHANGED = 2024  # first academic year with today's codes
_FORMER = {"C1": "C", "C2": "C", "J1": "J", "K": "B", "Q": "Y", "Y1": "Y", "Y3": "Y"}

_ONE = 100_000
_ABSENCE = {"Primary": 4350, "Secondary": 8050, "Special": 11_400, "PRU": 34_000}
_INCLINATION = ((0, 150), (5000, 550), (8000, 1050), (9300, 2200), (9800, 4500), (9950, 8000), (10_000, 10_500))
_MEAN_INCLINATION = 934
_MOST = 96_000
_SEASON = {1: 850, 2: 1150, 3: 1110, 4: 1050, 5: 930, 6: 1000}
_WEEKDAY = (1040, 940, 950, 980, 1120)
_BY_YEAR = {2022: 1070, 2023: 1030, 2024: 1000}
_BY_AGE = np.array([800] * 12 + [930, 1030, 1100, 1160] + [800] * 3)
_PERSISTENCE = 55  # per cent: how much of yesterday lasts
_OFTEN_ABSENT = 15_000

# Codes of a whole day's absence in thousandths: of most pupils, of those often absent, and before a holiday.
_REASONS = (
    {"I": 610, "C": 60, "O": 130, "N": 60, "G": 70, "C1": 5, "M": 45, "T": 10, "Q": 2, "Y1": 8},
    {"I": 420, "O": 350, "N": 60, "C2": 60, "E": 30, "G": 20, "C": 40, "M": 20},
    {"I": 330, "O": 410, "N": 60, "C2": 70, "E": 70, "G": 10, "C": 40, "J1": 10},
    {"I": 420, "G": 400, "C": 60, "O": 90, "N": 30},
)
_USUAL, _OFTEN_PRIMARY, _OFTEN_OLDER, _BEFORE_HOLIDAY = range(4)


def _tickets(weights: dict[str, int]) -> np.ndarray:
    """A thousand codes, each as often as its weight."""
    return np.repeat([CODE[code] for code in weights], list(weights.values())).astype(np.uint8)


_TICKETS = np.stack([_tickets(weights) for weights in _REASONS])


@dataclass(frozen=True)
class Scene:
    """One school in one half-term.

    ``codes`` has a row per enrolment and two columns per day, morning and afternoon: indexes into CODES, NO_MARK where
    the pupil was not on roll.
    """

    town: Town
    school: School
    half_term: HalfTerm
    roll: Enrolments
    days: list[date]
    codes: np.ndarray
    rng: np.random.Generator

    @property
    def mornings(self) -> np.ndarray:
        return self.codes[:, 0::2]

    @property
    def afternoons(self) -> np.ndarray:
        return self.codes[:, 1::2]

    def set_day(self, number: int, who: np.ndarray, code: str) -> None:
        """Give both sessions of a day a code: ``who`` by enrolment, or by enrolment and session."""
        block = self.codes[:, 2 * number : 2 * number + 2]
        block[np.broadcast_to(who if who.ndim == 2 else who[:, None], block.shape)] = CODE[code]


def half_term_marks(town: Town, school: School, half_term: HalfTerm) -> Scene:
    """Every mark of one school in one half-term."""
    roll = town.roll(school, half_term.year)
    days = school_days(half_term)
    codes = np.empty((len(roll.person), 2 * len(days)), dtype=np.uint8)
    rng = stream(town.seed, 2, school.index, half_term.year, half_term.number)
    scene = Scene(town, school, half_term, roll, days, codes, rng)
    _whole_days(scene)
    _part_days(scene)
    _other_activities(scene)
    _not_required(scene)
    if half_term.year < REGULATIONS_CHANGED:
        codes[:] = _former_codes()[codes]
    _clear_outside_enrolment(scene)
    return scene


def _rates(scene: Scene) -> np.ndarray:
    """Each pupil's absence rate in this half-term, in hundred-thousandths."""
    phase, half_term = scene.school.phase, scene.half_term
    inclination = interpolate(_rank_of_year(scene), _INCLINATION)
    if phase == "PRU":
        inclination = (inclination + 3 * _MEAN_INCLINATION) // 5
    if phase == "Special":
        inclination = (inclination + _MEAN_INCLINATION) // 2
    rate = _ABSENCE[phase] * inclination // _MEAN_INCLINATION
    rate = rate * _SEASON[half_term.number] // 1000 * _BY_YEAR[half_term.year] // 1000
    if phase == "Secondary":
        rate = rate * _BY_AGE[scene.roll.age] // 1000
    return np.minimum(rate, _MOST)


def _rank_of_year(scene: Scene) -> np.ndarray:
    """Inclination drifts a little from year to year, and goes with the pupil from school to school."""
    person = scene.roll.person
    drift = (scene.town.people.birth[person] * 7919 + scene.half_term.year * 104_729) % 1501 - 750
    return np.clip(scene.town.people.rank[person] + drift, 0, 9999)


def _whole_days(scene: Scene) -> None:
    """Present or absent, day by day. A spell of absence keeps the code that it began with."""
    rates = _rates(scene)
    size = len(rates)
    often = _OFTEN_PRIMARY if scene.school.phase == "Primary" else _OFTEN_OLDER
    kind = np.where(rates > _OFTEN_ABSENT, often, _USUAL)
    was_absent, reason = np.zeros(size, dtype=bool), np.zeros(size, dtype=np.uint8)
    for number, day in enumerate(scene.days):
        near_break = len(scene.days) - number <= 4
        today = rates * _WEEKDAY[day.weekday()] // 1000 * (1130 if near_break else 990) // 1000
        threshold = today * (100 - _PERSISTENCE) // 100 + np.where(was_absent, _ONE * _PERSISTENCE // 100, 0)
        absent = scene.rng.integers(_ONE, size=size) < threshold
        kind_today = np.where((kind == _USUAL) & near_break, _BEFORE_HOLIDAY, kind)
        reason = np.where(was_absent, reason, _TICKETS[kind_today, scene.rng.integers(1000, size=size)])
        scene.mornings[:, number] = np.where(absent, reason, CODE["/"])
        scene.afternoons[:, number] = np.where(absent, reason, CODE["\\"])
        was_absent = absent


def _part_days(scene: Scene) -> None:
    """Appointments take half a day; some pupils arrive late or go home ill at noon."""
    mornings, afternoons = scene.mornings, scene.afternoons
    present = mornings == CODE["/"]
    back_by_noon = (mornings == CODE["M"]) & (scene.rng.integers(1000, size=present.shape) < 750)
    afternoons[back_by_noon] = CODE["\\"]
    draw = scene.rng.integers(_ONE, size=present.shape)
    mornings[present & (draw < 2200)] = CODE["L"]
    mornings[present & (draw >= 2200) & (draw < 2750)] = CODE["U"]
    mornings[present & (draw >= 2750) & (draw < 3150)] = CODE["M"]
    afternoons[present & (draw >= 3150) & (draw < 3700)] = CODE["M"]
    afternoons[present & (draw >= 3700) & (draw < 4000)] = CODE["I"]


def _other_activities(scene: Scene) -> None:
    """Trips, sport, work experience, provision elsewhere, festivals, travelling families."""
    codes, roll, people = scene.codes, scene.roll, scene.town.people
    here = (codes == CODE["/"]) | (codes == CODE["\\"])
    _trips(scene, here)
    codes[here & (scene.rng.integers(_ONE, size=codes.shape) < 180)] = CODE["P"]
    if scene.school.phase == "Secondary" and scene.half_term.number == 6:
        codes[:, 10:20][here[:, 10:20] & (roll.age == 14)[:, None]] = CODE["W"]
    if scene.school.phase in ("PRU", "Special"):
        often = 90 if scene.school.phase == "PRU" else 12
        codes[here & (scene.rng.integers(1000, size=codes.shape) < often)] = CODE["K"]
    _vocational_fridays(scene, here)
    for number, day in enumerate(scene.days):
        if day in FESTIVALS:
            scene.set_day(number, people.faith[roll.person], "R")
    if scene.half_term.number >= 5:
        codes[people.traveller[roll.person], len(scene.days) :] = CODE["T"]


def _trips(scene: Scene, here: np.ndarray) -> None:
    """Every other year group is out for one day of the half-term."""
    trip_days = scene.rng.integers(2 * len(scene.days), size=20)
    for age in np.unique(scene.roll.age).tolist():
        number = int(trip_days[age])
        if number < len(scene.days):
            present = here[:, 2 * number : 2 * number + 2]
            scene.set_day(number, present & (scene.roll.age == age)[:, None], "V")


def _vocational_fridays(scene: Scene, here: np.ndarray) -> None:
    """A few pupils of years 10 and 11 learn elsewhere on Fridays."""
    age = scene.roll.age
    some = (age >= 14) & (age <= 15) & share(scene.rng, len(age), 70)
    for number, day in enumerate(scene.days):
        if day.weekday() == 4:
            present = here[:, 2 * number : 2 * number + 2]
            scene.set_day(number, present & some[:, None], "B")


def _not_required(scene: Scene) -> None:
    """Sessions that do not count, or count otherwise: dual registration, nursery, sixth form, study leave, closures."""
    roll, phase, number_of_term = scene.roll, scene.school.phase, scene.half_term.number
    for number, day in enumerate(scene.days):
        away = roll.status == (DUAL_MAIN if day.weekday() < 3 else SUBSIDIARY)
        scene.set_day(number, away, "D")
        if day.weekday() >= 3:
            scene.afternoons[roll.age >= 16, number] = CODE["X"]
    scene.afternoons[roll.age == 3] = CODE["X"]
    if number_of_term == 6 and phase == "Secondary":
        scene.codes[roll.age == 15, 10:] = CODE["S"]
    if number_of_term == 1 and phase != "PRU":
        scene.codes[:, 0:2] = CODE["#"]  # a training day for staff
    if number_of_term == 3 and int(scene.rng.integers(4)) == 0:
        scene.codes[:, 8:10] = CODE["Y3"]  # a burst pipe


def _former_codes() -> np.ndarray:
    """Today's codes to those before August 2024."""
    former = np.arange(256, dtype=np.uint8)
    for today, before in _FORMER.items():
        former[CODE[today]] = CODE[before]
    return former


def _clear_outside_enrolment(scene: Scene) -> None:
    days = np.repeat(np.array([day.toordinal() for day in scene.days]), 2)
    outside = (days < scene.roll.start[:, None]) | (days > scene.roll.end[:, None])
    scene.codes[outside] = NO_MARK
