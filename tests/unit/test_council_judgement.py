"""How a council says that its measures are judged: stretch targets, own ratings, reasons for changes, an ambition."""

from datetime import date
from pathlib import Path

import pytest

from flows.council import folder_hash, read_council
from tests.unit.test_council import FILES, change, complaint
from transforms.council_types import Override, SettingReason

JUDGED = FILES | {
    "targets.csv": "measure,part,year,value,kind,set_by,set_on,reward,baseline,threshold,said_change,reason\n"
    "PED01 01,Total,2024/25,93.5,level,AP,2024-09-16,50000,91,0.6,-1000,The board agreed it.\n",
    "overrides.csv": "measure,part,quarter,progress,reason,officer,set_on\n"
    "PED01 01,Total,2024-25-Q4,Uncertain,Two schools report late.,AP,2025-04-10\n",
    "changes.csv": "measure,setting,changed_on,by,reason\nPED01 01,officer,2025-04-01,AP,Another post.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in JUDGED.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    change(tmp_path, "council.toml", 'region = "North West"', 'region = "North West"\nambition_year = 2028')
    return tmp_path


def test_all_of_it_is_read(folder: Path) -> None:
    council = read_council(folder)
    (target,) = council.targets
    assert (target.reward, target.baseline, target.threshold, target.said_change) == (50_000, 91, 0.6, -1_000)
    assert target.reason == "The board agreed it."
    assert council.overrides == (
        Override("PED01 01", "Total", "2024-25-Q4", "Uncertain", "Two schools report late.", "AP", date(2025, 4, 10)),
    )
    assert council.setting_reasons == (SettingReason("PED01 01", "officer", date(2025, 4, 1), "AP", "Another post."),)
    assert council.ambition_year == 2028


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("targets.csv", "50000", "-1", "the target of PED01 01 Total in 2024/25 has a reward of -1"),
        ("targets.csv", "50000", "inf", "has a reward of inf"),
        ("targets.csv", ",0.6,", ",60,", "has a threshold of 60"),
        ("targets.csv", ",91,", ",,", "has a threshold without a reward, or without a baseline"),
        ("targets.csv", ",91,", ",93.5,", "has a threshold without a reward, or without a baseline"),
        ("targets.csv", ",50000,", ",,", "has a threshold without a reward, or without a baseline"),
        ("targets.csv", ",-1000,", ",fewer,", "line 2: 'fewer' is not a number"),
        ("overrides.csv", "Total", "Primary", "there is no measure and part 'PED01 01 Primary'"),
        ("overrides.csv", "2024-25-Q4", "2024-25-Q5", "'2024-25-Q5' is not a quarter"),
        ("overrides.csv", "Uncertain", "Amber", "there is no progress 'Amber'"),
        ("overrides.csv", ",AP,", ",XX,", "there is no officer 'XX'"),
        ("overrides.csv", "Two schools report late.", " ", "has no reason"),
        ("changes.csv", "PED01 01", "PED09 01", "there is no measure 'PED09 01'"),
        ("changes.csv", ",officer,", ",owner,", "there is no setting 'owner'"),
        ("changes.csv", ",AP,", ",XX,", "there is no officer 'XX'"),
        ("changes.csv", "Another post.", "", "has no reason"),
        ("council.toml", "2028", '"soon"', "ambition_year is no year"),
    ],
)
def test_a_mistake_is_named_with_its_file(folder: Path, name: str, old: str, new: str, said: str) -> None:
    change(folder, name, old, new)
    error = complaint(folder)
    assert error.message.startswith(str(folder / name))
    assert said in error.message


def test_a_reason_may_be_of_a_target_that_is_gone(folder: Path) -> None:
    change(folder, "changes.csv", ",officer,", ',"target of Total, 2019/20",')
    assert read_council(folder).setting_reasons[0].setting == "target of Total, 2019/20"


@pytest.mark.parametrize("name", ["overrides.csv", "changes.csv", "breaks.csv"])
def test_each_of_them_makes_a_new_draft(folder: Path, name: str) -> None:
    before = folder_hash(folder)
    (folder / name).write_text("", encoding="utf-8")
    assert folder_hash(folder) != before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('forecast = "flat"', 'forecast = "winter"', "the year of PED01 01 Total is not judged by December"),
        ('officer = "AP"', 'officer = "AP"\nother_officers = ["XX"]', "there is no officer 'XX'"),
        ('officer = "AP"', 'officer = "AP"\nother_officers = "AP"', "other_officers must be a list of initials"),
    ],
)
def test_a_forecast_that_does_not_fit_and_an_owner_whom_nobody_knows_are_named(
    folder: Path, old: str, new: str, said: str
) -> None:
    change(folder, "council.toml", old, new)
    assert said in complaint(folder).message


@pytest.mark.parametrize(("kind", "is_refused"), [("1 to 5", True), ("none", False), ("internal", False)])
def test_a_change_does_not_give_a_hidden_figure_of_last_year_away(folder: Path, kind: str, is_refused: bool) -> None:
    change(folder, "council.toml", 'disclosure = "none"', f'disclosure = "{kind}"')
    change(folder, "targets.csv", "93.5,level,AP,2024-09-16,50000,91,0.6,-1000", "-2,change,AP,2024-09-16,,,,")
    if is_refused:
        assert "could work out last year's figure" in complaint(folder).message
    else:
        assert read_council(folder).targets[0].kind == "change"


def test_several_owners_are_read_and_a_benchmarking_year_needs_no_value(folder: Path) -> None:
    change(folder, "council.toml", 'officer = "AP"', 'officer = "AP"\nother_officers = ["AP"]')
    change(folder, "targets.csv", "93.5,level,AP,2024-09-16,50000,91,0.6,-1000", ",benchmark,AP,2024-09-16,,,,")
    council = read_council(folder)
    assert council.measures[0].owners == ("AP", "AP")
    assert (council.targets[0].kind, council.targets[0].value) == ("benchmark", 0)
    change(folder, "targets.csv", ",benchmark", ",level")
    assert "line 2: '' is not a number" in complaint(folder).message
