"""What the figures rest on: deliveries, findings and files, in the report's words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from flows.report.deliveries import FindingRow, LineageRow, SupplyRow
from flows.report.model import PUBLIC
from flows.report.read import PublicationRows, Row, Rows
from transforms.council_types import Council
from transforms.extracts import EXTRACTS
from transforms.sentences import day_text, plural

LOADED = "loaded"
MOST_NAMED = 3
_EXTRACT_TITLES = {extract.id: extract.title for extract in EXTRACTS}


def extract_title(name: str) -> str:
    """The extract as readers know it."""
    return _EXTRACT_TITLES.get(name, name.replace("_", " ").capitalize())


def supply_rows(rows: Rows, audience: str) -> tuple[SupplyRow, ...]:
    """One row per supplier and slice. Row counts are for the internal report: some count children in small groups."""
    return tuple(_supply(row, audience != PUBLIC) for row in rows)


def finding_rows(rows: Rows, council: Council, audience: str) -> tuple[FindingRow, ...]:
    """Findings, for the internal report alone."""
    if audience == PUBLIC:
        return ()
    return tuple(
        FindingRow(
            extract=extract_title(row["extract"]),
            supplier=_supplier_title(council, row),
            covers=row["covers"],
            table=row["table_name"],
            rule=row["rule_id"],
            severity=row["severity"],
            rows=f"{row['rows_failed']:,}",
            message=_with_release(row),
            fix=row["fix"] or "",
        )
        for row in rows
    )


def lineage_rows(rows: Rows, council: Council, audience: str) -> tuple[LineageRow, ...]:
    """Every file behind the figures, for the internal report alone."""
    if audience == PUBLIC:
        return ()
    return tuple(
        LineageRow(
            extract=extract_title(row["extract"]),
            supplier=_supplier_title(council, row),
            covers=row["covers"],
            data_to=day_or_dash(row["data_to"]),
            taken_on=day_or_dash(row["taken_on"]),
            file_name=row["file_name"],
            sha256=row["sha256"],
        )
        for row in rows
    )


def completeness(rows: Rows, audience: str) -> tuple[str, ...]:
    """Sentences for the board on how complete the data is."""
    if not rows:
        return ("No delivery is recorded for this quarter.",)
    loaded = [row for row in rows if row["state"] == LOADED]
    first = f"{len(loaded):,} of {plural(len(rows), 'delivery was', 'deliveries were')} loaded."
    lost = [f"{_named(row)}: {row['state']}. {row['reason']}".strip() for row in rows if row["state"] != LOADED]
    if len(lost) > MOST_NAMED:
        more = plural(len(lost) - MOST_NAMED, "more is", "more are")
        lost = [*lost[:MOST_NAMED], f"{more} listed under data quality."]
    return (first, *lost, *(_held_back(loaded) if audience != PUBLIC else ()))


def control_sentence(rows: PublicationRows, audience: str) -> tuple[str, ...]:
    """What the public report hides, or who decided that it hides nothing."""
    control = rows.control
    if audience != PUBLIC or control is None:
        return ()
    if not control.is_applied:
        reason = control.reason.strip().rstrip(".")
        return (f"Small numbers are not hidden in this report: {control.by} decided so. Reason: {reason}.",)
    count = len(rows.hidden_points)
    if not count:
        return ()
    figures = plural(count, "figure of this and earlier quarters is", "figures of this and earlier quarters are")
    return (f"{figures} hidden, shown as [c], because small numbers could point to a child.",)


def sources_of(extracts_of: Mapping[str, Sequence[str]], supplies: Rows, audience: str) -> dict[str, tuple[str, ...]]:
    """For each indicator, a sentence per extract that it needs."""
    by_extract: dict[str, list[Row]] = defaultdict(list)
    for row in supplies:
        by_extract[row["extract"]].append(row)
    return {
        indicator: tuple(_source(extract, by_extract.get(extract, []), audience) for extract in extracts)
        for indicator, extracts in extracts_of.items()
    }


def _supply(row: Row, with_counts: bool) -> SupplyRow:
    received, loaded, held, duplicates = (
        f"{row[name] or 0:,}" if with_counts else ""
        for name in ("rows_received", "rows_loaded", "rows_held", "rows_duplicate")
    )
    return SupplyRow(
        extract=extract_title(row["extract"]),
        supplier=row["supplier_title"] or row["supplier"],
        covers=row["covers"],
        data_to=day_or_dash(row["data_to"]),
        state=row["state"].capitalize(),
        reason=row["reason"] or "",
        received=received,
        loaded=loaded,
        held=held,
        duplicates=duplicates,
        needs_attention=row["state"] != LOADED or (with_counts and bool(row["rows_held"] or row["rows_duplicate"])),
    )


def _with_release(row: Row) -> str:
    """What is wrong, and who let rows count all the same."""
    if not row["rows_released"]:
        return row["message"]
    return (
        f"{row['message']} {plural(row['rows_released'], 'row counts', 'rows count')} all the same: {row['released']}"
    )


def _supplier_title(council: Council, row: Row) -> str:
    return next(
        (
            supply.title
            for supply in council.supplies
            if (supply.extract, supply.supplier) == (row["extract"], row["supplier"])
        ),
        row["supplier"],
    )


def day_or_dash(day: date | None) -> str:
    """A date as readers write it, or a dash."""
    return day_text(day) if day else "–"


def _named(row: Row) -> str:
    covers = f", {row['covers']}" if row["covers"] else ""
    return f"{extract_title(row['extract'])} from {row['supplier_title'] or row['supplier']}{covers}"


def _held_back(rows: Sequence[Row]) -> tuple[str, ...]:
    received = sum(row["rows_received"] or 0 for row in rows)
    held = sum(row["rows_held"] or 0 for row in rows)
    if not received:
        return ()
    released = sum(row["rows_released"] or 0 for row in rows)
    count_all_the_same = plural(released, "row that a rule would hold counts", "rows that a rule would hold count")
    decided = (f"{count_all_the_same} by an officer's decision.",) if released else ()
    return (held_back(held, received), *decided)


def held_back(held: int, received: int) -> str:
    """How many of the rows that came do not count, in a sentence."""
    if not held:
        return "No row is held back."
    until = "is held back until it is" if held == 1 else "are held back until they are"
    return f"{held:,} of {plural(received, 'row', 'rows')} {until} put right."


def _source(extract: str, rows: Sequence[Row], audience: str) -> str:
    """Such as: Attendance register: 10 of 10 deliveries loaded, 12 rows held back."""
    loaded = [row for row in rows if row["state"] == LOADED]
    text = f"{extract_title(extract)}: {len(loaded):,} of {plural(len(rows), 'delivery', 'deliveries')} loaded"
    held = sum(row["rows_held"] or 0 for row in loaded)
    return f"{text}, {plural(held, 'row', 'rows')} held back." if audience != PUBLIC else f"{text}."
