"""Tables drawn in a test, so that an analyst can review them."""

import pandas as pd


def table(drawn: str) -> pd.DataFrame:
    """A text frame: cells parted by ``|``, empty cells missing, rows indexed by their line (the header is line 1).

        child | episode_end
        A     | 2025-06-01
        B     |

    A line without ``|`` and without text is no row.
    """
    header, *rows = ([cell.strip() for cell in line.split("|")] for line in drawn.splitlines() if line.strip())
    cells = [[cell or None for cell in row] for row in rows]
    return pd.DataFrame(cells, columns=header, index=range(2, len(rows) + 2), dtype="str")
