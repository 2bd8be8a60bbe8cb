"""Schools and childcare judged good or outstanding, counted inspection by inspection."""

from collections.abc import Iterator
from datetime import date

from samples.synth.answers_folder import Answer, Folder, quarter_ends, quarter_name

_PLACE = ("inspections", "school-improvement")
_PHASES = ("Primary", "Secondary", "Special", "PRU")
_CHILDCARE = {
    "CND": "Childcare on non-domestic premises",
    "CDP": "Childcare on domestic premises",
    "CM": "Childminder",
    "HCC": "Home childcarer",
}
_NO_JUDGEMENT_OF_SCHOOLS = date(2024, 9, 2)


def inspections(folder: Folder) -> Iterator[Answer]:
    """Both figures of every quarter whose list there is; of schools while they were judged."""
    for end in quarter_ends():
        if end in folder.deliveries(*_PLACE):
            rows = [
                row
                for row in folder.clean_records(*_PLACE, end, "inspections.csv", "inspections")
                if row["overall_effectiveness"]
            ]
            newest = {row["urn"]: row for row in sorted(rows, key=lambda each: each["inspection_date"])}
            if end < _NO_JUDGEMENT_OF_SCHOOLS:
                schools = [
                    (folder.phases[urn], row["overall_effectiveness"])
                    for urn, row in newest.items()
                    if row["provider_type"] == "SCH" and urn in folder.phases
                ]
                yield from _good("schools_good_rate", end, "phase", _PHASES, schools)
            childcare = [
                (_CHILDCARE[row["provider_type"]], row["overall_effectiveness"])
                for row in newest.values()
                if row["provider_type"] in _CHILDCARE
            ]
            yield from _good("childcare_good_rate", end, "provider", tuple(_CHILDCARE.values()), childcare)


def _good(
    indicator: str, end: date, breakdown: str, kinds: tuple[str, ...], judged: list[tuple[str, str]]
) -> Iterator[Answer]:
    places = [("Total", "Total"), *((breakdown, kind) for kind in kinds)]
    for of, item in places:
        own = [grade for kind, grade in judged if item in ("Total", kind)]
        good = sum(grade in ("1", "2") for grade in own)
        yield Answer(indicator, quarter_name(end), "", of, item, good, len(own))
