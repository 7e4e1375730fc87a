"""Pictures of an invoice in a layout that may not be kept yet, and images that are tried out for one."""

import asyncio
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import Fields, SentFile, first, read_query
from seikyu.invoices.layout import Layout, Style
from seikyu.invoices.print import picture, render
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.layouts import images, queries
from seikyu.layouts.sample import sample
from seikyu.layouts.web.packing import is_digest, packed, unpacked
from seikyu.layouts.web.typed import IMAGES, Typed
from seikyu.pdf.press import Press, Unprintable
from seikyu.storage import objects
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal

PATH = "/settings/layouts/preview"
SAMPLE_NUMBER = 1000000001
MOST_PAGES = 3
HEADERS = {
    "Content-Encoding": "gzip",
    "Cache-Control": "private, no-store",
    # The drawing carries its styles and images in itself.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
}
LABELS = {"logo": "ロゴ", "seal": "角印"}


@dataclass(frozen=True, slots=True)
class Studio:
    """What drawing needs."""

    pool: Pool
    clock: Clock
    press: Press


async def addresses(studio: Studio, actor: Actor, layout: Layout, of: str) -> list[str]:
    """Where the pictures of the pages are; of the sample unless `of` is the number of an own invoice."""
    drawn = await _drawn(studio, actor, layout, of)
    settings = packed(layout)
    return [
        f"{PATH}?{urlencode({'s': settings, 'of': of, 'page': page})}"
        for page in range(1, min(len(drawn), MOST_PAGES) + 1)
    ]


async def answer(studio: Studio, request: Request, actor: Actor) -> Response:
    """One page as SVG."""
    query = read_query(request)
    drawn = await _drawn(studio, actor, unpacked(first(query, "s")), first(query, "of"))
    page = first(query, "page")
    if page not in {str(number) for number in range(1, len(drawn) + 1)}:
        raise Refusal(codes.PARAMETER_UNREADABLE, status=404)
    packed_svg = await asyncio.to_thread(gzip.compress, drawn[int(page) - 1], 5)
    return Response(packed_svg, media_type="image/svg+xml", headers=HEADERS)


async def with_images(
    studio: Studio, actor: Actor, form: Fields, files: list[SentFile], typed: Typed
) -> tuple[Typed, list[Fault]]:
    """The form with its images kept under their digests: sent anew, as they were, or taken away."""
    faults: list[Fault] = []
    chosen: dict[str, str] = {}
    sent: Mapping[str, SentFile] = {file.field.removesuffix("_file"): file for file in files}
    owner = actor.company.company_id
    for name in IMAGES:
        chosen[name] = ""
        known = typed.get(name, "")
        if first(form, f"{name}_remove"):
            continue
        if name in sent:
            looked, found = images.check(f"{name}_file", LABELS[name], sent[name].content)
            if looked is not None and not await _prints(studio, actor, name, sent[name].content):
                found = [Fault(f"{name}_file", codes.IMAGE_BROKEN, {"label": LABELS[name]})]
            faults += found
            if looked is not None and not found:
                async with transaction(studio.pool, owner) as connection:
                    digest = await objects.put(
                        connection, owner, looked.media_type, sent[name].content, studio.clock(), stays=True
                    )
                chosen[name] = digest.hex()
                continue
        async with transaction(studio.pool, owner) as connection:
            if await _is_image(connection, owner, known):
                chosen[name] = known
    return {**typed, **chosen}, faults


async def _drawn(studio: Studio, actor: Actor, layout: Layout, of: str) -> list[bytes]:
    owner = actor.company.company_id
    document, number = None, SAMPLE_NUMBER
    async with transaction(studio.pool, owner) as connection:
        if of.isascii() and of.isdigit() and len(of) <= len(str(SAMPLE_NUMBER)):
            number = int(of)
            document = await queries.newest_document(connection, owner, number)
        style = await queries.dressed(connection, owner, layout)
    return await asyncio.to_thread(
        partial(
            picture,
            document or sample(actor.company, layout),
            invoice_mng_num=number,
            version=1,
            send_date=today(studio.clock),
            press=studio.press,
            style=style,
        )
    )


async def _prints(studio: Studio, actor: Actor, name: str, content: bytes) -> bool:
    """Whether an image can be drawn on a page at all."""
    style = Style(logo=content) if name == "logo" else Style(seal=content)
    try:
        await asyncio.to_thread(
            partial(
                render,
                sample(actor.company),
                invoice_mng_num=SAMPLE_NUMBER,
                version=1,
                send_date=today(studio.clock),
                press=studio.press,
                style=style,
            )
        )
    except Unprintable:
        return False
    return True


async def _is_image(connection: Connection, owner: int, digest: str) -> bool:
    if not digest or not is_digest(digest):
        return False
    found = await objects.get(connection, owner, bytes.fromhex(digest))
    return found is not None and found.media_type in {"image/png", "image/jpeg"}
