"""The time that the benches measure: of this process's processor, so that what else the machine does counts less."""

import gc
import time
from collections.abc import Callable


def processor_seconds(run: Callable[[], object]) -> float:
    """Processor time of one call, in seconds, never nought."""
    gc.collect()
    started = time.process_time()
    run()
    return max(time.process_time() - started, 1e-6)
