"""Where an extract's XML holds what its tables declare: the declared paths, worked out once as a tree of elements.

Names of elements are told without case, as headings are. A table's records lie at a path below the unit that repeats. A
value is looked up from its own record, or from a record around it: ``../`` goes from record to record, over whatever
elements lie between them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from transforms.extracts.extract import Column, Table, XmlLayout

_CLIMB = "../"
_NUMBER_OF = "#"
_OWN_TEXT = "."


@dataclass(frozen=True)
class Lookup:
    """Where a column's value stands: so many records further out, at a path from there; no path is its number."""

    climbs: int
    path: str


@dataclass
class Element:
    """An element that a layout knows by its ``path`` below the root.

    ``owner`` is the path of the record that it begins or lies in, empty outside every record. ``values`` are the
    records that its text is a value of, and the path by which each looks it up.
    """

    path: str
    owner: str = ""
    values: list[tuple[str, str]] = field(default_factory=list)
    inside: dict[str, "Element"] = field(default_factory=dict)
    begins_record: bool = field(init=False)

    def __post_init__(self) -> None:
        self.begins_record = bool(self.path) and self.path == self.owner


@dataclass(frozen=True)
class Layout:
    """An extract's XML: the tree below its root; of each table in it its record and its columns' lookups, in order.

    ``around`` says which record lies in which; the unit lies in none, the empty path. All paths start below the root.
    """

    unit: str
    tree: Element
    record_of: Mapping[str, str]
    lookups: Mapping[str, tuple[Lookup, ...]]
    around: Mapping[str, str]


def layout_of(tables: Sequence[Table], xml: XmlLayout) -> Layout:
    """Work out a layout. Raises ValueError when a declared path leads nowhere: a fault of the declaration."""
    paths = {table.name: table.record for table in tables if table.record is not None}
    record_of = {name: _below_root(path, xml.unit) for name, path in paths.items()}
    records = sorted({xml.unit, *record_of.values()}, key=len)
    around = {record: _innermost(record.rpartition("/")[0], records) for record in records}
    tree = Element("")
    for record in records:
        _reach(tree, record, records)
    lookups = {}
    # What lies deepest first: a value that is there twice is complained of by the record that it stands in.
    placed = [table for table in tables if table.name in paths]
    for table in sorted(placed, key=lambda table: -len(paths[table.name])):
        chain = list(_chain(record_of[table.name], around))
        lookups[table.name] = tuple(_lookup(table, column, chain) for column in table.columns)
        for column, lookup in zip(table.columns, lookups[table.name], strict=True):
            _place(tree, column, chain[lookup.climbs], lookup.path, records)
    return Layout(xml.unit, tree, record_of, lookups, around)


def _below_root(path: str, unit: str) -> str:
    """A table's record, as declared, seen from the root."""
    return path[1:] if path.startswith("/") else _join(unit, path)


def _join(*parts: str) -> str:
    return "/".join(filter(None, parts))


def _innermost(path: str, records: Sequence[str]) -> str:
    """The deepest record that a path begins or lies in; empty when there is none."""
    return max((record for record in records if f"{path}/".startswith(f"{record}/")), key=len, default="")


def _chain(record: str, around: Mapping[str, str]) -> Iterator[str]:
    while record:
        yield record
        record = around[record]


def _lookup(table: Table, column: Column, chain: Sequence[str]) -> Lookup:
    """Where a column stands, seen from its record (the first of ``chain``) and those around it."""
    path = column.element or column.header
    if path.startswith(_NUMBER_OF):
        names, wanted = [record.rpartition("/")[2].lower() for record in chain], path[1:].lower()
        if wanted not in names:
            raise ValueError(f"{table.name}.{column.name}: no record around it is called {path[1:]}.")
        return Lookup(names.index(wanted), "")
    climbs = 0
    while path.startswith(_CLIMB):
        climbs, path = climbs + 1, path.removeprefix(_CLIMB)
    if climbs >= len(chain):
        raise ValueError(f"{table.name}.{column.name}: {column.element} climbs out of the unit.")
    return Lookup(climbs, path)


def _place(tree: Element, column: Column, record: str, path: str, records: Sequence[str]) -> None:
    """Note on the element that holds a column's value, under each of its spellings, whose value it is."""
    if not path:
        return
    parent, _, name = path.rpartition("/")
    spellings = [""] if path == _OWN_TEXT else [_join(parent, each) for each in (name, *column.aliases)]
    for spelling in spellings:
        element = _reach(tree, _join(record, spelling), records)
        if (record, path) not in element.values:
            element.values.append((record, path))


def _reach(tree: Element, path: str, records: Sequence[str]) -> Element:
    """The element at a path, made known on the way when it is not yet."""
    element = tree
    for name in path.split("/"):
        below = _join(element.path, name)
        element = element.inside.setdefault(name.lower(), Element(below, _innermost(below, records)))
    return element
