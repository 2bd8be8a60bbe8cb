"""What moves between two publications: which parts, by how much, why, and whether a restatement lists it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.report.report_factory import sample_council
from transforms.causes import RowsChanged
from transforms.council_types import Council
from transforms.movement import (
    Movement,
    PublishedFigure,
    PublishedSupply,
    SupplyChange,
    movements,
    supply_changes,
)

EXTRACTS_OF = {"attendance_rate": ("attendance_register", "census_sessions"), "cla_number": ("ssda903",)}
UNITS = {"attendance_rate": ("percent", 1), "cla_number": ("count", 0), "cla_rate": ("per 10,000", 0)}


def figure(
    value: str | None,
    indicator: str = "cla_number",
    progress: str = "On track",
    target: str | None = "60",
    **other: str,
) -> PublishedFigure:
    unit, decimals = UNITS[indicator]
    return PublishedFigure(
        measure=other.get("measure", "PED02 02"),
        part=other.get("part", "Total"),
        position=1,
        title="Children looked after",
        indicator=indicator,
        unit=unit,
        decimals=decimals,
        value=None if value is None else Decimal(value),
        target=None if target is None else Decimal(target),
        progress=progress,
        direction=other.get("direction", "Same"),
        disclosure=other.get("disclosure", "none"),
    )


def moved(before: PublishedFigure | None, now: PublishedFigure | None, *changes: SupplyChange) -> Movement:
    """The one movement between two sides."""
    befores, nows = ([each] if each else [] for each in (before, now))
    (movement,) = movements(befores, nows, changes, EXTRACTS_OF)
    return movement


@pytest.mark.parametrize(
    ("indicator", "then", "now", "texts", "difference"),
    [
        ("cla_number", "244", "249", ("244", "249"), "+5"),
        ("cla_number", "1204", "1199", ("1,204", "1,199"), "−5"),
        ("attendance_rate", "92.44", "92.46", ("92.4%", "92.5%"), "+0.1 points"),
        ("attendance_rate", "92.41", "92.44", ("92.4%", "92.4%"), ""),
        ("cla_rate", "79.2", "81.7", ("79 per 10,000", "82 per 10,000"), "+3 per 10,000"),
        ("cla_number", None, "3", ("no figure", "3"), ""),
        ("cla_number", "3", None, ("3", "no figure"), ""),
    ],
)
def test_a_movement_is_told_between_the_figures_as_shown(
    indicator: str, then: str | None, now: str | None, texts: tuple[str, str], difference: str
) -> None:
    movement = moved(figure(then, indicator), figure(now, indicator))
    assert (movement.then_text, movement.now_text) == texts
    assert movement.difference == difference


def test_what_is_the_same_does_not_move() -> None:
    assert movements([figure("5"), figure(None, part="Girls")], [figure("5"), figure(None, part="Girls")], (), {}) == ()


def test_a_part_that_is_reported_on_one_side_only_moves() -> None:
    assert (moved(None, figure("5")).then_text, moved(None, figure("5")).now_text) == ("not reported", "5")
    assert (moved(figure("5"), None).then_text, moved(figure("5"), None).now_text) == ("5", "not reported")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"progress": "Uncertain"}, "Progress was On track, is Uncertain"),
        ({"progress": ""}, "Progress was On track, is none"),
        ({"direction": "Worse"}, "Direction of travel was Same, is Worse"),
        ({"target": "65"}, "Target was 60, is 65"),
        ({"target": None}, "Target was 60, is none"),
    ],
)
def test_a_figure_whose_rating_direction_or_target_changed_moves(change: dict[str, str], words: str) -> None:
    movement = moved(figure("5"), figure("5", **change))
    assert movement.difference == ""
    assert movement.beside == (words,)
    assert movement.is_material(sample_council())


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (("14", "18"), ("14", "20"), "Target was 14 to 18, is 14 to 20"),
        (("14", "18"), ("14", None), "Target was 14 to 18, is 14"),
        ((None, None), ("14", "18"), "Target was none, is 14 to 18"),
    ],
)
def test_a_band_moves_with_either_end(
    then: tuple[str | None, str | None], now: tuple[str | None, str | None], words: str
) -> None:
    before, after = (replace(figure("5"), target=number(low), target_upper=number(high)) for low, high in (then, now))
    movement = moved(before, after)
    assert movement.beside == (words,)
    assert movement.is_material(sample_council()), "so that a restatement lists it"


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def test_only_deliveries_behind_the_indicator_are_a_cause() -> None:
    register = SupplyChange(
        "attendance_register", "Registers", "900001", "Alder Brook", "2024/25 summer", "another version"
    )
    return_903 = SupplyChange("ssda903", "SSDA903", "case-system", "Case system", "2025-26", "loaded, was missing")
    movement = moved(figure("5"), figure("6"), register, return_903)
    assert movement.changes == (return_903,)
    assert movement.cause == "SSDA903 from Case system, 2025-26: loaded, was missing."
    assert "No delivery behind it changed" in moved(figure("5"), figure("6"), register).cause


@pytest.mark.parametrize(
    ("rows", "words", "causes"),
    [
        ((1, 0), "another version: 1 row corrected or taken out", ["corrected rows"]),
        ((2, 2), "another version: 2 rows corrected or taken out", ["corrected rows"]),
        ((0, 3), "another version: 3 rows recorded since", ["backdated recording"]),
        (
            (1, 1200),
            "another version: 1 row corrected or taken out, 1,199 rows recorded since",
            ["corrected rows", "backdated recording"],
        ),
        ((0, 0), "another version: with the same rows", ["other delivery"]),
        (None, "another version", ["other delivery"]),
    ],
)
def test_between_two_versions_the_rows_say_why(rows: tuple[int, int] | None, words: str, causes: list[str]) -> None:
    before, now = ([_supply("2025-26", "loaded", batch)] for batch in "78")
    (change,) = supply_changes(before, now, lambda *_: RowsChanged(*rows) if rows else None)
    assert (change.what, change.causes) == (words, tuple(causes))
    assert moved(figure("5"), figure("6"), change).causes == tuple(causes)


@pytest.mark.parametrize(
    ("version", "inputs", "cause", "causes"),
    [
        (2, (), "Its definition was changed: version 1 then, 2 now.", ["changed definition"]),
        (
            1,
            ("reference/postcodes.csv", "targets.csv"),
            "No delivery behind it changed, but: reference/postcodes.csv; targets.csv.",
            ["changed code list", "changed settings"],
        ),
        (
            2,
            ("code lists of the program", "program"),
            "Its definition was changed: version 1 then, 2 now. Changed: code lists of the program.",
            ["changed definition", "changed code list"],
        ),
        (1, ("program",), "No delivery behind it changed, but: program.", ["changed program"]),
    ],
)
def test_a_definition_a_code_list_and_settings_are_causes_too(
    version: int, inputs: tuple[str, ...], cause: str, causes: list[str]
) -> None:
    (movement,) = movements([figure("5")], [replace(figure("6"), version=version)], (), EXTRACTS_OF, inputs)
    assert (movement.cause, movement.causes) == (cause, tuple(causes))


def test_of_many_deliveries_the_first_three_are_named() -> None:
    changes = [
        SupplyChange("ssda903", "SSDA903", str(n), f"Supplier {n}", "2025-26", "another version") for n in range(5)
    ]
    assert moved(figure("5"), figure("6"), *changes).cause.endswith("Supplier 2, 2025-26: another version; and 2 more.")


@pytest.mark.parametrize(
    ("before", "now", "strictest"),
    [("none", "none", "none"), ("none", "1 to 5", "1 to 5"), ("internal", "none", "internal")],
)
def test_what_either_side_hid_stays_hidden(before: str, now: str, strictest: str) -> None:
    assert moved(figure("5", disclosure=before), figure("6", disclosure=now)).disclosure == strictest


# Deliveries


@pytest.mark.parametrize(
    ("before", "now", "what"),
    [
        ("2025-26 loaded 1", "2025-26 loaded 1", None),
        ("2025-26 loaded 1", "2025-26 loaded 2", "another version"),
        ("2025-26 loaded 1", "2025-26 rejected 2", "rejected, was loaded"),
        ("", "2025-26 loaded 1", "newly loaded"),
        ("2025-26 loaded 1", "", "no longer loaded"),
        ("2025-26-Q1 missing 0", "", None),
    ],
)
def test_a_delivery_changed_when_its_version_or_state_did(before: str, now: str, what: str | None) -> None:
    befores, nows = ([_supply(*words.split())] if words else [] for words in (before, now))
    assert [change.what for change in supply_changes(befores, nows)] == ([what] if what else [])


def test_a_gap_that_was_filled_is_told_once() -> None:
    gap, came = _supply("2025-26-Q1", "missing", "0"), _supply("2025-26", "loaded", "7")
    assert [str(change) for change in supply_changes([gap], [came])] == [
        "SSDA903 from Case system, 2025-26: newly loaded"
    ]


def _supply(covers: str, state: str, batch: str) -> PublishedSupply:
    return PublishedSupply("ssda903", "SSDA903", "case-system", "Case system", covers, state, int(batch) or None)


# Materiality


@pytest.mark.parametrize(
    ("council_wide", "own", "then", "now", "listed"),
    [
        (None, None, "92.41", "92.44", False),
        (None, None, "92.44", "92.46", True),
        (0.5, None, "92.0", "92.4", False),
        (0.5, None, "92.0", "92.5", True),
        (0.5, None, "92.5", "92.0", True),
        (0.5, 2.0, "92.0", "93.0", False),
        (2.0, 0.5, "92.0", "93.0", True),
        (None, 0.01, "92.41", "92.42", True),
        (100.0, None, None, "92.0", True),
        (100.0, None, "92.0", None, True),
    ],
)
def test_a_restatement_lists_what_moved_by_what_the_council_calls_material(
    council_wide: float | None, own: float | None, then: str | None, now: str | None, listed: bool
) -> None:
    movement = moved(figure(then, "attendance_rate"), figure(now, "attendance_rate"))
    assert movement.is_material(_council(council_wide, own)) is listed


def _council(council_wide: float | None, own: float | None) -> Council:
    council = sample_council()
    measures = tuple(replace(m, materiality=own) if m.ref == "PED02 02" else m for m in council.measures)
    return replace(council, measures=measures, materiality=(("percent", council_wide),) if council_wide else ())


# Properties

_values = st.none() | st.decimals(0, 500, places=6)
_sides = st.dictionaries(st.sampled_from(("A", "B", "C", "D")), st.tuples(_values, st.sampled_from(("On track", ""))))


def _published(side: dict[str, tuple[Decimal | None, str]]) -> list[PublishedFigure]:
    return [
        replace(figure(None, "attendance_rate", progress, part=part), value=value, position=place)
        for place, (part, (value, progress)) in enumerate(side.items())
    ]


@given(_sides, _sides)
def test_movements_are_the_parts_that_differ_and_turn_round_with_the_sides(
    before: dict[str, tuple[Decimal | None, str]], now: dict[str, tuple[Decimal | None, str]]
) -> None:
    there = movements(_published(before), _published(now), (), {})
    back = movements(_published(now), _published(before), (), {})
    differing = {part for part in before.keys() | now.keys() if before.get(part) != now.get(part)}
    assert {each.figure.part for each in there} == differing
    assert {(each.before, each.now) for each in there} == {(each.now, each.before) for each in back}
    turned = str.maketrans("+−", "−+")
    differences = {each.figure.part: each.difference for each in back}
    assert all(each.difference.translate(turned) == differences[each.figure.part] for each in there)
    assert movements(_published(now), _published(now), (), {}) == ()


@given(_values, _values, st.floats(0.001, 100))
def test_a_smaller_materiality_lists_no_less(then: Decimal | None, now: Decimal | None, least: float) -> None:
    found = movements(_published({"A": (then, "")}), _published({"A": (now, "")}), (), {})
    for movement in found:
        if movement.is_material(_council(least, None)):
            assert movement.is_material(_council(least / 2, None))
        elif then is not None and now is not None:
            assert abs(Fraction(now) - Fraction(then)) < Fraction(str(least))
