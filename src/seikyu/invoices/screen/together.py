"""Many prints as one file for the browser."""

import asyncio
from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

from seikyu.db.pool import Pool
from seikyu.http.downloads import saved_as
from seikyu.invoices.taking_out import Print, sheets_of
from seikyu.pdf.binding import bind


async def bound_answer(pool: Pool, prints: Sequence[Print], day: date) -> Response:
    """One PDF of all of them, named by the day and their number."""
    sheets = await sheets_of(pool, prints)
    content = await asyncio.to_thread(bind, sheets)
    name = f"請求書_{day:%Y%m%d}_{len(sheets)}件.pdf"
    return Response(content, media_type="application/pdf", headers=saved_as(name))
