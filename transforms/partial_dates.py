"""Dates of which the day, the month or all is not known, written with ``zz`` (``zz/05/2012``), for whole columns."""

import pandas as pd

_UNKNOWN = "zz"
_LAYOUTS = (
    r"^(?P<day>\d\d|zz)/(?P<month>\d\d|zz)/(?P<year>\d{4}|zzzz)$",
    r"^(?P<year>\d{4}|zzzz)-(?P<month>\d\d|zz)-(?P<day>\d\d|zz)$",
)
_JANUARY, _DECEMBER = "01", "12"


def earliest(texts: pd.Series) -> pd.Series:
    """The first day that each text can mean; missing where the year is not known, or no day is meant."""
    parts = _parts(texts)
    return _days(parts, parts["month"].replace(_UNKNOWN, _JANUARY))


def latest(texts: pd.Series) -> pd.Series:
    """The last day that each text can mean; missing where the year is not known, or no day is meant."""
    parts = _parts(texts)
    days = _days(parts, parts["month"].replace(_UNKNOWN, _DECEMBER))
    return days.where(parts["day"].ne(_UNKNOWN), days + pd.offsets.MonthEnd(0))


def is_none(texts: pd.Series) -> pd.Series:
    """True where a text is given that is neither a date nor one that is known in part."""
    year = _parts(texts)["year"]
    is_open = year.str.startswith(_UNKNOWN).fillna(value=False).astype(bool)
    return texts.notna() & ~is_open & earliest(texts).isna()


def _days(parts: pd.DataFrame, month: pd.Series) -> pd.Series:
    day = parts["day"].replace(_UNKNOWN, "01")
    return pd.to_datetime(parts["year"] + "-" + month + "-" + day, format="%Y-%m-%d", errors="coerce")


def _parts(texts: pd.Series) -> pd.DataFrame:
    """Day, month and year as they are written, missing where the text has no layout of a date."""
    plain = texts.str.lower()
    first, *others = (plain.str.extract(layout)[["day", "month", "year"]] for layout in _LAYOUTS)
    for other in others:
        first = first.fillna(other)
    return first
