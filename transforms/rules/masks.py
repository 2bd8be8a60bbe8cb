"""Masks that rules of several extracts share: dates in the wrong order, codes out of use, other councils' rows."""

import numpy as np
import pandas as pd

from transforms import codelists
from transforms.rules.rule import Context, Mask
from transforms.texts import is_among

_YEAR_END = (3, 31)
UNEVEN = "uneven"  # beside a file's columns: given where a line has more or fewer fields than the header
EXCEL_ERROR = "excel_error"  # beside a sheet's columns: given where a cell of the row held #N/A, #REF!…


def after_data_to(name: str) -> Mask:
    """Mask of dates after the day that the data run to."""
    return lambda rows, context: rows[name] > pd.Timestamp(context.data_to)


def before(later: str, earlier: str) -> Mask:
    """Mask of rows whose ``later`` date comes before their ``earlier`` one."""
    return lambda rows, _: rows[later] < rows[earlier]


def out_of_order(names: tuple[str, ...]) -> Mask:
    """Mask of rows where a date of several that follow one another comes before one that is given ahead of it."""

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        latest = rows[names[0]]
        broken = pd.Series(False, index=rows.index)
        for name in names[1:]:
            broken |= rows[name] < latest
            latest = latest.where(rows[name].isna() | (rows[name] < latest), rows[name])
        return broken

    return mask


def any_after_data_to(names: tuple[str, ...]) -> Mask:
    """Mask of rows with any of several dates after the day that the data run to."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        last = np.datetime64(context.data_to)
        return pd.Series(np.any([rows[name].to_numpy() > last for name in names], axis=0), index=rows.index)

    return mask


def of_uneven_line(rows: pd.DataFrame, _: Context) -> pd.Series:
    """Mask of rows of whose line nobody can tell which value belongs to which column."""
    return rows[UNEVEN] if UNEVEN in rows else pd.Series(False, index=rows.index)


def with_excel_error(rows: pd.DataFrame, _: Context) -> pd.Series:
    """Mask of rows of a sheet in which a cell held one of Excel's errors."""
    return rows[EXCEL_ERROR] if EXCEL_ERROR in rows else pd.Series(False, index=rows.index)


def given_without(given: str, other: str) -> Mask:
    """Mask of rows that hold one of two values that belong together, and not the other."""
    return lambda rows, _: rows[given].notna() & rows[other].isna()


def out_of_use(names: tuple[str, ...], code_list: str) -> Mask:
    """Mask of rows with a code that was published once, but is not for the time that the batch covers."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        in_use = codelists.codes(code_list, context.lists_on or context.covers_to)
        retired = tuple(code for code in codelists.known(code_list) if code not in in_use)
        return pd.Series(np.any([is_among(rows[name], retired) for name in names], axis=0), index=rows.index)

    return mask


def of_another_council(name: str) -> Mask:
    """Mask of rows whose local authority is another; none where the council is not known."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        return rows[name].notna() & rows[name].ne(context.la_code) & bool(context.la_code)

    return mask


def beside_own(name: str) -> Mask:
    """Mask of rows of another council, or of none that is named, in a file that has rows of this one as well."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        own = _is_own(rows[name], context)
        return ~own & bool(own.any() and context.la_code)

    return mask


def without_own(name: str) -> Mask:
    """Mask of rows of another council in a file without a row of this one."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        is_foreign = bool(context.la_code) and not _is_own(rows[name], context).any()
        return rows[name].notna() & is_foreign

    return mask


def _is_own(councils: pd.Series, context: Context) -> pd.Series:
    """True where a council is called by this one's code, or a name of it in whatever case."""
    spellings = [spelling.casefold() for spelling in (context.la_code, *context.la_names)]
    return councils.str.casefold().isin(spellings)


def of_unknown_school(name: str) -> Mask:
    """Mask of rows whose school is not among the council's; none where its schools are not known."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        return rows[name].notna() & ~rows[name].isin(context.schools) & bool(context.schools)

    return mask


def without_news(names: tuple[str, ...]) -> Mask:
    """Mask of all rows where none of their dates falls in the time that the batch should cover or after it.

    Such a file was made before that time: a file of it would hold what happened since. A file without any date says
    nothing of its time.
    """

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        newest = rows[list(names)].max().max()
        is_old = bool(pd.notna(newest) and newest < pd.Timestamp(context.covers_from))
        return pd.Series(is_old, index=rows.index)

    return mask


def shorter_than_a_day(end: str, start: str) -> Mask:
    """Mask of spans that end on the day on which they begin."""
    return lambda rows, _: rows[end].notna() & (rows[end] == rows[start])


def ends_outside(end: str) -> Mask:
    """Mask of ends before the first or after the last day that the file speaks of."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        year = pd.Timestamp(context.covers_from), pd.Timestamp(context.data_to)
        return rows[end].notna() & ~rows[end].between(*year)

    return mask


def at_year_end(mask: Mask) -> Mask:
    """A mask that only a whole year can break: in a cut made before 31 March it finds nothing."""

    def where_whole(rows: pd.DataFrame, context: Context) -> pd.Series:
        is_whole = (context.data_to.month, context.data_to.day) == _YEAR_END
        return mask(rows, context) if is_whole else pd.Series(False, index=rows.index)

    return where_whole
