"""What tools for business intelligence are given, written from the declarations: measures as DAX, a semantic layer.

``python -m flows.cli.docs`` writes both into docs/bi; a test holds that they are current.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from transforms.indicators import INDICATORS
from transforms.indicators.indicator import AMOUNTS, FACTORS, Indicator, Period

_ORIGIN = "Written by python -m flows.cli.docs; change the declarations, not this file."
_TABLE = re.compile(r"^create table (mart\.\w+) \((.*?)^\);", re.MULTILINE | re.DOTALL)
_COLUMN_POINTS = re.compile(r"^    (?!foreign )(\w+) [^\n]*?references (mart\.\w+) \((\w+)\)", re.MULTILINE)
_TABLE_POINTS = re.compile(r"^    foreign key \((\w+)\) references (mart\.\w+) \((\w+)\)", re.MULTILINE)
_ADDED = re.compile(r"^alter table (mart\.\w+) add column (\w+)[^;]*?references (mart\.\w+) \((\w+)\);", re.MULTILINE)
_ADDED_KEY = re.compile(
    r"^alter table (mart\.\w+) add foreign key \((\w+)\) references (mart\.\w+) \((\w+)\);", re.MULTILINE
)


class Comment(NamedTuple):
    """Words of the database about a table, view or column."""

    kind: str
    name: str
    words: str


class Relationship(NamedTuple):
    """A column that points to another table's key."""

    table: str
    column: str
    to_table: str
    to_column: str


def relationships(sql: Path) -> list[Relationship]:
    """Every foreign key of mart, from the migrations, in their order."""
    found: list[Relationship] = []
    for file in sorted((sql / "migrations").glob("*.sql")):
        written = file.read_text(encoding="utf-8")
        for table, body in _TABLE.findall(written):
            for points in (_COLUMN_POINTS, _TABLE_POINTS):
                found += [Relationship(table, *each) for each in points.findall(body)]
        for added in (_ADDED, _ADDED_KEY):
            found += [Relationship(*each) for each in added.findall(written)]
    return found


def measure_in_sql(indicator: Indicator) -> str:
    """An indicator's value from sums, as SQL over rows of mart.indicator_values of one quarter."""
    if indicator.less:  # of a difference nothing is counted: its values stand alone, and cannot be added up
        return "case when count(*) = 1 then max(value) end"
    if indicator.unit in AMOUNTS:
        return f"sum(numerator){_year_in_sql(indicator)}"
    factor = FACTORS[indicator.unit]
    return f"sum(numerator) * {factor}.0 / nullif(sum(denominator), 0){_year_in_sql(indicator)}"


def _year_in_sql(indicator: Indicator) -> str:
    """Scaled up to the whole financial year, where the figure is of the year so far."""
    if indicator.period is not Period.ANNUALISED:
        return ""
    first = "(date_trunc('year', max(quarter_end) - interval '3 months') + interval '3 months')::date"
    return f" * (({first} + interval '1 year')::date - {first}) / (max(quarter_end) - {first} + 1)"


def semantic_layer(comments: Iterable[Comment], sql: Path) -> str:
    """Tables with their columns, what points to what, and how every figure is added up, as YAML."""
    import yaml

    listed = list(comments)
    layer = {
        "name": "Performance of children's services",
        "schema": "mart",
        "rules": [
            "Add up numerator and denominator, then divide; never add up or average values.",
            "Take one publication, or rows that are not history: a quarter stands in several publications.",
            "Of several quarters take the last: most figures are to date, and would be counted again.",
            "A missing value has a symbol: z not applicable, x not available, c hidden to protect people.",
        ],
        "tables": [
            {"name": each.name, "kind": each.kind, "about": each.words, "columns": _columns(each.name, listed)}
            for each in listed
            if each.kind in ("table", "view") and each.name.startswith("mart.")
        ],
        "relationships": [
            {"from": f"{each.table}.{each.column}", "to": f"{each.to_table}.{each.to_column}"}
            for each in relationships(sql)
        ],
        "metrics": [_metric(indicator) for indicator in INDICATORS],
    }
    return f"# {_ORIGIN}\n" + yaml.safe_dump(layer, sort_keys=False, allow_unicode=True, width=118)


def _columns(table: str, comments: Iterable[Comment]) -> dict[str, str]:
    named = ((each.name.rpartition("."), each.words) for each in comments if each.kind == "column")
    return {column: words for (of, _, column), words in named if of == table}


def _metric(indicator: Indicator) -> dict[str, object]:
    return {
        "id": indicator.id,
        "version": indicator.version,
        "title": indicator.title,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator or "none",
        "unit": indicator.unit.value,
        "decimals": indicator.decimals,
        "better": indicator.polarity.value,
        "period": indicator.period.value,
        "table": "mart.indicator_values",
        "filter": f"indicator_id = '{indicator.id}'",
        "sql": measure_in_sql(indicator),
    }


def dax() -> str:
    """A measure for each indicator in the language of Power BI, on the query Figures (mart.figures_as_was)."""
    return "\n".join([*_HEADING, *_base_measures(), *_board_measures(), *_indicator_measures()]) + "\n"


_HEADING = (
    f"// {_ORIGIN}",
    "// Load mart.figures_as_was as Figures and mart.board_table as Board. Then paste this into the DAX query view and",
    "// choose to update the model. Of several quarters a measure takes the last; without a choice of breakdown or",
    "// school it is of the whole area; of several publications it takes the newest that holds the quarter.",
    "DEFINE",
)


def _base_measures() -> Iterator[str]:
    yield from _over_the_last_quarter("Counted", "SUM ( 'Figures'[numerator] )")
    yield from _over_the_last_quarter("Out of", "SUM ( 'Figures'[denominator] )")
    one = "IF ( COUNTROWS ( 'Figures' ) = 1, MAX ( 'Figures'[value] ) )"
    yield from _over_the_last_quarter("Value alone", one, "IF ( HASONEVALUE ( 'Figures'[council] ), ", " )")
    yield from (
        "    MEASURE 'Figures'[Whole year over year so far] =",
        "        VAR newest = MAX ( 'Figures'[quarter_end] )",
        "        VAR first = DATE ( YEAR ( newest ) - IF ( MONTH ( newest ) < 4, 1, 0 ), 4, 1 )",
        "        RETURN DIVIDE ( INT ( EDATE ( first, 12 ) - first ), INT ( newest - first ) + 1 )",
        "",
    )


def _over_the_last_quarter(name: str, sum_of: str, before: str = "", after: str = "") -> Iterator[str]:
    yield from (
        f"    MEASURE 'Figures'[{name}] =",
        "        VAR items = ISFILTERED ( 'Figures'[breakdown] ) || ISFILTERED ( 'Figures'[item] )",
        "        VAR schools =",
        "            ISFILTERED ( 'Figures'[school_urn] ) || ISFILTERED ( 'Figures'[school_name] )",
        "                || ISFILTERED ( 'Figures'[phase] )",
        "        RETURN",
        f"            {before}SUMX (",
        "                VALUES ( 'Figures'[council] ),",
        "                VAR newest = CALCULATE ( MAX ( 'Figures'[quarter_end] ) )",
        "                VAR told =",
        "                    CALCULATE ( MAX ( 'Figures'[publication_id] ), 'Figures'[quarter_end] = newest )",
        "                RETURN",
        "                    CALCULATE (",
        f"                        {sum_of},",
        "                        'Figures'[quarter_end] = newest,",
        "                        'Figures'[publication_id] = told,",
        "                        KEEPFILTERS ( FILTER ( ALL ( 'Figures'[breakdown] ),",
        "                            items || 'Figures'[breakdown] = \"Total\" ) ),",
        "                        KEEPFILTERS ( FILTER ( ALL ( 'Figures'[school_urn] ),",
        "                            schools || 'Figures'[school_urn] = \"\" ) )",
        "                    )",
        f"            ){after}",
        "",
    )


def _board_measures() -> Iterator[str]:
    for words in ("On track", "Uncertain", "Off track", "Not rated"):
        yield f"    MEASURE 'Board'[{words}] = CALCULATE ( COUNTROWS ( 'Board' ), 'Board'[progress] = \"{words}\" )"
    yield ""


def _indicator_measures() -> Iterator[str]:
    for indicator in INDICATORS:
        scale = " * [Whole year over year so far]" if indicator.period is Period.ANNUALISED else ""
        counted = "[Counted]"
        if indicator.unit not in AMOUNTS:
            counted = f"DIVIDE ( [Counted], [Out of] ) * {FACTORS[indicator.unit]}"
        kind = "whole numbers" if indicator.decimals == 0 else f"{indicator.decimals} decimal place(s)"
        yield f"    // {indicator.unit.value}, {indicator.period.value}, better {indicator.polarity.value}; show {kind}"
        yield f"    MEASURE 'Figures'[{indicator.title}] ="
        yield "        CALCULATE ("
        yield f"            COALESCE ( {counted}{scale}, [Value alone] ),"
        yield f"            'Figures'[indicator_id] = \"{indicator.id}\""
        yield "        )"
