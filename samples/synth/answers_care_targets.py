"""Targets of children in care, counted line by line: returned, met, on course, and beside those of their schools."""

from collections.abc import Iterator
from datetime import date

from samples.synth.answers_folder import Answer, Folder, day_of, first_of_september, quarter_ends, quarter_name
from samples.synth.answers_results import OTHER, SUBJECTS

_OWN, _SCHOOLS = ("care_targets", "virtual-school"), ("school_targets", "school-improvement")
_STANDARD = {"KS1": 100, "KS2": 100, "KS4": 4}
_ONE_STEP = {"KS1": 3, "KS2": 3, "KS4": 1}
_WORDS = ("Met", "Near", "Below", "Not known yet")
Row = dict[str, str]


def care_targets(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end that the year's list reaches."""
    for end in quarter_ends():
        first = first_of_september(end)
        rows = folder.list_reaching(*_OWN, first, end)
        if rows is not None:
            due = [row for row in rows if date.fromisoformat(row["due_on"]) <= end]
            yield from _returned(folder, end, due)
            yield from _how_far(end, due)
            aims = folder.list_reaching(*_SCHOOLS, first, first)
            if aims is not None:
                yield from _beside(folder, end, due, aims)
        if end.month == 9:
            yield from _met(folder, end)


def _returned(folder: Folder, end: date, due: list[Row]) -> Iterator[Answer]:
    quarter = quarter_name(end)
    here = [row for row in due if row["returned_on"] and date.fromisoformat(row["returned_on"]) <= end]
    yield Answer("care_targets_returned_rate", quarter, "", "Total", "Total", len(here), len(due))
    for urn in folder.phases:
        own = sum(row["school_urn"] == urn for row in due)
        if own:
            back = sum(row["school_urn"] == urn for row in here)
            yield Answer("care_targets_returned_rate", quarter, urn, "Total", "Total", back, own)
    in_time = sum(bool(row["returned_on"]) and row["returned_on"] <= row["due_on"] for row in due)
    yield Answer("care_targets_in_time_rate", quarter, "", "Total", "Total", in_time, len(due))


def _how_far(end: date, due: list[Row]) -> Iterator[Answer]:
    """By the last assessment: of all, met, near, below or not known; and how many of each subject."""
    quarter = quarter_name(end)
    found = [(_subject(row), _word(row, end)) for row in due if row["target"]]
    yield Answer("care_targets_progress", quarter, "", "Total", "Total", len(found), None)
    for word in _WORDS:
        number = sum(each == word for _, each in found)
        yield Answer("care_targets_progress", quarter, "", "progress", word, number, None)
    for breakdown, item in _places():
        own = [word for subject, word in found if item in ("Total", subject)]
        known = [word for word in own if word != "Not known yet"]
        yield Answer("care_targets_assessed_rate", quarter, "", breakdown, item, len(known), len(own))
        yield Answer("care_targets_on_course_rate", quarter, "", breakdown, item, known.count("Met"), len(known))


def _word(row: Row, end: date) -> str:
    assessed = day_of(row["assessed_on"])
    if not row["working_at"] or assessed is None or assessed > end:
        return "Not known yet"
    lacks = int(row["target"]) - int(row["working_at"])
    return "Met" if lacks <= 0 else "Near" if lacks <= _ONE_STEP[row["key_stage"]] else "Below"


def _beside(folder: Folder, end: date, due: list[Row], aims: list[Row]) -> Iterator[Answer]:
    """Targets at the expected standard, and what their schools aim at for all pupils, in whole per cent."""
    whole = {
        (row["school_urn"], row["key_stage"], row["subject"]): int(float(row["target"]) * 10 + 5) // 10 for row in aims
    }
    found = [
        (_subject(row), row["school_urn"], int(row["target"]) >= _STANDARD[row["key_stage"]], whole[_key(row)])
        for row in due
        if row["target"] and _key(row) in whole
    ]
    places = [("", *place) for place in _places()]
    places += [(urn, "Total", "Total") for urn in folder.phases if any(each[1] == urn for each in found)]
    for urn, breakdown, item in places:
        own = [each for each in found if urn in ("", each[1]) and item in ("Total", each[0])]
        place = (quarter_name(end), urn, breakdown, item)
        yield Answer("care_targets_at_standard_rate", *place, sum(each[2] for each in own), len(own))
        yield Answer("school_targets_beside_care_rate", *place, sum(each[3] for each in own), 100 * len(own))


def _met(folder: Folder, end: date) -> Iterator[Answer]:
    """Of the year that is over, once it is known what was reached."""
    summer = date(end.year, 8, 31)
    rows = folder.list_reaching(*_OWN, first_of_september(summer), summer)
    if rows is not None:
        known = [row for row in rows if row["target"] and row["actual"]]
        for breakdown, item in _places():
            own = [row for row in known if item in ("Total", _subject(row))]
            met = sum(int(row["actual"]) >= int(row["target"]) for row in own)
            yield Answer("care_targets_met_rate", quarter_name(end), "", breakdown, item, met, len(own))


def _places() -> list[tuple[str, str]]:
    return [("Total", "Total"), *(("subject", subject) for subject in (*SUBJECTS.values(), OTHER))]


def _subject(row: Row) -> str:
    return SUBJECTS.get((row["key_stage"], row["subject"]), OTHER)


def _key(row: Row) -> tuple[str, str, str]:
    return row["school_urn"], row["key_stage"], row["subject"]
