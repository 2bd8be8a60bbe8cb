"""Targets of children in care, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.attainment import OTHER, SUBJECTS
from tests.oracle.days import academic_year
from tests.oracle.rows import Figure, Row, Town

COUNTED = (
    "care_targets_returned_rate",
    "care_targets_in_time_rate",
    "care_targets_met_rate",
    "care_targets_at_standard_rate",
    "school_targets_beside_care_rate",
    "care_targets_progress",
    "care_targets_assessed_rate",
    "care_targets_on_course_rate",
)
STEPS = {"KS1": 3, "KS2": 3, "KS4": 1}
STANDARD = {"KS1": 100, "KS2": 100, "KS4": 4}
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
        for urn in town.phases:
            own = [
                row["returned_on"] is not None and row["returned_on"] <= end for row in due if row["school_urn"] == urn
            ]
            if own:
                yield ("care_targets_returned_rate", urn, "Total", "Total"), sum(own), len(own)
        yield from how_far(due, end)
        yield from beside_the_schools(town, due, academic_year(end))
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


def how_far(due: list[Row], end: date) -> Iterator[Figure]:
    """Each target by what was assessed last: met, near, below, or nothing known."""
    words: list[tuple[str, str]] = []
    for row in due:
        if row["target"] is None:
            continue
        now = row["working_at"] if row["assessed_on"] is not None and row["assessed_on"] <= end else None
        step = 5 if row["subject"] == "A8" else STEPS.get(row["key_stage"])
        if now is None:
            word = "Not known yet"
        elif now >= row["target"]:
            word = "Met"
        else:
            word = "Near" if step is not None and row["target"] - now <= step else "Below"
        words.append((SUBJECTS.get((row["key_stage"], row["subject"]), OTHER), word))
    yield ("care_targets_progress", *WHOLE), len(words), None
    for each in ("Met", "Near", "Below", "Not known yet"):
        yield ("care_targets_progress", "", "progress", each), [word for _, word in words].count(each), None
    for breakdown, item in (("Total", "Total"), *(("subject", name) for name in (*SUBJECTS.values(), OTHER))):
        known = [word for name, word in words if item in ("Total", name) and word != "Not known yet"]
        every = sum(1 for name, _ in words if item in ("Total", name))
        yield ("care_targets_assessed_rate", "", breakdown, item), len(known), every
        yield ("care_targets_on_course_rate", "", breakdown, item), known.count("Met"), len(known)


def beside_the_schools(town: Town, due: list[Row], year: str) -> Iterator[Figure]:
    """Children's targets at the standard, and the same ones as far as their schools aim for all pupils."""
    told = town.batch("school_targets", year, reaching=date(int(year[:4]), 9, 1))
    if told is None:
        return
    aims: dict[tuple[str, str, str], int] = {}
    for row in town.rows("core.school_target"):
        if row["batch_id"] == told["batch_id"]:
            key = row["school_urn"], row["key_stage"], row["subject"]
            aims.pop(key, None)
            if row["target"] is not None:
                aims[key] = int(float(row["target"]) + 0.5)
    pairs: list[tuple[str, str, bool, int]] = []
    for row in due:
        key = row["school_urn"], row["key_stage"], row["subject"]
        if row["target"] is None or row["key_stage"] not in STANDARD or row["subject"] in ("PHON", "A8"):
            continue
        if key in aims:
            subject = SUBJECTS.get((row["key_stage"], row["subject"]), OTHER)
            pairs.append((subject, row["school_urn"], row["target"] >= STANDARD[row["key_stage"]], aims[key]))
    places = [(("", "Total", "Total"), pairs)]
    places += [
        (("", "subject", name), [each for each in pairs if each[0] == name]) for name in (*SUBJECTS.values(), OTHER)
    ]
    at_schools = [((urn, "Total", "Total"), [each for each in pairs if each[1] == urn]) for urn in town.phases]
    for place, own in [*places, *((place, own) for place, own in at_schools if own)]:
        yield ("care_targets_at_standard_rate", *place), sum(met for _, _, met, _ in own), len(own)
        yield ("school_targets_beside_care_rate", *place), sum(aim for *_, aim in own), 100 * len(own)
