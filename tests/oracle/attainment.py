"""Attainment of all pupils and of children in care, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.children_in_care_at_school import in_care_all_year
from tests.oracle.rows import Figure, Row, Town

COUNTED = (
    "attainment_standard_rate",
    "cla_attainment_standard_rate",
    "other_attainment_standard_rate",
    "attainment_headline_rate",
)

SUBJECTS = {
    ("EYFS", "GLD"): "EYFS: Good level of development",
    ("KS1", "PHON"): "KS1: Phonics",
    ("KS1", "READ"): "KS1: Reading",
    ("KS1", "WRIT"): "KS1: Writing",
    ("KS1", "MATH"): "KS1: Mathematics",
    ("KS1", "SCI"): "KS1: Science",
    ("KS2", "RWM"): "KS2: Reading, writing and mathematics",
    ("KS2", "READ"): "KS2: Reading",
    ("KS2", "WRIT"): "KS2: Writing",
    ("KS2", "GPS"): "KS2: Grammar, punctuation and spelling",
    ("KS2", "MATH"): "KS2: Mathematics",
    ("KS2", "SCI"): "KS2: Science",
    ("KS4", "EM"): "KS4: English and mathematics",
    ("KS4", "ENG"): "KS4: English",
    ("KS4", "MATH"): "KS4: Mathematics",
    ("KS4", "SCI"): "KS4: Science",
    ("KS4", "A8"): "KS4: Attainment 8",
}
OTHER = "Another subject or key stage"


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Results of the summer, told in the quarter after it."""
    if end.month != 9:
        return
    year = f"{end.year - 1}/{str(end.year)[2:]}"
    told = town.batch("key_stage_results", year, reaching=date(end.year, 8, 31))
    if told is None:
        return
    results = [
        row
        for row in town.rows("core.key_stage_result")
        if row["batch_id"] == told["batch_id"] and row["standard_met"] is not None
    ]
    yield from by_subject("attainment_standard_rate", results)
    yield from headlines(town, results, year)
    in_care = in_care_all_year(town, date(end.year, 3, 31))
    if in_care is not None:
        yield from by_subject("cla_attainment_standard_rate", [row for row in results if row["pupil"] in in_care])
        others = [row for row in results if row["pupil"] not in in_care]
        yield from by_subject("other_attainment_standard_rate", others)


def headlines(town: Town, results: list[Row], year: str) -> Iterator[Figure]:
    """Each pupil's headline result as the last line has it, in all, by key stage, and at the pupil's one school."""
    newest: dict[tuple[str, str], bool] = {}
    for row in sorted(results, key=lambda each: each["row_number"]):
        if (row["key_stage"], row["subject"]) in (("KS2", "RWM"), ("KS4", "EM")):
            newest[row["pupil"], SUBJECTS[row["key_stage"], row["subject"]]] = row["standard_met"]
    indicator = "attainment_headline_rate"
    yield (indicator, "", "Total", "Total"), sum(newest.values()), len(newest)
    for subject in (SUBJECTS["KS2", "RWM"], SUBJECTS["KS4", "EM"]):
        own = [met for (_, of), met in newest.items() if of == subject]
        yield (indicator, "", "subject", subject), sum(own), len(own)
    schools: dict[str, set[str]] = {}
    for row in town.rows("core.enrolment"):
        is_main = row["enrolment_status"] in ("C", "M", None)
        if row["academic_year"] == year and is_main and row["school_urn"] in town.phases:
            schools.setdefault(row["pupil"], set()).add(row["school_urn"])
    for urn in town.phases:
        there = [met for (pupil, _), met in newest.items() if schools.get(pupil) == {urn}]
        if there:
            yield (indicator, urn, "Total", "Total"), sum(there), len(there)


def by_subject(indicator: str, results: list[Row]) -> Iterator[Figure]:
    """All of them, then those of each subject of a key stage."""
    yield (indicator, "", "Total", "Total"), sum(1 for row in results if row["standard_met"]), len(results)
    for subject in (*SUBJECTS.values(), OTHER):
        own = [row for row in results if SUBJECTS.get((row["key_stage"], row["subject"]), OTHER) == subject]
        yield (indicator, "", "subject", subject), sum(1 for row in own if row["standard_met"]), len(own)
