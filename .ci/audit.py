"""Asks whether a package that we lock has a known weakness. Part of ``make check``.

Fails when one has. Where the service that knows cannot be asked, it says so and lets the other checks go on: a machine
without the internet must still be able to check its work.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements-dev.lock",)  # which holds all of requirements.lock
PATIENCE = 120


def verdict(lock: str, said: str) -> tuple[list[str], bool]:
    """What to print of an audit's JSON, and whether a weakness was found. No JSON means that nothing was audited."""
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return [f"{lock}: NOT AUDITED. The service that knows of weaknesses could not be asked."], False
    weak = [
        f"{lock}: {each['name']} {each['version']}: {found['id']}, mended in {_listed(found['fix_versions'])}"
        for each in packages
        for found in each.get("vulns", ())
    ]
    unknown = [each["name"] for each in packages if "skip_reason" in each]
    if len(unknown) == len(packages):
        return [f"{lock}: NOT AUDITED. The service knows none of its {len(packages)} packages from here."], False
    told = [f"{lock}: {len(packages) - len(unknown)} packages audited, {len(weak)} known weaknesses."]
    if unknown:
        told.append(f"{lock}: {len(unknown)} NOT AUDITED: {', '.join(unknown)}.")
    return [*weak, *told], bool(weak)


def _listed(versions: list[str]) -> str:
    return ", ".join(versions) or "no version yet"


def audited(lock: str) -> str:
    """The JSON that the audit of a lock file gives; nothing where it came to no end."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--format", "json", "--timeout", "5"]
    command += ["--progress-spinner", "off", "--requirement", str(ROOT / lock)]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False).stdout
    except subprocess.TimeoutExpired:
        return ""


def main() -> int:
    """Audit every lock file; 1 when a weakness is known."""
    is_weak = False
    for lock in LOCKS:
        lines, found = verdict(lock, audited(lock))
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        is_weak = is_weak or found
    return int(is_weak)


if __name__ == "__main__":
    sys.exit(main())
