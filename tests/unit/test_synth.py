"""The synthetic council: same seed, same bytes; files that keep the returns' own rules; faults that are what they say."""

import csv
import gzip
import itertools
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli.synth import synth
from samples.synth import answers
from samples.synth.answers_folder import Folder, age_on
from samples.synth.defects import Level
from samples.synth.generate import Plan, census_half_terms, generate, register_days, write_council
from samples.synth.looked_after import birthday, make_children
from samples.synth.merebridge import FOLDER as MEREBRIDGE
from samples.synth.merebridge import PLAN
from samples.synth.people import LA_CODE
from samples.synth.ssda903 import make_return
from samples.synth.terms import BANK_HOLIDAYS, half_terms, school_days
from samples.synth.town import make_town
from samples.synth.upn import check_letter, upn, with_wrong_letter

MOST_BYTES = 5_500_000
LATEST = date(2025, 6, 30)


def content(folder: Path) -> dict[str, bytes]:
    """Every file by its path; compressed files opened, because compression differs between libraries."""
    return {
        path.relative_to(folder).as_posix(): gzip.decompress(path.read_bytes())
        if path.suffix == ".gz"
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(data.decode().splitlines()))


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council of 1,000 pupils with every fault."""
    folder = tmp_path_factory.mktemp("damaged")
    generate(folder, 1000, seed=11, defects=True)
    return folder


@pytest.fixture(scope="module")
def returns() -> dict[date, tuple[list[dict[str, str]], list[dict[str, str]]]]:
    """Header and episodes of four years, without faults, of a council large enough to have every kind of life."""
    children = make_children(make_town(5000, 3).people, 3, 8000)
    made = [make_return(children, day) for day in (date(2023, 3, 31), date(2024, 3, 31), date(2025, 3, 31), LATEST)]
    return {each.data_to: (list(csv.DictReader(each.header)), list(csv.DictReader(each.episodes))) for each in made}


# The same seed gives the same council


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate(tmp_path / name, 200, seed=7, defects=True)
    one, two = content(tmp_path / "one"), content(tmp_path / "two")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_another_seed_gives_another_council(tmp_path: Path) -> None:
    for seed in (7, 8):
        generate(tmp_path / str(seed), 100, seed=seed)
    place = "extracts/ssda903/case-system/2025-03-31/episodes.csv"
    assert (tmp_path / "7" / place).read_bytes() != (tmp_path / "8" / place).read_bytes()


def test_the_generator_imports_nothing_of_the_pipeline() -> None:
    script = "import sys, samples.synth.merebridge; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {"flows", "transforms", "expectations", "pandas", "prefect"} & set(run.stdout.split()) == set()


@pytest.mark.parametrize("pupils", [200, 1000, 3000])
def test_a_council_has_about_as_many_pupils_as_were_asked_for(pupils: int) -> None:
    town = make_town(pupils, 5)
    on_roll = int(town.present(2024, date(2025, 1, 16).toordinal()).sum())
    assert abs(on_roll - pupils) < pupils * 0.12


def test_more_quarters_mean_registers_where_there_were_half_term_counts() -> None:
    assert register_days(1) == [date(2024, 6, 30), LATEST]
    assert register_days(2) == [date(2024, 6, 30), date(2025, 3, 31), LATEST]
    assert [(each.academic_year, each.number) for each in census_half_terms(1)] == [
        *(("2022/23", number) for number in range(1, 7)),
        *(("2023/24", number) for number in range(1, 5)),
        *(("2024/25", number) for number in range(1, 5)),
    ]
    assert len(census_half_terms(2)) == len(census_half_terms(1)) - 2
    with pytest.raises(ValueError, match="1 to 12"):
        register_days(13)


# Unique pupil numbers


def test_a_published_number_has_the_letter_that_we_compute() -> None:
    assert check_letter("801200001001") == "H"


def test_a_number_with_the_next_letter_is_wrong() -> None:
    right = upn("999", 2001, 2018, 5)
    assert right[1:] == "999200118005"
    assert with_wrong_letter(right) != right
    assert with_wrong_letter(right)[1:] == right[1:]


def test_every_number_on_every_roll_is_right_but_those_listed(damaged: Path) -> None:
    wrong = Counter()
    for path in damaged.glob("extracts/attendance_register/*/*/roll.csv.gz"):
        numbers = [row["upn"] for row in rows_of(gzip.decompress(path.read_bytes()))]
        wrong[path.parts[-3], path.parts[-2]] += sum(check_letter(number[1:]) != number[0] for number in numbers)
    listed = Counter((row.supplier, row.data_to) for row in faults(damaged) if row.rule_id == "roll-upn-check-letter")
    assert +wrong == listed


def test_no_number_is_given_twice() -> None:
    numbers = make_town(5000, 2).people.upn
    assert len(set(numbers)) == len(numbers)


# The calendar


def test_a_school_year_has_about_190_days_none_on_a_weekend_or_bank_holiday() -> None:
    for year in (2022, 2023, 2024):
        days = [day for half_term in half_terms(year) for day in school_days(half_term)]
        assert 187 <= len(days) <= 195
        assert [day for day in days if day.weekday() > 4 or day in BANK_HOLIDAYS] == []


def test_half_terms_follow_one_another_and_spring_ends_by_the_end_of_march() -> None:
    every = [half_term for year in range(2021, 2026) for half_term in half_terms(year)]
    assert all(one.start < one.end < two.start for one, two in itertools.pairwise(every))
    assert all(half_terms(year)[3].end <= date(year + 1, 3, 31) for year in range(2021, 2026))


# Attendance


def clean_register(urn: str, data_to: date) -> tuple[list[list[str]], list[list[str]]]:
    folder = Folder(MEREBRIDGE)
    place = ("attendance_register", urn, data_to)
    return list(folder.clean_rows(*place, "roll.csv.gz")), list(folder.clean_rows(*place, "marks.csv.gz"))


def test_every_mark_is_of_a_pupil_on_roll_that_day_once_and_on_a_school_day() -> None:
    days = {day for half_term in half_terms(2024)[4:] for day in school_days(half_term)}
    for urn in ("900002", "900007", "900010"):
        roll, marks = clean_register(urn, LATEST)
        on_roll = {row[0]: (row[7], row[8] or "9999") for row in roll}
        assert len({tuple(row[:4]) for row in marks}) == len(marks)
        assert {date.fromisoformat(row[2]) for row in marks} <= {day for day in days if day <= LATEST}
        assert [row for row in marks if not on_roll[row[0]][0] <= row[2] <= on_roll[row[0]][1]] == []


@pytest.mark.parametrize(
    ("phase", "lowest", "highest"),
    [("Primary", 93.0, 96.0), ("Secondary", 88.5, 92.5), ("Special", 84.0, 91.0), ("PRU", 45.0, 70.0)],
)
def test_attendance_is_plausible_in_each_phase(phase: str, lowest: float, highest: float) -> None:
    for row in sample_answers():
        if (row["indicator_id"], row["item"]) == ("attendance_rate", phase):
            assert lowest < 100 * int(row["numerator"]) / int(row["denominator"]) < highest


def test_absence_is_unequal_as_in_real_schools() -> None:
    for row in sample_answers():
        if row["item"] == "Total" and not row["school_urn"] and row["indicator_id"].endswith("absence_rate"):
            lowest, highest = (15, 27) if row["indicator_id"].startswith("persistent") else (1, 3)
            assert lowest < 100 * int(row["numerator"]) / int(row["denominator"]) < highest


def test_marks_have_the_usual_mix_of_codes_and_only_those_of_their_time() -> None:
    for data_to, absent_codes in ((LATEST, {"J", "Y", "H", "F"}), (date(2024, 6, 30), {"C1", "C2", "J1", "K", "Q"})):
        codes = Counter(
            row[4]
            for school in Folder(MEREBRIDGE).phases
            for row in clean_register(school, data_to)[1]
            if row[4] not in absent_codes
        )
        assert set("/ \\ L I M C G O N U E S V W B P D X R T".split()) <= set(codes)
        assert codes["I"] == max(codes[code] for code in "IMCGONUERT")
        every_mark = sum(len(clean_register(school, data_to)[1]) for school in Folder(MEREBRIDGE).phases)
        assert codes.total() == every_mark


def test_pupils_move_leave_join_board_and_are_registered_twice() -> None:
    rolls = {urn: clean_register(urn, LATEST)[0] for urn in Folder(MEREBRIDGE).phases}
    places = defaultdict(set)
    for urn, roll in rolls.items():
        for row in roll:
            places[row[0]].add((urn, row[5]))
    every = [row for roll in rolls.values() for row in roll]
    assert sum(row[8] != "" for row in every) > 3
    assert sum(row[7] >= "2025-04-15" for row in every) > 3
    assert sum(row[6] == "B" for row in rolls["900009"]) > 1
    assert any({status for _, status in each} == {"M", "S"} for each in places.values())
    assert any(len(each) == 2 and {status for _, status in each} == {"C"} for each in places.values())


def test_pupils_are_the_same_people_a_year_older() -> None:
    born = {row[0]: row[2] for row in clean_register("900003", date(2024, 6, 30))[0]}
    later = {row[0]: (row[2], row[4]) for row in clean_register("900003", LATEST)[0]}
    both = born.keys() & later.keys()
    assert len(both) > len(born) * 0.7
    assert all(born[number] == later[number][0] for number in both)
    assert {group for number, (_, group) in later.items() if number not in born} >= {"R"}


def test_half_term_counts_add_up_to_all_sessions() -> None:
    folder, half_term = Folder(MEREBRIDGE), half_terms(2022)[1]
    place = ("census_sessions", "collect", half_term.end)
    sessions = Counter()
    for row in folder.clean_rows(*place, "termlysessiondetailsonroll.csv.gz"):
        sessions[row[0]] += int(row[5])
    whole = 2 * len(school_days(half_term))
    assert max(sessions.values()) == whole
    assert sum(count == whole for count in sessions.values()) > 0.95 * len(sessions)


# Children looked after, by the return's own rules


def periods(episodes: list[dict[str, str]]) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Each episode with the next one of the same child."""
    for one, two in itertools.pairwise(episodes):
        if one["CHILD"] == two["CHILD"]:
            yield one, two


def uk(text: str) -> date:
    day, month, year = (int(part) for part in text.split("/"))
    return date(year, month, day)


Row = dict[str, str]
PAIR_RULES: dict[str, Callable[[Row, Row], bool]] = {
    "episodes are in order and do not overlap": lambda one, two: uk(one["DEC"]) <= uk(two["DECOM"]),
    "a new start needs a gap": lambda one, two: two["RNE"] != "S" or uk(one["DEC"]) < uk(two["DECOM"]),
    "a change happens on the day the last episode ceased": lambda one, two: (
        two["RNE"] == "S" or one["DEC"] == two["DECOM"]
    ),
    "X1 is followed on the same day": lambda one, two: (one["REC"] == "X1") == (one["DEC"] == two["DECOM"]),
    "a change of placement has a reason, on the episode that ends": lambda one, two: (
        (one["REASON_PLACE_CHANGE"] != "") == (two["RNE"] in ("P", "T", "B", "U"))
    ),
    "the need stays the same through a period of care": lambda one, two: two["RNE"] == "S" or one["CIN"] == two["CIN"],
    "a change of legal status changes only that": lambda one, two: (
        two["RNE"] != "L" or (one["LS"] != two["LS"] and one["PL_POST"] == two["PL_POST"])
    ),
    "the same carer keeps the address": lambda one, two: two["RNE"] != "T" or one["PL_POST"] == two["PL_POST"],
}
OFSTED_NUMBER_NOT_WANTED = ("P1", "P3", "R1", "R2", "R5")
ROW_RULES: dict[str, Callable[[Row], bool]] = {
    "DEC and REC are both filled or both empty": lambda row: bool(row["DEC"]) == bool(row["REC"]),
    "an episode ceases after it began": lambda row: not row["DEC"] or uk(row["DECOM"]) < uk(row["DEC"]),
    "an open episode has no reason for a change": lambda row: bool(row["DEC"]) or not row["REASON_PLACE_CHANGE"],
    "the provider is the parents at home and nowhere else": lambda row: (
        (row["PLACE_PROVIDER"] == "PR0") == (row["PLACE"] == "P1")
    ),
    "there is always a provider": lambda row: row["PLACE_PROVIDER"] != "",
    "the Ofsted number is there where it is wanted": lambda row: (
        (row["URN"] == "") == (row["PLACE"] in OFSTED_NUMBER_NOT_WANTED)
    ),
    "only a care order lets a child be placed with parents": lambda row: (
        row["PLACE"] != "P1" or row["LS"] in ("C1", "C2")
    ),
    "an adoptive placement follows a placement order": lambda row: row["PLACE"] != "A6" or row["LS"] == "E1",
}


@pytest.mark.parametrize("rule", ROW_RULES)
def test_each_episode_keeps(rule: str, returns: dict) -> None:
    broken = [row for _, episodes in returns.values() for row in episodes if not ROW_RULES[rule](row)]
    assert broken == []


@pytest.mark.parametrize("rule", PAIR_RULES)
def test_each_pair_of_episodes_keeps(rule: str, returns: dict) -> None:
    pairs = [pair for _, episodes in returns.values() for pair in periods(episodes)]
    assert [pair for pair in pairs if not PAIR_RULES[rule](*pair)] == []


def test_codes_are_those_of_the_collection_year(returns: dict) -> None:
    for data_to, (header, episodes) in returns.items():
        new = data_to > date(2024, 3, 31)
        assert {row["SEX"] for row in header} == ({"M", "F"} if new else {"1", "2"})
        assert ("K3" if new else "H5") in {row["PLACE"] for row in episodes}
        assert ("H5" if new else "K3") not in {row["PLACE"] for row in episodes}


def test_supported_accommodation_is_for_those_aged_16_and_over(returns: dict) -> None:
    for header, episodes in returns.values():
        born = {row["CHILD"]: uk(row["DOB"]) for row in header}
        ages = [age_on(born[row["CHILD"]], uk(row["DECOM"])) for row in episodes if row["PLACE"] in ("H5", "K3")]
        assert min(ages) >= 16


def test_header_and_episodes_hold_the_same_children_once(returns: dict) -> None:
    for data_to, (header, episodes) in returns.items():
        children = [row["CHILD"] for row in header]
        assert len(set(children)) == len(children)
        assert set(children) == {row["CHILD"] for row in episodes}
        assert len({(row["CHILD"], row["DECOM"]) for row in episodes}) == len(episodes)
        assert max(uk(row["DECOM"]) for row in episodes) <= data_to
        assert max(uk(row["DEC"]) for row in episodes if row["DEC"]) <= data_to


def test_every_kind_of_life_in_care_occurs(returns: dict) -> None:
    episodes = [row for _, rows in returns.values() for row in rows]
    headers = [row for rows, _ in returns.values() for row in rows]
    assert {"S", "L", "P", "T", "B"} <= {row["RNE"] for row in episodes}
    assert {"C1", "C2", "E1", "V2", "V3", "V4", "J1"} <= {row["LS"] for row in episodes}
    assert {"X1", "E4A", "E4B", "E11", "E12", "E45", "E5", "E17"} <= {row["REC"] for row in episodes}
    assert {"UN1", "UN4"} <= {row["UPN"] for row in headers}
    assert "1" in {row["MOTHER"] for row in headers}
    starts = Counter((row["CHILD"], row["DECOM"]) for row in returns[LATEST][1] if row["RNE"] == "S")
    assert max(Counter(child for child, _ in starts).values()) > 1


def test_the_placement_mix_is_plausible(returns: dict) -> None:
    now = [row for row in returns[LATEST][1] if not row["DEC"] and row["LS"] not in ("V3", "V4")]
    fostered = [row for row in now if row["PLACE"].startswith("U")]
    agency = sum(row["PLACE_PROVIDER"] in ("PR4", "PR5") for row in fostered)
    assert 0.5 < len(fostered) / len(now) < 0.85
    assert 0.12 < agency / len(now) < 0.35
    assert 0.06 < sum(row["PLACE"] in ("K1", "K2", "R1", "S1") for row in now) / len(now) < 0.25


def test_children_looked_after_are_pupils_of_the_council_s_schools() -> None:
    folder = Folder(MEREBRIDGE)
    pupils = {row[0] for urn in folder.phases for row in clean_register(urn, LATEST)[0]}
    header = [row for row in folder.clean_rows("ssda903", "case-system", LATEST, "header.csv") if len(row[4]) == 13]
    of_age = [row for row in header if 5 <= age_on(uk(row[2]), date(2024, 8, 31)) <= 15]
    assert sum(row[4] in pupils for row in of_age) > 0.6 * len(of_age)
    assert all(row[4] in pupils for row in of_age if row[4][1:4] == LA_CODE)


def test_someone_born_on_29_february_comes_of_age_on_1_march() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)


# Faults


class Fault:
    """A line of DEFECTS.csv with the row that it speaks of and its companions."""

    def __init__(self, folder: Path, entry: dict[str, str]) -> None:
        self.supplier, self.data_to, self.rule_id = entry["supplier"], entry["data_to"], entry["rule_id"]
        self.table, self.kind, self.line = entry["table"], entry["kind"], int(entry["row_number"])
        self.place = folder / "extracts" / entry["extract"] / self.supplier / self.data_to
        self.rows = self.read(entry["file"])
        self.row = self.rows[self.line - 2]

    def read(self, file_name: str) -> list[dict[str, str]]:
        data = (self.place / file_name).read_bytes()
        return rows_of(gzip.decompress(data) if file_name.endswith(".gz") else data)

    def same_key(self, *columns: str) -> list[dict[str, str]]:
        return [row for row in self.rows if all(row[column] == self.row[column] for column in columns)]

    @property
    def day(self) -> date:
        return date.fromisoformat(self.row["date"])


def faults(folder: Path) -> list[Fault]:
    return [Fault(folder, entry) for entry in rows_of((folder / "DEFECTS.csv").read_bytes())]


def wrong_letter(number: str) -> bool:
    return check_letter(number[1:]) != number[0]


def in_a_half_term(day: date) -> bool:
    return any(each.start <= day <= each.end for each in half_terms(2024))


def header_twice(fault: Fault, child: str) -> bool:
    return sum(row["CHILD"] == child for row in fault.read("header.csv")) != 1


def overlaps(fault: Fault) -> bool:
    start = uk(fault.row["DECOM"])
    return any(
        row is not fault.row and uk(row["DECOM"]) < start and (not row["DEC"] or uk(row["DEC"]) > start)
        for row in fault.same_key("CHILD")
    )


IS_WRONG: dict[str, Callable[[Fault], bool]] = {
    "exact-duplicate": lambda f: f.rows.index(f.row) < f.line - 2,
    "marks-mark-unknown-code": lambda f: f.row["mark"] in ("?", "A", "L1"),
    "marks-retired-code": lambda f: f.row["mark"] == "H" and f.day > date(2024, 8, 19),
    "marks-mark-missing": lambda f: f.row["mark"] == "",
    "marks-session-unknown-code": lambda f: f.row["session"] not in ("AM", "PM"),
    "marks-session-date-not-a-date": lambda f: f.row["date"][5:7] == "13",
    "marks-outside-term": lambda f: f.day.weekday() < 5 and not in_a_half_term(f.day),
    "marks-weekend": lambda f: f.day.weekday() >= 5 and in_a_half_term(f.day),
    "marks-pupil-not-on-roll": lambda f: f.row["upn"] not in {row["upn"] for row in f.read("roll.csv.gz")},
    "marks-key-repeated": lambda f: len({row["mark"] for row in f.same_key("upn", "urn", "date", "session")}) == 2,
    "roll-upn-check-letter": lambda f: wrong_letter(f.row["upn"]),
    "pupilonroll-upn-check-letter": lambda f: wrong_letter(f.row["upn"]),
    "header-upn-check-letter": lambda f: wrong_letter(f.row["UPN"]),
    "header-key-repeated": lambda f: len(f.same_key("CHILD")) == 2,
    "header-born-after-data-to": lambda f: uk(f.row["DOB"]) > date.fromisoformat(f.data_to),
    "episodes-open-with-reason": lambda f: not f.row["DEC"] and f.row["REC"] != "",
    "episodes-closed-without-reason": lambda f: f.row["DEC"] != "" and not f.row["REC"],
    "episodes-category-of-need-missing": lambda f: f.row["CIN"] == "",
    "episodes-placement-unknown-code": lambda f: f.row["PLACE"] == "Q9",
    "episodes-end-before-start": lambda f: uk(f.row["DEC"]) < uk(f.row["DECOM"]),
    "episodes-retired-code": lambda f: f.row["PLACE"] == "H5" and f.data_to > "2024-03-31",
    "episodes-episode-start-not-a-date": lambda f: f.row["DECOM"] == "31/06/2024",
    "episodes-child-not-in-header": lambda f: header_twice(f, f.row["CHILD"]),
    "episodes-overlap": overlaps,
    "episodes-after-data-to": lambda f: uk(f.row["DECOM"]) > date.fromisoformat(f.data_to),
}


@pytest.mark.parametrize("rule_id", IS_WRONG)
def test_each_listed_row_is_wrong_as_it_says(rule_id: str, damaged: Path) -> None:
    listed = [fault for fault in faults(damaged) if fault.rule_id == rule_id]
    assert listed
    assert [fault.line for fault in listed if not IS_WRONG[rule_id](fault)] == []


def test_every_fault_is_of_a_kind_that_is_tested(damaged: Path) -> None:
    assert {fault.rule_id for fault in faults(damaged)} == set(IS_WRONG)
    assert {fault.kind for fault in faults(damaged)} == {"hold", "flag", "duplicate"}


def test_a_clean_council_lists_no_faults(tmp_path: Path) -> None:
    generate(tmp_path, 100, seed=1)
    assert faults(tmp_path) == []


# Answers


TINY = {
    "reference/schools.csv": "urn,name,phase,headcount\n900001,A,Primary,3\n900002,B,Secondary,2\n900003,C,PRU,1\n",
    "reference/population.csv": "mid_year,children_0_17\n2023,1000\n2024,2000\n",
    "reference/half_terms.csv": (
        "academic_year,half_term,start,end\n"
        "2023/24,5,2024-04-15,2024-05-24\n2023/24,6,2024-06-03,2024-07-19\n"
        "2024/25,4,2025-02-24,2025-03-28\n2024/25,5,2025-04-14,2025-05-23\n2024/25,6,2025-06-02,2025-07-22\n"
    ),
    "DEFECTS.csv": "extract,supplier,data_to,table,file,row_number,rule_id,kind\n",
}
ROLL = "upn,urn,date_of_birth,sex,year_group,enrolment_status,boarder,entry_date,leaving_date"


def tiny_council(
    folder: Path, registers: dict[tuple[str, str], tuple[list[str], list[str]]], defects: str = ""
) -> dict[tuple[str, ...], tuple[int, int | None]]:
    """Answers of a council that has these registers (roll and marks by school and day) and nothing else."""
    for name, text in TINY.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text + (defects if name == "DEFECTS.csv" else ""))
    for (urn, data_to), (roll, marks) in registers.items():
        place = folder / "extracts" / "attendance_register" / urn / data_to
        place.mkdir(parents=True)
        (place / "roll.csv.gz").write_bytes(gzip.compress("\n".join([ROLL, *roll]).encode()))
        lines = [f"{line.split()[0]},{urn},{','.join(line.split()[1:])}" for line in marks]
        (place / "marks.csv.gz").write_bytes(gzip.compress("\n".join(["upn,urn,date,session,mark", *lines]).encode()))
    found = answers.compute(folder)
    return {(each.indicator_id, each.quarter, each.school_urn, each.item): each[5:] for each in found}


def pupil(upn_: str, urn: str, birth: str = "2015-01-01", status: str = "C", boarder: str = "") -> str:
    return f"{upn_},{urn},{birth},F,5,{status},{boarder},2020-09-01,"


def test_a_tenth_is_persistent_and_a_half_is_severe_exactly(tmp_path: Path) -> None:
    days = [date(2025, 4, 14) + timedelta(days=offset) for offset in range(4)]
    present = [f"{day} {half} /" for day in days for half in ("AM", "PM")]
    marks = [f"P{number} {mark}" for number in (1, 2) for mark in present]
    marks += [
        "P1 2025-04-22 AM /",
        "P1 2025-04-22 PM I",
        "P2 2025-04-22 AM X",
        "P2 2025-04-22 PM U",
        "P3 2025-04-22 AM O",
    ]
    marks += ["P3 2025-04-22 PM /"]
    register = ([pupil(f"P{number}", "900001") for number in (1, 2, 3)], marks)
    found = tiny_council(tmp_path, {("900001", "2025-06-30"): register})
    assert found["attendance_rate", "2025-26-Q1", "", "Total"] == (18, 21)
    assert found["persistent_absence_rate", "2025-26-Q1", "", "Total"] == (3, 3)
    assert found["severe_absence_rate", "2025-26-Q1", "", "Total"] == (1, 3)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (pupil("P1", "900001", status="S"), "registered mainly elsewhere"),
        (pupil("P1", "900001", boarder="B"), "boards"),
        (pupil("P1", "900001", birth="2019-09-01"), "four years old on 31 August"),
        (pupil("P1", "900001", birth="2008-08-31"), "sixteen on 31 August"),
    ],
)
def test_who_is_left_out(tmp_path: Path, row: str, why: str) -> None:
    register = ([row, pupil("P2", "900001")], ["P1 2025-05-06 AM I", "P2 2025-05-06 AM /"])
    found = tiny_council(tmp_path, {("900001", "2025-06-30"): register})
    assert found["attendance_rate", "2025-26-Q1", "", "Total"] == (1, 1), why


def test_study_leave_of_those_aged_15_does_not_count_in_the_last_half_term(tmp_path: Path) -> None:
    roll = [pupil("P1", "900002", birth="2009-08-31"), pupil("P2", "900002", birth="2009-09-01")]
    marks = ["P1 2025-05-06 AM /", "P1 2025-06-10 AM S", "P2 2025-06-10 AM I"]
    found = tiny_council(tmp_path, {("900002", "2025-06-30"): (roll, marks)})
    assert found["attendance_rate", "2025-26-Q1", "", "Secondary"] == (1, 2)


def test_the_total_leaves_out_pupil_referral_units_which_have_their_own_lines(tmp_path: Path) -> None:
    registers = {
        ("900001", "2025-06-30"): ([pupil("P1", "900001")], ["P1 2025-05-06 AM /"]),
        ("900003", "2025-06-30"): ([pupil("P2", "900003")], ["P2 2025-05-06 AM O"]),
    }
    found = tiny_council(tmp_path, registers)
    assert found["attendance_rate", "2025-26-Q1", "", "Total"] == (1, 1)
    assert found["attendance_rate", "2025-26-Q1", "", "PRU"] == (0, 1)
    assert found["attendance_rate", "2025-26-Q1", "900003", "Total"] == (0, 1)


def test_a_session_at_the_other_school_counted_as_attended_until_summer_2024(tmp_path: Path) -> None:
    roll = [pupil("P1", "900001")]
    registers = {
        ("900001", "2024-06-30"): (roll, ["P1 2024-05-07 AM D"]),
        ("900001", "2025-06-30"): (roll, ["P1 2025-05-06 AM D", "P1 2025-05-06 PM /"]),
    }
    found = tiny_council(tmp_path, registers)
    assert found["attendance_rate", "2024-25-Q1", "", "Total"] == (1, 1)
    assert found["attendance_rate", "2025-26-Q1", "", "Total"] == (1, 1)


def test_held_rows_do_not_count_and_later_deliveries_replace_earlier_ones(tmp_path: Path) -> None:
    roll, marks = [pupil("P1", "900001")], ["P1 2025-05-06 AM /", "P1 2025-05-06 PM ?", "P1 2025-05-06 AM /"]
    held = "attendance_register,900001,2025-06-30,marks,marks.csv.gz,3,marks-mark-unknown-code,hold\n"
    twice = "attendance_register,900001,2025-06-30,marks,marks.csv.gz,4,exact-duplicate,duplicate\n"
    registers = {("900001", "2025-05-31"): (roll, ["P1 2025-05-07 AM I"]), ("900001", "2025-06-30"): (roll, marks)}
    found = tiny_council(tmp_path, registers, held + twice)
    assert found["attendance_rate", "2025-26-Q1", "900001", "Total"] == (1, 1)


# The committed sample


def sample_answers() -> list[dict[str, str]]:
    return rows_of((MEREBRIDGE / "answers.csv").read_bytes())


def test_the_sample_is_what_the_generator_makes(tmp_path: Path) -> None:
    write_council(tmp_path, Plan(PLAN.pupils, PLAN.seed, PLAN.quarters, PLAN.level, PLAN.identity, compression=1))
    made, kept = content(tmp_path), content(MEREBRIDGE)
    assert [name for name in made if name != "milestones.csv" and made[name] != kept[name]] == []
    assert {name for name in kept if name not in made and not name.startswith("narrative/")} == set()


def test_the_sample_is_small_enough_for_a_repository() -> None:
    assert sum(path.stat().st_size for path in MEREBRIDGE.rglob("*") if path.is_file()) < MOST_BYTES


def test_the_sample_has_the_few_faults_of_a_normal_quarter() -> None:
    listed = Counter((fault.table, fault.kind) for fault in faults(MEREBRIDGE))
    assert listed == {
        ("marks", "hold"): 3,
        ("marks", "duplicate"): 2,
        ("roll", "flag"): 1,
        ("episodes", "hold"): 6,
        ("episodes", "flag"): 1,
    }
    assert PLAN.level is Level.FEW


def test_answers_cover_every_quarter_and_breakdown() -> None:
    rows = sample_answers()
    quarters = {row["quarter"] for row in rows if row["indicator_id"] == "cla_number"}
    assert len(quarters) == 13
    of_attendance = sorted({row["quarter"] for row in rows if row["indicator_id"] == "attendance_rate"})
    assert of_attendance == [
        *("2022-23-Q3", "2022-23-Q4", "2023-24-Q1", "2023-24-Q3", "2023-24-Q4"),
        *("2024-25-Q1", "2024-25-Q3", "2024-25-Q4", "2025-26-Q1"),
    ]
    now = [row for row in rows if row["quarter"] == "2025-26-Q1"]
    assert Counter(row["breakdown"] for row in now if row["indicator_id"] == "attendance_rate") == {
        "Total": 11,
        "phase": 4,
    }
    assert Counter(row["breakdown"] for row in now if row["indicator_id"] == "cla_number") == {
        "Total": 1,
        "sex": 3,
        "age_group": 5,
    }


def test_parts_add_up_to_totals() -> None:
    sums: Counter[tuple[str, ...]] = Counter()
    for row in sample_answers():
        if row["indicator_id"].startswith("cla_") and row["breakdown"] in ("sex", "age_group"):
            sums[row["indicator_id"], row["quarter"], row["breakdown"]] += int(row["numerator"])
    totals = {
        (row["indicator_id"], row["quarter"]): int(row["numerator"])
        for row in sample_answers()
        if row["breakdown"] == "Total" and not row["school_urn"]
    }
    assert sums
    assert all(total == totals[indicator, quarter] for (indicator, quarter, _), total in sums.items())


COMMENTARY_SAYS = [
    ("PED01 02", "attendance_rate", "2025-26-Q1", "Total", "{}%"),
    ("PED01 02", "attendance_rate", "2024-25-Q1", "Total", "{}%"),
    ("PED01 02", "attendance_rate", "2025-26-Q1", "Special", "({}%)"),
    ("PED01 02", "attendance_rate", "2025-26-Q1", "Secondary", "({}%)"),
    ("PED01 02", "attendance_rate", "2025-26-Q1", "PRU", "({}%)"),
    ("PED01 03", "persistent_absence_rate", "2025-26-Q1", "Total", "({}%)"),
    ("PED01 03", "persistent_absence_rate", "2024-25-Q1", "Total", "{}%"),
    ("PED01 03", "persistent_absence_rate", "2025-26-Q1", "Primary", "({}%)"),
    ("PED01 03", "persistent_absence_rate", "2025-26-Q1", "Secondary", "{}%"),
    ("PED01 04", "severe_absence_rate", "2025-26-Q1", "Total", "{}%"),
    ("PED01 04", "severe_absence_rate", "2024-25-Q1", "Total", "{}%"),
    ("PED02 04", "cla_number", "2025-26-Q1", "Total", "{} children"),
    ("PED02 04", "cla_rate", "2025-26-Q1", "Total", "{} for every 10,000"),
    ("PED02 05", "cla_entries", "2025-26-Q1", "Total", "{} children started"),
    ("PED02 05", "cla_entries", "2024-25-Q1", "Total", "{} did in the same months"),
    ("PED03 01", "cla_residential", "2025-26-Q1", "Total", "{} children"),
    ("PED03 02", "cla_independent_fostering", "2025-26-Q1", "Total", "{} children"),
]
NUMBER_WORDS = {3: "three", 4: "Four", 5: "Five", 8: "Eight"}


def shown(row: dict[str, str]) -> str:
    """A figure as the report shows it: rounded half up."""
    numerator = int(row["numerator"])
    if not row["denominator"]:
        return NUMBER_WORDS.get(numerator, str(numerator))
    denominator = int(row["denominator"])
    if row["indicator_id"] == "cla_rate":
        return str((numerator * 20_000 + denominator) // (2 * denominator))
    tenths = (numerator * 2000 + denominator) // (2 * denominator)
    return f"{tenths // 10}.{tenths % 10}"


@pytest.mark.parametrize(("measure", "indicator", "quarter", "item", "words"), COMMENTARY_SAYS)
def test_officers_quote_the_computed_figures(measure: str, indicator: str, quarter: str, item: str, words: str) -> None:
    key = {"indicator_id": indicator, "quarter": quarter, "item": item, "school_urn": ""}
    row = next(row for row in sample_answers() if key.items() <= row.items())
    commentary = rows_of((MEREBRIDGE / "narrative" / "2025-26-Q1" / "commentary.csv").read_bytes())
    text = next(entry["text"] for entry in commentary if entry["measure"] == measure)
    assert words.format(shown(row)) in text


def test_every_measure_has_its_officer_s_words() -> None:
    toml = (MEREBRIDGE / "council.toml").read_text()
    commentary = rows_of((MEREBRIDGE / "narrative" / "2025-26-Q1" / "commentary.csv").read_bytes())
    assert len(commentary) == toml.count("[[measures]]")
    for entry in commentary:
        assert f'ref = "{entry["measure"]}"' in toml
        assert f'initials = "{entry["officer"]}"' in toml


# The command


def test_the_command_writes_a_council_and_never_into_a_folder_in_use(tmp_path: Path) -> None:
    arguments = ["--pupils", "100", "--seed", "2", "--out", str(tmp_path / "town"), "--defects"]
    first = CliRunner().invoke(synth, arguments)
    assert first.exit_code == 0, first.output
    assert (tmp_path / "town" / "answers.csv").is_file()
    second = CliRunner().invoke(synth, arguments)
    assert second.exit_code == 2
    assert "not empty" in second.output
