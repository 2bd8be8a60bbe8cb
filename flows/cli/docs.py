"""The pages of docs/reference and files of docs/bi, written from the declarations: ``python -m flows.cli.docs``.

A test holds that the pages in the repository are the ones that this module writes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from flows.cli import cyp
from flows.cli.bi_docs import Comment, dax, semantic_layer
from flows.cli.dpia import dpia
from flows.council import read_council
from flows.settings import get_settings
from transforms import codelists
from transforms.council_types import Measure
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Column, Extract, Kind, Table
from transforms.history import HISTORY_RULES
from transforms.indicators import INDICATORS
from transforms.indicators.breakdown import TOTAL
from transforms.indicators.indicator import Indicator
from transforms.rules.derived import all_rules
from transforms.rules.rule import Rule
from transforms.sentences import day_text
from transforms.years import CollectionYear, changes, years_with_changes

_ORIGIN = "<!-- Written by python -m flows.cli.docs; change the declarations, not this page. -->"
_SAMPLES = Path(__file__).parents[2] / "samples"
_YEAR_HEADINGS = ("Year", "What happens", "To a", "Name", "Meaning (before, or instead)", "Where")
_COMMENT = re.compile(r"comment on (table|view|column) ([\w.]+) is\s+'((?:[^']|'')*)';")


def reference_pages() -> dict[str, str]:
    """The text of each page, by file name under docs/reference."""
    return {
        "commands.md": _page("Commands", _commands()),
        "extracts.md": _page("Extracts", _extracts()),
        "indicators.md": _page("Indicators", _indicators()),
        "measures.md": _page("Measures of the two sample reports", _measures()),
        "rules.md": _page("Rules", _rules()),
        "years.md": _page("Collection years", _years()),
        "warehouse.md": _page("Tables and views of the warehouse", _warehouse(get_settings().sql_dir)),
    }


def bi_files() -> dict[str, str]:
    """The text of each file that is written for tools, by its name under docs/bi."""
    sql = get_settings().sql_dir
    return {
        "measures.dax": dax(),
        "semantic.yaml": semantic_layer((Comment(*each) for each in _comments(sql)), sql),
    }


def assessment_page() -> str:
    """The text of docs/dpia.md."""
    return _page("Data protection impact assessment", dpia())


def write_pages(docs: Path) -> None:
    """Write every page and file into their folders under ``docs``."""
    for folder, files in (("reference", reference_pages()), ("bi", bi_files())):
        (docs / folder).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (docs / folder / name).write_text(text, encoding="utf-8")
    (docs / "dpia.md").write_text(assessment_page(), encoding="utf-8")


def _page(title: str, lines: Iterable[str]) -> str:
    return "\n".join([_ORIGIN, f"# {title}", "", *lines]).rstrip() + "\n"


def _commands() -> Iterator[str]:
    yield "What `--help` prints, command by command. Exit codes: [runbook](../runbook.md#exit-codes)."
    for path, command in walk_commands(cyp, ("cyp",)):
        context = click.Context(command, whole_command(), info_name=" ".join(path[1:]), terminal_width=100)
        yield from ("", f"## {' '.join(path)}", "", "```text", command.get_help(context), "```")


def whole_command() -> click.Context:
    """What a command is called in. It takes the names of its help option from there, once for the whole process."""
    return cyp.make_context("cyp", [], resilient_parsing=True)


def walk_commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command under a group, and the words that call it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        if (found := command.get_command(context, name)) is not None:
            yield from walk_commands(found, (*path, name))


def _indicators() -> Iterator[str]:
    yield "Each figure that the line can compute: what is counted, of what, and when. Councils choose what they report."
    yield ""
    rows = [(f"[`{i.id}`](#{i.id})", i.title, i.unit.value, i.period.value) for i in INDICATORS]
    yield from _table(("Indicator", "Title", "Unit", "Period"), rows)
    for indicator in INDICATORS:
        yield from ("", f"## {indicator.id}", "", *_table(("", indicator.title), _facts_of_indicator(indicator)))


def _measures() -> Iterator[str]:
    yield "Measures are the council's own: `council.toml` says which indicators each shows. These are those of the two"
    yield "reports in `samples/`: an invented council's, and a published one rebuilt from its figures."
    for folder in sorted(_SAMPLES.glob("*/council.toml")):
        council = read_council(folder.parent)
        yield from ("", f"## {council.name}", "")
        rows = [
            (each.ref, each.title, _shown_by(each), _judged(each), " ".join(each.owners)) for each in council.measures
        ]
        yield from _table(("Reference", "Measure", "Shows", "Year's end foreseen", "Owners"), rows)


def _shown_by(measure: Measure) -> str:
    """Each part with its indicator, and the item of a breakdown that it is of."""
    parts = []
    for part in measure.parts:
        item = "" if part.breakdown == TOTAL else f", {part.breakdown.replace('_', ' ')} {part.item}"
        parts.append(f"{part.title}: [`{part.indicator}`](indicators.md#{part.indicator}){item}")
    return "; ".join(parts)


def _judged(measure: Measure) -> str:
    return measure.rating.forecast if measure.rating.enabled else "watched, not rated"


def _facts_of_indicator(indicator: Indicator) -> list[tuple[str, str]]:
    return [
        ("Numerator", indicator.numerator),
        ("Denominator", indicator.denominator or "none: it is a count"),
        ("Unit", indicator.unit.value),
        ("Decimal places", str(indicator.decimals)),
        ("Better is", indicator.polarity.value),
        ("Period", indicator.period.value),
        ("Breakdowns", _listed(indicator.breakdowns) or "none"),
        ("Needs", _listed(indicator.needs)),
        ("Also uses", _listed(indicator.uses) or "nothing"),
        ("Without them, uses instead", _listed(indicator.instead) or "nothing"),
        ("National definition", indicator.national),
        ("Compared with", _published(indicator)),
        *_end_of(indicator),
        ("Owner", indicator.owner),
        ("Version", str(indicator.version)),
    ]


def _end_of(indicator: Indicator) -> list[tuple[str, str]]:
    if indicator.until is None:
        return []
    return [("Last day", day_text(indicator.until)), ("No figure after it, because", indicator.ended_because)]


def _years() -> Iterator[str]:
    yield from (
        "What each collection year changes in an extract against the year before, as far as it is checked. A delivery",
        "is read by the year of its own dates, so that all years are in use at once. `cyp years EXTRACT YEAR FILE...`",
        "tells what a year would do to files.",
    )
    for extract in EXTRACTS:
        if known := years_with_changes(extract):
            yield from ("", f"## {extract.id}", "", *_table(_YEAR_HEADINGS, _rows_of_years(extract, known)))


def _rows_of_years(extract: Extract, known: Iterable[CollectionYear]) -> Iterator[tuple[str, ...]]:
    for year in known:
        for change in changes(extract, year):
            was = f"{change.label} ({change.instead})" if change.instead else change.label
            yield year.name, change.kind.value, change.what, f"`{change.name}`", was, change.place


def _published(indicator: Indicator) -> str:
    if indicator.published is None:
        return "nothing: no rate of it is published"
    less = "100 less " if indicator.published.complement else ""
    return f"{less}`{indicator.published.series}` of the national tool (LAIT), {indicator.published.stands.value}"


def _rules() -> Iterator[str]:
    yield from (
        "What is checked in every delivery, and what happens to a row that fails:",
        "",
        "- **stop**: the whole delivery is rejected and nothing of it is loaded. Where a share is named, it is",
        "  rejected when more than that share of its rows fail.",
        "- **hold**: the row is held back and counted; the rest is loaded. Where *may be released* stands, a named",
        "  officer can let rows count all the same (`cyp held release`).",
        "- **flag**: the row is loaded and shown as doubtful.",
    )
    yield from ("", "## Every delivery, beside those before it", "")
    yield from (
        "A delivery that one of these finds waits as a whole, until another comes or a named officer accepts it",
        "(`cyp held accept`).",
        "",
    )
    facts = [(f"`{rule.id}`", rule.message, rule.fix, rule.source) for rule in HISTORY_RULES]
    yield from _table(("Rule", "What is unusual", "What to do", "Source"), facts)
    for extract in EXTRACTS:
        for table in extract.tables:
            yield from ("", f"## {table.title}", "", f"`{extract.id}`, table `{table.name}`.", "")
            rows = [_facts_of_rule(rule, table) for rule in all_rules(table)]
            yield from _table(("Rule", "Does", "Columns", "What is wrong", "What to do", "Source"), rows)


def _facts_of_rule(rule: Rule, table: Table) -> tuple[str, ...]:
    share = f" (over {rule.share:.0%})" if rule.share else ""
    released = ", may be released" if rule.waivable else ""
    return (
        f"`{rule.id}`",
        f"{rule.severity.value}{share}{released}",
        table.headers_of(rule),
        rule.message,
        rule.fix,
        rule.source,
    )


def _extracts() -> Iterator[str]:
    yield "The files that the line reads, column by column. Their order and further columns make no difference."
    for extract in EXTRACTS:
        yield from ("", f"## {extract.title}", "", *_table(("", f"`{extract.id}`"), _facts_of_extract(extract)))
        for table in extract.tables:
            yield from ("", f"### {table.title}", "", f"One file, {table.grain}. Source: {table.source}.", "")
            yield from _table(
                ("Column", "Our name", "Kind", "Value", "Code list", "In the database", "Holds"),
                [_facts_of_column(column, table) for column in table.columns],
            )
    yield from ("", "## Code lists", "", "Codes with the dates between which they may be used; empty means always.")
    for name in sorted({column.codes for e in EXTRACTS for t in e.tables for column in t.columns if column.codes}):
        yield from ("", f"### {name}", "", *_code_list(name))


def _facts_of_extract(extract: Extract) -> list[tuple[str, str]]:
    return [
        ("Comes from", extract.source),
        ("A delivery covers", f"one {extract.covers.value}, up to the date that its data run to"),
        ("Dates are written", _listed(extract.date_formats)),
        ("Read", "in chunks, and reduced to counts before it is loaded" if extract.chunked else "whole"),
    ]


def _facts_of_column(column: Column, table: Table) -> tuple[str, ...]:
    presence = "required" if column.required else "may be empty"
    if column.optional_column:
        presence = "column may be absent"
    stays_out = "no: read for checks alone" if not column.staged else "yes"
    kept = "as a pseudonym" if column.kind is Kind.PERSON else stays_out
    key = " (key)" if column.name in table.key else ""
    codes = f"[{column.codes}](#{column.codes})" if column.codes else ""
    return f"`{column.header}`", f"{column.name}{key}", column.kind.value, presence, codes, kept, column.description


def _code_list(name: str) -> Iterator[str]:
    entries = codelists.code_list(name)
    extra = any(entry.group for entry in entries)
    rows = []
    for entry in entries:
        first = "" if entry.valid_from == codelists.ALWAYS_FROM else entry.valid_from.isoformat()
        last = "" if entry.valid_to == codelists.ALWAYS_TO else entry.valid_to.isoformat()
        third = entry.group if extra else (entry.canonical if entry.canonical != entry.code else "")
        rows.append((f"`{entry.code}`", entry.label, third, first, last))
    return _table(("Code", "Label", "Class" if extra else "Loaded as", "From", "To"), rows)


def _warehouse(sql: Path) -> Iterator[str]:
    yield "Every table, view and column, in the words that the database itself keeps. How to use them:"
    yield "[the warehouse](../warehouse.md)."
    comments = list(_comments(sql))
    for schema in ("mart", "audit", "core"):
        yield from ("", f"## {schema}")
        for kind, name, words in comments:
            if kind in ("table", "view") and name.startswith(f"{schema}."):
                yield from ("", f"### {name}", "", f"{kind.capitalize()}. {words}", "")
                yield from _table(("Column", "Meaning"), _columns_of(name, comments))


def _comments(sql: Path) -> Iterator[tuple[str, str, str]]:
    """Kind, name and words of each comment in the SQL: views first, since they are what people read."""
    for kind in ("views", "migrations"):
        for file in sorted((sql / kind).glob("*.sql")):
            for what, name, words in _COMMENT.findall(file.read_text(encoding="utf-8")):
                yield what, name, " ".join(words.replace("''", "'").split())


def _columns_of(name: str, comments: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Columns with what was said of them last."""
    return list(
        {
            f"`{column.rpartition('.')[2]}`": words
            for kind, column, words in comments
            if kind == "column" and column.startswith(f"{name}.")
        }.items()
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table."""
    yield f"| {' | '.join(headers)} |"
    yield f"|{'|'.join('---' for _ in headers)}|"
    for row in rows:
        yield f"| {' | '.join(_cell(text) for text in row)} |"


def _cell(text: str) -> str:
    """Text that a table row can hold: a bar would start a new cell, and a lone < might start a tag."""
    return text.replace("|", r"\|").replace("<", "&lt;").replace("\n", " ")


if __name__ == "__main__":
    write_pages(get_settings().repository / "docs")
