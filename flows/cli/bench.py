"""``cyp bench``: the line measured beside its yardsticks, or our rules held against published figures."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import json_option

if TYPE_CHECKING:
    from flows.bench.published import Reproduced

_MISSES_SHOWN = 20


@click.command()
@click.option(
    "--rows",
    "sizes",
    default=(2_000_000,),
    show_default=True,
    multiple=True,
    type=click.IntRange(1),
    help="Attendance marks to generate. Several of them: our line alone on each, for what a million more costs.",
)
@click.option("--parts", is_flag=True, help="Instead, each step by itself, per core, beside plain readers.")
@click.option(
    "--councils",
    type=click.IntRange(1, 100),
    help="Instead, so many councils, with that many marks in all, by one worker of a Dask cluster and by two.",
)
@click.option(
    "--quarter",
    "pupils",
    metavar="PUPILS",
    type=click.IntRange(100, 200_000),
    help="Instead, the whole quarter of a council with so many pupils on roll, cold, with report.",
)
@click.option(
    "--published",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Measure no time: count published rates again from the published files in this folder, and name those that "
    "do not come out.",
)
@click.option("--report", "of_report", is_flag=True, help="Instead, the time of each format of a full report.")
@click.option("--warehouse", "of_warehouse", is_flag=True, help="Instead, the views in a warehouse of 33 councils.")
@click.option("--explain", is_flag=True, help="With --warehouse: the database's plans of the slow ones.")
@json_option
def bench(
    sizes: tuple[int, ...],
    parts: bool,
    councils: int | None,
    pupils: int | None,
    published: Path | None,
    of_report: bool,
    of_warehouse: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """Take a large authority's registers from CSV to indicators in a warehouse of its own, beside yardsticks.

    These are DuckDB doing the same checks and the same reduction, which must come to the same numbers; DuckDB reading
    the files and nothing else; Postgres' COPY of the files; and a cleaner that goes row by row, on a sample. A year of
    a large authority is --rows 30000000. Nothing is left behind, and no council's warehouse is touched.

    With --rows several times over, no yardstick is measured: our line alone takes each number of marks in turn, and
    what a million more costs is to stay the same.

    With --parts, registers are read with our steps and with plain readers, returns of children looked after are
    checked with every rule, an episode for each 25 marks, and the sample council's tables validated with our
    expectations and with built-in ones.

    With --quarter, a council's deliveries are made as by cyp synth (three years, and a register from each school), and
    brought to a draft with its report by a fresh process on an empty database. With 20,000 pupils it is to take less
    than 120 seconds on two cores.

    With --published, nothing is generated. Files lie in DIR or folders within it under the names that they were
    published by, gzipped or not; rates whose files are absent are left out. Ends with 3 when fewer rates come out than
    must.

    With --report, a made-up report of forty measures and thirty charts is rendered in each format, and then in several
    at once. All are to take less than 10 seconds on two free cores, the page and the PDF together less than 2.

    With --warehouse, a database of its own is filled with made-up publications of 33 councils and five years (five
    million values, a gigabyte, some minutes), and its views are asked as readers' logins. Each question is to take less
    than 200 milliseconds at the median on two cores. It needs the embedded server, or a login that is a superuser.
    """
    rows, *more = sizes
    if published is not None:
        _against_published(published, as_json)
    elif pupils is not None:
        _quarter(pupils, as_json)
    elif of_report:
        _formats(as_json)
    elif of_warehouse:
        _views(explain, as_json)
    elif parts:
        _parts(rows, as_json)
    elif councils is not None:
        _councils(councils, rows, as_json)
    elif more:
        _linear(sizes, as_json)
    else:
        _yardsticks(rows, as_json)


def _yardsticks(rows: int, as_json: bool) -> None:
    from flows.bench.yardsticks import compare

    found = compare(rows)
    if as_json:
        click.echo(json.dumps(asdict(found), indent=2))
        return
    click.echo(f"{found.rows:,} marks, {found.seconds:.1f} s, {found.peak_mb:,} MB at most")
    for line in found.lines:
        measured = f"{line.seconds:>9.1f} s  {line.processor:>9.1f} s of processor  {line.peak_mb:>6,} MB"
        ratios = f"× {line.ratio:>8,.2f}  × {line.checks_ratio:>8,.2f}"
        click.echo(f"{line.name:<50} {measured}  {ratios}  {line.note}".rstrip())
    click.echo("× the whole line's time over theirs, × that of the checks alone; of the cleaner, its time over ours.")
    if missing := [name for name, ratio in found.ratios.items() if ratio is None]:
        click.echo(f"Left out, since a library is not here that requirements-dev.lock brings: {', '.join(missing)}.")


def _linear(sizes: tuple[int, ...], as_json: bool) -> None:
    from flows.bench.linear import bench_linear

    found = bench_linear(sizes)
    if as_json:
        click.echo(json.dumps([asdict(line) for line in found], indent=2))
        return
    for line in found:
        measured = f"{line.seconds:>8.1f} s  {line.processor:>8.1f} s of processor  {line.peak_mb:>6,} MB"
        click.echo(f"{line.rows:>12,} marks {measured}  {line.a_million:.2f} s a million more")


def _councils(councils: int, rows: int, as_json: bool) -> None:
    from flows.bench.councils import bench_councils

    found = bench_councils(councils, rows // councils)
    if as_json:
        click.echo(json.dumps([asdict(line) for line in found], indent=2))
        return
    for line in found:
        workers = "1 worker" if line.workers == 1 else f"{line.workers} workers"
        click.echo(f"{line.councils} councils by {workers:<10} {line.seconds:>7.1f} s  {line.ratio:.2f} times as fast")


def _quarter(pupils: int, as_json: bool) -> None:
    from flows.bench.quarter import WITHIN, bench_quarter

    found = bench_quarter(pupils)
    if as_json:
        click.echo(json.dumps(asdict(found), indent=2))
        return
    for part in found.parts:
        counted = f"{part.tasks:>4} {'task' if part.tasks == 1 else 'tasks'}"
        click.echo(f"{part.name:<32} {counted:<11} {part.seconds:>7.1f} s, from {part.began:.1f} to {part.ended:.1f}")
    limit = f"at most {WITHIN:.0f}" if found.is_within else f"more than {WITHIN:.0f}"
    click.echo(f"{pupils:,} pupils: {found.seconds:.1f} s, {limit}; {found.processor:.1f} s of processor")


def _parts(rows: int, as_json: bool) -> None:
    from flows.bench.episodes import bench_episodes
    from flows.bench.registers import bench_registers
    from flows.bench.validation import bench_validation
    from flows.settings import get_settings

    registers = [*bench_registers(rows), *bench_episodes(rows // 25)]
    verdicts = bench_validation(get_settings().repository / "samples" / "merebridge")
    if as_json:
        lines = [{**asdict(line), "rows_per_second": line.rows_per_second} for line in registers]
        lines += [
            {**asdict(line), "milliseconds_per_expectation": line.milliseconds_per_expectation} for line in verdicts
        ]
        click.echo(json.dumps(lines, indent=2))
        return
    for line in registers:
        click.echo(f"{line.name:<48} {line.seconds:>7.2f} s  {line.rows_per_second:>12,} rows/s  × {line.ratio:.1f}")
    for line in verdicts:
        each = f"{line.milliseconds_per_expectation:.2f} ms each"
        click.echo(f"{line.name:<48} {line.seconds:>7.3f} s  {each:>19}  × {line.ratio:.1f}")


def _formats(as_json: bool) -> None:
    from flows.bench.reports import bench_formats

    found = bench_formats()
    if as_json:
        click.echo(json.dumps([asdict(line) for line in found], indent=2))
        return
    for line in found:
        clock = f"  {line.clock:>6.2f} s by the clock, at most {line.within:.0f}" if line.within else ""
        size = f"{line.files:>3} files  {line.kilobytes:>6,} kB"
        click.echo(f"{line.name:<42} {line.processor:>6.2f} s of processor  {size}{clock}")


def _views(explain: bool, as_json: bool) -> None:
    from flows.bench.warehouse import WITHIN, bench_warehouse
    from flows.settings import get_settings

    found = bench_warehouse(get_settings(), explain=explain)
    if as_json:
        click.echo(json.dumps([asdict(line) for line in found], indent=2))
        return
    for line in found:
        slow = f"  more than {WITHIN:.0f}" if line.is_slow else ""
        click.echo(
            f"{line.question:<48} {line.median:>8.1f} ms  {line.longest:>8.1f} at most  {line.rows:>6,} rows{slow}"
        )
        if line.plan:
            click.echo(line.plan)


def _against_published(folder: Path, as_json: bool) -> None:
    from flows.bench.published import reproduce

    found = reproduce(folder)
    if as_json:
        click.echo(json.dumps(_as_json(found), indent=2))
    else:
        for line in _lines(found):
            click.echo(line)
    if any(each.falls_short for each in found):
        raise SystemExit(3)


def _lines(found: Sequence["Reproduced"]) -> Iterator[str]:
    for file, rates in groupby(found, lambda each: each.rate.file):
        yield file
        for each in rates:
            yield from _lines_of(each)
    reproduced, total = sum(each.reproduced for each in found), sum(each.total for each in found)
    absent = sum(bool(each.absent) for each in found)
    left_out = f"; {absent} of {len(found)} rates are left out, their files are absent" if absent else ""
    yield f"In all {reproduced:,} of {total:,} published values come out{left_out}"


def _lines_of(each: "Reproduced") -> Iterator[str]:
    if each.absent:
        yield f"  {each.rate.title:<72} absent: {', '.join(each.absent)}"
        return
    short = f"  fewer than {each.rate.reproduced:,}" if each.falls_short else ""
    yield f"  {each.rate.title:<72} {each.reproduced:>7,} / {each.total:,}{short}"
    for miss in each.misses[:_MISSES_SHOWN]:
        yield f"    {miss.area}, {miss.year}: published {miss.published}, ours {miss.ours} ({miss.of})"
    if len(each.misses) > _MISSES_SHOWN:
        yield f"    and {len(each.misses) - _MISSES_SHOWN:,} more; --json names them all"
    if each.misses and each.rate.why:
        yield f"    {each.rate.why}."


def _as_json(found: Sequence["Reproduced"]) -> list[dict[str, Any]]:
    return [
        {
            "rate": each.rate.title,
            "file": each.rate.file,
            "indicator": each.rate.indicator,
            "absent": list(each.absent),
            "reproduced": each.reproduced,
            "total": each.total,
            "expected_reproduced": each.rate.reproduced,
            "expected_total": each.rate.total,
            "falls_short": each.falls_short,
            "misses": [
                {**asdict(miss), "published": str(miss.published), "ours": str(miss.ours)} for miss in each.misses
            ],
            "why": each.rate.why,
        }
        for each in found
    ]
