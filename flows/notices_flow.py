"""The flow that tells people, each working morning, what they owe and what happened."""

from datetime import datetime
from pathlib import Path

from prefect import flow, tags
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from flows.artifacts import show_messages
from flows.notices.tell import tell
from flows.quarterly import CouncilFolder
from flows.schedule import day_in_england
from flows.steps.context import RunContext, today
from flows.tasks import only_our_words
from transforms.errors import CypError
from transforms.quarters import Quarter
from transforms.working_days import is_working_day


def _run_name() -> str:
    scheduled: datetime = flow_run.scheduled_start_time
    day = day_in_england(scheduled)
    return f"{Path(flow_run.parameters['council']).name}-notices-{day}"


@flow(name="notices", flow_run_name=_run_name, persist_result=False)
def notices(council: CouncilFolder) -> State[None] | None:
    """Send each recipient of a council what is due and was not sent; nothing on a day without work.

    Fails, naming why, when a mail server or webhook does not take a message; it stays to be sent.
    """
    with only_our_words():
        day = today()
        if not is_working_day(day):
            return Completed(message="No working day, so nobody is reminded.")
        run = RunContext.open(council, str(Quarter.containing(day)))
        with tags(run.council.slug):
            sent = tell(run, reminding=True)
            show_messages(run, sent)
        if refused := [f"{each.role} by {each.channel}: {each.problem}" for each in sent if each.problem]:
            raise CypError("\n".join(refused), "They are sent again by themselves; cyp notify tries at once.")
    return None
