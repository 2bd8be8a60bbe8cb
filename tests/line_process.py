"""A process that runs the line once. Imported beforehand by the fork server, so that each run costs no imports.

The fork server has checked a file as well: what is built from declarations then, such as the suites, is there in each.
"""

import os
import signal
import sys
from datetime import date
from pathlib import Path

from flows.council import read_council
from flows.fingerprints import sources_hash
from flows.settings import get_settings
from flows.steps.context import RunContext
from flows.steps.quarter import run_without_prefect
from flows.steps.validate import check_files
from flows.warehouse.ledger import recorded_run
from transforms.extracts import extract_by_id
from transforms.rules.rule import Context

_SAMPLE = Path(__file__).parents[1] / "samples" / "merebridge"


def run_line(council: str, quarter: str, environment: dict[str, str]) -> None:
    """Run the line with these settings in the environment, as a command does: recorded, and stopped by SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ.update(environment)
    get_settings.cache_clear()
    try:
        run = RunContext.open(council, quarter)
        with recorded_run(run.engine, run.council.slug, quarter, "run", "v1") as run_id:
            run_without_prefect(RunContext.open(council, quarter, run_id))
    except KeyboardInterrupt:
        sys.exit(130)


def warm_up() -> None:
    """Check a small delivery of two extracts."""
    council, day = read_council(_SAMPLE), date(2025, 6, 30)
    begun = day.replace(month=4, day=1)
    context = Context(day, day, begun, day, council.la_code, council.school_urns, council.half_terms)
    for extract, supplier in (("ssda903", "case-system"), ("attendance_register", "900010")):
        files = sorted((_SAMPLE / "extracts" / extract / supplier / str(day)).glob("*.csv*"))
        check_files(extract_by_id(extract), [(file.name, file) for file in files], context)
    sources_hash(get_settings().repository)
