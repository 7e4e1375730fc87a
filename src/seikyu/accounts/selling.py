"""What a seller sets once for all its invoices."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.kit.yen import Rounding


@dataclass(frozen=True, slots=True)
class SellingRules:
    """How fractions of a yen go, whether API invoices pass approval (contract §6), and the usual layout."""

    rounding: Rounding = Rounding.DOWN
    api_through_approval: bool = False
    layout_id: UUID | None = None


async def selling_rules(connection: Connection, owner: int) -> SellingRules:
    """The rules of a seller; the usual ones where it set none."""
    row = await connection.fetchrow(
        "SELECT rounding, api_through_approval, layout_id FROM selling_rules WHERE company_id = $1", owner
    )
    if row is None:
        return SellingRules()
    return SellingRules(Rounding(row["rounding"]), row["api_through_approval"], row["layout_id"])


async def change_selling_rules(
    connection: Connection, owner: int, rules: SellingRules, now: datetime
) -> None:
    """Set the rules of a seller; invoices that are made already keep theirs."""
    await connection.execute(
        """
        INSERT INTO selling_rules (company_id, rounding, api_through_approval, layout_id, changed_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (company_id) DO UPDATE
        SET rounding = $2, api_through_approval = $3, layout_id = $4, changed_at = $5
        """,
        owner,
        rules.rounding.value,
        rules.api_through_approval,
        rules.layout_id,
        now,
    )
