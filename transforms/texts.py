"""Questions that are asked of a column of texts in nearly every table, each put to Arrow at once.

On the few hundred rows of a table they take many times as long through pandas: it makes a code list anew, code by code,
whenever it is asked for one, and several columns on the way to an answer. Patterns are read as Arrow does (RE2).
"""

# pyright: reportAttributeAccessIssue=false
# pyarrow.compute makes its functions when it is imported; no checker sees them.

from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_WHOLE_NUMBER = r"^-?[0-9]{1,9}(?:\.0+)?$"
_NO_FRACTION = r"\.0+$"


def are_given(texts: pd.Series) -> np.ndarray:
    """True where there is a text."""
    return _arrow(texts).is_valid().to_numpy(zero_copy_only=False)


def matches(texts: pd.Series, pattern: str) -> pd.Series:
    """True where a text is given, and the whole of it matches."""
    return _truth(pc.match_substring_regex(_arrow(texts), f"^({pattern})$"), texts)


def differs(texts: pd.Series, pattern: str) -> pd.Series:
    """True where a text is given, and does not match as a whole."""
    return _truth(pc.invert(pc.match_substring_regex(_arrow(texts), f"^({pattern})$")), texts)


def is_among(texts: pd.Series, listed: Collection[str]) -> pd.Series:
    """True where a text is given, and is one of those ``listed``."""
    return _truth(pc.is_in(_arrow(texts), pa.array(list(listed), pa.large_string())), texts)


def is_unlisted(texts: pd.Series, allowed: Sequence[str]) -> pd.Series:
    """True where a text is given, and is none of those ``allowed``."""
    return _truth(pc.invert(pc.is_in(_arrow(texts), _list_and_missing(tuple(allowed)))), texts)


def whole_numbers(texts: pd.Series) -> pd.Series:
    """Whole numbers of nine digits at most, those included that an export wrote as ``5.0`` (``Int64``)."""
    given = _arrow(texts)
    whole = pc.if_else(pc.match_substring_regex(given, _WHOLE_NUMBER), given, pa.scalar(None, given.type))
    numbers = pc.cast(pc.replace_substring_regex(whole, _NO_FRACTION, ""), pa.int64())
    return pd.Series(pd.Int64Dtype().__from_arrow__(numbers), index=texts.index)


@lru_cache(maxsize=1024)  # more than there are code lists
def _list_and_missing(allowed: tuple[str, ...]) -> pa.Array:
    return pa.array([*allowed, None], pa.large_string())


def _arrow(texts: pd.Series) -> pa.Array | pa.ChunkedArray:
    return pa.array(texts.array, pa.large_string())


def _truth(answers: pa.Array | pa.ChunkedArray, texts: pd.Series) -> pd.Series:
    return pd.Series(pc.fill_null(answers, False).to_numpy(zero_copy_only=False), index=texts.index, copy=False)
