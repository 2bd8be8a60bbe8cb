"""Check loose files: the same rules as a run, on files that belong to no delivery."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from flows.council import read_council
from flows.parsing.control_totals import confirm, is_control_totals, read_control_totals
from flows.parsing.files import ReadTable, read_file
from flows.parsing.workbook import sheet_place
from flows.parsing.xml_heading import refuse_other_council
from flows.sources.folder import NOTE
from flows.workbooks import Sheet
from transforms.checking import Finding, TableCheck, check_table
from transforms.corrections import FIX, WHAT, broken_by, for_correction
from transforms.council_types import Council
from transforms.errors import DataRejected, UsageError
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Covers, Extract, Table
from transforms.quarters import academic_year, academic_year_start, financial_year, financial_year_bounds
from transforms.rules.rule import Context, Rule
from transforms.slices import slice_of
from transforms.staging import typed
from transforms.wording import worded
from transforms.years import CollectionYear, collection_year, oldest_whole_year

_FINDING = ("File", "Table", "Severity", "Rule", "Columns", "Rows", WHAT, FIX)


@dataclass(frozen=True)
class FileCheck:
    """What a run would say of a file: an error when it cannot be read, otherwise the findings of its table.

    ``file_name`` has the sheet beside it when the file is a workbook. ``counted_in``: what the findings' numbers count:
    lines of the file, records of its XML or rows of the sheet. ``unread_sheets`` are those of the workbook that are no
    tables, told once per workbook. ``text`` are the rows themselves, for the eyes of whoever sent the file.
    ``older_than``: the oldest year that is known whole, where the file is of one before it.
    """

    file_name: str
    title: str
    year: str
    table: Table | None
    check: TableCheck | None
    error: DataRejected | None
    counted_in: str = "line"
    unread_sheets: tuple[str, ...] = ()
    text: pd.DataFrame | None = field(default=None, repr=False)
    older_than: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.check.findings if self.check else ()

    @property
    def is_rejected(self) -> bool:
        return self.error is not None or (self.check is not None and self.check.is_stopped)

    @property
    def rows_received(self) -> int:
        return self.check.rows_received if self.check else 0

    @property
    def rows_loaded(self) -> int:
        """Rows that would be loaded if no rule rejected the file as a whole."""
        return self.check.rows_loaded if self.check else 0

    @property
    def rows_held(self) -> int:
        return self.check.rows_held if self.check else 0

    @property
    def duplicates(self) -> int:
        return self.check.duplicates if self.check else 0

    @property
    def encoding(self) -> str:
        """How the file was written: ascii, utf-8 or cp1252."""
        return self.text.attrs["encoding"] if self.text is not None else ""

    @property
    def unread_columns(self) -> tuple[str, ...]:
        """Headings of the file that the table does not declare. What stands under them goes nowhere."""
        return self.text.attrs["dropped_columns"] if self.text is not None else ()

    @property
    def missing_columns(self) -> tuple[str, ...]:
        """Headings that the file lacks and may lack: its rows have nothing there."""
        if self.table is None or self.text is None:
            return ()
        return tuple(column.header for column in self.table.columns if column.name not in self.text)

    def headers_of(self, rule: Rule) -> str:
        """The columns that a rule reads, by the names that the file gives them."""
        return self.table.headers_of(rule) if self.table else ""


def check_loose_files(
    files: Sequence[Path],
    extract_id: str,
    year: str,
    council_folder: Path | None,
    today: date,
    lists_on: date | None = None,
) -> tuple[FileCheck, ...]:
    """Check files together, so that one table can be looked up in another, whatever the order they are given in.

    ``year`` says which code lists apply. When it is empty, files that lie in a delivery's folder (``2025-06-30``) are
    judged by that day, as a run would; others by ``today``. A delivery's note among them is passed over, and its
    control totals are compared, so that a whole folder can be given. ``lists_on``: a day whose code lists are used
    instead, whatever the year. Raises UsageError for an extract or a year that
    there is none of.
    """
    council = read_council(council_folder) if council_folder else None
    la_code = council.la_code if council else ""
    choices = tuple(worded(extract, council.words if council else ()) for extract in _choices(extract_id))
    delivered = None if year else _delivered(files)
    loaded: list[_Loaded] = []
    checked: list[FileCheck] = []
    totals = [file for file in files if is_control_totals(file.name)]
    for file in (file for file in files if file.name != NOTE and file not in totals):
        try:
            loaded.extend(_load(file, choices, la_code))
        except DataRejected as error:
            checked.append(_unread(file, error))
    checked.extend(_disagreeing(totals, loaded))
    for extract in choices:
        of_extract = [each for each in loaded if each.read.extract is extract]
        if of_extract:
            covers = _covers(extract, files, council, council_folder) if council and council_folder else ""
            context = replace(_context(extract, year, council, today, delivered, covers), lists_on=lists_on)
            checked.extend(_check_extract(extract, of_extract, context))
    return tuple(checked)


@dataclass(frozen=True)
class _Loaded:
    """A table of a file, how the file and its sheet are called, and the sheets beside it that are no tables."""

    file_name: str
    read: ReadTable
    unread_sheets: tuple[str, ...]

    @property
    def place(self) -> str:
        return sheet_place(self.file_name, self.read.sheet) if self.read.sheet else self.file_name


def _unread(file: Path, error: DataRejected) -> FileCheck:
    return FileCheck(file.name, file.name, "", None, None, error)


def _disagreeing(totals: Sequence[Path], loaded: Sequence[_Loaded]) -> Iterator[FileCheck]:
    """The files of control totals that cannot be read, or that count other rows than arrived."""
    received = [(each.file_name, (each.read.table.name, each.read.sheet), len(each.read.text)) for each in loaded]
    for file in totals:
        try:
            confirm(read_control_totals(file), received)
        except DataRejected as error:
            yield _unread(file, error)


def findings_workbook(checked: Sequence[FileCheck]) -> tuple[Sheet, ...]:
    """What is wrong with files as sheets: every finding, then per table all rows that a rule found, marked where wrong.

    They hold values of rows, so they are for whoever holds the files already.
    """
    listed = [line for each in checked for line in _listed(each)]
    findings = pd.DataFrame(listed, columns=list(_FINDING), dtype="str")
    return (Sheet("Findings", findings), *(sheet for each in checked for sheet in _failing_rows(each)))


def delivery_day(file: Path) -> date | None:
    """The day that a delivery's data run to, where a file lies in the folder of one."""
    try:
        return date.fromisoformat(file.resolve().parent.name)
    except ValueError:
        return None


def _listed(each: FileCheck) -> Iterator[tuple[str, ...]]:
    if each.error is not None:
        yield each.file_name, "", "stop", "", "", "", each.error.message, each.error.fix
    for finding in each.findings:
        rule, title = finding.rule, each.table.title if each.table else ""
        about = rule.severity.value, rule.id, each.headers_of(rule), str(finding.rows_failed)
        yield each.file_name, title, *about, rule.message, rule.fix


def _failing_rows(each: FileCheck) -> Iterator[Sheet]:
    """A sheet of the rows of a table that rules found; none where all is well."""
    if each.table is None or each.check is None or each.text is None or not each.findings:
        return
    rules = {finding.rule.id: finding.rule for finding in each.findings}
    broken = broken_by(each.check.masks, rules)
    cells, marked = for_correction(each.text.loc[broken.index], each.table, broken, rules, each.counted_in)
    yield Sheet(each.table.name, cells, marked)


def _choices(extract_id: str) -> tuple[Extract, ...]:
    chosen = tuple(extract for extract in EXTRACTS if extract_id in ("", extract.id))
    if not chosen:
        raise UsageError(f"There is no extract {extract_id}.", f"Known: {', '.join(e.id for e in EXTRACTS)}.")
    return chosen


def _load(file: Path, choices: Sequence[Extract], la_code: str) -> list[_Loaded]:
    """The tables of a file. Raises DataRejected when it cannot be read as any, or says that it is another council's."""
    found = read_file(file.name, file, choices)
    refuse_other_council(found.heading, file.name, la_code)
    unread = tuple(sheet.sheet for sheet in found.unread)
    return [_Loaded(file.name, read, () if number else unread) for number, read in enumerate(found.tables)]


def _check_extract(extract: Extract, files: Sequence[_Loaded], context: Context) -> Iterator[FileCheck]:
    """Check an extract's tables in their order, each against those before it, several files of one together."""
    kept: dict[str, pd.DataFrame] = {}
    order = [table.name for table in extract.tables]
    in_order = sorted(files, key=lambda each: order.index(each.read.table.name))
    read = [(loaded, typed(loaded.read.text, loaded.read.table, extract.date_formats)) for loaded in in_order]
    for number, (loaded, rows) in enumerate(read):
        table, text = loaded.read.table, loaded.read.text
        later = {
            each.read.table.name: of_later for each, of_later in read[number + 1 :] if each.read.table is not table
        }
        outcome = check_table(rows, text, table, replace(context, tables=dict(kept), later=later))
        of_other_files = [kept[table.name]] if table.name in kept else []
        kept[table.name] = pd.concat([*of_other_files, outcome.kept])
        yield FileCheck(
            loaded.place,
            f"{table.title} ({loaded.place})",
            _year(extract, context),
            table,
            outcome,
            None,
            loaded.read.counted_in,
            loaded.unread_sheets,
            text,
            known.name if (known := oldest_whole_year(extract, context.covers_to)) else "",
        )


def _year(extract: Extract, context: Context) -> str:
    match extract.covers:
        case Covers.CALENDAR_YEAR:
            return str(context.covers_to.year)
        case Covers.FINANCIAL_YEAR | Covers.MONTH:
            return financial_year(context.covers_to)
        case _:
            return academic_year(context.covers_to)


def _delivered(files: Sequence[Path]) -> date | None:
    """The day that the files' data run to, where the folder that they all lie in is named by it."""
    days = {delivery_day(file) for file in files}
    return days.pop() if len(days) == 1 else None


def _covers(extract: Extract, files: Sequence[Path], council: Council, council_folder: Path) -> str:
    """What the supply says that its deliveries cover whose folder the files' delivery lies in; empty for none."""
    folders = {file.resolve().parent.parent for file in files}
    supplies = (supply for supply in council.supplies if supply.extract == extract.id)
    return next((each.covers for each in supplies if (council_folder / each.path).resolve() in folders), "")


def _context(
    extract: Extract,
    year: str,
    council: Council | None,
    today: date,
    delivered: date | None = None,
    covers: str = "",
) -> Context:
    half_terms = council.half_terms if council else ()
    first, last = _bounds(extract, year, delivered or today)
    if delivered and (half_terms or extract.covers not in (Covers.TERM, Covers.HALF_TERM)):
        part = slice_of(extract, delivered, half_terms, covers)
        first, last = part.first, part.last
    context = Context(data_to=last, taken_on=max(last, today), covers_from=first, covers_to=last)
    if council is None:
        return context
    return replace(
        context,
        la_code=council.la_code,
        la_names=council.la_names,
        schools=council.school_urns,
        half_terms=half_terms,
    )


def year_named(extract: Extract, year: str, today: date) -> CollectionYear:
    """The collection year that a text names for an extract; today's where it is empty. Raises UsageError."""
    return collection_year(extract, _bounds(extract, year, today)[0])


def _bounds(extract: Extract, year: str, today: date) -> tuple[date, date]:
    """First and last day of the year whose code lists apply, or of the month for an extract that covers one.

    A calendar year is the first that ``year`` names.
    """
    if re.fullmatch(r"[12][0-9]{3}-(0[1-9]|1[0-2])", year) and extract.covers is Covers.MONTH:
        return _month(int(year[:4]), int(year[5:]))
    is_calendar_year = extract.covers is Covers.CALENDAR_YEAR and re.fullmatch(r"[12][0-9]{3}", year)
    if year and not is_calendar_year and not _is_year(year):
        raise UsageError(f"'{year}' is not a year.", "Write it as 2024-25 or 2024/25.")
    match extract.covers:
        case Covers.CALENDAR_YEAR:
            number = int(year[:4] or today.year)
            return date(number, 1, 1), date(number, 12, 31)
        case Covers.FINANCIAL_YEAR | Covers.MONTH:
            return financial_year_bounds(year or financial_year(today))
        case _:
            start = academic_year_start(year or academic_year(today))
            return start, start.replace(year=start.year + 1, month=8, day=31)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _is_year(text: str) -> bool:
    """Whether a text names two years that follow each other."""
    years = re.fullmatch(r"([12][0-9]{3})[-/]([0-9]{2})", text)
    return years is not None and (int(years[1]) + 1) % 100 == int(years[2])
