"""The file of an export as it is handed out: the very bytes that were made."""

from starlette.responses import Response

from seikyu.db.pool import Pool, transaction
from seikyu.http.downloads import Sheet, csv_answer
from seikyu.kit.jst import JST
from seikyu.ledgers.formats import LAYOUTS
from seikyu.ledgers.model import Export
from seikyu.ledgers.packing import unpacked
from seikyu.storage import objects


async def file_answer(pool: Pool, owner: int, export: Export) -> Response:
    """The file to be saved, unpacked while it is sent."""
    async with transaction(pool, owner) as connection:
        stored = await objects.get(connection, owner, export.packed_sha256)
    content = await objects.content(pool, stored)
    layout = LAYOUTS[export.format]
    made = export.made_at.astimezone(JST)
    name = f"{export.format.value}_{made:%Y%m%d_%H%M%S}.{layout.suffix}"
    return csv_answer(Sheet(unpacked(content), export.rows), name, layout.encoding)
