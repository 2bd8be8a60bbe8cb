"""A SQL database, such as a copy of the Standard Safeguarding Dataset: a query per table of the extract.

The queries are files of the council folder, named after the tables (``list_2.sql``). Each runs once per delivery, in a
transaction that only reads, with ``:data_to`` as the date that the data are to run to and ``:year_before`` as the day a
year before it. Whether anything changed cannot be known without asking, so the database is asked in every run.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import URL, Connection, Engine, NullPool, TextClause, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from flows.schedule import TIMEZONE
from flows.sources.delivery import Delivery, Known, SourceFile, ends_of_quarters
from flows.sources.login import check_name, login_of, refused
from flows.sources.patience import (
    ANSWER_SECONDS,
    LIST_SECONDS,
    PULL_SECONDS,
    Deadline,
    Final,
    Host,
    Passing,
    patiently,
    receive,
)
from transforms.council_types import Supply
from transforms.errors import CouncilFolderError
from transforms.extracts import extract_by_id
from transforms.extracts.extract import Column, Extract, Kind, Table
from transforms.quarters import Quarter
from transforms.spellings import plain

T = TypeVar("T")

_POSTGRES = "postgresql"
_ROWS_AT_ONCE = 10_000
_DAYS = ("data_to", "year_before")
_COMMENT_LINE = re.compile(r"^[ \t]*--.*$", re.MULTILINE)
_READS = re.compile(r"\s*(?:select|with)\b", re.IGNORECASE)
_IN_ORDER = re.compile(r"\border\s+by\b", re.IGNORECASE)
# Of Postgres: the connection, its resources, its shutting down, a conflict with somebody else's transaction.
_PASSING_STATES = ("08", "53", "57P", "40", "55")
_TOO_SLOW = "57014"


@dataclass(frozen=True)
class Database:
    """Settings of a database.

    ``url`` is SQLAlchemy's, without user and password. ``login`` names the settings that hold those
    (``CYP_SOURCE_<LOGIN>_USER`` and ``_PASSWORD``). ``since``: deliveries from the quarter of this date on; when not
    set, the quarter's alone. ``timeout_seconds``: how long a query may take.
    """

    url: str
    login: str
    since: date | None = None
    timeout_seconds: int = 300


PLACE = Database


def check(folder: Path, supply: Supply) -> None:
    """Raise CouncilFolderError for an address with a login, queries that are not there, or that do not only read."""
    place = _place(supply)
    check_name(place.login)
    try:
        url = make_url(place.url)
    except SQLAlchemyError:
        raise CouncilFolderError("database: url cannot be read.", "Write postgresql://host/database.") from None
    if url.username or url.password or {"user", "password"} & url.query.keys():
        raise CouncilFolderError(
            f"database: the url of {url.host} holds a login.", "Put it into the environment, and name it: login."
        )
    if type(place.timeout_seconds) is not int or not 0 < place.timeout_seconds <= PULL_SECONDS:
        raise CouncilFolderError(
            "database: timeout_seconds is no number of seconds.", f"Write a whole number, at most {PULL_SECONDS:.0f}."
        )
    extract = extract_by_id(supply.extract)
    for file in _queries(folder, supply):
        if file.stem not in {table.name for table in extract.tables}:
            tables = ", ".join(table.name for table in extract.tables)
            raise CouncilFolderError(f"{file}: {extract.id} has no such table.", f"Name it after one of: {tables}.")
        _query(file)


def deliveries(folder: Path, supply: Supply, quarter: Quarter, known: Known) -> tuple[Delivery, ...]:
    """A delivery for each end of a quarter that is over, oldest first: its data can only then run to that day."""
    _asked(supply, LIST_SECONDS, _connected)
    today = datetime.now(ZoneInfo(TIMEZONE)).date()
    files = tuple(SourceFile(f"{file.stem}.csv", str(file)) for file in _queries(folder, supply))
    ends = (end for end in ends_of_quarters(_place(supply).since, quarter) if end < today)
    return tuple(Delivery(supply.extract, supply.supplier, end, end, files) for end in ends)


def pull(supply: Supply, delivery: Delivery, file: SourceFile, into: Path) -> None:
    """The result of a table's query as CSV, under the headers of the extract."""
    extract, query = extract_by_id(supply.extract), _query(Path(file.place))
    table = extract.table(Path(file.place).stem)
    year_before = pd.Timestamp(delivery.data_to) - pd.DateOffset(years=1)
    asked = query.bindparams(**_wanted(query, {"data_to": delivery.data_to, "year_before": year_before.date()}))
    _asked(
        supply,
        PULL_SECONDS,
        lambda connection, deadline: receive(_csv(connection, asked, extract, table), into, deadline),
    )


def _csv(connection: Connection, query: TextClause, extract: Extract, table: Table) -> Iterator[bytes]:
    """The header line, then the rows, so many at once: the whole result is never held."""
    with connection.execution_options(stream_results=True).execute(query) as result:
        columns = _columns(tuple(result.keys()), table)
        yield _lines([[column.header for column in columns]])
        for rows in result.partitions(_ROWS_AT_ONCE):
            frame = pd.DataFrame(map(tuple, rows), columns=[column.name for column in columns], dtype=object)
            for column in columns:
                if column.kind is Kind.DATE:
                    frame[column.name] = _as_written(frame[column.name], extract.date_formats[0])
            yield _lines(frame.itertuples(index=False, name=None))


def _as_written(values: pd.Series, date_format: str) -> pd.Series:
    """Dates as the extract writes them, without a time of day; text as it is."""
    if pd.api.types.infer_dtype(values, skipna=True) not in ("date", "datetime", "datetime64"):
        return values
    return pd.to_datetime(values).dt.strftime(date_format).astype(object).where(values.notna(), None)


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    lines = StringIO(newline="")
    csv.writer(lines, lineterminator="\n").writerows(rows)
    return lines.getvalue().encode()


def _columns(names: Sequence[str], table: Table) -> list[Column]:
    """The table's column that each of the query's is. Raises Final when one is none, or any is missing."""
    ours = {plain(name): column for column in table.columns for name in (column.name, column.header)}
    unknown = [name for name in names if plain(name) not in ours]
    found = [ours[plain(name)] for name in names if plain(name) in ours]
    missing = [column.name for column in table.columns if column not in found and not column.optional_column]
    if unknown or missing or len(set(found)) < len(found):
        amiss = [f"lacks {', '.join(missing)}"] if missing else []
        amiss += [f"gives {', '.join(unknown)}, which {table.title} does not have"] if unknown else []
        raise Final(
            f"was asked with {table.name}.sql, which {' and '.join(amiss) or 'gives a column twice'}",
            f"Name the query's columns by our names, each once: {', '.join(column.name for column in table.columns)}.",
        )
    return found


def _queries(folder: Path, supply: Supply) -> list[Path]:
    """The query files of a supply. Raises CouncilFolderError when there are none."""
    found = sorted((folder / supply.path).glob("*.sql")) if supply.path else []
    if not found:
        raise CouncilFolderError(
            f"{supply.extract} from {supply.supplier} has no query files.",
            "Name in path the folder that holds a .sql file per table; samples/queries has some to start from.",
        )
    return found


def _query(file: Path) -> TextClause:
    """A query. Raises CouncilFolderError for one that is no question, has no order, or asks for other days."""
    try:
        query = _COMMENT_LINE.sub("", file.read_text(encoding="utf-8")).strip().removesuffix(";")
    except (OSError, UnicodeDecodeError):
        raise CouncilFolderError(f"{file} cannot be read.", "Save it as UTF-8.") from None
    if not _READS.match(query):
        raise CouncilFolderError(f"{file} does not begin with select or with.", "Write one query that only reads.")
    if not _IN_ORDER.search(query):
        raise CouncilFolderError(
            f"{file} has no order by.", "Add one: the same rows in another order would be another delivery."
        )
    clause = text(query)
    if unknown := sorted(clause.compile().params.keys() - set(_DAYS)):
        raise CouncilFolderError(f"{file} asks for :{unknown[0]}.", f"Known: {', '.join(f':{day}' for day in _DAYS)}.")
    return clause


def _wanted(query: TextClause, days: dict[str, date]) -> dict[str, date]:
    """Those of the days that a query names."""
    return {name: day for name, day in days.items() if name in query.compile().params}


def _connected(connection: Connection, deadline: Deadline) -> None:
    """Nothing more: that there is a connection says that the database can be asked."""


def _asked(supply: Supply, seconds: float, work: Callable[[Connection, Deadline], T]) -> T:
    """What ``work`` brings from the database, in a transaction that only reads and is rolled back."""
    place = _place(supply)
    url = make_url(place.url)
    host = Host(f"the database {url.database} at {url.host}", place.login)

    def on_connection(deadline: Deadline) -> T:
        engine = _engine(url, place)
        try:
            with _failures_told(place.login), engine.connect() as connection:
                return work(connection, deadline)
        finally:
            engine.dispose()

    return patiently(supply, host, seconds, on_connection)


def _engine(url: URL, place: Database) -> Engine:
    login = login_of(place.login, "user", "password")
    password = login.password.get_secret_value() if login.password else None
    options: dict[str, Any] = {}
    if url.get_backend_name() in (_POSTGRES, "postgres"):
        url = url.set(drivername="postgresql+psycopg")
        limits = f"-c default_transaction_read_only=on -c statement_timeout={place.timeout_seconds * 1000}"
        options = {"connect_timeout": int(ANSWER_SECONDS), "application_name": "cyp", "options": limits}
    try:
        return create_engine(
            url.set(username=login.user or None, password=password),
            hide_parameters=True,
            poolclass=NullPool,
            connect_args=options,
        )
    except (SQLAlchemyError, ImportError):
        raise Final(
            f"needs a driver that is not installed here ({url.drivername})", "Install it beside cyp.", of_host=True
        ) from None


@contextmanager
def _failures_told(login: str) -> Iterator[None]:
    """What the database reports, as what passes and what does not. Its own words stay here: they may quote rows."""
    try:
        yield
    except DBAPIError as error:
        raise _told(error, login) from None


def _told(error: DBAPIError, login: str) -> Passing | Final:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    kind = type(error.orig).__name__
    if state == _TOO_SLOW:
        return Final("did not finish a query in time", "Make the query lighter, or raise timeout_seconds.")
    # While it connects, the driver gives no state and says it in words.
    if state.startswith("28") or (not state and "authentication" in str(error.orig)):
        return refused(login, "user", "password")
    if state.startswith(_PASSING_STATES) if state else isinstance(error, OperationalError | InterfaceError):
        return Passing(f"does not answer ({kind})", of_host=True)
    return Final(f"refused a query ({kind}, {state or 'no code'})", "Try the query file by hand with the same login.")


def _place(supply: Supply) -> Database:
    return cast(Database, supply.place)  # as flows.council made it of PLACE
