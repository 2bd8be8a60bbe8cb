"""Objectives, measures, officers and targets that every synthetic council has, as lines of its council.toml."""

from typing import NamedTuple

OFFICERS = (
    ("HB", "Helen Braithwaite", "Executive Director of Children's Services"),
    ("SO", "Samuel Okafor", "Director of Education and Inclusion"),
    ("RN", "Ruth Nuttall", "Director of Children's Social Care"),
    ("IM", "Imran Mahmood", "Head of Attendance and Inclusion"),
    ("KD", "Kate Dunning", "Head of Early Help and Assessment"),
    ("PL", "Peter Lomas", "Head of Children in Care and Care Leavers"),
    ("JW", "Joanne Whitworth", "Head of Commissioning and Placements"),
    ("AT", "Aisha Tariq", "Performance and Data Manager"),
)

OBJECTIVES = (
    ("PED01", "Children get help early and go to school"),
    ("PED02", "Children are kept safe"),
    ("PED03", "Children in care live in the right home"),
)


class Measure(NamedTuple):
    """A line of the report. ``parts``: title and indicator; ``phases``: further parts of the first part's indicator."""

    ref: str
    title: str
    officer: str
    parts: tuple[tuple[str, str], ...]
    forecast: str
    disclosure: str = "1 to 5"
    approved_by: str = "RN"
    phases: tuple[str, ...] = ()

    def toml(self) -> str:
        """The measure as a table of council.toml."""
        lines = [f'title = "{title}", indicator = "{indicator}"' for title, indicator in self.parts]
        indicator = self.parts[0][1]
        lines += [
            f'title = "{phase}", indicator = "{indicator}", breakdown = "phase", item = "{phase}"'
            for phase in self.phases
        ]
        parts = "\n".join(f"  {{ {line} }}," for line in lines)
        return (
            f'[[measures]]\nref = "{self.ref}"\nobjective = "{self.ref[:5]}"\ntitle = "{self.title}"\n'
            f'officer = "{self.officer}"\ndisclosure = "{self.disclosure}"\n'
            f'disclosure_approved_by = "{self.approved_by}"\nparts = [\n{parts}\n]\n'
            f'[measures.rating]\nenabled = true\nforecast = "{self.forecast}"\n'
        )


def _attendance(ref: str, title: str, indicator: str, *phases: str) -> Measure:
    return Measure(ref, title, "IM", (("Total", indicator),), "history", "none", "SO", phases)


MEASURES = (
    _attendance("PED01 02", "Overall attendance", "attendance_rate", "Primary", "Secondary", "Special", "PRU"),
    _attendance("PED01 03", "Persistent absence", "persistent_absence_rate", "Primary", "Secondary"),
    _attendance("PED01 04", "Severe absence", "severe_absence_rate"),
    Measure("PED02 04", "Children in care", "PL", (("Rate per 10,000", "cla_rate"), ("Number", "cla_number")), "flat"),
    Measure("PED02 05", "Children entering care", "KD", (("Total", "cla_entries"),), "share"),
    Measure("PED03 01", "Children in residential homes", "JW", (("Total", "cla_residential"),), "flat"),
    Measure(
        "PED03 02",
        "Children with independent fostering agencies",
        "JW",
        (("Total", "cla_independent_fostering"),),
        "flat",
    ),
)

# measure, part, year, value, kind, set_by, set_on. Severe absence has none on purpose.
TARGETS = (
    ("PED01 02", "Total", "2024/25", "92.0", "level", "SO", "2024-09-16"),
    ("PED01 02", "Primary", "2024/25", "93.5", "level", "SO", "2024-09-16"),
    ("PED01 02", "Secondary", "2024/25", "90.0", "level", "SO", "2024-09-16"),
    ("PED01 02", "Special", "2024/25", "88.0", "level", "SO", "2024-09-16"),
    ("PED01 02", "PRU", "2024/25", "62.0", "level", "SO", "2024-09-16"),
    ("PED01 03", "Total", "2024/25", "22.0", "level", "SO", "2024-09-16"),
    ("PED01 03", "Primary", "2024/25", "15.0", "level", "SO", "2024-09-16"),
    ("PED01 03", "Secondary", "2024/25", "28.0", "level", "SO", "2024-09-16"),
    ("PED02 04", "Rate per 10,000", "2025-26", "120", "ceiling", "RN", "2025-03-20"),
    ("PED02 04", "Number", "2025-26", "39", "ceiling", "RN", "2025-03-20"),
    ("PED02 05", "Total", "2025-26", "19", "ceiling", "RN", "2025-03-20"),
    ("PED03 01", "Total", "2025-26", "5", "ceiling", "RN", "2025-03-20"),
    ("PED03 02", "Total", "2025-26", "10", "ceiling", "RN", "2025-03-20"),
)
