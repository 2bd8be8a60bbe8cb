"""``cyp warehouse``: the database of the pipeline."""

import os
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from flows.cli.options import council_folder, council_option, json_option, told
from flows.cli.removal import erase, retain
from flows.settings import child_environment, get_settings
from transforms.errors import CouncilFolderError, UsageError, WarehouseUnavailable

role_option = click.option(
    "--as",
    "role",
    type=click.Choice(["reader", "officer", "owner"]),
    default="reader",
    show_default=True,
    help="Who connects: reader sees what is issued and open to all, officer also drafts, owner everything.",
)


@click.group()
def warehouse() -> None:
    """Start, stop and open the database; take out of it what must not stay."""


warehouse.add_command(erase)
warehouse.add_command(retain)


@warehouse.command()
@json_option
def start(as_json: bool) -> None:
    """Start the embedded database, if it does not run."""
    from flows.warehouse import embedded

    settings = get_settings()
    _only_embedded()
    server = embedded.ensure(settings)
    value = {"host": server.host, "port": server.port, "files": str(settings.postgres_dir)}
    line = f"The database runs on {server.host}, port {server.port}. Its files: {settings.postgres_dir}"
    told(as_json, value, [line])


@warehouse.command()
@json_option
def stop(as_json: bool) -> None:
    """Stop the embedded database, and the local Prefect server that keeps its records there."""
    from flows.orchestration import stop_server
    from flows.warehouse import embedded

    _only_embedded()
    stop_server(get_settings())
    stopped = embedded.stop(get_settings())
    told(as_json, {"stopped": stopped}, ["The database was stopped." if stopped else "The database was not running."])


@warehouse.command()
@council_option
@json_option
def migrate(council: Path | None, as_json: bool) -> None:
    """Bring the schema up to date, and make the logins of a council when one is given."""
    from flows.warehouse.engine import make_engine
    from flows.warehouse.logins import ensure_logins
    from flows.warehouse.migrations import migrate as bring_up_to_date

    settings = get_settings()
    engine = make_engine(settings)
    try:
        applied = bring_up_to_date(engine)
        if council or settings.council:
            ensure_logins(settings, engine, _slug(council))
    finally:
        engine.dispose()
    told(
        as_json, {"applied": applied}, [f"Applied {each}" for each in applied or ["nothing: the schema is up to date"]]
    )


@warehouse.command()
@role_option
@council_option
def url(role: str, council: Path | None) -> None:
    """Print the URL for a BI tool. It holds the password."""
    click.echo(_url(role, council))


@warehouse.command()
@role_option
@council_option
@click.argument("arguments", nargs=-1)
def psql(role: str, council: Path | None, arguments: tuple[str, ...]) -> None:
    """Open psql on the warehouse. What follows -- is passed on to it."""
    from flows.warehouse import embedded

    parts = urlsplit(_url(role, council))
    program = str(embedded.packaged_binary("psql"))
    # The password goes by the environment of psql: a command line can be read by every account of the machine.
    environment = child_environment(**({"PGPASSWORD": unquote(parts.password)} if parts.password else {}))
    login, _, place = parts.netloc.rpartition("@")
    without = parts._replace(netloc=f"{login.partition(':')[0]}@{place}").geturl()
    try:
        os.execve(program, [program, without, *arguments], environment)  # noqa: S606 - psql takes over the terminal
    except OSError:
        raise WarehouseUnavailable(f"{program} cannot be run.", "Run make runtime to install it again.") from None


def _url(role: str, council: Path | None) -> str:
    from flows.steps.context import warehouse as open_warehouse
    from flows.warehouse.access import note_opened
    from flows.warehouse.logins import reader_url

    slug = "" if role == "owner" else _slug(council)
    address = reader_url(get_settings(), slug, role)
    note_opened(open_warehouse(get_settings()), slug, "warehouse login", role)
    return address


def _slug(council: Path | None) -> str:
    """Short name of the council, from its folder."""
    file = council_folder(council) / "council.toml"
    try:
        return str(tomllib.loads(file.read_text(encoding="utf-8"))["slug"])
    except (OSError, tomllib.TOMLDecodeError, KeyError):
        raise CouncilFolderError(f"{file} does not name the council.", 'It needs a line: slug = "..."') from None


def _only_embedded() -> None:
    if get_settings().database_url is not None:
        raise UsageError("CYP_DATABASE_URL is set: that server is not ours to start or stop.", "Unset it first.")
