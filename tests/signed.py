"""Publications signed off by everybody whose signature is needed, for tests that are about what comes after."""

from flows.commentary.signing import sign_for_all
from flows.steps.context import RunContext
from flows.steps.quarter import issue

EVIDENCE = "A message of the same day."


def sign_for_everybody(run: RunContext) -> None:
    """Have the frozen publication signed by all."""
    sign_for_all(run, "AT", EVIDENCE)


def issue_signed(run: RunContext, by: str, restate_reason: str = "") -> int:
    """Have the frozen publication signed by all, and issue it."""
    sign_for_everybody(run)
    return issue(run, by, restate_reason)
