"""What the dashboard shows: its datasets, charts and their places, in Superset's own words."""

import json
from dataclasses import dataclass
from typing import Any

DASHBOARD = "Children's services: the board's report"
SLUG = "board"
DATASETS = ("board_table", "figures_as_was", "figures_as_is", "data_quality", "comparators", "milestones")
_TREND = ("attendance_rate", "ehc_20_weeks_rate", "neet_rate")
_HEIGHT = 50


@dataclass(frozen=True)
class Chart:
    """A chart of a dataset. ``width``: of twelve columns of the page."""

    title: str
    kind: str
    dataset: str
    settings: dict[str, Any]
    width: int

    def parameters(self, dataset: int) -> str:
        """What Superset keeps of it, as JSON."""
        source = {"datasource": f"{dataset}__table", "viz_type": self.kind}
        return json.dumps(source | self.settings)


def _filter(column: str, operator: str, value: object) -> dict[str, object]:
    return {
        "expressionType": "SIMPLE",
        "clause": "WHERE",
        "subject": column,
        "operator": operator,
        "comparator": value,
    }


def _sql(expression: str, label: str) -> dict[str, str]:
    return {"expressionType": "SQL", "sqlExpression": expression, "label": label}


def _table(columns: tuple[str, ...], rows: int) -> dict[str, Any]:
    return {"query_mode": "raw", "all_columns": list(columns), "row_limit": rows, "adhoc_filters": []}


CHARTS = (
    Chart(
        "Progress of measures",
        "pie",
        "board_table",
        {
            "groupby": ["progress"],
            "metric": _sql("count(*)", "Parts of measures"),
            "row_limit": 10,
            "adhoc_filters": [_filter("is_newest", "==", True)],
        },
        4,
    ),
    Chart(
        "Figures of the whole area, quarter by quarter",
        "echarts_timeseries_line",
        "figures_as_was",
        {
            "x_axis": "quarter_end",
            "time_grain_sqla": "P3M",
            "metrics": [_sql("max(value)", "Value")],
            "groupby": ["title"],
            "adhoc_filters": [
                _filter("indicator_id", "IN", list(_TREND)),
                _filter("breakdown", "==", "Total"),
                _filter("school_urn", "==", ""),
            ],
            "row_limit": 1000,
            "show_legend": True,
        },
        8,
    ),
    Chart(
        "The board's table",
        "table",
        "board_table",
        _table(
            (
                *("quarter", "measure_ref", "measure", "part", "unit", "last_year", "target", "this_quarter"),
                *("direction_of_travel", "progress"),
            ),
            200,
        ),
        12,
    ),
    Chart(
        "What arrived",
        "table",
        "data_quality",
        _table(("extract", "supplier_title", "covers", "state", "rows_received", "rows_loaded", "rows_held"), 200),
        12,
    ),
)
ROWS = ((0, 1), (2,), (3,))


def layout(numbers: tuple[int, ...]) -> str:
    """Where the charts stand, as JSON, from their numbers in Superset."""
    rows = {f"ROW-{place}": row for place, row in enumerate(ROWS, start=1)}
    position: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": list(rows), "parents": ["ROOT_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": DASHBOARD}},
    }
    for name, row in rows.items():
        children = [f"CHART-{chart + 1}" for chart in row]
        position[name] = {
            "type": "ROW",
            "id": name,
            "children": children,
            "parents": ["ROOT_ID", "GRID_ID"],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
        for chart, child in zip(row, children, strict=True):
            meta = {
                "chartId": numbers[chart],
                "sliceName": CHARTS[chart].title,
                "width": CHARTS[chart].width,
                "height": _HEIGHT,
            }
            position[child] = {
                "type": "CHART",
                "id": child,
                "children": [],
                "parents": ["ROOT_ID", "GRID_ID", name],
                "meta": meta,
            }
    return json.dumps(position)
