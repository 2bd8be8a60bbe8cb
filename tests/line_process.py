"""A process that runs the line once. Imported beforehand by the fork server, so that each run costs no imports."""

import os

import great_expectations  # noqa: F401 - the import is what takes the time

from flows.settings import get_settings
from flows.steps.context import RunContext
from flows.steps.quarter import run_without_prefect


def run_line(council: str, quarter: str, environment: dict[str, str]) -> None:
    """Run the line with these settings in the environment."""
    os.environ.update(environment)
    get_settings.cache_clear()
    run_without_prefect(RunContext.open(council, quarter))
