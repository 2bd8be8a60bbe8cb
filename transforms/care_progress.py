"""How far a child in care has come with a target: whether what is known last meets it, is near it, or lies below it.

Near is one step: three points of a scaled score, one grade, five points of Attainment 8. Elsewhere nothing is near.
The steps are the project's own, since no source sets any.
"""

import pandas as pd

MET, NEAR, BELOW, NOT_KNOWN = "Met", "Near", "Below", "Not known yet"
PROGRESS = (MET, NEAR, BELOW, NOT_KNOWN)
_STEP = {"KS1": 3, "KS2": 3, "KS4": 1}
_POINTS, _STEP_OF_POINTS = "A8", 5


def progress_of(targets: pd.DataFrame, reached: pd.Series) -> pd.Series:
    """One of ``PROGRESS`` for each target, by what was ``reached``; missing where there is no target."""
    step = targets["key_stage"].map(_STEP).astype("float64").mask(targets["subject"].eq(_POINTS), _STEP_OF_POINTS)
    target, now = targets["target"].astype("float64"), reached.astype("float64")
    found = pd.Series(BELOW, index=targets.index, dtype="str")
    found = found.mask(now >= target - step, NEAR).mask(now >= target, MET)
    return found.mask(now.isna(), NOT_KNOWN).where(target.notna())


def newest_known(targets: pd.DataFrame) -> pd.Series:
    """The year's result where it is known, else the last assessment."""
    return targets["actual"].fillna(targets["working_at"])
