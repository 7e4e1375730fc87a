"""The buyer's API of a received invoice's files (contract §8)."""

from starlette.responses import Response
from starlette.routing import Route

from seikyu.attachments import queries as attachments
from seikyu.attachments.answers import file_answer, lines
from seikyu.attachments.uploads import attachment_in_path
from seikyu.db.pool import Pool, transaction
from seikyu.http.calls import Answer, Call, api
from seikyu.http.numbers import VERSION_DIGITS, number_in_path, number_in_query
from seikyu.oauth.guard import Guard
from seikyu.receiving.actions.open import find
from seikyu.receiving.files import file_of
from seikyu.storage import objects
from seikyu.wire import codes
from seikyu.wire.faults import Rejected

FILES = "/v1/invoice/buyer/invoices/{invoice_mng_num}/attachments"


def routes(pool: Pool, guard: Guard) -> list[Route]:
    """`…/attachments` and one of them."""

    async def listed(call: Call) -> Answer:
        """The files that came with the newest version, or with `version`."""
        actor = await guard.paying_actor(call.request)
        number, owner = _settled(call), actor.company.company_id
        version = number_in_query(call.request, "version", codes.VERSION_UNKNOWN, VERSION_DIGITS)
        async with transaction(pool, owner) as connection:
            received = await find(connection, owner, number)
            found = await attachments.of_version(connection, owner, number, version or received.version)
        return Answer({"attachments": lines(found)})

    async def content(call: Call) -> Response:
        """The bytes of one."""
        actor = await guard.paying_actor(call.request)
        number, owner = _settled(call), actor.company.company_id
        async with transaction(pool, owner) as connection:
            await find(connection, owner, number)
            found = await file_of(connection, owner, number, attachment_in_path(call.request))
            stored = await objects.get(connection, owner, found.sha256)
        return file_answer(found, await objects.content(pool, stored))

    return [
        Route(FILES, api(listed), methods=["GET"]),
        Route(FILES + "/{attachment_id}", api(content), methods=["GET"]),
    ]


def _settled(call: Call) -> int:
    if faults := call.settle_format(call.request.query_params.get("response_type")):
        raise Rejected(faults)
    return number_in_path(call.request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
