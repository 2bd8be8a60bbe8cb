"""The committed sample council is what the generator makes, and its words agree with its figures."""

from collections import Counter
from pathlib import Path

import pytest

from samples.synth.defects import Level
from samples.synth.generate import Plan, write_council
from samples.synth.merebridge import FOLDER as MEREBRIDGE
from samples.synth.merebridge import PLAN
from tests.synthetic import content, faults, rows_of, sample_answers

MOST_BYTES = 5_500_000


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
NUMBER_WORDS = {3: "three", 4: "Four", 8: "Eight", 9: "Nine"}


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
