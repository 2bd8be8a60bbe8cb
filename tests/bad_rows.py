"""Every rule with rows that break it: as they are drawn in tests/drawn_rules*.py, or made from the declaration.

Tests of rules, of suites and of the registries read this one list, so that a rule without a case fails a test.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from tests.drawn_rules import WRITTEN, BadRows
from tests.drawn_rules_annex_a import ANNEX_A_CASES
from tests.drawn_rules_annex_a_care import ANNEX_A_CARE_CASES
from tests.drawn_rules_care import CARE_CASES
from tests.drawn_rules_census import CENSUS_CASES, SESSION_CASES
from tests.drawn_rules_cin import CIN_CASES
from tests.drawn_rules_cin_activity import CIN_ACTIVITY_CASES
from tests.drawn_rules_cin_pre_proceedings import PRE_PROCEEDINGS_CASES
from tests.drawn_rules_education import EDUCATION_CASES
from tests.drawn_rules_exclusions import CENSUS_EXCLUSION_CASES, CENSUS_EXCLUSIONS_CASES
from tests.drawn_rules_returns import RETURN_CASES
from tests.drawn_rules_sen2 import SEN2_CASES
from tests.drawn_rules_ssda903 import SSDA903_CASES
from tests.drawn_rules_ssda903_adoption import SSDA903_ADOPTION_CASES
from tests.drawn_rules_ssda903_care import SSDA903_CARE_CASES
from tests.drawn_rules_ssda903_tables import SSDA903_TABLE_CASES
from tests.drawn_rules_workforce import WORKFORCE_CASES
from tests.factories import rows, valid_codes
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Column, Kind, Table
from transforms.rules.derived import READABLE
from transforms.rules.masks import EXCEL_ERROR, UNEVEN
from transforms.rules.rule import Rule, Severity

_UNREADABLE = "not readable"
_SHORTENED = "1.23E+12"
_TEMPORARY_UPN = "L80120000100D"
# Where a second row is to differ.
_OTHER_TEXTS = {Kind.CODE: "", Kind.INTEGER: "13", Kind.DECIMAL: "1", Kind.DATE: "2025-06-10"}

# What a text that is no school, no council and no reason breaks beside, or one that differs from the row before.
_ALSO_BROKEN = {
    "children-expected-birth-not-a-date": "children-not-one-birth",
    "referrals-closure-reason-unknown-code": "referrals-open-with-reason",
    "episodes-reason-ceased-unknown-code": "episodes-open-with-reason",
    "episodes-placement-change-reason-unknown-code": "episodes-change-reason-while-open",
    "episodes-placement-urn-pattern": "episodes-urn-shape",
    "ad1-key-repeated": "ad1-number-does-not-fit",
    "placed_adoption-ceased-on-not-a-date": "placed_adoption-ceased-in-part",
    "placed_adoption-ceased-reason-unknown-code": "placed_adoption-ceased-in-part",
    "placed_adoption-key-repeated": "placed_adoption-ceased-in-part",
    "dolo-key-repeated": "dolo-before-birth",
    "pre_proceedings-decision-date-not-a-date": "pre_proceedings-outcome-in-part",
    "pre_proceedings-outcome-pattern": "pre_proceedings-outcome-in-part",
    "list_6-closure-date-not-a-date": "list_6-status-and-closure",
    "list_6-closure-reason-unknown-code": "list_6-reason-without-closure",
    "list_8-ceased-reason-unknown-code": "list_8-reason-without-date",
    "list_10-reversed-reason-unknown-code": "list_10-reason-without-reversal",
    "list_11-left-reason-unknown-code": "list_11-reason-without-leaving",
    "returns-approver-pattern": "returns-approved-without-evidence",
    "figures-approver-pattern": "figures-approved-without-evidence",
    "figures-indicator-id-pattern": "figures-unknown-indicator",
    "figures-breakdown-pattern": "figures-unknown-item",
    "figures-value-not-a-number": "figures-counts-and-value",
    "roll-school-urn-pattern": "roll-unknown-school",
    "schoolcensus-school-urn-pattern": "schoolcensus-unknown-school",
    "schoolcensus-la-code-pattern": "schoolcensus-another-council",
    "sw_episodes-worker-shortened": "sw_episodes-no-registration",
    "children-former-upn-shortened": "children-former-upn",
    "pupilonroll-former-upn-shortened": "pupilonroll-former-upn",
    "pupilonroll-learner-number-shortened": "pupilonroll-learner-number-pattern",
    "person-learner-number-shortened": "person-learner-number-pattern",
    "young_person-learner-number-shortened": "young_person-learner-number-pattern",
    "social_workers-worker-shortened": "social_workers-number-shape",
    "workers-registration-shortened": "workers-number-shape",
    "senneeds-sen-rank-missing": "senneeds-without-primary",
    "senneeds-sen-rank-not-a-number": "senneeds-without-primary",
    "notifications-school-urn-pattern": "notifications-unknown-school",
    "notifications-decision-unknown-code": "notifications-decision-without-date",
    **{
        f"{table}-reason-{number}-unknown-code": f"{table}-reason-skipped"
        for table in ("census_exclusion", "census_leaver_exclusion")
        for number in (2, 3)
    },
    "census_school-la-code-pattern": "census_school-another-council",
    "census_school-school-urn-pattern": "census_school-unknown-school",
    "sen2-la-code-pattern": "sen2-another-council",
    "social_workers-leaving-reason-unknown-code": "social_workers-end-in-part",
    "social_workers-destination-unknown-code": "social_workers-end-in-part",
    "social_workers-absence-reason-unknown-code": "social_workers-absence-in-part",
    "early_help-end-reason-unknown-code": "early_help-end-in-part",
    "foster_carers-end-reason-unknown-code": "foster_carers-end-in-part",
    "inspections-provider-urn-pattern": "inspections-unknown-school",
    "inspections-category-unknown-code": "inspections-category-without-cause",
    **{
        f"inspections-{area}-unknown-code": "inspections-of-another-framework"
        for area in ("inclusion", "curriculum", "achievement")
    },
    "school_targets-school-urn-pattern": "school_targets-unknown-school",
    "care_targets-target-not-a-number": "care_targets-returned-without-target",
    "care_targets-working-at-not-a-number": "care_targets-assessed-without-day",
    "sen2-key-repeated": "sen2-another-year",
    "person-upn-unknown-unknown-code": "person-number-and-reason",
    "plandetail-setting-unknown-code": "plandetail-setting-beside-number",
    "plandetail-key-repeated": "plandetail-setting-beside-number",
    "placementdetail-setting-unknown-code": "placementdetail-setting-beside-number",
    "placementdetail-key-repeated": "placementdetail-setting-beside-number",
    "placementdetail-placement-rank-not-a-number": "placementdetail-without-main",
    "namedplan-key-repeated": "namedplan-reason-without-date",
    "namedplan-cease-reason-unknown-code": "namedplan-reason-without-date",
    "senneed-sen-rank-missing": "senneed-without-primary",
    "senneed-sen-rank-not-a-number": "senneed-without-primary",
    "young_person-guarantee-year11-unknown-code": "young_person-guarantee-year11-in-part",
    "young_person-guarantee-year11-la-pattern": "young_person-guarantee-year11-in-part",
    "young_person-guarantee-year12-unknown-code": "young_person-guarantee-year12-in-part",
    "young_person-guarantee-year12-la-pattern": "young_person-guarantee-year12-in-part",
}


def _derived(table: Table) -> Iterator[BadRows]:
    """A good row on line 2 and a bad one on line 3, for each rule that the declaration implies."""
    if not table.in_chunks:
        yield BadRows(f"{table.name}-uneven", table, lambda first: _with_uneven_line(table, first), (3,))
    for column in table.columns:
        for ending, text in _bad_texts(column):
            yield _with_text(table, column, ending, text)
    if any(rule.id == f"{table.name}-upn-temporary" for rule in table.rules):
        yield _with_temporary_upn(table)
    if table.of_workbook:
        yield BadRows(f"{table.name}-excel-error", table, lambda first: _with_excel_error(table, first), (3,))
    if len(table.key) < len(table.columns):
        rule = f"{table.name}-key-repeated"
        yield BadRows(rule, table, lambda first: _same_key(table, first), (3, 4), _also_broken(rule, 4))


def _bad_texts(column: Column) -> Iterator[tuple[str, str | None]]:
    if column.required:
        yield "missing", None
    if column.kind in READABLE:
        yield READABLE[column.kind][0], _UNREADABLE
    if column.kind is Kind.PERSON:
        yield "shortened", _SHORTENED
    if column.codes:
        yield "unknown-code", _UNREADABLE
    if column.pattern:
        yield "pattern", _UNREADABLE * 20  # longer than any text may be


def _with_text(table: Table, column: Column, ending: str, text: str | None) -> BadRows:
    rule = f"{table.name}-{column.name.replace('_', '-')}-{ending}"

    def build(first: int) -> pd.DataFrame:
        text_frame = rows(table, 2, first=first)
        text_frame.loc[3, column.name] = text
        return text_frame

    of_shape = f"{table.name}-upn-shape"
    upns = [each.columns for each in table.rules if each.id == of_shape]
    is_upn = ending == "shortened" and (column.name,) in upns
    return BadRows(rule, table, build, (3,), {of_shape: (3,)} if is_upn else _also_broken(rule, 3))


def _with_temporary_upn(table: Table) -> BadRows:
    rule = next(rule for rule in table.rules if rule.id == f"{table.name}-upn-temporary")

    def build(first: int) -> pd.DataFrame:
        text_frame = rows(table, 2, first=first)
        text_frame.loc[3, rule.columns[0]] = _TEMPORARY_UPN
        return text_frame

    return BadRows(rule.id, table, build, (3,), _also_broken(rule.id, 3))


def _also_broken(rule: str, line: int) -> dict[str, tuple[int, ...]]:
    return {_ALSO_BROKEN[rule]: (line,)} if rule in _ALSO_BROKEN else {}


def _with_uneven_line(table: Table, first: int) -> pd.DataFrame:
    """Two rows, of which nothing is known of the second but its line."""
    text_frame = rows(table, 2, first=first)
    text_frame.loc[3] = None
    text_frame[UNEVEN] = [None, f"{first}"]
    return text_frame


def _with_excel_error(table: Table, first: int) -> pd.DataFrame:
    text_frame = rows(table, 2, first=first)
    text_frame[EXCEL_ERROR] = [None, "error"]
    return text_frame


def _same_key(table: Table, first: int) -> pd.DataFrame:
    """Three rows, of which the last two have the same key and differ in another column, if the table has one."""
    text_frame = rows(table, 3, first=first)
    for name in table.key:
        one, two, _ = text_frame[name]
        text_frame[name] = [one, two, two]
    others = {column.kind: column for column in reversed(table.columns) if column.name not in table.key}
    if other := next((others[kind] for kind in _OTHER_TEXTS if kind in others), None):
        text_frame.loc[4, other.name] = valid_codes(other)[1] if other.codes else _OTHER_TEXTS[other.kind]
    return text_frame


DERIVED = tuple(case for extract in EXTRACTS for table in extract.tables for case in _derived(table))
BAD_ROWS = (
    *(*WRITTEN, *EDUCATION_CASES, *SEN2_CASES, *CIN_CASES, *CIN_ACTIVITY_CASES, *CARE_CASES),
    *(*ANNEX_A_CASES, *ANNEX_A_CARE_CASES, *PRE_PROCEEDINGS_CASES, *WORKFORCE_CASES, *RETURN_CASES),
    *(*CENSUS_CASES, *SESSION_CASES),
    *(*CENSUS_EXCLUSIONS_CASES, *CENSUS_EXCLUSION_CASES),
    *(*SSDA903_CASES, *SSDA903_CARE_CASES, *SSDA903_TABLE_CASES, *SSDA903_ADOPTION_CASES, *DERIVED),
)


def alone(rules: Mapping[str, Rule]) -> list[BadRows]:
    """The cases that are read by themselves: all that do not go together."""
    return [case for case in BAD_ROWS if not any(case is each for each in _sharing(case.table, rules))]


def _sharing(table: Table, rules: Mapping[str, Rule]) -> list[BadRows]:
    """Cases whose rows can stand in one frame.

    Left out are those that need a context of their own, and those of rules that reject the file as a whole. Where a
    code alone is the key, there are too few of them for the rows of more than one case.
    """
    cases = [c for c in BAD_ROWS if c.table is table and not c.changes and rules[c.rule].severity is not Severity.STOP]
    is_few = len(table.key) == 1 and table.column(table.key[0]).kind is Kind.CODE
    return cases[:1] if is_few else cases


def together(table: Table, rules: Mapping[str, Rule]) -> tuple[pd.DataFrame, dict[str, tuple[int, ...]]]:
    """The rows of a table's cases in one frame, as far as they can share it, and the lines that each rule finds."""
    cases = _sharing(table, rules)
    frames = [case.build(10 * place + 1) for place, case in enumerate(cases)]
    found: dict[str, tuple[int, ...]] = {}
    rows_before = 0
    for case, frame in zip(cases, frames, strict=True):
        for rule, lines in case.expected.items():
            found[rule] = (*found.get(rule, ()), *(line + rows_before for line in lines))
        rows_before += len(frame)
    frame = pd.concat(frames)
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return frame, found
