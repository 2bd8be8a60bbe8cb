"""What commands print for scripts has the keys that docs/json.md promises, and one that prints a result has --json."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.cli import cyp as whole
from flows.cli.docs import walk_commands
from flows.steps.context import RunContext
from flows.steps.quarter import freeze, run_without_prefect

QUARTER = "2025-26-Q1"
PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text()
PROMISED = dict(re.findall(r"^\| `(cyp [^`]+)` \| (.*?) ?\|$", PAGE, re.MULTILINE))
WITHOUT = {
    "cyp demo": "it is read by people alone",
    "cyp serve": "it never ends by itself",
    "cyp warehouse psql": "it is another program",
    "cyp warehouse url": "it prints one word",
}


def keys_of(command: str) -> tuple[bool, set[str]]:
    """Whether a list is promised, and the keys of it or of each entry."""
    said = PROMISED[command]
    if other := re.fullmatch(r"as `(cyp [^`]+)`", said):
        return keys_of(other[1])
    return said.startswith("[]"), set(re.findall(r"`(\w+)`", said))


@pytest.mark.parametrize("path", dict(walk_commands(whole, ("cyp",))), ids=" ".join)
def test_every_command_with_a_result_prints_it_as_json(path: tuple[str, ...]) -> None:
    command, name = dict(walk_commands(whole, ("cyp",)))[path], " ".join(path)
    has_json = any("--json" in option.opts for option in command.params)
    assert has_json == (name not in WITHOUT)
    assert has_json == (name in PROMISED)


COMMANDS = (
    f"plan {QUARTER}",
    f"plan 2025-26-Q1..{QUARTER}",
    f"status {QUARTER}",
    "status",
    f"status 2024-25-Q4..{QUARTER}",
    "publication list",
    "publication check",
    f"report {QUARTER}",
    f'explain "PED02 04" {QUARTER}',
    f"commentary status {QUARTER}",
    f"commentary check {QUARTER}",
    f"commentary sign-off {QUARTER} --by IM",
    f"disclosure audit {QUARTER}",
    f"disclosure off {QUARTER} --by HB --reason Why",
    f"disclosure words {QUARTER}",
    "held list",
    "held show",
    "held range",
    "findings list",
    "key show",
    "notify --dry-run",
    "doctor",
    "warehouse migrate",
    "server status",
    f"server schedule {QUARTER}",
    "server schedule",
)


@pytest.mark.slow
def test_commands_print_what_is_promised(
    cyp: Callable[..., tuple[int, str]], run: RunContext, council: Path, tmp_path: Path
) -> None:
    (council / "recipients.csv").write_text(
        "role,who,channel,target\nengineer,,webhook,chat\nsupplier,*,webhook,chat\n"
    )
    run_without_prefect(run)
    freeze(run, "AT", {})
    broken = {}
    for line in (*COMMANDS, f"commentary export {QUARTER} --out {tmp_path / 'words'}"):
        words = [word.strip('"') for word in re.findall(r'"[^"]+"|\S+', line)]
        _, printed = cyp(*words, "--json")
        wrong = complaint(line, printed)
        broken |= {line: wrong} if wrong else {}
    assert broken == {}


def complaint(line: str, printed: str) -> str:
    """What is wrong with what a command printed; empty when it is as promised."""
    try:
        value: Any = json.loads(printed)
    except ValueError:
        return f"no JSON: {printed[:200]}"
    name = max((each for each in PROMISED if matches(each, line)), key=len)
    is_list, keys = keys_of(name)
    if isinstance(value, list) and not is_list and ".." in line:
        value = value[0]
    if isinstance(value, list) != is_list:
        return f"{type(value).__name__}, and {name} promises {'a list' if is_list else 'an object'}"
    entries: Any = value if is_list else [value]
    for entry in entries:
        if keys - entry.keys():
            return f"without {sorted(keys - entry.keys())}: has {sorted(entry)}"
    return ""


def matches(promised: str, line: str) -> bool:
    words, given = promised.removeprefix("cyp ").split(), line.split()
    wants = words[-1] == "QUARTER"
    bare = [word for word in words if word != "QUARTER"]
    has = len(given) > len(bare) and given[len(bare)][:1].isdigit() and ".." not in line
    return given[: len(bare)] == bare and (not wants or has)
