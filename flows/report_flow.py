"""The flow that renders a report when a publication was made or issued."""

from pathlib import Path
from typing import Annotated, Literal

from prefect import flow, tags
from pydantic import Field

from flows.council import read_council
from flows.quarterly import CouncilFolder, QuarterName
from flows.tasks import only_our_words, render, write_to_suppliers


@flow(name="report", flow_run_name="{quarter}-publication-{publication_id}-{audience}", persist_result=False)
def report(
    council: CouncilFolder,
    quarter: QuarterName,
    publication_id: Annotated[int, Field(ge=1)],
    audience: Literal["internal", "public"] = "internal",
) -> None:
    """Render one publication for one audience; ends well when another run has done so or is doing so."""
    with only_our_words():
        slug = read_council(Path(council)).slug
    with tags(slug, quarter):
        render(council, quarter, publication_id, audience, None)
        if audience == "internal":
            write_to_suppliers(council, quarter, publication_id, return_state=True)  # the report is there all the same
