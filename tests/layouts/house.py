"""A person at the screens of layouts, without a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx

from seikyu.invoices.layout import DEFAULT
from seikyu.layouts.model import Draft
from seikyu.layouts.web.typed import typed_from
from tests.house.cast import PASSWORD, Party
from tests.house.doors import INVOICES, Doors
from tests.house.papers import rows

PATH = "/settings/layouts"
NEW = f"{PATH}/new"


@asynccontextmanager
async def screen(doors: Doors, party: Party) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody logged in."""
    async with httpx.AsyncClient(base_url=doors.settings.base_url, timeout=30) as http:
        answer = await http.post("/login", data={"pfid": party.user.pfid, "password": PASSWORD})
        assert answer.status_code == 303
        yield http


async def send(
    http: httpx.AsyncClient, path: str, *, files: dict[str, bytes] | None = None, **fields: Any
) -> httpx.Response:
    """The form of the ordinary layout with some fields filled in otherwise."""
    typed = {**typed_from(Draft("K-1", "書式", DEFAULT)), **fields}
    parts: list[tuple[str, Any]] = [(name, (None, value)) for name, value in typed.items()]
    parts += [(name, ("image.png", content)) for name, content in (files or {}).items()]
    return await http.post(path, files=parts)


async def made(http: httpx.AsyncClient, *, files: dict[str, bytes] | None = None, **fields: str) -> UUID:
    """A new layout."""
    answer = await send(http, NEW, files=files, **fields)
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].rpartition("/")[2])


async def pdf(doors: Doors, party: Party, number: Any, **query: Any) -> bytes:
    """The PDF of an issued invoice."""
    answer = await doors.get(party, f"{INVOICES}/{number}/pdf", **query)
    assert answer.status_code == 200, answer.text
    return answer.content


async def printed_in(doors: Doors, party: Party, number: Any) -> list[tuple[UUID | None, int | None]]:
    """The layout versions that an invoice's versions were printed in."""
    query = (
        "SELECT layout_id, layout_version FROM invoice_prints "
        "WHERE company_id = $1 AND invoice_mng_num = $2 ORDER BY version"
    )
    found = await rows(doors.pool, party.company_id, query, party.company_id, int(number))
    return [(row["layout_id"], row["layout_version"]) for row in found]
