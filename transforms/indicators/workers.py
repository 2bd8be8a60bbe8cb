"""Social workers: how many cases they hold, and how many come from agencies. Source rows: the list of workers.

Working time is counted in hundredths of a full-time post, each post rounded to the nearest.
"""

import pandas as pd

from transforms import codelists
from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import TOTAL, as_counts, open_on
from transforms.indicators.indicator import HUNDREDTHS, Counts, Indicator, Period, Polarity, Staged, Unit, Window

_OWNER = "Head of children's social work"


def posts_in_use(staged: Staged, window: Window) -> pd.DataFrame | None:
    """A row per post that somebody is in at the quarter's end, with its working time in ``hundredths``.

    None when no list of workers of that month reaches the quarter's end.
    """
    batch_id = batch_reaching(staged, "workers", f"{window.end:%Y-%m}", window.end)
    if batch_id is None:
        return None
    rows = rows_of(staged, "core.worker_post", batch_id)
    here = rows[open_on(rows["start_date"], rows["ended_on"], pd.Timestamp(window.end))]
    hundredths = (here["fte"].fillna(0) * HUNDREDTHS).round().astype("int64")
    return here.assign(hundredths=hundredths, cases=here["cases"].fillna(0))


def cases_per_post(posts: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Cases that social workers hold over the working time of those who hold any, in all and by team."""
    social = posts[_is_social_worker(posts, window) & (posts["hundredths"] > 0)]
    holding = social[social["cases"] > 0]
    teams = holding.groupby("team")[["cases", "hundredths"]].sum()
    counted = [("", TOTAL, TOTAL, int(holding["cases"].sum()), int(holding["hundredths"].sum()))]
    counted += [("", "team", str(team), int(row["cases"]), int(row["hundredths"])) for team, row in teams.iterrows()]
    return as_counts(counted)


def of_agencies(posts: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Working time of social workers whom agencies sent, of that of all social workers."""
    social = posts[_is_social_worker(posts, window)]
    is_agency = social["is_agency"].fillna(False).astype(bool)
    of_agency, of_all = int(social.loc[is_agency, "hundredths"].sum()), int(social["hundredths"].sum())
    return as_counts([("", TOTAL, TOTAL, of_agency, of_all)])


def without_working_time(posts: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Cases that are held in posts without working time, whatever the role: nobody may be working with the children."""
    return as_counts([("", TOTAL, TOTAL, int(posts.loc[posts["hundredths"] == 0, "cases"].sum()), None)])


def _is_social_worker(posts: pd.DataFrame, window: Window) -> pd.Series:
    return posts["role"].isin(codelists.group_on("worker_role", "social worker", window.end))


INDICATORS = (
    Indicator(
        id="cin_caseload",
        title="Average caseload of social workers",
        numerator="Cases held at the quarter's end in social workers' posts that have working time, agencies' included",
        denominator="Working time of those posts that hold at least one case, in hundredths of a full-time post",
        unit=Unit.PER_POST,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("workers",),
        national="Department for Education, children's social work workforce: average caseload at 30 September, which "
        "counts the cases that managers hold as well",
        owner=_OWNER,
        version=1,
        prepare=posts_in_use,
        count=cases_per_post,
        breakdowns=("team",),
        rows_are_cases=False,
    ),
    Indicator(
        id="cases_without_worker",
        title="Cases held in posts without working time",
        numerator="Cases held at the quarter's end in posts without working time, such as a team's duty desk",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("workers",),
        national="Local measure; these cases are in no average caseload",
        owner=_OWNER,
        version=1,
        prepare=posts_in_use,
        count=without_working_time,
        rows_are_cases=False,
    ),
    Indicator(
        id="agency_worker_rate",
        title="Social workers sent by agencies",
        numerator="Working time of social workers whom agencies sent, in hundredths of a full-time post",
        denominator="Working time of all social workers at the quarter's end, in hundredths of a full-time post",
        unit=Unit.PERCENT_OF_POSTS,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.SNAPSHOT,
        needs=("workers",),
        national="Department for Education, children's social work workforce: agency worker rate at 30 September, "
        "which counts registered managers as well",
        owner=_OWNER,
        version=1,
        prepare=posts_in_use,
        count=of_agencies,
        rows_are_cases=False,
    ),
)
