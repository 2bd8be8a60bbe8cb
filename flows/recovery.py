"""Runs whose process is gone: closed in the ledger, and marked as crashed where Prefect still shows them as running."""

from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed
from sqlalchemy import Engine

from flows.warehouse.engine import transaction
from flows.warehouse.ledger import CRASHED, DEPLOYMENT, LeftRun, finish_run, runs_left


def close_left_runs(engine: Engine, council: str) -> tuple[LeftRun, ...]:
    """Close every run of a council whose process is gone, and tell Prefect of it. Gives those that were closed.

    A run stays open when Prefect does not answer, so that the next call tells it.
    """
    with transaction(engine) as connection:
        left = runs_left(connection, council)
    return tuple(run for run in left if _close(engine, run))


def _close(engine: Engine, left: LeftRun) -> bool:
    with transaction(engine) as connection:
        if not finish_run(connection, left.run_id, CRASHED):
            return False  # another process closed it, or it ended well while we looked
        if left.flow_run:
            _mark_crashed(left)
    return True


def _mark_crashed(left: LeftRun) -> None:
    with get_client(sync_client=True) as client:
        try:
            state = client.read_flow_run(UUID(left.flow_run)).state
        except ObjectNotFound:  # of another server, or deleted there
            return
        if state is None or state.is_final() or state.is_scheduled():
            return
        if left.command == DEPLOYMENT and state.timestamp > left.started_at:
            return  # tried again since, and not yet recorded
        message = f"The process of run {left.run_id} is gone. What it finished is kept: a retry does the rest."
        client.set_flow_run_state(UUID(left.flow_run), Crashed(message=message), force=True)
