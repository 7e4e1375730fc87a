"""What a webhook's address must look like, and when an event is sent again."""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

from seikyu.webhooks.addresses import Network, may_be_called, read_address
from seikyu.webhooks.model import URL_LENGTH, Outcome
from seikyu.wire import codes
from seikyu.wire.faults import Fault

SCHEDULE: Sequence[timedelta] = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=15),
)
"""How long after each failed attempt the next comes; after the last of them, within a day, it is given up."""
JITTER = 0.1
BUSY = (429, 503)
LONGEST_ASKED = timedelta(hours=1)
SECONDS = re.compile(r"[0-9]+")
HOST = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")
LOWEST_PORT = 1024


def url_faults(url: str, private: Collection[Network]) -> list[Fault]:
    """What is wrong with an address, as far as can be told without asking a name server."""
    parts = _parts(url)
    if parts is None or parts.scheme not in {"https", "http"}:
        return [Fault("url", codes.WEBHOOK_URL, {})]
    address = read_address(parts.hostname or "")
    # Unencrypted only where the operator's own networks may be called; which is looked at when calling.
    if parts.scheme == "http" and not private:
        return [Fault("url", codes.WEBHOOK_URL, {})]
    if address is not None and not may_be_called(address, private):
        return [Fault("url", codes.WEBHOOK_ADDRESS, {})]
    return []


def next_delay(attempts: int, schedule: Sequence[timedelta], luck: float) -> timedelta | None:
    """How long to wait after so many failed attempts, or None to give up.

    `luck`, from 0 to 1, makes it up to a tenth shorter, so that what failed together does not come together.
    """
    if attempts > len(schedule):
        return None
    return schedule[attempts - 1] * (1 - JITTER * luck)


def asked_delay(outcome: Outcome, now: datetime) -> timedelta:
    """How long the receiver wants to be left alone, in seconds or until a moment (RFC 9110 §10.2.3).

    At most an hour, and only where it says that it is busy; what cannot be read asks for nothing.
    """
    said = (outcome.retry_after or "").strip()
    if outcome.status not in BUSY or not said:
        return timedelta(0)
    if SECONDS.fullmatch(said):
        return min(timedelta(seconds=int(said[:10])), LONGEST_ASKED)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return timedelta(0)
    return max(min(until.replace(tzinfo=until.tzinfo or UTC) - now, LONGEST_ASKED), timedelta(0))


def _parts(url: str) -> SplitResult | None:
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > URL_LENGTH:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    good = (
        parts.username is None
        and parts.password is None
        and "#" not in url
        and "\\" not in url
        and (HOST.fullmatch(host) is not None or read_address(host) is not None)
        and (port is None or port in {80, 443} or port >= LOWEST_PORT)
    )
    return parts if good else None
