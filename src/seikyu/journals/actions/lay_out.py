"""Lay out what a slip is made from: papers of received invoices, and what is proposed for them."""

import json
from collections.abc import Sequence

from seikyu.db.pool import Connection
from seikyu.invoices import queries as documents
from seikyu.journals import queries
from seikyu.journals.chart import Chart
from seikyu.journals.learning import keys_of
from seikyu.journals.model import Proposal
from seikyu.journals.paper import Paper, paper_of
from seikyu.journals.proposing import propose
from seikyu.payees import queries as payees
from seikyu.receiving.model import ReceivedInvoice


async def papers_of(connection: Connection, owner: int, invoices: Sequence[ReceivedInvoice]) -> list[Paper]:
    """The papers of received invoices in their present versions, in two statements."""
    held = await documents.documents(
        connection, owner, [(one.invoice_mng_num, one.version) for one in invoices]
    )
    ids = {one.payee_id for one in invoices if one.payee_id is not None}
    known = await payees.payees(connection, owner, ids)
    return [
        paper_of(
            one,
            json.loads(held[one.invoice_mng_num]),
            None if one.payee_id is None else known.get(one.payee_id),
        )
        for one in invoices
    ]


async def proposals(
    connection: Connection, owner: int, papers: Sequence[Paper], chart: Chart
) -> dict[int, Proposal]:
    """What is proposed for each, by the invoice's number, in one statement."""
    learned = await queries.learned(connection, owner, keys_of(papers))
    return {paper.invoice.invoice_mng_num: propose(paper, learned, chart) for paper in papers}
