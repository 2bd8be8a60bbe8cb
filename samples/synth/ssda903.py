"""SSDA903 files: what the return of a year says on the day that its data run to, and who left care before."""

from dataclasses import dataclass
from datetime import date

from samples.synth.care_leavers import financial_year
from samples.synth.looked_after import UNACCOMPANIED, Child, Episode, birthday

EXTRACT, SUPPLIER = "ssda903", "case-system"
HEADER_HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES_HEADER = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
OC3_HEADER = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM"
MISSING_HEADER = "CHILD,DOB,MISSING,MIS_START,MIS_END"
UASC_HEADER = "CHILD,SEX,DOB,DUC"
_LEAVER_AGES = (17, 21)
_YEAR_OF_NEW_CODES = 2024  # 2024-25: sex as letters, K3 in place of H5


@dataclass
class Return:
    """Lines of the five files, headers first: line number = place in the list + 1."""

    data_to: date
    header: list[str]
    episodes: list[str]
    oc3: list[str]
    missing: list[str]
    uasc: list[str]


def make_return(children: list[Child], data_to: date) -> Return:
    """Everyone with an episode open at any time from 1 April of the financial year to ``data_to``, and care leavers."""
    year = financial_year(data_to)
    first = date(year, 4, 1)
    made = Return(data_to, [HEADER_HEADER], [EPISODES_HEADER], [OC3_HEADER], [MISSING_HEADER], [UASC_HEADER])
    for child in sorted(children, key=lambda each: each.number):
        episodes = [each for each in child.episodes if _belongs(each, first, data_to)]
        leaver = _is_leaver_between(child, first, data_to)
        if episodes or leaver:
            made.header.append(_header_line(child, data_to, year))
        made.episodes.extend(_episode_line(child, each, data_to, year) for each in episodes)
        made.missing.extend(_missing_lines(child, first, data_to))
        if episodes and child.upn == UNACCOMPANIED:
            made.uasc.append(_seeker_line(child, data_to, year))
        if leaver:
            situation = child.after_care[year]
            made.oc3.append(",".join((str(child.number), uk_date(child.birth), *situation)))
    return made


def _is_leaver_between(child: Child, first: date, last: date) -> bool:
    """A care leaver who has left by ``last`` and is aged 17 to 21 on some day from ``first``."""
    if not child.after_care or _end_of_care(child) > last:
        return False
    youngest, oldest = _LEAVER_AGES
    return birthday(child.birth, youngest) <= last and birthday(child.birth, oldest + 1) > first


def _end_of_care(child: Child) -> date:
    return child.episodes[-1].end or date.max


def _missing_lines(child: Child, first: date, last: date) -> list[str]:
    return [
        f"{child.number},{uk_date(child.birth)},{each.kind},{uk_date(each.start)},"
        f"{uk_date(each.end) if each.end <= last else ''}"
        for each in child.missing
        if each.start <= last and each.end >= first
    ]


def _belongs(episode: Episode, first: date, last: date) -> bool:
    return episode.start <= last and (episode.end is None or episode.end >= first)


def uk_date(day: date | None) -> str:
    """``31/03/2025``; empty for no day."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else ""


def _seeker_line(child: Child, data_to: date, year: int) -> str:
    """An unaccompanied asylum-seeking child, who has that status until coming of age."""
    of_age = birthday(child.birth, 18)
    ceased = uk_date(of_age) if of_age <= data_to else ""
    return f"{child.number},{_sex(child, year)},{uk_date(child.birth)},{ceased}"


def _sex(child: Child, year: int) -> str:
    return ("F" if child.female else "M") if year >= _YEAR_OF_NEW_CODES else ("2" if child.female else "1")


def _header_line(child: Child, data_to: date, year: int) -> str:
    number = child.upn if child.upn_from <= data_to else "UN1"
    is_mother = child.mother_of is not None and child.mother_of <= data_to
    mother = "1" if is_mother else ""
    born = uk_date(child.mother_of) if is_mother else ""
    return f"{child.number},{_sex(child, year)},{uk_date(child.birth)},{child.ethnicity},{number},{mother},{born}"


def _episode_line(child: Child, episode: Episode, data_to: date, year: int) -> str:
    known = episode.end is not None and episode.end <= data_to
    code = episode.placement.code
    values = (
        str(child.number),
        uk_date(episode.start),
        episode.reason_new,
        episode.legal_status,
        episode.need,
        "H5" if code == "K3" and year < _YEAR_OF_NEW_CODES else code,
        episode.placement.provider,
        uk_date(episode.end) if known else "",
        episode.reason_ceased if known else "",
        episode.change_reason if known else "",
        episode.home_postcode,
        episode.placement.postcode,
        episode.placement.ofsted,
    )
    return ",".join(values)
