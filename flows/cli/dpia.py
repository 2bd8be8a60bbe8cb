"""docs/dpia.md: an assessment to fill in, with what the declarations know already: which fields, why, for how long."""

from collections.abc import Iterator
from pathlib import Path

from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Column, Extract, Kind
from transforms.indicators import INDICATORS
from transforms.retention import keep_of

_WORDS = Path(__file__).with_suffix(".md")
# Words in a column's name or description that tell of what Articles 9 and 10 of the UK GDPR speak of, or near it.
_SPECIAL = ("ethnic", "disab", "health", "sen ", "special educational", "religio", "offen", "abuse", "substance")


def dpia() -> Iterator[str]:
    """The lines of the page: its words, with the tables that the declarations give."""
    for line in _WORDS.read_text(encoding="utf-8").splitlines():
        match line:
            case "<!-- fields -->":
                for extract in EXTRACTS:
                    yield from _fields(extract)
            case "<!-- years -->":
                yield from _years()
            case _:
                yield line


def _fields(extract: Extract) -> Iterator[str]:
    needing = [each.id for each in INDICATORS if extract.id in (*each.needs, *each.uses, *each.instead)]
    figures = ", ".join(f"[`{each}`](reference/indicators.md#{each})" for each in needing)
    yield from (f"### {extract.title}", "")
    yield from (f"From: {extract.source}. For: {figures or 'checks of other extracts'}.", "")
    yield from ("| Table | Loaded as pseudonyms | Loaded | Checked alone |", "|---|---|---|---|")
    for table in extract.tables:
        people = [each for each in table.columns if each.kind is Kind.PERSON]
        others = [each for each in table.columns if each.kind is not Kind.PERSON]
        loaded, checked = ([each for each in others if each.staged is staged] for staged in (True, False))
        yield f"| {table.title} | {_listed(people)} | {_listed(loaded)} | {_listed(checked)} |"
    yield ""


def _years() -> Iterator[str]:
    yield from ("| Extract | Landed files | Rows of `core` | Places of held rows |", "|---|---|---|---|")
    for extract in EXTRACTS:
        keep = keep_of(extract.id, ())
        yield f"| {extract.title} | {keep.landing_years} | {keep.core_years} | {keep.held_years} |"


def _listed(columns: list[Column]) -> str:
    return ", ".join(f"**{each.name}**" if _is_special(each) else each.name for each in columns) or "none"


def _is_special(column: Column) -> bool:
    said = f"{column.name.replace('_', ' ')} {column.description} ".lower()
    return any(word in said for word in _SPECIAL)
