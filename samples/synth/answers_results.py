"""Results at the end of key stages, of all pupils and of children in care, counted line by line."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from samples.synth.answers_children_in_care import CareOfYears
from samples.synth.answers_folder import Answer, Folder, quarter_name
from samples.synth.terms import academic_year

OTHER = "Another subject or key stage"
SUBJECTS = {
    ("EYFS", "GLD"): "EYFS: Good level of development",
    **{
        ("KS1", code): f"KS1: {name}"
        for code, name in (
            *(("PHON", "Phonics"), ("READ", "Reading"), ("WRIT", "Writing"), ("MATH", "Mathematics")),
            ("SCI", "Science"),
        )
    },
    ("KS2", "RWM"): "KS2: Reading, writing and mathematics",
    ("KS2", "READ"): "KS2: Reading",
    ("KS2", "WRIT"): "KS2: Writing",
    ("KS2", "GPS"): "KS2: Grammar, punctuation and spelling",
    ("KS2", "MATH"): "KS2: Mathematics",
    ("KS2", "SCI"): "KS2: Science",
    ("KS4", "EM"): "KS4: English and mathematics",
    ("KS4", "ENG"): "KS4: English",
    ("KS4", "MATH"): "KS4: Mathematics",
    ("KS4", "SCI"): "KS4: Science",
    ("KS4", "A8"): "KS4: Attainment 8",
}
_HEADLINES = (("KS2", "RWM"), ("KS4", "EM"))
_PLACE = ("key_stage_results", "school-performance")
Row = dict[str, str]


def results(folder: Folder) -> Iterator[Answer]:
    """Every figure of every summer, told in the quarter that ends on 30 September."""
    care = CareOfYears(folder)
    for summer in folder.deliveries(*_PLACE):
        rows = list(folder.clean_records(*_PLACE, summer, "key_stage_results.csv", "key_stage_results"))
        told = [row for row in rows if row["standard_met"]]
        quarter = quarter_name(date(summer.year, 9, 30))
        yield from _by_subject("attainment_standard_rate", quarter, told)
        yield from _headlines(folder, quarter, told, summer.year - 1)
        in_care = care.all_year(date(summer.year, 3, 31))
        if in_care is not None:
            own = [row for row in told if row["upn"] in in_care]
            yield from _by_subject("cla_attainment_standard_rate", quarter, own)
            others = [row for row in told if row["upn"] not in in_care]
            yield from _by_subject("other_attainment_standard_rate", quarter, others)


def _by_subject(indicator: str, quarter: str, rows: list[Row]) -> Iterator[Answer]:
    yield Answer(indicator, quarter, "", "Total", "Total", _met(rows), len(rows))
    for subject in (*SUBJECTS.values(), OTHER):
        own = [row for row in rows if SUBJECTS.get((row["key_stage"], row["subject"]), OTHER) == subject]
        yield Answer(indicator, quarter, "", "subject", subject, _met(own), len(own))


def _headlines(folder: Folder, quarter: str, rows: list[Row], year: int) -> Iterator[Answer]:
    """Each pupil's one headline result: in all, by key stage, and at the one school that had the pupil on its roll."""
    name = "attainment_headline_rate"
    of_pupils = {(row["upn"], row["key_stage"], row["subject"]): row for row in rows}
    headlines = [row for key, row in of_pupils.items() if key[1:] in _HEADLINES]
    yield Answer(name, quarter, "", "Total", "Total", _met(headlines), len(headlines))
    for key in _HEADLINES:
        own = [row for row in headlines if (row["key_stage"], row["subject"]) == key]
        yield Answer(name, quarter, "", "subject", SUBJECTS[key], _met(own), len(own))
    schools = _schools_of(folder, year)
    for urn in folder.phases:
        there = [row for row in headlines if schools.get(row["upn"]) == {urn}]
        if there:
            yield Answer(name, quarter, urn, "Total", "Total", _met(there), len(there))


def _met(rows: list[Row]) -> int:
    return sum(row["standard_met"] == "yes" for row in rows)


def _schools_of(folder: Folder, year: int) -> dict[str, set[str]]:
    """The schools on whose rolls each pupil was in an academic year, guests left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for urn in folder.suppliers("attendance_register"):
        for day in folder.deliveries("attendance_register", urn):
            if date(year, 9, 1) <= day <= date(year + 1, 8, 31):
                for row in folder.clean_records("attendance_register", urn, day, "roll.csv.gz", "roll"):
                    if row["enrolment_status"] in ("C", "M"):
                        found[row["upn"]].add(row["urn"])
    ends = [each.end for each in folder.half_terms if academic_year(each.year) == academic_year(year)]
    for day in folder.deliveries("census_sessions", "collect"):
        if day in ends:
            place = ("census_sessions", "collect", day)
            urns = {row[0]: row[10] for row in folder.clean_rows(*place, "schoolcensus.csv.gz")}
            for row in folder.clean_rows(*place, "pupilonroll.csv.gz"):
                if row[10] in ("C", "M"):
                    found[row[5]].add(urns[row[4]])
    return found
