"""Young people in learning, out of it, or not heard of, counted one by one from the monthly files."""

import gzip
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from samples.synth.answers_folder import Answer, Folder, academic_year_of, age_on, quarter_ends, quarter_name

_NEET = {"540", "610", "615", "616", "619", "620", "630", "640", "650", "660", "670", "680"}
_NOT_KNOWN = {"810", "820", "830"}
_LEARNING = {
    *("210", "220", "230", "240", "250", "270", "280", "290", "310", "320", "381", "410", "430", "450", "460", "550"),
}
_OFFERED = {"110", "114", "115", "120", "122", "123", "124"}
_IN_CUSTODY, _TRANSFERRED = "710", "T"


class YoungPerson(NamedTuple):
    """One record of a file."""

    number: str
    status: str
    age: int
    lead_la: str
    activity: str
    lapsed: bool
    guarantee_11: tuple[str, str]
    guarantee_12: tuple[str, str]

    @property
    def is_neet(self) -> bool:
        return self.activity in _NEET and not self.lapsed

    @property
    def is_not_known(self) -> bool:
        return self.activity in _NOT_KNOWN or self.lapsed

    @property
    def is_learning(self) -> bool:
        return self.activity in _LEARNING and not self.lapsed


def participation(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end that has its files."""
    files = {(day.year, day.month): day for day in folder.deliveries("nccis", "tracking-team")}
    for end in quarter_ends():
        if files.get((end.year, end.month)) == end:
            yield from _at_quarter_end(folder, end)
        winter = [files.get((end.year - 1, 12)), files.get((end.year, 1)), files.get((end.year, 2))]
        if end.month == 3 and all(winter):
            yield from _winter(folder, end, [day for day in winter if day])


def _at_quarter_end(folder: Folder, end: date) -> Iterator[Answer]:
    quarter, everyone = quarter_name(end), _read(folder, end)
    cohort = _cohort(folder, everyone)
    neet = [each for each in cohort if each.is_neet]
    yield Answer("neet_rate", quarter, "", "Total", "Total", len(neet), len(cohort))
    for age in (16, 17):
        of_age = [each for each in cohort if each.age == age]
        yield Answer("neet_rate", quarter, "", "academic_age", str(age), sum(x.is_neet for x in of_age), len(of_age))
    not_known = sum(each.is_not_known for each in cohort)
    yield Answer("not_known_rate", quarter, "", "Total", "Total", not_known, len(cohort))
    learning = sum(each.is_learning for each in cohort)
    yield Answer("participation_rate", quarter, "", "Total", "Total", learning, len(cohort))
    if end.month == 9:
        statuses = [status for each in everyone if (status := _guarantee(folder, each))]
        offered = sum(status in _OFFERED for status in statuses)
        yield Answer("september_guarantee_rate", quarter, "", "Total", "Total", offered, len(statuses))


def _winter(folder: Folder, end: date, days: list[date]) -> Iterator[Answer]:
    """Sums over three months: people count in each month in which they are of the cohort."""
    everyone = [each for day in days for each in _cohort(folder, _read(folder, day))]
    quarter, of = quarter_name(end), len(everyone)
    neet, not_known = sum(each.is_neet for each in everyone), sum(each.is_not_known for each in everyone)
    lost = sum(each.is_neet or each.is_not_known for each in everyone)
    yield Answer("neet_winter_rate", quarter, "", "Total", "Total", neet, of)
    for age in (16, 17):
        own = [each for each in everyone if each.age == age]
        yield Answer("neet_winter_rate", quarter, "", "academic_age", str(age), sum(x.is_neet for x in own), len(own))
    yield Answer("not_known_winter_rate", quarter, "", "Total", "Total", not_known, of)
    yield Answer("neet_or_not_known_winter_rate", quarter, "", "Total", "Total", lost, of)


def _cohort(folder: Folder, everyone: list[YoungPerson]) -> list[YoungPerson]:
    return [
        each
        for each in everyone
        if each.lead_la == folder.la_code
        and each.age in (16, 17)
        and each.activity != _IN_CUSTODY
        and each.status != _TRANSFERRED
    ]


def _guarantee(folder: Folder, each: YoungPerson) -> str:
    """The status that counts here: of year 11 for those educated here, else of year 12; empty for none."""
    for status, council in (each.guarantee_11, each.guarantee_12):
        if status and council == folder.la_code:
            return status
    return ""


def _read(folder: Folder, data_to: date) -> list[YoungPerson]:
    """Everybody in a file once, as the last record says."""
    left_out = folder.left_out("nccis", "tracking-team", data_to, "young_person")
    path = folder.file("nccis", "tracking-team", data_to, "*.xml.gz")
    root = ET.fromstring(gzip.decompress(path.read_bytes()))  # noqa: S314 - a file of our own making
    people = {}
    for number, record in enumerate(root.findall("YoungPersonsRecord"), start=1):
        if number not in left_out:
            person = _young_person(record, data_to)
            people[person.number] = person
    return list(people.values())


def _young_person(record: ET.Element, data_to: date) -> YoungPerson:
    def text(path: str) -> str:
        return record.findtext(path) or ""

    before_school_year = date(academic_year_of(data_to), 8, 31)
    return YoungPerson(
        text("PersonalDetails/YoungPersonsID"),
        text("PersonalDetails/CohortStatus"),
        age_on(date.fromisoformat(text("PersonalDetails/DOB")), before_school_year),
        text("PersonalDetails/LeadLEA"),
        text("Activities/ActivityCode"),
        text("Activities/CurrencyLapsed") == "Y",
        (text("SeptemberGuarantee/Year11/GuaranteeStatus"), text("SeptemberGuarantee/Year11/LEACode")),
        (text("SeptemberGuarantee/Year12/GuaranteeStatus"), text("SeptemberGuarantee/Year12/LEACode")),
    )
