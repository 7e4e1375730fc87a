"""What an operator may set."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Environment(StrEnum):
    """Where this instance stands (contract §3, environments)."""

    PRODUCTION = "production"
    SANDBOX = "sandbox"


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server that outgoing mail is handed to."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: str
    """`none`, `starttls` or `tls`."""


@dataclass(frozen=True, slots=True)
class Sftp:
    """The server of a mail house that takes print batches."""

    host: str
    port: int
    user: str
    key_file: Path
    host_key: str
    """The server's public key, as it stands in a `.pub` file."""
    folder: str


@dataclass(frozen=True, slots=True)
class FileServer:
    """How files of payment notices may arrive: by SFTP with a host key, by FTPS with a certificate."""

    host: str
    sftp_port: int
    host_key_file: Path | None
    ftps_port: int
    certificate_file: Path | None
    certificate_key_file: Path | None
    passive_ports: range | None
    public_address: str | None
    max_bytes: int
    clamd: str | None = None
    """As `Settings.clamd`."""


@dataclass(frozen=True, slots=True)
class S3:
    """A bucket of an S3-compatible store; without an endpoint or a key, as Amazon's own are found."""

    bucket: str
    prefix: str
    endpoint: str
    region: str
    access_key_id: str | None
    secret_access_key: str | None = field(repr=False)
    path_style: bool

    @property
    def name(self) -> str:
        """As the setting names it."""
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")


@dataclass(frozen=True, slots=True)
class Rates:
    """How many requests a minute are let in; 0 is as many as one likes."""

    per_client: int = 0
    per_address: int = 0
    secrets_per_address: int = 0
    """Of those that show a password, a code or a client's secret."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set; see docs/runbooks/settings.md for each."""

    database_url: str
    base_url: str
    environment: Environment
    host: str
    port: int
    pool_size: int
    max_body_bytes: int
    smtp: Smtp | None
    mail_from: str
    log_level: str
    secret_keys: tuple[bytes, ...] = field(repr=False)
    """What secrets in the database are sealed with (`seikyu.seals`): the newest first, then older ones."""
    posting_folder: Path | None = None
    """Where print batches are laid for a mail house, if it takes them from a folder."""
    posting_sftp: Sftp | None = None
    """The server print batches are handed to, if the mail house has one."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed."""
    files: FileServer | None = None
    """How files may arrive, if they may."""
    webhook_private_networks: tuple[str, ...] = ()
    """Networks that webhooks may lie in though they are not of the public internet."""
    rates: Rates = Rates()
    """How often somebody may ask."""
    pooled: bool = False
    """Whether a pooler stands before the database that lends a server for a transaction at a time."""
    direct_url: str | None = None
    """The database past the pooler."""
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = None
    """Where operators' programs read figures, if they may."""
    otel_endpoint: str | None = None
    """Where traces are sent by OTLP over HTTP, if they are."""

    objects: Path | S3 | None = None
    """Where objects lie: in a folder, in a bucket, or in the database."""
    clamd: str | None = None
    """The virus scanner files are shown to, `host:port` or the path of a socket."""

    @property
    def whole_url(self) -> str:
        """The database itself, for what a pooler cannot do: migrating, and hearing of new jobs at once."""
        return self.direct_url or self.database_url

    @property
    def secure(self) -> bool:
        """Whether people reach this instance by HTTPS: cookies are then sent over nothing else."""
        return self.base_url.startswith("https://")
