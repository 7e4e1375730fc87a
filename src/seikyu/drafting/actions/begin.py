"""Begin a draft from an invoice: a copy of it, or the correction of one that was sent back."""

from dataclasses import replace
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection
from seikyu.drafting import queries, store
from seikyu.drafting.actions.save import NEW, save
from seikyu.drafting.model import Based, Basis, Content
from seikyu.drafting.rules import is_blank
from seikyu.drafting.stated import note_stated
from seikyu.invoices import queries as documents
from seikyu.issuing import queries as invoices
from seikyu.issuing.model import SellerInvoice, SellerStatus
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.partners.model import PUBLISHER_FIELDS
from seikyu.wire import codes, json
from seikyu.wire.faults import Refusal
from seikyu.wire.values import Node, Value, node, nodes, text

PARTIES = frozenset({"publisher", "customer", "banks", "issuer"})
OF_ITS_TIME = frozenset({"inv_no", "close_date", "pay_due_date", "prev_inv_amount", "payment", "adjustment"})
"""What a copy does not take over: it is another month's."""
WORKED_OUT = ("inv_without_tax", "inv_tax", "inv_amount", "inv_show_amount")


async def copy(connection: Connection, actor: Actor, clock: Clock, number: int) -> UUID:
    """A new draft with what the invoice says, but for what belongs to its month."""
    owner = actor.company.company_id
    invoice, tree = await _load(connection, owner, number)
    content = await _with_masters(connection, owner, invoice, tree)
    kept = {name: value for name, value in content.tree.items() if name not in OF_ITS_TIME}
    return await _begin(connection, actor, clock, replace(content, tree=kept), Basis(Based.COPY, number))


async def correct(connection: Connection, actor: Actor, clock: Clock, number: int) -> UUID:
    """The draft that corrects a sent-back invoice: the one somebody began already, or a new one."""
    owner = actor.company.company_id
    invoice, tree = await _load(connection, owner, number)
    if invoice.status is not SellerStatus.SENT_BACK:
        raise Refusal(codes.NOT_SENT_BACK, status=409)
    known = await queries.correction_of(connection, owner, number)
    if known is not None:
        draft_id, begun_at = known
        if invoice.returned_at is None or begun_at >= invoice.returned_at:
            return draft_id
        # Begun for an earlier return, which was then answered another way: it knows an old version.
        await store.correct_no_more(connection, owner, draft_id)
    content = Content(_entered(tree))
    return await _begin(connection, actor, clock, content, Basis(Based.CORRECTION, number))


async def _begin(connection: Connection, actor: Actor, clock: Clock, content: Content, basis: Basis) -> UUID:
    draft_id = new_id(clock())
    saved = await save(connection, actor, clock, draft_id, NEW, content, basis=basis)
    if saved.revision is not None:
        return draft_id
    # Somebody began the same correction at this moment.
    known = await queries.correction_of(connection, actor.company.company_id, basis.number or 0)
    if known is None:
        raise Refusal(codes.DRAFT_CHANGED, status=409)
    return known[0]


async def _load(connection: Connection, owner: int, number: int) -> tuple[SellerInvoice, Node]:
    invoice = await invoices.one(connection, owner, number)
    if invoice is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    version = await documents.version(connection, owner, number, invoice.version)
    tree = None if version is None else json.read(version.document)
    if not isinstance(tree, dict):
        raise Refusal(codes.VERSION_UNKNOWN, status=404)
    return invoice, tree


def _entered(tree: Node) -> Node:
    """What somebody would have entered: without parties, and without amounts that follow from the lines."""
    entered: Node = {
        name: value for name, value in tree.items() if name not in PARTIES and value not in (None, [])
    }
    lines: list[Value] = []
    amounts = False
    for line in nodes(tree, "details"):
        kept: Node = {name: value for name, value in line.items() if value is not None}
        amounts = amounts or not {"item_without_tax", "item_amount"}.isdisjoint(kept)
        note_stated(kept)
        if not is_blank(kept):
            lines.append(kept)
    entered["details"] = lines
    if amounts:
        for name in [name for name in entered if name.startswith(WORKED_OUT)]:
            del entered[name]
    return entered


async def _with_masters(connection: Connection, owner: int, invoice: SellerInvoice, tree: Node) -> Content:
    entered = _entered(tree)
    customer: UUID | None = await connection.fetchval(
        "SELECT c.customer_id FROM invoices AS i JOIN customers AS c USING (company_id, customer_id) "
        "WHERE i.company_id = $1 AND i.invoice_mng_num = $2 AND c.deleted_at IS NULL",
        owner,
        invoice.invoice_mng_num,
    )
    publisher = node(tree, "publisher")
    publisher_id = None
    if publisher is not None:
        code = text(publisher, "publisher_mng_num")
        publisher_id = await connection.fetchval(
            "SELECT min(publisher_id::text)::uuid FROM publishers "
            "WHERE company_id = $1 AND publisher_mng_num = $2 AND deleted_at IS NULL HAVING count(*) = 1",
            owner,
            code,
        )
        if code is None:
            entered["publisher"] = {name: publisher.get(name) for name in PUBLISHER_FIELDS}
    keys = [
        [text(bank, name) for name in ("fncl_inst_code", "branch_code", "account_num")]
        for bank in nodes(tree, "banks")
    ]
    rows = await connection.fetch(
        """
        SELECT DISTINCT ON (k.at) b.bank_account_id
        FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS k (bank, branch, account, at)
        JOIN bank_accounts AS b ON b.company_id = $1 AND b.deleted_at IS NULL
            AND b.fncl_inst_code = k.bank AND b.branch_code = k.branch AND b.account_num = k.account
        ORDER BY k.at, b.bank_account_id
        """,
        owner,
        *([key[at] for key in keys] for at in range(3)),
    )
    return Content(entered, customer, publisher_id, tuple(row["bank_account_id"] for row in rows))
