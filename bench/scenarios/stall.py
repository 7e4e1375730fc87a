"""How long others wait while somebody sends very much at once; floor: the same requests with nothing beside.

A small request is due every five milliseconds, on the web process that takes the large one.
"""

import itertools
import threading
import time
from collections.abc import Callable
from functools import partial

from bench.load import Load, Wire, http
from bench.measure import WAIT, Comparison, Sample, Variant, compare
from bench.scenarios.update import Batch, put_requests
from bench.stage import Stage

PERIOD = 0.005
CONNECTIONS = 8
CALM = 0.3
SMALL = http("GET", "/healthz")
BATCHES = (Batch(100, 10, 1, 1), Batch(1000, 10, 1, 1), Batch(1000, 100, 1, 1))


async def run(stage: Stage) -> list[Comparison]:
    """Beside one request of each size."""
    found = []
    for batch in BATCHES[:2] if stage.quick else BATCHES:
        subject = Variant(
            f"beside {batch.size:,} × {batch.lines} lines", partial(_beside, stage, batch), stage.send_back
        )
        floor = Variant("alone", partial(_alone, stage))
        found.append(
            await compare(
                WAIT,
                subject,
                [floor],
                min(stage.rounds, 3),
                ["each: the longest wait of a run"],
            )
        )
    return found


async def _beside(stage: Stage, batch: Batch) -> Sample:
    token = (await stage.tokens()).access_token
    large = partial(put_requests, batch, token, stage.turn())
    return await stage.aside(partial(_probe, stage.web.ports[0], large), 1)


async def _alone(stage: Stage) -> Sample:
    return await stage.aside(partial(_probe, stage.web.ports[0], list), 1)


def _probe(port: int, large: Callable[[], list[bytes]]) -> Load:
    """Send the large requests one after the other; the latencies are those of the small ones meanwhile."""
    prepared = large()
    line = Wire(port)
    over = threading.Event()
    latencies: list[float] = []
    due = itertools.count(time.perf_counter(), PERIOD)

    def ask() -> None:
        small = Wire(port)
        while not over.is_set():
            moment = next(due)
            time.sleep(max(0.0, moment - time.perf_counter()))
            small.ask(SMALL)
            latencies.append(time.perf_counter() - moment)

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    time.sleep(CALM)
    for request in prepared:
        line.ask(request)
    time.sleep(CALM)
    over.set()
    for thread in threads:
        thread.join()
    return Load(max(latencies), latencies, 0.0)
