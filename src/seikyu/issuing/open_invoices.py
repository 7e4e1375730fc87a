"""Which masters stand on invoices that are still to be issued: those must not be deleted."""

from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.issuing.model import SellerStatus
from seikyu.partners.ledger import InUse, Masters
from seikyu.partners.model import BANK_KEY

OPEN = [status for status in SellerStatus if status.is_open]

# A customer is known by its id. Publishers and bank accounts stand in the document as they were given, and
# have no column of their own: deleting a master is rare, and few invoices are open at a time.
_DOCUMENTS = """
    SELECT convert_from(v.document, 'UTF8')::jsonb AS document
    FROM invoices AS i JOIN invoice_versions AS v USING (company_id, invoice_mng_num, version)
    WHERE i.company_id = $1 AND i.status = ANY($2)
"""


async def masters_in_use(connection: Connection, owner: int, masters: Masters) -> InUse:
    """Those of the masters that an open invoice shows; one query a kind at most."""
    return InUse(
        await _publishers(connection, owner, masters) if masters.publishers else frozenset(),
        await _customers(connection, owner, masters) if masters.customers else frozenset(),
        await _banks(connection, owner, masters) if masters.banks else frozenset(),
    )


async def _publishers(connection: Connection, owner: int, masters: Masters) -> frozenset[UUID]:
    rows = await connection.fetch(
        f"SELECT DISTINCT document->'publisher'->>'publisher_mng_num' AS code FROM ({_DOCUMENTS}) AS d",  # noqa: S608 -- text of our own
        owner,
        OPEN,
    )
    used = {row["code"] for row in rows}
    return frozenset(
        master.master_id for master in masters.publishers if master.fields["publisher_mng_num"] in used
    )


async def _customers(connection: Connection, owner: int, masters: Masters) -> frozenset[UUID]:
    rows = await connection.fetch(
        "SELECT DISTINCT customer_id FROM invoices "
        "WHERE company_id = $1 AND status = ANY($2) AND customer_id = ANY($3)",
        owner,
        OPEN,
        [master.master_id for master in masters.customers],
    )
    return frozenset(row["customer_id"] for row in rows)


async def _banks(connection: Connection, owner: int, masters: Masters) -> frozenset[UUID]:
    key = ", ".join(f"bank->>'{name}' AS {name}" for name in ("transfer_code", *BANK_KEY))
    rows = await connection.fetch(
        f"SELECT DISTINCT {key} FROM ({_DOCUMENTS}) AS d, jsonb_array_elements(document->'banks') AS bank",  # noqa: S608 -- text of our own
        owner,
        OPEN,
    )
    by_code = {row["transfer_code"] for row in rows} - {None}
    by_key = {tuple(row[name] for name in BANK_KEY) for row in rows}
    return frozenset(
        master.master_id
        for master in masters.banks
        if master.fields["transfer_code"] in by_code
        or tuple(master.fields[name] for name in BANK_KEY) in by_key
    )
