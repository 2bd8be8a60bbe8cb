"""Every error that a person is meant to read, in one tree.

    CypError                  exit 1   our own fault, unless a subclass says otherwise
    ├── UsageError            exit 2   the command or a setting is wrong
    │   └── CouncilFolderError exit 2  a council's own files are wrong
    ├── DataRejected          exit 3   a file or a batch failed its checks
    │   └── FiguresRejected   exit 3   the figures made of them did
    ├── SourceUnavailable     exit 4   files could not be fetched
    │   └── SourceRefused     exit 4   nor will they be, until somebody puts something right
    ├── WarehouseUnavailable  exit 5   the database could not be reached, or is of another version
    │   └── WarehouseBusy     exit 5   two transactions were in each other's way: the same again may work
    └── Refused               exit 6   understood, and not done: it would break a promise

A message says what happened, what was expected against what was found, and what to do next. It never holds a value
from a row about a child.
"""


class CypError(Exception):
    """Base of all errors shown without a traceback.

    ``message`` says what is wrong; ``fix`` says what to do about it.
    """

    exit_code = 1

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}\n{self.fix}" if self.fix else self.message

    def __reduce__(self) -> tuple[type["CypError"], tuple[str, str]]:
        # Prefect pickles exceptions between threads; the default would lose `fix`.
        return type(self), (self.message, self.fix)


class UsageError(CypError):
    """The command line or a setting is wrong."""

    exit_code = 2


class CouncilFolderError(UsageError):
    """A file in the council's own folder is missing or wrong."""


class DataRejected(CypError):
    """A file or batch is not what its extract declares. Nothing of it was loaded."""

    exit_code = 3


class FiguresRejected(DataRejected):
    """The figures to be published failed the gate. Nothing of them was published."""


class SourceUnavailable(CypError):
    """The place that files come from did not answer."""

    exit_code = 4


class SourceRefused(SourceUnavailable):
    """The place that files come from answered and will not give them: asking again would bring the same answer."""


class WarehouseUnavailable(CypError):
    """The database did not answer, or its schema is of another version."""

    exit_code = 5


class WarehouseBusy(WarehouseUnavailable):
    """The database ended a transaction in favour of another. Nothing of it is there; the whole may be done again."""


class Refused(CypError):
    """The request was understood and would break a promise, so it was not done."""

    exit_code = 6
