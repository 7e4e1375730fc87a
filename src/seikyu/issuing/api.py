"""The seller's API: register, update, list, search; one invoice, its history and PDF (contract §4, §8)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.audit.answers import told
from seikyu.audit.queries import history
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.db.settled import settled_until
from seikyu.http.answers import joined, pdf_answer, spliced
from seikyu.http.asked import asked_by_body, asked_by_query
from seikyu.http.calls import Answer, Call, api, read_as
from seikyu.http.idempotency import once
from seikyu.http.numbers import VERSION_DIGITS, number_in_path, number_in_query
from seikyu.invoices import queries as documents
from seikyu.invoices.wire import MAX_UNKNOWN, UpdateRead, read_update
from seikyu.issuing import answers, queries
from seikyu.issuing.actions.register import register
from seikyu.issuing.actions.retry import retry
from seikyu.issuing.actions.update import update
from seikyu.issuing.model import SellerInvoice
from seikyu.issuing.register_wire import RegisterRead, doubts, read_register
from seikyu.issuing.wire import ListRead, read_list, read_search
from seikyu.kit.clock import Clock
from seikyu.kit.jst import wire_time
from seikyu.oauth.guard import Guard, caller_of
from seikyu.partners.inviting import told as told_linked
from seikyu.storage import objects
from seikyu.wire import codes
from seikyu.wire.batch import Read
from seikyu.wire.faults import Fault, Refusal, Rejected
from seikyu.wire.values import Value

INVOICES = "/v1/invoice/seller/invoices"
ONE = INVOICES + "/{invoice_mng_num}"


def routes(pool: Pool, clock: Clock, guard: Guard, *, max_body_bytes: int, sandbox: bool) -> list[Route]:
    """The seller's paths, but for those of what is done with an issued invoice (`afterwards_api`)."""
    seller = SellerApi(pool, clock, guard, max_body_bytes, sandbox=sandbox)
    return [
        Route(INVOICES, api(seller.list), methods=["GET"]),
        Route(INVOICES, api(seller.register), methods=["POST"]),
        Route(INVOICES, api(seller.update), methods=["PUT"]),
        Route("/wi/v2/seller/invoice/search", api(seller.search), methods=["POST"]),
        Route(ONE, api(seller.one), methods=["GET"]),
        Route(ONE + "/history", api(seller.history), methods=["GET"]),
        Route(ONE + "/versions", api(seller.versions), methods=["GET"]),
        Route(ONE + "/versions/{version}", api(seller.version), methods=["GET"]),
        Route(ONE + "/pdf", api(seller.pdf), methods=["GET"]),
        Route(ONE + "/retry", api(seller.retry), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class Subject:
    """The invoice a path names, in a transaction of its owner."""

    connection: Connection
    actor: Actor
    invoice: SellerInvoice

    @property
    def owner(self) -> int:
        """The caller's company."""
        return self.actor.company.company_id

    @property
    def number(self) -> int:
        """Its 請求書管理番号."""
        return self.invoice.invoice_mng_num


class SellerApi:
    """The handlers of the seller's paths and what they all need."""

    def __init__(self, pool: Pool, clock: Clock, guard: Guard, max_body_bytes: int, *, sandbox: bool) -> None:
        self._pool, self._clock, self._guard = pool, clock, guard
        self._max_body_bytes, self._sandbox = max_body_bytes, sandbox

    async def register(self, call: Call) -> Answer | Response:
        """請求書登録: what is faultless is done and told with its number, what is not is told too."""
        actor = await self._guard.paying_actor(call.request)

        def reading(tree: Value) -> tuple[Value, RegisterRead]:
            return _response_type(tree), read_register(tree, actor.company.options, unknown=self._sandbox)

        response_type, read = await read_as(call, self._max_body_bytes, reading)
        _settle(call, response_type, read.faults, read.elements)

        async def work(connection: Connection) -> Answer:
            done, faults = await register(connection, actor, self._clock, read.elements)
            linked = told_linked([one.linked for one in done if one.linked is not None], call.language)
            warnings = [*read.unknown, *linked, *doubts(read.elements, call.language)]
            payload = {"invoices": answers.registered(done), **self._warnings(warnings)}
            return Answer(payload, faults, 400 if faults else 200)

        return await once(self._pool, self._clock, caller_of(actor), call, work)

    async def update(self, call: Call) -> Answer | Response:
        """請求書更新: what is faultless is done, what is not is told, all in one answer."""
        actor = await self._guard.paying_actor(call.request)

        def reading(tree: Value) -> tuple[Value, UpdateRead]:
            return _response_type(tree), read_update(tree, actor.company.options, unknown=self._sandbox)

        response_type, read = await read_as(call, self._max_body_bytes, reading)
        _settle(call, response_type, read.faults, read.invoices)

        async def work(connection: Connection) -> Answer:
            faults = await update(connection, actor, self._clock, read.invoices)
            return Answer(self._warnings(read.unknown), faults, 400 if faults else 200)

        return await once(self._pool, self._clock, caller_of(actor), call, work)

    async def list(self, call: Call) -> Answer | Response:
        """請求書一覧取得, v1."""
        actor = await self._guard.paying_actor(call.request)
        return await self._listed(call, actor, asked_by_query(call, read_list), "invoices")

    async def search(self, call: Call) -> Answer | Response:
        """請求書検索, v2."""
        actor = await self._guard.paying_actor(call.request)
        asked = await asked_by_body(call, self._max_body_bytes, read_search)
        return await self._listed(call, actor, asked, "invoice_list")

    async def one(self, call: Call) -> Answer:
        """One invoice with its newest document."""
        async with self._subject(call) as subject:
            version = await documents.version(
                subject.connection, subject.owner, subject.number, subject.invoice.version
            )
        if version is None:
            raise LookupError(f"invoice {subject.number} has no version {subject.invoice.version}")
        return Answer({"invoice": joined(answers.head(subject.invoice), version.document)})

    async def history(self, call: Call) -> Answer:
        """Who did what to the invoice, when, and why."""
        async with self._subject(call) as subject:
            events = await history(subject.connection, subject.owner, "invoice", str(subject.number))
        return Answer({"history": told(events)})

    async def versions(self, call: Call) -> Answer:
        """The versions of the invoice."""
        async with self._subject(call) as subject:
            lines = await documents.versions(subject.connection, subject.owner, subject.number)
        return Answer({"versions": answers.versions(lines)})

    async def version(self, call: Call) -> Answer:
        """An earlier version as it was."""
        wanted = number_in_path(call.request, "version", codes.VERSION_UNKNOWN, VERSION_DIGITS)
        async with self._subject(call) as subject:
            version = await documents.version(subject.connection, subject.owner, subject.number, wanted)
        if version is None:
            raise Refusal(codes.VERSION_UNKNOWN, status=404)
        return Answer({"invoice": joined(answers.version_head(version), version.document)})

    async def pdf(self, call: Call) -> Response:
        """The printed form of the newest issued version, or of `version`."""
        wanted = number_in_query(call.request, "version", codes.VERSION_UNKNOWN, VERSION_DIGITS)
        async with self._subject(call) as subject:
            stored = await documents.pdf(subject.connection, subject.owner, subject.number, wanted)
        if stored is None:
            raise Refusal(codes.DOCUMENT_NOT_READY, status=404)
        return pdf_answer(await objects.content(self._pool, stored), f"{subject.number}.pdf")

    async def retry(self, call: Call) -> Answer:
        """Queue an invoice whose issuing failed once more: 29 → 21."""
        async with self._subject(call) as subject:
            await retry(subject.connection, subject.actor, self._clock, subject.number)
        return Answer()

    def _warnings(self, warnings: Sequence[str]) -> dict[str, Value]:
        # Unknown fields are ignored; the sandbox tells of them (contract §2), and of what looks wrong.
        return {"warning_list": [*warnings[:MAX_UNKNOWN]] or None} if self._sandbox else {}

    @asynccontextmanager
    async def _subject(self, call: Call) -> AsyncIterator[Subject]:
        actor = await self._guard.paying_actor(call.request)
        if faults := call.settle_format(call.request.query_params.get("response_type")):
            raise Rejected(faults)
        owner = actor.company.company_id
        number = number_in_path(call.request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
        async with transaction(self._pool, owner) as connection:
            invoice = await queries.one(connection, owner, number)
            if invoice is None:
                raise Refusal(codes.INVOICE_UNKNOWN, status=404)
            yield Subject(connection, actor, invoice)

    async def _listed(self, call: Call, actor: Actor, asked: ListRead, name: str) -> Answer | Response:
        owner = actor.company.company_id
        async with transaction(self._pool, owner) as connection:
            # Asked before the list is read (decision 0009), for those who follow changes only.
            settled = await settled_until(connection, self._clock()) if asked.polls else None
            total = await queries.count(connection, owner, asked.wanted)
            found = await queries.page_with_documents(connection, owner, asked.wanted, asked.window)
        elements = [(answers.head(invoice), document) for invoice, document in found]
        return spliced(call, {"total_count": total, "updated_until": wire_time(settled)}, name, elements)


def _response_type(tree: Value) -> Value:
    return tree.get("response_type") if isinstance(tree, dict) else None


def _settle(call: Call, response_type: Value, faults: Sequence[Fault], elements: Sequence[Read]) -> None:
    """Settle the answer's format; raise Rejected when nothing of the batch can be done."""
    found = call.settle_format(response_type, required=True)
    found += [fault for fault in faults if fault.path != "response_type"]
    if found:
        raise Rejected([*found, *(fault for element in elements for fault in element.faults)])
