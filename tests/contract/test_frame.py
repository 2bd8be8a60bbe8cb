"""What holds for the repository as a whole: its names, the size of its parts, its lock files, and a command's start."""

import ast
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("flows", "transforms", "expectations", "samples")
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MOST_LINES_OF_A_MODULE = 500
MOST_LINES_OF_A_FUNCTION = 40


def modules(*folders: str) -> list[Path]:
    """Every module under these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


# Names and sizes


@pytest.mark.parametrize(
    "name",
    [
        *("pyproject.toml", "flows", "transforms", "expectations", "sql", "tests", "docker-compose.yml", "README.md"),
        *("LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "Dockerfile", "prefect.yaml", "samples", "docs"),
        *("requirements.lock", "requirements-dev.lock", ".ci/run", ".env.example"),
    ],
)
def test_it_is_where_people_look_for_it(name: str) -> None:
    assert (ROOT / name).exists()


def test_sql_is_text_and_not_a_package() -> None:
    assert names(modules("sql")) == []


def test_no_module_has_outgrown_its_purpose() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in modules(*PACKAGES, "tests")}
    assert names([path for path, lines in lengths.items() if lines > MOST_LINES_OF_A_MODULE]) == []


def test_no_module_hides_one_of_the_standard_library() -> None:
    paths = modules(*PACKAGES)
    named = {path: path.parent.name if path.name == "__init__.py" else path.stem for path in paths}
    assert names([path for path, name in named.items() if name in sys.stdlib_module_names]) == []


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, the docstring not counted."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    return (function.end_lineno or 0) - function.lineno + 1 - ((first.end_lineno or 0) - first.lineno + 1) * documented


def test_every_function_can_be_read_at_a_glance() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {function.name}"
        for path in modules(*PACKAGES)
        for function in functions(path)
        if lines_of(function) > MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
EFFECTS = FILES | {"now", "today", "utcnow", "environ", "getenv"}


def effects(path: Path) -> set[str]:
    """Names in a module that reach for files, the clock or the environment."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    names = {function.id for function in called if isinstance(function, ast.Name)}
    methods = {function.attr for function in called if isinstance(function, ast.Attribute)}
    read = {node.attr for node in nodes if isinstance(node, ast.Attribute)} & {"environ"}
    return (names | methods | read) & EFFECTS


def test_transforms_read_no_clock_no_file_and_no_environment() -> None:
    own_code_lists = ROOT / "transforms" / "codelists" / "__init__.py"
    paths = [path for path in modules("transforms") if path != own_code_lists]
    assert {str(path.relative_to(ROOT)): effects(path) for path in paths if effects(path)} == {}


# Lock files


@cache
def locked(name: str) -> dict[str, list[str]]:
    """Requirement to its hashes, as a lock file has them."""
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text())
    entries = [entry for entry in entries if not entry.startswith("#")]
    return {entry.split(" \\")[0].strip(): re.findall(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in entries}


def versions(name: str) -> dict[str, list[str]]:
    """Package to its versions: more than one where Pythons differ."""
    found: dict[str, list[str]] = {}
    for entry in locked(name):
        package, _, version = entry.partition("==")
        found.setdefault(canonicalize_name(package), []).append(version.split(" ")[0])
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_locked_to_one_version_and_its_hashes(name: str) -> None:
    assert len(locked(name)) > 100
    assert [entry for entry, hashes in locked(name).items() if not hashes or "==" not in entry] == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_hold_no_address(name: str) -> None:
    assert not re.search(r"://|^-|^\S+ @ ", (ROOT / name).read_text(), re.MULTILINE)


def test_the_tests_run_on_the_versions_that_users_get() -> None:
    dev = versions("requirements-dev.lock")
    assert {package: dev.get(package) for package in versions("requirements.lock")} == versions("requirements.lock")


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements.lock", PROJECT["dependency-groups"]["build"]),
        ("requirements.lock", PROJECT["build-system"]["requires"]),
        ("requirements-dev.lock", PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_what_is_declared_is_locked_within_its_range(name: str, declared: list[str]) -> None:
    for requirement in map(Requirement, declared):
        found = versions(name).get(canonicalize_name(requirement.name), [])
        assert found, f"{requirement.name} is not in {name}: run `make lock`"
        assert all(version in requirement.specifier for version in found), f"{requirement} in {name}: {found}"


def test_nothing_is_in_the_tools_own_lock_but_uv() -> None:
    assert list(versions(".ci/uv.lock")) == ["uv"]
    assert all(locked(".ci/uv.lock").values())


def test_the_newest_release_in_the_change_log_is_the_version_of_the_project() -> None:
    version = PROJECT["project"]["version"]
    assert re.fullmatch(r"20\d\d\.(?:[1-9]|1[0-2])\.\d+", version)
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    released = [heading.split(",")[0] for heading in headings if heading != "Unreleased"]
    assert released[:1] in ([], [version]), "a release has its heading, and the next begins under Unreleased"
    in_order = sorted(released, key=lambda name: [int(part) for part in name.split(".")], reverse=True)
    assert released == in_order


# Make and continuous integration


@pytest.mark.parametrize("target", ["demo", "test", "test-fast", "check", "fix", "lock", "clean", "help", "runtime"])
def test_make_knows_what_the_documents_promise(target: str) -> None:
    assert re.search(rf"^{target}:.*## \S", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("script", [".ci/run", ".ci/environment"])
def test_scripts_can_be_run(script: str) -> None:
    shell = (ROOT / script).read_text().splitlines()[0].removeprefix("#!").split("/")[-1]
    assert (ROOT / script).stat().st_mode & 0o111
    assert subprocess.run([shell, "-n", str(ROOT / script)], check=False).returncode == 0


def test_an_interpreter_that_is_too_old_is_refused_in_words(tmp_path: Path) -> None:
    script = tmp_path / ".ci" / "environment"
    script.parent.mkdir()
    script.write_bytes((ROOT / ".ci" / "environment").read_bytes())
    (tmp_path / ".ci" / "uv.lock").touch()
    environment = {**os.environ, "PYTHON": "no-such-python"}
    ended = subprocess.run(["sh", str(script), "runtime"], env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "Python 3.11, 3.12 or 3.13" in ended.stderr
    assert not (tmp_path / ".venv").exists()


# prefect.yaml


DEPLOYMENTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["entrypoint"])
def test_prefect_yaml_starts_flows_by_module_path(deployment: dict[str, Any]) -> None:
    module, _, name = deployment["entrypoint"].rpartition(".")
    path = ROOT / Path(*module.split(".")).with_suffix(".py")
    [flow] = [function for function in functions(path) if function.name == name]
    given = {name for source in (deployment, *deployment.get("triggers", [])) for name in source["parameters"]}
    assert given <= {argument.arg for argument in flow.args.args}


# The command


def run_help(code: str) -> tuple[float, str]:
    """Seconds and output of a fresh interpreter."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - started, ended.stdout


HELP = "import sys; from flows.cli import main; sys.argv = ['cyp', '--help']; main()"
HEAVY = ("prefect", "pandas", "great_expectations", "sqlalchemy", "pyarrow")
LOADED = f"""
import atexit, sys
atexit.register(lambda: print("LOADED", *(set(sys.modules) & set({HEAVY!r}))))
{HELP}
"""


def test_help_comes_within_a_second() -> None:
    assert min(run_help(HELP)[0] for _ in range(3)) < 1.0


def test_help_loads_nothing_heavy() -> None:
    assert run_help(LOADED)[1].splitlines()[-1].split() == ["LOADED"]
