"""Placements of children looked after, followed child by child through the returns of several years."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from samples.synth.answers_care import Episode, quarter_ends, read_returns
from samples.synth.answers_folder import Answer, Folder, age_on, quarter_name

_RESIDENTIAL = {"K1", "K2", "R1", "S1"}
_FOR_ADOPTION = {"A3", "A4", "A5", "A6"}
_OTHER_CARERS = {"P", "B"}


class Stay(NamedTuple):
    """A stay with the same carers: its episodes in order."""

    episodes: list[Episode]

    @property
    def start(self) -> date:
        return self.episodes[0].start

    def has_night(self, first: date, last: date) -> bool:
        """Whether some night of an episode falls into a span of days."""
        return any(
            each.start <= last and (each.end is None or (each.end > first and each.end > each.start))
            for each in self.episodes
        )


def placements(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end that the returns reach."""
    returns = read_returns(folder)
    for year, (data_to, episodes) in returns.items():
        for end in quarter_ends(year):
            if end <= data_to:
                yield _begun(end, _lives(episodes))
                yield _far_away(folder, end, episodes)
                yield from _moved(end, returns)
                yield from _settled(end, returns)


def _months_before(end: date, months: int) -> date:
    """The first day of so many whole months up to the end of one."""
    month = end.year * 12 + end.month - months
    return date(month // 12, month % 12 + 1, 1)


def _since(first: date, end: date, returns: dict[int, tuple[date, list[Episode]]]) -> list[Episode] | None:
    """What the returns of all years since a day say; an open end of an earlier year is told by the next."""
    newest = _year(end)
    years = range(_year(first), newest + 1)
    if not all(year in returns for year in years):
        return None
    told = {
        (each.child, each.start): each
        for year in years
        for each in returns[year][1]
        if year == newest or each.end is not None
    }
    return list(told.values())


def _year(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _lives(episodes: list[Episode]) -> dict[str, list[Stay]]:
    """The stays of each child, in order."""
    lives: dict[str, list[Stay]] = {}
    home: dict[str, tuple[str, str, str]] = {}
    away: set[str] = set()
    for each in sorted(episodes, key=lambda episode: episode.start):
        stays = lives.setdefault(each.child, [])
        place = (each.placement, each.provider, each.ofsted)
        is_temporary = each.placement.startswith("T")
        is_back = each.child in away and home.get(each.child, place) == place
        is_move = each.reason_new in _OTHER_CARERS and not is_temporary and not is_back
        if not stays or each.reason_new == "S" or is_move:
            stays.append(Stay([]))
        stays[-1].episodes.append(each)
        if is_temporary:
            away.add(each.child)
        else:
            away.discard(each.child)
            home[each.child] = place
    return lives


def _begun(end: date, lives: dict[str, list[Stay]]) -> Answer:
    """Stays in residential settings that began in the quarter."""
    first = _months_before(end, 3)
    stays = [stay for child in lives.values() for stay in child if first <= stay.start <= end]
    count = sum(stay.episodes[0].placement in _RESIDENTIAL for stay in stays)
    return Answer("cla_residential_starts", quarter_name(end), "", "Total", "Total", count, None)


def _far_away(folder: Folder, end: date, episodes: list[Episode]) -> Answer:
    now = _open(end, episodes)
    far = [each for each in now if each.miles is not None and each.miles > 20]
    outside = sum(each.area not in ("", folder.gss_code) for each in far)
    return Answer("cla_over_20_miles_outside_rate", quarter_name(end), "", "Total", "Total", outside, len(now))


def _open(end: date, episodes: list[Episode]) -> list[Episode]:
    newest = {each.child: each for each in sorted(episodes, key=lambda one: one.start) if each.is_open(end)}
    return list(newest.values())


def _moved(end: date, returns: dict[int, tuple[date, list[Episode]]]) -> Iterator[Answer]:
    """Children with three stays or more in the twelve months."""
    first = _months_before(end, 12)
    episodes = _since(first, end, returns)
    if episodes is not None:
        lives, now = _lives(episodes), _open(end, episodes)
        many = sum(sum(stay.has_night(first, end) for stay in lives[each.child]) >= 3 for each in now)
        yield Answer("cla_placement_stability_rate", quarter_name(end), "", "Total", "Total", many, len(now))


def _settled(end: date, returns: dict[int, tuple[date, list[Episode]]]) -> Iterator[Answer]:
    """Children under 16 in care for thirty months, who have stayed for twenty-four."""
    entered, moved_in = _months_before(end, 30), _months_before(end, 24)
    episodes = _since(entered, end, returns)
    if episodes is None:
        return
    lives, cohort, settled = _lives(episodes), 0, 0
    for each in _open(end, episodes):
        stays = lives[each.child]
        here = next(place for place, stay in enumerate(stays) if each in stay.episodes)
        entries = [stay.start for stay in stays[: here + 1] if stay.episodes[0].reason_new == "S"]
        if age_on(each.birth, end) < 16 and (entries or [stays[0].start])[-1] <= entered:
            cohort += 1
            counted = stays[max(0, here - 1) : here + 1] if each.placement in _FOR_ADOPTION else stays[here : here + 1]
            settled += counted[0].start <= moved_in
    yield Answer("cla_long_term_stability_rate", quarter_name(end), "", "Total", "Total", settled, cohort)
