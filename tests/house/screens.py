"""A browser without a window: logging in, and what forms hold and complain about."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape

import httpx

from tests.house.cast import PASSWORD, Party
from tests.house.doors import PATIENCE, Doors


@asynccontextmanager
async def at_screen(doors: Doors, party: Party, pfid: str = "") -> AsyncIterator[httpx.AsyncClient]:
    """Somebody of a company who has logged in."""
    async with httpx.AsyncClient(base_url=doors.http.base_url, timeout=PATIENCE) as http:
        answer = await http.post("/login", data={"pfid": pfid or party.user.pfid, "password": PASSWORD})
        assert answer.status_code == 303
        yield http


def form_of(page: str) -> dict[str, str]:
    """What a browser would send back if nothing was changed."""
    form = page.split('<form id="form"', maxsplit=1)[1].split("</form>", maxsplit=1)[0]
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in said and ('type="checkbox"' not in tag or " checked" in tag):
            fields[said["name"]] = unescape(said.get("value", ""))
    for name, options in re.findall(r'<select id="(\w+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def problems_of(page: str) -> dict[str, str]:
    """What the form says at its fields."""
    found = re.findall(r'class="problem" id="(\w+)-problem">(.*?)</p>', page)
    return {name: unescape(text) for name, text in found}
