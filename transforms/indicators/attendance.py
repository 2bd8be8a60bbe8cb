"""Attendance at school: sessions attended and missed, and pupils persistently or severely absent.

Source rows: session counts per enrolment, half-term and code, reduced from registers or as the school census counts.
What a code means is decided here, once, for both, by the code set of the date.
"""

import pandas as pd

from transforms import codelists
from transforms.indicators.breakdown import TOTAL, as_counts
from transforms.indicators.indicator import COUNT_COLUMNS, Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.indicators.published import Published, Stands
from transforms.quarters import academic_year

_OWNER = "Head of education inclusion"

PHASES = ("Primary", "Secondary", "Special", "PRU")
_PHASES_IN_TOTAL = ("Primary", "Secondary", "Special")  # pupil referral units are a national series of their own
MAIN_ENROLMENT = ("C", "M")  # a pupil registered twice counts at the main school
_BOARDERS = ("B", "6", "7")
_ENROLMENT = ["pupil", "school_urn"]
_GROUPS = {"attending": "attended", "authorised": "authorised", "unauthorised": "unauthorised"}
_STATED = "stated"  # instead of a code: the sessions that the school says were possible
PERSISTENT, SEVERE = 10, 50  # per cent of a pupil's own possible sessions


def enrolment_sessions(staged: Staged, window: Window) -> pd.DataFrame | None:
    """A row per enrolment with a possible session: its phase, and its sessions of the academic year so far.

    These are ``attended``, ``absent`` (of which ``unauthorised``), and ``possible``, which is the first two.
    None when no count of the academic year ends by the quarter's end.
    """
    rows = _usable_counts(staged, window)
    if rows.empty:
        return None
    rows = rows.merge(_cohort(staged), on=["batch_id", *_ENROLMENT], validate="many_to_one")
    rows = rows[~((rows["age_at_start"] == 15) & (rows["half_term"] == 6))]  # study leave
    rows = rows.merge(_session_groups(rows), on=["code", "period_start"], validate="many_to_one")
    kinds = ["attended", "absent", "unauthorised"]
    sessions = _attended_and_absent(rows).groupby(_ENROLMENT, as_index=False)[kinds].sum()
    phase = {school.urn: school.phase for school in staged.schools}
    sessions = sessions.assign(
        possible=sessions["attended"] + sessions["absent"], phase=sessions["school_urn"].map(phase)
    )
    return sessions[sessions["possible"] > 0]


def _attended_and_absent(rows: pd.DataFrame) -> pd.DataFrame:
    """A row per enrolment and period: sessions attended, absent, and of these unauthorised.

    A school that sent absences alone says how many sessions were possible: what was not absence was attended. Its
    pupils of whom it does not say so are left out.
    """
    of_period = ["batch_id", "school_urn", "period_start", "period_end"]
    by_group = rows.pivot_table(
        index=[*of_period, "pupil"], columns="group", values="sessions", aggfunc="sum", fill_value=0
    )
    groups = ["attended", "authorised", "unauthorised", _STATED]
    sessions = by_group.reindex(columns=groups, fill_value=0).reset_index()
    sessions = sessions.assign(absent=sessions["authorised"] + sessions["unauthorised"])
    of_school = sessions.groupby(of_period)[["attended", _STATED]].transform("sum")
    absences_alone = (of_school["attended"] == 0) & (of_school[_STATED] > 0)
    not_absent = (sessions[_STATED] - sessions["absent"]).clip(lower=0)
    attended = sessions["attended"].where(~absences_alone, not_absent)
    return sessions.assign(attended=attended)[~absences_alone | (sessions[_STATED] > 0)]


def _usable_counts(staged: Staged, window: Window) -> pd.DataFrame:
    """Counts of the academic year that end by the quarter's end, and what schools say was possible in the same periods.

    Where a register and a census count the same half-term of a school, the register leads; of censuses, one that counts
    the term as a whole.
    """
    counts = _of_year_so_far(staged.rows("core.attendance_count"), window)
    possible = _of_year_so_far(staged.rows("core.attendance_possible"), window).assign(code=_STATED)
    rows = pd.concat([counts, possible], ignore_index=True)
    is_register, is_whole = rows["extract"].eq("attendance_register"), rows["half_terms"] > 1
    registers = rows[is_register]
    terms = _not_counted_by(registers, rows[~is_register & is_whole])
    leading = pd.concat([registers, terms])
    return pd.concat([leading, _not_counted_by(leading, rows[~is_register & ~is_whole])])


def _of_year_so_far(counts: pd.DataFrame, window: Window) -> pd.DataFrame:
    in_year = counts["academic_year"].eq(academic_year(window.end))
    return counts[in_year & (counts["period_end"] <= pd.Timestamp(window.end))]


def _not_counted_by(leading: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Those of the rows no half-term of which is counted for their school by the leading ones."""
    counted = pd.MultiIndex.from_frame(pd.concat([_first_half_terms(leading), _last_half_terms(leading)]))
    begins_counted = pd.MultiIndex.from_frame(_first_half_terms(rows)).isin(counted)
    ends_counted = pd.MultiIndex.from_frame(_last_half_terms(rows)).isin(counted)
    return rows[~begins_counted & ~ends_counted]


def _first_half_terms(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["school_urn", "half_term"]]


def _last_half_terms(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["school_urn"]].assign(half_term=rows["half_term"] + rows["half_terms"] - 1)


def _cohort(staged: Staged) -> pd.DataFrame:
    """Enrolments that count: aged 5 to 15 on 31 August, no boarders, registered at this school alone or mainly here.

    Of pupils no longer on roll the census does not ask how they were registered: they count where they were. Who was at
    two schools that were made one is one of that school.
    """
    rows = staged.rows("core.enrolment")
    counted = (
        rows["age_at_start"].between(5, 15)
        & ~rows["boarder"].isin(_BOARDERS)
        & (rows["enrolment_status"].isin(MAIN_ENROLMENT) | rows["enrolment_status"].isna())
    )
    return rows.loc[counted, ["batch_id", *_ENROLMENT, "age_at_start"]].drop_duplicates(["batch_id", *_ENROLMENT])


def _session_groups(rows: pd.DataFrame) -> pd.DataFrame:
    """Whether each code meant attended, an absence or not a possible session when its period began."""
    found = []
    for start in rows["period_start"].drop_duplicates():
        for group, name in _GROUPS.items():
            found += [(code, start, name) for code in codelists.group_on("attendance_code", group, start.date())]
        found.append((_STATED, start, _STATED))
    groups = pd.DataFrame(found, columns=["code", "period_start", "group"])
    return groups.astype({"code": "str", "period_start": rows["period_start"].dtype})


def attended_sessions(enrolments: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Sessions attended of sessions possible, by phase and school."""
    return _by_phase_and_school(enrolments.assign(numerator=enrolments["attended"], denominator=enrolments["possible"]))


def attended_everywhere(enrolments: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Sessions attended of sessions possible at every school, pupil referral units included."""
    return share_of_sessions(enrolments, "attended")


def absent_sessions(enrolments: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Sessions missed of sessions possible, by phase and school."""
    return _by_phase_and_school(enrolments.assign(numerator=enrolments["absent"], denominator=enrolments["possible"]))


def unauthorised_sessions(enrolments: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Sessions missed without leave of sessions possible, by phase and school."""
    rows = enrolments.assign(numerator=enrolments["unauthorised"], denominator=enrolments["possible"])
    return _by_phase_and_school(rows)


def share_of_sessions(enrolments: pd.DataFrame, kind: str) -> Counts:
    """Sessions of a kind (``attended``, ``absent``) of sessions possible, whatever the school."""
    return as_counts([("", TOTAL, TOTAL, int(enrolments[kind].sum()), int(enrolments["possible"].sum()))])


def persistently_absent(enrolments: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Enrolments absent for 10% or more of their own possible sessions, of all enrolments."""
    return _absent_for(enrolments, PERSISTENT)


def severely_absent(enrolments: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Enrolments absent for 50% or more of their own possible sessions, of all enrolments."""
    return _absent_for(enrolments, SEVERE)


def _absent_for(enrolments: pd.DataFrame, percent: int) -> Counts:
    # In whole numbers, so that exactly 10% is never lost to a rounding of 0.1.
    is_absent = enrolments["absent"] * 100 >= enrolments["possible"] * percent
    return _by_phase_and_school(enrolments.assign(numerator=is_absent.astype("int64"), denominator=1))


def _by_phase_and_school(rows: pd.DataFrame) -> Counts:
    """Sums for the total (without pupil referral units), each phase, and each school."""
    values = ["numerator", "denominator"]
    total = rows[rows["phase"].isin(_PHASES_IN_TOTAL)][values].sum().to_frame().T
    phases = rows.groupby("phase")[values].sum().reindex(PHASES, fill_value=0).reset_index(names="item")
    schools = rows.groupby("school_urn", as_index=False)[values].sum()
    parts = [
        total.assign(school_urn="", breakdown=TOTAL, item=TOTAL),
        phases.assign(school_urn="", breakdown="phase"),
        schools.assign(breakdown=TOTAL, item=TOTAL),
    ]
    counts = pd.concat(parts, ignore_index=True)[list(COUNT_COLUMNS)]
    return counts.astype({"numerator": "Int64", "denominator": "Int64"})


INDICATORS = (
    Indicator(
        id="attendance_rate",
        title="Attendance at school",
        numerator="Sessions attended by pupils aged 5 to 15, academic year so far",
        denominator="Possible sessions of the same pupils: attended, authorised and unauthorised absence",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ACADEMIC_YEAR,
        needs=("attendance_register",),
        uses=("census_sessions",),
        national="Department for Education, pupil attendance in schools: overall attendance",
        published=Published("TotAbs", Stands.ACADEMIC_YEAR, complement=True),
        owner=_OWNER,
        version=1,
        prepare=enrolment_sessions,
        count=attended_sessions,
        breakdowns=("phase",),
    ),
    Indicator(
        id="persistent_absence_rate",
        title="Pupils persistently absent",
        numerator="Enrolments absent for 10% or more of their own possible sessions, academic year so far",
        denominator="Enrolments aged 5 to 15 with at least one possible session",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("attendance_register",),
        uses=("census_sessions",),
        national="Department for Education, pupil absence in schools: persistent absentees",
        published=Published("TotPerAbNew", Stands.ACADEMIC_YEAR),
        owner=_OWNER,
        version=1,
        prepare=enrolment_sessions,
        count=persistently_absent,
        breakdowns=("phase",),
        rows_are_cases=False,
        adds_up=False,
    ),
    Indicator(
        id="severe_absence_rate",
        title="Pupils severely absent",
        numerator="Enrolments absent for 50% or more of their own possible sessions, academic year so far",
        denominator="Enrolments aged 5 to 15 with at least one possible session",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("attendance_register",),
        uses=("census_sessions",),
        national="Department for Education, pupil absence in schools: severe absentees",
        published=Published("TotSevPerAbNew", Stands.ACADEMIC_YEAR),
        owner=_OWNER,
        version=1,
        prepare=enrolment_sessions,
        count=severely_absent,
        breakdowns=("phase",),
        rows_are_cases=False,
        adds_up=False,
    ),
    Indicator(
        id="attendance_all_schools_rate",
        title="Attendance at school, pupil referral units included",
        numerator="Sessions attended by pupils aged 5 to 15 at every school of the council, academic year so far",
        denominator="Possible sessions of the same pupils; the national total leaves out pupil referral units",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ACADEMIC_YEAR,
        needs=("attendance_register",),
        uses=("census_sessions",),
        national="Local scope of the same measure: a whole that the national release does not give",
        owner=_OWNER,
        version=1,
        prepare=enrolment_sessions,
        count=attended_everywhere,
    ),
    Indicator(
        id="overall_absence_rate",
        title="Sessions missed",
        numerator="Sessions missed, with or without leave, by pupils aged 5 to 15, academic year so far",
        denominator="Possible sessions of the same pupils; pupil referral units are in their own item alone",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("attendance_register",),
        uses=("census_sessions",),
        national="Department for Education, pupil absence in schools: overall absence (100 less attendance)",
        owner=_OWNER,
        version=1,
        prepare=enrolment_sessions,
        count=absent_sessions,
        breakdowns=("phase",),
    ),
    Indicator(
        id="unauthorised_absence_rate",
        title="Sessions missed without leave",
        numerator="Sessions missed without leave (codes G, N, O and U) by pupils aged 5 to 15, academic year so far",
        denominator="Possible sessions of the same pupils; pupil referral units are in their own item alone",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("attendance_register",),
        uses=("census_sessions",),
        national="Department for Education, pupil absence in schools: unauthorised absence",
        published=Published("TotUnAuthAbs", Stands.ACADEMIC_YEAR),
        owner=_OWNER,
        version=1,
        prepare=enrolment_sessions,
        count=unauthorised_sessions,
        breakdowns=("phase",),
    ),
)
