"""All settings, read once from the environment at a composition root; every problem is reported together."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
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

    @property
    def secure(self) -> bool:
        """Whether people reach this instance by HTTPS: cookies are then sent over nothing else."""
        return self.base_url.startswith("https://")


DEFAULT_MAX_BODY_BYTES = 32 * 1024 * 1024


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read `SEIKYU_*`; raise SettingsError naming every missing or unusable one."""
    problems: list[str] = []

    def text(name: str, default: str | None = None) -> str:
        value = environ.get(name, default)
        if value is None or value == "":
            problems.append(f"{name} is not set")
            return ""
        return value

    def number(name: str, default: int, low: int, high: int) -> int:
        raw = environ.get(name, "")
        if raw == "":
            return default
        if not (raw.isascii() and raw.isdigit() and low <= int(raw) <= high):
            problems.append(f"{name} must be a whole number from {low} to {high}, not {raw!r}")
            return default
        return int(raw)

    def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = environ.get(name) or default
        if value not in allowed:
            problems.append(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
            return default
        return value

    database_url = text("SEIKYU_DATABASE_URL")
    if database_url and urlsplit(database_url).scheme not in {"postgresql", "postgres"}:
        problems.append("SEIKYU_DATABASE_URL must begin with postgresql://")
    host = environ.get("SEIKYU_HOST") or "127.0.0.1"
    port = number("SEIKYU_PORT", 8000, 1, 65535)
    base_url = (environ.get("SEIKYU_BASE_URL") or f"http://{host}:{port}").rstrip("/")
    if urlsplit(base_url).scheme not in {"http", "https"}:
        problems.append("SEIKYU_BASE_URL must begin with http:// or https://")
    smtp = None
    if smtp_host := environ.get("SEIKYU_SMTP_HOST"):
        smtp = Smtp(
            host=smtp_host,
            port=number("SEIKYU_SMTP_PORT", 587, 1, 65535),
            user=environ.get("SEIKYU_SMTP_USER") or None,
            password=environ.get("SEIKYU_SMTP_PASSWORD") or None,
            tls=choice("SEIKYU_SMTP_TLS", "starttls", ("none", "starttls", "tls")),
        )
    settings = Settings(
        database_url=database_url,
        base_url=base_url,
        environment=Environment(choice("SEIKYU_ENVIRONMENT", "production", ("production", "sandbox"))),
        host=host,
        port=port,
        pool_size=number("SEIKYU_POOL_SIZE", 10, 2, 200),
        max_body_bytes=number("SEIKYU_MAX_BODY_BYTES", DEFAULT_MAX_BODY_BYTES, 1024, 1 << 30),
        smtp=smtp,
        mail_from=environ.get("SEIKYU_MAIL_FROM") or "seikyu@localhost",
        log_level=choice("SEIKYU_LOG_LEVEL", "info", ("debug", "info", "warning", "error")),
    )
    if settings.environment is Environment.PRODUCTION and settings.smtp is None:
        problems.append("SEIKYU_SMTP_HOST is not set: production hands its mail to a real server")
    if problems:
        raise SettingsError("; ".join(problems))
    return settings


def sandbox_folder(environ: Mapping[str, str], *, root: bool) -> Path:
    """Where the sandbox keeps its data when no folder is named.

    Started by root, PostgreSQL runs as another user, who must be able to reach the folder.
    """
    if root:
        return Path("/var/lib/seikyu/sandbox")
    home = environ.get("XDG_DATA_HOME") or str(Path(environ.get("HOME") or "/var/tmp") / ".local" / "share")  # noqa: S108 -- only for an account without a home
    return Path(home) / "seikyu" / "sandbox"
