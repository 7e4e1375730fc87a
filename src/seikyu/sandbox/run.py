"""Starting a sandbox: PostgreSQL, data, web and worker in this one process; and stopping all of it."""

import asyncio
import socket
from dataclasses import dataclass
from pathlib import Path

import uvloop
from rich.console import Console
from rich.status import Status

from seikyu import scheduler, worker
from seikyu.app import compose
from seikyu.db.embedded import start
from seikyu.db.migrate import migrate
from seikyu.db.pool import Pool, open_pool
from seikyu.http import logs
from seikyu.jobs.work import Watch
from seikyu.kit.clock import system_clock
from seikyu.sandbox.console import keep_console
from seikyu.sandbox.data.cast import Role
from seikyu.sandbox.data.making import make
from seikyu.sandbox.facts import forget_facts, write_facts
from seikyu.sandbox.failure import SandboxError
from seikyu.sandbox.folder import database_folder, held
from seikyu.sandbox.guide import tell
from seikyu.sandbox.key import kept_key
from seikyu.sandbox.logins import Logins
from seikyu.sandbox.port import HOST, port_of, take_port
from seikyu.sandbox.returned import example, returned
from seikyu.sealed import WrongKey, prove
from seikyu.seals import Seals
from seikyu.serving import serve, stop_on_signals
from seikyu.settings import Environment, Settings, read_settings

POOL_SIZE = "12"
LOG_LEVEL = "warning"
READY = b"GET /readyz HTTP/1.0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Wish:
    """What whoever starts a sandbox may ask for."""

    folder: Path
    port: int | None
    facts: Path | None


def run(wish: Wish, console: Console) -> None:
    """Run until Ctrl-C or SIGTERM; raise SandboxError or EmbeddedServerError when it cannot start."""
    logs.configure(LOG_LEVEL)
    with held(wish.folder) as folder:
        if wish.facts is not None:
            forget_facts(wish.facts)
        with take_port(wish.port) as listener:
            uvloop.run(_run(_Sandbox(wish, folder, listener, console)))


@dataclass(frozen=True, slots=True)
class _Sandbox:
    wish: Wish
    folder: Path
    listener: socket.socket
    console: Console

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{port_of(self.listener)}"

    def settings(self, database_url: str) -> Settings:
        port = port_of(self.listener)
        return read_settings(
            {
                "SEIKYU_DATABASE_URL": database_url,
                "SEIKYU_BASE_URL": self.base_url,
                "SEIKYU_ENVIRONMENT": Environment.SANDBOX,
                "SEIKYU_HOST": HOST,
                "SEIKYU_PORT": str(port),
                "SEIKYU_POOL_SIZE": POOL_SIZE,
                "SEIKYU_LOG_LEVEL": LOG_LEVEL,
                "SEIKYU_SECRET_KEY": kept_key(self.folder),
                # A newcomer tries webhooks with a receiver on this machine.
                "SEIKYU_WEBHOOK_PRIVATE_NETWORKS": "127.0.0.0/8,::1",
            }
        )


async def _run(sandbox: _Sandbox) -> None:
    stop = stop_on_signals()
    with sandbox.console.status("準備しています / getting ready") as status:
        server = await asyncio.to_thread(start, database_folder(sandbox.folder))
        try:
            await _live(sandbox, sandbox.settings(server.url), stop, status)
        finally:
            await asyncio.to_thread(server.stop)


async def _live(sandbox: _Sandbox, settings: Settings, stop: asyncio.Event, status: Status) -> None:
    await migrate(settings.database_url)
    pool = await open_pool(settings.database_url, size=settings.pool_size)
    try:
        await _prove(pool, settings)
        logins = await make(pool, system_clock, sandbox.folder, settings.base_url, stop)
        if stop.is_set():
            return
        seller = logins.members[Role.SELLER].company_id
        await keep_console(pool, seller, settings.base_url, system_clock())
        async with asyncio.TaskGroup() as group:
            group.create_task(serve(compose(settings, pool, system_clock), sandbox.listener, stop))
            group.create_task(worker.run(settings, pool, pool, system_clock, stop, Watch()))
            group.create_task(scheduler.run(pool, system_clock, stop))
            await _answering(settings)
            status.stop()
            await _tell(sandbox, pool, logins)
    finally:
        await asyncio.wait_for(pool.close(), 30)


async def _prove(pool: Pool, settings: Settings) -> None:
    try:
        await prove(pool, Seals(settings.secret_keys))
    except WrongKey as problem:
        raise SandboxError(
            "secret.key in the folder of the sandbox is not the one its secrets were sealed with: "
            "put the old file back, or remove the folder to begin anew."
        ) from problem


async def _answering(settings: Settings) -> None:
    reader, writer = await asyncio.open_connection(settings.host, settings.port)
    writer.write(READY)
    await reader.read()
    writer.close()


async def _tell(sandbox: _Sandbox, pool: Pool, logins: Logins) -> None:
    seller = logins.members[Role.SELLER].company_id
    sent_back = await returned(pool, seller)
    tell(sandbox.console, sandbox.base_url, sandbox.folder, logins, await example(pool, seller, sent_back))
    if sandbox.wish.facts is not None:
        numbers = [invoice.invoice_mng_num for invoice in sent_back]
        write_facts(sandbox.wish.facts, sandbox.base_url, logins, numbers)
