"""What a seller agrees with one customer about its invoices, beside the fields the API knows.

A customer without terms of its own follows the company's rules (`accounts.selling`).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.kit.yen import Rounding
from seikyu.wire.fields import Record, choice
from seikyu.wire.values import Node, text

ROUNDINGS = {"down": "切捨て", "half_up": "四捨五入", "up": "切上げ"}
TERMS = Record("CustomerTerms", "発行先", (choice("rounding", "端数処理", ROUNDINGS),))


@dataclass(frozen=True, slots=True)
class Terms:
    """How fractions of a yen go on a customer's invoices, and their layout; None: as the company has it."""

    rounding: Rounding | None = None
    layout_id: UUID | None = None


AS_THE_COMPANY = Terms()
"""A customer has none of its own until somebody agrees on some."""


def terms_of(node: Node) -> Terms:
    """The terms in a node that was read as `TERMS`."""
    rounding = text(node, "rounding")
    return Terms(None if rounding is None else Rounding(rounding))


async def terms(connection: Connection, owner: int, customer_id: UUID) -> Terms:
    """The terms of a customer."""
    row = await connection.fetchrow(
        "SELECT rounding, layout_id FROM customers WHERE company_id = $1 AND customer_id = $2",
        owner,
        customer_id,
    )
    if row is None:
        return AS_THE_COMPANY
    return Terms(None if row["rounding"] is None else Rounding(row["rounding"]), row["layout_id"])


async def change_terms(
    connection: Connection, owner: int, customer_id: UUID, agreed: Terms, now: datetime
) -> None:
    """Agree on other terms; invoices that are made already keep theirs."""
    await connection.execute(
        "UPDATE customers SET rounding = $3, updated_at = $4, layout_id = $5 "
        "WHERE company_id = $1 AND customer_id = $2",
        owner,
        customer_id,
        None if agreed.rounding is None else agreed.rounding.value,
        now,
        agreed.layout_id,
    )
