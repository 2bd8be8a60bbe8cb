"""``cyp bench``: the steps measured beside their yardsticks, in one run."""

import json
from dataclasses import asdict

import click

from flows.cli.options import json_option


@click.command()
@click.option("--rows", default=5_000_000, show_default=True, help="Attendance marks to generate.")
@json_option
def bench(rows: int, as_json: bool) -> None:
    """Generate registers, read them with our steps and with plain readers, and print rows per second and ratios.

    Then check returns of children looked after, an episode for each 25 marks, with every rule; and validate the sample
    council's tables with our expectations and with built-in ones.
    """
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
