"""Suspensions and permanent exclusions of the academic year, less those that were taken back.

Source rows: schools' notifications, whose later decisions are known; where none reach the quarter, the exclusions that
the school census counted, terms later. The two are never mixed in one figure.
"""

import pandas as pd

from transforms import codelists
from transforms.indicators.attendance import PHASES
from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import TOTAL, as_counts, count_rows
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.indicators.published import Published, Stands
from transforms.quarters import academic_year_start

_OWNER = "Head of education inclusion"

OTHER_PHASE = "Other"  # of a school that the council does not list, or of none that is told
EXCLUSION_PHASES = (*PHASES, OTHER_PHASE)
_REASON_LABELS = {
    code.code: code.label for code in codelists.code_list("exclusion_reason") if code.valid_to == codelists.ALWAYS_TO
}
_OTHER_REASON = "Another reason, or none told"  # one of before 2020 included
_REASONS = (*_REASON_LABELS.values(), _OTHER_REASON)
_TERMS_BY_MONTH = {9: ("autumn",), 12: ("autumn",), 3: ("autumn", "spring"), 6: ("autumn", "spring", "summer")}
SAME_EXCLUSION = ["pupil", "start_date", "category"]  # the census tells one exclusion in two terms


def exclusions_of_year(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Exclusions that began in the academic year by the quarter's end and were not rescinded.

    Each has the ``phase`` of its school, and its main ``reason`` in words.
    None when neither the notifications nor the census of every term of the year so far are there.
    """
    rows = _leading_source(staged, window)
    if rows is None:
        return None
    first, last = academic_year_start(window.quarter.academic_year), window.end
    in_year = rows["start_date"].between(pd.Timestamp(first), pd.Timestamp(last))
    rescinded = rows["decision"].isin(codelists.group_on("exclusion_decision", "rescinded", last))
    phases = {school.urn: school.phase for school in staged.schools}
    counted = rows[in_year & ~rescinded]
    return counted.assign(
        phase=counted["school_urn"].map(phases).fillna(OTHER_PHASE).astype("str"),
        reason=counted["reason"].map(_REASON_LABELS).fillna(_OTHER_REASON).astype("str"),
    )


def _leading_source(staged: Staged, window: Window) -> pd.DataFrame | None:
    """The notifications of the year where they reach the quarter's end, otherwise the census of its terms so far.

    Of an exclusion that a term has from two schools, the school with the lower number counts, whatever their order.
    """
    year = window.quarter.academic_year
    notified = batch_reaching(staged, "exclusions", year, window.end)
    if notified is not None:
        return rows_of(staged, "core.exclusion", notified)
    begins = academic_year_start(year)
    terms = [f"{year} {term}" for term in _TERMS_BY_MONTH[window.end.month]]
    batches = [batch_reaching(staged, "census_exclusions", term, begins) for term in terms]
    told = [rows_of(staged, "core.exclusion", batch) for batch in batches if batch is not None]
    counted = [rows.sort_values("school_urn", na_position="first") for rows in told]
    if len(counted) < len(terms):
        return None
    return pd.concat(counted).drop_duplicates(SAME_EXCLUSION)


def suspensions_in_year(exclusions: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Suspensions, by phase of the school and by main reason."""
    return _by_phase_and_reason(_of_category(exclusions, "SUSP"))


def pupils_suspended(exclusions: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Different pupils with a suspension, at whatever school."""
    return count_rows(_of_category(exclusions, "SUSP").drop_duplicates("pupil"), {})


def suspensions_of_pupils(exclusions: pd.DataFrame, staged: Staged, _: Window) -> Counts:
    """Suspensions over pupils at the council's schools."""
    return _over_pupils(_of_category(exclusions, "SUSP"), staged)


def permanent_in_year(exclusions: pd.DataFrame, staged: Staged, _: Window) -> Counts:
    """Permanent exclusions, by phase of the school and by main reason; of each school too, with the reasons it had."""
    rows = _of_category(exclusions, "PERM")
    return pd.concat([_by_phase_and_reason(rows), _at_schools(rows, staged)], ignore_index=True)


def _at_schools(rows: pd.DataFrame, staged: Staged) -> Counts:
    """How many at each of the council's schools, and for what; a reason that a school did not give has no row."""
    counted = rows.groupby(["school_urn", "reason"], as_index=False).size()
    by_school: dict[str, dict[str, int]] = {}
    for urn, reason, number in counted.itertuples(index=False, name=None):
        by_school.setdefault(urn, {})[reason] = int(number)
    found: list[tuple[str, str, str, int, int | None]] = []
    for school in staged.schools:
        reasons = by_school.get(school.urn, {})
        found.append((school.urn, TOTAL, TOTAL, sum(reasons.values()), None))
        found += [(school.urn, "reason", reason, reasons[reason], None) for reason in _REASONS if reason in reasons]
    return as_counts(found)


def permanent_of_pupils(exclusions: pd.DataFrame, staged: Staged, _: Window) -> Counts:
    """Permanent exclusions over pupils at the council's schools."""
    return _over_pupils(_of_category(exclusions, "PERM"), staged)


def share_suspended(exclusions: pd.DataFrame, staged: Staged, _: Window) -> Counts:
    """Different pupils suspended over pupils, at the council's schools and at each of them."""
    return _share_of_pupils(_of_category(exclusions, "SUSP"), staged)


def share_excluded(exclusions: pd.DataFrame, staged: Staged, _: Window) -> Counts:
    """Different pupils permanently excluded over pupils, at the council's schools and at each of them."""
    return _share_of_pupils(_of_category(exclusions, "PERM"), staged)


def _share_of_pupils(rows: pd.DataFrame, staged: Staged) -> Counts:
    """Pupils of a school come and go: at one with few, more may be suspended in a year than are there in January."""
    schools = {school.urn: school.headcount for school in staged.schools if school.headcount}
    here = rows[rows["school_urn"].isin(list(schools))]
    pupils = here.drop_duplicates(["pupil", "school_urn"])["school_urn"].value_counts()
    whole = ("", TOTAL, TOTAL, len(here.drop_duplicates("pupil")), sum(schools.values()))
    return as_counts([whole, *((urn, TOTAL, TOTAL, int(pupils.get(urn, 0)), of) for urn, of in schools.items())])


def _over_pupils(rows: pd.DataFrame, staged: Staged) -> Counts:
    """Those at the council's schools over their pupils: other areas' schools tell of its children too."""
    here = rows[rows["school_urn"].isin([school.urn for school in staged.schools])]
    return count_rows(here, {}, denominator=sum(school.headcount for school in staged.schools))


def _by_phase_and_reason(rows: pd.DataFrame) -> Counts:
    return count_rows(rows, {"phase": EXCLUSION_PHASES, "reason": _REASONS})


def _of_category(exclusions: pd.DataFrame, category: str) -> pd.DataFrame:
    return exclusions[exclusions["category"].eq(category)]


INDICATORS = (
    Indicator(
        id="suspensions",
        title="Suspensions",
        numerator="Suspensions that began in the academic year so far, less those cancelled or overturned",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("exclusions",),
        instead=("census_exclusions",),
        national="Department for Education, suspensions and permanent exclusions in England: suspensions",
        owner=_OWNER,
        version=1,
        prepare=exclusions_of_year,
        count=suspensions_in_year,
        breakdowns=("phase", "reason"),
    ),
    Indicator(
        id="suspended_pupils",
        title="Pupils with one or more suspensions",
        numerator="Different pupils with a suspension that began in the academic year so far and was not taken back",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("exclusions",),
        instead=("census_exclusions",),
        national="Department for Education, the same release: enrolments with a suspension (here: pupils)",
        owner=_OWNER,
        version=1,
        prepare=exclusions_of_year,
        count=pupils_suspended,
        adds_up=False,
    ),
    Indicator(
        id="suspension_rate",
        title="Suspensions per 100 pupils",
        numerator="Suspensions at the council's schools in the academic year so far, less those taken back",
        denominator="Pupils at the council's schools at the January census",
        unit=Unit.PER_100,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("exclusions",),
        instead=("census_exclusions",),
        national="Department for Education, suspensions and permanent exclusions in England: suspension rate",
        published=Published("TotFixedEx", Stands.ACADEMIC_YEAR),
        owner=_OWNER,
        version=2,
        prepare=exclusions_of_year,
        count=suspensions_of_pupils,
    ),
    Indicator(
        id="permanent_exclusions",
        title="Permanent exclusions",
        numerator="Permanent exclusions that began in the academic year so far, less those cancelled or overturned",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("exclusions",),
        instead=("census_exclusions",),
        national="Department for Education, suspensions and permanent exclusions in England: permanent exclusions",
        owner=_OWNER,
        version=1,
        prepare=exclusions_of_year,
        count=permanent_in_year,
        breakdowns=("phase", "reason"),
    ),
    Indicator(
        id="permanent_exclusion_rate",
        title="Permanent exclusions per 100 pupils",
        numerator="Permanent exclusions at the council's schools in the academic year so far, less those taken back",
        denominator="Pupils at the council's schools at the January census",
        unit=Unit.PER_100,
        decimals=2,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("exclusions",),
        instead=("census_exclusions",),
        national="Department for Education, suspensions and permanent exclusions in England: permanent exclusion rate",
        published=Published("TotPermEx", Stands.ACADEMIC_YEAR),
        owner=_OWNER,
        version=2,
        prepare=exclusions_of_year,
        count=permanent_of_pupils,
    ),
    Indicator(
        id="suspended_pupils_rate",
        title="Share of pupils with one or more suspensions",
        numerator="Different pupils with a suspension there in the academic year so far; of each school too",
        denominator="Pupils at the council's schools in the January census",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("exclusions",),
        instead=("census_exclusions",),
        national="Local measure; the national ones are rates of suspensions, of which a pupil may have several",
        owner=_OWNER,
        version=1,
        prepare=exclusions_of_year,
        count=share_suspended,
        may_exceed_whole=True,
        adds_up=False,
    ),
    Indicator(
        id="excluded_pupils_rate",
        title="Share of pupils permanently excluded",
        numerator="Different pupils permanently excluded there in the academic year so far; of each school too",
        denominator="Pupils at the council's schools in the January census",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("exclusions",),
        instead=("census_exclusions",),
        national="Local measure; the national ones are rates of exclusions, of which a pupil may have several",
        owner=_OWNER,
        version=1,
        prepare=exclusions_of_year,
        count=share_excluded,
        may_exceed_whole=True,
        adds_up=False,
    ),
)
