"""The deliveries of children's social care: the same bytes each time, consistent with one another, faults as listed."""

import csv
import gzip
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from samples.synth.annex_a import month_end
from samples.synth.annex_a_headers import AGE, AGE_IN_SHORT, HEADERS
from samples.synth.care_files import LATEST, QUARTER_ENDS, YEAR_FILES, write_care
from samples.synth.cin_census import RECORDS
from samples.synth.defects import Defect, Faults, Level
from samples.synth.looked_after import make_children
from samples.synth.plan import Plan
from samples.synth.returns import make_returns
from samples.synth.ssda903 import make_return
from samples.synth.town import Town, make_town
from samples.synth.upn import check_letter
from tests.synthetic import content, rows_of, uk

PUPILS, SEED = 2500, 4


@pytest.fixture(scope="module")
def town() -> Town:
    return make_town(PUPILS, SEED)


def written(out: Path, town: Town, level: Level) -> Faults:
    """Everything but Header and Episodes; a Header as it should be, because rows are held with their Header row."""
    plan, faults = Plan(PUPILS, SEED, level=level), Faults()
    place = out / "extracts" / "ssda903" / "case-system" / LATEST.isoformat()
    place.mkdir(parents=True)
    header = make_return(make_children(town.people, SEED, plan.population), LATEST).header
    (place / "header.csv").write_text("\n".join(header))
    write_care(out, plan, town, faults)
    return faults


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, town: Town) -> Path:
    out = tmp_path_factory.mktemp("clean")
    assert written(out, town, Level.NONE).found == []
    return out


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory, town: Town) -> tuple[Path, list[Defect]]:
    out = tmp_path_factory.mktemp("damaged")
    return out, written(out, town, Level.EVERY).found


def sheet(council: Path, data_to: date, number: int) -> list[dict[str, object]]:
    """The rows of a list by header; the first is row 2 of the sheet."""
    path = council / "extracts" / "annex_a" / "case-system" / data_to.isoformat() / "annex_a.xlsx"
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(f"List {number}").to_python()
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def table(council: Path, data_to: date, name: str) -> list[dict[str, str]]:
    path = council / "extracts" / "ssda903" / "case-system" / data_to.isoformat() / f"{name}.csv"
    return rows_of(path.read_bytes())


@pytest.mark.slow
def test_the_same_town_gives_the_same_bytes(clean: Path, tmp_path: Path, town: Town) -> None:
    written(tmp_path, town, Level.NONE)
    one, two = content(clean), content(tmp_path)
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_every_delivery_is_there(clean: Path) -> None:
    places = Counter(path.parent.parent.name for path in clean.rglob("delivery.toml"))
    folders = Counter(path.parent.parent.parent.name for path in clean.glob("extracts/*/*/*/delivery.toml"))
    assert folders == {"cin": len(YEAR_FILES), "ssda903": len(YEAR_FILES), "annex_a": len(QUARTER_ENDS)}
    assert places["returns"] == len(QUARTER_ENDS) == 13


def test_a_workbook_has_every_list_with_its_headers(clean: Path) -> None:
    for data_to in (QUARTER_ENDS[0], LATEST):
        for number, header in HEADERS.items():
            rows = sheet(clean, data_to, number)
            short = data_to == LATEST
            assert list(rows[0]) == [AGE_IN_SHORT if short and text == AGE else text for text in header]
            assert all(list(row.values()).count("") < len(row) for row in rows)


def test_dates_in_a_workbook_are_dates_and_lie_within_its_six_months(clean: Path) -> None:
    for data_to in QUARTER_ENDS:
        started = [row["Assessment start date"] for row in sheet(clean, data_to, 2)]
        assert all(isinstance(day, date) and month_end(data_to, 6) < day <= data_to for day in started)
        ceased = [row["Date Ceased to be Looked After"] for row in sheet(clean, data_to, 8)]
        assert all(day == "" or (isinstance(day, date) and month_end(data_to, 6) < day <= data_to) for day in ceased)


@pytest.mark.parametrize("data_to", [date(2023, 3, 31), date(2024, 12, 31), LATEST])
def test_annex_a_counts_the_missing_episodes_of_the_903_returns(clean: Path, data_to: date) -> None:
    since = month_end(data_to, 12)
    told = {
        (row["CHILD"], row["MISSING"], row["MIS_START"])
        for each in YEAR_FILES
        for row in table(clean, each, "missing")
        if since < uk(row["MIS_START"]) <= data_to
    }
    counts = Counter((child, kind) for child, kind, _ in told)
    rows = sheet(clean, data_to, 8)
    for row in rows:
        missing, absent = (value for header, value in row.items() if header.startswith("Number of Episodes"))
        child = f"{row['Child Unique ID']:.0f}"
        assert (counts[child, "M"], counts[child, "A"]) == (missing, absent)
        offered = next(value for header, value in row.items() if header.startswith("Was the child offered"))
        assert (offered == "") == (missing == 0)
    assert sum(counts.values()) > 3


def test_returns_rise_with_the_price_of_placements_and_one_share_is_over_a_whole() -> None:
    quarters = [list(csv.DictReader(make_returns(3200, day, 4))) for day in QUARTER_ENDS]
    spent = [int(rows[0]["amount"]) for rows in quarters]
    assert spent[-1] > spent[0] * 1.2
    of_people = [row for rows in quarters for row in rows if row["out_of"] and row["return_id"] != "agency_spend"]
    shares = [int(row["amount"]) / int(row["out_of"]) for row in of_people]
    assert sum(share > 1 for share in shares) == 1
    assert min(shares) > 0.3
    for day, rows in zip(QUARTER_ENDS, quarters, strict=True):
        assert len({row["return_id"] for row in rows}) == len(rows) == (14 if day.month == 3 else 13)
        assert all(day < date.fromisoformat(row["given_on"]) <= date.fromordinal(day.toordinal() + 9) for row in rows)


class Wrong:
    """The row, record or cell values that a fault speaks of."""

    def __init__(self, council: Path, defect: Defect) -> None:
        self.council, self.defect = council, defect
        self.table, self.number = defect.table, defect.row_number

    @property
    def rows(self) -> list[dict]:
        if self.defect.extract == "annex_a":
            return sheet(self.council, LATEST, int(self.table.removeprefix("list_")))
        if self.defect.extract == "council_returns":
            return rows_of((self.council / "returns" / LATEST.isoformat() / "returns.csv").read_bytes())
        return table(self.council, LATEST, self.table)

    @property
    def row(self) -> dict:
        return self.rows[self.number - 2]

    @property
    def record(self) -> ET.Element:
        return self.message.findall(f".//{RECORDS[self.table]}")[self.number - 1]

    @property
    def message(self) -> ET.Element:
        path = self.council / "extracts" / "cin" / "case-system" / LATEST.isoformat() / "cin.xml.gz"
        return ET.fromstring(gzip.decompress(path.read_bytes()))

    def text(self, name: str) -> str:
        return self.record.findtext(name, "")

    def in_header(self) -> bool:
        return self.row["CHILD"] in {row["CHILD"] for row in table(self.council, LATEST, "header")}


def ends_first(wrong: Wrong, start: str, end: str) -> bool:
    return wrong.text(end) < wrong.text(start)


IS_WRONG: dict[str, Callable[[Wrong], bool]] = {
    "oc3-retired-accommodation": lambda w: w.row["ACCOM"] == "S1",
    "oc3-retired-activity": lambda w: w.row["ACTIV"] == "F3",
    "oc3-accommodation-unknown-code": lambda w: w.row["ACCOM"] == "01",
    "missing-kind-unknown-code": lambda w: w.row["MISSING"] == "X" and w.in_header(),
    "missing-child-not-in-header": lambda w: not w.in_header(),
    "missing-end-before-start": lambda w: uk(w.row["MIS_END"]) < uk(w.row["MIS_START"]),
    "missing-after-data-to": lambda w: uk(w.row["MIS_START"]) > LATEST,
    "referrals-referral-source-unknown-code": lambda w: w.text("ReferralSource") == "2C",
    "referrals-closed-before-referral": lambda w: ends_first(w, "CINreferralDate", "CINclosureDate"),
    "assessments-authorised-before-start": lambda w: ends_first(
        w, "AssessmentActualStartDate", "AssessmentAuthorisationDate"
    ),
    "assessment_factors-assessment-unknown": lambda w: w.record.text != "99Z",
    "assessment_factors-factor-unknown-code": lambda w: w.record.text == "99Z",
    "protection_plans-end-before-start": lambda w: ends_first(w, "CPPstartDate", "CPPendDate"),
    "protection_plans-initial-category-unknown-code": lambda w: w.text("InitialCategoryOfAbuse") == "ZZZ",
    "reviews-plan-unknown": lambda w: w.record.tag == "CPPreviewDate",
    "children-upn-check-letter": lambda w: (
        check_letter(w.text("ChildIdentifiers/UPN")[1:]) != w.text("ChildIdentifiers/UPN")[0]
    ),
    "list_2-start-date-not-a-date": lambda w: w.row["Assessment start date"] == "tbc",
    "list_2-start-date-missing": lambda w: w.row["Assessment start date"] == "",
    "list_8-missing-episodes-missing": lambda w: "#N/A" in w.row.values(),
    "list_8-interview-accepted-unknown-code": lambda w: "c) Perhaps" in w.row.values(),
    "returns-return-id-unknown-code": lambda w: w.row["return_id"] == "agency_staff_forecast",
    "returns-officer-pattern": lambda w: w.row["officer"] == "jw2",
    "exact-duplicate": lambda w: w.rows.index(w.row) < w.number - 2,
}


def test_each_fault_is_as_it_is_listed(damaged: tuple[Path, list[Defect]]) -> None:
    council, listed = damaged
    assert [fault for fault in listed if not IS_WRONG[fault.rule_id](Wrong(council, fault))] == []
    assert {fault.rule_id for fault in listed} == set(IS_WRONG)
    assert all(count > 1 for count in Counter(fault.extract for fault in listed).values())


def test_what_belongs_to_a_held_record_is_held_with_it(damaged: tuple[Path, list[Defect]]) -> None:
    council, listed = damaged
    for table_name, below, rule_id in (
        ("assessments", "assessment_factors", "assessment_factors-assessment-unknown"),
        ("protection_plans", "reviews", "reviews-plan-unknown"),
    ):
        (held,) = [each for each in listed if each.table == table_name and each.kind == "hold"]
        numbers = {each.row_number for each in listed if each.rule_id == rule_id}
        wrong = Wrong(council, held)
        message = wrong.message
        record = message.findall(f".//{RECORDS[table_name]}")[held.row_number - 1]
        every = list(message.iter(RECORDS[below]))
        assert numbers == {every.index(each) + 1 for each in record.iter(RECORDS[below])}
