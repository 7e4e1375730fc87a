"""部門: the departments that received invoices are for, from the buyer's masters."""

from seikyu.db.pool import Connection
from seikyu.masters import queries as masters
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

KIND = "departments"
FIELD = "department_code"


async def settled(connection: Connection, owner: int, code: str | None) -> str | None:
    """The department a code names, none for an empty one; raise Refusal when it is not registered."""
    if not code:
        return None
    if not await masters.there(connection, owner, KIND, [code]):
        raise Refusal(codes.REFERENCE_UNKNOWN, status=400, path=FIELD, label="部門コード", value=code)
    return code


async def choices(connection: Connection, owner: int) -> dict[str, str]:
    """Every department's name by its code."""
    return await masters.titles(connection, owner, KIND)
