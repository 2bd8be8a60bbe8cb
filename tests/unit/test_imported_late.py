"""A library that waits is imported by whoever first asks for something of it."""

import sys
from pathlib import Path

import pytest

from expectations import imported_late


def test_a_library_waits_until_something_of_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_library.py").write_text("TITLE = 'here'\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(imported_late, "_FOR_OTHER_EXPECTATIONS", ("slow_library", "json", "no_such_library"))
    known = sys.modules["json"]
    try:
        imported_late.wait_with_what_is_not_needed()
        import slow_library  # pyright: ignore[reportMissingImports]

        waiting = sys.modules["slow_library"]
        assert slow_library is waiting
        assert waiting.__file__ == str(tmp_path / "slow_library.py")
        assert slow_library.TITLE == "here"
        assert sys.modules["slow_library"] is not waiting
        assert slow_library.TITLE == "here"
        with pytest.raises(AttributeError):
            _ = slow_library.nothing
    finally:
        sys.modules.pop("slow_library", None)
    assert sys.modules["json"] is known, "what is imported already stays as it is"
    assert "no_such_library" not in sys.modules
