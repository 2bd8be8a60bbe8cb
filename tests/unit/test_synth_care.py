"""The synthetic children looked after keep the rules of the return that they are written for."""

import csv
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from samples.synth.answers_folder import Folder, age_on
from samples.synth.care_files import YEAR_FILES
from samples.synth.looked_after import Child, Episode, birthday, make_children
from samples.synth.merebridge import FOLDER as MEREBRIDGE
from samples.synth.people import LA_CODE
from samples.synth.placements import Placement
from samples.synth.ssda903 import Return, make_return
from samples.synth.town import make_town
from tests.synthetic import clean_register, uk

LATEST = date(2025, 6, 30)


@pytest.fixture(scope="module")
def every_return() -> dict[date, Return]:
    """Four years of returns, without faults, of a council large enough to have every kind of life."""
    children = make_children(make_town(6000, 3).people, 3, 10_000)
    return {day: make_return(children, day) for day in YEAR_FILES}


@pytest.fixture(scope="module")
def returns(every_return: dict[date, Return]) -> dict[date, tuple[list[dict[str, str]], list[dict[str, str]]]]:
    """Header and episodes of each."""
    return {
        day: (list(csv.DictReader(made.header)), list(csv.DictReader(made.episodes)))
        for day, made in every_return.items()
    }


def periods(episodes: list[dict[str, str]]) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Each episode with the next one of the same child."""
    for one, two in itertools.pairwise(episodes):
        if one["CHILD"] == two["CHILD"]:
            yield one, two


Row = dict[str, str]
PAIR_RULES: dict[str, Callable[[Row, Row], bool]] = {
    "episodes are in order and do not overlap": lambda one, two: uk(one["DEC"]) <= uk(two["DECOM"]),
    "a new start needs a gap": lambda one, two: two["RNE"] != "S" or uk(one["DEC"]) < uk(two["DECOM"]),
    "a change happens on the day the last episode ceased": lambda one, two: (
        two["RNE"] == "S" or one["DEC"] == two["DECOM"]
    ),
    "X1 is followed on the same day": lambda one, two: (one["REC"] == "X1") == (one["DEC"] == two["DECOM"]),
    "a change of placement has a reason, on the episode that ends": lambda one, two: (
        (one["REASON_PLACE_CHANGE"] != "") == (two["RNE"] in ("P", "T", "B", "U"))
    ),
    "the need stays the same through a period of care": lambda one, two: two["RNE"] == "S" or one["CIN"] == two["CIN"],
    "a change of legal status changes only that": lambda one, two: (
        two["RNE"] != "L" or (one["LS"] != two["LS"] and one["PL_POST"] == two["PL_POST"])
    ),
    "the same carer keeps the address": lambda one, two: two["RNE"] != "T" or one["PL_POST"] == two["PL_POST"],
}
OFSTED_NUMBER_NOT_WANTED = ("P1", "P3", "R1", "R2", "R5")
ROW_RULES: dict[str, Callable[[Row], bool]] = {
    "DEC and REC are both filled or both empty": lambda row: bool(row["DEC"]) == bool(row["REC"]),
    "an episode ceases after it began": lambda row: not row["DEC"] or uk(row["DECOM"]) < uk(row["DEC"]),
    "an open episode has no reason for a change": lambda row: bool(row["DEC"]) or not row["REASON_PLACE_CHANGE"],
    "the provider is the parents at home and nowhere else": lambda row: (
        (row["PLACE_PROVIDER"] == "PR0") == (row["PLACE"] == "P1")
    ),
    "there is always a provider": lambda row: row["PLACE_PROVIDER"] != "",
    "the Ofsted number is there where it is wanted": lambda row: (
        (row["URN"] == "") == (row["PLACE"] in OFSTED_NUMBER_NOT_WANTED)
    ),
    "only a care order lets a child be placed with parents": lambda row: (
        row["PLACE"] != "P1" or row["LS"] in ("C1", "C2")
    ),
    "an adoptive placement follows a placement order": lambda row: row["PLACE"] != "A6" or row["LS"] == "E1",
}


@pytest.mark.parametrize("rule", ROW_RULES)
def test_each_episode_keeps(rule: str, returns: dict) -> None:
    broken = [row for _, episodes in returns.values() for row in episodes if not ROW_RULES[rule](row)]
    assert broken == []


@pytest.mark.parametrize("rule", PAIR_RULES)
def test_each_pair_of_episodes_keeps(rule: str, returns: dict) -> None:
    pairs = [pair for _, episodes in returns.values() for pair in periods(episodes)]
    assert [pair for pair in pairs if not PAIR_RULES[rule](*pair)] == []


def test_codes_are_those_of_the_collection_year(returns: dict) -> None:
    for data_to, (header, episodes) in returns.items():
        new = data_to > date(2024, 3, 31)
        assert {row["SEX"] for row in header} == ({"M", "F"} if new else {"1", "2"})
        assert ("K3" if new else "H5") in {row["PLACE"] for row in episodes}
        assert ("H5" if new else "K3") not in {row["PLACE"] for row in episodes}


def test_supported_accommodation_is_for_those_aged_16_and_over(returns: dict) -> None:
    for header, episodes in returns.values():
        born = {row["CHILD"]: uk(row["DOB"]) for row in header}
        ages = [age_on(born[row["CHILD"]], uk(row["DECOM"])) for row in episodes if row["PLACE"] in ("H5", "K3")]
        assert min(ages) >= 16


def test_header_holds_everybody_of_the_other_tables_once(every_return: dict[date, Return]) -> None:
    for data_to, made in every_return.items():
        header, *others = (
            list(csv.DictReader(lines)) for lines in (made.header, made.episodes, made.oc3, made.missing, made.uasc)
        )
        children = [row["CHILD"] for row in header]
        assert len(set(children)) == len(children)
        assert set(children) == {row["CHILD"] for rows in others for row in rows}
        births = {row["CHILD"]: row["DOB"] for row in header}
        assert all(row["DOB"] == births[row["CHILD"]] for rows in others[1:] for row in rows)
        episodes = others[0]
        assert len({(row["CHILD"], row["DECOM"]) for row in episodes}) == len(episodes)
        assert max(uk(row["DECOM"]) for row in episodes) <= data_to
        assert max(uk(row["DEC"]) for row in episodes if row["DEC"]) <= data_to


def test_unaccompanied_children_have_no_pupil_number_and_are_children(every_return: dict[date, Return]) -> None:
    for data_to, made in every_return.items():
        since = date(data_to.year if data_to.month >= 4 else data_to.year - 1, 4, 1)
        in_care = {row["CHILD"] for row in csv.DictReader(made.episodes)}
        alone = {row["CHILD"] for row in csv.DictReader(made.header) if row["UPN"] == "UN4"}
        seekers = list(csv.DictReader(made.uasc))
        assert {row["CHILD"] for row in seekers} == alone & in_care != set()
        assert all(age_on(uk(row["DOB"]), since) < 18 for row in seekers)
        assert all((row["DUC"] == "") == (age_on(uk(row["DOB"]), data_to) < 18) for row in seekers)


def test_care_leavers_have_left_care_and_are_17_to_21(every_return: dict[date, Return]) -> None:
    for data_to, made in every_return.items():
        in_care = {row["CHILD"] for row in csv.DictReader(made.episodes) if not row["DEC"]}
        leavers = list(csv.DictReader(made.oc3))
        since = date(data_to.year if data_to.month >= 4 else data_to.year - 1, 4, 1)
        assert not in_care & {row["CHILD"] for row in leavers}
        assert len({row["CHILD"] for row in leavers}) == len(leavers)
        assert min(age_on(uk(row["DOB"]), data_to) for row in leavers) >= 17
        assert max(age_on(uk(row["DOB"]), since) for row in leavers) <= 21


def test_most_care_leavers_live_suitably_and_half_learn_or_work(every_return: dict[date, Return]) -> None:
    leavers = [row for made in every_return.values() for row in csv.DictReader(made.oc3)]
    known = [row for row in leavers if row["IN_TOUCH"] == "YES"]
    assert {row["IN_TOUCH"] for row in leavers} >= {"YES", "NO", "REFU", "RHOM"}
    assert 0.78 < sum(row["ACCOM"].endswith("1") for row in known) / len(leavers) < 0.95
    assert 0.4 < sum(row["ACTIV"][0] in "FP" for row in known) / len(leavers) < 0.7
    assert {row["ACCOM"] for row in leavers if row["IN_TOUCH"] != "YES"} == {"0"}


def test_children_are_missing_while_in_care_and_from_one_place_at_a_time(every_return: dict[date, Return]) -> None:
    for data_to, made in every_return.items():
        spans = defaultdict(list)
        for row in csv.DictReader(made.episodes):
            spans[row["CHILD"]].append((uk(row["DECOM"]), uk(row["DEC"]) if row["DEC"] else data_to))
        last: dict[str, date] = {}
        for row in csv.DictReader(made.missing):
            start, end = uk(row["MIS_START"]), uk(row["MIS_END"]) if row["MIS_END"] else data_to
            assert start <= end <= data_to
            assert last.get(row["CHILD"], date.min) < start
            assert any(first <= end <= until for first, until in spans[row["CHILD"]])
            last[row["CHILD"]] = end
        assert {row["MISSING"] for row in csv.DictReader(made.missing)} == {"M", "A"}


def test_every_kind_of_life_in_care_occurs(returns: dict) -> None:
    episodes = [row for _, rows in returns.values() for row in rows]
    headers = [row for rows, _ in returns.values() for row in rows]
    assert {"S", "L", "P", "T", "B"} <= {row["RNE"] for row in episodes}
    assert {"C1", "C2", "E1", "V2", "V3", "V4", "J1"} <= {row["LS"] for row in episodes}
    assert {"X1", "E4A", "E4B", "E12", "E45", "E5", "E17"} <= {row["REC"] for row in episodes}
    assert {"UN1", "UN4"} <= {row["UPN"] for row in headers}
    starts = {(row["CHILD"], row["DECOM"]) for row in episodes if row["RNE"] == "S" and row["LS"] != "V3"}
    assert max(Counter(child for child, _ in starts).values()) > 1


def test_a_mother_is_one_from_the_day_that_her_child_is_born() -> None:
    child = Child(1, True, date(2008, 1, 1), "WBRI", "UN1", date(2012, 1, 1), mother_of=date(2024, 5, 1))
    placement = Placement("U6", "PR1", "MB1 1AL", "SC999001")
    child.episodes.append(Episode(date(2023, 1, 1), "S", "C2", "N1", placement, "MB2 2BL"))
    before, after = (make_return([child], day).header[1] for day in (date(2024, 3, 31), date(2025, 3, 31)))
    assert before.endswith(",,")
    assert after.endswith(",1,01/05/2024")


def test_the_placement_mix_is_plausible(returns: dict) -> None:
    now = [row for row in returns[LATEST][1] if not row["DEC"] and row["LS"] not in ("V3", "V4")]
    fostered = [row for row in now if row["PLACE"].startswith("U")]
    agency = sum(row["PLACE_PROVIDER"] in ("PR4", "PR5") for row in fostered)
    assert 0.5 < len(fostered) / len(now) < 0.85
    assert 0.12 < agency / len(now) < 0.35
    assert 0.06 < sum(row["PLACE"] in ("K1", "K2", "R1", "S1") for row in now) / len(now) < 0.25


def test_children_looked_after_are_pupils_of_the_council_s_schools() -> None:
    folder = Folder(MEREBRIDGE)
    pupils = {row[0] for urn in folder.phases for row in clean_register(urn, LATEST)[0]}
    header = [row for row in folder.clean_rows("ssda903", "case-system", LATEST, "header.csv") if len(row[4]) == 13]
    of_age = [row for row in header if 5 <= age_on(uk(row[2]), date(2024, 8, 31)) <= 15]
    assert sum(row[4] in pupils for row in of_age) > 0.6 * len(of_age)
    assert all(row[4] in pupils for row in of_age if row[4][1:4] == LA_CODE)


def test_someone_born_on_29_february_comes_of_age_on_1_march() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)
