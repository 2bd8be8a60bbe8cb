"""How many cores this process may use."""

import os


def cores() -> int:
    """Cores that the operating system lets this process run on; all of them where it does not say."""
    allowed = getattr(os, "sched_getaffinity", None)  # macOS has none
    return len(allowed(0)) if allowed else os.cpu_count() or 1
