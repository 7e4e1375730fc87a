"""What a worker issues in a second: print, store, deliver, tell the buyer; floor: printing alone."""

import asyncio
import time
from functools import partial

from bench.load import Wire
from bench.machine import cpu_seconds
from bench.measure import Comparison, Sample, Variant, compare
from bench.scenarios.pdf import print_all
from bench.scenarios.update import Batch, bodies, put
from bench.stage import Stage

PATIENCE = 300.0


async def run(stage: Stage) -> list[Comparison]:
    """One worker, invoices of 10 lines."""
    batch = Batch(100 if stage.quick else 400, 10, 1, 1)
    with stage.worker() as worker:
        subject = Variant("issue, one worker", partial(_issue, stage, batch, worker), stage.send_back)
        floor = Variant("print only, one thread", partial(print_all, batch.invoices))
        return [await compare("invoice", subject, [floor], min(stage.rounds, 3))]


async def _issue(stage: Stage, batch: Batch, worker: int) -> Sample:
    token = (await stage.tokens()).access_token
    (body,) = bodies(batch, stage.turn())
    postgres = stage.postgres()
    before = cpu_seconds([worker]), cpu_seconds(postgres)
    await asyncio.to_thread(lambda: Wire(stage.web.ports[0]).ask(put(body, token)))
    started = time.perf_counter()
    while await stage.queued():
        if time.perf_counter() - started > PATIENCE:
            raise TimeoutError("the worker does not come to an end")
        await asyncio.sleep(0.02)
    seconds = time.perf_counter() - started
    cpu = {"worker": cpu_seconds([worker]) - before[0], "PostgreSQL": cpu_seconds(postgres) - before[1]}
    return Sample(seconds, batch.invoices, cpu=cpu)
