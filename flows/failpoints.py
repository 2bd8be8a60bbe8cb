"""Named points at which a test may end the process, as a power cut would.

``CYP_FAILPOINT=stage.before-commit`` ends the process there by SIGKILL, the first time that it comes by; with the name
of an extract behind it (``stage.before-commit cin``), when it stages that one. Nothing happens in ordinary use.
"""

import os
import signal

from flows.settings import get_settings

FAILPOINTS = (
    "land.before-rename",
    "land.before-row",
    "stage.after-copy",
    "stage.before-commit",
    "stage.after-commit",
    "publish.after-values",
    "publish.before-commit",
    "publish.after-commit",
    "report.before-rename",
    "report.before-row",
)


def failpoint(name: str, extract: str = "") -> None:
    """End the process here when the setting names this point. Raises KeyError for a point that is not declared."""
    if name not in FAILPOINTS:
        raise KeyError(name)
    if get_settings().failpoint in (name, f"{name} {extract}"):
        os.kill(os.getpid(), signal.SIGKILL)
