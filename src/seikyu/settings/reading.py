"""Reading what was set, once at a composition root; every problem is reported together."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from seikyu.settings.given import Given
from seikyu.settings.model import S3, Environment, FileServer, Rates, Settings, Sftp, Smtp

DEFAULT_MAX_BODY_BYTES = 32 * 1024 * 1024


class SettingsError(Exception):
    """One or more settings cannot be used; the message lists all of them."""


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read `SEIKYU_*`; raise SettingsError naming every missing or unusable one."""
    given = Given(environ)
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


def _direct_url(given: Given) -> str | None:
    if not given.text("SEIKYU_DATABASE_DIRECT_URL", ""):
        if given.text("SEIKYU_DATABASE_POOLER", "none") != "none":
            given.problems.append(
                "SEIKYU_DATABASE_DIRECT_URL is not set: migrating and waiting for jobs go past the pooler"
            )
        return None
    return given.url("SEIKYU_DATABASE_DIRECT_URL", "", ("postgresql", "postgres"))


def _otel_endpoint(given: Given) -> str | None:
    if not given.text("SEIKYU_OTEL_ENDPOINT", ""):
        return None
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.sdk") is None:
        given.problems.append("SEIKYU_OTEL_ENDPOINT needs the extra: pip install 'seikyu[otel]'")
    return given.url("SEIKYU_OTEL_ENDPOINT", "", ("http", "https")).rstrip("/")


def _rates(given: Given, environment: Environment) -> Rates:
    # Whoever tries a program out against a sandbox calls more often than it ever will afterwards.
    times = 10 if environment is Environment.SANDBOX else 1
    return Rates(
        given.number("SEIKYU_RATE_PER_CLIENT", 1200 * times, 0, 1_000_000),
        given.number("SEIKYU_RATE_PER_ADDRESS", 3000 * times, 0, 1_000_000),
        given.number("SEIKYU_RATE_TOKENS_PER_ADDRESS", 120 * times, 0, 1_000_000),
    )


def _smtp(given: Given, *, needed: bool) -> Smtp | None:
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


def _posting_sftp(given: Given) -> Sftp | None:
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


def _files(given: Given, host: str, clamd: str | None) -> FileServer | None:
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


def _objects(given: Given) -> Path | S3 | None:
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
