"""A receiver of webhooks on this machine, and a company that wants to be told."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from seikyu.kit.clock import system_clock
from seikyu.seals import Seals
from seikyu.webhooks import jobs
from seikyu.webhooks.actions.send import Sender
from seikyu.webhooks.addresses import networks
from seikyu.webhooks.outgoing import poster
from tests.house.cast import Party
from tests.house.doors import Doors, until

WEBHOOKS = "/v1/webhooks"
SOON = (timedelta(milliseconds=20),) * 7


@dataclass(frozen=True)
class Got:
    """One request as it came."""

    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.content)
        return told

    @property
    def event_id(self) -> str:
        return self.headers["webhook-id"]

    def signed_with(self, secret: str) -> bool:
        """As a receiver verifies it, knowing nothing but the conventions."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        text = f"{self.event_id}.{self.headers['webhook-timestamp']}.".encode() + self.content
        signature = base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()
        return f"v1,{signature}" in self.headers["webhook-signature"].split(" ")


@dataclass
class Receiver:
    """Answers each request with the next of `answers`, at last with 200; `hang` lets all of them wait."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    taken: list[Got] = field(default_factory=list)
    """Those that were answered with 200."""
    answers: list[str] = field(default_factory=list)
    refusing: int = 0
    """Where set, every so-manieth event is refused the first time it comes."""
    hang: bool = False
    hanging: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def events(self) -> list[str]:
        return [one.body["event"] for one in self.got]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:-2])}
        content = await reader.readexactly(int(headers["content-length"]))
        got = Got(headers, content)
        self.got.append(got)
        if self.hang:
            self.hanging.append(writer)
            await reader.read()
        else:
            line = self.answers.pop(0) if self.answers else self._judged(got)
            if line == "200 OK":
                self.taken.append(got)
            writer.write(f"HTTP/1.1 {line}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nseen".encode())
        writer.close()

    def _judged(self, got: Got) -> str:
        if not self.refusing:
            return "200 OK"
        events = [*dict.fromkeys(one.event_id for one in self.got)]
        new = [one.event_id for one in self.got].count(got.event_id) == 1
        refused = new and len(events) % self.refusing == 0
        return "500 Internal Server Error" if refused else "200 OK"

    def let_go(self) -> None:
        """Hang up on all that wait."""
        self.hang = False
        for writer in self.hanging:
            writer.close()

    async def got_as_many_as(self, count: int) -> None:
        async def enough() -> bool:
            return len(self.got) >= count

        await until(enough, 10)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver that listens until the block ends."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.answer, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


def sender_of(doors: Doors, **changes: Any) -> Sender:
    """The worker's sender that tries again soon."""
    way_out = poster(networks(doors.settings.webhook_private_networks))
    seals = Seals(doors.settings.secret_keys)
    sender = Sender(doors.pool, system_clock, seals, way_out, doors.settings.base_url, SOON)
    return replace(sender, **changes)


def impatient(doors: Doors, **changes: Any) -> Doors:
    """The same house whose worker tries webhooks again soon."""
    ours = jobs.tasks(sender_of(doors, **changes))
    names = {task.name for task in ours}
    return replace(doors, tasks=[*(task for task in doors.tasks if task.name not in names), *ours])


async def add_webhook(doors: Doors, party: Party, url: str, *events: str) -> tuple[str, str]:
    """Register one by API; return its id and secret."""
    body = {"url": url, "events": [{"event": name} for name in events]}
    answer = await doors.send(party, "POST", WEBHOOKS, body)
    assert answer.status_code == 200, answer.text
    return answer.json()["webhook"]["webhook_id"], answer.json()["secret"]


async def one(doors: Doors, party: Party, webhook_id: str) -> dict[str, Any]:
    answer = await doors.get(party, f"{WEBHOOKS}/{webhook_id}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()["webhook"]
    return told


async def deliveries(doors: Doors, party: Party, webhook_id: str) -> list[dict[str, Any]]:
    answer = await doors.get(party, f"{WEBHOOKS}/{webhook_id}/deliveries")
    assert answer.status_code == 200, answer.text
    told: list[dict[str, Any]] = answer.json()["deliveries"]
    return told


def settled(doors: Doors, party: Party, webhook_id: str, count: int = 1) -> Callable[[], Awaitable[bool]]:
    """Whether so many deliveries are over."""

    async def over() -> bool:
        states = [told["state"] for told in await deliveries(doors, party, webhook_id)]
        return len(states) >= count and "waiting" not in states

    return over


async def post(doors: Doors, party: Party, path: str, body: Any = None) -> Any:
    answer = await doors.send(party, "POST", f"{WEBHOOKS}/{path}", body or {})
    assert answer.status_code == 200, answer.text
    return answer.json()


def is_id(text: str) -> bool:
    return str(UUID(text)) == text
