"""The key of the pseudonyms: taken down with the first rows, another refused, replaced in an officer's name."""

import json
from collections.abc import Callable

import pytest

from flows.settings import get_settings
from flows.steps.context import RunContext, warehouse
from flows.steps.ingest import ingest_supply
from flows.steps.keys import replace_key
from tests.ledger import queried
from transforms.errors import Refused, UsageError

pytestmark = pytest.mark.slow

CARE = "ssda903", "case-system"
KEYS = "select by_name, reason from audit.council_key order by change_id"
CHILDREN = "select distinct child from core.cla_child order by child"
ANOTHER = "ab" * 32


@pytest.fixture
def another(run: RunContext, monkeypatch: pytest.MonkeyPatch) -> RunContext:
    """The same quarter with another key set."""
    monkeypatch.setenv("CYP_KEY", ANOTHER)
    settings = run.settings.model_copy(update={"key": type(run.settings)().key})
    context = RunContext(settings, run.folder, run.council, run.quarter)
    assert context.key_id != run.key_id
    return context


def test_another_key_loads_nothing_until_an_officer_says_that_it_is_new(run: RunContext, another: RunContext) -> None:
    ingest_supply(run, *CARE)
    assert queried(run, KEYS) == [{"by_name": "", "reason": ""}]
    before, batches = queried(run, CHILDREN), "select batch_id, status from audit.batch order by batch_id"
    loaded = queried(run, batches)

    with pytest.raises(
        Refused, match=r"is not the one by which .* people were loaded since .* Nothing was loaded"
    ) as no:
        ingest_supply(another, *CARE)
    assert "cyp key replace" in no.value.fix
    assert queried(run, batches) == loaded

    with pytest.raises(Refused, match="without a reason"):
        replace_key(another, "HB", " ")
    with pytest.raises(Refused, match="is not an officer"):
        replace_key(another, "Nobody", "Lost")
    with pytest.raises(UsageError, match="is the one in use"):
        replace_key(run, "HB", "Lost")
    replace_key(another, "HB", "The old one was lost.")
    ingest_supply(another, *CARE)
    after = queried(run, CHILDREN)
    assert len(after) == 2 * len(before), "those of the superseded batch stay as they were"
    assert queried(run, KEYS)[-1] == {"by_name": "Helen Braithwaite", "reason": "The old one was lost."}
    with pytest.raises(Refused, match="is not the one"):
        ingest_supply(run, *CARE)


def test_the_command_tells_whether_it_is_the_key_in_use_and_never_the_key(
    cyp: Callable[..., tuple[int, str]], run: RunContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cyp("key", "show") == (0, "No key is in use yet: nothing was loaded.\n")
    ingest_supply(run, *CARE)
    assert cyp("key", "show")[1].startswith("The key that is set is the one in use since ")
    monkeypatch.setenv("CYP_KEY", ANOTHER)
    warehouse(get_settings()).dispose()
    get_settings.cache_clear()
    assert cyp("key", "show")[1].startswith("The key that is set is another than the one in use since ")
    code, said = cyp("key", "replace", "--by", "HB", "--reason", "The old one was lost.")
    assert (code, "Run each quarter that still matters" in said) == (0, True)
    shown = cyp("key", "show", "--json")[1]
    assert json.loads(shown)["in_use"] == json.loads(shown)["set"]
    assert ANOTHER not in said + shown
