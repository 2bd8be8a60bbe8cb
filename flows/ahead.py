"""Work done ahead of whoever needs it, on the other cores and in order.

For functions that spend their time in Arrow or NumPy, or while others wait: those let other threads go on meanwhile.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def worked_ahead(work: Callable[[Item], Result], items: Iterable[Item], threads: int) -> Generator[Result]:
    """What ``map`` gives, worked out by threads while the results before are used; at most ``threads`` lie ready.

    An error comes where it would without threads: after the results of the items before it. The work knows of which
    run it is, as whoever asks for it does.
    """
    with ThreadPoolExecutor(threads) as pool:
        ahead: deque[Future[Result]] = deque()
        source = iter(items)
        fault: Exception | None = None
        while True:
            try:
                ahead.append(pool.submit(copy_context().run, work, next(source)))
            except StopIteration:
                break
            except Exception as error:  # noqa: BLE001 - it is raised again, in its turn
                fault = error
                break
            if len(ahead) > threads:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
        if fault is not None:
            raise fault
