"""Pure decisions about logging in."""

import hashlib
import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

SESSION_ABSOLUTE = timedelta(hours=12)
SESSION_IDLE = timedelta(hours=2)

FORGET_FAILURES_AFTER = timedelta(hours=1)
FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 15 * 60

LONGEST_PFID = 254
SHORTEST_PASSWORD = 12
PFID = re.compile(r"[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True)
class Watched:
    """Something whose failed logins are counted, and how many pass without a wait."""

    subject: bytes
    free_failures: int


@dataclass(frozen=True, slots=True)
class Failures:
    """How often logins of one subject failed of late."""

    count: int
    last_at: datetime


def watched(pfid: str, address: str, known_by: bytes | None = None) -> tuple[Watched, Watched, Watched]:
    """What a login attempt counts against: this PFID from this address, the PFID, the address.

    The pair is the strictest, so that a stranger cannot lock a person out from afar with a few tries; an
    address may be a whole office, so it is the mildest. Whoever keeps failing from ever other addresses makes
    the PFID wait, but not where a stranger cannot come from, `known_by` what only the person or their company
    has: that is counted by itself.
    """
    name = normal_pfid(pfid)
    return (
        Watched(_subject("pair", name, address), 5),
        _anywhere("pfid", name, known_by),
        Watched(_subject("address", address), 100),
    )


def wait_seconds(watch: Watched, failures: Failures | None, now: datetime) -> int:
    """How long this subject has to wait: 30 s from the last free failure on, doubling up to 15 minutes."""
    if failures is None or failures.count < watch.free_failures:
        return 0
    doublings = min(failures.count - watch.free_failures, 10)
    wait = min(FIRST_WAIT_SECONDS << doublings, LONGEST_WAIT_SECONDS)
    return max(0, math.ceil(wait - (now - failures.last_at).total_seconds()))


def watched_guesses(of: str, address: str) -> Watched:
    """What wrong guesses of something that is no password count against: the address they come from."""
    return Watched(_subject(of, address), 10)


def watched_second(user_id: int, address: str, known_by: bytes | None = None) -> tuple[Watched, Watched]:
    """What a wrong second factor counts against: the person from this address, and the person."""
    return (
        Watched(_subject("second pair", str(user_id), address), 5),
        _anywhere("second", str(user_id), known_by),
    )


def is_pfid(text: str) -> bool:
    """Whether it has the form of a mail address, as a PFID has."""
    return PFID.fullmatch(text) is not None and len(text) <= LONGEST_PFID


def normal_pfid(pfid: str) -> str:
    """The form PFIDs are compared in: full-width letters and capitals are the same person."""
    return unicodedata.normalize("NFKC", pfid).strip().lower()


def local_path(target: str) -> str:
    """`target` when it is a path of this site, else the front page.

    Browsers read two slashes, of either slant and with tabs or line breaks between, as another site.
    """
    if not target.startswith("/") or target.startswith("//") or "\\" in target or not target.isprintable():
        return "/"
    return target


def _anywhere(what: str, name: str, known_by: bytes | None) -> Watched:
    known = () if known_by is None else (known_by.hex(),)
    return Watched(_subject(what, name, *known), 20)


def _subject(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
