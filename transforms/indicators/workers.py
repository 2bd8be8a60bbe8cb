"""Social workers: how many cases they hold, and how many come from agencies.

Source rows: of every quarter the list of workers; of 30 September the workforce census, whose figures are published.
Working time is counted in hundredths of a full-time post, each post rounded to the nearest.
"""

import pandas as pd

from transforms import codelists
from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import TOTAL, as_counts, open_on
from transforms.indicators.indicator import HUNDREDTHS, Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.indicators.published import Published, Stands

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
    return here.assign(hundredths=_hundredths(here["fte"]), cases=here["cases"].fillna(0))


def workers_of_census(staged: Staged, window: Window) -> pd.DataFrame | None:
    """A row per social worker in post on 30 September, managers and agency workers included, with the same columns.

    None when no census of that year reaches that day.
    """
    batch_id = batch_reaching(staged, "workforce", f"{window.end:%Y}", window.end)
    if batch_id is None:
        return None
    rows = rows_of(staged, "core.social_worker", batch_id)
    here = rows[rows["ended_on"].isna() | (rows["ended_on"] > pd.Timestamp(window.end))]
    return here.assign(hundredths=_hundredths(here["fte_30"]), cases=here["cases_30"].fillna(0))


def cases_per_post(posts: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Cases that social workers hold over the working time of those who hold any, in all and by team."""
    holding = _holding(posts[_is_social_worker(posts, window)])
    teams = holding.groupby("team")[["cases", "hundredths"]].sum()
    by_team = [("", "team", str(team), int(row["cases"]), int(row["hundredths"])) for team, row in teams.iterrows()]
    return as_counts([_whole(holding["cases"], holding["hundredths"]), *by_team])


def cases_per_census_post(posts: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Cases held over the working time of those who hold any."""
    holding = _holding(posts)
    return as_counts([_whole(holding["cases"], holding["hundredths"])])


def of_agencies(posts: pd.DataFrame, staged: Staged, window: Window) -> Counts:
    """Working time of social workers whom agencies sent, of that of all social workers."""
    return of_agencies_in_census(posts[_is_social_worker(posts, window)], staged, window)


def of_agencies_in_census(posts: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Working time of those whom agencies sent, of that of everybody."""
    is_agency = posts["is_agency"].fillna(False).astype(bool)
    return as_counts([_whole(posts.loc[is_agency, "hundredths"], posts["hundredths"])])


def without_working_time(posts: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Cases that are held in posts without working time, whatever the role: nobody may be working with the children."""
    return as_counts([("", TOTAL, TOTAL, int(posts.loc[posts["hundredths"] == 0, "cases"].sum()), None)])


def _hundredths(posts: pd.Series) -> pd.Series:
    return (posts.fillna(0) * HUNDREDTHS + 0.5).astype("int64")  # half up, as every figure


def _holding(posts: pd.DataFrame) -> pd.DataFrame:
    return posts[(posts["hundredths"] > 0) & (posts["cases"] > 0)]


def _whole(numerator: pd.Series, denominator: pd.Series) -> tuple[str, str, str, int, int]:
    return "", TOTAL, TOTAL, int(numerator.sum()), int(denominator.sum())


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
    Indicator(
        id="caseload_september",
        title="Average caseload of social workers on 30 September",
        numerator="Cases held on 30 September by social workers in post, managers and agency workers included",
        denominator="Working time of those who hold at least one case, in hundredths of a full-time post",
        unit=Unit.PER_POST,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ANNUAL,
        needs=("workforce",),
        national="Department for Education, children's social work workforce: average caseload at 30 September",
        published=Published("Work_Force_AvgNumCase_SW", Stands.SEPTEMBER),
        owner=_OWNER,
        version=1,
        prepare=workers_of_census,
        count=cases_per_census_post,
        quarters=(2,),
        rows_are_cases=False,
    ),
    Indicator(
        id="agency_worker_september_rate",
        title="Social workers sent by agencies on 30 September",
        numerator="Working time of social workers whom agencies sent, in hundredths of a full-time post",
        denominator="Working time of all social workers in post on 30 September, in hundredths of a full-time post",
        unit=Unit.PERCENT_OF_POSTS,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ANNUAL,
        needs=("workforce",),
        national="Department for Education, children's social work workforce: agency worker rate at 30 September",
        published=Published("Work_Force_Agecy_Rate", Stands.SEPTEMBER),
        owner=_OWNER,
        version=1,
        prepare=workers_of_census,
        count=of_agencies_in_census,
        quarters=(2,),
        rows_are_cases=False,
    ),
)
