"""Random faults over many quarters: ``make soak``. Which faults, and in which order, follows from the seed.

A council's deliveries arrive quarter by quarter, and corrections of them. One warehouse is left in peace; the other is
worked by processes that are killed, stopped, cut off and doubled. After every fault the promises are looked at
(``tests/promises.py``); then an undisturbed run brings both up to date, and they must be the same.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import click
import psycopg
from pydantic import SecretStr

from flows.failpoints import FAILPOINTS
from flows.settings import Settings, get_settings
from flows.warehouse import embedded
from flows.warehouse.engine import make_engine
from flows.warehouse.migrations import migrate
from samples.synth.generate import generate
from tests.councils import read_rows, write_rows
from tests.cutting_proxy import Cut, CuttingProxy
from tests.line_apart import begin_apart, run_apart
from tests.promises import Promises
from tests.undisturbed import dump, without_comparison

QUARTERS = tuple(f"{year}-{year % 100 + 1}-Q{number}" for year in (2023, 2024) for number in (1, 2, 3, 4))
ENDS = {"Q1": "-06-30", "Q2": "-09-30", "Q3": "-12-31", "Q4": "-03-31"}
ARRIVE = ("nccis", "ssda903", "exclusions")
TABLES = ("core.cla_child", "core.cla_episode")
COMMITS = {
    "land": b"insert into audit.file",
    "stage": b"insert into audit.batch (",
    "publish": b"insert into mart.publication (",
    "report": b"insert into audit.report",
}


@dataclass(frozen=True)
class Weather:
    """The warehouse that is disturbed, the server it is on, and what lies between it and some of the runs."""

    settings: Settings
    server: Settings
    proxy: CuttingProxy
    council: Path
    chance: random.Random

    def after_a_while(self) -> None:
        time.sleep(self.chance.uniform(0.2, 6))

    def begun(self, quarter: str) -> ForkServerProcess:
        """A run that has reached the database, a while ago. One that finds none when it begins may say so and end."""
        before = self._last_run()
        process = begin_apart(self.settings, self.council, quarter=quarter)
        while self._last_run() == before and process.is_alive():
            time.sleep(0.05)
        self.after_a_while()
        return process

    def _last_run(self) -> int | None:
        with psycopg.connect(embedded.ensure(self.server).conninfo("storm")) as connection:
            row = connection.execute("select max(run_id) from audit.run").fetchone()
        return row[0] if row else None


def killed_at_a_point(weather: Weather, quarter: str) -> tuple[str, bool]:
    point = weather.chance.choice(FAILPOINTS)
    ended = run_apart(weather.settings, weather.council, point, quarter)
    return f"kill -9 at {point}" + (", which it did not come by" if ended == 0 else ""), True


def killed_at_any_time(weather: Weather, quarter: str) -> tuple[str, bool]:
    process = begin_apart(weather.settings, weather.council, quarter=quarter)
    weather.after_a_while()
    process.kill()
    process.join()
    return "kill -9", True


def asked_to_stop(weather: Weather, quarter: str) -> tuple[str, bool]:
    process = begin_apart(weather.settings, weather.council, quarter=quarter)
    weather.after_a_while()
    process.terminate()
    process.join()
    return "SIGTERM", True


def sessions_ended(weather: Weather, quarter: str) -> tuple[str, bool]:
    process = weather.begun(quarter)
    with psycopg.connect(embedded.ensure(weather.server).conninfo("postgres"), autocommit=True) as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'storm'")
    process.join()
    return "every session ended", process.exitcode == 0


def server_stopped(weather: Weather, quarter: str) -> tuple[str, bool]:
    process = weather.begun(quarter)
    embedded._run("pg_ctl", "stop", "-D", str(weather.server.postgres_dir / "data"), "-m", "immediate", "-w")
    embedded.ensure(weather.server)
    process.join()
    return "the server stopped hard, and started", process.exitcode == 0


def cut_at_commit(weather: Weather, quarter: str) -> tuple[str, bool]:
    step, cut = weather.chance.choice(list(COMMITS)), weather.chance.choice(list(Cut))
    weather.proxy.cut_at_commit_of(COMMITS[step], cut)
    behind = weather.settings.model_copy(update={"database_url": SecretStr(weather.proxy.url)})
    ended = run_apart(behind, weather.council, quarter=quarter)
    weather.proxy.forget()
    return f"connection cut {cut.value} the COMMIT of {step}", ended == 0


def doubled(weather: Weather, quarter: str) -> tuple[str, bool]:
    both = [begin_apart(weather.settings, weather.council, quarter=quarter) for _ in range(2)]
    for process in both:
        process.join()
    return "two runs at once", all(process.exitcode == 0 for process in both)


FAULTS: tuple[Callable[[Weather, str], tuple[str, bool]], ...] = (
    *(killed_at_a_point, killed_at_any_time, asked_to_stop, sessions_ended),
    *(server_stopped, cut_at_commit, doubled),
)


def main() -> int:
    """Run it, and print what was done. Gives 1 when a promise was broken."""
    options = _options()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the server is stopped
    click.echo(f"seed {options.seed}: {options.quarters} quarters, {options.faults} faults in each")
    chance = random.Random(options.seed)
    with _machine() as (server, home):
        council, files = home / "council", home / "files"
        generate(council, pupils=100, seed=7)
        without_comparison(council)
        (council / "extracts").rename(files)
        shutil.rmtree(council / "returns")
        calm, storm = (_warehouse(server, name, home) for name in ("calm", "storm"))
        assert storm.database_url is not None
        proxy = CuttingProxy(storm.database_url.get_secret_value())
        weather, promises = Weather(storm, server, proxy, council, chance), Promises(storm)
        broken = 0
        for quarter in QUARTERS[: options.quarters]:
            _arrive(files, council, quarter)
            for number in range(options.faults):
                if number:
                    _correct(files, council, chance)
                broken += _disturb(weather, promises, quarter)
                broken += _compare(calm, weather, promises, quarter)
        proxy.close()
    click.echo(f"seed {options.seed}: {broken or 'no'} promises broken")
    return int(broken > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--quarters", type=int, default=len(QUARTERS), help=f"at most {len(QUARTERS)}")
    parser.add_argument("--faults", type=int, default=3, help="in each quarter")
    return parser.parse_args()


@contextmanager
def _machine() -> Iterator[tuple[Settings, Path]]:
    """A server of its own and a folder, both gone afterwards."""
    os.environ.update(CYP_SETTLE_SECONDS="0", CYP_REPORT_FORMATS="html", CYP_POSTGRES_SYNC="false")
    get_settings.cache_clear()
    with tempfile.TemporaryDirectory() as folder:
        server = Settings(home=Path(folder) / "server", postgres_sync=False)
        embedded.ensure(server)
        try:
            yield server, Path(folder)
        finally:
            embedded.stop(server)
            shutil.rmtree(server.postgres_dir, ignore_errors=True)


def _warehouse(server: Settings, name: str, home: Path) -> Settings:
    with psycopg.connect(embedded.ensure(server).conninfo("postgres"), autocommit=True) as connection:
        connection.execute("create database calm" if name == "calm" else "create database storm")
    settings = server.model_copy(
        update={"home": home / name, "database_url": SecretStr(embedded.ensure(server).url(name))}
    )
    engine = make_engine(settings)
    migrate(engine)
    engine.dispose()
    return settings


def _arrive(files: Path, council: Path, quarter: str) -> None:
    """What has come by the quarter's end."""
    year = int(quarter[:4]) + (quarter[-2:] == "Q4")
    by = f"{year}{ENDS[quarter[-2:]]}"
    for supply in (supply for extract in ARRIVE for supply in (files / extract).iterdir()):
        for delivery in supply.iterdir():
            place = council / "extracts" / supply.parent.name / supply.name / delivery.name
            if delivery.name <= by and not place.exists():
                shutil.copytree(delivery, place)


def _correct(files: Path, council: Path, chance: random.Random) -> None:
    """The newest return of children looked after comes again, without one of its episodes: another than before."""
    episodes = max((council / "extracts" / "ssda903").glob("*/*/episodes.csv"))
    whole, before = read_rows(files / episodes.relative_to(council / "extracts")), read_rows(episodes)
    others = [rows for place in range(len(whole)) if (rows := whole[:place] + whole[place + 1 :]) != before]
    write_rows(episodes, chance.choice(others))


def _disturb(weather: Weather, promises: Promises, quarter: str) -> int:
    what, is_as_expected = weather.chance.choice(FAULTS)(weather, quarter)
    broken = [*promises.broken(), *([] if is_as_expected else ["the run did not get over it"])]
    click.echo(f"  {quarter}: {what}: {'; '.join(broken) or 'all promises kept'}")
    return len(broken)


def _compare(calm: Settings, weather: Weather, promises: Promises, quarter: str) -> int:
    """Bring both warehouses up to date, and say in what they differ."""
    ended = [run_apart(settings, weather.council, quarter=quarter) for settings in (calm, weather.settings)]
    left, right = (dump(settings, TABLES, may_be_empty=True) for settings in (calm, weather.settings))
    different = [part for part in left if left[part] != right[part]]
    broken = [*promises.broken(), *(f"{part} differ" for part in different), *(f"ended {e}" for e in ended if e)]
    click.echo(f"    and then: {'; '.join(broken) or 'the same as in the warehouse left in peace'}")
    return len(broken)


if __name__ == "__main__":
    sys.exit(main())
