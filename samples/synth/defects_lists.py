"""Faults in the lists of the project's own layout and in the census of social workers."""

from collections.abc import Callable
from datetime import date, timedelta

from samples.synth.defects import DUPLICATE, FLAG, HOLD, Faults
from samples.synth.defects_education import LineFaults, Row
from samples.synth.dice import stream
from samples.synth.upn import with_wrong_letter

_LONG_AGO = "2001-01-08"
_TABLES = {"missing": "missing_episodes", "workforce": "social_workers"}


def damage_list(extract: str, supplier: str, data_to: date, lines: list[str], faults: Faults, seed: int) -> None:
    """Faults in the newest list of an extract: a copy, rows that are held, and doubtful ones that count."""
    file = "workforce.xml" if extract == "workforce" else f"{extract}.csv"
    place = (extract, supplier, data_to.isoformat(), _TABLES.get(extract, extract), file)
    spoil = LineFaults(place, lines, faults, stream(seed, 49, list(_DAMAGES).index(extract)))
    if extract != "workforce":
        spoil.add({}, "exact-duplicate", DUPLICATE)
    _DAMAGES[extract](spoil, data_to + timedelta(days=3))


def _has(column: str) -> Callable[[Row], bool]:
    return lambda row: row[column] != ""


def _wrong_letter(spoil: LineFaults, rule_id: str) -> None:
    """The check letter of a pupil number is another one."""
    place = spoil.find(_has("upn"))
    if place:
        row = spoil.row(place)
        spoil.lines[place] = ",".join((row | {"upn": with_wrong_letter(row["upn"])}).values())
        spoil.note(place + 1, rule_id, FLAG)


def _workers(spoil: LineFaults, _: date) -> None:
    spoil.add({"worker_id": "W9001", "start_date": "2025-02-30"}, "workers-start-date-not-a-date")
    spoil.add({"worker_id": "W9002", "end_date": _LONG_AGO}, "workers-ended-before-start")
    spoil.add({"worker_id": "W9003", "team": ""}, "workers-team-missing")
    spoil.change({"registration_number": "12345"}, "workers-number-shape", FLAG, _has("registration_number"))


def _workforce(spoil: LineFaults, _: date) -> None:
    """Records of XML: what is sent twice, what has no number, and a number that is none."""
    starts = [place for place, line in enumerate(spoil.lines) if line == "<CSWWWorker>"]
    first = spoil.lines[starts[0] : starts[1]]
    nameless = [_with_number(line, "") for line in first]
    spoil.lines[-1:-1] = [*first, *nameless]
    spoil.note(len(starts) + 1, "exact-duplicate", DUPLICATE)
    spoil.note(len(starts) + 2, "social_workers-worker-missing")
    doubtful = slice(starts[1], starts[2])
    spoil.lines[doubtful] = [_with_number(line, "12345") for line in spoil.lines[doubtful]]
    spoil.note(2, "social_workers-number-shape", FLAG)


def _with_number(line: str, number: str) -> str:
    before, opened, rest = line.partition("<SWENo>")
    return f"{before}{opened}{number}</SWENo>{rest.partition('</SWENo>')[2]}" if opened else line


def _inspections(spoil: LineFaults, later: date) -> None:
    def is_school(row: Row) -> bool:
        return row["provider_type"] == "SCH"

    after = {"inspection_date": later.isoformat(), "publication_date": ""}
    spoil.add({"urn": "12 34"}, "inspections-provider-urn-pattern", HOLD, is_school)
    unknown = {"provider_type": "XXX", "inspection_date": "2015-03-02", "publication_date": ""}
    spoil.add(unknown, "inspections-provider-type-unknown-code", HOLD, is_school)
    spoil.add(after, "inspections-after-data-to", HOLD, is_school)
    spoil.change({"publication_date": _LONG_AGO}, "inspections-published-before", FLAG, is_school)


def _results(spoil: LineFaults, _: date) -> None:
    spoil.add({"subject": "ART"}, "key_stage_results-subject-unknown-code")
    spoil.add({"academic_year": "2022/23"}, "key_stage_results-another-year")
    _wrong_letter(spoil, "key_stage_results-upn-check-letter")


def _school_targets(spoil: LineFaults, _: date) -> None:
    spoil.add({"school_urn": "9000"}, "school_targets-school-urn-pattern")
    spoil.add({"key_stage": "KS9"}, "school_targets-key-stage-unknown-code")
    spoil.change({"baseline": "99.9"}, "school_targets-below-baseline", FLAG)


def _care_targets(spoil: LineFaults, _: date) -> None:
    spoil.add({"subject": "ART"}, "care_targets-subject-unknown-code")
    spoil.add({"academic_year": "2022/23"}, "care_targets-another-year")
    spoil.change({"returned_on": ""}, "care_targets-not-returned", FLAG, _has("returned_on"))


def _home_education(spoil: LineFaults, later: date) -> None:
    spoil.add({"start_date": later.isoformat(), "end_date": ""}, "home_education-after-data-to")
    spoil.add({"child": "909001", "upn": "", "end_date": _LONG_AGO}, "home_education-ended-before-start")
    _wrong_letter(spoil, "home_education-upn-check-letter")


def _foster_carers(spoil: LineFaults, later: date) -> None:
    ended = {"household_id": "F9002", "end_date": _LONG_AGO, "end_reason": "RES"}
    after = {"household_id": "F9001", "approved_on": later.isoformat(), "end_date": "", "end_reason": ""}
    spoil.add(after, "foster_carers-after-data-to")
    spoil.add(ended, "foster_carers-ended-before-start")
    spoil.change({"places": "9"}, "foster_carers-unusual-places", FLAG)


def _transport(spoil: LineFaults, later: date) -> None:
    spoil.add({"mode": "HORSE"}, "transport-mode-unknown-code")
    spoil.add({"start_date": later.isoformat(), "end_date": ""}, "transport-after-data-to")
    spoil.change({"annual_cost": "-500"}, "transport-annual-cost-negative", FLAG)


def _family_centres(spoil: LineFaults, _: date) -> None:
    spoil.add({"centre": ""}, "family_centres-centre-missing")
    spoil.add({"centre_child_id": "C90001", "end_date": _LONG_AGO}, "family_centres-ended-before-start")
    spoil.change({"in_target_area": "perhaps"}, "family_centres-in-target-area-not-a-flag", FLAG)


def _training(spoil: LineFaults, _: date) -> None:
    spoil.add({"session_id": "TR-25-901", "session_date": "2025-03-01"}, "training-of-another-year")
    spoil.add({"session_id": "TR-25-902", "course": "COOK"}, "training-course-unknown-code")
    spoil.change({"evaluated": "999"}, "training-more-evaluations", FLAG)


def _missing(spoil: LineFaults, later: date) -> None:
    after = {"episode_id": "M-2506-9001", "start_date": later.isoformat(), "end_date": "", "interview_date": ""}
    spoil.add(after, "missing_episodes-after-data-to")
    spoil.add({"episode_id": "M-2506-9002", "end_date": _LONG_AGO}, "missing_episodes-ended-before-start")
    early = {"interview_offered": "Y", "interview_accepted": "Y", "interview_date": _LONG_AGO}
    spoil.change(early, "missing_episodes-interview-before-return", FLAG, _has("end_date"))


def _exploitation(spoil: LineFaults, later: date) -> None:
    spoil.add({"exploitation": "XXX"}, "exploitation-kind-unknown-code")
    spoil.add({"start_date": later.isoformat(), "end_date": ""}, "exploitation-after-data-to")
    spoil.add({"start_date": "2025-06-29"}, "exploitation-overlap", FLAG, lambda row: not row["end_date"])


def _audits(spoil: LineFaults, _: date) -> None:
    spoil.add({"audit_id": "QA-25-901", "audit_kind": "ZZZ"}, "audits-kind-unknown-code")
    spoil.add({"audit_id": "QA-25-902", "audit_date": "2025-03-01"}, "audits-of-another-year")
    spoil.change({"child": ""}, "audits-without-child", FLAG, lambda row: row["audit_kind"] == "CASE")


_DAMAGES: dict[str, Callable[[LineFaults, date], None]] = {
    "workers": _workers,
    "workforce": _workforce,
    "inspections": _inspections,
    "key_stage_results": _results,
    "school_targets": _school_targets,
    "care_targets": _care_targets,
    "home_education": _home_education,
    "foster_carers": _foster_carers,
    "transport": _transport,
    "family_centres": _family_centres,
    "training": _training,
    "missing": _missing,
    "exploitation": _exploitation,
    "audits": _audits,
}
