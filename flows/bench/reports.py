"""How long a full report takes in its formats, with the loading of their libraries, as a command feels it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from flows.bench.made_up_report import CHARTS, MEASURES, made_up_report
from flows.bench.timing import measured_apart, processor_seconds
from flows.report.formats import ALL_FORMATS, FORMATS, Files, rendered_files
from flows.report.model import Report

WITHIN = {("html", "pdf"): 2.0, ALL_FORMATS: 10.0}  # seconds by the clock, on two cores that do nothing else


@dataclass(frozen=True)
class FormatTime:
    """Processor time of a format's first rendering, and what it wrote. Of several at once, the time by the clock too.

    ``within`` is their limit by the clock, or 0.
    """

    name: str
    processor: float
    files: int
    kilobytes: int
    clock: float = 0.0
    within: float = 0.0


def bench_formats() -> list[FormatTime]:
    """A row for each format of a made-up report, then one for each set that has a limit, in a process of its own."""
    return [*_each(made_up_report()), *(_together(formats, within) for formats, within in WITHIN.items())]


def _each(report: Report) -> Iterator[FormatTime]:
    for each in FORMATS:
        files: Files = {}
        seconds = processor_seconds(lambda each=each, files=files: files.update(each.write(report)))
        yield FormatTime(each.name, seconds, len(files), _kilobytes(files))


def _together(formats: tuple[str, ...], within: float) -> FormatTime:
    clock, processor, files, kilobytes = measured_apart(_rendered, formats).result
    name = "all" if formats == ALL_FORMATS else " and ".join(formats)
    return FormatTime(f"{name}, {MEASURES} measures, {CHARTS} charts", processor, files, kilobytes, clock, within)


def _rendered(formats: tuple[str, ...]) -> tuple[float, float, int, int]:
    """By the clock and by the processor, from the report to its files; how many files, and how large."""
    report = made_up_report()
    clock, processor = time.perf_counter(), time.process_time()
    files = rendered_files(report, formats)
    return time.perf_counter() - clock, time.process_time() - processor, len(files), _kilobytes(files)


def _kilobytes(files: Files) -> int:
    return sum(map(len, files.values())) // 1024
