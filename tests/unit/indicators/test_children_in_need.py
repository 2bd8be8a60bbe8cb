"""Children in need: what a referral, a case, a plan and a timely assessment are."""

from datetime import date

import pytest

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators import INDICATORS
from transforms.indicators.indicator import Staged
from transforms.quarters import Quarter
from transforms.working_days import last_day

WHOLE = ("", "Total")
CHILDREN = {2023: 28_000, 2024: 29_000}
CENSUSES = {"2022-23": date(2023, 3, 31), "2023-24": date(2024, 3, 31), "2024-25": date(2025, 3, 31)}
NEWEST = {"2025-26": date(2025, 6, 30)}

REFERRAL: Row = {"child": "Ann", "referral_date": date(2025, 5, 1), "closure_date": None, "is_nfa": False}
PLAN: Row = {"child": "Ann", "plan_start": date(2025, 5, 1), "plan_end": None, "previous_plans": 0}
ASSESSMENT: Row = {"child": "Ann", "start_date": date(2025, 4, 1), "authorised_date": date(2025, 5, 1)}
USUAL = {"core.cin_referral": REFERRAL, "core.cin_protection_plan": PLAN, "core.cin_assessment": ASSESSMENT}


def batch(number: int, covers: str, data_to: date) -> Row:
    return {"batch_id": number, "extract": "cin", "supplier": "case-system", "covers": covers, "data_to": data_to}


def census(picture: str, table: str = "core.cin_referral", data_to: date = date(2025, 6, 30)) -> Staged:
    """The census of 2025-26 with the rows of one table."""
    of_batch = batch(1, "2025-26", data_to)
    rows = drawn(table, picture, **USUAL[table] | of_batch)
    return staged_of(Town({table: rows}, [of_batch], population=CHILDREN))


def censuses(picture: str, years: dict[str, date]) -> Staged:
    """Referrals in the censuses of several years, each in those of the ``years`` that it names, parted by a comma."""
    batches = {year: batch(number, year, data_to) for number, (year, data_to) in enumerate(years.items(), start=1)}
    rows = [
        row | batches[year]
        for year in batches
        for row in drawn("core.cin_referral", picture, **REFERRAL)
        if row["referral_date"] <= batches[year]["data_to"]
    ]
    return staged_of(Town({"core.cin_referral": rows}, list(batches.values()), population=CHILDREN))


def test_referrals_are_those_since_april_one_a_day_for_each_child() -> None:
    drawn_referrals = census("""
        child | referral_date | is_nfa
        Ann   | 2025-03-31    | no
        Bob   | 2025-04-01    | no
        Bob   | 2025-04-01    | yes
        Bob   | 2025-06-30    | yes
        Cat   | 2025-06-30    | no
        Dan   | 2025-07-01    | no
    """)
    assert counted(drawn_referrals, "referral_rate") == {WHOLE: (3, 29_000)}  # Bob twice, and Cat


def test_there_is_no_rate_where_the_population_is_not_known() -> None:
    of_batch = batch(1, "2025-26", date(2025, 6, 30))
    unknown = staged_of(Town({"core.cin_referral": [REFERRAL | of_batch]}, [of_batch]))
    assert counted(unknown, "referral_rate") == {WHOLE: (1, None)}


CAME_BACK = """
    child | referral_date
    Ann   | 2023-06-30
    Ann   | 2024-07-01
    Bob   | 2024-06-30
    Bob   | 2025-06-30
    Cat   | 2024-06-29
    Cat   | 2025-06-30
    Dan   | 2024-02-29
    Dan   | 2025-02-28
    Eve   | 2024-11-01
    Eve   | 2024-12-01
    Eve   | 2025-01-01
    Eve   | 2025-01-01
"""


def test_a_rereferral_comes_within_twelve_months_of_any_earlier_referral() -> None:
    again = counted(censuses(CAME_BACK, CENSUSES | NEWEST), "rereferral_rate")[WHOLE]
    # Of Ann's, Bob's, Cat's and Dan's last and Eve's three: Bob's, Dan's and Eve's second and third.
    assert again == (4, 7)


def test_rereferrals_need_the_census_of_every_year_that_two_years_touch() -> None:
    years = CENSUSES | NEWEST
    assert counted(censuses(CAME_BACK, {y: years[y] for y in ("2024-25", "2025-26")}), "rereferral_rate") == {}
    enough = {year: years[year] for year in ("2023-24", "2024-25")}
    assert WHOLE in counted(censuses(CAME_BACK, enough), "rereferral_rate", "2024-25-Q4")
    assert counted(censuses(CAME_BACK, enough), "rereferral_rate", "2024-25-Q3") == {}


def test_a_census_that_stops_short_of_its_years_end_gives_no_rereferrals_later() -> None:
    short = CENSUSES | {"2023-24": date(2024, 3, 30)} | NEWEST
    assert counted(censuses(CAME_BACK, short), "rereferral_rate") == {}


def test_a_child_in_need_has_a_case_open_at_the_quarters_end() -> None:
    open_cases = census("""
        child | referral_date | closure_date | is_nfa
        Ann   | 2019-01-08    |              | no
        Bob   | 2025-06-30    |              | no
        Cat   | 2025-05-01    | 2025-06-30   | no
        Dan   | 2025-05-01    | 2025-07-01   | no
        Eve   | 2025-05-01    |              | yes
        Fay   | 2025-07-01    |              | no
        Ann   | 2025-05-01    |              | no
    """)
    assert counted(open_cases, "cin_rate") == {WHOLE: (3, 29_000)}  # Ann, Bob and Dan


PLANS = """
    child | plan_start | plan_end   | previous_plans
    Ann   | 2025-03-31 |            | 2
    Bob   | 2025-04-01 | 2025-06-30 | 0
    Cat   | 2025-06-30 |            | 1
    Cat   | 2025-04-02 | 2025-05-02 | 0
    Dan   | 2025-05-01 | 2025-07-01 | 3
    Eve   | 2025-07-01 |            | 1
    Ann   | 2025-06-01 |            | 3
"""


def test_children_on_plans_at_the_quarters_end_count_once() -> None:
    on_plans = counted(census(PLANS, "core.cin_protection_plan"), "cpp_rate")
    assert on_plans == {WHOLE: (3, 29_000)}  # Ann, Cat and Dan


def test_repeat_plans_are_of_the_plans_begun_since_april() -> None:
    repeated = counted(census(PLANS, "core.cin_protection_plan"), "cpp_repeat_rate")
    assert repeated == {WHOLE: (3, 5)}  # Cat's later one, Dan's and Ann's newer one


def test_plans_are_long_on_their_730th_day() -> None:
    long = census(
        """
        child | plan_start | plan_end
        Ann   | 2023-07-02 |
        Bob   | 2023-07-03 |
        Cat   | 2021-01-08 | 2025-06-30
        Dan   | 2021-01-08 | 2025-07-01
        Eve   | 2021-01-08 |
        Eve   | 2025-05-01 |
        """,
        "core.cin_protection_plan",
    )
    assert counted(long, "cpp_long_plans_rate") == {WHOLE: (3, 4)}  # Ann, Dan and Eve, of them and Bob


def in_all(referrals: str, plans: str, episodes: str, returned_to: date = date(2025, 6, 30)) -> Staged:
    """The census and the return of children looked after, of 2025-26."""
    census_batch = batch(1, "2025-26", date(2025, 6, 30))
    of_care = batch(2, "2025-26", returned_to) | {"extract": "ssda903"}
    in_care = drawn("core.cla_episode", episodes, **{"legal_status": "C2"} | of_care)
    tables = {
        "core.cin_referral": drawn("core.cin_referral", referrals, **REFERRAL | census_batch),
        "core.cin_protection_plan": drawn("core.cin_protection_plan", plans, **PLAN | census_batch),
        "core.cla_episode": in_care,
        "core.cla_child": [row | {"date_of_birth": date(2014, 5, 9)} for row in in_care],
    }
    return staged_of(Town(tables, [census_batch, of_care], population=CHILDREN))


REFERRED = """
    child | closure_date
    Ann   |
    Bob   |
    Cat   |
    Dan   |
    Eve   |
    Fay   | 2025-06-30
"""
PROTECTED = "child | plan_end\nBob |\nCat | 2025-06-30"
IN_CARE = "child | episode_start | episode_end\nDan | 2025-05-01 |\nEve | 2025-05-01 | 2025-06-30"


def test_children_in_need_alone_are_on_no_plan_and_not_looked_after_on_that_day() -> None:
    everybody = in_all(REFERRED, PROTECTED, IN_CARE)
    assert counted(everybody, "cin_rate") == {WHOLE: (5, 29_000)}
    assert counted(everybody, "cin_only_rate") == {WHOLE: (3, 29_000)}  # Ann, Cat and Eve


def test_who_is_in_need_alone_is_not_known_without_the_return_of_those_looked_after() -> None:
    short = in_all(REFERRED, PROTECTED, IN_CARE, returned_to=date(2025, 6, 29))
    assert WHOLE in counted(short, "cin_rate")
    assert counted(short, "cin_only_rate") == {}


def test_assessments_are_in_time_up_to_the_45th_working_day() -> None:
    authorised = census(
        """
        child | start_date | authorised_date
        Ann   | 2025-04-24 | 2025-06-30
        Bob   | 2025-04-23 | 2025-06-30
        Cat   | 2025-02-01 | 2025-03-31
        Dan   | 2025-03-31 | 2025-04-01
        Eve   | 2025-06-30 |
        Fay   | 2025-06-30 | 2025-07-01
        """,
        "core.cin_assessment",
    )
    # Two bank holidays lie between: 24 April to 30 June is 45 working days.
    assert counted(authorised, "assessments_45_days_rate") == {WHOLE: (2, 3)}  # Ann and Dan, of them and Bob


def test_no_share_in_time_is_given_beyond_the_table_of_bank_holidays() -> None:
    in_time = next(each for each in INDICATORS if each.id == "assessments_45_days_rate")
    within = Quarter.containing(last_day())
    assert in_time.is_made_in(within)
    assert not in_time.is_made_in(within.plus(1)), "every assessment would be late"
    assert "31 December 2028" in in_time.ended_because


@pytest.mark.parametrize(
    "indicator",
    ["referral_rate", "cin_rate", "cpp_rate", "cpp_long_plans_rate", "cpp_repeat_rate", "assessments_45_days_rate"],
)
def test_the_census_of_the_year_counts_where_it_reaches_the_quarters_end(indicator: str) -> None:
    to_september = census("child\nAnn", data_to=date(2025, 9, 30))
    ends = ("2024-25-Q4", "2025-26-Q1", "2025-26-Q2", "2025-26-Q3")
    assert [WHOLE in counted(to_september, indicator, quarter) for quarter in ends] == [False, True, True, False]
