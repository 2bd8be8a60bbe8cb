"""The pseudonymisation key: without one, or with one that is none, nothing is begun."""

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from flows.settings import Settings
from flows.steps.context import council_key
from tests.unit.report.report_factory import sample_council
from transforms.errors import Refused, UsageError

KEY = "0f" * 32


def test_the_key_comes_from_the_setting_or_the_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    for settings in (Settings(key=SecretStr(KEY)), Settings(key_file=tmp_path / "key")):
        assert council_key(settings, tmp_path / "council", sample_council()) == bytes.fromhex(KEY)


def test_a_key_in_the_folder_serves_a_synthetic_council_alone(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY)
    assert council_key(Settings(), tmp_path, sample_council()) == bytes.fromhex(KEY)
    with pytest.raises(Refused, match="no pseudonymisation key for Merebridge"):
        council_key(Settings(), tmp_path, replace(sample_council(), synthetic=False))


@pytest.mark.parametrize("key", ["secret", "0f" * 31, "0f" * 33, "zz" * 32])
def test_what_is_no_key_is_refused_without_being_shown(key: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="in CYP_KEY is not 64 hexadecimal digits") as told:
        council_key(Settings(key=SecretStr(key)), tmp_path, sample_council())
    assert key not in str(told.value)
