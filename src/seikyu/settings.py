"""All settings, read once from the environment at a composition root; every problem is reported together."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit


class Environment(StrEnum):
    """Where this instance stands (contract §3, environments)."""

    PRODUCTION = "production"
    SANDBOX = "sandbox"


class SettingsError(Exception):
    """One or more settings cannot be used; the message lists all of them."""


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


DEFAULT_MAX_BODY_BYTES = 32 * 1024 * 1024
KEY_BYTES = 32


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read `SEIKYU_*`; raise SettingsError naming every missing or unusable one."""
    given = _Given(environ)
    host = given.text("SEIKYU_HOST", "127.0.0.1")
    port = given.number("SEIKYU_PORT", 8000, 1, 65535)
    environment = Environment(given.choice("SEIKYU_ENVIRONMENT", ("production", "sandbox")))
    clamd = given.listener("SEIKYU_CLAMD")
    settings = Settings(
        database_url=given.url("SEIKYU_DATABASE_URL", "", ("postgresql", "postgres")),
        base_url=given.url("SEIKYU_BASE_URL", f"http://{host}:{port}", ("http", "https")).rstrip("/"),
        environment=environment,
        host=host,
        port=port,
        pool_size=given.number("SEIKYU_POOL_SIZE", 10, 2, 200),
        max_body_bytes=given.number("SEIKYU_MAX_BODY_BYTES", DEFAULT_MAX_BODY_BYTES, 1024, 1 << 30),
        smtp=_smtp(given, needed=environment is Environment.PRODUCTION),
        mail_from=given.text("SEIKYU_MAIL_FROM", "seikyu@localhost"),
        log_level=given.choice("SEIKYU_LOG_LEVEL", ("info", "debug", "warning", "error")),
        secret_keys=given.keys("SEIKYU_SECRET_KEY"),
        posting_folder=given.path("SEIKYU_POSTING_FOLDER"),
        posting_sftp=_posting_sftp(given),
        trusted_proxies=given.networks("SEIKYU_TRUSTED_PROXIES"),
        webhook_private_networks=given.networks("SEIKYU_WEBHOOK_PRIVATE_NETWORKS"),
        files=_files(given, host, clamd),
        rates=_rates(given, environment),
        pooled=given.choice("SEIKYU_DATABASE_POOLER", ("none", "transaction")) == "transaction",
        direct_url=_direct_url(given),
        metrics_host=given.text("SEIKYU_METRICS_HOST", "127.0.0.1"),
        metrics_port=given.number("SEIKYU_METRICS_PORT", 0, 0, 65535) or None,
        otel_endpoint=_otel_endpoint(given),
        objects=_objects(given),
        clamd=clamd,
    )
    if settings.posting_folder and settings.posting_sftp:
        given.problems.append("SEIKYU_POSTING_FOLDER and SEIKYU_POSTING_SFTP_HOST: set one of them")
    if given.problems:
        raise SettingsError("; ".join(given.problems))
    return settings


def _direct_url(given: "_Given") -> str | None:
    if not given.text("SEIKYU_DATABASE_DIRECT_URL", ""):
        if given.text("SEIKYU_DATABASE_POOLER", "none") != "none":
            given.problems.append(
                "SEIKYU_DATABASE_DIRECT_URL is not set: migrating and waiting for jobs go past the pooler"
            )
        return None
    return given.url("SEIKYU_DATABASE_DIRECT_URL", "", ("postgresql", "postgres"))


def _otel_endpoint(given: "_Given") -> str | None:
    if not given.text("SEIKYU_OTEL_ENDPOINT", ""):
        return None
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.sdk") is None:
        given.problems.append("SEIKYU_OTEL_ENDPOINT needs the extra: pip install 'seikyu[otel]'")
    return given.url("SEIKYU_OTEL_ENDPOINT", "", ("http", "https")).rstrip("/")


def _rates(given: "_Given", environment: Environment) -> Rates:
    # Whoever tries a program out against a sandbox calls more often than it ever will afterwards.
    times = 10 if environment is Environment.SANDBOX else 1
    return Rates(
        given.number("SEIKYU_RATE_PER_CLIENT", 1200 * times, 0, 1_000_000),
        given.number("SEIKYU_RATE_PER_ADDRESS", 3000 * times, 0, 1_000_000),
        given.number("SEIKYU_RATE_TOKENS_PER_ADDRESS", 120 * times, 0, 1_000_000),
    )


def _smtp(given: "_Given", *, needed: bool) -> Smtp | None:
    host = given.text("SEIKYU_SMTP_HOST", "")
    if not host:
        if needed:
            given.problems.append("SEIKYU_SMTP_HOST is not set: production hands its mail to a real server")
        return None
    return Smtp(
        host=host,
        port=given.number("SEIKYU_SMTP_PORT", 587, 1, 65535),
        user=given.text("SEIKYU_SMTP_USER", "") or None,
        password=given.text("SEIKYU_SMTP_PASSWORD", "") or None,
        tls=given.choice("SEIKYU_SMTP_TLS", ("starttls", "none", "tls")),
    )


def _posting_sftp(given: "_Given") -> Sftp | None:
    host = given.text("SEIKYU_POSTING_SFTP_HOST", "")
    if not host:
        return None
    if find_spec("asyncssh") is None:
        given.problems.append("SEIKYU_POSTING_SFTP_HOST needs the extra: pip install 'seikyu[sftp]'")
    return Sftp(
        host=host,
        port=given.number("SEIKYU_POSTING_SFTP_PORT", 22, 1, 65535),
        user=given.needed("SEIKYU_POSTING_SFTP_USER"),
        key_file=Path(given.needed("SEIKYU_POSTING_SFTP_KEY_FILE")),
        # Without it we could not tell the mail house from somebody in between.
        host_key=given.needed("SEIKYU_POSTING_SFTP_HOST_KEY"),
        folder=given.text("SEIKYU_POSTING_SFTP_FOLDER", ".").rstrip("/"),
    )


def _files(given: "_Given", host: str, clamd: str | None) -> FileServer | None:
    files = FileServer(
        host=given.text("SEIKYU_FILES_HOST", host),
        sftp_port=given.number("SEIKYU_FILES_SFTP_PORT", 2022, 0, 65535),
        host_key_file=given.path("SEIKYU_FILES_HOST_KEY_FILE"),
        ftps_port=given.number("SEIKYU_FILES_FTPS_PORT", 2121, 0, 65535),
        certificate_file=given.path("SEIKYU_FILES_CERTIFICATE_FILE"),
        certificate_key_file=given.path("SEIKYU_FILES_CERTIFICATE_KEY_FILE"),
        passive_ports=given.ports("SEIKYU_FILES_PASSIVE_PORTS"),
        public_address=given.text("SEIKYU_FILES_PUBLIC_ADDRESS", "") or None,
        max_bytes=given.number("SEIKYU_FILES_MAX_BYTES", 32 * 1024 * 1024, 1024, 1 << 28),
        clamd=clamd,
    )
    if (files.certificate_file is None) is not (files.certificate_key_file is None):
        given.problems.append(
            "SEIKYU_FILES_CERTIFICATE_FILE and SEIKYU_FILES_CERTIFICATE_KEY_FILE: set both or neither"
        )
    if files.host_key_file is None and files.certificate_file is None:
        return None
    if find_spec("asyncssh") is None or find_spec("pyftpdlib") is None:
        given.problems.append(
            "SEIKYU_FILES_HOST_KEY_FILE and SEIKYU_FILES_CERTIFICATE_FILE need the extra: "
            "pip install 'seikyu[files]'"
        )
    return files


def _objects(given: "_Given") -> Path | S3 | None:
    value = given.text("SEIKYU_OBJECTS", "database")
    kind, _, rest = value.partition(":")
    if value == "database":
        return None
    if kind == "folder" and Path(rest).is_absolute():
        return Path(rest)
    bucket, _, prefix = rest.removeprefix("//").partition("/")
    if kind != "s3" or not rest.startswith("//") or not bucket:
        given.problems.append(
            f"SEIKYU_OBJECTS must be database, folder:/path or s3://bucket/prefix, not {value!r}"
        )
        return None
    if find_spec("obstore") is None:
        given.problems.append("SEIKYU_OBJECTS=s3://… needs the extra: pip install 'seikyu[s3]'")
    endpoint = given.text("SEIKYU_OBJECTS_S3_ENDPOINT", "")
    return S3(
        bucket=bucket,
        prefix=prefix.strip("/"),
        endpoint=given.url("SEIKYU_OBJECTS_S3_ENDPOINT", "", ("https", "http")) if endpoint else "",
        region=given.text("SEIKYU_OBJECTS_S3_REGION", "us-east-1"),
        access_key_id=given.text("SEIKYU_OBJECTS_S3_ACCESS_KEY_ID", "") or None,
        secret_access_key=given.text("SEIKYU_OBJECTS_S3_SECRET_ACCESS_KEY", "") or None,
        path_style=given.choice("SEIKYU_OBJECTS_S3_PATH_STYLE", ("no", "yes")) == "yes",
    )


@dataclass(slots=True)
class _Given:
    """The environment, and what was found wrong with it."""

    environ: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def text(self, name: str, default: str) -> str:
        return self.environ.get(name) or default

    def needed(self, name: str) -> str:
        value = self.environ.get(name) or ""
        if not value:
            self.problems.append(f"{name} is not set")
        return value

    def keys(self, name: str) -> tuple[bytes, ...]:
        """Keys of 32 bytes in base64, separated by commas."""
        keys = []
        for part in self.needed(name).split(","):
            try:
                key = b64decode(part.strip(), validate=True)
            except ValueError:
                key = b""
            keys.append(key)
        # What was given is not told: it is a secret, however broken.
        if name in self.environ and any(len(key) != KEY_BYTES for key in keys):
            self.problems.append(f"{name} must be {KEY_BYTES} bytes in base64; `seikyu keys new` makes one")
        return tuple(keys)

    def path(self, name: str) -> Path | None:
        value = self.environ.get(name)
        return Path(value) if value else None

    def number(self, name: str, default: int, low: int, high: int) -> int:
        raw = self.environ.get(name) or str(default)
        if raw.isascii() and raw.isdigit() and low <= int(raw) <= high:
            return int(raw)
        self.problems.append(f"{name} must be a whole number from {low} to {high}, not {raw!r}")
        return default

    def listener(self, name: str) -> str | None:
        """The path of a socket, or a host and a port."""
        value = self.environ.get(name)
        if not value:
            return None
        host, _, port = value.rpartition(":")
        if not value.startswith("/") and not (host and port.isascii() and port.isdigit()):
            self.problems.append(f"{name} must be host:port or the path of a socket, not {value!r}")
        return value

    def ports(self, name: str) -> range | None:
        """A range of ports, `low-high`."""
        value = self.environ.get(name)
        if not value:
            return None
        low, _, high = value.partition("-")
        if (
            all(one.isascii() and one.isdigit() for one in (low, high))
            and 0 < int(low) <= int(high) < 1 << 16
        ):
            return range(int(low), int(high) + 1)
        self.problems.append(f"{name} must be a range of ports such as 30000-30099, not {value!r}")
        return None

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """One of the allowed; the first when nothing is given."""
        value = self.environ.get(name) or allowed[0]
        if value in allowed:
            return value
        self.problems.append(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
        return allowed[0]

    def networks(self, name: str) -> tuple[str, ...]:
        """Addresses and networks, separated by commas."""
        named = tuple(part.strip() for part in self.environ.get(name, "").split(",") if part.strip())
        for part in named:
            try:
                ip_network(part, strict=False)
            except ValueError:
                self.problems.append(f"{name} must name addresses or networks, not {part!r}")
        return named

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        value = self.environ.get(name) or default
        if not value:
            self.problems.append(f"{name} is not set")
        elif urlsplit(value).scheme not in schemes:
            self.problems.append(f"{name} must begin with {schemes[0]}://")
        return value
