"""Who was in care, by unique pupil number, over spans of days that may touch two of the yearly returns.

Source rows: SSDA903 Header and Episodes. A series of short breaks is no care. An episode lasts from the day it begins
to the day before it ceases.
"""

from datetime import date

import pandas as pd

from transforms.indicators.batches import rows_of_years
from transforms.indicators.children_looked_after import SHORT_BREAKS
from transforms.indicators.indicator import Staged


def care_of_years(staged: Staged, first: date, last: date) -> pd.DataFrame | None:
    """Episodes of the returns that a span of days touches: child, upn, start and end.

    An episode that two returns hold is as the newer one has it; one that is open ends, as far as anybody knows, when
    the data of its return do. Children without a pupil number are left out. None where a return is missing or stops
    short: a child would go unseen.
    """
    episodes = rows_of_years(staged, "ssda903", "core.cla_episode", first, last)
    if episodes is None:
        return None
    episodes = episodes.sort_values("covers").drop_duplicates(["child", "episode_start"], keep="last")
    children = staged.rows("core.cla_child")[["batch_id", "child", "upn"]]
    with_number = episodes.merge(children, on=["batch_id", "child"], validate="many_to_one")
    care = with_number[~with_number["legal_status"].isin(SHORT_BREAKS)]
    ends = care["episode_end"].fillna(care["data_to"] + pd.Timedelta(days=1))
    return care.assign(start=care["episode_start"], end=ends)[["child", "upn", "start", "end"]].dropna()


def in_care_for_a_year(staged: Staged, day: date) -> frozenset[str] | None:
    """Pupil numbers of the children who were in care on every day of the 12 months to a day, that day included.

    None where the returns of those months are not there.
    """
    last = pd.Timestamp(day)
    first = last - pd.DateOffset(years=1) + pd.DateOffset(days=1)
    care = care_of_years(staged, first.date(), day)
    if care is None:
        return None
    inside = care[(care["start"] <= last) & (care["end"] > first)].sort_values(["child", "start"])
    covered = inside.groupby("child")["end"].cummax()
    before = covered.groupby(inside["child"]).shift().fillna(first)
    after_gap = inside.loc[inside["start"] > before, "child"]
    at_end = inside.loc[covered > last, "child"]
    return frozenset(inside.loc[inside["child"].isin(at_end) & ~inside["child"].isin(after_gap), "upn"])
