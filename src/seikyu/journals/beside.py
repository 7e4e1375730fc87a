"""Journal data beside the fields of received invoices in the buyer's API (contract §5)."""

from collections.abc import Mapping, Sequence

from seikyu.db.pool import Connection
from seikyu.journals.answers import lines_told
from seikyu.journals.queries import slips
from seikyu.wire.values import Value


async def journals_beside(
    connection: Connection, owner: int, numbers: Sequence[int]
) -> Mapping[int, Mapping[str, Value]]:
    """`journals` of each invoice: the rows of its slip, none where there is no slip yet."""
    found = await slips(connection, owner, numbers)
    return {number: {"journals": lines_told(found.get(number))} for number in numbers}
