"""Passwords of logins, kept by several processes at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.settings import Settings
from flows.warehouse.passwords import keep_password, kept_passwords


def test_no_password_is_lost_when_several_are_made_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "postgres_dir", property(lambda _: tmp_path / "postgres"))
    settings = Settings(home=tmp_path)
    names = [f"council_{number}_reader" for number in range(8)] * 3
    with ThreadPoolExecutor(8) as pool:
        given = set(zip(names, pool.map(lambda name: keep_password(settings, name), names), strict=True))
    assert given == set(kept_passwords(settings).items())
    assert len(given) == 8
    assert (tmp_path / "postgres" / "logins.json").stat().st_mode & 0o077 == 0
