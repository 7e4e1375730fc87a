"""The environment, value by value: text, numbers, addresses, keys."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

KEY_BYTES = 32


@dataclass(slots=True)
class Given:
    """The environment, and what was found wrong with it."""

    environ: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def text(self, name: str, default: str) -> str:
        """As it was given."""
        return self.environ.get(name) or default

    def needed(self, name: str) -> str:
        """As it was given; it has to be."""
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
        """Of a file or folder."""
        value = self.environ.get(name)
        return Path(value) if value else None

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number from low to high."""
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
        """An address of one of the schemes; it has to be given where there is no default."""
        value = self.environ.get(name) or default
        if not value:
            self.problems.append(f"{name} is not set")
        elif urlsplit(value).scheme not in schemes:
            self.problems.append(f"{name} must begin with {schemes[0]}://")
        return value
