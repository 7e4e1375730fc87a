"""The seller's API of an invoice's files (contract §8)."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.attachments.answers import file_answer, line, lines
from seikyu.attachments.uploads import attachment_in_path, read_upload, told_apart
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.calls import Answer, Call, api
from seikyu.http.idempotency import once
from seikyu.http.numbers import VERSION_DIGITS, number_in_path, number_in_query
from seikyu.issuing import queries
from seikyu.issuing.actions.attach import attach_files, take_off_file
from seikyu.issuing.files import file_of, files_of
from seikyu.issuing.model import SellerInvoice
from seikyu.kit.clock import Clock
from seikyu.oauth.guard import Guard, caller_of
from seikyu.storage import objects
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected

FILES = "/v1/invoice/seller/invoices/{invoice_mng_num}/attachments"
ONE = FILES + "/{attachment_id}"


def routes(pool: Pool, clock: Clock, guard: Guard) -> list[Route]:
    """`…/attachments`, one of them, adding and taking off."""

    async def listed(call: Call) -> Answer:
        """The files of the present version, or of `version`."""
        actor = await guard.paying_actor(call.request)
        number, owner = _settled(call), actor.company.company_id
        version = number_in_query(call.request, "version", codes.VERSION_UNKNOWN, VERSION_DIGITS)
        async with transaction(pool, owner) as connection:
            invoice = await _found(connection, owner, number)
            found = await files_of(connection, owner, invoice, version)
        return Answer({"attachments": lines(found)})

    async def content(call: Call) -> Response:
        """The bytes of one."""
        actor = await guard.paying_actor(call.request)
        number, owner = _settled(call), actor.company.company_id
        async with transaction(pool, owner) as connection:
            await _found(connection, owner, number)
            found = await file_of(connection, owner, number, attachment_in_path(call.request))
            stored = await objects.get(connection, owner, found.sha256)
        return file_answer(found, await objects.content(pool, stored))

    async def add(call: Call) -> Answer | Response:
        """Add a file, or several, before the version goes out."""
        actor = await guard.paying_actor(call.request)
        number = _settled(call)
        files = await read_upload(call.request)
        call.body = told_apart(files)

        async def work(connection: Connection) -> Answer:
            added = await attach_files(connection, actor, clock, number, files)
            return Answer({"attachments": [line(one) for one in added]})

        return await once(pool, clock, caller_of(actor), call, work)

    async def take_off(call: Call) -> Answer | Response:
        """Take one off before the version goes out."""
        actor = await guard.paying_actor(call.request)
        number, attachment_id = _settled(call), attachment_in_path(call.request)

        async def work(connection: Connection) -> Answer:
            await take_off_file(connection, actor, clock, number, attachment_id)
            return Answer()

        return await once(pool, clock, caller_of(actor), call, work)

    return [
        Route(FILES, api(listed), methods=["GET"]),
        Route(FILES, api(add), methods=["POST"]),
        Route(ONE, api(content), methods=["GET"]),
        Route(ONE + "/remove", api(take_off), methods=["POST"]),
    ]


def _settled(call: Call) -> int:
    if faults := call.settle_format(call.request.query_params.get("response_type")):
        raise Rejected(faults)
    return _number(call.request)


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)


async def _found(connection: Connection, owner: int, number: int) -> SellerInvoice:
    invoice = await queries.one(connection, owner, number)
    if invoice is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    return invoice
