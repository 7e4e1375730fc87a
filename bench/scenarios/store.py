"""Storing versions in batches of 100, as the product does it under row-level security; floor: `COPY`."""

from collections.abc import Callable
from functools import partial

from bench.load import Load
from bench.measure import Comparison, Sample, Variant, compare
from bench.scenarios.update import Batch, bodies
from bench.stage import Stage
from bench.storing import copy, insert

Way = Callable[[str, Callable[[], list[bytes]], int, int], Load]


async def run(stage: Stage) -> list[Comparison]:
    """Versions of 10 and of 100 lines."""
    found = []
    for batch in (Batch(100, 10, 60, 2), Batch(100, 100, 10, 2)):
        subject = Variant(
            f"store versions of {batch.lines} lines", partial(_store, stage, batch, insert), stage.checkpoint
        )
        floor = Variant("COPY of the same bytes", partial(_store, stage, batch, copy), stage.checkpoint)
        note = "INSERT … SELECT … FROM unnest, batches of 100"
        found.append(await compare("version", subject, [floor], stage.rounds, [note]))
    return found


async def _store(stage: Stage, batch: Batch, way: Way) -> Sample:
    turn = stage.turn()
    job = partial(way, stage.url, partial(bodies, batch, turn), batch.connections, turn)
    return await stage.aside(job, batch.invoices)
