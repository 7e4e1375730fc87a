"""請求書更新 in batches; floors: `COPY` of the same canonical bytes, and the empty endpoint.

No worker runs: what is measured ends with the invoice versioned, audited and queued.
"""

from dataclasses import dataclass
from functools import partial

from bench.invoices import as_json, invoice, request
from bench.load import Script, http, shared
from bench.measure import Comparison, Sample, Variant, compare
from bench.seed import FIRST
from bench.stage import Stage
from bench.statements import statements
from bench.storing import copy

UPDATE = "/v1/invoice/seller/invoices"


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests of one size."""

    size: int
    lines: int
    requests: int
    connections: int

    @property
    def invoices(self) -> int:
        """How many invoices a run updates."""
        return self.size * self.requests


BATCHES = (
    Batch(1, 10, 800, 8),
    Batch(100, 10, 60, 4),
    Batch(1000, 10, 6, 2),
    Batch(1, 100, 300, 8),
    Batch(100, 100, 10, 4),
    Batch(1000, 100, 2, 2),
)
QUICK = (Batch(1, 10, 200, 8), Batch(100, 10, 16, 4), Batch(1000, 10, 2, 2), Batch(100, 100, 4, 4))


async def run(stage: Stage) -> list[Comparison]:
    """Every size of batch."""
    found = []
    for batch in QUICK if stage.quick else BATCHES:
        count = await statements(stage, batch.size, batch.lines)
        notes = [f"{count} statements a request"]
        subject = Variant(
            f"update, {batch.size:,} × {batch.lines} lines", partial(_put, stage, batch), stage.send_back
        )
        floors = [
            Variant("COPY of the same bytes", partial(_copy, stage, batch), stage.checkpoint),
            Variant("empty endpoint", partial(_put_nowhere, stage, batch)),
        ]
        found.append(await compare("invoice", subject, floors, stage.rounds, notes))
    return found


def bodies(batch: Batch, seed: int) -> list[bytes]:
    """The bodies of a run: every invoice once, in batches."""
    numbers = range(FIRST, FIRST + batch.invoices, batch.size)
    return [
        as_json(
            request([invoice(number, batch.lines, seed=seed) for number in range(first, first + batch.size)])
        )
        for first in numbers
    ]


def put_requests(batch: Batch, token: str, seed: int) -> list[bytes]:
    """The same as requests."""
    return [put(body, token) for body in bodies(batch, seed)]


def put(body: bytes, token: str) -> bytes:
    """One request."""
    return http("PUT", UPDATE, body, Authorization=f"Bearer {token}", Content_Type="application/json")


def _scripts(batch: Batch, token: str, seed: int, connections: int) -> list[Script]:
    return shared(put_requests(batch, token, seed), connections)


async def _put(stage: Stage, batch: Batch) -> Sample:
    token = (await stage.tokens()).access_token
    scripts = partial(_scripts, batch, token, stage.turn())
    return await stage.load(stage.web, batch.connections, batch.invoices, scripts)


async def _put_nowhere(stage: Stage, batch: Batch) -> Sample:
    scripts = partial(_scripts, batch, "nobody", stage.turn())
    return await stage.load(stage.empty, batch.connections, batch.invoices, scripts)


async def _copy(stage: Stage, batch: Batch) -> Sample:
    turn = stage.turn()
    job = partial(copy, stage.url, partial(bodies, batch, turn), batch.connections, turn)
    return await stage.aside(job, batch.invoices)
