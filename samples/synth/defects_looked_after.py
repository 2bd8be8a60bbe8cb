"""Faults in the return of children looked after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from samples.synth.defects import DUPLICATE, FLAG, HOLD, Defect, Faults, Level
from samples.synth.dice import stream
from samples.synth.ssda903 import EPISODES_HEADER, EXTRACT, SUPPLIER, Return, uk_date
from samples.synth.upn import with_wrong_letter

_EPISODE: Sequence[str] = EPISODES_HEADER.split(",")


@dataclass
class EpisodeFaults:
    """Puts faults into one return. ``rows`` are the episodes' values by line, the header first."""

    made: Return
    faults: Faults
    rng: np.random.Generator
    rows: list[list[str]]
    used: set[int] = field(default_factory=set)

    def note(self, table: str, line: int, rule_id: str, kind: str = HOLD) -> None:
        data_to = self.made.data_to.isoformat()
        self.faults.found.append(Defect(EXTRACT, SUPPLIER, data_to, table, f"{table}.csv", line, rule_id, kind))

    def is_last(self, place: int) -> bool:
        return place + 1 == len(self.rows) or self.rows[place + 1][0] != self.rows[place][0]

    def find(self, suits: Callable[[int, dict[str, str]], bool]) -> int:
        """Place of some untouched episode that suits; 0 when the council is too small to have one."""
        places = self.rng.permutation(np.arange(1, len(self.rows))).tolist()
        for place in places:
            row = dict(zip(_EPISODE, self.rows[place], strict=True))
            if place not in self.used and row["LS"] not in ("V3", "V4") and suits(place, row):
                self.used.add(place)
                return place
        return 0

    def change(
        self,
        suits: Callable[[int, dict[str, str]], bool],
        values: dict[str, str],
        rule_id: str,
        kind: str = HOLD,
        or_any: bool = False,
    ) -> None:
        """Overwrite values of some episode that suits, ``or_any`` where a small council has none."""
        place = self.find(suits) or (self.find(lambda *_: True) if or_any else 0)
        if place:
            for column, value in values.items():
                self.rows[place][_EPISODE.index(column)] = value
            self.note("episodes", place + 1, rule_id, kind)

    def add(self, row: list[str], rule_id: str, kind: str = HOLD) -> None:
        self.rows.append(row)
        self.used.add(len(self.rows) - 1)
        self.note("episodes", len(self.rows), rule_id, kind)


def damage_return(made: Return, level: Level, faults: Faults, seed: int) -> None:
    """Faults in the newest return."""
    spoil = EpisodeFaults(made, faults, stream(seed, 6), [line.split(",") for line in made.episodes])
    spoil.used.add(0)
    _usual_episode_faults(spoil)
    if level is Level.EVERY:
        _rarer_episode_faults(spoil)
        _header_faults(spoil)
    made.episodes[:] = [",".join(row) for row in spoil.rows]


def _usual_episode_faults(spoil: EpisodeFaults) -> None:
    def is_fostered(place: int, row: dict[str, str]) -> bool:
        return not row["DEC"] and spoil.is_last(place) and row["PLACE"].startswith("U")

    def is_closed(place: int, row: dict[str, str]) -> bool:
        return bool(row["DEC"])

    def is_supported(place: int, row: dict[str, str]) -> bool:
        return row["PLACE"] == "K3"

    spoil.change(is_fostered, {"REC": "E4A"}, "episodes-open-with-reason")
    spoil.change(is_fostered, {"REC": "X1"}, "episodes-open-with-reason")
    spoil.change(is_closed, {"CIN": ""}, "episodes-category-of-need-missing")
    spoil.change(is_closed, {"PLACE": "Q9"}, "episodes-placement-unknown-code")
    spoil.change(is_closed, {"REC": ""}, "episodes-closed-without-reason")
    spoil.change(is_closed, {"DEC": "01/01/2008"}, "episodes-end-before-start")
    spoil.change(is_supported, {"PLACE": "H5"}, "episodes-retired-code", FLAG, or_any=True)


def _rarer_episode_faults(spoil: EpisodeFaults) -> None:
    def begins_a_gap(place: int, row: dict[str, str]) -> bool:
        return bool(row["DEC"]) and not spoil.is_last(place)

    spoil.change(begins_a_gap, {"DECOM": "31/06/2024"}, "episodes-episode-start-not-a-date")
    new = {"RNE": "S", "LS": "V2", "CIN": "N1", "PLACE": "U6", "PLACE_PROVIDER": "PR1", "URN": "SC999001"}
    last_day = spoil.made.data_to
    for child, start, rule_id in (
        ("999999", last_day - timedelta(days=30), "episodes-child-not-in-header"),
        (_settled(spoil, open_now=True), last_day, "episodes-overlap"),
        (_settled(spoil, open_now=False), last_day + timedelta(days=9), "episodes-after-data-to"),
    ):
        if child:
            values = {**new, "CHILD": child, "DECOM": uk_date(start)}
            spoil.add([values.get(column, "") for column in _EPISODE], rule_id)
    copied = spoil.find(lambda _, row: bool(row["DEC"]))
    if copied:
        spoil.add(list(spoil.rows[copied]), "exact-duplicate", DUPLICATE)


def _settled(spoil: EpisodeFaults, open_now: bool) -> str:
    """A child whose last episode is untouched, and open or closed as wanted."""

    def suits(place: int, row: dict[str, str]) -> bool:
        started_today = row["DECOM"] == uk_date(spoil.made.data_to)
        return spoil.is_last(place) and bool(row["DEC"]) is not open_now and not started_today

    place = spoil.find(suits)
    return spoil.rows[place][0] if place else ""


def _header_faults(spoil: EpisodeFaults) -> None:
    """A child listed twice differently: both rows are held, and so is every episode of that child."""
    header = spoil.made.header
    touched = {spoil.rows[place][0] for place in spoil.used}
    calm = [place for place in range(1, len(header)) if header[place].split(",")[0] not in touched]
    twice = header[calm[0]].split(",")
    header.append(",".join([*twice[:3], "NOBT" if twice[3] != "NOBT" else "REFU", *twice[4:]]))
    spoil.note("header", calm[0] + 1, "header-key-repeated")
    spoil.note("header", len(header), "header-key-repeated")
    for place, row in enumerate(spoil.rows):
        if row[0] == twice[0]:
            spoil.note("episodes", place + 1, "episodes-child-not-in-header")
    _unborn_child(spoil)
    _wrong_number(spoil, calm[1:])


def _unborn_child(spoil: EpisodeFaults) -> None:
    born = uk_date(spoil.made.data_to + timedelta(days=40))
    spoil.made.header.append(f"999998,F,{born},WBRI,UN1,,")
    spoil.note("header", len(spoil.made.header), "header-born-after-data-to")


def _wrong_number(spoil: EpisodeFaults, places: list[int]) -> None:
    for place in places:
        values = spoil.made.header[place].split(",")
        if len(values[4]) == 13:
            values[4] = with_wrong_letter(values[4])
            spoil.made.header[place] = ",".join(values)
            spoil.note("header", place + 1, "header-upn-check-letter", FLAG)
            return
