"""Care leavers and children missing from care, counted from the OC3 and Missing tables of SSDA903."""

from collections.abc import Iterator
from datetime import date, timedelta

from samples.synth.answers_folder import Answer, Folder, age_on, quarter_name

_PLACE = ("ssda903", "case-system")
_NOT_COUNTED = ("DIED", "RHOM")
_NOT_HOUSED_HERE = ("G", "H", "R")  # abroad, deported, residence not known
_YOUNGEST, _OLDEST = 19, 21


def care_leavers(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end that the returns reach, each from the newest return of its year."""
    newest = {_financial_year(day): day for day in folder.deliveries(*_PLACE)}
    for year, data_to in newest.items():
        for end in (date(year, 6, 30), date(year, 9, 30), date(year, 12, 31), date(year + 1, 3, 31)):
            if end <= data_to:
                yield from _leavers_at(folder, data_to, end)
                yield from _missing_at(folder, newest, end)


def _financial_year(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _uk_date(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def _rows(folder: Folder, data_to: date, name: str) -> list[dict[str, str]]:
    """A table's clean rows; a return may lack the table."""
    try:
        folder.file(*_PLACE, data_to, f"{name}.csv")
    except ValueError:
        return []
    return list(folder.clean_records(*_PLACE, data_to, f"{name}.csv", name))


def _leavers_at(folder: Folder, data_to: date, end: date) -> Iterator[Answer]:
    """Those aged 19 to 21 on a day, by the Header's dates of birth."""
    leavers = _rows(folder, data_to, "oc3")
    if not leavers:
        return
    births = {row["CHILD"]: _uk_date(row["DOB"]) for row in _rows(folder, data_to, "header")}
    of_age = [row for row in leavers if _YOUNGEST <= age_on(births[row["CHILD"]], end) <= _OLDEST]
    counted = [row for row in of_age if row["IN_TOUCH"] not in _NOT_COUNTED]
    busy = [row for row in counted if row["ACTIV"][0] in "FP"]
    housed = [row for row in counted if row["ACCOM"][0] not in _NOT_HOUSED_HERE]
    suitable = [row for row in housed if row["IN_TOUCH"] == "YES" and row["ACCOM"].endswith("1")]
    quarter = quarter_name(end)
    yield Answer("care_leavers_eet_rate", quarter, "", "Total", "Total", len(busy), len(counted))
    yield Answer("care_leavers_accommodation_rate", quarter, "", "Total", "Total", len(suitable), len(housed))


def _missing_at(folder: Folder, newest: dict[int, date], end: date) -> Iterator[Answer]:
    """Children missing within twelve months; each episode is told by the return of the year in which it began."""
    since = end.replace(year=end.year - 1)
    years = {_financial_year(since + timedelta(days=1)), _financial_year(end)}
    if years <= newest.keys():
        children = {
            row["CHILD"]
            for year in years
            for row in _rows(folder, newest[year], "missing")
            if row["MISSING"] == "M"
            and _financial_year(_uk_date(row["MIS_START"])) == year
            and since < _uk_date(row["MIS_START"]) <= end
        }
        yield Answer("cla_missing_children", quarter_name(end), "", "Total", "Total", len(children), None)
