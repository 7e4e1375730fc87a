"""Where the chains end: to be kept where nobody with the database can reach it, and compared with later."""

import hashlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime

import structlog

from seikyu.db.pool import Pool, transaction
from seikyu.kit.jst import wire_time

log = structlog.get_logger("seikyu.audit")

_WORDS = 3


class BadAnchor(ValueError):  # noqa: N818 -- named for what the file is
    """No list of heads, or not as it was printed."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last number of a company's chain, and its hash."""

    company_id: int
    last_no: int
    last_hash: bytes

    @property
    def written(self) -> str:
        """As lists of heads have it."""
        return f"{self.company_id} {self.last_no} {self.last_hash.hex()}"


async def heads(pool: Pool) -> AsyncIterator[Head]:
    """The head of every company that has entries, each read as that company."""
    for company in await companies(pool):
        async with transaction(pool, company) as connection:
            row = await connection.fetchrow(
                "SELECT last_no, last_hash FROM audit_heads WHERE company_id = $1 AND last_no > 0", company
            )
        if row is not None:
            yield Head(company, row["last_no"], row["last_hash"])


async def tell(pool: Pool) -> None:
    """Write every head into the log of the process: logs are often kept elsewhere."""
    async for head in heads(pool):
        log.info("audit head", company=head.company_id, no=head.last_no, hash=head.last_hash.hex())


async def companies(pool: Pool) -> list[int]:
    """Every company, by its number."""
    async with transaction(pool, None) as connection:
        rows = await connection.fetch("SELECT company_id FROM companies ORDER BY company_id")
    return [row["company_id"] for row in rows]


def anchor(known: Iterable[Head], now: datetime) -> str:
    """A list of heads, to be kept; its last line is a digest of the others."""
    lines = "".join(f"{line}\n" for line in (f"heads {wire_time(now)}", *(head.written for head in known)))
    return f"{lines}digest {_digest(lines)}\n"


def read_anchor(text: str) -> dict[int, Head]:
    """The heads of a kept list, by company; raise BadAnchor when it is not as it was printed."""
    lines, _, last = text.rstrip("\n").rpartition("\n")
    if not lines.startswith("heads ") or last != f"digest {_digest(lines + chr(10))}":
        raise BadAnchor("not a list of heads as it was printed")
    found = {}
    for line in lines.splitlines()[1:]:
        words = line.split(" ")
        if len(words) != _WORDS:
            raise BadAnchor(f"no head: {line}")
        company, number, at = words
        found[int(company)] = Head(int(company), int(number), bytes.fromhex(at))
    return found


def _digest(lines: str) -> str:
    return hashlib.sha256(lines.encode()).hexdigest()
