"""Disks that run full, told as such."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transforms.errors import DiskFull

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def is_full(error: OSError) -> bool:
    """Whether an error of the operating system says that a disk has no room left."""
    return error.errno in _NO_ROOM


@contextmanager
def room_for(what: str, folder: Path) -> Iterator[None]:
    """Raise DiskFull, which names ``what`` was to be kept and where, when the block finds no room on the disk."""
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        problem = DiskFull(
            f"The disk of {what} is full ({folder}).",
            "Free some space on it, then run cyp rerun: what is done stays.",
        )
    else:
        return
    raise problem from None
