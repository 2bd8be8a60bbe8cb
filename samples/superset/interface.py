"""Superset's own interface (REST): what a person would click together, told to it."""

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import httpx

from samples.superset.charts import CHARTS, DASHBOARD, DATASETS, SLUG, Chart, layout
from samples.superset.server import USER, Superset

_DATABASE = "Warehouse"
_SCHEMA = "mart"
_PLACE = re.compile(r"@[^/@]+/")


class Interface:
    """A signed-in session of a running server."""

    def __init__(self, superset: Superset) -> None:
        self._client = httpx.Client(base_url=f"{superset.address}/api/v1", timeout=120)
        sign_in = {"username": USER, "password": superset.password, "provider": "db", "refresh": False}
        token = self._post("/security/login", sign_in)["access_token"]
        self._client.headers["Authorization"] = f"Bearer {token}"
        self._client.headers["X-CSRFToken"] = self._get("/security/csrf_token/").json()["result"]
        self._client.headers["Referer"] = superset.address

    def make_dashboard(self, warehouse: str) -> int:
        """The connection, the datasets, the charts and the dashboard, anew; gives the dashboard's number.

        ``warehouse`` is the address of a reader, with the password.
        """
        for kind in ("dashboard", "chart", "dataset", "database"):
            self._remove_all(kind)
        address = warehouse.replace("postgresql://", "postgresql+psycopg2://", 1)
        database = self._post("/database/", {"database_name": _DATABASE, "sqlalchemy_uri": address})["id"]
        datasets = {
            name: self._post("/dataset/", {"database": database, "schema": _SCHEMA, "table_name": name})["id"]
            for name in DATASETS
        }
        numbers = tuple(self._make_chart(chart, datasets[chart.dataset]) for chart in CHARTS)
        about = {"dashboard_title": DASHBOARD, "slug": SLUG, "published": True, "position_json": layout(numbers)}
        dashboard = self._post("/dashboard/", about)["id"]
        for number in numbers:
            self._client.put(f"/chart/{number}", json={"dashboards": [dashboard]}).raise_for_status()
        return dashboard

    def answer(self, dataset: str, metric: str) -> float:
        """One figure of a dataset, worked out by Superset: an SQL expression over all rows."""
        [found] = [each for each in self._get("/dataset/").json()["result"] if each["table_name"] == dataset]
        expression = {"expressionType": "SQL", "sqlExpression": metric, "label": "answer"}
        query = {"metrics": [expression], "columns": [], "filters": [], "row_limit": 1}
        asked = {"datasource": {"id": found["id"], "type": "table"}, "queries": [query], "result_format": "json"}
        return float(self._post("/chart/data", asked)["result"][0]["data"][0]["answer"])

    def export(self, dashboard: int, folder: Path) -> list[Path]:
        """The dashboard and every dataset with all that they rest on, as YAML files in place of those that were there.

        The server's address is left out of them.
        """
        shutil.rmtree(folder, ignore_errors=True)
        datasets = ",".join(str(number) for number in self._get("/dataset/?q=(page_size:100)").json()["ids"])
        written = set[Path]()
        for path in (f"/dataset/export/?q=!({datasets})", f"/dashboard/export/?q=!({dashboard})"):
            with zipfile.ZipFile(io.BytesIO(self._get(path).content)) as files:
                for name in files.namelist():
                    file = folder.joinpath(*Path(name).parts[1:])
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_text(_PLACE.sub("@127.0.0.1:5432/", files.read(name).decode()), encoding="utf-8")
                    written.add(file)
        return sorted(written)

    def _make_chart(self, chart: Chart, dataset: int) -> int:
        about = {"slice_name": chart.title, "viz_type": chart.kind, "params": chart.parameters(dataset)}
        return self._post("/chart/", {**about, "datasource_id": dataset, "datasource_type": "table"})["id"]

    def _remove_all(self, kind: str) -> None:
        for number in self._get(f"/{kind}/?q=(page_size:100)").json()["ids"]:
            self._client.delete(f"/{kind}/{number}").raise_for_status()

    def _get(self, path: str) -> httpx.Response:
        return self._client.get(path).raise_for_status()

    def _post(self, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever Superset answers
        answered = self._client.post(path, json=body)
        if answered.is_error:
            raise SystemExit(f"Superset refused {path}: {answered.text[:500]}")
        return answered.json()
