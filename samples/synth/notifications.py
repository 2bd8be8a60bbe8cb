"""Schools' notifications of suspensions and exclusions, as the inclusion team keeps them for an academic year."""

from dataclasses import dataclass
from datetime import date

from samples.synth.exclusions import LUNCHTIME, Exclusion
from samples.synth.terms import academic_year_of
from samples.synth.town import Town

EXTRACT, SUPPLIER = "exclusions", "inclusion-team"
NOTIFICATIONS_HEADER = (
    "NotificationID,UPN,URN,Category,StartDate,Session,Sessions,Reason1,Reason2,Reason3,SENProvision,"
    "Decision,DecisionDate"
)
_SEN_SUPPORT_PER_MILLE = 310  # of pupils who are suspended

Spans = list[tuple[date, date]]


@dataclass
class Notifications:
    """Lines of the file, header first: line number = place in the list + 1. ``rows``: what each further line says."""

    data_to: date
    lines: list[str]
    rows: list[Exclusion]


def make_notifications(
    town: Town, exclusions: list[Exclusion], plans: dict[str, Spans], data_to: date
) -> Notifications:
    """What the register of an academic year holds on a day, in order of arrival."""
    rows = [each for each in exclusions if each.start <= data_to]
    made = Notifications(data_to, [NOTIFICATIONS_HEADER], rows)
    made.lines += [notification_line(town, each, plans, data_to, number) for number, each in enumerate(rows, start=1)]
    return made


def notification_line(town: Town, each: Exclusion, plans: dict[str, Spans], data_to: date, number: int) -> str:
    """One notification; ``number`` is its place in the year's register."""
    year = academic_year_of(data_to)
    decision = each.decision_by(data_to)
    reasons = (*each.reasons, "", "")[:3]
    is_lunchtime = each.category == LUNCHTIME
    values = (
        f"N{year % 100}{(year + 1) % 100}-{number:05d}",
        town.people.upn[each.person],
        each.school.urn,
        each.category,
        each.start.isoformat(),
        each.session,
        "" if each.sessions is None or is_lunchtime else str(each.sessions),
        *reasons,
        sen_provision(town, each.person, each.start, plans),
        decision,
        each.decided.isoformat() if decision and each.decided else "",
    )
    return ",".join(values)


def sen_provision(town: Town, person: int, day: date, plans: dict[str, Spans]) -> str:
    """E with an EHC plan in force, K with support at school, N with none."""
    if any(first <= day < last for first, last in plans.get(town.people.upn[person], ())):
        return "E"
    return "K" if int(town.people.birth[person]) * 6151 % 1000 < _SEN_SUPPORT_PER_MILLE else "N"
