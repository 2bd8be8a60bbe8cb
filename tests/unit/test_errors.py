"""The errors that people read: their exit codes, their words, and that both survive a trip between threads."""

import pickle

import pytest

from transforms import errors
from transforms.errors import CypError

ALL = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, CypError)]
EXIT_CODES = {
    "CypError": 1,
    "UsageError": 2,
    "CouncilFolderError": 2,
    "DataRejected": 3,
    "FiguresRejected": 3,
    "SourceUnavailable": 4,
    "SourceRefused": 4,
    "WarehouseUnavailable": 5,
    "WarehouseInterrupted": 5,
    "DiskFull": 5,
    "Refused": 6,
}


def test_each_kind_of_failure_has_the_exit_code_that_the_command_promises() -> None:
    assert {each.__name__: each.exit_code for each in ALL} == EXIT_CODES


def test_the_tree_at_the_top_of_the_module_names_each_error_with_its_code() -> None:
    drawn = [line for line in (errors.__doc__ or "").splitlines() if line.strip()]
    for each in ALL:
        line = next(line for line in drawn if each.__name__ in line.split())
        assert f"exit {each.exit_code}" in line


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_what_went_wrong_comes_first_then_what_to_do(kind: type[CypError]) -> None:
    assert str(kind("The file is empty.", "Export it again.")) == "The file is empty.\nExport it again."
    assert str(kind("The file is empty.")) == "The file is empty."


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_an_error_that_was_pickled_says_the_same(kind: type[CypError]) -> None:
    error = pickle.loads(pickle.dumps(kind("The file is empty.", "Export it again.")))
    assert (type(error), error.message, error.fix) == (kind, "The file is empty.", "Export it again.")
