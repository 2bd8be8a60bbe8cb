"""Young people of academic age 16 and 17: in learning, out of education, employment and training, or not known.

Source rows: the NCCIS file of a month. What an activity means is in its code list. A record that is no longer current
counts as not known, whatever activity it holds.
"""

from datetime import date, timedelta

import pandas as pd

from transforms import codelists
from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import TOTAL, as_counts, share_of
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.indicators.published import Published, Stands

_OWNER = "Head of education inclusion"
_DEPARTMENT = "Department for Education, participation in education, training and NEET age 16 to 17"

ACADEMIC_AGES = ("16", "17")
_CLASSES = ("neet", "participating", "not known")  # of activities that a figure counts
_TRANSFERRED = "T"
_SEPTEMBER = 2  # quarter of the financial year


def cohort_at_quarter_end(staged: Staged, window: Window) -> pd.DataFrame | None:
    """The cohort at the end of the quarter's last month; None where no file of that day is there."""
    return _cohort_of(staged, window.end)


def winter_cohorts(staged: Staged, window: Window) -> pd.DataFrame | None:
    """The cohorts at the ends of December, January and February, one below the other; None unless all are there."""
    year = window.end.year
    ends = [date(year - 1, 12, 31), date(year, 1, 31), date(year, 3, 1) - timedelta(days=1)]
    found = [cohort for end in ends if (cohort := _cohort_of(staged, end)) is not None]
    return pd.concat(found, ignore_index=True) if len(found) == len(ends) else None


def _cohort_of(staged: Staged, day: date) -> pd.DataFrame | None:
    """A row per young person whom the council is responsible for, with ``state``: neet, participating, not known."""
    batch = batch_reaching(staged, "nccis", f"{day:%Y-%m}", day)
    if batch is None:
        return None
    rows = rows_of(staged, "core.young_person", batch)
    custody = codelists.group_on("nccis_activity", "custody", day)
    counted = (
        rows["lead_la"].eq(staged.la_code)
        & rows["academic_age"].isin([int(age) for age in ACADEMIC_AGES])
        & ~rows["activity_code"].isin(custody)
        & ~rows["cohort_status"].eq(_TRANSFERRED)
    )
    people = rows[counted].sort_values("row_number").drop_duplicates("young_person", keep="last")
    classes = {code: group for group in _CLASSES for code in codelists.group_on("nccis_activity", group, day)}
    state = people["activity_code"].map(classes).fillna("other").astype("str")
    is_current = ~people["currency_lapsed"].fillna(False).astype(bool)
    return people.assign(state=state.where(is_current, "not known"), academic_age=people["academic_age"].astype("str"))


def guarantees(staged: Staged, window: Window) -> pd.DataFrame | None:
    """A row per young person with a September Guarantee that the council answers for, with its ``status``.

    That of Year 11 where this council's school gave it, otherwise that of Year 12. None without the September file.
    """
    batch = batch_reaching(staged, "nccis", f"{window.end:%Y-%m}", window.end)
    if batch is None:
        return None
    rows = rows_of(staged, "core.young_person", batch).sort_values("row_number")
    own_11 = rows["guarantee_year11"].where(rows["guarantee_year11_la"].eq(staged.la_code))
    own_12 = rows["guarantee_year12"].where(rows["guarantee_year12_la"].eq(staged.la_code))
    with_status = rows.assign(status=own_11.fillna(own_12)).dropna(subset=["status"])
    return with_status.drop_duplicates("young_person", keep="last")


def neet(cohort: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Young people not in education, employment or training, of the cohort, and of each academic age."""
    is_neet = cohort["state"].eq("neet")
    of_ages = [(age, cohort["academic_age"].eq(age)) for age in ACADEMIC_AGES]
    by_age = [
        ("", "academic_age", age, int((is_neet & is_of_age).sum()), int(is_of_age.sum())) for age, is_of_age in of_ages
    ]
    return as_counts([("", TOTAL, TOTAL, int(is_neet.sum()), len(cohort)), *by_age])


def not_known(cohort: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Young people whose activity is not known or no longer current, of the cohort."""
    return share_of(cohort["state"].eq("not known"))


def participating(cohort: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Young people in learning that counts as participation, of the cohort."""
    return share_of(cohort["state"].eq("participating"))


def neet_or_not_known(cohorts: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Young people NEET or not known of the cohort, summed over the months."""
    return share_of(cohorts["state"].isin(("neet", "not known")))


def offered(people: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Young people with an offer of learning, of those whom the September Guarantee is for."""
    return share_of(people["status"].isin(codelists.group_on("guarantee_status", "offer", window.end)))


INDICATORS = (
    Indicator(
        id="neet_rate",
        title="Young people not in education, employment or training",
        numerator="Young people of academic age 16 or 17 whose current activity is NEET, at the quarter's end",
        denominator="Young people of academic age 16 or 17 whom the council is responsible for, custody left out",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("nccis",),
        national=f"{_DEPARTMENT}: NEET",
        published=Published("16-17 NEET", Stands.WINTER),
        owner=_OWNER,
        version=1,
        prepare=cohort_at_quarter_end,
        count=neet,
        breakdowns=("academic_age",),
        winter_mean="neet_winter_rate",
    ),
    Indicator(
        id="not_known_rate",
        title="Young people whose activity is not known",
        numerator="Young people of academic age 16 or 17 whose activity is not known or no longer current",
        denominator="Young people of academic age 16 or 17 whom the council is responsible for, custody left out",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("nccis",),
        national=f"{_DEPARTMENT}: activity not known",
        published=Published("16-17_not known", Stands.WINTER),
        owner=_OWNER,
        version=1,
        prepare=cohort_at_quarter_end,
        count=not_known,
        winter_mean="not_known_winter_rate",
    ),
    Indicator(
        id="participation_rate",
        title="Young people participating in education or training",
        numerator="Young people of academic age 16 or 17 in full-time education, an apprenticeship or other learning",
        denominator="Young people of academic age 16 or 17 whom the council is responsible for, custody left out",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.SNAPSHOT,
        needs=("nccis",),
        national=f"{_DEPARTMENT}: participation",
        published=Published("16-17Ed&Training", Stands.END_OF_MARCH),
        owner=_OWNER,
        version=1,
        prepare=cohort_at_quarter_end,
        count=participating,
    ),
    Indicator(
        id="neet_winter_rate",
        title="Young people not in education, employment or training, winter mean",
        numerator="Young people of academic age 16 or 17 who are NEET at the ends of December to February",
        denominator="Young people of academic age 16 or 17 whom the council is responsible for, at the same three days",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.WINTER,
        needs=("nccis",),
        national=f"{_DEPARTMENT}: NEET, December to February",
        owner=_OWNER,
        version=1,
        prepare=winter_cohorts,
        count=neet,
        breakdowns=("academic_age",),
        quarters=(4,),
    ),
    Indicator(
        id="not_known_winter_rate",
        title="Young people whose activity is not known, winter mean",
        numerator="Young people whose activity is not known or no longer current, at the ends of December to February",
        denominator="Young people of academic age 16 or 17 whom the council is responsible for, at the same three days",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.WINTER,
        needs=("nccis",),
        national=f"{_DEPARTMENT}: activity not known, December to February",
        owner=_OWNER,
        version=1,
        prepare=winter_cohorts,
        count=not_known,
        quarters=(4,),
    ),
    Indicator(
        id="neet_or_not_known_winter_rate",
        title="Young people NEET or not known, winter mean",
        numerator="Young people of academic age 16 or 17, NEET or not known, at the ends of December to February",
        denominator="Young people of academic age 16 or 17 whom the council is responsible for, at the same three days",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.WINTER,
        needs=("nccis",),
        national=f"{_DEPARTMENT}: NEET or not known, December to February",
        published=Published("16-17_not known_NEET", Stands.WINTER),
        owner=_OWNER,
        version=1,
        prepare=winter_cohorts,
        count=neet_or_not_known,
        quarters=(4,),
    ),
    Indicator(
        id="september_guarantee_rate",
        title="September Guarantee: offers of learning",
        numerator="Young people with an offer of school, college or training by the end of September",
        denominator="Young people who left Year 11 in the area, or finished Year 12 and live in it",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ANNUAL,
        needs=("nccis",),
        national="Department for Education, September Guarantee: offers made",
        published=Published("Sept_Guarantee", Stands.SEPTEMBER),
        owner=_OWNER,
        version=1,
        prepare=guarantees,
        count=offered,
        quarters=(_SEPTEMBER,),
    ),
)
