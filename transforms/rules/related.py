"""Masks that look at more than a row: the record that it belongs to in an earlier table, and its neighbours in time."""

import pandas as pd

from transforms.rules.rule import Context, Mask

_FAR_FUTURE = pd.Timestamp("2199-12-31")


def beside(table: str, mask: Mask) -> Mask:
    """A mask that reads an earlier table of the batch, and finds nothing where that table is not known."""

    def where_known(rows: pd.DataFrame, context: Context) -> pd.Series:
        return mask(rows, context) if table in context.tables else pd.Series(False, index=rows.index)

    return where_known


def looked_up(keys: pd.Series, context: Context, table: str, column: str) -> pd.Series:
    """A column of the earlier table's row that has each key (under the keys' own name); missing where there is none."""
    first = context.tables[table].drop_duplicates(str(keys.name)).set_index(str(keys.name))[column]
    # Unlike map, reindex keeps the column's type also where the table kept no row at all.
    return first.reindex(keys).set_axis(keys.index)


def is_set(flags: pd.Series) -> pd.Series:
    """A flag as plain truth: what is not known is not set."""
    return flags.fillna(False).astype(bool)


def overlapping(who: str, start: str, end: str) -> Mask:
    """Mask of spans that start before an earlier one of the same child, or case, has ended.

    Two that start on one day are left to other rules: neither is the earlier one.
    """

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        ordered = rows.dropna(subset=[who, start]).sort_values([who, start], kind="stable")
        ends = ordered[end].fillna(_FAR_FUTURE).astype("int64")
        latest_before = ends.groupby(ordered[who]).cummax().groupby(ordered[who]).shift()
        late = latest_before.notna() & (ordered[start].astype("int64") < latest_before)
        same_start = ordered.duplicated([who, start], keep=False)
        return (late & ~same_start).reindex(rows.index, fill_value=False)

    return mask
