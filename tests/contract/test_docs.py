"""The documents say what is so: commands, links, settings, names of views, and pages written from declarations."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import click
import pytest
import yaml

from flows.cli import cyp
from flows.cli.docs import assessment_page, bi_files, reference_pages, walk_commands, whole_command
from flows.settings import LOGIN_PREFIX, WEBHOOK_PREFIX, Settings, SourceLogin, Webhook
from flows.sources.database import Database
from flows.sources.https import Https
from flows.sources.sftp import Sftp
from samples.superset.charts import CHARTS
from transforms.council_types import Committee, Measure, Objective, Officer, Part, Rating, Supply
from transforms.errors import CypError
from transforms.extracts import EXTRACTS
from transforms.indicators import INDICATORS
from transforms.notices import ROLES, SUBJECTS

ROOT = Path(__file__).resolve().parents[2]
OF_THE_ROOT = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
WRITTEN = (
    *(ROOT / page for page in OF_THE_ROOT),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "bi").glob("*.md")),
)
GENERATED = tuple(sorted((ROOT / "docs" / "reference").glob("*.md")))
COMMANDS = dict(walk_commands(cyp, ("cyp",)))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_TABLES = ("rating", "place")  # settings that stand in a table of their own
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def all_written() -> str:
    return "\n".join(text(path) for path in WRITTEN)


def test_the_readme_counts_what_is_declared() -> None:
    counts = re.search(
        r"It reads (\d+) .*? computes (\d+)\s.*? beside (\d+) of them", text(ROOT / "README.md"), re.DOTALL
    )
    assert counts is not None
    published = [each for each in INDICATORS if each.published]
    assert [int(count) for count in counts.groups()] == [len(EXTRACTS), len(INDICATORS), len(published)]


# Links


def anchors(path: Path) -> set[str]:
    """The places in a page that a link can name, as code hosts make them of headings."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text(path)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path: Path) -> Iterator[str]:
    for link in _LINK.findall(_FENCE.sub("", text(path))):
        target, _, anchor = link.partition("#")
        if "://" in link:
            continue
        found = (path.parent / target).resolve() if target else path
        if not found.exists() or (anchor and anchor not in anchors(found)):
            yield link


@pytest.mark.parametrize("path", [*WRITTEN, *GENERATED], ids=name)
def test_every_link_leads_somewhere(path: Path) -> None:
    assert list(broken_links(path)) == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, to_read = set(), [ROOT / "README.md"]
    while to_read:
        page = to_read.pop()
        reached.add(page)
        links = [link.partition("#")[0] for link in _LINK.findall(text(page))]
        pages = {(page.parent / link).resolve() for link in links if link.endswith(".md") and "://" not in link}
        to_read.extend(pages - reached)
    assert {*WRITTEN, *GENERATED} - reached == set()


# Commands


def quoted_commands(path: Path) -> Iterator[tuple[str, bool]]:
    """Each ``cyp`` line of a page, and whether it stands in a block (whole) or in a sentence (perhaps cut short)."""
    in_blocks = re.findall(
        r"^(?:\$ )?(?:\.venv/bin/)?(cyp [^#\n]+)", "\n".join(_FENCE.findall(text(path))), re.MULTILINE
    )
    yield from ((line, True) for line in in_blocks)
    in_sentences = re.findall(r"`(cyp [^`]+)`", _FENCE.sub("", text(path)))
    yield from ((" ".join(line.split()), False) for line in in_sentences)


def complaint(line: str, is_whole: bool) -> str:
    """What click would say against a command line; empty when it is right."""
    words = shlex.split(line.partition(" && ")[0])
    groups = [words[:length] for length in range(len(words), 0, -1)]
    path = next((tuple(words) for words in groups if tuple(words) in COMMANDS), None)
    if path is None:
        is_group = any(known[: len(words)] == tuple(words) for known in COMMANDS)
        return "" if is_group or words in (["cyp", "--help"], ["cyp", "--version"]) else "no such command"
    try:
        COMMANDS[path].make_context(" ".join(path), words[len(path) :], parent=whole_command())
    except click.MissingParameter as error:
        return error.format_message() if is_whole else ""
    except click.BadParameter as error:
        is_place = error.param is not None and isinstance(error.param.type, click.Path)  # DIR need not be there
        return "" if is_place else error.format_message()
    except click.UsageError as error:
        return error.format_message()
    return ""


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_every_quoted_command_is_one(path: Path) -> None:
    found = {line: complaint(line, is_whole) for line, is_whole in quoted_commands(path)}
    assert {line: wrong for line, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("cyp walk", "no such command"),
        ("cyp run", "QUARTER"),
        ("cyp run 2025-26-Q1 --fast", "--fast"),
        ("cyp warehouse url --as friend", "friend"),
    ],
)
def test_a_wrong_command_is_noticed(line: str, wrong: str) -> None:
    assert wrong in complaint(line, is_whole=True)


@pytest.mark.parametrize(
    "line", ["cyp run 2025-26-Q1 --council DIR", "cyp warehouse psql -- -c 'table mart.performance'"]
)
def test_a_right_command_is_left_alone(line: str) -> None:
    assert complaint(line, is_whole=True) == ""


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_is_explained(path: tuple[str, ...]) -> None:
    assert COMMANDS[path].help
    assert [
        option.name for option in COMMANDS[path].params if isinstance(option, click.Option) and not option.help
    ] == []
    assert " ".join(path) in all_written()


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_every_quoted_target_of_make_is_one(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`|\$ )make ([a-z-]+)", text(path))) <= targets


# Settings, the council folder, the warehouse, the packages


def variable(field: str) -> str:
    alias = Settings.model_fields[field].validation_alias
    return "PREFECT_API_URL" if alias else f"CYP_{field.upper()}"


def test_every_setting_is_in_the_table_of_the_runbook_and_no_other() -> None:
    rows = re.findall(r"^\| `((?:CYP|PREFECT)_\w+)` \|", text(ROOT / "docs" / "runbook.md"), re.MULTILINE)
    assert sorted(rows) == sorted(map(variable, Settings.model_fields))


def test_no_document_names_a_setting_that_there_is_none_of() -> None:
    of_councils = rf"(?:{LOGIN_PREFIX}|{WEBHOOK_PREFIX})(?:<LOGIN>|<NAME>|[A-Z_]+?)_(?=\w)"
    named = set(re.findall(r"\bCYP_[A-Z_]+", re.sub(of_councils, "", all_written())))
    assert named - {variable(field) for field in Settings.model_fields} == set()


def test_every_part_of_a_login_is_in_its_table_of_the_runbook_and_no_other() -> None:
    rows = re.findall(rf"^\| `{LOGIN_PREFIX}<LOGIN>_(\w+)` \|", text(ROOT / "docs" / "runbook.md"), re.MULTILINE)
    assert sorted(rows) == sorted(field.upper() for field in SourceLogin.model_fields)


def test_every_part_of_a_webhook_is_in_its_table_of_the_runbook_and_no_other() -> None:
    rows = re.findall(rf"^\| `{WEBHOOK_PREFIX}<NAME>_(\w+)` \|", text(ROOT / "docs" / "runbook.md"), re.MULTILINE)
    assert sorted(rows) == sorted(field.upper() for field in Webhook.model_fields)


@pytest.mark.parametrize("role", ROLES)
def test_every_message_has_its_line_in_the_runbook_and_its_recipient_in_the_council_folder(role: str) -> None:
    assert f"\n| {role} | {SUBJECTS[role]} |" in text(ROOT / "docs" / "runbook.md")
    assert f"\n| `{role}` |" in text(ROOT / "docs" / "council-folder.md")


def test_every_exit_code_has_its_line_in_the_runbook() -> None:
    kinds, codes = [CypError], {0}
    while kinds:
        kind = kinds.pop()
        codes.add(kind.exit_code)
        kinds += kind.__subclasses__()
    rows = re.findall(r"^\| (\d) \| ", text(ROOT / "docs" / "runbook.md"), re.MULTILINE)
    assert sorted(map(int, rows)) == sorted(codes)


@pytest.mark.parametrize(
    "kind",
    [Officer, Supply, Committee, Sftp, Https, Database, Objective, Measure, Part, Rating],
    ids=lambda kind: kind.__name__,
)
def test_every_setting_of_a_council_is_explained(kind: type) -> None:
    page = text(ROOT / "docs" / "council-folder.md")
    assert [
        each for each in (field.name for field in fields(kind)) if each not in _TABLES and f"`{each}`" not in page
    ] == []


def test_every_relation_named_exists() -> None:
    known = set(re.findall(r"^### ([a-z]+\.\w+)$", reference_pages()["warehouse.md"], re.MULTILINE))
    named = set(re.findall(r"\b(?:mart|audit)\.[a-z_]+(?![a-z_(])", all_written()))
    functions = {"mart.performance_as_published"}
    assert named - known - functions == set()


def test_every_package_that_a_run_needs_has_its_reason() -> None:
    needed = {re.split(r"[\[<>=]", requirement)[0] for requirement in PROJECT["project"]["dependencies"]}
    explained = set(re.findall(r"`([\w-]+)`", text(ROOT / "docs" / "decisions.md")))
    assert needed - explained == set()


def test_decisions_are_numbered_once_and_say_why_and_what_was_ruled_out() -> None:
    entries = re.split(r"^\*\*(?=\d+\. )", text(ROOT / "docs" / "decisions.md"), flags=re.MULTILINE)[1:]
    numbers = [int(entry.split(".")[0]) for entry in entries]
    assert numbers == sorted(set(numbers))
    assert [entry for entry in entries if "\nWhy: " not in entry or "\nRuled out: " not in entry] == []


# Pages that are written, and an example that runs


def test_the_assessment_is_current_and_names_every_column_that_is_read() -> None:
    page = text(ROOT / "docs/dpia.md")
    assert page == assessment_page(), "Run: python -m flows.cli.docs"
    assert page.count("**To fill in") > 15
    named = set(re.findall(r"[a-z_0-9]+", page))
    assert not {column.name for extract in EXTRACTS for table in extract.tables for column in table.columns} - named


def test_the_reference_pages_are_current() -> None:
    assert {path.name: text(path) for path in GENERATED} == reference_pages(), "Run: python -m flows.cli.docs"


def test_the_files_for_tools_are_current() -> None:
    written = {name: text(ROOT / "docs" / "bi" / name) for name in bi_files()}
    assert written == bi_files(), "Run: python -m flows.cli.docs"


def columns_of_views() -> dict[str, set[str]]:
    layer = yaml.safe_load(text(ROOT / "docs" / "bi" / "semantic.yaml"))
    return {table["name"].partition(".")[2]: set(table["columns"]) for table in layer["tables"]}


def test_the_dashboard_asks_for_columns_that_there_are() -> None:
    known = columns_of_views()
    datasets = [yaml.safe_load(text(path)) for path in (ROOT / "docs/bi/superset/datasets").rglob("*.yaml")]
    found = {each["table_name"]: {column["column_name"] for column in each["columns"]} for each in datasets}
    assert found
    assert found == {view: known[view] for view in found}


def test_the_charts_are_those_that_are_declared_and_count_the_newest_publication_alone() -> None:
    files = [yaml.safe_load(text(path)) for path in (ROOT / "docs/bi/superset/charts").glob("*.yaml")]
    written = {each["slice_name"]: (each["viz_type"], each["params"]) for each in files}
    assert {title: kind for title, (kind, _) in written.items()} == {each.title: each.kind for each in CHARTS}
    for chart in CHARTS:
        assert chart.settings.items() <= written[chart.title][1].items()
        if chart.dataset == "board_table" and "metric" in chart.settings:
            filters = chart.settings["adhoc_filters"]
            assert [(each["subject"], each["comparator"]) for each in filters] == [("is_newest", True)]


def test_every_indicator_has_a_measure_of_its_own() -> None:
    measures = re.findall(r"MEASURE '\w+'\[([^\]]+)\] =", text(ROOT / "docs" / "bi" / "measures.dax"))
    assert len(measures) == len(set(measures)), "Power BI takes no two of one name"
    assert {indicator.title for indicator in INDICATORS} <= set(measures)


USE_EXAMPLE = """
from datetime import date
from transforms.checking import check_table
from transforms.extracts.young_carers import YOUNG_CARERS as EXTRACT
from transforms.rules.rule import Context
from transforms.staging import typed
from tests.tables import table

TEXT = table('''
    child | date_of_birth | known_since | help
    A     | 20/12/2012    | 14/05/2024  | GROUP
    B     | 14/05/2006    | 14/05/2024  | NONE
    C     | 15/05/2006    | 14/05/2024  | CLUB
    D     | 20/12/2012    | 14/05/2024  | CAR
''')
[TABLE] = EXTRACT.tables
YEAR = Context(date(2025, 3, 31), date(2025, 3, 31), date(2024, 4, 1), date(2025, 3, 31))
CHECK = check_table(typed(TEXT, TABLE, EXTRACT.date_formats), TEXT, TABLE, YEAR)
print(*sorted(f"{finding.rule.id} {finding.lines}" for finding in CHECK.findings), sep="\\n")
"""


def test_the_example_of_an_extract_does_what_its_page_says(tmp_path: Path) -> None:
    for folder in ("transforms", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    page = text(ROOT / "docs" / "add-an-extract.md")
    for path, content in re.findall(r"^`(transforms/[\w./]+)`:\n\n```\w+\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        (tmp_path / path).write_text(content, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", USE_EXAMPLE], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ended.stdout.splitlines() == [
        "young_carers-adult (3,)",
        "young_carers-help-unknown-code (5,)",
    ]


def test_the_picture_is_there_and_light() -> None:
    assert 20_000 < (ROOT / "docs" / "pictures" / "report.png").stat().st_size <= 250_000
