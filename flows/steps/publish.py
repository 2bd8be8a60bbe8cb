"""Publish: values, performance and lineage under one number, the pointer and the outbox row, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection

from expectations.values import GateCheck
from flows.council import folder_hash
from flows.failpoints import failpoint
from flows.fingerprints import code_version, fingerprint, sources_hash
from flows.inputs import inputs_of
from flows.steps.compare import Compared, compared_with
from flows.steps.compute import read_and_compute, read_returned, slice_states
from flows.steps.context import RunContext
from flows.steps.gate import gate
from flows.steps.plan import Plan, plan_quarter
from flows.warehouse import batches, facts, publications, seals
from flows.warehouse.engine import transaction
from flows.warehouse.ledger import record_step
from flows.warehouse.patience import as_one_step
from flows.warehouse.statements import statement
from transforms.coverage import SliceState, coverage_of
from transforms.indicators import INDICATORS, indicator_by_id
from transforms.people import identity_checks, match_rates
from transforms.performance import PerformanceRow, performance_row
from transforms.reconcile import Reconciliation, reconciliations
from transforms.returned import beside_counted
from transforms.series import Figures


@dataclass(frozen=True)
class PublishOutcome:
    """The publication that now counts as the newest draft, and whether this call made it."""

    publication_id: int
    created: bool


@dataclass(frozen=True)
class Draft:
    """What is to be published: figures, judged measures, the checks that they passed, and where sources differ."""

    values: pd.DataFrame
    rows: Sequence[PerformanceRow]
    checks: Sequence[GateCheck]
    reconciliations: Sequence[Reconciliation]
    compared: Compared


def publish_draft(run: RunContext, *, again: bool = False) -> PublishOutcome:
    """Compute, gate and publish a draft, unless the newest publication came from the same inputs and not ``again``.

    Raises FiguresRejected when the gate stops it, the publication before stays current; Refused when that one, or what
    is issued of earlier quarters, was changed by hand.
    """
    replaced = as_one_step(lambda: _newest(run), run.settings) if again else None
    return as_one_step(lambda: _publish(run, replaced), run.settings)


def _newest(run: RunContext) -> int | None:
    """The number of the quarter's newest publication."""
    with run.engine.connect() as connection:
        newest = publications.newest(connection, run.council.slug, str(run.quarter))
    return newest.publication_id if newest is not None else None


def _publish(run: RunContext, replaced: int | None) -> PublishOutcome:
    """``replaced``: the publication that a newer one is to follow though nothing changed, once."""
    plan = plan_quarter(run)
    with transaction(run.engine) as connection:
        publications.lock_quarter(connection, run.council.slug, str(run.quarter))
        seals.require_whole(connection, seals.standing(connection, run.council.slug, str(run.quarter)))
        batches.affirm(connection, plan.loaded_batches)
        slices = slice_states(run, connection, plan)
        mark = publication_fingerprint(run, connection, plan, slices)
        newest = publications.newest(connection, run.council.slug, str(run.quarter))
        if newest is not None and newest.input_fingerprint == mark and newest.publication_id != replaced:
            return PublishOutcome(newest.publication_id, created=False)
        staged, values = read_and_compute(run, connection, plan.loaded_batches, slices)
        beside = beside_counted(values, read_returned(run, staged), INDICATORS)
        reconciled = (*reconciliations(staged), *identity_checks(staged), *beside)
        checks = gate(values, slices, match_rates(staged), run.council.matching)
        draft = Draft(values, performance_rows(run, values, slices), checks, reconciled, compared_with(run))
        publication_id = write_draft(run, connection, mark, draft, slices)
        failpoint("publish.before-commit")
    failpoint("publish.after-commit")
    return PublishOutcome(publication_id, created=True)


def publication_fingerprint(run: RunContext, connection: Connection, plan: Plan, slices: Sequence[SliceState]) -> str:
    """What a publication depends on: the batches, what is missing and why, the council's own files, and the code.

    And what is issued for earlier quarters, since a figure is marked as revised against that, or final.
    """
    place = {"council": run.council.slug, "quarter": str(run.quarter)}
    issued = connection.execute(statement("issued_before"), place)
    deliveries = [p.fingerprint for supply in plan.supplies for p in supply.deliveries]
    states = sorted(f"{s.extract} {s.supplier} {s.covers} {s.state} {s.reason}" for s in slices)
    return fingerprint(
        str(run.quarter),
        folder_hash(run.folder),
        sources_hash(run.settings.repository),
        *sorted(deliveries),
        *states,
        *(f"{'final' if row.is_final else 'issued'} {row.publication_id}" for row in issued),
    )


def performance_rows(run: RunContext, values: pd.DataFrame, slices: Sequence[SliceState]) -> list[PerformanceRow]:
    """Every part of every measure of the council, judged, in the order of the report."""
    figures = Figures(values)
    covered = {i.id: coverage_of(i, run.quarter, slices, run.council) for i in INDICATORS}
    return [
        performance_row(
            figures, run.council, measure, part, indicator_by_id(part.indicator), run.quarter, covered[part.indicator]
        )
        for measure in run.council.measures
        for part in measure.parts
    ]


def write_draft(
    run: RunContext,
    connection: Connection,
    mark: str,
    draft: Draft,
    slices: Sequence[SliceState],
) -> int:
    """Publish a draft whole, in the caller's transaction, which holds the quarter's lock. Returns its number."""
    publication_id = publications.add(connection, run.council, str(run.quarter), mark, code_version(run.settings))
    keys = facts.dimension_keys(connection, run.council, draft.values)
    settled = facts.add_values(connection, publication_id, run.council, str(run.quarter), draft.values, keys)
    publications.add_revisions(connection, publication_id)
    failpoint("publish.after-values")
    facts.add_performance(connection, publication_id, run.council, str(run.quarter), draft.rows, keys, settled)
    facts.add_supply(connection, publication_id, slices, run.day)
    facts.add_reconciliations(connection, publication_id, draft.reconciliations)
    facts.add_comparators(connection, publication_id, draft.compared.values, keys, draft.compared.listed)
    facts.add_breaks(connection, publication_id, run.council)
    facts.add_setting_changes(connection, publication_id, run.council)
    facts.add_milestones(connection, publication_id, run.council)
    facts.add_gate(connection, publication_id, draft.checks)
    publications.add_inputs(connection, publication_id, inputs_of(run.folder, run.settings))
    seals.seal_made(connection, publication_id)
    publications.point_draft(connection, run.council.slug, str(run.quarter), publication_id)
    record_step(
        connection,
        run_id=run.run_id,
        council=run.council.slug,
        quarter=str(run.quarter),
        step="publish",
        fingerprint=mark,
        outcome="done",
        publication_id=publication_id,
    )
    return publication_id
