"""The sample council's lists are plausible, and agree with one another and with its other files."""

from collections import Counter
from datetime import date

from samples.synth.answers_folder import Folder
from samples.synth.merebridge import FOLDER as MEREBRIDGE
from tests.synthetic import rows_of, sample_answers

NOW = "2025-06-30"
RETURN = f"extracts/ssda903/case-system/{NOW}"


def listed(extract: str, day: str = NOW) -> list[dict[str, str]]:
    (file,) = MEREBRIDGE.glob(f"extracts/{extract}/*/{day}/{extract}.csv")
    return rows_of(file.read_bytes())


def test_targets_are_of_children_in_care_who_are_on_a_roll() -> None:
    folder = Folder(MEREBRIDGE)
    in_care = {row["CHILD"]: row["UPN"] for row in rows_of((MEREBRIDGE / RETURN / "header.csv").read_bytes())}
    targets = listed("care_targets")
    assert {in_care.get(row["child"], row["upn"]) == row["upn"] for row in targets} == {True}
    assert {row["school_urn"] for row in targets} <= set(folder.phases)
    assert {int(row["target"]) > int(row["baseline"]) for row in targets} == {True}
    assert {bool(row["working_at"]) == bool(row["assessed_on"]) for row in targets} == {True}
    assert {bool(row["actual"]) for row in targets} == {False}
    assert {bool(row["actual"]) for row in listed("care_targets", "2024-08-31")} == {True}


def test_a_pupil_has_one_result_of_each_subject_and_the_whole_is_no_better_than_its_parts() -> None:
    results = listed("key_stage_results", "2024-08-31")
    assert max(Counter((row["upn"], row["subject"]) for row in results).values()) == 1
    met = {(row["upn"], row["subject"]): row["standard_met"] == "yes" for row in results}
    wholes = {"RWM": ("READ", "WRIT", "MATH"), "EM": ("ENG", "MATH")}
    for (upn, subject), is_met in met.items():
        if subject in wholes:
            assert is_met == all(met[upn, part] for part in wholes[subject])


def test_a_worker_has_one_post_at_a_time_and_cases_need_working_time() -> None:
    posts = listed("workers")
    assert max(Counter(row["worker_id"] for row in posts).values()) == 1
    assert [row["worker_id"] for row in posts if row["fte"] == "0"] == ["DUTY"]
    assert {row["role"] for row in posts if row["cases"] == "0" and not row["end_date"]} == {"TM"}
    assert all(date.fromisoformat(row["start_date"]) <= date.fromisoformat(NOW) for row in posts)


def test_spending_on_placements_is_that_on_homes_and_on_foster_carers() -> None:
    said = {(row["indicator_id"], row["quarter"]): int(row["numerator"]) for row in sample_answers()}
    quarters = [quarter for name, quarter in said if name == "independent_placements_forecast"]
    assert len(quarters) == 13
    for quarter in quarters:
        parts = (said[f"independent_{kind}_forecast", quarter] for kind in ("residential", "fostering"))
        assert said["independent_placements_forecast", quarter] == sum(parts)
