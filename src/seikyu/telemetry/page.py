"""`/metrics`, on an address of its own that is never public; beside it, whether the process lives."""

import asyncio

from asyncpg import InterfaceError, PostgresError
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from seikyu.db.pool import Pool
from seikyu.telemetry.metrics import Meter


def metrics_page(meter: Meter, pool: Pool, *, queue: bool) -> Starlette:
    """The application; `queue` says that this process tells of the queue, which is the same for all."""

    async def metrics(_request: Request) -> Response:
        idle = pool.get_idle_size()
        meter.pool_is(used=pool.get_size() - idle, idle=idle, most=pool.get_max_size())
        if queue:
            try:
                async with asyncio.timeout(5):
                    meter.queue_is(await _queue(pool))
            except (OSError, TimeoutError, PostgresError, InterfaceError):
                meter.queue_is([])
        return Response(meter.text(), media_type=CONTENT_TYPE_LATEST)

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/metrics", metrics), Route("/healthz", alive)])


async def _queue(pool: Pool) -> list[tuple[str, str, int, float | None]]:
    rows = await pool.fetch(
        """
        SELECT entrypoint, CASE WHEN status = 'queued' AND execute_after > now() THEN 'later'
                                ELSE status::text END AS state,
               count(*) AS jobs,
               extract(epoch FROM now() - min(execute_after) FILTER (
                   WHERE status = 'queued' AND execute_after <= now()))::float8 AS oldest
        FROM pgqueuer GROUP BY 1, 2
        """
    )
    return [(row["entrypoint"], row["state"], row["jobs"], row["oldest"]) for row in rows]
