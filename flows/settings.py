"""Settings of the machine that runs the pipeline. The only module that reads the environment.

Everything about a council is in its folder; only what differs between machines is here, as ``CYP_...`` variables
(and Prefect's own ``PREFECT_API_URL``).
"""

import hashlib
import os
from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from transforms.errors import UsageError

T = TypeVar("T", bound=BaseSettings)

LOGIN_PREFIX = "CYP_SOURCE_"
WEBHOOK_PREFIX = "CYP_WEBHOOK_"
_ROOT_DATA = Path("/var/lib/cyp")
_REPOSITORY = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What differs between machines. Each field is read from ``CYP_`` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="CYP_", frozen=True, extra="forbid", env_ignore_empty=True, populate_by_name=True
    )

    home: Path = Field(default=Path("var"), description="Folder for landed files, reports and the database.")
    database_url: SecretStr | None = Field(
        default=None, description="A Postgres server, versions 15 to 18. Without it the embedded one is used."
    )
    council: Path | None = Field(default=None, description="Council folder, when --council is not given.")
    key: SecretStr | None = Field(default=None, description="Pseudonymisation key in hex, instead of a key file.")
    key_file: Path | None = Field(default=None, description="File that holds the pseudonymisation key in hex.")
    secrets_file: Path | None = Field(
        default=None, description="File of lines CYP_SOURCE_<NAME>_PASSWORD=…, for sources that need a login."
    )
    settle_seconds: float = Field(
        default=2.0, ge=0, description="How long a file must have been left alone before it is taken for whole."
    )
    postgres_sync: bool = Field(default=True, description="False only for throw-away databases of tests: no fsync.")
    failpoint: str = Field(default="", description="Name of a point in a step at which the process ends. For tests.")
    code_version: str = Field(default="", description="Version of the code to record, where git is not at hand.")
    processes: int = Field(
        default=0,
        ge=0,
        le=64,
        description="How many processes bring deliveries in side by side; 1 for threads of one process. 0 takes one "
        "per core, four at most, for a run with thirty or more deliveries to bring in.",
    )
    dask_address: str = Field(
        default="",
        description="A Dask scheduler, tls://HOST:PORT, whose workers bring deliveries in instead of processes here.",
    )
    dask_ca_file: Path | None = Field(default=None, description="Certificate of whoever signed the cluster's own.")
    dask_cert_file: Path | None = Field(default=None, description="Certificate of this machine for the cluster.")
    dask_key_file: Path | None = Field(default=None, description="Private key of that certificate.")
    report_formats: str = Field(
        default="",
        description="Formats in which reports are rendered, with commas between. Without it, a run's draft is a page "
        "alone, and all else is in every format.",
    )
    run_at: time = Field(default=time(6), description="Time of day in London at which a quarter's first run is due.")
    redraft_at: time = Field(default=time(2), description="Time of day in London of the nightly look for new files.")
    notify_at: time = Field(
        default=time(7, 30), description="Time of day in London at which reminders go out, on working days."
    )
    reports_url: str = Field(
        default="", description="Address under which people open the reports folder; links in messages lead there."
    )
    backups: Path | None = Field(default=None, description="Folder of nightly dumps, for cyp doctor to look at.")
    smtp_host: str = Field(default="", description="Mail server that takes messages. Without it none is sent by mail.")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="How the connection is kept private; none only for a relay on one's own network.",
    )
    smtp_user: str = Field(default="", description="Account on the mail server, where it wants one.")
    smtp_password: SecretStr | None = Field(default=None, description="Password of that account.")
    smtp_from: str = Field(default="", description="Sender of the messages, an address that the server lets us use.")
    prefect_api_url: str = Field(
        default="",
        validation_alias=AliasChoices("PREFECT_API_URL", "prefect_api_url"),
        description="A Prefect server. Without it a local one is started on need.",
    )

    def __hash__(self) -> int:
        """Settings are keys of what is made once per process; a frozen model has a hash, which type checkers miss."""
        return hash(self.model_dump_json())

    @property
    def landing(self) -> Path:
        """Landed files, each under its SHA-256."""
        return self.home.resolve() / "landing"

    @property
    def reports(self) -> Path:
        """Rendered reports, a folder per council and quarter."""
        return self.home.resolve() / "reports"

    @property
    def postgres_dir(self) -> Path:
        """The embedded database: data, password files, log.

        Postgres refuses to run as root, and the account that runs it instead could not reach a folder under
        another person's home; so for root it lies under /var/lib/cyp, in a folder of its own for each ``home``.
        """
        if os.geteuid() != 0:
            return self.home.resolve() / "postgres"
        return _ROOT_DATA / hashlib.sha256(str(self.home.resolve()).encode()).hexdigest()[:12]

    @property
    def sql_dir(self) -> Path:
        """The SQL of the warehouse: migrations, statements, views, roles."""
        return _REPOSITORY / "sql"

    @property
    def repository(self) -> Path:
        """The folder that holds ``flows``, ``transforms`` and the rest."""
        return _REPOSITORY


class SourceLogin(BaseSettings):
    """How to sign in to a source. Each field is read from ``CYP_SOURCE_``, the login's name and its own name."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    user: str = Field(default="", description="Name of the account.")
    password: SecretStr | None = Field(default=None, description="Its password, or the passphrase of its key file.")
    key_file: Path | None = Field(default=None, description="Private key of an account on an SFTP server.")
    token: SecretStr | None = Field(default=None, description="Bearer token of an HTTPS server.")


def source_login(name: str) -> SourceLogin:
    """The login that a council's supplies call by a name, from the environment or the secrets file; empty for none.

    Raises UsageError that names what is wrong, never a value.
    """
    return _named(SourceLogin, f"{LOGIN_PREFIX}{name.upper()}_")


def _named(kind: type[T], prefix: str) -> T:
    file = get_settings().secrets_file
    if file is not None and not file.is_file():
        raise UsageError(f"The secrets file {file} is not there.", "Check CYP_SECRETS_FILE.")
    try:
        return kind(_env_prefix=prefix, _env_file=file)  # pyright: ignore[reportCallIssue] - pydantic's own
    except (ValidationError, UnicodeDecodeError):
        raise UsageError(f"A setting {prefix}… cannot be read.", "Put it right in the environment.") from None


class Webhook(BaseSettings):
    """Where messages are posted to. Each field is read from ``CYP_WEBHOOK_``, the webhook's name and its own name."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    url: SecretStr | None = Field(default=None, description="Its address, which often is a secret by itself.")
    token: SecretStr | None = Field(default=None, description="Bearer token, where it wants one.")


def webhook(name: str) -> Webhook:
    """The webhook that a council's recipients call by a name, from the environment or the secrets file.

    Raises UsageError that names what is wrong, never a value.
    """
    return _named(Webhook, f"{WEBHOOK_PREFIX}{name.upper()}_")


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Settings from the environment, read once.

    Raises UsageError that names the variable, never its value (it may be a password).
    """
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(sorted("CYP_" + str(problem["loc"][0]).upper() for problem in error.errors()))
        raise UsageError(f"A setting cannot be read: {names}.", "Put it right in the environment.") from None


def child_environment(**extra: str) -> dict[str, str]:
    """A copy of the environment for a program that we start, with ``extra`` put over it."""
    return {**os.environ, **extra}
