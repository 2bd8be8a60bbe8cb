"""Objectives, measures and officers that every synthetic council has, as lines of its council.toml."""

from typing import NamedTuple

OFFICERS = (
    ("HB", "Helen Braithwaite", "Executive Director of Children's Services"),
    ("SO", "Samuel Okafor", "Director of Education and Inclusion"),
    ("RN", "Ruth Nuttall", "Director of Children's Social Care"),
    ("IM", "Imran Mahmood", "Head of Attendance and Inclusion"),
    ("KD", "Kate Dunning", "Head of Early Help and Assessment"),
    ("GS", "Grace Sutcliffe", "Head of Safeguarding and Children in Need"),
    ("PL", "Peter Lomas", "Head of Children in Care and Care Leavers"),
    ("JW", "Joanne Whitworth", "Head of Commissioning and Placements"),
    ("NF", "Nadia Farooqi", "Head of Special Educational Needs and Disability"),
    ("CM", "Carol Mather", "Head of Early Years"),
    ("DT", "David Tunstall", "Head of Participation and Skills"),
    ("AT", "Aisha Tariq", "Performance and Data Manager"),
)

OBJECTIVES = (
    ("PED01", "Children get help early and go to school"),
    ("PED02", "Children are kept safe"),
    ("PED03", "Children in care and care leavers have the right home"),
    ("PED04", "Children with additional needs learn and belong at school"),
    ("PED05", "Children have a good start before school"),
    ("PED06", "Young people go on learning after sixteen"),
)

SMALL_NUMBERS, NO_RISK = "1 to 5", "none"


Part = tuple[str, str]  # title and indicator


class Item(NamedTuple):
    """A further part of a measure: one item of a breakdown of its first part's indicator."""

    title: str
    breakdown: str
    item: str


class Measure(NamedTuple):
    """A line of the report. ``items`` follow the parts. ``fewest``: cases below which it is too early to say."""

    ref: str
    title: str
    officer: str
    parts: tuple[Part, ...]
    forecast: str
    disclosure: str = SMALL_NUMBERS
    approved_by: str = "RN"
    items: tuple[Item, ...] = ()
    fewest: int | None = None

    def toml(self) -> str:
        """The measure as a table of council.toml."""
        lines = [f'title = "{title}", indicator = "{indicator}"' for title, indicator in self.parts]
        indicator = self.parts[0][1]
        lines += [
            f'title = "{each.title}", indicator = "{indicator}", breakdown = "{each.breakdown}", item = "{each.item}"'
            for each in self.items
        ]
        parts = "\n".join(f"  {{ {line} }}," for line in lines)
        fewest = "" if self.fewest is None else f"minimum_denominator = {self.fewest}\n"
        return (
            f'[[measures]]\nref = "{self.ref}"\nobjective = "{self.ref[:5]}"\ntitle = "{self.title}"\n'
            f'officer = "{self.officer}"\ndisclosure = "{self.disclosure}"\n'
            f'disclosure_approved_by = "{self.approved_by}"\nparts = [\n{parts}\n]\n'
            f'[measures.rating]\nenabled = true\nforecast = "{self.forecast}"\n{fewest}'
        )


def _small(
    ref: str,
    title: str,
    officer: str,
    forecast: str,
    *parts: Part,
    items: tuple[Item, ...] = (),
    fewest: int | None = None,
) -> Measure:
    """A measure of social care: numbers from 1 to 5 are hidden from the public, as they are nationally."""
    return Measure(ref, title, officer, parts, forecast, items=items, fewest=fewest)


def _exempt(
    ref: str, title: str, officer: str, *parts: Part, forecast: str = "flat", fewest: int | None = None
) -> Measure:
    """A measure of staff, carers or money, which tells of no child."""
    return Measure(ref, title, officer, parts, forecast, NO_RISK, "HB", fewest=fewest)


def _open(
    ref: str,
    title: str,
    officer: str,
    forecast: str,
    *parts: Part,
    items: tuple[Item, ...] = (),
    fewest: int | None = None,
) -> Measure:
    """A measure of education whose figures are published nationally as they are."""
    return Measure(ref, title, officer, parts, forecast, NO_RISK, "SO", items, fewest)


def _phases(*names: str) -> tuple[Item, ...]:
    return tuple(Item(name, "phase", name) for name in names)


def _total(indicator: str) -> Part:
    return "Total", indicator


_PHASES = _phases("Primary", "Secondary", "Special", "PRU")
_MAIN_PHASES = _phases("Primary", "Secondary")
_HEADLINES = (
    Item("Key stage 2", "subject", "KS2: Reading, writing and mathematics"),
    Item("Key stage 4", "subject", "KS4: English and mathematics"),
)
_AGES = (Item("Age 16", "academic_age", "16"), Item("Age 17", "academic_age", "17"))

_EARLY_HELP_AND_ATTENDANCE = (
    _small("PED01 01", "Children with a new early help assessment", "KD", "share", _total("early_help_children")),
    _open("PED01 02", "Overall attendance", "IM", "history", _total("attendance_rate"), items=_PHASES),
    _open("PED01 03", "Persistent absence", "IM", "history", _total("persistent_absence_rate"), items=_MAIN_PHASES),
    _open("PED01 04", "Severe absence", "IM", "history", _total("severe_absence_rate")),
    _open("PED01 05", "Unauthorised absence", "IM", "history", _total("unauthorised_absence_rate")),
)

_AT_HOME = (_small("PED01 06", "Children educated at home", "IM", "flat", _total("home_educated_children")),)

_SAFETY = (
    _small(
        "PED02 01",
        "Referrals to children's social care",
        "KD",
        "flat",
        ("Referrals per 10,000", "referral_rate"),
        ("Re-referrals", "rereferral_rate"),
    ),
    _small("PED02 02", "Children in need", "GS", "flat", ("Rate per 10,000", "cin_rate")),
    _small(
        "PED02 03",
        "Child protection plans",
        "GS",
        "flat",
        ("Rate per 10,000", "cpp_rate"),
        ("Repeat plans", "cpp_repeat_rate"),
    ),
    _small("PED02 04", "Children in care", "PL", "flat", ("Rate per 10,000", "cla_rate"), ("Number", "cla_number")),
    _small("PED02 05", "Children entering care", "KD", "share", _total("cla_entries")),
    _small("PED02 06", "Assessments within 45 working days", "KD", "flat", _total("assessments_45_days_rate")),
    _small("PED02 07", "Return interviews after going missing", "PL", "flat", _total("return_interviews_rate")),
    _small("PED02 08", "Children often missing from care", "PL", "flat", _total("repeat_missing_children")),
    _small("PED02 09", "Children missing from care", "PL", "flat", _total("cla_missing_children")),
)

_WORKFORCE = (
    _exempt(
        "PED02 10",
        "Caseloads of social workers",
        "RN",
        ("Cases per worker", "cin_caseload"),
        ("Agency workers", "agency_worker_rate"),
        ("Cases without a worker", "cases_without_worker"),
        fewest=5,
    ),
    _exempt(
        "PED02 11",
        "Cost of agency workers",
        "RN",
        ("Spending since April", "agency_spend"),
        ("Share of spending", "agency_spend_rate"),
        forecast="history",
    ),
    _small(
        "PED02 12",
        "Children at risk of exploitation",
        "GS",
        "flat",
        ("Sexual", "exploitation_cse"),
        ("Criminal", "exploitation_cce"),
    ),
    _exempt(
        "PED02 13",
        "Audit and training",
        "RN",
        ("Audits that found good work", "case_audits_good_rate"),
        ("People at courses", "staff_trained"),
        forecast="history",
    ),
)

_CARE = (
    _small("PED03 01", "Children in residential homes", "JW", "flat", _total("cla_residential")),
    _small(
        "PED03 02",
        "Children with independent fostering agencies",
        "JW",
        "flat",
        _total("cla_independent_fostering"),
    ),
    _small(
        "PED03 03",
        "Care leavers in suitable accommodation",
        "PL",
        "flat",
        _total("care_leavers_accommodation_rate"),
        fewest=10,
    ),
    _small(
        "PED03 04",
        "Care leavers in education, employment or training",
        "PL",
        "flat",
        _total("care_leavers_eet_rate"),
        fewest=10,
    ),
    _open(
        "PED03 05",
        "Placements with a quality visit",
        "JW",
        "flat",
        _total("placement_quality_visits_rate"),
        fewest=10,
    ),
    Measure(
        "PED03 06",
        "Spend on independent placements",
        "JW",
        (_total("independent_placements_forecast"),),
        "flat",
        NO_RISK,
        "HB",
    ),
    _small("PED03 07", "Children placed within 20 miles of home", "JW", "flat", _total("cla_within_20_miles")),
    _small("PED03 08", "Children with three or more placements", "JW", "flat", _total("cla_placement_stability_rate")),
    _small("PED03 09", "School attendance of children in care", "PL", "history", _total("cla_attendance_rate")),
)

_VIRTUAL_SCHOOL = (
    _small(
        "PED03 10",
        "Attainment gap between children in care and other pupils",
        "PL",
        "flat",
        ("All results", "attainment_gap"),
        items=_HEADLINES,
    ),
    _small(
        "PED03 11",
        "Targets of children in care",
        "PL",
        "flat",
        ("Returned by schools", "care_targets_returned_rate"),
        ("At the expected standard", "care_targets_at_standard_rate"),
        ("Ambition gap", "care_targets_ambition_gap"),
        ("Met by the last assessment", "care_targets_on_course_rate"),
    ),
    _exempt("PED03 12", "Foster homes", "JW", ("Households", "foster_carers"), ("Places", "foster_places")),
    _exempt("PED03 13", "Forecast overspend of children's services", "HB", _total("overspend_forecast")),
    _exempt("PED03 14", "Placement costs avoided", "JW", _total("placement_costs_avoided"), forecast="history"),
)

_NEEDS = (
    _open(
        "PED04 01",
        "EHC plans issued within 20 weeks",
        "NF",
        "flat",
        ("Without exceptions", "ehc_20_weeks_rate"),
        ("All plans", "ehc_20_weeks_all_rate"),
    ),
    _open(
        "PED04 02",
        "Suspensions",
        "IM",
        "share",
        ("Number", "suspensions"),
        ("Per 100 pupils", "suspension_rate"),
        items=_MAIN_PHASES,
    ),
    _open("PED04 03", "Pupils suspended", "IM", "share", _total("suspended_pupils")),
    _open("PED04 04", "Permanent exclusions", "IM", "share", _total("permanent_exclusions"), items=_PHASES),
    _open("PED04 05", "EHC plans at schools outside the area", "NF", "flat", _total("ehc_outside_area_rate")),
    Measure(
        "PED04 06",
        "Spend on independent special school places",
        "NF",
        (_total("sen_placements_forecast"),),
        "flat",
        NO_RISK,
        "HB",
    ),
    _open("PED04 07", "EHC plans in mainstream schools", "NF", "flat", _total("ehc_mainstream_rate")),
    _open(
        "PED04 09",
        "EHC plans within 16 weeks for children in care or on protection plans",
        "NF",
        "flat",
        _total("ehc_16_weeks_care_rate"),
        fewest=5,
    ),
    _open("PED04 10", "Children with an EHC plan", "NF", "flat", _total("ehc_plans")),
    _open(
        "PED04 11",
        "EHC requests",
        "NF",
        "flat",
        ("Decided within 6 weeks", "ehc_decided_6_weeks_rate"),
        ("Open beyond 20 weeks", "ehc_backlog"),
    ),
)

_TRANSPORT = (
    _open(
        "PED04 12",
        "Transport for special educational needs",
        "NF",
        "flat",
        ("Children", "send_transport_children"),
        ("Cost of a year", "send_transport_cost"),
    ),
)

_START_AND_PARTICIPATION = (
    _open("PED05 01", "Funded two-year-olds taking up a place", "CM", "flat", _total("funded_two_year_olds_rate")),
    _open(
        "PED05 02", "Children of 3 and 4 taking up a place", "CM", "flat", _total("funded_three_four_year_olds_rate")
    ),
    _open("PED05 03", "Early years settings good or outstanding", "CM", "flat", _total("early_years_good_rate")),
    _open("PED05 04", "Childcare judged good or outstanding", "CM", "flat", _total("childcare_good_rate")),
    _open("PED05 05", "Schools judged good or outstanding", "SO", "flat", _total("schools_good_rate"), fewest=5),
    _open(
        "PED05 06",
        "Pupils at the expected standard",
        "SO",
        "flat",
        ("Key stages 2 and 4", "attainment_headline_rate"),
        items=_HEADLINES,
    ),
    _open(
        "PED06 01",
        "Young people not in education, employment or training",
        "DT",
        "winter",
        _total("neet_rate"),
        items=_AGES,
    ),
    _open("PED06 02", "Young people whose activity is not known", "DT", "winter", _total("not_known_rate")),
    _open("PED06 03", "September Guarantee: offers made", "DT", "flat", _total("september_guarantee_rate")),
    _open("PED06 04", "Young people in education or training", "DT", "flat", _total("participation_rate")),
    _open("PED06 05", "NEET or not known, winter average", "DT", "flat", _total("neet_or_not_known_winter_rate")),
)

MEASURES = (
    *(*_EARLY_HELP_AND_ATTENDANCE, *_AT_HOME, *_SAFETY, *_WORKFORCE, *_CARE, *_VIRTUAL_SCHOOL),
    *(*_NEEDS, *_TRANSPORT, *_START_AND_PARTICIPATION),
)
