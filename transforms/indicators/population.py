"""How many children live in the area: what rates per 10,000 are rates of."""

from transforms.indicators.indicator import Staged, Window


def children_aged_0_to_17(staged: Staged, window: Window) -> int | None:
    """Children at the middle of the calendar year before the quarter's end; None where no estimate is known."""
    estimates = {estimate.mid_year: estimate.children_0_17 for estimate in staged.population}
    return estimates.get(window.end.year - 1)
