"""What moves when one publication takes the place of another: which figures, by how much, and what changed behind them.

A figure moves when its value, its target, its progress rating or its direction of travel is another. Values are
compared as the warehouse keeps them; a difference is taken between the figures as shown, so that a reader's own
subtraction agrees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from transforms.council_types import DISCLOSURE_CLASSES, Council
from transforms.coverage import MISSING
from transforms.figures import shown, shown_change
from transforms.indicators.indicator import Unit

NO_FIGURE = "no figure"
_ELSE = "No delivery behind it changed: the council's settings or reference data did, or the program."
_MOST_NAMED = 3


@dataclass(frozen=True)
class PublishedFigure:
    """One part of one measure as a publication holds it. Values are unrounded; ``value`` is None for no figure."""

    measure: str
    part: str
    position: int
    title: str
    indicator: str
    unit: str
    decimals: int
    value: Decimal | None
    target: Decimal | None
    progress: str
    direction: str
    disclosure: str

    @property
    def text(self) -> str:
        """As a reader sees it: ``92.4%``, or ``no figure``."""
        return _text(self.value, self, NO_FIGURE)


@dataclass(frozen=True)
class PublishedSupply:
    """What became of one supplier's delivery of one slice in a publication. ``batch_id``: the version that counted."""

    extract: str
    extract_title: str
    supplier: str
    supplier_title: str
    covers: str
    state: str
    batch_id: int | None


@dataclass(frozen=True)
class SupplyChange:
    """A slice that is not the same behind both publications. ``what``: in words, such as ``another version``."""

    extract: str
    extract_title: str
    supplier: str
    supplier_title: str
    covers: str
    what: str

    def __str__(self) -> str:
        return f"{self.extract_title} from {self.supplier_title}, {self.covers}: {self.what}"


@dataclass(frozen=True)
class Movement:
    """A part of a measure that is not the same in both publications. A side is None where it is not reported there.

    ``figure`` is the newer side, or the older where it is reported no more: what the figure is called, and its place.
    """

    figure: PublishedFigure
    before: PublishedFigure | None
    now: PublishedFigure | None
    changes: tuple[SupplyChange, ...]

    @property
    def then_text(self) -> str:
        return self.before.text if self.before else "not reported"

    @property
    def now_text(self) -> str:
        return self.now.text if self.now else "not reported"

    @property
    def difference(self) -> str:
        """By how much, between the figures as shown: ``+0.4 points``, ``−3``; empty where they look the same."""
        then, now = self._values
        if then is None or now is None:
            return ""
        return shown_change(then, now, Unit(self.figure.unit), self.figure.decimals)

    @property
    def beside(self) -> tuple[str, ...]:
        """What else is another: ``Progress was On track, is Uncertain``."""
        if self.before is None or self.now is None:
            return ()
        sides = (
            ("Progress", self.before.progress, self.now.progress),
            ("Direction of travel", self.before.direction, self.now.direction),
            (
                "Target",
                _text(self.before.target, self.before, "none"),
                _text(self.now.target, self.now, "none"),
            ),
        )
        return tuple(f"{name} was {then or 'none'}, is {now or 'none'}" for name, then, now in sides if then != now)

    @property
    def cause(self) -> str:
        """Why, in a sentence: the deliveries that changed, or what else can have."""
        if not self.changes:
            return _ELSE
        named = "; ".join(map(str, self.changes[:_MOST_NAMED]))
        more = len(self.changes) - _MOST_NAMED
        return f"{named}; and {more} more." if more > 0 else f"{named}."

    @property
    def disclosure(self) -> str:
        """The stricter of both sides: what one of them hid is not shown beside the other."""
        return max((side.disclosure for side in (self.before, self.now) if side), key=DISCLOSURE_CLASSES.index)

    @property
    def _values(self) -> tuple[Fraction | None, Fraction | None]:
        then = self.before.value if self.before else None
        now = self.now.value if self.now else None
        return (None if then is None else Fraction(then)), (None if now is None else Fraction(now))

    def is_material(self, council: Council) -> bool:
        """Whether a restatement lists it: it moved by at least what the council calls material.

        So does a figure that came or went, and one whose target, rating or direction of travel changed. Where the
        council has set nothing, whatever a reader can see counts.
        """
        then, now = self._values
        if then is None or now is None:
            return then is not now or bool(self.beside)
        least = _materiality(council, self.figure)
        moved = bool(self.difference) if least is None else then != now and abs(now - then) >= least
        return moved or bool(self.beside)


def movements(
    before: Sequence[PublishedFigure],
    now: Sequence[PublishedFigure],
    changes: Sequence[SupplyChange],
    extracts_of: Mapping[str, Sequence[str]],
) -> tuple[Movement, ...]:
    """Every part that is not the same in both, in the order of the newer report, then of the older.

    ``extracts_of`` names the extracts behind each indicator, so that a movement names the deliveries that changed
    behind it and no others.
    """
    befores = {(figure.measure, figure.part): figure for figure in before}
    nows = {(figure.measure, figure.part): figure for figure in now}
    moved = []
    for place in {**nows, **befores}:
        then, since = befores.get(place), nows.get(place)
        if _said(then) != _said(since):
            extracts = {name for side in (then, since) if side for name in extracts_of.get(side.indicator, ())}
            behind = tuple(each for each in changes if each.extract in extracts)
            moved.append(Movement(since or befores[place], then, since, behind))
    return tuple(sorted(moved, key=lambda each: (each.now is None, each.figure.position)))


def supply_changes(before: Sequence[PublishedSupply], now: Sequence[PublishedSupply]) -> tuple[SupplyChange, ...]:
    """Slices whose version or state is another, by extract, supplier and what they cover."""
    befores = {(each.extract, each.supplier, each.covers): each for each in before}
    nows = {(each.extract, each.supplier, each.covers): each for each in now}
    changes = []
    for place in sorted({**befores, **nows}):
        then, since = befores.get(place), nows.get(place)
        what = _what_changed(then, since)
        if what:
            of = since or befores[place]
            named = of.extract, of.extract_title, of.supplier, of.supplier_title, of.covers
            changes.append(SupplyChange(*named, what))
    return tuple(changes)


def _said(figure: PublishedFigure | None) -> tuple[object, ...]:
    """What a reader is told of a part."""
    if figure is None:
        return ()
    return figure.indicator, figure.value, figure.target, figure.progress, figure.direction


def _what_changed(before: PublishedSupply | None, now: PublishedSupply | None) -> str:
    """Nothing for a gap that was filled: what filled it speaks for itself, under the name of what it covers."""
    if before is None:
        return f"newly {now.state}" if now else ""
    if now is None:
        return "" if before.state == MISSING else f"no longer {before.state}"
    if before.state != now.state:
        return f"{now.state}, was {before.state}"
    return "another version" if before.batch_id != now.batch_id else ""


def _materiality(council: Council, figure: PublishedFigure) -> Fraction | None:
    """The measure's own, else the council's for the unit; None where neither is set."""
    own = next((m.materiality for m in council.measures if m.ref == figure.measure), None)
    least = own if own is not None else dict(council.materiality).get(figure.unit)
    return None if least is None else Fraction(str(least))


def _text(value: Decimal | None, figure: PublishedFigure, missing: str) -> str:
    return missing if value is None else shown(Fraction(value), Unit(figure.unit), figure.decimals)
