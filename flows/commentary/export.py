"""One workbook for each officer, from the frozen publication."""

import contextlib
from pathlib import Path

from sqlalchemy import Connection

from flows.commentary.basis import Basis, read_basis
from flows.commentary.form import form_of
from flows.commentary.workbook import workbook_bytes
from flows.steps.context import RunContext
from flows.steps.officers import officer_called
from flows.warehouse import publications
from flows.warehouse.access import note_opened
from flows.workbooks import SUFFIX, write_private
from transforms.errors import Refused, UsageError


def export_workbooks(run: RunContext, out: Path, officers: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """Write the workbooks of all officers who have something to write or to sign, or of some, into a folder.

    Raises Refused when nothing is frozen, UsageError for a folder that cannot be made.
    """
    with run.engine.connect() as connection:
        basis = read_basis(run, connection, frozen_publication(run, connection))
    wanted = [officer_called(run.council, each).initials for each in officers]
    named = wanted or [
        officer.initials for officer in run.council.officers if basis.has_something_for(officer.initials)
    ]
    if idle := next((each for each in named if not basis.has_something_for(each)), None):
        raise UsageError(
            f"{basis.name_of(idle)} has nothing to write and nothing to sign about {run.quarter}.",
            "Who answers for a measure, writes and signs stands in council.toml.",
        )
    try:
        with contextlib.suppress(FileExistsError):
            out.mkdir(mode=0o700, parents=True)  # small numbers lie in them
    except OSError as error:
        raise UsageError(f"The folder {out} cannot be made: {error.strerror}.", "Choose another: --out DIR") from None
    note_opened(run.engine, run.council.slug, "commentary export", f"{run.quarter}: {', '.join(named)}")
    return tuple(_write(basis, officer, out) for officer in named)


def frozen_publication(run: RunContext, connection: Connection) -> int:
    """Number of the frozen publication of the run's quarter. Raises Refused when there is none."""
    found = publications.frozen(connection, run.council.slug, str(run.quarter))
    if found is not None:
        return found.publication_id
    issued = publications.issued(connection, run.council.slug, str(run.quarter))
    if issued is not None:
        raise Refused(
            f"Publication {issued.publication_id} of {run.quarter} is issued with its words, and none newer is frozen.",
            f"To restate it, freeze a newer draft first: cyp freeze {run.quarter} --by NAME",
        )
    raise Refused(
        f"No publication of {run.quarter} is frozen, so there are no figures to write about yet.",
        f"Choose the draft first: cyp freeze {run.quarter} --by NAME",
    )


def _write(basis: Basis, officer: str, out: Path) -> Path:
    file = out / f"{basis.council.slug}-{basis.quarter}-{basis.publication_id}-{officer}{SUFFIX}"
    write_private(workbook_bytes(form_of(basis, officer)), file)
    return file
