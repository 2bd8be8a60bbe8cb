"""The sample council, published: what tests that only read may share, since it takes a minute to make."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text

from flows.council import read_council
from flows.settings import Settings
from flows.steps.context import RunContext
from flows.steps.quarter import run_without_prefect
from transforms.quarters import Quarter

SAMPLE = Path(__file__).parents[1] / "samples" / "merebridge"
QUARTER = "2025-26-Q1"

Place = tuple[str, str, str, str, str]  # indicator, quarter, school, breakdown, item
Counts = dict[Place, tuple[int, int | None]]


@dataclass(frozen=True)
class Published:
    """A draft of the sample council's quarter, and the copy of its folder that it was made from."""

    run: RunContext
    publication_id: int

    @property
    def engine(self) -> Engine:
        return self.run.engine


def publish_sample(settings: Settings, place: Path) -> Published:
    """Copy the sample council to a folder that is not there yet, and take it through the whole line."""
    shutil.copytree(SAMPLE, place)
    run = RunContext(settings, place, read_council(place), Quarter.parse(QUARTER))
    return Published(run, run_without_prefect(run).publication_id)


def published_counts(published: Published) -> Counts:
    """Numerator and denominator of every value of the publication, its history included."""
    query = text("select * from mart.indicator_values where publication_id = :publication_id")
    with published.engine.connect() as connection:
        rows = connection.execute(query, {"publication_id": published.publication_id}).all()
    counts = {
        (row.indicator_id, row.quarter, row.school_urn, row.breakdown, row.item): (row.numerator, row.denominator)
        for row in rows
    }
    assert len(counts) == len(rows), "two values have the same place"
    return counts


def answers(council: Path) -> Counts:
    """What the council's own answers file says that its figures come to."""
    with (council / "answers.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["indicator_id"], row["quarter"], row["school_urn"], row["breakdown"], row["item"]): (
                int(row["numerator"]),
                int(row["denominator"]) if row["denominator"] else None,
            )
            for row in csv.DictReader(file)
        }
