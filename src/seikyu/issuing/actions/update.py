"""請求書更新: correct sent-back invoices and have them issued again (contract §4.1)."""

from collections.abc import Sequence

from seikyu.accounts.model import Actor
from seikyu.accounts.queries import person_in_charge
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.invoices import queries as documents
from seikyu.invoices.store import add_versions
from seikyu.invoices.wire import InvoiceRead
from seikyu.issuing import queries, store
from seikyu.issuing.correction import Correction, Decision, Loaded, decide, fields_of, keeping, persons
from seikyu.issuing.model import SellerStatus, SentBack, issue_job
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.partners import queries as masters
from seikyu.partners import store as masters_store
from seikyu.partners.ledger import Ledger
from seikyu.partners.model import BANK_FIELDS, BANK_KEY
from seikyu.wire.faults import Fault
from seikyu.wire.values import node, nodes, text


async def update(
    connection: Connection, actor: Actor, clock: Clock, reads: Sequence[InvoiceRead]
) -> list[Fault]:
    """Store every faultless invoice of the batch with its masters, event and issue job; return all faults.

    One transaction for the batch, a fixed number of statements however many invoices it holds.
    """
    owner, now = actor.company.company_id, clock()
    sent_back = await queries.lock_sent_back(
        connection, owner, [read.number for read in reads if read.number is not None]
    )
    sources = await _load_sources(connection, owner, reads, sent_back)
    named = await person_in_charge(connection, owner, persons(reads))
    employees = {person: len(matching) for person, matching in named.items()}
    ledger = await _load_masters(connection, owner, reads, sent_back)
    decision = decide(reads, Loaded(sent_back, sources, ledger, employees), actor.company, now)
    if ledger.changed:
        # Someone else may be registering the same masters: look again, alone.
        await masters.lock(connection, owner)
        ledger = await _load_masters(connection, owner, reads, sent_back)
        decision = decide(reads, Loaded(sent_back, sources, ledger, employees), actor.company, now)
    await _store(connection, actor, clock, decision, ledger)
    return decision.faults


async def _load_sources(
    connection: Connection, owner: int, reads: Sequence[InvoiceRead], sent_back: dict[int, SentBack]
) -> dict[int, bytes]:
    targets = keeping(reads, sent_back)
    if not targets:
        return {}
    return await documents.documents(
        connection, owner, [(target.invoice_mng_num, target.version) for target in targets]
    )


async def _load_masters(
    connection: Connection, owner: int, reads: Sequence[InvoiceRead], sent_back: dict[int, SentBack]
) -> Ledger:
    publishers, customers = set(), set()
    bank_codes, bank_keys = set(), set()
    for read in reads:
        publisher = node(read.document, "publisher")
        if publisher is not None and (code := text(publisher, "publisher_mng_num")) is not None:
            publishers.add(code)
        target = None if read.number is None else sent_back.get(read.number)
        if read.document["customer"] is not None and target is not None and target.customer_id is not None:
            customers.add(target.customer_id)
        for bank in nodes(read.document, "banks"):
            fields = fields_of(bank, BANK_FIELDS)
            if fields["transfer_code"] is not None:
                bank_codes.add(fields["transfer_code"])
            institution, branch, account = (fields[name] for name in BANK_KEY)
            if institution is not None and branch is not None and account is not None:
                bank_keys.add((institution, branch, account))
    return Ledger(
        await masters.publishers_by_code(connection, owner, sorted(publishers)) if publishers else (),
        await masters.customers_by_id(connection, owner, sorted(customers)) if customers else (),
        await masters.banks_by_code_or_key(connection, owner, sorted(bank_codes), sorted(bank_keys))
        if bank_codes or bank_keys
        else (),
    )


async def _store(
    connection: Connection, actor: Actor, clock: Clock, decision: Decision, ledger: Ledger
) -> None:
    corrections = decision.corrections
    if not corrections:
        return
    owner, now = actor.company.company_id, clock()
    await masters_store.save(connection, owner, ledger, now)
    await store.correct(
        connection,
        owner,
        [correction.invoice_mng_num for correction in corrections],
        [correction.customer_name for correction in corrections],
        [correction.extract for correction in corrections],
        now,
    )
    await add_versions(connection, owner, [correction.version for correction in corrections], now)
    await record(connection, owner, actor.author, now, [_event(correction) for correction in corrections])
    await enqueue(
        connection,
        [issue_job(owner, c.invoice_mng_num, c.version.version) for c in corrections],
    )


def _event(correction: Correction) -> Event:
    return Event(
        "invoice.corrected",
        "invoice",
        str(correction.invoice_mng_num),
        SellerStatus.SENT_BACK,
        SellerStatus.QUEUED,
        correction.version.version,
    )
