"""Rules of SSDA903 at their edges. What each finds at all is in tests/drawn_rules_ssda903*.py."""

from datetime import date

import pytest

from tests.factories import broken, check, context, drawn, rows
from transforms.extracts import SSDA903
from transforms.extracts.extract import Table
from transforms.extracts.ssda903 import EPISODES, HEADER

LAST_YEAR = context(SSDA903, covers_from=date(2023, 4, 1), covers_to=date(2024, 3, 31), data_to=date(2024, 3, 31))


def test_codes_are_judged_by_the_year_that_the_batch_covers() -> None:
    header = drawn(HEADER, "sex\n1\nF")
    episodes = drawn(EPISODES, "episode_start | placement\n09/06/2023 | H5\n09/06/2023 | K3")
    assert broken(HEADER, header, LAST_YEAR)["header-retired-code"] == (3,)
    assert broken(EPISODES, episodes, LAST_YEAR)["episodes-retired-code"] == (3,)


def test_a_code_on_no_list_is_not_called_retired() -> None:
    assert "episodes-retired-code" not in broken(EPISODES, rows(EPISODES, 1, placement="QQ"))


def test_overlaps_are_found_whatever_the_order_of_rows() -> None:
    episodes = drawn(
        EPISODES,
        """
        child | episode_start | episode_end | reason_ceased
        Ann   | 01/06/2025    |             |
        Ann   | 01/04/2025    | 02/06/2025  | E8
        Bob   | 01/04/2025    | 01/06/2025  | E8
        """,
    )
    assert broken(EPISODES, episodes) == {"episodes-overlap": (2,)}


def test_an_episode_inside_a_long_one_overlaps_though_another_lies_between() -> None:
    episodes = drawn(
        EPISODES,
        """
        child | episode_start | episode_end | reason_ceased
        Ann   | 01/04/2025    | 29/06/2025  | E8
        Ann   | 02/04/2025    | 03/04/2025  | E8
        Ann   | 28/06/2025    |             |
        """,
    )
    assert broken(EPISODES, episodes) == {"episodes-overlap": (3, 4)}


def test_two_episodes_that_start_on_one_day_are_the_key_rules_business() -> None:
    episodes = drawn(EPISODES, "child | legal_status\nAnn | C1\nAnn | C2")
    assert broken(EPISODES, episodes) == {"episodes-key-repeated": (2, 3)}


def test_a_date_that_cannot_be_read_is_neither_open_nor_closed() -> None:
    episodes = drawn(EPISODES, "episode_end | reason_ceased\n31/06/2025 | E8\n31/06/2025 |")
    assert broken(EPISODES, episodes) == {"episodes-episode-end-not-a-date": (2, 3)}


def test_a_file_with_one_event_in_its_year_is_of_its_year() -> None:
    episodes = drawn(
        EPISODES,
        """
        episode_start | episode_end | reason_ceased
        01/02/2024    | 01/04/2025  | E8
        01/02/2024    |             |
        """,
    )
    assert broken(EPISODES, episodes) == {}


@pytest.mark.parametrize("table", [HEADER, EPISODES], ids=lambda table: table.name)
def test_without_other_tables_nothing_is_missing_from_them(table: Table) -> None:
    assert broken(table, rows(table, 2), context(SSDA903, tables={})) == {}


def test_where_header_keeps_no_row_every_child_is_missing_from_it() -> None:
    none = check(HEADER, rows(HEADER, 1, sex="QQ")).kept
    assert broken(EPISODES, rows(EPISODES, 1), context(SSDA903, tables={"header": none})) == {
        "episodes-child-not-in-header": (2,)
    }


def test_a_child_whose_header_row_is_held_is_not_in_header() -> None:
    header = drawn(HEADER, "child | sex\nAnn | F\nBob | QQ")
    kept = check(HEADER, header).kept
    episodes = drawn(EPISODES, "child\nAnn\nBob")
    known = context(SSDA903, tables={"header": kept})
    assert broken(EPISODES, episodes, known) == {"episodes-child-not-in-header": (3,)}
