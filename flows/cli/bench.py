"""``cyp bench``: the steps measured beside their yardsticks, in one run."""

import json
from dataclasses import asdict

import click

from flows.cli.options import json_option


@click.command()
@click.option("--rows", default=5_000_000, show_default=True, help="Attendance marks to generate.")
@json_option
def bench(rows: int, as_json: bool) -> None:
    """Generate registers, read them with our steps and with plain readers, and print rows per second and ratios."""
    from flows.bench.registers import bench_registers

    lines = bench_registers(rows)
    if as_json:
        click.echo(json.dumps([{**asdict(line), "rows_per_second": line.rows_per_second} for line in lines], indent=2))
        return
    for line in lines:
        click.echo(f"{line.name:<40} {line.seconds:>7.2f} s  {line.rows_per_second:>12,} rows/s  × {line.ratio:.1f}")
