"""The line of a quarter: what flows, commands and tests call, gathered in one place."""

from dataclasses import dataclass

from flows.steps.compute import slice_states
from flows.steps.context import RunContext
from flows.steps.decide import freeze, issue
from flows.steps.ingest import SupplyOutcome, ingest_supply
from flows.steps.plan import Plan, plan_quarter
from flows.steps.publish import PublishOutcome, publication_fingerprint, publish_draft
from flows.steps.report import ReportOutcome, render_report, rendered, report_fingerprint
from flows.warehouse import publications
from flows.warehouse.patience import as_one_step
from transforms.errors import CypError, WarehouseUnavailable

DRAFT_AUDIENCE = "internal"


@dataclass(frozen=True)
class Pending:
    """What a run would do: supplies to bring in, whether a draft is due, whether its report is."""

    plan: Plan
    draft_is_due: bool
    report_is_due: bool

    @property
    def nothing_to_do(self) -> bool:
        return not (self.plan.to_do or self.draft_is_due or self.report_is_due)


def pending(run: RunContext) -> Pending:
    """Ask the ledger what a run would do. Changes nothing, and so is asked again where the database interrupts."""
    return as_one_step(lambda: _pending(run), run.settings)


def _pending(run: RunContext) -> Pending:
    plan = plan_quarter(run)
    with run.engine.connect() as connection:
        newest = publications.newest(connection, run.council.slug, str(run.quarter))
        if plan.is_behind or newest is None:
            return Pending(plan, draft_is_due=True, report_is_due=True)
        mark = publication_fingerprint(run, connection, plan, slice_states(run, connection, plan))
        if newest.input_fingerprint != mark:
            return Pending(plan, draft_is_due=True, report_is_due=True)
        number = newest.publication_id
        report_mark = report_fingerprint(run, connection, number, DRAFT_AUDIENCE)
        place = rendered(run, connection, number, DRAFT_AUDIENCE, report_mark)
        return Pending(plan, draft_is_due=False, report_is_due=place is None)


def run_without_prefect(run: RunContext) -> PublishOutcome:
    """The whole line in this process, one step after the other, as the flow does it. For tests and for emergencies.

    Raises the first error of a supply after the draft and its report were made without it; at once what is our own
    machine's fault.
    """
    failed = []
    for supply in as_one_step(lambda: plan_quarter(run), run.settings).to_do:
        try:
            ingest_supply(run, supply.extract, supply.supplier)
        except WarehouseUnavailable:
            raise
        except CypError as error:
            failed.append(error)
    outcome = publish_draft(run)
    render_report(run, outcome.publication_id, DRAFT_AUDIENCE)
    if failed:
        raise failed[0]
    return outcome


__all__ = [
    "DRAFT_AUDIENCE",
    "Pending",
    "Plan",
    "PublishOutcome",
    "ReportOutcome",
    "RunContext",
    "SupplyOutcome",
    "freeze",
    "ingest_supply",
    "issue",
    "pending",
    "plan_quarter",
    "publish_draft",
    "render_report",
    "run_without_prefect",
]
