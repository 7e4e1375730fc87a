"""Reading payees; the owner company comes first."""

from collections.abc import Collection
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.masters import queries as masters
from seikyu.payees.masters import PAYEES
from seikyu.payees.model import Payee, payee_of


async def payees(connection: Connection, owner: int, payee_ids: Collection[UUID]) -> dict[UUID, Payee]:
    """The payees with these ids, deleted or not: an invoice keeps the one it belongs to."""
    found = await masters.by_ids(connection, owner, PAYEES, payee_ids)
    return {master_id: payee_of(master) for master_id, master in found.items()}
