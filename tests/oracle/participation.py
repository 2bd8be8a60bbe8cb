"""Young people after 16, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.rows import Figure, Row, Town

COUNTED = (
    "neet_rate",
    "not_known_rate",
    "participation_rate",
    "neet_winter_rate",
    "not_known_winter_rate",
    "neet_or_not_known_winter_rate",
    "september_guarantee_rate",
)

NEET = ("540", "610", "615", "616", "619", "620", "630", "640", "650", "660", "670", "680")
NOT_KNOWN = ("810", "820", "830")
LEARNING = (
    *("210", "220", "230", "240", "250", "270", "280", "290", "310", "320", "381", "410", "430", "450", "460"),
    "550",
)
OFFERS = ("110", "114", "115", "120", "122", "123", "124")
WHOLE = ("", "Total", "Total")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Figures of the month that ends on the day, and in March those of the winter before it."""
    file = town.batch("nccis", f"{end:%Y-%m}", reaching=end)
    if file is not None:
        yield from of_month(cohort(town, file))
        if end.month == 9:
            statuses = list(guarantee_statuses(town, file))
            yield ("september_guarantee_rate", *WHOLE), sum(1 for each in statuses if each in OFFERS), len(statuses)
    if end.month == 3:
        winter = [date(end.year - 1, 12, 31), date(end.year, 1, 31), date(end.year, 2, 29 if end.year % 4 == 0 else 28)]
        files = [town.batch("nccis", f"{last:%Y-%m}", reaching=last) for last in winter]
        if None not in files:
            months = [person for each in files if each for person in cohort(town, each)]
            yield from neet_of("neet_winter_rate", months)
            unknown = sum(1 for person in months if is_not_known(person))
            yield ("not_known_winter_rate", *WHOLE), unknown, len(months)
            lost = sum(1 for person in months if is_neet(person) or is_not_known(person))
            yield ("neet_or_not_known_winter_rate", *WHOLE), lost, len(months)


def of_month(people: list[Row]) -> Iterator[Figure]:
    """NEET in all and at each age; not known; learning."""
    yield from neet_of("neet_rate", people)
    yield ("not_known_rate", *WHOLE), sum(1 for person in people if is_not_known(person)), len(people)
    learning = [person for person in people if person["activity_code"] in LEARNING and not person["currency_lapsed"]]
    yield ("participation_rate", *WHOLE), len(learning), len(people)


def neet_of(indicator: str, people: list[Row]) -> Iterator[Figure]:
    """Who is NEET, in all and at each age."""
    yield (indicator, *WHOLE), sum(1 for person in people if is_neet(person)), len(people)
    for age in (16, 17):
        of_age = [person for person in people if person["academic_age"] == age]
        yield (indicator, "", "academic_age", str(age)), sum(1 for each in of_age if is_neet(each)), len(of_age)


def in_file(town: Town, file: Row) -> list[Row]:
    rows = [row for row in town.rows("core.young_person") if row["batch_id"] == file["batch_id"]]
    return sorted(rows, key=lambda row: row["row_number"])


def cohort(town: Town, file: Row) -> list[Row]:
    """Of academic age 16 or 17, the council's own, not in custody, not transferred; each as the last record says."""
    people: dict[str, Row] = {}
    for row in in_file(town, file):
        is_own = row["lead_la"] == town.la_code and row["cohort_status"] != "T"
        if is_own and row["academic_age"] in (16, 17) and row["activity_code"] != "710":
            people[row["young_person"]] = row
    return list(people.values())


def is_neet(person: Row) -> bool:
    return person["activity_code"] in NEET and not person["currency_lapsed"]


def is_not_known(person: Row) -> bool:
    return person["activity_code"] in NOT_KNOWN or person["currency_lapsed"]


def guarantee_statuses(town: Town, file: Row) -> Iterator[str]:
    """The status that counts here of each young person: of Year 11, or else of Year 12, as the last record says."""
    found: dict[str, str] = {}
    for row in in_file(town, file):
        if row["guarantee_year11"] and row["guarantee_year11_la"] == town.la_code:
            found[row["young_person"]] = row["guarantee_year11"]
        elif row["guarantee_year12"] and row["guarantee_year12_la"] == town.la_code:
            found[row["young_person"]] = row["guarantee_year12"]
    yield from found.values()
