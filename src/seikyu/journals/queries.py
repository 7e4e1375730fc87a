"""Reading slips; the owner company comes first."""

import json
from collections.abc import Collection

from seikyu.db.pool import Connection, Row
from seikyu.journals.model import Slip, entry_of


async def slips(connection: Connection, owner: int, numbers: Collection[int]) -> dict[int, Slip]:
    """The slips of received invoices, by their numbers, confirmed or not."""
    rows = await connection.fetch(
        f"SELECT {_COLUMNS} FROM journal_slips WHERE company_id = $1 AND invoice_mng_num = ANY($2)",  # noqa: S608 -- names of our own
        owner,
        sorted(numbers),
    )
    return {row["invoice_mng_num"]: _slip(row) for row in rows}


def _slip(row: Row) -> Slip:
    values = dict(row) | {"entries": tuple(entry_of(entry) for entry in json.loads(row["entries"]))}
    return Slip(**values)


_COLUMNS = "invoice_mng_num, version, slip_date, confirmed_at, confirmed_by, revision, entries"
