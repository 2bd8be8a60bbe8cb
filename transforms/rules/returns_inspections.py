"""Rules of the list of inspections that its columns alone cannot say: numbers, dates, what each framework grades."""

from datetime import date

import pandas as pd

from transforms import codelists
from transforms.rules.makers import future_rule, later_dates_rule
from transforms.rules.masks import before, of_unknown_school
from transforms.rules.rule import Context, Rule, Severity

LAYOUT = "Layout of docs/returns.md"
_FRAMEWORK = "Ofsted: education inspection framework, and framework for social care"
_STATE, _INDEPENDENT, _CHILDCARE, _IN_A_HOME = (
    "state-funded school",
    "independent school",
    "childcare",
    "childcare in a home",
)
_NO_OVERALL_SINCE = date(2024, 9, 2)  # state-funded schools only
_REPORT_CARDS_SINCE = {
    _STATE: date(2025, 11, 10),
    _CHILDCARE: date(2025, 11, 10),
    _IN_A_HOME: date(2025, 11, 10),
    _INDEPENDENT: date(2026, 1, 1),
}
_OF_BOTH = ("behaviour", "personal_development", "leadership", "early_years", "sixth_form")
_BEFORE_REPORT_CARDS = ("quality_of_education",)
_OF_REPORT_CARDS = ("inclusion", "curriculum", "achievement")
_OF_HOMES = ("protection",)
AREAS = (*_BEFORE_REPORT_CARDS, *_OF_BOTH, *_OF_REPORT_CARDS, *_OF_HOMES)
_INADEQUATE = "4"
_LOWEST = (_INADEQUATE, "URG")
_NOT_SAFE = ("NOT", "N")


def in_a_home(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where the provider cares for children in somebody's home, so that its number is a person's."""
    return _of(_IN_A_HOME, rows, context)


def _of(group: str, rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["provider_type"].isin(codelists.group_on("inspection_provider", group, context.data_to))


def _graded(rows: pd.DataFrame, names: tuple[str, ...], group: str, context: Context) -> pd.Series:
    """True where any of the judgements is a grade of one scale."""
    grades = codelists.group_on("inspection_grade", group, context.data_to)
    return rows[list(names)].isin(grades).any(axis=1)


def _with_report_card(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where the inspection was made when providers of its type were given report cards."""
    cards = [
        _of(group, rows, context) & (rows["inspection_date"] >= pd.Timestamp(since))
        for group, since in _REPORT_CARDS_SINCE.items()
    ]
    return pd.concat(cards, axis=1).any(axis=1)


def _of_another_framework(rows: pd.DataFrame, context: Context) -> pd.Series:
    with_card, dated = _with_report_card(rows, context), rows["inspection_date"].notna()
    too_late = _graded(rows, AREAS, "one to four", context) | rows[list(_BEFORE_REPORT_CARDS)].notna().any(axis=1)
    too_early = _graded(rows, ("overall", *AREAS), "report card", context)
    too_early |= rows[list(_OF_REPORT_CARDS)].notna().any(axis=1)
    return dated & (too_late & with_card | too_early & ~with_card)


def _overall_without(rows: pd.DataFrame, context: Context) -> pd.Series:
    graded = _graded(rows, ("overall",), "one to four", context) | _graded(rows, ("overall",), "report card", context)
    school = _of(_STATE, rows, context) & (rows["inspection_date"] >= pd.Timestamp(_NO_OVERALL_SINCE))
    return graded & (school | _with_report_card(rows, context))


def _failing(rows: pd.DataFrame) -> pd.Series:
    """True where something is judged as low as can be."""
    return rows[["overall", *AREAS]].isin(_LOWEST).any(axis=1) | rows["safeguarding"].isin(_NOT_SAFE)


def _category_without_cause(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["category"].notna() & ~(_failing(rows) & _of(_STATE, rows, context))


def _inadequate_without_category(rows: pd.DataFrame, context: Context) -> pd.Series:
    return _of(_STATE, rows, context) & rows["overall"].eq(_INADEQUATE) & rows["category"].isna()


def _earlier_in_a_home(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for all but the newest inspection of somebody whose number is not stored."""
    days = rows["inspection_date"].where(in_a_home(rows, context))
    return days < days.groupby(rows["provider_urn"]).transform("max")


def _unknown_school(rows: pd.DataFrame, context: Context) -> pd.Series:
    return of_unknown_school("provider_urn")(rows, context) & _of(_STATE, rows, context)


def _without_judgement(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows[["overall", *AREAS, "safeguarding"]].isna().all(axis=1)


DATE_RULES = (
    future_rule("inspections", "inspection_date", "The inspection lies after the date that the data run to."),
    later_dates_rule("inspections", ("publication_date",)),
    Rule(
        id="inspections-published-before",
        severity=Severity.FLAG,
        columns=("inspection_date", "publication_date"),
        mask=before("publication_date", "inspection_date"),
        message="The report was published before the inspection.",
        fix="Check inspection_date, which is the first day of the inspection, and publication_date.",
        source=LAYOUT,
    ),
)

PROVIDER_RULES = (
    Rule(
        id="inspections-unknown-school",
        severity=Severity.FLAG,
        columns=("provider_urn", "provider_type"),
        mask=_unknown_school,
        message="The state-funded school is not in the council's list of schools.",
        fix="Check the URN, or add the school to reference/schools.csv. Leave out schools of other councils.",
        source="Own rule: reference/schools.csv of the council",
    ),
    Rule(
        id="inspections-earlier-in-a-home",
        severity=Severity.HOLD,
        columns=("provider_urn", "provider_type", "inspection_date"),
        mask=_earlier_in_a_home,
        message="A provider who works in a home has a newer inspection in the file, and both would count.",
        fix="Leave out the earlier one: as these numbers are not stored, nobody can tell later what belongs together.",
        source=LAYOUT,
    ),
)

JUDGEMENT_RULES = (
    Rule(
        id="inspections-without-judgement",
        severity=Severity.FLAG,
        columns=("overall", *AREAS, "safeguarding"),
        mask=_without_judgement,
        message="No judgement is given.",
        fix="Fill in the judgements of the report, or leave out a visit that made none.",
        source=LAYOUT,
    ),
    Rule(
        id="inspections-of-another-framework",
        severity=Severity.FLAG,
        columns=("provider_type", "inspection_date", "overall", *AREAS),
        mask=_of_another_framework,
        message="A judgement, or its grade, is not one that was made of such a provider on that day.",
        fix="Give what the report says: grades 1 to 4, or since November 2025 those of report cards (independent "
        "schools: since January 2026). Children's homes have no report cards.",
        source=_FRAMEWORK,
    ),
    Rule(
        id="inspections-overall-without",
        severity=Severity.FLAG,
        columns=("provider_type", "inspection_date", "overall"),
        mask=_overall_without,
        message="Overall effectiveness is graded, and was no longer judged of such a provider on that day.",
        fix="Clear overall_effectiveness, or check the date: state-funded schools have none since September 2024, nor "
        "has anybody with a report card.",
        source=_FRAMEWORK,
    ),
    Rule(
        id="inspections-category-without-cause",
        severity=Severity.FLAG,
        columns=("provider_type", "overall", *AREAS, "safeguarding", "category"),
        mask=_category_without_cause,
        message="A category of concern is given, and no judgement of a state-funded school that would put it there.",
        fix="Check the judgements and category_of_concern.",
        source="Education Act 2005, section 44: categories of schools causing concern",
    ),
    Rule(
        id="inspections-inadequate-without-category",
        severity=Severity.FLAG,
        columns=("provider_type", "overall", "category"),
        mask=_inadequate_without_category,
        message="A state-funded school was inadequate overall, and its category of concern is not given.",
        fix="Fill in category_of_concern: special measures or serious weaknesses.",
        source="Education Act 2005, section 44: categories of schools causing concern",
    ),
)

INSPECTION_RULES = (*DATE_RULES, *PROVIDER_RULES, *JUDGEMENT_RULES)
