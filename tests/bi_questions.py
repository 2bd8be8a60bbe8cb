"""What people ask of the warehouse with their own tools: every client must give the same answers to the same words."""

from collections.abc import Iterable

QUESTIONS = {
    "the board's table": "select quarter, measure_ref, part, this_quarter, target, progress, symbol"
    " from mart.board_table order by measure_ref, part",
    "its exact figures": "select measure_ref, part, current_value, numerator from mart.performance order by 1, 2",
    "a series": "select indicator_id, quarter_end, item, value, numerator from mart.figures_as_was"
    " where is_history = false order by 1, 2, 3",
    "sums by kind of school": "select phase, sum(numerator) as counted from mart.figures_as_is"
    " group by phase order by 1",
    "facts with their dimensions": "select indicator.title, quarter.financial_year, area.area_name, school.school_name,"
    " breakdown.item, fact.value from mart.fact_indicator_value as fact"
    " join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key"
    " join mart.dim_quarter as quarter on fact.quarter_key = quarter.quarter_key"
    " join mart.dim_area as area on fact.area_key = area.area_key"
    " join mart.dim_school as school on fact.school_key = school.school_key"
    " join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key order by 1, 5, 6",
    "the calendar": "select financial_year, academic_term, count(*) as days, min(day) as first_day from mart.dim_date"
    " where calendar_year = 2025 group by financial_year, academic_term order by 4",
    "authorities that were split": "select authority_name, valid_to, successors from mart.dim_authority"
    " where la_code in ('909', '928') order by 1",
    "the dictionary": "select column_name, data_type, meaning, object_meaning, column_position, refers_to"
    " from mart.data_dictionary where object in ('board_table', 'fact_indicator_value') order by object, 5",
}

WRITES = "insert into mart.reader_council values ('alder_reader', 'birch')"
MAKES = "create table mart.mine (id integer)"
CHILDREN = "select count(*) from core.cla_child"
REFUSED = (WRITES, MAKES, CHILDREN)

# What a tool finds of the star by itself.
POINTED_TO = {"publication", "dim_indicator", "dim_quarter", "dim_area", "dim_school", "dim_breakdown"}


def as_words(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    """Rows as clients show them, whatever types they make of a number: numbers to six places, dates as 2025-06-30."""
    return [[_word(cell) for cell in row] for row in rows]


def _word(cell: object) -> str:
    text = "" if cell is None else " ".join(str(cell).split())
    try:
        return f"{float(text):.6f}"
    except ValueError:
        return text
