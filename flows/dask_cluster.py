"""The Dask cluster that brings deliveries in when one machine is outgrown: reached by its address, kept by others.

What crosses the network are names and numbers: a worker reads files and rows itself, as a process beside the run does.
When a worker is lost, Dask gives its task to another, and the ledger tells that one what is done already.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from distributed import Security
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker

from flows.settings import Settings
from flows.this_machine import is_this_machine
from transforms.errors import UsageError

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner  # pyright: ignore[reportPrivateImportUsage]

LOST = (KilledWorker, FutureCancelledError)  # how a task ends that no worker could bring to its end
_PATIENCE = "60s"  # for the scheduler to answer


def cluster_runner(settings: Settings) -> "DaskTaskRunner":
    """What hands tasks to the cluster of CYP_DASK_ADDRESS. It connects with the first of them.

    Raises UsageError for an address of another machine without TLS: the cluster runs whatever it is sent.
    """
    # It takes a second to import, which only runs on a cluster need.
    from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 # pyright: ignore[reportPrivateImportUsage]

    address = settings.dask_address
    return DaskTaskRunner(address=address, client_kwargs={"security": _security(settings), "timeout": _PATIENCE})


def _security(settings: Settings) -> Security:
    files = {
        "tls_ca_file": settings.dask_ca_file,
        "tls_client_cert": settings.dask_cert_file,
        "tls_client_key": settings.dask_key_file,
    }
    given = {name: str(file) for name, file in files.items() if file is not None}
    is_tls = settings.dask_address.startswith("tls://")
    if is_tls and len(given) < len(files):
        raise UsageError(
            "CYP_DASK_ADDRESS begins with tls://, and certificates are missing.",
            "Set CYP_DASK_CA_FILE, CYP_DASK_CERT_FILE and CYP_DASK_KEY_FILE.",
        )
    if not is_tls and not is_this_machine(urlsplit(settings.dask_address).hostname or ""):
        raise UsageError(
            "CYP_DASK_ADDRESS names another machine without TLS.",
            "Start the scheduler and the workers with certificates, and write the address as tls://HOST:PORT.",
        )
    return Security(**given, require_encryption=is_tls)
