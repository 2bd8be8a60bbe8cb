"""Care leavers, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import age, financial_year
from tests.oracle.rows import Figure, Town

COUNTED = ("care_leavers_accommodation_rate", "care_leavers_eet_rate")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Where those aged 19 to 21 live and what they do, if the return says anything of care leavers."""
    returned = town.batch("ssda903", financial_year(end), reaching=end)
    if returned is None:
        return
    rows = [row for row in town.rows("core.care_leaver") if row["batch_id"] == returned["batch_id"]]
    if not rows:
        return
    born = {(row["batch_id"], row["child"]): row["date_of_birth"] for row in town.rows("core.cla_child")}
    leavers = [
        row
        for row in rows
        if age(born[row["batch_id"], row["child"]], end) in (19, 20, 21) and row["in_touch"] not in ("DIED", "RHOM")
    ]
    housed = [row for row in leavers if (row["accommodation"] or "-")[0] not in "GHR"]
    suitable = [row for row in housed if row["in_touch"] == "YES" and (row["accommodation"] or "-").endswith("1")]
    yield ("care_leavers_accommodation_rate", "", "Total", "Total"), len(suitable), len(housed)
    active = [row for row in leavers if (row["activity"] or "-")[0] in "FP"]
    yield ("care_leavers_eet_rate", "", "Total", "Total"), len(active), len(leavers)
