"""What a scenario works with: a filled database, processes that answer, and a load from yet another one."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlencode

import asyncpg
import msgspec

from bench.load import Load, Scripts, Wire, drive, drive_at, http
from bench.machine import cpu_seconds, family
from bench.measure import Sample
from bench.processes import SEIKYU, Served, process
from bench.seed import PASSWORD, Seeded, send_back, tidy
from seikyu.db.embedded.layout import Layout
from seikyu.settings import Environment

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

FORM = "application/x-www-form-urlencoded"


class Tokens(msgspec.Struct):
    """What of a token answer is of use here."""

    access_token: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything a scenario needs."""

    url: str
    administrator_url: str
    folder: Path
    environment: Mapping[str, str]
    seeded: Seeded
    database: Connection
    web: Served
    empty: Served
    rounds: int
    quick: bool
    executor: ProcessPoolExecutor
    turns: Iterator[int]

    async def load(self, served: Served, connections: int, items: int, scripts: Scripts) -> Sample:
        """Closed loop: what it took, and what it cost whom."""
        return await self._watched(
            served, items, lambda: self.executor.submit(drive, served.ports, connections, scripts)
        )

    async def load_at(
        self, served: Served, connections: int, requests: Callable[[], list[bytes]], count: int, rate: float
    ) -> Sample:
        """Open loop: so many requests a second."""
        return await self._watched(
            served, count, lambda: self.executor.submit(drive_at, served.ports, connections, requests, rate)
        )

    async def aside(self, job: Callable[[], Load], items: int) -> Sample:
        """Something that needs no web process, done in the load's."""
        return await self._watched(Served((), ()), items, lambda: self.executor.submit(job))

    def turn(self) -> int:
        """A number that differs from run to run, so that every run changes what it updates."""
        return next(self.turns)

    async def tokens(self) -> Tokens:
        """A fresh pair of tokens, by the password flow."""
        form = {
            "user_id": self.seeded.pfid,
            "user_password": PASSWORD,
            "client_id": self.seeded.client_id,
            "client_secret": self.seeded.client_secret,
            "realm": "/api",
            "response_type": "json",
        }
        request = http("POST", "/api/credentials/access_token", urlencode(form).encode(), Content_Type=FORM)
        body = await asyncio.to_thread(lambda: Wire(self.web.ports[0]).ask(request))
        return msgspec.json.decode(body, type=Tokens)

    async def send_back(self) -> None:
        """Bring the invoices that updates name back to where they began."""
        await send_back(self.database, self.seeded)
        await self.settle()

    async def queued(self) -> int:
        """How many of the seller's invoices wait to be issued."""
        async with self.database.transaction():
            await self.database.execute(f"SET LOCAL seikyu.company = '{self.seeded.company_id}'")
            waiting: int = await self.database.fetchval(
                "SELECT count(*) FROM invoices WHERE company_id = $1 AND status = 21", self.seeded.company_id
            )
        return waiting

    async def settle(self) -> None:
        """Let every run meet the same database: no dead rows, fresh statistics, nothing left to write out."""
        await tidy(self.database)
        await self.checkpoint()

    async def checkpoint(self) -> None:
        """Write out what earlier runs left, so that it does not weigh on the next."""
        connection = await asyncpg.connect(self.administrator_url)
        try:
            await connection.execute("CHECKPOINT")
        finally:
            await connection.close()

    @contextmanager
    def worker(self) -> Iterator[int]:
        """A worker's process; mail goes to the sandbox's outbox."""
        environment = {**self.environment, "SEIKYU_ENVIRONMENT": Environment.SANDBOX.value}
        with process([SEIKYU, "worker"], environment, self.folder.parent / "worker.log") as worker:
            yield worker.pid

    async def _watched(self, served: Served, items: int, submit: Callable[[], "Future[Load]"]) -> Sample:
        postgres = self.postgres()
        before = cpu_seconds(served.pids), cpu_seconds(postgres)
        done = await asyncio.wrap_future(submit())
        after = cpu_seconds(served.pids), cpu_seconds(postgres)
        cpu = {"client": done.cpu, "web": after[0] - before[0], "PostgreSQL": after[1] - before[1]}
        return Sample(done.seconds, items, done.latencies, cpu)

    def postgres(self) -> list[int]:
        note = Layout(self.folder).cluster / "postmaster.pid"
        return family(int(note.read_text(encoding="utf-8").splitlines()[0]))
