"""When a council's quarter is due, and which quarter a moment is about. Times of day are London's.

Each expected supply is due so many working days after the quarter's end. On the first such day the quarter opens: it is
the open quarter until the next one opens. It is due as a whole when the slowest supply is.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from transforms.council_types import Council
from transforms.errors import CypError
from transforms.quarters import Quarter
from transforms.working_days import ADD_A_YEAR, last_day, working_day_after

TIMEZONE = "Europe/London"
LATEST, OPEN = "auto", "open"
"""In place of a quarter's name: the last one that ended before the run's scheduled time, and the one that is open."""

_LONDON = ZoneInfo(TIMEZONE)
_WITHOUT_SUPPLIES = 10
_YEARS = "|".join(f"{year:02d}-{(year + 1) % 100:02d}" for year in range(100))
QUARTER_NAME = rf"^[12][0-9](?:{_YEARS})-Q[1-4]$"
"""Names that ``Quarter.parse`` reads and no others, for servers that check a pattern: 2025-27-Q1 is none."""
QUARTER_OR_WORD = rf"^(?:{LATEST}|{OPEN}|[12][0-9](?:{_YEARS})-Q[1-4])$"


def day_in_england(moment: datetime) -> date:
    """The day that it is there at a moment. An hour before midnight UTC it is the next one in summer."""
    return moment.astimezone(_LONDON).date()


def receiving_at(council: Council, quarter: Quarter, at: time) -> tuple[datetime, ...]:
    """The moments of a quarter's scheduled runs: each day on which supplies of it are due, in order.

    Raises CypError beyond the table of bank holidays.
    """
    expected = {supply.due_working_days for supply in council.supplies if supply.expected}
    days = (working_day_after(quarter.end, number) for number in sorted(expected or {_WITHOUT_SUPPLIES}))
    return tuple(datetime.combine(day, at, _LONDON) for day in days)


def due_at(council: Council, quarter: Quarter, at: time) -> datetime:
    """The moment at which a quarter is due as a whole. Raises CypError beyond the table of bank holidays."""
    return receiving_at(council, quarter, at)[-1]


def due_ahead(council: Council, at: time, since: date) -> tuple[tuple[Quarter, datetime], ...]:
    """Every quarter whose first run is due on ``since`` or later, as far as the table of bank holidays reaches."""
    found = []
    quarter = Quarter.containing(since).plus(-2)
    while quarter.plus(2).end <= last_day():  # a quarter is due before the next one ends
        due = due_at(council, quarter, at)
        found += [(quarter, due)] if due.date() >= since else []
        quarter = quarter.plus(1)
    return tuple(found)


def recurrence(council: Council, at: time, since: date) -> str:
    """The same as a rule of RFC 5545: a line per date, in local time. Raises CypError when no date is known."""
    lines = [_rdate(due) for _, due in due_ahead(council, at, since)]
    if not lines:
        raise CypError(f"Bank holidays are known to {last_day()}, so no quarter to come can be scheduled.", ADD_A_YEAR)
    return "\n".join(lines)


def early_recurrence(council: Council, at: time, since: date) -> str:
    """As a rule, the days on which supplies are due before the quarter as a whole is; empty where there are none."""
    early = [
        moment for quarter, _ in due_ahead(council, at, since) for moment in receiving_at(council, quarter, at)[:-1]
    ]
    return "\n".join(_rdate(moment) for moment in early if moment.date() >= since)


def _rdate(moment: datetime) -> str:
    return f"RDATE:{moment:%Y%m%dT%H%M%S}"


def nightly(at: time) -> str:
    """Every night at a time of day, as a cron line."""
    return f"{at.minute} {at.hour} * * *"


def every_weekday(at: time) -> str:
    """Monday to Friday at a time of day, as a cron line, which knows no bank holidays."""
    return f"{at.minute} {at.hour} * * 1-5"


def last_ended(moment: datetime) -> Quarter:
    """The last quarter that was over, in London, at a moment."""
    return Quarter.containing(day_in_england(moment)).plus(-1)


def newest_open(council: Council, at: time, moment: datetime) -> tuple[Quarter, datetime]:
    """The quarter that opened last at a moment, and when that was."""
    ended = last_ended(moment)
    opened = receiving_at(council, ended, at)[0]
    if opened <= moment:
        return ended, opened
    return ended.plus(-1), receiving_at(council, ended.plus(-1), at)[0]


def quarter_asked_for(council: Council, name: str, at: time, scheduled: datetime) -> Quarter:
    """The quarter that a name or one of the two words means for a run that was scheduled at a moment.

    The moment is the scheduled one, so that a late start and a retry keep the quarter. Raises UsageError for a name
    that is none.
    """
    if name == LATEST:
        return last_ended(scheduled)
    if name == OPEN:
        return newest_open(council, at, scheduled)[0]
    return Quarter.parse(name)
