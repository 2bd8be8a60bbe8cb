"""How long the formats of a full report take, each with the loading of its libraries, as a command feels it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.bench.made_up_report import MEASURES, made_up_report
from flows.bench.timing import processor_seconds
from flows.report.formats import FORMATS, Files
from flows.report.model import Report

ALL_WITHIN = 10.0  # seconds, on two cores
SHORT_WITHIN = {"html": 2.0, "pdf": 2.0}


@dataclass(frozen=True)
class FormatTime:
    """A format, the processor time of its first rendering, and what it wrote. ``within``: its limit, or 0."""

    name: str
    seconds: float
    files: int
    kilobytes: int
    within: float


def bench_formats() -> list[FormatTime]:
    """A row for each format of a made-up report, and one for all."""
    report = made_up_report()
    rows = list(_each(report))
    total = FormatTime(
        f"all, {MEASURES} measures, {_charts(report)} charts",
        sum(row.seconds for row in rows),
        sum(row.files for row in rows),
        sum(row.kilobytes for row in rows),
        ALL_WITHIN,
    )
    return [*rows, total]


def _each(report: Report) -> Iterator[FormatTime]:
    for each in FORMATS:
        files: Files = {}
        seconds = processor_seconds(lambda each=each, files=files: files.update(each.write(report)))
        size = sum(map(len, files.values())) // 1024
        yield FormatTime(each.name, seconds, len(files), size, SHORT_WITHIN.get(each.name, 0.0))


def _charts(report: Report) -> int:
    return sum(
        part.chart is not None
        for objective in report.objectives
        for measure in objective.measures
        for part in measure.parts
    )
