"""Annex A workbooks: the child-level lists that Ofsted asks for, as a case system exports them each quarter.

List 2 (early help) and list 8 (children in care) are whole; the others have their headers and a few rows. Header and
option spellings drift from year to year, as they do in real ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import numpy as np
import xlsxwriter

from samples.synth.annex_a_headers import AGE, AGE_IN_SHORT, HEADERS
from samples.synth.annex_a_rows import Cell, Rows, few_rows
from samples.synth.children_in_need import ChildInNeed
from samples.synth.dice import between, chance, pick, stream
from samples.synth.early_help import EarlyHelp
from samples.synth.looked_after import Child, Episode, birthday, is_care_leaver, periods_of_care
from samples.synth.people import LA_CODE, OTHER_LA_CODES

EXTRACT, SUPPLIER = "annex_a", "case-system"
FILE = "annex_a.xlsx"
EARLY_HELP, IN_CARE, _CARE_LEAVERS = 2, 8, 9
_FEW = 5
_YEAR_OF_SHORT_AGE = 2024
_YES_AND_NO = {2022: ("a) Yes", "b) No"), 2023: ("Yes", "No"), 2024: ("Y", "N"), 2025: ("a) Yes", "b) No")}
_ETHNICITIES: Sequence[str] = (
    "WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT".split()
)
_NEEDS = {
    "N1": "N1 - Abuse or Neglect",
    "N2": "N2 - Child's disability",
    "N3": "N3 - Parental illness or disability",
    "N4": "N4 - Family in acute stress",
    "N5": "N5 - Family dysfunction",
    "N6": "N6 - Socially unacceptable behaviour",
    "N8": "N8 - Absent parenting",
}
_PERMANENCE_PLANS = {"Long-term fostering": 40, "Return to family": 25, "Adoption": 12, "Supported living": 15, "": 8}
_ETHNICITY_OF_EARLY_HELP = {"WBRI": 82, "WOTH": 6, "MWBC": 3, "APKN": 3, "BAFR": 2, "NOBT": 4}


@dataclass(frozen=True)
class Scene:
    """Whom a workbook tells of, on the day that it runs to."""

    seed: int
    data_to: date
    looked_after: list[Child]
    in_need: list[ChildInNeed]
    early_help: list[EarlyHelp]

    @property
    def six_months_before(self) -> date:
        """The day after which the lists begin."""
        return month_end(self.data_to, 6)

    @property
    def yes_and_no(self) -> tuple[str, str]:
        return _YES_AND_NO[self.data_to.year]

    def yes(self, flag: bool) -> str:
        return self.yes_and_no[0 if flag else 1]

    def dice(self, number: int) -> np.random.Generator:
        """Draws about one child in one workbook."""
        return stream(self.seed, 44, number, self.data_to.toordinal())


def month_end(day: date, months: int) -> date:
    """The last day of the month so many months before the month of ``day``."""
    month = day.year * 12 + day.month - months  # counted from nought, that of the day after
    return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)


def make_workbook(scene: Scene) -> dict[int, Rows]:
    """The rows of each list, the header first: row number in the sheet = place in the list + 1."""
    sheets: dict[int, Rows] = {}
    for number, header in HEADERS.items():
        short = scene.data_to.year >= _YEAR_OF_SHORT_AGE
        sheets[number] = [[AGE_IN_SHORT if short and text == AGE else text for text in header]]
    sheets[EARLY_HELP] += _early_help(scene)
    sheets[IN_CARE] += _in_care(scene)
    referred, leavers = _some_referred(scene), _some_leavers(scene)
    for number in HEADERS.keys() - {EARLY_HELP, IN_CARE}:
        people = leavers if number == _CARE_LEAVERS else referred
        rows = [_first_columns(scene, each.number, each.female, each.ethnicity, each.birth) for each in people]
        sheets[number] += few_rows(number, rows, scene.data_to)
    return sheets


def write_workbook(sheets: dict[int, Rows], made_on: date) -> bytes:
    """The file's bytes, with true dates; the same rows give the same bytes."""
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as workbook:
        workbook.set_properties({"created": datetime(made_on.year, made_on.month, made_on.day, 9, tzinfo=UTC)})
        for number, rows in sorted(sheets.items()):
            sheet = workbook.add_worksheet(f"List {number}")
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell != "":
                        sheet.write(row, column, cell)
    return data.getvalue()


def _first_columns(scene: Scene, number: int, female: bool, ethnicity: str, birth: date) -> list[Cell]:
    """What every list begins with."""
    gender = "b) Female" if female else "a) Male"
    place = _ETHNICITIES.index(ethnicity)
    day = scene.data_to
    age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return [number, gender, f"{chr(ord('a') + place)}) {ethnicity}", birth, age]


def _some_referred(scene: Scene) -> list[ChildInNeed]:
    """A few children with a referral in the last six months, none of whom list 8 tells of."""
    since, until = scene.six_months_before, scene.data_to
    in_care = {each.number for each in scene.looked_after}
    recent = [each for each in scene.in_need if any(since < one.day <= until for one in each.referrals)]
    return [each for each in recent if each.birth <= until and each.number not in in_care][:_FEW]


def _some_leavers(scene: Scene) -> list[Child]:
    """A few care leavers of 18 to 20."""
    day = scene.data_to
    leavers = [each for each in scene.looked_after if is_care_leaver(each)]
    young = [each for each in leavers if birthday(each.birth, 18) <= day < birthday(each.birth, 21)]
    return [each for each in young if (each.episodes[-1].end or date.max) <= scene.data_to][:_FEW]


def _early_help(scene: Scene) -> Rows:
    since, until = scene.six_months_before, scene.data_to
    rows: Rows = []
    for each in scene.early_help:
        if since < each.start <= until:
            ethnicity = pick(stream(scene.seed, 45, each.number), _ETHNICITY_OF_EARLY_HELP)
            first = _first_columns(scene, each.number, each.female, ethnicity, each.birth)
            completed = each.completed if each.completed <= until else ""
            rows.append([*first, each.start, completed, each.organisation])
    return rows


def _in_care(scene: Scene) -> Rows:
    """Children in care now or in the last six months, without series of short breaks; the latest period of each."""
    rows: Rows = []
    for child in sorted(scene.looked_after, key=lambda each: each.number):
        begun = [period for period in periods_of_care(child) if period[0] <= scene.data_to]
        short_breaks = child.episodes[0].legal_status in ("V3", "V4")
        if begun and not short_breaks and (begun[-1][1] is None or begun[-1][1] > scene.six_months_before):
            rows.append(_in_care_row(scene, child, begun))
    return rows


def _in_care_row(scene: Scene, child: Child, periods: list[tuple[date, date | None]]) -> list[Cell]:
    day, rng = scene.data_to, scene.dice(child.number)
    start, end = periods[-1]
    ended = end if end is not None and end <= day else None
    again = len(periods) > 1 and (start - (periods[-2][1] or start)).days < 365
    episodes = [each for each in child.episodes if start <= each.start <= day]
    last = episodes[-1]
    until = ended or day
    return [
        *_first_columns(scene, child.number, child.female, child.ethnicity, child.birth),
        scene.yes(child.upn == "UN4" and (day - start).days < 365),
        scene.yes(chance(rng, 120)),
        start,
        _NEEDS[last.need],
        scene.yes(again),
        _legal_status_since(episodes),
        last.legal_status,
        max(start, until - timedelta(days=between(rng, 5, 170))),
        max(start, until - timedelta(days=between(rng, 1, 40))),
        pick(rng, _PERMANENCE_PLANS),
        max(start, until - timedelta(days=between(rng, 5, 120))),
        max(start, until - timedelta(days=between(rng, 10, 360))),
        max(start, until - timedelta(days=between(rng, 10, 360))),
        sum(each.reason_new in "SPB" and (until - each.start).days < 365 for each in episodes),
        ended or "",
        last.reason_ceased if ended else "",
        next(each.start for each in reversed(episodes) if each.reason_new in "SPBTU"),
        last.placement.code,
        last.placement.provider,
        last.placement.postcode,
        last.placement.ofsted,
        "a) In" if last.placement.postcode.startswith("MB") else "b) Out",
        LA_CODE if last.placement.postcode.startswith("MB") else OTHER_LA_CODES[child.number % 4],
        *_missing(scene, child),
        "Children in Care Team 1" if child.number % 2 else "Children in Care Team 2",
        f"Social worker {child.number % 9 + 1}",
    ]


def _legal_status_since(episodes: list[Episode]) -> date:
    since = episodes[-1]
    for each in reversed(episodes):
        if each.legal_status != since.legal_status:
            break
        since = each
    return since.start


def _missing(scene: Scene, child: Child) -> list[Cell]:
    """Episodes missing and absent in twelve months, and whether an interview on return was offered and accepted."""
    since = month_end(scene.data_to, 12)
    recent = [each for each in child.missing if since < each.start <= scene.data_to]
    missing = [each for each in recent if each.kind == "M"]
    counts: list[Cell] = [len(missing), len(recent) - len(missing)]
    if not missing:
        return [*counts, "", ""]
    rng = stream(scene.seed, 46, child.number, missing[-1].start.toordinal())
    offered = chance(rng, 900)
    accepted = chance(rng, 760)
    return [*counts, scene.yes(offered), scene.yes(accepted) if offered else ""]
