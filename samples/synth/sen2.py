"""The SEN2 return of a calendar year: nine tables as COLLECT's Blade export has them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from samples.synth.census import blade_date
from samples.synth.ehc_plans import Case, Place
from samples.synth.names import family_name, given_name, postcode
from samples.synth.people import LA_CODE

EXTRACT, SUPPLIER = "sen2", "send-team"
_PARENTS = {
    "sen2": "",
    "person": "sen2",
    "requests": "person",
    "assessment": "requests",
    "namedplan": "assessment",
    "plandetail": "namedplan",
    "activeplans": "requests",
    "placementdetail": "activeplans",
    "senneed": "activeplans",
}
_ITEMS = {
    "sen2": ("collection,year,referencedate,sourcelevel,lea,softwarecode,release,serialno,datetime,dmo,dco,dsco"),
    "person": "surname,forename,personbirthdate,sex,ethnicity,postcode,upn,uniquelearnernumber,upnunknown",
    "requests": (
        "receiveddate,requestsource,rya,requestoutcome,requestoutcomedate,requestmediation,requesttribunal,exported"
    ),
    "assessment": (
        "assessmentoutcome,assessmentoutcomedate,assessmentmediation,assessmenttribunal,othermediation,"
        "othertribunal,week20"
    ),
    "namedplan": "startdate,planres,planwbp,pb,oa,dp,ceasedate,ceasereason",
    "plandetail": "urn,ukprn,sensetting,sensettingother,placementrank,senunitindicator,resourcedprovisionindicator",
    "activeplans": (
        "transferla,reviewmeeting,reviewoutcome,lastreview,reviewdraft,phasetransferduedate,phasetransferfinaldate"
    ),
    "placementdetail": (
        "urn,ukprn,sensetting,sensettingother,placementrank,entrydate,leavingdate,senunitindicator,"
        "resourcedprovisionindicator,res,wbp"
    ),
    "senneed": "sentype,sentyperank",
}
_ETHNICITY = ("WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WOTH", "APKN", "MWAS", "BAFR", "REFU")
HISTORICAL, UNDECIDED = "H", "A"
DAYS_LATER = 9


def file_name(data_to: date, module: str) -> str:
    """The name that COLLECT gives a module's export, by the day on which it is taken."""
    taken_on = data_to + timedelta(days=DAYS_LATER)
    return f"Blade-Export_{taken_on:%d-%m-%Y}_{module}.csv.gz"


def _header(module: str) -> str:
    parent = f",{_PARENTS[module]}tableid" if _PARENTS[module] else ""
    return f"{module}tableid,NativeId,{module}orderseqcolumn,sourceid{parent},{_ITEMS[module]}"


@dataclass
class Sen2:
    """Lines of the nine files by module, headers first: line number = place in the list + 1."""

    data_to: date
    lines: dict[str, list[str]] = field(default_factory=lambda: {module: [_header(module)] for module in _PARENTS})

    def add(self, module: str, parent: str, *values: object) -> str:
        """Append a row; gives its key, by which rows of the modules below refer to it."""
        number = len(self.lines[module])
        key = f"{module[:4]}{number:05d}"
        above = (parent,) if _PARENTS[module] else ()
        texts = [_text(value) for value in (key, "SEN2-1", number, "s1", *above, *values)]
        self.lines[module].append(",".join(texts))
        return key


def _text(value: object) -> str:
    """Dates with English month names, numbers with a decimal point, True and False, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, date):
        return blade_date(value)
    return f"{value}.0" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def make_sen2(cases: list[Case], data_to: date) -> Sen2:
    """Requests that were open in the calendar year up to ``data_to``, and every plan in force in it."""
    made, year = Sen2(data_to), data_to.year
    top = made.add(
        "sen2", "", "SEN2", year + 1, date(year + 1, 1, 15), "L", LA_CODE, "Caseway", "5.2", 1, data_to, 1, 1, 1
    )
    for case in cases:
        if case.received <= data_to and _belongs(case, date(year, 1, 1)):
            _add_case(made, top, case)
    return made


def _belongs(case: Case, first: date) -> bool:
    if case.issued:
        return case.ceased is None or case.ceased >= first
    return (case.assessed or case.decided) >= first


def _add_case(made: Sen2, top: str, case: Case) -> None:
    number = case.upn
    names = (family_name(number), given_name(case.birth, case.female))
    sex, ethnicity = "F" if case.female else "M", _ETHNICITY[case.birth.toordinal() % len(_ETHNICITY)]
    person = made.add("person", top, *names, case.birth, sex, ethnicity, postcode(number), number, None, None)
    outcome, told = _known(case.outcome, case.decided, made.data_to)
    told = None if outcome == "W" else told
    asked = (case.received, case.source, False)
    request = made.add("requests", person, *asked, outcome, told, False, False, "")
    if outcome in ("Y", HISTORICAL):
        _add_assessment(made, request, case)


def _known(outcome: str, day: date, data_to: date) -> tuple[str, date | None]:
    """An outcome as the return codes it: undecided until its day, historical when decided before the year."""
    if day > data_to:
        return UNDECIDED, None
    return (HISTORICAL, None) if day.year < data_to.year else (outcome, day)


def _add_assessment(made: Sen2, request: str, case: Case) -> None:
    assessed = case.assessed or date.max
    outcome, told = _known(case.assessment, assessed, made.data_to)
    assessment = made.add("assessment", request, outcome, told, False, False, False, False, case.exception)
    if case.issued and case.issued <= made.data_to:
        _add_plan(made, request, assessment, case, case.issued)


def _add_plan(made: Sen2, request: str, assessment: str, case: Case, issued: date) -> None:
    known = case.ceased is not None and case.ceased <= made.data_to
    ceased, reason = (case.ceased, case.cease_reason) if known else (None, None)
    plan = made.add("namedplan", assessment, issued, None, None, False, False, None, ceased, reason)
    first = date(made.data_to.year, 1, 1)
    places = [each for each in case.places if each.entry <= made.data_to and (each.leaving or date.max) >= first]
    if places:
        named = places[-1]
        made.add("plandetail", plan, named.urn, named.ukprn, named.setting, None, named.rank, False, False)
    reviewed = _last_review(issued, made.data_to)
    active = made.add("activeplans", request, None, reviewed, "2" if reviewed else None, reviewed, None, None, None)
    for place in places:
        _add_place(made, active, place)
    made.add("senneed", active, case.need, 1)


def _last_review(issued: date, data_to: date) -> date | None:
    """Plans are reviewed each year about the day on which they were issued."""
    years = data_to.year - issued.year - ((data_to.month, data_to.day) < (issued.month, issued.day))
    day = 28 if (issued.month, issued.day) == (2, 29) else issued.day
    return date(issued.year + years, issued.month, day) if years > 0 else None


def _add_place(made: Sen2, active: str, place: Place) -> None:
    leaving = place.leaving if place.leaving and place.leaving <= made.data_to else None
    made.add(
        "placementdetail",
        active,
        *(place.urn, place.ukprn, place.setting, None, place.rank, place.entry, leaving, False, False, None, None),
    )
