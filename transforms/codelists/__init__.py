"""Published code sets as CSV files beside this module, each code with the dates between which it may be used.

``valid_from`` and ``valid_to`` are inclusive; empty means always. Sources: the collection guides of each return, and
the School Attendance (Pupil Registration) (England) Regulations 2024 for attendance codes. NCCIS publishes its codes of
cohort, guarantee and need without their texts: there the labels say only what the rules of the return tell. Of the
reasons for another social worker, only the codes are public: there the labels spell the abbreviations out.
Where a guide says only that a code is no longer used (assessment factors 18A and 19A, accommodation S1 and X1), the
year in which it ends is assumed.
``areas`` holds the local authorities: the Department for Education's codes, and those of the Office for National
Statistics' population estimates since 2012, the newest first, with the day on which the newest took over.
``calendar`` holds the bank holidays of England and Wales, from gov.uk/bank-holidays; later years by the rule that makes
them.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent
ALWAYS_FROM = date(1900, 1, 1)
ALWAYS_TO = date(2199, 12, 31)


class Code(NamedTuple):
    """A code of a list, its label, and when it may be used.

    ``canonical`` is the code that replaced it, so that old and new years compare; ``group`` is the class of an
    attendance code.
    """

    code: str
    label: str
    canonical: str
    group: str
    valid_from: date
    valid_to: date

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to


@cache
def code_list(name: str) -> tuple[Code, ...]:
    """Every code of a list, in the published order. Raises FileNotFoundError for a list that is not there."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Code(
                row["code"],
                row["label"],
                row.get("canonical") or row["code"],
                row.get("class") or "",
                date.fromisoformat(row["valid_from"]) if row["valid_from"] else ALWAYS_FROM,
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else ALWAYS_TO,
            )
            for row in csv.DictReader(file)
        )


@cache
def known(name: str) -> tuple[str, ...]:
    """Every code that a list has ever had, each once."""
    return tuple(dict.fromkeys(entry.code for entry in code_list(name)))


@cache
def offered(name: str) -> tuple[str, ...]:
    """One code for each meaning, the first that is listed: what to choose from, where several are read alike."""
    first: dict[str, str] = {}
    for entry in code_list(name):
        first.setdefault(entry.canonical, entry.code)
    return tuple(first.values())


def codes(name: str, on: date) -> frozenset[str]:
    """The codes of a list that may be used on a day."""
    return frozenset(entry.code for entry in code_list(name) if entry.valid_on(on))


def canonical(name: str) -> dict[str, str]:
    """Old code to the code that replaced it; codes that were never replaced map to themselves."""
    return {entry.code: entry.canonical for entry in code_list(name)}


def group_on(name: str, group: str, day: date) -> frozenset[str]:
    """The codes of a list that belong to a class on a day, codes no longer in use included (their last class)."""
    by_code: dict[str, Code] = {}
    for entry in code_list(name):
        if entry.code not in by_code or entry.valid_from <= day:
            by_code[entry.code] = entry
    return frozenset(code for code, entry in by_code.items() if entry.group == group)


@cache
def local_authorities() -> tuple[dict[str, str], ...]:
    """Every local authority that answers or answered for children's services, a line of the list as it stands."""
    with (_FOLDER / "areas" / "local_authority.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def bank_holidays() -> dict[date, str]:
    """Bank holidays of England and Wales with their names, in order. Whole years, moved and extra ones included."""
    with (_FOLDER / "calendar" / "bank_holidays.csv").open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]): row["title"] for row in csv.DictReader(file)}
