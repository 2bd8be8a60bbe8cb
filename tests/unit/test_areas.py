"""Local authorities: their codes, splits and mergers, and quarters in which an authority was not there."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from flows.council import read_council
from flows.steps.context import RunContext
from tests.westmere import ONE_SUPPLY, SETTINGS
from transforms.areas import Fit, area_versions, local_authorities, predecessors, present_areas
from transforms.codelists import ALWAYS_TO
from transforms.errors import CouncilFolderError, UsageError

KNOWN = local_authorities()


def test_there_are_153_authorities_today() -> None:
    """As in the national releases since Cumbria was split: 153 that answer for children."""
    assert sum(each.exists_on(date(2025, 6, 30)) for each in KNOWN.values()) == 153


def test_no_code_is_of_two() -> None:
    codes = Counter(code for each in KNOWN.values() for code in each.gss_codes)
    assert [code for code, times in codes.items() if times > 1] == []
    assert {len(each.la_code) for each in KNOWN.values()} == {3}
    assert len({each.region for each in KNOWN.values()}) == 10, "London is two"


@pytest.mark.parametrize(
    ("before", "after", "day"),
    [
        ("909", {"942", "943"}, date(2023, 4, 1)),
        ("928", {"940", "941"}, date(2021, 4, 1)),
        ("835", {"838", "839"}, date(2019, 4, 1)),
        ("837", {"839"}, date(2019, 4, 1)),
    ],
)
def test_a_split_or_merged_authority_ends_the_day_before_its_successors_begin(
    before: str, after: set[str], day: date
) -> None:
    assert set(KNOWN[before].successors) == after
    assert KNOWN[before].ends == day - timedelta(days=1)
    assert {KNOWN[code].begins for code in after} == {day}
    assert all(KNOWN[before] in predecessors(code) for code in after)


def test_who_ended_has_successors_and_nobody_else() -> None:
    assert {each.la_code for each in KNOWN.values() if each.ends != ALWAYS_TO} == {
        each.la_code for each in KNOWN.values() if each.successors
    }


@pytest.mark.parametrize(
    ("la_code", "today"),
    [
        ("876", [("876", Fit.SAME)]),
        ("928", [("940", Fit.PART), ("941", Fit.PART)]),
        ("837", [("839", Fit.WHOLE)]),
        ("835", [("838", Fit.PART), ("839", Fit.PART)]),
    ],
)
def test_who_answers_today_for_an_area(la_code: str, today: list[tuple[str, Fit]]) -> None:
    assert list(present_areas(la_code)) == today


def test_an_authority_has_one_code_on_each_of_its_days() -> None:
    for authority in KNOWN.values():
        versions = [each for each in area_versions() if each.la_code == authority.la_code]
        assert {each.area_code for each in versions} == set(authority.gss_codes)
        assert (versions[0].valid_from, versions[-1].valid_to) == (authority.begins, authority.ends)
        for earlier, later in pairwise(versions):
            assert later.valid_from - earlier.valid_to == timedelta(days=1)


def council(folder: Path, la_code: str, gss_code: str, synthetic: str = "false") -> Path:
    text = SETTINGS.replace('"998"', f'"{la_code}"').replace('"E06999998"', f'"{gss_code}"')
    text = text.replace("synthetic = true", f"synthetic = {synthetic}")
    (folder / "council.toml").write_text(text + ONE_SUPPLY)
    return folder


@pytest.mark.parametrize(
    ("la_code", "gss_code", "words"),
    [("998", "E06999998", "no local authority has the la_code '998'"), ("876", "E06000063", "not that of Halton")],
)
def test_a_council_has_the_codes_of_an_authority(tmp_path: Path, la_code: str, gss_code: str, words: str) -> None:
    with pytest.raises(CouncilFolderError, match=words):
        read_council(council(tmp_path, la_code, gss_code))
    assert read_council(council(tmp_path, la_code, gss_code, "true")).la_code == la_code, "an invented one has any"


def test_files_may_call_a_council_by_a_code_that_it_had(tmp_path: Path) -> None:
    assert read_council(council(tmp_path, "933", "E06000066")).la_names == ("Westmere", "E06000066", "E10000027")


@pytest.mark.parametrize(
    ("la_code", "gss_code", "quarter", "words", "fix"),
    [
        ("942", "E06000063", "2022-23-Q4", "began on 1 April 2023, after 2022-23-Q4 did", "part of Cumbria (909) then"),
        ("909", "E10000006", "2023-24-Q1", "ended on 31 March 2023, before", "Westmorland and Furness (943)"),
    ],
)
def test_a_quarter_of_another_authority_is_refused(
    tmp_path: Path, la_code: str, gss_code: str, quarter: str, words: str, fix: str
) -> None:
    folder = council(tmp_path, la_code, gss_code)
    with pytest.raises(UsageError, match=words) as raised:
        RunContext.open(folder, quarter)
    assert fix in raised.value.fix


def test_its_own_quarters_are_opened(tmp_path: Path) -> None:
    assert RunContext.open(council(tmp_path, "942", "E06000063"), "2023-24-Q1").council.la_code == "942"
    assert RunContext.open(council(tmp_path, "909", "E10000006"), "2022-23-Q4").council.la_code == "909"
