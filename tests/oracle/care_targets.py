"""Targets of children in care, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.attainment import OTHER, SUBJECTS
from tests.oracle.days import academic_year
from tests.oracle.rows import Figure, Town

COUNTED = ("care_targets_returned_rate", "care_targets_in_time_rate", "care_targets_met_rate")
WHOLE = ("", "Total", "Total")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Targets due by the day, from the list that reaches it; those with a result from the list of the summer."""
    of_year = town.batch("care_targets", academic_year(end), reaching=end)
    if of_year is not None:
        rows = [row for row in town.rows("core.care_target") if row["batch_id"] == of_year["batch_id"]]
        due = [row for row in rows if row["due_on"] <= end]
        returned = [row for row in due if row["returned_on"] is not None]
        so_far = sum(1 for row in returned if row["returned_on"] <= end)
        yield ("care_targets_returned_rate", *WHOLE), so_far, len(due)
        in_time = sum(1 for row in returned if row["returned_on"] <= row["due_on"])
        yield ("care_targets_in_time_rate", *WHOLE), in_time, len(due)
    summer = date(end.year, 8, 31)
    whole = town.batch("care_targets", academic_year(summer), reaching=summer)
    if end.month == 9 and whole is not None:
        known = [
            (SUBJECTS.get((row["key_stage"], row["subject"]), OTHER), row["actual"] >= row["target"])
            for row in town.rows("core.care_target")
            if row["batch_id"] == whole["batch_id"] and row["target"] is not None and row["actual"] is not None
        ]
        yield ("care_targets_met_rate", *WHOLE), sum(met for _, met in known), len(known)
        for subject in (*SUBJECTS.values(), OTHER):
            own = [met for name, met in known if name == subject]
            yield ("care_targets_met_rate", "", "subject", subject), sum(own), len(own)
