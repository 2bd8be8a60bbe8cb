"""Days and numbers of things, as they stand in a sentence."""

from datetime import date


def day_text(day: date) -> str:
    """``30 June 2025``."""
    return f"{day.day} {day:%B} {day.year}"


def plural(count: int, one: str, many: str) -> str:
    """``1 measure is``, ``2 measures are``: the count with the words that agree with it."""
    return f"{count:,} {one if count == 1 else many}"
