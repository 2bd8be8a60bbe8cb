"""What the council provides: foster carers, transport, family centres, training; and children educated at home."""

from datetime import date, timedelta

from samples.synth.dice import between, chance, pick, stream
from samples.synth.people import LA_CODE, People

SUPPLIERS = {
    "foster_carers": "fostering",
    "transport": "transport-team",
    "family_centres": "family-hubs",
    "training": "workforce-team",
    "home_education": "home-education",
}
_FOSTER = "household_id,approved_on,end_date,kind,places,end_reason"
_TRANSPORT = "child,upn,mode,start_date,end_date,annual_cost"
_CENTRES = (
    "centre_child_id,centre_family_id,child,date_of_birth,centre,registered_on,last_seen_on,in_target_area,end_date"
)
_TRAINING = "session_id,course,session_date,audience,places,attended,evaluated"
_AT_HOME = "child,upn,start_date,end_date,reason,suitable"
_FIRST, _SPAN = date(2014, 4, 7), 4080  # in which households are approved
_CHILD_NUMBER = 600_000
_KINDS = {"MAIN": 58, "FF": 24, "SHORT": 12, "PC": 6}
_ENDS = {"RES": 4, "RET": 3, "ORD": 3, "TRAN": 2}
_MODES = {"TAXI": 18, "SHARE": 34, "BUS": 30, "PASS": 8, "MILE": 6, "BUDGET": 4}
_COSTS = {"TAXI": 14_500, "SHARE": 7_200, "BUS": 4_100, "PASS": 700, "MILE": 1_300, "BUDGET": 2_600}
_COURSES = {"BASIC": 20, "MULTI": 14, "LEAD": 12, "NEG": 10, "EXPL": 10, "DA": 9, "SEND": 8, "CARE": 8, "ONLINE": 5}
_AUDIENCES = {"ALL": 30, "SW": 26, "EDU": 20, "HEALTH": 8, "CARER": 8, "VCS": 8}
_REASONS = {"PHIL": 3, "LIFE": 5, "MENT": 6, "SCH": 5, "SEND": 3, "BULL": 2, "NK": 2}
_SUITABLE = {"Y": 72, "U": 20, "N": 8}
_HUBS = ("Canal Side Family Hub", "Fernley Family Hub")


def foster_carers(seed: int, population: int, data_to: date) -> list[str]:
    """Households approved at some time of the financial year."""
    lines = [_FOSTER]
    for number in range(max(8, population // 55)):
        dice = stream(seed, 92, number)
        approved = _FIRST + timedelta(days=between(dice, 0, _SPAN))
        ended = approved + timedelta(days=between(dice, 500, 5500))
        reason, kind, places = pick(dice, _ENDS), pick(dice, _KINDS), between(dice, 1, 3)
        if _runs(approved, ended, _april(data_to), data_to):
            is_over = ended <= data_to
            end = f"{ended},{kind},{places},{reason}" if is_over else f",{kind},{places},"
            lines.append(f"F{number:04d},{approved},{end}")
    return lines


def transport(seed: int, population: int, data_to: date) -> list[str]:
    """Children brought to school at some time of the financial year; some change from a taxi to the bus."""
    lines = [_TRANSPORT]
    for number in range(max(6, population // 40)):
        dice = stream(seed, 93, number)
        start = date(between(dice, 2021, 2024), 9, between(dice, 3, 28))
        ended = start + timedelta(days=between(dice, 300, 2400))
        mode = pick(dice, _MODES)
        cost = _COSTS[mode] + 50 * between(dice, -8, 8)
        spans = [(start, ended, mode, cost)]
        if mode == "TAXI" and chance(dice, 300):
            change = start + timedelta(days=between(dice, 60, 250))
            spans = [(start, change, mode, cost), (change, ended, "BUS", _COSTS["BUS"])]
        for first, last, how, price in spans:
            if _runs(first, last, _april(data_to), data_to):
                lines.append(f"{_CHILD_NUMBER + number},,{how},{first},{last if last <= data_to else ''},{price}")
    return lines


def family_centres(seed: int, population: int, data_to: date) -> list[str]:
    """Children under five who are registered at some time of the financial year."""
    lines = [_CENTRES]
    for number in range(max(20, population // 9)):
        dice = stream(seed, 94, number)
        birth = date(2019, 9, 1) + timedelta(days=between(dice, 0, 2000))
        registered = birth + timedelta(days=between(dice, 20, 500))
        fifth = date(birth.year + 5, birth.month, min(birth.day, 28))
        if not _runs(registered, fifth, _april(data_to), data_to):
            continue
        latest = min(fifth, data_to)
        seen = latest - timedelta(days=between(dice, 0, 420))
        told = seen if seen >= registered else ""
        end = fifth if fifth <= data_to else ""
        hub, target = _HUBS[between(dice, 0, 1)], "yes" if chance(dice, 400) else "no"
        family = f"H{number - number % 2:05d}"
        lines.append(f"C{number:05d},{family},,{birth},{hub},{registered},{told},{target},{end}")
    return lines


def training(seed: int, data_to: date) -> list[str]:
    """Courses run from 1 April to the day."""
    lines, day, number = [_TRAINING], _april(data_to), 0
    while True:
        dice = stream(seed, 95, day.toordinal())
        day += timedelta(days=between(dice, 4, 12))
        day -= timedelta(days=max(0, day.weekday() - 4))
        if day > data_to:
            return lines
        number += 1
        places = between(dice, 15, 30)
        attended = places - between(dice, 0, 8)
        evaluated = attended - between(dice, 0, attended // 2)
        about = f"TR-{day.year % 100}-{number:03d},{pick(dice, _COURSES)},{day},{pick(dice, _AUDIENCES)}"
        lines.append(f"{about},{places},{attended},{evaluated}")


def home_education(people: People, seed: int, data_to: date) -> list[str]:
    """Children educated at home at some time of the academic year."""
    lines = [_AT_HOME]
    begins = date(data_to.year if data_to.month >= 9 else data_to.year - 1, 9, 1)
    for person in range(0, len(people.upn), 41):
        dice = stream(seed, 96, person)
        born = date.fromordinal(int(people.birth[person]))
        start = date(born.year + between(dice, 6, 13), between(dice, 1, 12), between(dice, 1, 28))
        ended = start + timedelta(days=between(dice, 120, 1500))
        reason, suitable = pick(dice, _REASONS), pick(dice, _SUITABLE)
        if people.upn[person][1:4] == LA_CODE and _runs(start, ended, begins, data_to):
            end = ended if ended <= data_to else ""
            lines.append(f"{_CHILD_NUMBER + person},{people.upn[person]},{start},{end},{reason},{suitable}")
    return lines


def _runs(start: date, end: date, first: date, last: date) -> bool:
    """Whether something that begins and ends on two days runs within a span of days."""
    return start <= last and end >= first


def _april(day: date) -> date:
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)
