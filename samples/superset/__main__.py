"""``make bi``: Superset on the warehouse, its dashboard as YAML, and a picture of it.

The address of the warehouse is read from standard input, since it holds a password:
``cyp warehouse url | python -m samples.superset``.
"""

import shutil
import sys
from pathlib import Path

import click
import psycopg
from playwright.sync_api import sync_playwright

from samples.superset.charts import CHARTS, SLUG
from samples.superset.interface import Interface
from samples.superset.server import USER, Superset, running

_ASKED = {"board_table": "sum(numerator)", "figures_as_was": "sum(numerator)", "data_quality": "sum(rows_loaded)"}


@click.command()
@click.option("--home", default=Path("var/superset"), type=click.Path(path_type=Path), help="Superset and its records.")
@click.option("--out", default=Path("var/superset/export"), type=click.Path(path_type=Path), help="For YAML files.")
@click.option("--picture", default=Path("var/superset/dashboard.png"), type=click.Path(path_type=Path), help="To draw.")
@click.option("--browser", help="A Chromium; without it, the one that is found.")
def show(home: Path, out: Path, picture: Path, browser: str | None) -> None:
    """Make the dashboard, compare what Superset answers with the warehouse, export it and take its picture."""
    warehouse = sys.stdin.readline().strip()
    if not warehouse:
        raise SystemExit("There is no warehouse to show: make demo fills one.")
    with running(home.resolve()) as superset:
        interface = Interface(superset)
        number = interface.make_dashboard(warehouse)
        _compare(interface, warehouse)
        files = interface.export(number, out)
        click.echo(f"{len(files)} files in {out}")
        _draw(superset, picture, browser or shutil.which("chromium"))
        click.echo(f"the dashboard as it looks: {picture}")


def _compare(interface: Interface, warehouse: str) -> None:
    """Superset's answers beside those of the database itself. Ends the program when one is another."""
    with psycopg.connect(warehouse, autocommit=True) as connection:
        for view, metric in _ASKED.items():
            query = f"select {metric} from mart.{view}".encode()  # noqa: S608 - both are our own
            [expected] = connection.execute(query).fetchone() or (None,)
            answered = interface.answer(view, metric)
            if expected is None or answered != float(expected):
                raise SystemExit(f"Superset says {answered:,.0f} for {metric} of {view}, the warehouse {expected}.")
            click.echo(f"{view}: {metric} is {answered:,.0f} in both")


def _draw(superset: Superset, picture: Path, browser: str | None) -> None:
    picture.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": 1400, "height": 1300})
        page.set_default_timeout(180_000)
        page.goto(f"{superset.address}/login/")
        page.fill("#username", USER)
        page.fill("#password", superset.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/welcome/**")
        page.goto(f"{superset.address}/superset/dashboard/{SLUG}/?standalone=1")
        for chart in CHARTS:
            page.get_by_text(chart.title).first.wait_for()
        page.wait_for_function("() => !document.querySelector('.loading, [data-test=\"loading-indicator\"]')")
        page.wait_for_timeout(5000)  # charts grow into their places
        page.screenshot(path=str(picture))
        chromium.close()


if __name__ == "__main__":
    show()
