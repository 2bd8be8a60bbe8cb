"""Children in need, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import (
    financial_year,
    first_of_april,
    last_days_of_years,
    working_days_after,
    year_before,
)
from tests.oracle.placements import looked_after, of_year
from tests.oracle.rows import Figure, Row, Town

COUNTED = (
    "referral_rate",
    "rereferral_rate",
    "cin_rate",
    "cin_only_rate",
    "cpp_rate",
    "cpp_long_plans_rate",
    "cpp_repeat_rate",
    "assessments_45_days_rate",
)

TOTAL = ("", "Total", "Total")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Referrals, cases, plans and assessments, from the census of the year if it reaches the quarter's end."""
    yield from rereferrals(town, end)
    census = town.batch("cin", financial_year(end), reaching=end)
    if census is None:
        return
    children = town.population.get(end.year - 1)
    referrals = of_batch(town, "core.cin_referral", census)
    made = {(row["child"], row["referral_date"]) for row in referrals if this_year(row["referral_date"], end)}
    yield ("referral_rate", *TOTAL), len(made), children
    in_need = {
        row["child"]
        for row in referrals
        if not row["is_nfa"] and is_open(row["referral_date"], row["closure_date"], end)
    }
    yield ("cin_rate", *TOTAL), len(in_need), children
    plans = of_batch(town, "core.cin_protection_plan", census)
    protected = {row["child"] for row in plans if is_open(row["plan_start"], row["plan_end"], end)}
    yield ("cpp_rate", *TOTAL), len(protected), children
    in_care = children_looked_after(town, end)
    if in_care is not None:
        yield ("cin_only_rate", *TOTAL), len(in_need - protected - in_care), children
    first_days = {
        child: min(
            row["plan_start"]
            for row in plans
            if row["child"] == child and is_open(row["plan_start"], row["plan_end"], end)
        )
        for child in protected
    }
    long = [child for child, first in first_days.items() if (end - first).days + 1 > 729]
    yield ("cpp_long_plans_rate", *TOTAL), len(long), len(protected)
    begun = [row for row in plans if this_year(row["plan_start"], end)]
    yield ("cpp_repeat_rate", *TOTAL), sum(1 for row in begun if row["previous_plans"] > 0), len(begun)
    assessed = [
        row
        for row in of_batch(town, "core.cin_assessment", census)
        if row["authorised_date"] is not None and this_year(row["authorised_date"], end)
    ]
    in_time = [row for row in assessed if working_days_after(row["start_date"], row["authorised_date"]) <= 45]
    yield ("assessments_45_days_rate", *TOTAL), len(in_time), len(assessed)


def children_looked_after(town: Town, end: date) -> set[str] | None:
    """Who was looked after on a day, by the return of its year; None where that does not reach it."""
    returned = of_year(town, end)
    return None if returned is None else {row["child"] for row in looked_after(returned, end)}


def rereferrals(town: Town, end: date) -> Iterator[Figure]:
    """Of the referrals of twelve months, those of a child who had been referred in the twelve months before."""
    two_years_ago = year_before(year_before(end))
    days: set[tuple[str, date]] = set()
    for last_day in last_days_of_years(the_day_after(two_years_ago), end):
        census = town.batch("cin", financial_year(last_day), reaching=last_day)
        if census is None:
            return
        days |= {(row["child"], row["referral_date"]) for row in of_batch(town, "core.cin_referral", census)}
    counted = [(child, day) for child, day in days if year_before(end) < day <= end]
    again = [
        (child, day)
        for child, day in counted
        if any(other == child and year_before(day) <= earlier < day for other, earlier in days)
    ]
    yield ("rereferral_rate", *TOTAL), len(again), len(counted)


def the_day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def of_batch(town: Town, table: str, batch: Row) -> list[Row]:
    return [row for row in town.rows(table) if row["batch_id"] == batch["batch_id"]]


def this_year(day: date, end: date) -> bool:
    return first_of_april(end) <= day <= end


def is_open(start: date, end: date | None, day: date) -> bool:
    """Begun by the day's end, and not ended on it."""
    return start <= day and (end is None or end > day)
