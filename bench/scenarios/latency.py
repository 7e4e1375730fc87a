"""How long one invoice takes at moderate load: an open loop, so a stall is felt by all it holds up."""

from functools import partial

from bench.measure import Comparison, Sample, Variant, compare
from bench.scenarios.update import Batch, put_requests
from bench.stage import Stage

RATE = 50.0
CONNECTIONS = 16


async def run(stage: Stage) -> list[Comparison]:
    """Single-invoice updates, 50 a second."""
    batch = Batch(1, 10, 200 if stage.quick else 1000, CONNECTIONS)
    subject = Variant(f"one invoice, {RATE:.0f} a second", partial(_put, stage, batch), stage.send_back)
    floor = Variant("empty endpoint", partial(_put_nowhere, stage, batch))
    return [await compare("request", subject, [floor], 1, ["latency from the moment a request was due"])]


async def _put(stage: Stage, batch: Batch) -> Sample:
    token = (await stage.tokens()).access_token
    requests = partial(put_requests, batch, token, stage.turn())
    return await stage.load_at(stage.web, CONNECTIONS, requests, batch.requests, RATE)


async def _put_nowhere(stage: Stage, batch: Batch) -> Sample:
    requests = partial(put_requests, batch, "nobody", stage.turn())
    return await stage.load_at(stage.empty, CONNECTIONS, requests, batch.requests, RATE)
