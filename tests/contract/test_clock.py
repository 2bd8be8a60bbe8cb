"""Figures come from the data and the quarter that is asked for, never from the day on which they are worked out."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASKED = {"now", "today", "utcnow", "time", "time_ns"}
OF_THE_CLOCK = {"datetime", "date", "time", "Timestamp"}
# Whose business it is: what a schedule or a person asks for, how long something takes, and when it was done.
MAY_ASK = {
    "flows/steps/context.py": "the day on which an officer's release of held rows begins or has ended",
    "flows/steps/land.py": "what a killed run left behind so long ago that nobody writes it",
    "flows/steps/stage.py": "when rows were released",
    "flows/sources/database.py": "which quarters are over and may be asked for",
    "flows/sources/folder.py": "whether a file is still being written",
    "flows/sources/https.py": "how long a server asks to be left alone",
}
STEPS = ("transforms", "expectations", "flows/steps", "flows/report", "flows/sources", "flows/warehouse")


def test_no_step_looks_at_the_clock() -> None:
    modules = (path for folder in STEPS for path in (ROOT / folder).rglob("*.py"))
    assert {str(path.relative_to(ROOT)) for path in modules if asks(path)} == set(MAY_ASK)


def asks(module: Path) -> bool:
    """Whether a module asks what time it is."""
    calls = (
        node.func for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    )
    attributes = (call for call in calls if isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name))
    return any(call.attr in ASKED and getattr(call.value, "id", "") in OF_THE_CLOCK for call in attributes)
