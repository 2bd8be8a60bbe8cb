"""The synthetic council: the same seed gives the same bytes; pupils, school calendar and marks are plausible."""

import itertools
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli.synth import synth
from samples.synth.answers_folder import Folder
from samples.synth.generate import census_half_terms, generate, register_days
from samples.synth.merebridge import FOLDER as MEREBRIDGE
from samples.synth.terms import BANK_HOLIDAYS, half_terms, school_days
from samples.synth.town import make_town
from samples.synth.upn import check_letter, upn, with_wrong_letter
from tests.synthetic import clean_register, content, sample_answers

LATEST = date(2025, 6, 30)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate(tmp_path / name, 100, seed=7, defects=True)
    one, two = content(tmp_path / "one"), content(tmp_path / "two")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_another_seed_gives_another_council() -> None:
    one, two = (make_town(100, seed).people for seed in (7, 8))
    assert one.birth.tolist() != two.birth.tolist()


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


def test_a_published_number_has_the_letter_that_we_compute() -> None:
    assert check_letter("801200001001") == "H"


def test_a_number_with_the_next_letter_is_wrong() -> None:
    right = upn("999", 2001, 2018, 5)
    assert right[1:] == "999200118005"
    assert with_wrong_letter(right) != right
    assert with_wrong_letter(right)[1:] == right[1:]


def test_every_number_is_right() -> None:
    numbers = make_town(500, 2).people.upn
    assert [number for number in numbers if check_letter(number[1:]) != number[0]] == []


def test_no_number_is_given_twice() -> None:
    numbers = make_town(5000, 2).people.upn
    assert len(set(numbers)) == len(numbers)


def test_a_school_year_has_about_190_days_none_on_a_weekend_or_bank_holiday() -> None:
    for year in (2022, 2023, 2024):
        days = [day for half_term in half_terms(year) for day in school_days(half_term)]
        assert 187 <= len(days) <= 195
        assert [day for day in days if day.weekday() > 4 or day in BANK_HOLIDAYS] == []


def test_half_terms_follow_one_another_and_spring_ends_by_the_end_of_march() -> None:
    every = [half_term for year in range(2021, 2026) for half_term in half_terms(year)]
    assert all(one.start < one.end < two.start for one, two in itertools.pairwise(every))
    assert all(half_terms(year)[3].end <= date(year + 1, 3, 31) for year in range(2021, 2026))


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
    [("Primary", 93.0, 96.0), ("Secondary", 87.0, 92.5), ("Special", 84.0, 91.0), ("PRU", 45.0, 70.0)],
)
def test_attendance_is_plausible_in_each_phase(phase: str, lowest: float, highest: float) -> None:
    for row in sample_answers():
        if (row["indicator_id"], row["item"]) == ("attendance_rate", phase):
            assert lowest < 100 * int(row["numerator"]) / int(row["denominator"]) < highest


ABSENT = {"persistent_absence_rate": (15, 27), "severe_absence_rate": (1, 3)}


def test_absence_is_unequal_as_in_real_schools() -> None:
    for row in sample_answers():
        if row["item"] == "Total" and not row["school_urn"] and row["indicator_id"] in ABSENT:
            lowest, highest = ABSENT[row["indicator_id"]]
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


def test_the_command_writes_a_council_and_never_into_a_folder_in_use(tmp_path: Path) -> None:
    arguments = ["--pupils", "100", "--seed", "2", "--out", str(tmp_path / "town"), "--defects"]
    first = CliRunner().invoke(synth, arguments)
    assert first.exit_code == 0, first.output
    assert (tmp_path / "town" / "answers.csv").is_file()
    second = CliRunner().invoke(synth, arguments)
    assert second.exit_code == 2
    assert "not empty" in second.output
