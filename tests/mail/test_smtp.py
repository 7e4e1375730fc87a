"""Mail as a real mail server receives it."""

import asyncio
import email
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from seikyu import worker
from seikyu.db.pool import Pool, open_pool, transaction
from seikyu.issuing.model import SellerStatus
from seikyu.jobs.work import Watch
from seikyu.kit.clock import system_clock
from seikyu.mail.jobs import AT_ONCE
from seikyu.mail.store import Mail, newest, write
from tests.house.cast import Cast
from tests.house.doors import Doors, settings_for, until
from tests.house.papers import add_invoices, status_of


@dataclass
class PostOffice:
    """A mail server that keeps what it takes, and may refuse for a while."""

    port: int = 0
    refusals: list[str] = field(default_factory=list)
    taken: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        if self.refusals:
            return self.refusals.pop()
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=default)
        self.taken.append((envelope.mail_from or "", [*envelope.rcpt_tos], message))
        return "250 taken"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"geheim")


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def empty_queue(pool: Pool) -> None:
    """What other tests asked for and did not wait for is not to be posted here."""
    await pool.execute("DELETE FROM pgqueuer")


@pytest_asyncio.fixture(loop_scope="session")
async def office() -> AsyncIterator[PostOffice]:
    office = PostOffice()

    def counter() -> SMTP:
        return SMTP(
            office,
            hostname="127.0.0.1",
            authenticator=office.authenticate,
            auth_require_tls=False,
            enable_SMTPUTF8=True,
        )

    server = await asyncio.get_running_loop().create_server(counter, "127.0.0.1", 0)
    office.port = server.sockets[0].getsockname()[1]
    yield office
    server.close()
    await server.wait_closed()


def with_mail(doors: Doors, office: PostOffice, database_url: str, **more: str) -> Doors:
    """The same house, its mail handed to the office."""
    environment = {
        "SEIKYU_SMTP_HOST": "127.0.0.1",
        "SEIKYU_SMTP_PORT": str(office.port),
        "SEIKYU_SMTP_TLS": "none",
        "SEIKYU_MAIL_FROM": "seikyu@platform.example",
        "SEIKYU_BASE_URL": "https://seikyu.example",
        **more,
    }
    settings = settings_for(database_url, 8000, **environment)
    tasks = worker.tasks(settings, doors.pool, system_clock)
    return Doors(doors.pool, settings, doors.http, tasks)


async def test_each_reader_of_the_buyer_gets_one_mail_that_leads_to_the_invoice(
    doors: Doors, cast: Cast, office: PostOffice, database_url: str
) -> None:
    await doors.work_off()
    house = with_mail(doors, office, database_url)
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED, inv_name="髙橋様﨑①ｱｲｳ")
    await house.work_off()
    assert sorted(recipients[0] for _, recipients, _ in office.taken) == sorted(cast.readers)
    ids = set()
    for sender, _, message in office.taken:
        assert sender == message["From"] == "seikyu@platform.example"
        assert message["Subject"] == f"【請求書】{cast.seller.company.name} より請求書が届きました"
        text = message.get_content()
        for part in (
            f"https://seikyu.example/buyer/invoices/{number}",
            "髙橋様﨑①ｱｲｳ",
            "11,000円",
            "2026年08月31日",
        ):
            assert part in text
        assert message["Date"].datetime.tzinfo is not None
        ids.add(message["Message-ID"])
    assert len(ids) == 2


async def test_a_mail_that_the_server_refuses_for_now_is_sent_later_under_the_same_id(
    doors: Doors, cast: Cast, office: PostOffice, database_url: str
) -> None:
    office.refusals = ["451 later"]
    house = with_mail(doors, office, database_url)
    [mail_id] = await write_one(doors, cast, Mail("a@example.jp", "件名", "本文"))
    await house.work_off()
    [(_, recipients, message)] = office.taken
    assert (recipients, message["Subject"]) == (["a@example.jp"], "件名")
    assert message["Message-ID"] == f"<{mail_id}@platform.example>"


async def test_a_job_done_twice_sends_once(
    doors: Doors, cast: Cast, office: PostOffice, database_url: str
) -> None:
    house = with_mail(doors, office, database_url)
    await write_one(doors, cast, Mail("a@example.jp", "件名", "本文"))
    await doors.pool.execute(
        "INSERT INTO pgqueuer (priority, status, entrypoint, payload) "
        "SELECT priority, status, entrypoint, payload FROM pgqueuer"
    )
    await house.work_off()
    assert len(office.taken) == 1


async def test_the_server_is_logged_in_to_where_a_user_is_set(
    doors: Doors, cast: Cast, office: PostOffice, database_url: str
) -> None:
    account = {"SEIKYU_SMTP_USER": "seikyu", "SEIKYU_SMTP_PASSWORD": "geheim"}
    house = with_mail(doors, office, database_url, **account)
    await write_one(doors, cast, Mail("a@example.jp", "件名", "本文"))
    await house.work_off()
    assert office.logins == [(b"seikyu", b"geheim")]
    assert len(office.taken) == 1


@pytest.mark.parametrize("name", ["株式会社\r\nBcc: x@example.com", "a\nb", "長" * 300, "=?utf-8?B?eA==?="])
async def test_no_name_can_add_a_line_to_the_head_of_a_mail(
    doors: Doors, cast: Cast, office: PostOffice, database_url: str, name: str
) -> None:
    house = with_mail(doors, office, database_url)
    await write_one(doors, cast, Mail("a@example.jp", f"{name} より", "本文\n.\n..\nBcc: y@example.com"))
    await house.work_off()
    [(_, recipients, message)] = office.taken
    assert recipients == ["a@example.jp"]
    assert message["Bcc"] is None
    assert message.get_content().splitlines() == ["本文", ".", "..", "Bcc: y@example.com"]


async def test_a_mail_server_that_hangs_keeps_nobody_from_reading(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    await doors.work_off()
    callers: list[asyncio.StreamWriter] = []

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        callers.append(writer)

    async def hung() -> bool:
        return len(callers) >= AT_ONCE

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    house = with_mail(doors, PostOffice(server.sockets[0].getsockname()[1]), database_url)
    mails = [Mail("a@example.jp", "件名", "本文")] * 3 * doors.pool.get_max_size()
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await write(connection, cast.seller.company_id, mails, system_clock())
    try:
        async with house.working():
            await until(hung)
            async with asyncio.timeout(5):
                assert (await doors.listed(cast.seller))["total_count"] == 0
            await doors.pool.execute("DELETE FROM pgqueuer WHERE status <> 'picked'")
            server.close()
            while not await doors.queue_is_empty():
                for writer in callers:
                    writer.close()
                await doors.pool.execute("DELETE FROM pgqueuer WHERE status <> 'picked'")
                await asyncio.sleep(0.02)
    finally:
        await server.wait_closed()
    assert len(callers) <= 2 * AT_ONCE


async def test_a_mail_server_that_hangs_holds_up_neither_issuing_nor_what_waits_for_others(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    await doors.work_off()
    callers: list[asyncio.StreamWriter] = []

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        callers.append(writer)

    async def hung() -> bool:
        return len(callers) >= AT_ONCE

    owner = cast.seller.company_id
    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    house = with_mail(doors, PostOffice(server.sockets[0].getsockname()[1]), database_url)
    async with transaction(doors.pool, owner) as connection:
        await write(connection, owner, [Mail("a@example.jp", "件名", "本文")] * 40, system_clock())
    stop = asyncio.Event()
    async with await open_pool(database_url, size=worker.LEAST_CONNECTIONS) as pool:
        working = asyncio.create_task(worker.run(house.settings, pool, pool, system_clock, stop, Watch()))
        try:
            await until(hung)
            [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)

            async def issued() -> bool:
                return await status_of(doors.pool, owner, number) == (22, 1)

            await until(issued, 10)
            assert len(callers) == AT_ONCE
        finally:
            server.close()
            await doors.pool.execute("DELETE FROM pgqueuer WHERE status <> 'picked'")
            stop.set()
            while not working.done():
                for writer in callers:
                    writer.close()
                await asyncio.sleep(0.02)
            await working
    await doors.pool.execute("DELETE FROM pgqueuer")


async def write_one(doors: Doors, cast: Cast, mail: Mail) -> list[Any]:
    """Put one mail into the seller's outbox, and nothing else into the queue."""
    await doors.work_off()
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await write(connection, cast.seller.company_id, [mail], system_clock())
        return [written.mail_id for written in await newest(connection, cast.seller.company_id)]


async def test_without_a_server_the_outbox_holds_what_would_have_been_sent(doors: Doors, cast: Cast) -> None:
    [mail_id] = await write_one(doors, cast, Mail("a@example.jp", "件名", "本文"))

    async def sent() -> bool:
        async with transaction(doors.pool, cast.seller.company_id) as connection:
            [written] = await newest(connection, cast.seller.company_id)
        assert written.mail_id == mail_id
        return written.sent_at is not None

    async with doors.working():
        await until(sent)
