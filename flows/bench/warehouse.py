"""How fast the views answer in a warehouse that many councils share: made-up publications, asked as a reader's login.

The warehouse is filled in a database of its own on the same server, which is removed afterwards.
"""

import re
import secrets
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple

import psycopg
from psycopg import sql
from pydantic import SecretStr

from flows.settings import Settings
from flows.warehouse.engine import make_engine, warehouse_url
from flows.warehouse.migrations import apply_database_grants, migrate

WITHIN = 200.0  # milliseconds, at the median
_COUNCIL = "camden"
_QUESTION = re.compile(r"^-- (one|all): (.+)\n((?:.|\n)+?);$", re.MULTILINE)


class Question(NamedTuple):
    """What is asked, in words and in SQL, by a reader of one council or of all of them."""

    words: str
    query: str
    of_all: bool


def questions(settings: Settings) -> list[Question]:
    """The questions of ``sql/bench/questions.sql``."""
    written = (settings.sql_dir / "bench" / "questions.sql").read_text(encoding="utf-8")
    return [Question(words, query, who == "all") for who, words, query in _QUESTION.findall(written)]


@dataclass(frozen=True)
class Answered:
    """A question: how many rows came, and how long that took at the median and at the longest, in milliseconds."""

    question: str
    rows: int
    median: float
    longest: float
    plan: str = ""

    @property
    def is_slow(self) -> bool:
        return self.median > WITHIN


def bench_warehouse(
    settings: Settings, *, councils: int = 33, quarters: int = 20, times: int = 7, explain: bool = False
) -> list[Answered]:
    """Each question, asked so many times after once for nothing. ``explain`` adds the plans of the slow ones."""
    with _filled(settings, councils, quarters) as url:
        return ask_all(settings, url, times=times, explain=explain)


def ask_all(settings: Settings, url: str, *, times: int, explain: bool = False) -> list[Answered]:
    """The same of a database that is filled; ``url`` is its owner's."""
    with _logins(url) as (one, every):
        answered = []
        for question in questions(settings):
            with psycopg.connect(every if question.of_all else one, autocommit=True) as connection:
                answered.append(_ask(connection, question, times, explain))
        return answered


def _ask(connection: psycopg.Connection, question: Question, times: int, explain: bool) -> Answered:
    query = question.query.encode()
    rows = len(connection.execute(query).fetchall())
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        connection.execute(query).fetchall()
        taken.append((time.perf_counter() - began) * 1000)
    found = Answered(question.words, rows, statistics.median(taken), max(taken))
    if not (explain and found.is_slow):
        return found
    plan = connection.execute(b"explain (analyze, buffers) " + query).fetchall()
    return replace(found, plan="\n".join(line for (line,) in plan))


@contextmanager
def _filled(settings: Settings, councils: int, quarters: int) -> Iterator[str]:
    """Address of a database with publications, as its owner, for as long as the block lasts."""
    owner = warehouse_url(settings).set(drivername="postgresql")
    name = f"cyp_bench_{secrets.token_hex(4)}"
    url = owner.set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(owner.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            fill(settings.model_copy(update={"database_url": SecretStr(url)}), url, councils, quarters)
            yield url
        finally:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def fill(settings: Settings, url: str, councils: int, quarters: int) -> None:
    """Publications of so many councils and quarters in an empty database."""
    engine = make_engine(settings)
    migrate(engine)
    apply_database_grants(engine)
    engine.dispose()
    made = (settings.sql_dir / "bench" / "fill.sql").read_text(encoding="utf-8")
    with psycopg.connect(url, autocommit=True) as connection:
        # Neither triggers nor keys are what is measured; checking five million rows would take minutes.
        connection.execute("set session_replication_role = replica")
        for name, number in (("bench.councils", councils), ("bench.quarters", quarters)):
            connection.execute("select set_config(%s, %s, false)", [name, str(number)])
        with connection.transaction():
            connection.execute(made.encode())
        connection.execute("vacuum (analyze)")


@contextmanager
def _logins(url: str) -> Iterator[tuple[str, str]]:
    """Addresses of two readers: of one council, and of all."""
    password = secrets.token_hex(16)
    names = [f"cyp_bench_{secrets.token_hex(4)}" for _ in range(2)]
    with psycopg.connect(url, autocommit=True) as connection:
        for name in names:
            make = sql.SQL("create role {} login password {} in role bi_reader")
            connection.execute(make.format(sql.Identifier(name), sql.Literal(password)))
        one, every = names
        connection.execute("insert into mart.reader_council values (%s, %s)", [one, _COUNCIL])
        connection.execute("insert into mart.reader_council select %s, council from mart.dim_area", [every])
        try:
            yield tuple(_as(url, name, password) for name in names)  # pyright: ignore[reportReturnType]
        finally:
            connection.execute("delete from mart.reader_council where role_name = any(%s)", [names])
            for name in names:
                connection.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))


def _as(url: str, name: str, password: str) -> str:
    place = url.rpartition("@")[2]
    return f"postgresql://{name}:{password}@{place}"
