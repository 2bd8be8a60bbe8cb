"""Enrolments: a pupil at a school in an academic year, as registers and census counts both give them."""

from datetime import timedelta

import pandas as pd

from transforms.ages import ages_on
from transforms.quarters import academic_year, academic_year_start
from transforms.rules.rule import Context


def enrolment_rows(roll: pd.DataFrame, context: Context) -> pd.DataFrame:
    """A row per pupil and school; the date of birth is reduced to the age on 31 August before the year starts."""
    year = academic_year(context.data_to)
    return pd.DataFrame(
        {
            "pupil": roll["pupil"],
            "school_urn": roll["school_urn"],
            "academic_year": year,
            "age_at_start": ages_on(roll["date_of_birth"], academic_year_start(year) - timedelta(days=1)),
            "sex": roll["sex"],
            "year_group": roll["year_group"],
            "enrolment_status": roll["enrolment_status"],
            "boarder": roll["boarder"],
            "sen_provision": _known(roll, "sen_provision"),
            "primary_need": _known(roll, "primary_need"),
            "former_upn": _known(roll, "former_upn"),
            "learner_number": _known(roll, "learner_number"),
        }
    )


def _known(roll: pd.DataFrame, name: str) -> pd.Series:
    """A column of the roll; missing throughout where the source does not have it."""
    return roll[name] if name in roll else pd.Series(pd.NA, index=roll.index, dtype="str")
