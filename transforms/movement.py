"""What moves when one publication takes the place of another: which figures, by how much, and what changed behind them.

A figure moves when its value, its target, its progress rating or its direction of travel is another. Values are
compared as the warehouse keeps them; a difference is taken between the figures as shown, so that a reader's own
subtraction agrees.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from transforms.causes import Cause, RowsChanged, cause_of_input, inputs_that_count
from transforms.council_types import DISCLOSURE_CLASSES, Council
from transforms.coverage import LOADED, MISSING
from transforms.figures import shown, shown_change, shown_range
from transforms.indicators.indicator import Unit

NO_FIGURE = "no figure"
_ELSE = "No delivery behind it changed: the council's settings or reference data did, or the program."
_MOST_NAMED = 3

# What changed between two versions of a slice, given their batches; None where that cannot be told.
CompareRows = Callable[[str, int, int], RowsChanged | None]


@dataclass(frozen=True)
class PublishedFigure:
    """One part of one measure as a publication holds it. Values are unrounded; ``value`` is None for no figure.

    ``version`` is that of the indicator's definition; ``target_upper`` the other end of a target that is a band.
    """

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
    version: int = 1
    target_upper: Decimal | None = None

    @property
    def text(self) -> str:
        """As a reader sees it: ``92.4%``, or ``no figure``."""
        return _text(self.value, self, NO_FIGURE)

    @property
    def target_text(self) -> str:
        """As a reader sees it: ``95.0%``, ``14.0 to 18.0 per post``, or ``none``."""
        if self.target is None or self.target_upper is None:
            return _text(self.target, self, "none")
        return shown_range(Fraction(self.target), Fraction(self.target_upper), Unit(self.unit), self.decimals)


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
    causes: tuple[Cause, ...] = (Cause.OTHER_DELIVERY,)

    def __str__(self) -> str:
        return f"{self.extract_title} from {self.supplier_title}, {self.covers}: {self.what}"


@dataclass(frozen=True)
class Movement:
    """A part of a measure that is not the same in both publications. A side is None where it is not reported there.

    ``figure`` is the newer side, or the older where it is reported no more: what the figure is called, and its place.
    ``inputs`` are files of the council, or parts of the program, that are not the same behind both.
    """

    figure: PublishedFigure
    before: PublishedFigure | None
    now: PublishedFigure | None
    changes: tuple[SupplyChange, ...]
    inputs: tuple[str, ...] = ()

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
            ("Target", self.before.target_text, self.now.target_text),
        )
        return tuple(f"{name} was {then or 'none'}, is {now or 'none'}" for name, then, now in sides if then != now)

    @property
    def rating_moved(self) -> bool:
        return self.before is not None and self.now is not None and self.before.progress != self.now.progress

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The kinds of change behind it, each once; none where that is not known."""
        found = [cause for change in self.changes for cause in change.causes]
        found += [Cause.DEFINITION] if self._redefined else []
        return tuple(dict.fromkeys((*found, *map(cause_of_input, self._inputs_that_count))))

    @property
    def cause(self) -> str:
        """Why, in a sentence or two: the deliveries that changed, the definition, or what else can have."""
        said = [self._deliveries] if self.changes else []
        said += [self._redefined] if self._redefined else []
        named = "; ".join(self._inputs_that_count)
        if named:
            said.append(f"Changed: {named}." if said else f"No delivery behind it changed, but: {named}.")
        return " ".join(said) or _ELSE

    @property
    def _deliveries(self) -> str:
        named = "; ".join(map(str, self.changes[:_MOST_NAMED]))
        more = len(self.changes) - _MOST_NAMED
        return f"{named}; and {more} more." if more > 0 else f"{named}."

    @property
    def _redefined(self) -> str:
        if self.before is None or self.now is None or self.before.indicator != self.now.indicator:
            return ""
        then, now = self.before.version, self.now.version
        return "" if then == now else f"Its definition was changed: version {then} then, {now} now."

    @property
    def _inputs_that_count(self) -> tuple[str, ...]:
        return inputs_that_count(self.inputs, alone=not (self.changes or self._redefined))

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
    inputs: Sequence[str] = (),
) -> tuple[Movement, ...]:
    """Every part that is not the same in both, in the order of the newer report, then of the older.

    ``extracts_of`` names the extracts behind each indicator, so that a movement names the deliveries that changed
    behind it and no others. ``inputs``: what else is not the same behind both, by name.
    """
    befores = {(figure.measure, figure.part): figure for figure in before}
    nows = {(figure.measure, figure.part): figure for figure in now}
    moved = []
    for place in {**nows, **befores}:
        then, since = befores.get(place), nows.get(place)
        if _said(then) != _said(since):
            extracts = {name for side in (then, since) if side for name in extracts_of.get(side.indicator, ())}
            behind = tuple(each for each in changes if each.extract in extracts)
            moved.append(Movement(since or befores[place], then, since, behind, tuple(inputs)))
    return tuple(sorted(moved, key=lambda each: (each.now is None, each.figure.position)))


def supply_changes(
    before: Sequence[PublishedSupply], now: Sequence[PublishedSupply], compare_rows: CompareRows | None = None
) -> tuple[SupplyChange, ...]:
    """Slices whose version or state is another, by extract, supplier and what they cover.

    With ``compare_rows``, what changed between two versions is told row by row.
    """
    befores = {(each.extract, each.supplier, each.covers): each for each in before}
    nows = {(each.extract, each.supplier, each.covers): each for each in now}
    changes = []
    for place in sorted({**befores, **nows}):
        then, since = befores.get(place), nows.get(place)
        what, causes = _what_changed(then, since, compare_rows)
        if what:
            of = since or befores[place]
            named = of.extract, of.extract_title, of.supplier, of.supplier_title, of.covers
            changes.append(SupplyChange(*named, what, causes))
    return tuple(changes)


def _said(figure: PublishedFigure | None) -> tuple[object, ...]:
    """What a reader is told of a part."""
    if figure is None:
        return ()
    ends = figure.target, figure.target_upper
    return figure.indicator, figure.value, ends, figure.progress, figure.direction


def _what_changed(
    before: PublishedSupply | None, now: PublishedSupply | None, compare_rows: CompareRows | None
) -> tuple[str, tuple[Cause, ...]]:
    """In words, and of which kinds. Nothing for a gap that was filled: what filled it has a change of its own."""
    other = (Cause.OTHER_DELIVERY,)
    came = (Cause.LATE_FILE,) if now is not None and now.state == LOADED else other
    if before is None:
        return (f"newly {now.state}" if now else ""), came
    if now is None:
        return ("" if before.state == MISSING else f"no longer {before.state}"), other
    if before.state != now.state:
        return f"{now.state}, was {before.state}", came
    if before.batch_id == now.batch_id:
        return "", ()
    both = before.batch_id, now.batch_id
    rows = compare_rows(now.extract, *both) if compare_rows and None not in both else None  # pyright: ignore[reportArgumentType]
    return (f"another version: {rows}", rows.causes or other) if rows else ("another version", other)


def _materiality(council: Council, figure: PublishedFigure) -> Fraction | None:
    """The measure's own, else the council's for the unit; None where neither is set."""
    own = next((m.materiality for m in council.measures if m.ref == figure.measure), None)
    least = own if own is not None else dict(council.materiality).get(figure.unit)
    return None if least is None else Fraction(str(least))


def _text(value: Decimal | None, figure: PublishedFigure, missing: str) -> str:
    return missing if value is None else shown(Fraction(value), Unit(figure.unit), figure.decimals)
