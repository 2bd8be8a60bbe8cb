"""What the command shows when something fails that should not."""

import pytest

from flows import cli


def test_a_fault_of_ours_shows_its_place_and_never_its_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise ValueError("H801200001001 is no date")

    monkeypatch.setattr(cli.cyp, "main", fail)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    shown = capsys.readouterr().err
    assert ended.value.code == 1
    assert "Our own fault: ValueError" in shown
    assert "test_command_errors.py" in shown
    assert "H801200001001" not in shown.replace('raise ValueError("H801200001001 is no date")', "")
