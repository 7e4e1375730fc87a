"""Reading invitations; the owner company comes first. Only a key is looked up before the owner is known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.db.conditions import Conditions, like
from seikyu.db.pool import Connection, Row, act_for
from seikyu.invitations.keys import hash_of
from seikyu.invitations.model import Found, Invitation, Method, Partner, State

COLUMNS = (
    "invitation_id, partner, partner_id, partner_name, method, recipient, state, sent_count, sent_at, "
    "expires_at, sent_by, answered_at, answered_by, reason, answering_company_id"
)

SORTS = ("state", "partner_name", "method", "recipient", "sent_at", "expires_at", "answered_at")


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as far as inviting is concerned."""

    customer_id: UUID
    name: str
    email: str | None
    zip_code: str | None
    address1: str | None
    address2: str | None
    buyer_company_id: int | None

    @property
    def posted_to(self) -> bool:
        """Whether a letter can be addressed."""
        return self.zip_code is not None and (self.address1 or self.address2) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of invitations is narrowed to; None means the filter was not given."""

    state: State | None = None
    method: Method | None = None
    partner_name: str | None = None
    recipient: str | None = None


async def customer(
    connection: Connection, owner: int, customer_id: UUID, *, lock: bool = False
) -> Customer | None:
    """A customer that is not deleted, perhaps held to the end of the transaction."""
    row = await connection.fetchrow(
        f"""
        SELECT customer_id, company_name_org, base_name, user_email, zip, address1, address2, buyer_company_id
        FROM customers WHERE company_id = $1 AND customer_id = $2 AND deleted_at IS NULL
        {"FOR UPDATE" if lock else ""}
        """,  # noqa: S608 -- text of our own
        owner,
        customer_id,
    )
    if row is None:
        return None
    name = " ".join(part for part in (row["company_name_org"], row["base_name"]) if part)
    return Customer(
        row["customer_id"],
        name,
        row["user_email"],
        row["zip"],
        row["address1"],
        row["address2"],
        row["buyer_company_id"],
    )


async def payee(connection: Connection, owner: int, payee_id: UUID, *, lock: bool = False) -> Customer | None:
    """A payee in the same terms, perhaps held: whom it is linked with is a company that sells."""
    row = await connection.fetchrow(
        f"""
        SELECT master_id, title, fields->>'user_email' AS email, fields->>'zip' AS zip,
               fields->>'address1' AS address1, fields->>'address2' AS address2,
               (SELECT min(seller_company_id) FROM payee_links AS l
                WHERE l.company_id = m.company_id AND l.payee_id = m.master_id) AS linked
        FROM coded_masters AS m
        WHERE company_id = $1 AND kind = 'payees' AND master_id = $2 AND deleted_at IS NULL
        {"FOR UPDATE" if lock else ""}
        """,  # noqa: S608 -- text of our own
        owner,
        payee_id,
    )
    return None if row is None else Customer(*row.values())


async def partner(
    connection: Connection, owner: int, kind: Partner, partner_id: UUID, *, lock: bool = False
) -> Customer | None:
    """Whoever was invited, customer or payee."""
    read = payee if kind is Partner.PAYEE else customer
    return await read(connection, owner, partner_id, lock=lock)


async def find(connection: Connection, key: str, *, lock: bool = False) -> Found | None:
    """The invitation of a key; from here on the transaction acts for the company that invites."""
    row = await connection.fetchrow(
        "SELECT company_id, invitation_id, sending FROM invitation_keys WHERE key_hash = $1", hash_of(key)
    )
    if row is None:
        return None
    owner: int = row["company_id"]
    await act_for(connection, owner)
    invitation = await one(connection, owner, row["invitation_id"], lock=lock)
    if invitation is None:
        return None
    return Found(owner, invitation, void=row["sending"] != invitation.sent_count)


async def one(
    connection: Connection, owner: int, invitation_id: UUID, *, lock: bool = False
) -> Invitation | None:
    """One invitation."""
    row = await connection.fetchrow(
        f"SELECT {COLUMNS} FROM invitations "  # noqa: S608 -- column names of our own
        f"WHERE company_id = $1 AND invitation_id = $2{' FOR UPDATE' if lock else ''}",
        owner,
        invitation_id,
    )
    return None if row is None else _invitation(row)


async def newest_of(connection: Connection, owner: int, partner_id: UUID) -> Invitation | None:
    """The latest invitation of a partner."""
    row = await connection.fetchrow(
        f"SELECT {COLUMNS} FROM invitations "  # noqa: S608 -- column names of our own
        "WHERE company_id = $1 AND partner_id = $2 ORDER BY sent_at DESC LIMIT 1",
        owner,
        partner_id,
    )
    return None if row is None else _invitation(row)


async def letter(connection: Connection, owner: int, invitation_id: UUID) -> bytes | None:
    """The letter of an invitation that is still open; what was answered has none any more."""
    found: bytes | None = await connection.fetchval(
        "SELECT letter FROM invitations WHERE company_id = $1 AND invitation_id = $2", owner, invitation_id
    )
    return found


async def count_by_state(
    connection: Connection, owner: int, wanted: Filter, now: datetime
) -> dict[State, int]:
    """How many invitations the filter finds in each state that occurs."""
    where = _conditions(owner, wanted, now)
    at = where.parameter(now)
    rows = await connection.fetch(
        f"SELECT CASE WHEN state = 'sent' AND expires_at <= {at} THEN 'expired' ELSE state END AS state, "  # noqa: S608 -- clauses of our own
        f"count(*) AS found FROM invitations WHERE {where.text} GROUP BY 1",
        *where.values,
    )
    return {State(row["state"]): row["found"] for row in rows}


async def page(
    connection: Connection,
    owner: int,
    wanted: Filter,
    now: datetime,
    start: int,
    count: int,
    sort: tuple[str, bool] = ("sent_at", True),
) -> list[Invitation]:
    """A part of the list, by one of `SORTS` and whether that is descending."""
    by, descending = sort
    if by not in SORTS:
        raise ValueError(f"not a sort of this list: {by}")
    order = f"{by} {'DESC' if descending else 'ASC'} NULLS LAST, invitation_id DESC"
    where = _conditions(owner, wanted, now)
    text = where.text
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM invitations WHERE {text} ORDER BY {order} "  # noqa: S608 -- clauses of our own
        f"LIMIT {where.parameter(count)} OFFSET {where.parameter(start)}",
        *where.values,
    )
    return [_invitation(row) for row in rows]


async def states_of(
    connection: Connection, owner: int, partner_ids: Collection[UUID], now: datetime
) -> dict[UUID, State]:
    """Where the latest invitation of each partner stands; those never invited are left out."""
    rows = await connection.fetch(
        f"SELECT DISTINCT ON (partner_id) {COLUMNS} FROM invitations "  # noqa: S608 -- column names of our own
        "WHERE company_id = $1 AND partner_id = ANY($2) ORDER BY partner_id, sent_at DESC",
        owner,
        list(partner_ids),
    )
    return {row["partner_id"]: _invitation(row).state(now) for row in rows}


def _conditions(owner: int, wanted: Filter, now: datetime) -> Conditions:
    # Payees are invited, and invited again, from their own pages.
    where = Conditions([owner], ["company_id = $1", f"partner = '{Partner.CUSTOMER}'"])
    if wanted.state in {State.SENT, State.EXPIRED}:
        where.clauses.append("state = 'sent'")
        where.add("expires_at > {}" if wanted.state is State.SENT else "expires_at <= {}", now)
    else:
        where.add("state = {}", wanted.state)
    where.add("method = {}", wanted.method)
    where.add("partner_name ILIKE {}", like(wanted.partner_name))
    where.add("recipient ILIKE {}", like(wanted.recipient))
    return where


def _invitation(row: Row) -> Invitation:
    return Invitation(
        row["invitation_id"],
        Partner(row["partner"]),
        row["partner_id"],
        row["partner_name"],
        Method(row["method"]),
        row["recipient"],
        State(row["state"]),
        row["sent_count"],
        row["sent_at"],
        row["expires_at"],
        row["sent_by"],
        row["answered_at"],
        row["answered_by"],
        row["reason"],
        row["answering_company_id"],
    )
