"""The steps of the line, as plain functions: the flow and the command both call these. None imports Prefect."""

from typing import Literal

Step = Literal["stage", "publish", "report"]  # from which a rerun may be asked to start
