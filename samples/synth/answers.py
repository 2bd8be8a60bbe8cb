"""Every figure that a synthetic council should come to, counted in plain Python from the files as they were written.

Written apart from the pipeline, and plainly on purpose: ``csv``, dictionaries, whole numbers. Rows that DEFECTS.csv
lists as held are left out, and exact duplicates count once.
"""

import csv
from pathlib import Path

from samples.synth.answers_attendance import attendance
from samples.synth.answers_care import looked_after
from samples.synth.answers_care_targets import care_targets
from samples.synth.answers_ehc_plans import ehc_plans
from samples.synth.answers_ehc_reviews import ehc_reviews
from samples.synth.answers_exclusions import exclusions
from samples.synth.answers_folder import Answer, Folder
from samples.synth.answers_inspections import inspections
from samples.synth.answers_lists import lists
from samples.synth.answers_participation import participation
from samples.synth.answers_placements import placements
from samples.synth.answers_results import results
from samples.synth.answers_watchfulness import watchfulness
from samples.synth.answers_workers import workers
from samples.synth.care_files import care_answers


def compute(path: Path) -> list[Answer]:
    """Answers of a council folder, sorted by quarter, indicator and place."""
    folder = Folder(path)
    answers = [
        *attendance(folder),
        *looked_after(folder),
        *placements(folder),
        *care_answers(folder),
        *exclusions(folder),
        *participation(folder),
        *ehc_plans(folder),
        *ehc_reviews(folder),
        *results(folder),
        *care_targets(folder),
        *workers(folder),
        *inspections(folder),
        *lists(folder),
        *watchfulness(folder),
    ]
    return sorted(answers, key=lambda each: (each.quarter, each.indicator_id, *each[2:5]))


def write(path: Path) -> None:
    """Compute and write ``answers.csv`` into the council folder."""
    with (path / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(Answer._fields)
        rows.writerows(compute(path))
