"""The doors tests go through: a web server in this process, the worker, and real processes of both."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal

import httpx
from lxml import etree

from seikyu import worker
from seikyu.app import compose
from seikyu.db.pool import Pool
from seikyu.jobs.work import Task, work
from seikyu.kit.clock import system_clock
from seikyu.serving import listen, serve
from seikyu.settings import Settings, read_settings
from seikyu.wire import json as wire_json
from seikyu.wire import xml as wire_xml
from tests.house.cast import Party, quick_passwords
from tests.house.papers import REASON

Spelling = Literal["json", "xml"]
MEDIA_TYPES = {"json": "application/json", "xml": "text/xml"}

INVOICES = "/v1/invoice/seller/invoices"
SEARCH = "/wi/v2/seller/invoice/search"
RECEIVED = "/v1/invoice/buyer/invoices"

SECRET_KEY = "c2Vpa3l1IHRlc3RzIHNlYWwgd2l0aCB0aGlzIGtleS4="
PATIENCE = 30.0


@dataclass(frozen=True)
class Doors:
    """A running web server and all that calls through it need."""

    pool: Pool
    settings: Settings
    http: httpx.AsyncClient
    tasks: list[Task]

    async def put(
        self, party: Party, *invoices: Mapping[str, Any], spelling: Spelling = "json", **top: Any
    ) -> httpx.Response:
        """請求書更新."""
        body = {"response_type": spelling, "invoices": [*invoices], **top}
        return await self.send(party, "PUT", INVOICES, body, spelling=spelling)

    async def get(self, party: Party, path: str, **query: Any) -> httpx.Response:
        """Read something."""
        return await self.http.get(path, params=query, headers=party.headers)

    async def listed(self, party: Party, **query: Any) -> Any:
        """The v1 list."""
        answer = await self.get(party, INVOICES, response_type="json", **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def search(self, party: Party, **body: Any) -> httpx.Response:
        """The v2 search."""
        headers = {"Accept": "application/json"}
        return await self.send(party, "POST", SEARCH, body, headers=headers)

    async def send_back(self, party: Party, number: int, reason: str = REASON) -> httpx.Response:
        """差戻し by the buyer."""
        return await self.send(party, "POST", f"{RECEIVED}/{number}/return", {"reason": reason})

    async def send(
        self,
        party: Party,
        method: str,
        path: str,
        tree: Any,
        *,
        spelling: Spelling = "json",
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send a tree as a body."""
        content = wire_json.write(tree) if spelling == "json" else wire_xml.write(tree, "request")
        kind = {"Content-Type": MEDIA_TYPES[spelling]}
        return await self.http.request(
            method, path, content=content, headers={**party.headers, **kind, **(headers or {})}
        )

    async def work_off(self) -> None:
        """Let a worker do all that is queued."""
        async with self.working():
            await until(self.queue_is_empty)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """A worker at work."""
        stop = asyncio.Event()
        working = asyncio.create_task(work(self.pool, self.tasks, stop))
        try:
            yield
        finally:
            stop.set()
            await working

    async def queue_is_empty(self) -> bool:
        """Whether no job waits or is being done; what is for later, such as a reminder, does not count."""
        soon = "execute_after < now() + interval '1 hour'"
        return not await self.pool.fetchval(f"SELECT EXISTS (SELECT FROM pgqueuer WHERE {soon})")


async def until(met: Callable[[], Awaitable[bool]], patience: float = PATIENCE) -> None:
    """Wait for a condition; fail when it is not met in time."""
    async with asyncio.timeout(patience):
        while not await met():  # noqa: ASYNC110 -- what is waited for happens in another process or the database
            await asyncio.sleep(0.02)


def settings_for(database_url: str, port: int, **environment: str) -> Settings:
    """Settings of a sandbox on a port of this machine."""
    return read_settings(environment_for(database_url, port, **environment))


def environment_for(database_url: str, port: int, **environment: str) -> dict[str, str]:
    """The same, as a process gets them."""
    given = {"SEIKYU_DATABASE_URL": database_url, "SEIKYU_PORT": str(port), "SEIKYU_ENVIRONMENT": "sandbox"}
    return {**given, "SEIKYU_LOG_LEVEL": "error", "SEIKYU_SECRET_KEY": SECRET_KEY, **environment}


@asynccontextmanager
async def open_doors(pool: Pool, database_url: str, **environment: str) -> AsyncIterator[Doors]:
    """Serve the whole application in this process until the block ends."""
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    settings = settings_for(database_url, port, **environment)
    stop = asyncio.Event()
    app = compose(settings, pool, system_clock, passwords=quick_passwords())
    serving = asyncio.create_task(serve(app, listener, stop))
    try:
        async with httpx.AsyncClient(base_url=settings.base_url, timeout=PATIENCE) as http:
            yield Doors(pool, settings, http, worker.tasks(settings, pool, system_clock))
    finally:
        stop.set()
        await serving


@asynccontextmanager
async def other_doors(doors: Doors, database_url: str, **environment: str) -> AsyncIterator[Doors]:
    """The same house through a web server with other settings."""
    async with open_doors(doors.pool, database_url, **environment) as others:
        yield replace(others, tasks=doors.tasks)


def start_process(
    command: Literal["web", "worker", "scheduler", "serve"], environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """A real `seikyu web` or `seikyu worker`."""
    program = "import sys; from seikyu.cli import main; sys.argv[0] = 'seikyu'; main()"
    return subprocess.Popen(
        [sys.executable, "-c", program, command],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


async def answers(http: httpx.AsyncClient) -> bool:
    """Whether a web process is ready."""
    try:
        return (await http.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


def told(answer: httpx.Response) -> list[dict[str, Any]]:
    """The `error_list` of an answer, from JSON or XML alike."""
    if answer.headers["content-type"].startswith("application/json"):
        entries: list[dict[str, Any]] = answer.json()["error_list"] or []
        return entries
    found = []
    for element in etree.fromstring(answer.content).findall("error_list"):
        if len(element):
            entry: dict[str, Any] = {child.tag: child.text for child in element}
            entry["index"] = None if entry["index"] is None else int(entry["index"])
            found.append(entry)
    return found


def codes_of(answer: httpx.Response) -> list[tuple[str, str]]:
    """Path and code of every fault of an answer."""
    return [(entry["error_item"], entry["error_code"]) for entry in told(answer)]
