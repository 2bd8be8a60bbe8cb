"""What was last brought in of each delivery, by what its source said of it. The caller's transaction holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from flows.sources import Delivery
from flows.warehouse.statements import statement
from transforms.council_types import Supply


@dataclass(frozen=True)
class Fetched:
    """A file of a delivery as it was last brought in. ``identity`` is what the source said of it then."""

    data_to: date
    taken_on: date
    file_name: str
    identity: str
    sha256: str


def fetched(connection: Connection, council: str, supply: Supply) -> tuple[Fetched, ...]:
    """What was last brought in of a supply, the oldest delivery first."""
    place = {"council": council, "extract": supply.extract, "supplier": supply.supplier}
    return tuple(Fetched(**row) for row in connection.execute(statement("fetched"), place).mappings())


def remember(connection: Connection, council: str, delivery: Delivery, hashes: Sequence[str]) -> None:
    """Write down a delivery's files with the hashes of their bytes, in place of what was brought in of it before."""
    place = {
        "council": council,
        "extract": delivery.extract,
        "supplier": delivery.supplier,
        "data_to": delivery.data_to,
    }
    connection.execute(statement("fetched_forget"), place)
    for file, sha256 in zip(delivery.files, hashes, strict=True):
        row = {"taken_on": delivery.taken_on, "file_name": file.name, "identity": file.identity, "sha256": sha256}
        connection.execute(statement("fetched_add"), {**place, **row})
