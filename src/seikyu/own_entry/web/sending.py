"""What the form of an own invoice sends, and what the page about it needs."""

import asyncio
from collections.abc import Collection, Sequence

from starlette.requests import Request
from starlette.responses import Response

from seikyu.accounts.model import Actor
from seikyu.attachments import queries as attachments
from seikyu.attachments.actions.attach import attach
from seikyu.attachments.model import MOST_BYTES_TOGETHER, File, Subject
from seikyu.attachments.uploads import ROUND_THE_FILES, attachment_in_path, sound
from seikyu.db.pool import Connection, Pool
from seikyu.drafting.web.sent import MOST_BYTES, MOST_FIELDS
from seikyu.http.forms import Fields, first, read_form, read_form_with_files
from seikyu.http.numbers import number_in_path
from seikyu.kit.clock import Clock
from seikyu.masters import queries as masters
from seikyu.masters.actions.keep import keep
from seikyu.masters.keeping import read_masters
from seikyu.masters.model import Key, Kind
from seikyu.own_entry import queries
from seikyu.own_entry.actions.enter import Settled, settle
from seikyu.own_entry.form import NEW_PAYEE, Typed
from seikyu.own_entry.model import OwnInvoice
from seikyu.own_entry.web.sheet import Choices
from seikyu.own_entry.wire import read_entry
from seikyu.payees.masters import PAYEES
from seikyu.pdf.looking import Looked, look
from seikyu.storage import objects
from seikyu.storage.objects import StoredObject
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal, Rejected

FRAMED = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'self'"
)
FRAMING = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'"
)
"""What our pages may do, and show a file of their own beside the form."""
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})

PDF = "application/pdf"

DIGITS = 9


async def read_sent(request: Request) -> tuple[Fields, list[File]]:
    """The fields and sound files of the form; without files it is sent as any other form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await read_form(request, MOST_FIELDS, MOST_BYTES), []
    fields, sent = await read_form_with_files(request, MOST_BYTES_TOGETHER + ROUND_THE_FILES, MOST_FIELDS)
    try:
        return fields, await sound(sent, as_they_came=True)
    except Rejected as rejected:
        raise UnfitFiles(fields, rejected.faults) from None


class Unfinished(Exception):  # noqa: N818 -- undoes what was begun for a form that is shown again
    """What was sent is not stored, and why."""

    def __init__(self, settled: Settled) -> None:
        super().__init__("unfinished")
        self.settled = settled


class UnfitFiles(Exception):  # noqa: N818 -- the files are at fault, the program is not
    """Files that cannot be kept, and what the form held beside them."""

    def __init__(self, fields: Fields, faults: Sequence[Fault]) -> None:
        super().__init__("unfit files")
        self.fields, self.faults = fields, faults


async def keep_files(
    connection: Connection, actor: Actor, clock: Clock, subject: Subject, files: Sequence[File]
) -> list[Fault]:
    """Keep files with the form; what is wrong with how many they are."""
    if not files:
        return []
    try:
        await attach(connection, actor.company.company_id, subject, files, clock())
    except Rejected as rejected:
        return [*rejected.faults]
    return []


async def settle_typed(
    connection: Connection, actor: Actor, clock: Clock, typed: Typed, but: int | None = None
) -> Settled:
    """What would be stored, and every fault; a new payee is registered in the same transaction."""
    faults = await _new_payee(connection, actor, clock, typed) if typed.payee == NEW_PAYEE else []
    settled = await settle(connection, actor, clock, [read_entry(typed.tree)], but)
    told = {fault.path for fault in faults}
    rest = [fault for fault in settled.faults if fault.path not in told]
    return Settled({} if faults else settled.invoices, [*faults, *rest], settled.alike)


def sound_one(settled: Settled, fields: Fields) -> OwnInvoice:
    """The invoice, unless something is wrong with it or looks so and was not confirmed."""
    if settled.faults or (settled.alike and not first(fields, "confirmed")):
        raise Unfinished(settled)
    [invoice] = settled.invoices.values()
    return invoice


def doubts_of(settled: Settled, words: Words) -> list[str]:
    """What looks as if it had been entered before."""
    return [
        Fault("", codes.OWN_ALIKE, {"number": number}).detail(words.language)
        for number in settled.alike.values()
    ]


async def choices(connection: Connection, owner: int) -> Choices:
    """The masters to choose from."""
    payees = await masters.all_of(connection, owner, PAYEES)
    return Choices(payees, await queries.departments(connection, owner))


async def wanted_file(
    connection: Connection, owner: int, subject: Subject, request: Request
) -> StoredObject | None:
    """A file of the form; raise Refusal when it has no such."""
    wanted = attachment_in_path(request)
    found = await attachments.of_subject(connection, owner, subject, wanted)
    if found is None:
        raise Refusal(codes.ATTACHMENT_UNKNOWN, status=404)
    return await objects.get(connection, owner, found.sha256)


async def shown_file(pool: Pool, stored: StoredObject | None) -> Response:
    """A file of the form, to be looked at beside it where browsers can show it safely."""
    content = await objects.content(pool, stored)
    media_type = "" if stored is None else stored.media_type
    way = "inline" if media_type in SHOWN else "attachment"
    if media_type == PDF and await asyncio.to_thread(look, content) is not Looked.STILL:
        way = "attachment"
    headers = {
        "Content-Disposition": way,
        "Content-Security-Policy": FRAMED,
        "X-Frame-Options": "SAMEORIGIN",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


async def _new_payee(connection: Connection, actor: Actor, clock: Clock, typed: Typed) -> list[Fault]:
    given = {
        "payee_code": typed.new_code or None,
        "payee_name": typed.new_name or typed.tree.get("supplier_name"),
        "registration_number": typed.tree.get("registration_number"),
    }
    _, elements = read_masters(PAYEES, {PAYEES.name: [given]})
    owner = actor.company.company_id
    if typed.new_code and await masters.there(connection, owner, PAYEES.name, [typed.new_code]):
        return [Fault("payee_code", codes.CODE_TAKEN)]
    decision = await keep(connection, actor, clock, PAYEES, elements, _none_in_use)
    return decision.faults


async def _none_in_use(_: Connection, __: int, ___: Kind, ____: Collection[Key]) -> set[Key]:
    """Registering needs no asking."""
    return set()


def number_of(request: Request) -> int:
    """The number that the path names."""
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)


def seen_in(fields: Fields) -> int:
    """The version that the form was made of."""
    given = first(fields, "seen")
    if not (given.isascii() and given.isdigit() and len(given) <= DIGITS):
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    return int(given)
