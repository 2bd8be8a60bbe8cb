"""Readers never see half of anything, while publications come, are chosen, issued, replaced and taken back.

Three readers ask again and again, as the logins of BI tools. Meanwhile the writer's connection is cut before each of
its statements in turn, and the deed then done whole.
"""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from flows.settings import Settings
from flows.steps.context import RunContext
from flows.steps.decide import freeze, issue, withdraw
from flows.warehouse import facts
from flows.warehouse.logins import ensure_logins, reader_url
from tests.ledger import queried
from tests.signed import sign_for_everybody
from tests.small_publications import COUNTED, OFFICER, PARTS, CutError, cut_before, publish_number, small_run

pytestmark = pytest.mark.slow

_WHOLE: LiteralString = """
select publication_id, count(*), min(current_value), max(current_value), count(distinct status)
from mart.performance group by publication_id
"""
_AS_PUBLISHED: LiteralString = """
select known.publication_id, count(*), min(held.current_value), max(held.current_value), count(distinct held.status)
from mart.publications as known
cross join lateral mart.performance_as_published(known.publication_id) as held group by known.publication_id
"""
_VALUES: LiteralString = """
select publication_id, count(*), min(value), max(value), count(distinct status)
from mart.indicator_values group by publication_id
"""
_STATE = """
select
    publication_id,
    status,
    (select count(*) from mart.fact_performance as held where held.publication_id = publication.publication_id),
    (
        select string_agg(kind, ' ' order by kind)
        from mart.publication_pointer as pointer
        where pointer.publication_id = publication.publication_id
    ) as pointed
from mart.publication
order by publication_id
"""
_QUESTIONS: dict[str, LiteralString] = {"whole": _WHOLE, "as published": _AS_PUBLISHED, "values": _VALUES}


@dataclass
class Reader:
    """Asks one question until it is told to stop. ``torn``: what no reader should ever get."""

    url: str
    question: LiteralString
    reads: int = 0
    seen: set[int] = field(default_factory=set)
    torn: list[object] = field(default_factory=list)

    def run(self, stop: threading.Event) -> None:
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                while not stop.is_set():
                    for row in connection.execute(self.question, prepare=self.question is _WHOLE):
                        number, rows, least, most, statuses = row
                        self.seen.add(number)
                        if (rows, least, statuses) != (PARTS, most, 1):
                            self.torn.append(row)
                    self.reads += 1
                    time.sleep(0.03)
        except psycopg.Error as error:
            self.torn.append(error)


@pytest.fixture
def run(warehouse_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunContext]:
    monkeypatch.setattr(facts, "INDICATORS", COUNTED)  # dimension rows of a hundred others are no part of this
    context = small_run(warehouse_settings, tmp_path / "council")
    yield context
    context.engine.dispose()


@pytest.fixture
def readers(run: RunContext) -> Iterator[list[Reader]]:
    """Two officers and a reader at their questions."""
    ensure_logins(run.settings, run.engine, run.council.slug)
    roles = dict(zip(_QUESTIONS, ("officer", "officer", "reader"), strict=True))
    readers = [
        Reader(reader_url(run.settings, run.council.slug, role), _QUESTIONS[name]) for name, role in roles.items()
    ]
    stop = threading.Event()
    threads = [threading.Thread(target=reader.run, args=(stop,)) for reader in readers]
    for thread in threads:
        thread.start()
    yield readers
    stop.set()
    for thread in threads:
        thread.join()


def test_no_reader_sees_half_of_anything_wherever_the_writer_is_cut_off(run: RunContext, readers: list[Reader]) -> None:
    cuts = [_done_after_every_cut(run, lambda: publish_number(run, 11))]
    cuts.append(_done_after_every_cut(run, lambda: freeze(run, OFFICER, {})))
    sign_for_everybody(run)
    cuts.append(_done_after_every_cut(run, lambda: issue(run, OFFICER)))
    publish_number(run, 12)
    freeze(run, OFFICER, {})
    sign_for_everybody(run)
    cuts.append(_done_after_every_cut(run, lambda: issue(run, OFFICER, "Counted anew.")))
    cuts.append(_done_after_every_cut(run, lambda: withdraw(run, 2, OFFICER, "The wrong one.", go_back=True)))
    assert min(cuts) > 5, cuts
    assert _state(run) == [(1, "issued", PARTS, "issued"), (2, "withdrawn", PARTS, "draft frozen")]
    assert [reader.torn for reader in readers] == [[], [], []]
    assert all(reader.reads > 20 for reader in readers), [reader.reads for reader in readers]
    assert [reader.seen for reader in readers] == [{1, 2}, {1, 2}, {1, 2}]


def _done_after_every_cut(run: RunContext, deed: Callable[[], object]) -> int:
    """Cut the deed off before its first statement, its second and so on, until it comes through. How many cuts."""
    before = _state(run)
    for place in itertools.count(1):
        try:
            with cut_before(run.engine, place):
                deed()
        except CutError:
            assert _state(run) == before, f"cut before statement {place}"
        else:
            return place - 1
    raise AssertionError


def _state(run: RunContext) -> list[tuple[object, ...]]:
    """Every publication with its status, its rows and the pointers to it."""
    return [tuple(row.values()) for row in queried(run, _STATE)]
