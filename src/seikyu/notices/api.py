"""The API of payment notices, for the buyer that makes them and the supplier that answers (contract §7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.answers import joined, pdf_answer
from seikyu.http.asked import asked_by_query
from seikyu.http.calls import Answer, Call, api, read_as, read_tree, read_tree_if_any
from seikyu.http.idempotency import once
from seikyu.http.numbers import number_in_path
from seikyu.kit.clock import Clock
from seikyu.notices import queries
from seikyu.notices.actions.answer import answer
from seikyu.notices.actions.move import cancel, find, send
from seikyu.notices.actions.register import register
from seikyu.notices.answers import told, told_kept, told_received
from seikyu.notices.print import print_notice
from seikyu.notices.queries import Wanted
from seikyu.notices.wire import ASKED, NOTICES, OBJECTION, NoticeRead, read_notices
from seikyu.oauth.guard import Guard, caller_of
from seikyu.wire import codes, lists
from seikyu.wire.faults import Fault, Refusal, Rejected
from seikyu.wire.values import Value, text

BUYER = "/v1/invoice/buyer/payment-notices"
SELLER = "/v1/invoice/seller/payment-notices"
ONE = "/{payment_notice_num}"


def routes(pool: Pool, clock: Clock, guard: Guard, *, max_body_bytes: int, base_url: str) -> list[Route]:
    """The paths of both sides."""
    door = NoticesApi(pool, clock, guard, max_body_bytes, base_url)
    return [
        Route(BUYER, api(door.register), methods=["POST"]),
        Route(BUYER, api(door.list), methods=["GET"]),
        Route(BUYER + ONE, api(door.one), methods=["GET"]),
        Route(BUYER + ONE + "/pdf", api(door.pdf), methods=["GET"]),
        Route(BUYER + ONE + "/send", api(door.send), methods=["POST"]),
        Route(BUYER + ONE + "/cancel", api(door.cancel), methods=["POST"]),
        Route(SELLER, api(door.list_received), methods=["GET"]),
        Route(SELLER + ONE, api(door.one_received), methods=["GET"]),
        Route(SELLER + ONE + "/pdf", api(door.pdf_received), methods=["GET"]),
        Route(SELLER + ONE + "/confirm", api(door.confirm), methods=["POST"]),
        Route(SELLER + ONE + "/object", api(door.object), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class NoticesApi:
    """The handlers and what they all need."""

    pool: Pool
    clock: Clock
    guard: Guard
    max_body_bytes: int
    base_url: str

    async def register(self, call: Call) -> Answer | Response:
        """Register or correct: what is faultless is done, what is not is told, all in one answer."""
        actor = await self.guard.paying_actor(call.request)

        def reading(tree: Value) -> tuple[Value, list[Fault], list[NoticeRead]]:
            return tree.get("response_type") if isinstance(tree, dict) else None, *read_notices(tree)

        response_type, read_faults, reads = await read_as(call, self.max_body_bytes, reading)
        faults = call.settle_format(response_type)
        faults += [fault for fault in read_faults if fault.path != "response_type"]
        if faults:
            raise Rejected([*faults, *(fault for read in reads for fault in read.faults)])

        async def work(connection: Connection) -> Answer:
            decision = await register(connection, actor, self.clock, reads)
            kept = sorted([*decision.new, *decision.corrected], key=lambda one: one.index)
            payload: dict[str, Value] = {NOTICES: [told_kept(one) for one in kept]}
            return Answer(payload, decision.faults, 400 if decision.faults else 200)

        return await once(self.pool, self.clock, caller_of(actor), call, work)

    async def list(self, call: Call) -> Answer:
        """The buyer's notices, newest first."""
        actor = await self.guard.paying_actor(call.request)
        wanted = asked_by_query(call, _wanted)
        async with transaction(self.pool, actor.company.company_id) as connection:
            total, found = await queries.page(connection, actor.company.company_id, wanted)
        return Answer({"total_count": total, NOTICES: [told(notice) for notice in found]})

    async def one(self, call: Call) -> Answer:
        """One of the buyer's, with its document."""
        actor = await self._asking(call)
        owner = actor.company.company_id
        async with transaction(self.pool, owner) as connection:
            notice = await find(connection, owner, _number(call))
            document = await _document(connection, owner, notice.payment_notice_num, notice.version)
        return Answer({"payment_notice": joined(told(notice), document)})

    async def pdf(self, call: Call) -> Response:
        """One of the buyer's on paper."""
        actor = await self.guard.paying_actor(call.request)
        owner = actor.company.company_id
        async with transaction(self.pool, owner) as connection:
            notice = await find(connection, owner, _number(call))
            document = await _document(connection, owner, notice.payment_notice_num, notice.version)
        content = await print_notice(notice, document)
        return pdf_answer(content, f"支払通知書_{notice.payment_notice_num}.pdf")

    async def send(self, call: Call) -> Answer | Response:
        """Send a draft."""
        actor, number = await self._bare(call), _number(call)

        async def work(connection: Connection) -> Answer:
            await send(connection, actor, self.clock, number)
            return Answer({"payment_notice_num": str(number)})

        return await once(self.pool, self.clock, caller_of(actor), call, work)

    async def cancel(self, call: Call) -> Answer | Response:
        """Take a notice back."""
        actor, number = await self._bare(call), _number(call)

        async def work(connection: Connection) -> Answer:
            await cancel(connection, actor, self.clock, number)
            return Answer({"payment_notice_num": str(number)})

        return await once(self.pool, self.clock, caller_of(actor), call, work)

    async def list_received(self, call: Call) -> Answer:
        """The supplier's notices, newest first."""
        actor = await self.guard.paying_actor(call.request)
        wanted = asked_by_query(call, _wanted)
        async with transaction(self.pool, actor.company.company_id) as connection:
            total, found = await queries.received_page(connection, actor.company.company_id, wanted)
        return Answer({"total_count": total, NOTICES: [told_received(notice) for notice in found]})

    async def one_received(self, call: Call) -> Answer:
        """One of the supplier's, with its document."""
        actor = await self._asking(call)
        owner = actor.company.company_id
        async with transaction(self.pool, owner) as connection:
            notice = await queries.received(connection, owner, _number(call))
            if notice is None:
                raise Refusal(codes.NOTICE_UNKNOWN, status=404)
            document = await _document(connection, owner, notice.payment_notice_num, notice.version)
        return Answer({"payment_notice": joined(told_received(notice), document)})

    async def pdf_received(self, call: Call) -> Response:
        """One of the supplier's on paper."""
        actor = await self.guard.paying_actor(call.request)
        owner = actor.company.company_id
        async with transaction(self.pool, owner) as connection:
            notice = await queries.received(connection, owner, _number(call))
            if notice is None:
                raise Refusal(codes.NOTICE_UNKNOWN, status=404)
            document = await _document(connection, owner, notice.payment_notice_num, notice.version)
        content = await print_notice(notice, document)
        return pdf_answer(content, f"支払通知書_{notice.payment_notice_num}.pdf")

    async def confirm(self, call: Call) -> Answer | Response:
        """The supplier agrees."""
        actor, number = await self._bare(call), _number(call)
        return await self._answered(call, actor, number, None)

    async def object(self, call: Call) -> Answer | Response:
        """The supplier does not agree, and says why."""
        actor, number = await self.guard.paying_actor(call.request), _number(call)
        tree = await read_tree(call, self.max_body_bytes)
        faults = call.settle_format(tree.get("response_type") if isinstance(tree, dict) else None)
        node, found = OBJECTION.read(tree)
        if faults := [*faults, *(fault for fault in found if fault.path != "response_type")]:
            raise Rejected(faults)
        return await self._answered(call, actor, number, text(node, "reason"))

    async def _answered(self, call: Call, actor: Actor, number: int, reason: str | None) -> Answer | Response:
        async def work(connection: Connection) -> Answer:
            await answer(connection, actor, self.clock, self.base_url, number, reason)
            return Answer({"payment_notice_num": str(number)})

        return await once(self.pool, self.clock, caller_of(actor), call, work)

    async def _asking(self, call: Call) -> Actor:
        actor = await self.guard.paying_actor(call.request)
        if faults := call.settle_format(call.request.query_params.get("response_type")):
            raise Rejected(faults)
        return actor

    async def _bare(self, call: Call) -> Actor:
        """Whoever calls with a body that may be left out."""
        actor = await self.guard.paying_actor(call.request)
        tree = await read_tree_if_any(call, self.max_body_bytes)
        if faults := call.settle_format(tree.get("response_type") if isinstance(tree, dict) else None):
            raise Rejected(faults)
        return actor


def _number(call: Call) -> int:
    return number_in_path(call.request, "payment_notice_num", codes.NOTICE_UNKNOWN)


def _wanted(query: Value) -> tuple[Wanted, Sequence[Fault]]:
    node, faults = ASKED.read(query)
    if faults:
        return Wanted(), faults
    return Wanted(text(node, "state"), text(node, "notice_no"), lists.page(node)[0]), ()


async def _document(connection: Connection, owner: int, number: int, version: int) -> bytes:
    found = await queries.document(connection, owner, number, version)
    if found is None:
        raise LookupError(f"notice {number} has no version {version}")
    return found
