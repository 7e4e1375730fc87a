"""How fractions of a yen go: as agreed with the customer, else as the company has it."""

from seikyu.accounts.selling import selling_rules
from seikyu.db.pool import Connection
from seikyu.kit.yen import Rounding
from seikyu.uploads import queries
from seikyu.uploads.tree import RoundingOf
from seikyu.wire.values import Node


async def rounding_of(connection: Connection, owner: int) -> RoundingOf:
    """Tells the rounding for a customer as a file names it."""
    usual = (await selling_rules(connection, owner)).rounding
    own = await queries.roundings(connection, owner)

    def of(customer: Node) -> Rounding:
        code, number = customer.get("private_cust_cd"), customer.get("corp_genuine_id")
        if isinstance(code, str):
            return own.by_code.get(code.strip(), usual)
        return own.by_number.get(number, usual) if isinstance(number, str) else usual

    return of
