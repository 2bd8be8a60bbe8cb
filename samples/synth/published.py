"""Invented published values: the council's own as its answers were at each year's end, other areas' around them.

In the layout of the national tool's table, with authorities that are no real places. Merebridge's list of neighbours is
one of ten of them.
"""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from samples.synth.dice import between, stream
from samples.synth.identity import Identity
from samples.synth.people import LA_CODE


@dataclass(frozen=True)
class Series:
    """A series of the national tool, made of an indicator's answers.

    ``quarter``: that of the financial year whose answer stands for the published year; ``later``: 1 where the published
    year is named by the calendar year after the financial year's first. ``is_split``: written 2023/24. ``of_others``:
    it counts the others (absence, not attendance).
    """

    indicator: str
    quarter: int
    decimals: int
    later: int = 0
    is_split: bool = False
    of_others: bool = False


SERIES = {
    "TotAbs": Series("attendance_rate", 1, 2, of_others=True),
    "TotPerAbNew": Series("persistent_absence_rate", 1, 2),
    "TotSevPerAbNew": Series("severe_absence_rate", 1, 2),
    "TotFixedEx": Series("suspension_rate", 1, 5, is_split=True),
    "SEN_EHC_Excpt_20wks": Series("ehc_20_weeks_rate", 3, 1),
    "SEN_EHC_All_20wks": Series("ehc_20_weeks_all_rate", 3, 1),
    "16-17 NEET": Series("neet_rate", 4, 1, later=1),
    "16-17_not known": Series("not_known_rate", 4, 1, later=1),
    "16-17_not known_NEET": Series("neet_or_not_known_winter_rate", 4, 1, later=1),
    "16-17Ed&Training": Series("participation_rate", 4, 2, later=1),
    "Sept_Guarantee": Series("september_guarantee_rate", 2, 2),
    "CPP_Total_Rateper10,000": Series("referral_rate", 4, 1, later=1),
    "ReReferral": Series("rereferral_rate", 4, 1, later=1),
    "CIN": Series("cin_rate", 4, 1, later=1),
    "CPP_rate": Series("cpp_rate", 4, 1, later=1),
    "PrevRegCPR": Series("cpp_repeat_rate", 4, 1, later=1),
    "Continue_Assess_Comp": Series("assessments_45_days_rate", 4, 1, later=1),
    "LAC": Series("cla_rate", 4, 0, later=1),
    "CareLeaverAcc": Series("care_leavers_accommodation_rate", 4, 0, later=1),
    "CareLeaverEET": Series("care_leavers_eet_rate", 4, 0, later=1),
    "%_2yr_olds": Series("funded_two_year_olds_rate", 3, 1, later=1),
    "TotUnAuthAbs": Series("unauthorised_absence_rate", 1, 2),
    "TotPermEx": Series("permanent_exclusion_rate", 1, 5, is_split=True),
    "EHCP_Initial_req_refused": Series("ehc_refusal_rate", 3, 2),
}
_RATES = {"cla_rate": 10_000, "cin_rate": 10_000, "cpp_rate": 10_000, "referral_rate": 10_000}
_HEADER = ("Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region")
_REGION = "North West"
_WIDER = {"England": 970, "North East": 980, _REGION: 981, "South West": 990}
_OTHERS = (
    *("Aldermoor", "Birchester", "Calderholme", "Dunmere", "Elmsworth", "Farrowdale", "Garthford", "Hollinbridge"),
    *("Ironwell", "Kestrelby", "Langthwaite", "Millhaven", "Netherwick", "Oakminster", "Penrose Vale", "Quarrington"),
    *("Ravensmere", "Saltersgate", "Thornfleet", "Underwold", "Vauxbridge", "Westerlake", "Yarrowby", "Ashenfield"),
    *("Brackenhall", "Cotterstone", "Dovebeck", "Eastmarsh", "Fellgate", "Greywater"),
)
_FIRST_CODE = 701
NEIGHBOURS = tuple(_FIRST_CODE + place for place in (2, 4, 6, 9, 11, 14, 17, 20, 23, 27))
LISTED_FROM = "2024-05-01"


def write_published(out: Path, identity: Identity, seed: int, level: int) -> None:
    """Write the tables from the answers that are there already."""
    own = _own_values(out / "answers.csv")
    rows = [row for number, name in enumerate(SERIES) for row in _rows(name, own, identity, seed, number)]
    place = out / "reference" / "published"
    place.mkdir(exist_ok=True)
    packed = gzip.compress(_csv(_HEADER, rows).encode(), level, mtime=0)
    (place / "published_values.csv.gz").write_bytes(packed)
    lists = out / "reference" / "neighbours"
    lists.mkdir(exist_ok=True)
    header = ("LA Name", "LA number", *(f"SN{place}" for place in range(1, 11)))
    (lists / f"{LISTED_FROM}.csv").write_bytes(_csv(header, [(identity.name, LA_CODE, *NEIGHBOURS)]).encode())


def _own_values(answers: Path) -> Mapping[tuple[str, str], Fraction]:
    """The council's figures by indicator and quarter."""
    with answers.open(encoding="utf-8", newline="") as file:
        return {
            (row["indicator_id"], row["quarter"]): _value(row)
            for row in csv.DictReader(file)
            if row["item"] == "Total" and not row["school_urn"] and row["denominator"] not in ("", "0")
        }


def _value(row: Mapping[str, str]) -> Fraction:
    scale = _RATES.get(row["indicator_id"], 100)
    return Fraction(int(row["numerator"]) * scale, int(row["denominator"]))


def _rows(
    name: str, own: Mapping[tuple[str, str], Fraction], identity: Identity, seed: int, number: int
) -> Iterator[tuple[object, ...]]:
    """Every area's values: the others' keep to a level of their own, from year to year nearly the same."""
    series = SERIES[name]
    found = {
        int(quarter[:4]): 100 - figure if series.of_others else figure
        for (indicator, quarter), figure in sorted(own.items())
        if indicator == series.indicator and quarter.endswith(f"-Q{series.quarter}")
    }
    middle = sum(found.values(), Fraction()) / max(len(found), 1)
    dice = stream(seed, 70, number)
    levels = {area: between(dice, 880, 1120) for area in (*_WIDER, *_OTHERS)}
    for year, value in found.items():

        def row(area: str, figure: Fraction, code: object, region: str, year: int = year) -> tuple[object, ...]:
            return name, "", _years(series, year), area, _written(figure, series.decimals), code, region

        yield row(identity.name, value, LA_CODE, _REGION)
        for place, area in enumerate(_OTHERS):
            yield row(area, _near(middle, levels[area] + between(dice, -25, 25), series), _FIRST_CODE + place, _REGION)
        for area, code in _WIDER.items():
            yield row(area, _near(middle, levels[area] + between(dice, -8, 8), series), code, "NA")


def _years(series: Series, financial_year: int) -> str:
    ends = financial_year + series.later
    return f"{ends - 1}/{ends % 100:02}" if series.is_split else str(ends)


def _near(middle: Fraction, per_mille: int, series: Series) -> Fraction:
    """So many per mille of a value; of a percentage high up, of what it lacks of the whole."""
    if series.indicator not in _RATES and middle > 60:
        return 100 - (100 - middle) * per_mille / 1000
    return middle * per_mille / 1000


def _written(value: Fraction, decimals: int) -> str:
    """Rounded half-up, as text."""
    whole = int(value * 10**decimals + Fraction(1, 2))
    digits = str(whole).zfill(decimals + 1)
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def _csv(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
