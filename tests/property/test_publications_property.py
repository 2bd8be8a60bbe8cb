"""Whatever is done to publications, in whatever order, by two writers, and wherever one of them is cut off.

A machine draws deeds: figures come in, are published, chosen, issued or restated, taken back or gone back from, by
one of two writers or by both at once, and some deeds are cut off before a statement. After each, the warehouse is
compared with a model of a few lines. ``CYP_STATE_EXAMPLES`` sets how many sequences are tried: a few in the suite,
hundreds in ``make states``.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from flows.settings import Settings
from flows.steps.context import RunContext
from flows.steps.decide import freeze, issue, withdraw
from flows.warehouse import facts, seals
from tests.conftest import CopiedWarehouse
from tests.ledger import only, queried
from tests.signed import sign_for_everybody
from tests.small_publications import (
    COUNTED,
    OFFICER,
    PARTS,
    CutError,
    bring_in,
    cut_before,
    publish_number,
    small_run,
)
from transforms.errors import Refused

EXAMPLES = int(os.environ.get("CYP_STATE_EXAMPLES", "3"))
STEPS = 12 if EXAMPLES < 20 else 40

pytestmark = pytest.mark.slow

T = TypeVar("T")
_councils = itertools.count(1)
_WRITERS = st.sampled_from([0, 1])


@dataclass
class Model:
    """What ought to be there: each publication's figure and status, and which one was chosen."""

    figures: dict[int, int] = field(default_factory=dict)
    statuses: dict[int, str] = field(default_factory=dict)
    issues: list[int] = field(default_factory=list)

    def one(self, status: str) -> int | None:
        found = [number for number, each in self.statuses.items() if each == status]
        assert len(found) <= 1, f"several are {status}"
        return found[0] if found else None

    def become(self, number: int, status: str) -> None:
        self.statuses[number] = status

    def supersede(self, status: str) -> None:
        before = self.one(status)
        if before is not None:
            self.become(before, "superseded")

    @property
    def earlier_issue(self) -> int | None:
        found = [number for number in self.issues if self.statuses[number] == "superseded"]
        return found[-1] if found else None


class Publications(RuleBasedStateMachine):
    """Deeds on the publications of one council's quarter."""

    writers: tuple[RunContext, RunContext]
    numbers_before = 0

    @initialize()
    def a_council_of_its_own(self) -> None:
        slug = f"council{next(_councils)}"
        self.runs = [replace(each, council=replace(each.council, slug=slug)) for each in self.writers]
        self.model = Model()
        self.figure = 1
        bring_in(self.runs[0], self.figure)
        self.numbers_before = len(queried(self.runs[0], "select publication_id from mart.publication"))

    @rule(writer=_WRITERS, cut=st.none() | st.integers(1, 5), loaded=st.integers(1, 50), held=st.integers(0, 3))
    def a_delivery_comes(self, writer: int, cut: int | None, loaded: int, held: int) -> None:
        run = self.runs[writer]
        if self._done(run, cut, lambda: bring_in(run, loaded, held, duplicates=1)) is not None:
            self.figure = loaded

    @rule(loaded=st.lists(st.integers(1, 50), min_size=2, max_size=2))
    def two_deliveries_come_at_once(self, loaded: list[int]) -> None:
        with ThreadPoolExecutor(2) as pool:
            numbers = list(pool.map(bring_in, self.runs, loaded))
        self.figure = loaded[numbers.index(max(numbers))]

    @rule(writer=_WRITERS, cut=st.none() | st.integers(1, 30))
    def publish(self, writer: int, cut: int | None) -> None:
        run = self.runs[writer]
        number = self._done(run, cut, lambda: publish_number(run, _rows_that_count(run)))
        if number is not None:
            self._published(number)

    @rule()
    def both_publish_at_once(self) -> None:
        with ThreadPoolExecutor(2) as pool:
            numbers = sorted(pool.map(lambda run: publish_number(run, _rows_that_count(run)), self.runs))
        for number in numbers:
            self._published(number)

    @precondition(lambda self: self.model.one("draft") is not None)
    @rule(writer=_WRITERS, cut=st.none() | st.integers(1, 10))
    def choose(self, writer: int, cut: int | None) -> None:
        run = self.runs[writer]
        number = self._done(run, cut, lambda: freeze(run, OFFICER, {}))
        if number is not None:
            self.model.supersede("frozen")
            self.model.become(number, "frozen")

    @precondition(lambda self: self.model.one("frozen") is not None)
    @rule(writer=_WRITERS, cut=st.none() | st.integers(1, 30))
    def issue_or_restate(self, writer: int, cut: int | None) -> None:
        run = self.runs[writer]
        sign_for_everybody(run)
        if self.model.issues:
            with pytest.raises(Refused, match="council's word"):
                issue(run, OFFICER)
        reason = "Counted anew." if self.model.issues else ""
        number = self._done(run, cut, lambda: issue(run, OFFICER, reason))
        if number is not None:
            assert number == self.model.one("frozen")
            self.model.supersede("issued")
            self.model.become(number, "issued")
            self.model.issues.append(number)

    @precondition(lambda self: self.model.one("issued") is not None)
    @rule(writer=_WRITERS, cut=st.none() | st.integers(1, 10), back=st.booleans())
    def take_back(self, writer: int, cut: int | None, back: bool) -> None:
        run, number, earlier = self.runs[writer], self.model.one("issued"), self.model.earlier_issue
        assert number is not None
        if back and earlier is None:
            with pytest.raises(Refused, match="nothing to go back to"):
                withdraw(run, number, OFFICER, "Wrong.", go_back=True)
            return
        done = self._done(run, cut, lambda: (withdraw(run, number, OFFICER, "Wrong.", go_back=back),))
        if done is not None:
            self.model.become(number, "withdrawn")
            if back:
                assert earlier is not None
                assert done == (earlier,)
                self.model.become(earlier, "issued")

    @invariant()
    def one_version_counts_and_no_row_vanishes(self) -> None:
        if not hasattr(self, "runs"):
            return
        assert _rows_that_count(self.runs[0]) == self.figure
        lost = "select * from audit.batch where rows_received <> rows_loaded + rows_held + rows_duplicate"
        assert queried(self.runs[0], lost) == []

    @invariant()
    def readers_get_what_the_model_says(self) -> None:
        if not hasattr(self, "runs"):
            return
        run = self.runs[0]
        held = queried(
            run,
            "select publication_id, status, count(*) as parts, min(current_value) as least, max(current_value) as most"
            " from mart.performance_every_publication where council = :council group by 1, 2 order by 1",
            council=run.council.slug,
        )
        assert {row["publication_id"]: row["status"] for row in held} == self.model.statuses
        for row in held:
            figure = self.model.figures[row["publication_id"]]
            assert (row["parts"], row["least"], row["most"]) == (PARTS, figure, figure)
        with run.engine.connect() as connection:
            assert seals.broken_seals(connection, list(self.model.figures)) == []

    @invariant()
    def numbers_have_no_gap_and_each_pointer_names_the_one_that_counts(self) -> None:
        if not hasattr(self, "runs"):
            return
        run = self.runs[0]
        rows = queried(run, "select publication_id from mart.publication order by 1")
        numbers = [row["publication_id"] for row in rows]
        assert numbers == list(range(1, self.numbers_before + len(self.model.figures) + 1))
        pointers = queried(
            run,
            "select pointer.kind, pointer.publication_id from mart.publication_pointer as pointer"
            " inner join mart.publication using (publication_id)"
            " where pointer.council = :council and publication.status not in ('withdrawn', 'superseded')",
            council=run.council.slug,
        )
        named = {row["kind"]: row["publication_id"] for row in pointers}
        assert named.get("issued") == self.model.one("issued")
        if self.model.one("draft") is not None:
            assert named["draft"] == self.model.one("draft")
        if self.model.one("frozen") is not None:
            assert named["frozen"] == self.model.one("frozen")

    def _published(self, number: int) -> None:
        self.model.supersede("draft")
        self.model.figures[number] = self.figure
        self.model.become(number, "draft")

    def _done(self, run: RunContext, cut: int | None, deed: Callable[[], T]) -> T | None:
        """What the deed gave, or nothing where it was cut off before it was done."""
        if cut is None:
            return deed()
        with suppress(CutError), cut_before(run.engine, cut):
            return deed()
        return None


def _rows_that_count(run: RunContext) -> int:
    """The rows of the delivery that counts: what the next publication says."""
    query = "select rows_loaded from audit.batch where council = :council and status = 'current'"
    return only(run, query, council=run.council.slug)["rows_loaded"]


@pytest.fixture
def writers(
    copied_warehouse: CopiedWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[RunContext, RunContext]]:
    """The same quarter twice, each with connections of its own."""
    monkeypatch.setattr(facts, "INDICATORS", COUNTED)  # dimension rows of a hundred others are no part of this
    with copied_warehouse(tmp_path / "home") as found:
        runs = [small_run(each, tmp_path / "council") for each in (found, _elsewhere(found, tmp_path))]
        yield runs[0], runs[1]
        for run in runs:
            run.engine.dispose()


def _elsewhere(found: Settings, place: Path) -> Settings:
    return found.model_copy(update={"home": place / "other"})


@pytest.mark.timeout(3600)
def test_publications_keep_their_promises_in_every_order(writers: tuple[RunContext, RunContext]) -> None:
    class OnThisWarehouse(Publications):
        pass

    OnThisWarehouse.writers = writers
    run_state_machine_as_test(
        OnThisWarehouse,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
