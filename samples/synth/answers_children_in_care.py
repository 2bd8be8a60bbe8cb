"""Who was in care when, by UPN, as the returns of one or two financial years tell together."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from samples.synth.answers_folder import Folder

_SHORT_BREAKS = ("V3", "V4")
_UPN_LENGTH = 13


class Spell(NamedTuple):
    """An episode: in care from ``start`` until the day before ``end``."""

    child: str
    upn: str
    status: str
    start: date
    end: date


class CareOfYears:
    """The newest return of each financial year, which is named by the calendar year that it begins in."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._newest = {_financial_year(day): day for day in folder.deliveries("ssda903", "case-system")}
        self._read = cache(self._read_return)

    def spells(self, first: date, last: date) -> list[Spell] | None:
        """Spells of children with a UPN; None where a return of these days is missing or stops short."""
        found: dict[tuple[str, date], Spell] = {}
        for year in range(_financial_year(first), _financial_year(last) + 1):
            if year not in self._newest or self._newest[year] < min(date(year + 1, 3, 31), last):
                return None
            found |= {(spell.child, spell.start): spell for spell in self._read(year)}  # the newer one corrects
        return [each for each in found.values() if each.status not in _SHORT_BREAKS and len(each.upn) == _UPN_LENGTH]

    def all_year(self, last: date) -> set[str] | None:
        """UPNs of the children whose spells leave no day open of the twelve months to this one."""
        first = date(last.year - 1, last.month, last.day) + timedelta(days=1)
        spells = self.spells(first, last)
        if spells is None:
            return None
        of_children = defaultdict(list)
        for each in sorted(spells, key=lambda spell: spell.start):
            of_children[each.child].append(each)
        return {own[0].upn for own in of_children.values() if _reaches(own, first) > last}

    def _read_return(self, year: int) -> list[Spell]:
        place = ("ssda903", "case-system", self._newest[year])
        numbers = {row["CHILD"]: row["UPN"] for row in self._folder.clean_records(*place, "header.csv", "header")}
        return [
            Spell(
                row["CHILD"],
                numbers[row["CHILD"]],
                row["LS"],
                _uk_date(row["DECOM"]),
                _uk_date(row["DEC"]) if row["DEC"] else self._newest[year] + timedelta(days=1),
            )
            for row in self._folder.clean_records(*place, "episodes.csv", "episodes")
        ]


def _reaches(spells: list[Spell], first: date) -> date:
    """The first day from ``first`` on that no spell covers."""
    reached = first
    for each in spells:
        if each.start <= reached < each.end:
            reached = each.end
    return reached


def _financial_year(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _uk_date(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))
