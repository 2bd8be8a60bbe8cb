"""The flow that renders a report when a publication was made or issued."""

from typing import Annotated, Literal

from prefect import flow
from pydantic import Field

from flows.quarterly import CouncilFolder, QuarterName
from flows.tasks import render


@flow(name="report", flow_run_name="{quarter}-publication-{publication_id}-{audience}", persist_result=False)
def report(
    council: CouncilFolder,
    quarter: QuarterName,
    publication_id: Annotated[int, Field(ge=1)],
    audience: Literal["internal", "public"] = "internal",
) -> None:
    """Render one publication for one audience; ends well when another run has done so or is doing so."""
    render(council, quarter, publication_id, audience, None)
