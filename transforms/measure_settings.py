"""How a council judges its measures, as short texts, and who changed what, when and why.

Everything that decides a rating or who answers for it is a setting: a change of one is as much news as a change of a
figure, and must not be mistaken for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from transforms.council_types import Council, Measure, SettingReason, Target
from transforms.indicators.breakdown import TOTAL
from transforms.national_disclosure import NATIONAL_PRACTICE

Key = tuple[str, str]  # measure and setting
TARGET_SETTING = "target of "
SETTINGS = ("title", "objective", "officer", "parts", "good direction", "rating", "disclosure")


@dataclass(frozen=True)
class Recorded:
    """What the warehouse says last of a setting. ``value`` is empty for one that is no more."""

    value: str
    before: str | None
    reason: str


@dataclass(frozen=True)
class SettingChange:
    """A setting that is not as it was. ``before`` is None when it is recorded for the first time."""

    measure: str
    setting: str
    before: str | None
    now: str
    by: str
    on: date | None
    reason: str


def settings_of(council: Council) -> dict[Key, str]:
    """Each setting of each measure, in words."""
    found = {(measure.ref, name): value for measure in council.measures for name, value in _settings(measure)}
    newest: dict[Key, Target] = {}
    for target in sorted(council.targets, key=lambda each: each.set_on):
        newest[target.measure, target_setting(target)] = target
    return found | {key: _target(target) for key, target in newest.items()}


def target_setting(target: Target) -> str:
    """What a target is called among the settings: ``target of Total, 2025-26``."""
    return f"{TARGET_SETTING}{target.part}, {target.year}"


def setting_changes(council: Council, recorded: Mapping[Key, Recorded]) -> Iterator[SettingChange]:
    """Settings that are not as they were recorded last, and changes that somebody has explained since."""
    now, reasons = settings_of(council), _reasons(council)
    for key in sorted({*now, *recorded}):
        last, value, why = recorded.get(key), now.get(key, ""), reasons.get(key)
        by, on, reason = (why.by, why.changed_on, why.reason) if why else ("", None, "")
        if last is None:
            yield SettingChange(*key, None, value, by, on, reason)
        elif value != last.value:
            yield SettingChange(*key, last.value, value, by, on, reason)
        elif last.before is not None and not last.reason and reason:
            yield SettingChange(*key, last.before, value, by, on, reason)


def _settings(measure: Measure) -> Iterator[tuple[str, str]]:
    """``SETTINGS`` of a measure, each with its value in words."""
    rating = measure.rating
    margin = "the usual margin" if rating.amber_band is None else f"a margin of {rating.amber_band:g}"
    cases = f"at least {rating.minimum_denominator} cases"
    values = (
        measure.title,
        measure.objective,
        " with ".join(measure.owners),
        "; ".join(_part_words(measure)),
        measure.polarity or "as the indicator has it",
        f"by {rating.forecast} forecast, {margin}, {cases}" if rating.enabled else "none: it is watched",
        f"{measure.disclosure}, {_approval(measure)}",
    )
    return zip(SETTINGS, values, strict=True)


def _approval(measure: Measure) -> str:
    by = measure.disclosure_approved_by
    return f"approved by {by}" if by else f"as {NATIONAL_PRACTICE} has it"


def _part_words(measure: Measure) -> Iterable[str]:
    for part in measure.parts:
        item = "" if part.breakdown == TOTAL else f", {part.breakdown} {part.item}"
        yield f"{part.title} is {part.indicator}{item}"


def _target(target: Target) -> str:
    upper = "" if target.upper is None else f" to {target.upper:g}"
    words = f"{target.kind} of {target.value:g}{upper}"
    return words if target.reward is None else f"{words}, reward £{target.reward:,.0f}"


def _reasons(council: Council) -> dict[Key, SettingReason]:
    """Who changed a setting last and why; of a target, who set it."""
    set_by = [
        SettingReason(target.measure, target_setting(target), target.set_on, target.set_by, target.reason)
        for target in council.targets
    ]
    told = sorted((*set_by, *council.setting_reasons), key=lambda each: each.changed_on)
    return {(each.measure, each.setting): each for each in told}
