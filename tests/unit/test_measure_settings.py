"""Who changed how a measure is judged: what counts as a setting, what as a change, and when it is explained."""

from dataclasses import replace
from datetime import date

from tests.unit.test_performance import council, measure, target
from transforms.council_types import Council, SettingReason
from transforms.measure_settings import Recorded, SettingChange, setting_changes, settings_of

REF = "PED06 01"
TARGET = "target of Total, 2025-26"


def judged(**changes: object) -> Council:
    return replace(council(target(50, "ceiling")), measures=(replace(measure(), **changes),))


def recorded(of: Council) -> dict[tuple[str, str], Recorded]:
    return {key: Recorded(value, None, "") for key, value in settings_of(of).items()}


def changed(now: Council, before: Council) -> list[SettingChange]:
    return list(setting_changes(now, recorded(before)))


def test_everything_that_decides_a_rating_is_a_setting() -> None:
    found = settings_of(judged())
    assert found == {
        (REF, "title"): "Made up",
        (REF, "objective"): "PED06",
        (REF, "officer"): "XX",
        (REF, "parts"): "Total is made_up",
        (REF, "good direction"): "as the indicator has it",
        (REF, "rating"): "by flat forecast, the usual margin, at least 20 cases",
        (REF, "disclosure"): "none, approved by XX",
        (REF, TARGET): "ceiling of 50",
    }


def test_the_first_time_is_recorded_and_is_no_change() -> None:
    first = list(setting_changes(judged(), {}))
    assert {change.before for change in first} == {None}
    assert len(first) == len(settings_of(judged()))
    assert changed(judged(), judged()) == []


def test_a_change_says_what_it_was_and_of_a_target_who_set_it() -> None:
    newer = replace(target(40, "ceiling", set_on=date(2025, 9, 1)), reason="The board wants more.")
    after = replace(judged(officer="YY"), targets=(target(50, "ceiling"), newer))
    assert changed(after, judged()) == [
        SettingChange(REF, "officer", "XX", "YY", "", None, ""),
        SettingChange(
            REF, TARGET, "ceiling of 50", "ceiling of 40", "Board", date(2025, 9, 1), "The board wants more."
        ),
    ]


def test_what_is_taken_away_is_a_change_to_nothing() -> None:
    (found,) = changed(replace(judged(), targets=()), judged())
    assert (found.setting, found.before, found.now) == (TARGET, "ceiling of 50", "")


def test_a_change_is_explained_by_the_councils_own_list_also_afterwards() -> None:
    why = SettingReason(REF, "officer", date(2025, 9, 2), "HB", "Grace Sutcliffe has left.")
    after = replace(judged(officer="YY"), setting_reasons=(why,))
    (found,) = changed(after, judged())
    assert (found.by, found.on, found.reason) == ("HB", date(2025, 9, 2), "Grace Sutcliffe has left.")

    unexplained = recorded(judged(officer="YY")) | {(REF, "officer"): Recorded("YY", "XX", "")}
    (later,) = setting_changes(after, unexplained)
    assert (later.before, later.now, later.reason) == ("XX", "YY", "Grace Sutcliffe has left.")
    explained = unexplained | {(REF, "officer"): Recorded("YY", "XX", "Grace Sutcliffe has left.")}
    assert list(setting_changes(after, explained)) == []
