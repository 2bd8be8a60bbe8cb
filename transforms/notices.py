"""What people are told of a quarter, and in which words: a supplier, an engineer, an officer, the director.

Each notice is told once. Several for one recipient go out together, as one digest. None holds anything of a child: what
rules and errors say names files, columns, rules and counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from transforms.sentences import day_text
from transforms.working_days import working_days_between

SUPPLIER, ENGINEER, OFFICER, DIRECTOR = "supplier", "engineer", "officer", "director"
ROLES = (SUPPLIER, ENGINEER, OFFICER, DIRECTOR)
ASKED, SOON, TODAY = "asked", "soon", "today"
_SOON_DAYS = 5
SUBJECTS = {
    SUPPLIER: "a file is wanted",
    ENGINEER: "a run failed",
    OFFICER: "something is due from you",
    DIRECTOR: "the report is ready",
}
_ENDED_AS = {
    "failed": "failed",
    "rejected": "made its draft without what was rejected",
    "crashed": "was ended before it was done",
}


@dataclass(frozen=True)
class Notice:
    """Something that people of a role are to know.

    ``who``: one of them, by initials or name of the supplier; empty for all. ``about`` tells it from all other notices.
    """

    role: str
    who: str
    about: str
    words: str


@dataclass(frozen=True)
class Digest:
    """A message with all that one recipient is told at a time."""

    subject: str
    text: str


def digest(council: str, role: str, words: Sequence[str]) -> Digest:
    """The message of several notices to one recipient."""
    more = f" (and {len(words) - 1} more)" if len(words) > 1 else ""
    lines = [f"{council}, the quarterly performance report", "", *_items(words)]
    lines += ["Sent by the performance pipeline. Please do not answer with data about children."]
    return Digest(" ".join(f"{council}: {SUBJECTS[role]}{more}".split()), "\n".join(lines) + "\n")


def stage(due: date | None, today: date) -> str:
    """How near a day is: asked, soon (five working days), today, or ``late 1``, ``late 2`` … for each five days late.

    Each stage is a reminder of its own, so that nobody is told the same every morning.
    """
    if due is None:
        return ASKED
    left = working_days_between(pd.Series(pd.Timestamp(today), [0]), pd.Series(pd.Timestamp(due), [0]))[0]
    if today == due:
        return TODAY
    if pd.isna(left):
        return ASKED if today < due else "late 1"
    if today < due:
        return SOON if left <= _SOON_DAYS else ASKED
    return f"late {1 + max(-int(left) - 1, 0) // _SOON_DAYS}"


def run_failed(run_id: int, quarter: str, command: str, outcome: str, began: datetime, message: str) -> Notice:
    """An engineer is told that a run ended early, why, and how to do what is left."""
    why = f"\n{message}" if message else ""
    what = f"Run {run_id} of {quarter} ({command}, begun {began:%d/%m/%Y %H:%M} UTC) {_ENDED_AS[outcome]}.{why}"
    return Notice(ENGINEER, "", f"run {run_id}", f"{what}\nWhat it finished is kept. Do the rest: cyp rerun {quarter}")


def delivery_rejected(batch_id: int, extract: str, supplier: str, covers: str, message: str, fix: str) -> Notice:
    """A supplier is told that what was sent could not be used, and what to do."""
    what = f"What you sent of {extract} for {covers} could not be used, and nothing of it was loaded.\n{message}"
    return Notice(SUPPLIER, supplier, f"rejected {batch_id}", f"{what}\n{fix or 'Please send it again, put right.'}")


def supply_late(quarter: str, extract: str, supplier: str, title: str, due: date, today: date) -> Notice:
    """A supplier is told that something was due."""
    words = f"{extract} from {title} for {quarter} was due on {day_text(due)} and is not in. Please send it."
    return Notice(SUPPLIER, supplier, f"supply {quarter} {extract} {supplier} {stage(due, today)}", words)


def owned_supply_late(owner: str, late: Notice) -> Notice:
    """The officer who answers for a supply is told the same."""
    return Notice(OFFICER, owner, late.about, late.words)


def words_due(
    quarter: str, publication: int, officer: str, due: date | None, today: date, texts: Sequence[str]
) -> Notice:
    """An officer is told which texts are still to be written, and by when."""
    when = "" if due is None else f", which {'was' if due < today else 'is'} due on {day_text(due)}"
    listed = "".join(f"\n  {text}" for text in texts)
    words = (
        f"Commentary on {quarter}{when}, is still to come from you:{listed}"
        if when
        else (f"Commentary on {quarter} is still to come from you:{listed}")
    )
    about = f"words {quarter} {publication} {officer} {stage(due, today)}"
    return Notice(OFFICER, officer, about, f"{words}\nPlease write it in your workbook and send that back.")


def signature_due(quarter: str, publication: int, officer: str, step: str, due: date | None, today: date) -> Notice:
    """An officer is told that the report waits for their signature."""
    when = "" if due is None else f" It {'was' if due < today else 'is'} due on {day_text(due)}."
    words = f"The report of {quarter} (publication {publication}) waits for your signature as {step}.{when}"
    return Notice(OFFICER, officer, f"sign {quarter} {publication} {step} {officer} {stage(due, today)}", words)


def report_ready(quarter: str, publication: int, status: str, places: Sequence[str]) -> Notice:
    """The director is told that a report can be read."""
    what = "is issued" if status == "issued" else "is frozen and can be read before it is signed"
    listed = "".join(f"\n  {place}" for place in places)
    return Notice(
        DIRECTOR,
        "",
        f"report {publication} {status}",
        f"The report of {quarter} (publication {publication}) {what}:{listed}",
    )


def _items(words: Sequence[str]) -> Iterator[str]:
    for each in words:
        first, *rest = each.splitlines()
        yield from (f"- {first}", *(f"  {line}" for line in rest), "")
