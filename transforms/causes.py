"""Why a figure is another in a later publication: what changed behind it, by kind and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from transforms.sentences import plural

PROGRAM, CODE_LISTS = "program", "code lists of the program"
_REFERENCE = "reference/"


class Cause(StrEnum):
    """The kinds of change that move a figure."""

    LATE_FILE = "late file"
    CORRECTED = "corrected rows"
    BACKDATED = "backdated recording"
    OTHER_DELIVERY = "other delivery"
    DEFINITION = "changed definition"
    CODE_LIST = "changed code list"
    SETTINGS = "changed settings"
    PROGRAM = "changed program"


@dataclass(frozen=True)
class RowsChanged:
    """Two versions of a slice, row by row: how many of the earlier are gone, how many of the later are new.

    A row that was corrected is gone as it was and new as it is.
    """

    gone: int
    new: int

    @property
    def recorded(self) -> int:
        """Rows that came on top: at least so many were recorded since."""
        return max(self.new - self.gone, 0)

    @property
    def causes(self) -> tuple[Cause, ...]:
        kinds = ((Cause.CORRECTED, self.gone), (Cause.BACKDATED, self.recorded))
        return tuple(kind for kind, count in kinds if count)

    def __str__(self) -> str:
        said = []
        if self.gone:
            said.append(f"{plural(self.gone, 'row', 'rows')} corrected or taken out")
        if self.recorded:
            said.append(f"{plural(self.recorded, 'row', 'rows')} recorded since")
        return ", ".join(said) or "with the same rows"


def cause_of_input(name: str) -> Cause:
    """The kind of change where one of the council's own files, or the program, is another."""
    if name.startswith(_REFERENCE) or name == CODE_LISTS:
        return Cause.CODE_LIST
    return Cause.PROGRAM if name == PROGRAM else Cause.SETTINGS


def inputs_that_count(names: Sequence[str], *, alone: bool) -> tuple[str, ...]:
    """Of the inputs that changed, those to name: code lists always, all others where nothing else explains a move."""
    return tuple(name for name in names if alone or cause_of_input(name) is Cause.CODE_LIST)
