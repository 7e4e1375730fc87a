"""Lay out what a slip is made from: papers of received invoices, and what is proposed for them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from seikyu.db.pool import Connection
from seikyu.invoices import queries as documents
from seikyu.journals import queries
from seikyu.journals.chart import Chart
from seikyu.journals.learning import keys_of
from seikyu.journals.model import Proposal
from seikyu.journals.paper import Paper, paper_of
from seikyu.journals.proposing import propose
from seikyu.payees import queries as payees
from seikyu.payees.registrations import Standing
from seikyu.receiving.model import ReceivedInvoice

LAPSED = frozenset({Standing.NOT_YET, Standing.EXPIRED, Standing.CANCELLED})
"""A number the list does not know may be newer than the list, so it counts as registered."""


async def papers_of(connection: Connection, owner: int, invoices: Sequence[ReceivedInvoice]) -> list[Paper]:
    """The papers of received invoices in their present versions, in four statements at most."""
    held = await documents.documents(
        connection, owner, [(one.invoice_mng_num, one.version) for one in invoices]
    )
    ids = {one.payee_id for one in invoices if one.payee_id is not None}
    known = await payees.payees(connection, owner, ids)
    papers = [
        paper_of(
            one,
            json.loads(held[one.invoice_mng_num]),
            None if one.payee_id is None else known.get(one.payee_id),
        )
        for one in invoices
    ]
    asked = {
        (paper.registration_number, day)
        for paper in papers
        if paper.registration_number is not None
        for day in paper.days
    }
    lapsed: dict[str, set[date]] = {}
    for (number, day), found in (await payees.registrations(connection, asked)).items():
        if found.standing in LAPSED:
            lapsed.setdefault(number, set()).add(day)
    return [
        replace(paper, lapsed=frozenset(lapsed.get(paper.registration_number or "", ()))) for paper in papers
    ]


async def proposals(
    connection: Connection, owner: int, papers: Sequence[Paper], chart: Chart
) -> dict[int, Proposal]:
    """What is proposed for each, by the invoice's number, in one statement."""
    learned = await queries.learned(connection, owner, keys_of(papers))
    return {paper.invoice.invoice_mng_num: propose(paper, learned, chart) for paper in papers}
