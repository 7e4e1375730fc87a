"""The buyer's API: lists; a received invoice, its history and PDF; what is done with it (contract §5, §8)."""

from collections.abc import AsyncIterator
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
from seikyu.http.calls import Answer, Call, api, read_tree, read_tree_if_any
from seikyu.http.idempotency import once
from seikyu.http.numbers import VERSION_DIGITS, number_in_path, number_in_query
from seikyu.invoices import queries as documents
from seikyu.kit.clock import Clock
from seikyu.kit.jst import wire_time
from seikyu.oauth.guard import Guard, caller_of
from seikyu.receiving import answers, queries
from seikyu.receiving.actions.approve import approve
from seikyu.receiving.actions.open import find, open_invoice
from seikyu.receiving.actions.send_back import send_back
from seikyu.receiving.actions.send_back_inside import send_back_inside
from seikyu.receiving.beside import Beside
from seikyu.receiving.list_wire import ListRead, read_list, read_search
from seikyu.receiving.wire import read_approval, read_reason, read_return_inside
from seikyu.storage import objects
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal, Rejected
from seikyu.wire.values import Value

INVOICES = "/v1/invoice/buyer/invoices"
ONE = INVOICES + "/{invoice_mng_num}"


def routes(
    pool: Pool,
    clock: Clock,
    guard: Guard,
    beside: Beside,
    *,
    max_body_bytes: int,
    base_url: str,
    sandbox: bool,
) -> list[Route]:
    """The buyer's paths; `beside` tells what slices above keep for each invoice."""
    buyer = BuyerApi(pool, clock, guard, beside, max_body_bytes, base_url, sandbox=sandbox)
    return [
        Route(INVOICES, api(buyer.list), methods=["GET"]),
        Route("/wi/v2/buyer/invoice/search", api(buyer.search), methods=["POST"]),
        Route(ONE, api(buyer.one), methods=["GET"]),
        Route(ONE + "/history", api(buyer.history), methods=["GET"]),
        Route(ONE + "/pdf", api(buyer.pdf), methods=["GET"]),
        Route(ONE + "/open", api(buyer.open), methods=["POST"]),
        Route(ONE + "/approve", api(buyer.approve), methods=["POST"]),
        Route(ONE + "/return", api(buyer.send_back), methods=["POST"]),
        Route(ONE + "/return-inside", api(buyer.send_back_inside), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class Subject:
    """The number a path names, in a transaction of the caller's company."""

    connection: Connection
    actor: Actor
    number: int

    @property
    def owner(self) -> int:
        """The caller's company."""
        return self.actor.company.company_id


class BuyerApi:
    """The handlers of the buyer's paths and what they all need."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        guard: Guard,
        beside: Beside,
        max_body_bytes: int,
        base_url: str,
        *,
        sandbox: bool,
    ) -> None:
        self._pool, self._clock, self._guard, self._beside = pool, clock, guard, beside
        self._max_body_bytes, self._base_url, self._sandbox = max_body_bytes, base_url, sandbox

    async def list(self, call: Call) -> Answer | Response:
        """請求データ取得, v1."""
        actor = await self._guard.paying_actor(call.request)
        return await self._listed(call, actor, asked_by_query(call, read_list), "invoices")

    async def search(self, call: Call) -> Answer | Response:
        """請求データ取得, v2."""
        actor = await self._guard.paying_actor(call.request)
        asked = await asked_by_body(call, self._max_body_bytes, read_search)
        return await self._listed(call, actor, asked, "invdata")

    async def one(self, call: Call) -> Answer:
        """One received invoice with the document as it was delivered last."""
        async with self._subject(call) as subject:
            received = await find(subject.connection, subject.owner, subject.number)
            version = await documents.version(
                subject.connection, subject.owner, subject.number, received.version
            )
            beside = await self._beside(subject.connection, subject.owner, [subject.number])
        if version is None:
            raise LookupError(f"received invoice {subject.number} has no version {received.version}")
        head = {**answers.head(received), **beside[subject.number]}
        return Answer({"invoice": joined(head, version.document)})

    async def history(self, call: Call) -> Answer:
        """Who did what to the received invoice, when, and why."""
        async with self._subject(call) as subject:
            await find(subject.connection, subject.owner, subject.number)
            events = await history(subject.connection, subject.owner, "received_invoice", str(subject.number))
        return Answer({"history": told(events)})

    async def pdf(self, call: Call) -> Response:
        """The printed form of the newest version that was delivered, or of `version`."""
        wanted = number_in_query(call.request, "version", codes.VERSION_UNKNOWN, VERSION_DIGITS)
        async with self._subject(call) as subject:
            await find(subject.connection, subject.owner, subject.number)
            stored = await documents.pdf(subject.connection, subject.owner, subject.number, wanted)
        if stored is None:
            raise Refusal(codes.VERSION_UNKNOWN, status=404)
        return pdf_answer(await objects.content(self._pool, stored), f"{subject.number}.pdf")

    async def open(self, call: Call) -> Answer:
        """Note that the invoice has been opened."""
        async with self._subject(call) as subject:
            received = await open_invoice(subject.connection, subject.actor, self._clock, subject.number)
            if received.withdrawn:
                raise Refusal(codes.WITHDRAWN, status=409)
        return Answer()

    async def approve(self, call: Call) -> Answer | Response:
        """Move on as far as the caller may: 50 → 51, 51 → 60, 60 → 70, 70 → 71; without workflow 50 → 71."""
        actor = await self._guard.paying_actor(call.request)
        tree = await read_tree_if_any(call, self._max_body_bytes)
        approval = read_approval(tree, _settle(call, tree))
        number = number_in_path(call.request, "invoice_mng_num", codes.INVOICE_UNKNOWN)

        async def work(connection: Connection) -> Answer:
            await approve(
                connection,
                actor,
                self._clock,
                number,
                version=approval.seen.version,
                step=approval.seen.step,
                comment=approval.comment,
                department=approval.department,
            )
            return Answer()

        return await once(self._pool, self._clock, caller_of(actor), call, work)

    async def send_back(self, call: Call) -> Answer | Response:
        """差戻し to the seller, with `reason`."""
        actor = await self._guard.paying_actor(call.request)
        tree = await read_tree(call, self._max_body_bytes)
        faults = _settle(call, tree)
        number = number_in_path(call.request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
        reason = read_reason(tree, faults)

        async def work(connection: Connection) -> Answer:
            await send_back(connection, actor, self._clock, self._base_url, number, reason)
            return Answer()

        return await once(self._pool, self._clock, caller_of(actor), call, work)

    async def send_back_inside(self, call: Call) -> Answer | Response:
        """差戻し inside the company, with `reason`: 51 → 59, 60 or 70 → 69."""
        actor = await self._guard.paying_actor(call.request)
        tree = await read_tree(call, self._max_body_bytes)
        faults = _settle(call, tree)
        number = number_in_path(call.request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
        reason, seen = read_return_inside(tree, faults)

        async def work(connection: Connection) -> Answer:
            await send_back_inside(connection, actor, self._clock, self._base_url, number, seen, reason)
            return Answer()

        return await once(self._pool, self._clock, caller_of(actor), call, work)

    @asynccontextmanager
    async def _subject(self, call: Call) -> AsyncIterator[Subject]:
        actor = await self._guard.paying_actor(call.request)
        if faults := call.settle_format(call.request.query_params.get("response_type")):
            raise Rejected(faults)
        number = number_in_path(call.request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
        async with transaction(self._pool, actor.company.company_id) as connection:
            yield Subject(connection, actor, number)

    async def _listed(self, call: Call, actor: Actor, asked: ListRead, name: str) -> Answer | Response:
        owner = actor.company.company_id
        async with transaction(self._pool, owner) as connection:
            settled = await settled_until(connection, self._clock())
            total = await queries.count(connection, owner, asked.wanted)
            found = await queries.page(connection, owner, asked.wanted, asked.window)
            held = await documents.documents(
                connection, owner, [(r.invoice_mng_num, r.version) for r in found]
            )
            beside = await self._beside(connection, owner, [r.invoice_mng_num for r in found])
        payload: dict[str, Value] = {
            "total_count": total,
            # Of a later page it would be too late: what changed meanwhile may belong on an earlier one.
            "updated_until": wire_time(settled) if asked.begins else None,
            **({"warning_list": [*asked.unknown] or None} if self._sandbox else {}),
        }
        elements = [
            ({**answers.head(received), **beside[received.invoice_mng_num]}, held[received.invoice_mng_num])
            for received in found
        ]
        return spliced(call, payload, name, elements)


def _settle(call: Call, tree: Value) -> list[Fault]:
    """Let a body's `response_type` decide the answer's format."""
    return call.settle_format(tree.get("response_type") if isinstance(tree, dict) else None)
