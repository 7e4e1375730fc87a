"""Authenticator apps and people on the way in, for tests: the codes are computed from RFC 6238 alone."""

import base64
import hashlib
import hmac
import re
import struct
from datetime import datetime

import httpx

from tests.oauth.house import PASSWORD, House, Person


def code_of(secret: str, now: datetime, step: int = 0) -> str:
    """What an app shows."""
    key = base64.b32decode(secret.replace(" ", ""))
    mac = hmac.new(key, struct.pack(">Q", int(now.timestamp()) // 30 + step), hashlib.sha1).digest()
    place = mac[-1] & 15
    number = struct.unpack(">I", mac[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def secret_on(page: str) -> str:
    """The key that the page shows for typing."""
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found is not None, page
    return found[1]


def codes_on(page: str) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<li><code>([0-9a-z-]+)</code></li>", page)


async def set_up(house: House, http: httpx.AsyncClient) -> tuple[str, list[str]]:
    """Log in and set an app up; its secret, and the recovery codes."""
    await house.log_in(http)
    begun = await http.post("/settings/security/totp/begin")
    secret = secret_on((await http.get(begun.headers["location"])).text)
    done = await http.post("/settings/security/totp", data={"code": code_of(secret, house.clock())})
    assert done.status_code == 200, done.text
    return secret, codes_on(done.text)


async def show_password(
    house: House, http: httpx.AsyncClient, target: str = "/", person: Person | None = None
) -> httpx.Response:
    """The first step."""
    who = person or house.person
    form = {"pfid": who.pfid, "password": PASSWORD, "next": target}
    return await http.post("/login", data=form)


async def show_code(http: httpx.AsyncClient, code: str) -> httpx.Response:
    """The second step."""
    return await http.post("/login/second", data={"code": code})
