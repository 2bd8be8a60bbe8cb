"""A target of a kind of year that its figure never belongs to would be lost: it is refused at reading."""

import shutil
from pathlib import Path

import pytest

from flows.council import read_council
from transforms.errors import CouncilFolderError

FOLDER = Path(__file__).parents[2] / "samples" / "halton-2021-22-q1"


@pytest.mark.parametrize(
    ("line", "changed", "said"),
    [
        ("PED04 02,Total,2020/21", "PED04 02,Total,2020-21", "PED04 02 Total belongs to no year '2020-21'"),
        ("PED04 01,Total,2021,", "PED04 01,Total,2021-22,", "PED04 01 Total belongs to no year '2021-22'"),
        ("PED02 01,Total,2021-22", "PED02 01,Total,2021/22", "PED02 01 Total belongs to no year '2021/22'"),
    ],
)
def test_a_target_of_another_kind_of_year_is_refused(tmp_path: Path, line: str, changed: str, said: str) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "council"))
    file = folder / "targets.csv"
    text = file.read_text(encoding="utf-8")
    assert line in text
    file.write_text(text.replace(line, changed), encoding="utf-8")
    with pytest.raises(CouncilFolderError) as refused:
        read_council(folder)
    assert said in refused.value.message
