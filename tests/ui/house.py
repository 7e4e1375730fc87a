"""Two companies that trade, an outsider, and the whole application in front of a browser."""

import asyncio
import os
import shutil
import socket
from base64 import b64decode
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.async_api import Browser, BrowserContext, Page, Playwright

from seikyu.accounts import queries as accounts
from seikyu.accounts.model import Actor, Option, Plan, Via
from seikyu.accounts.store import NewCompany, NewUser, add_company, add_user
from seikyu.app import compose
from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import Pool, act_for, transaction
from seikyu.invoices.extract import COLUMNS, extract
from seikyu.invoices.store import Version, add_print, add_versions
from seikyu.invoices.wire import canonical, read_update
from seikyu.issuing.model import SellerStatus
from seikyu.mail.store import Mail, write
from seikyu.receiving.store import put_into_inbox
from seikyu.serving import listen, serve
from seikyu.settings import Environment, Settings
from seikyu.storage import objects
from tests.house import doors
from tests.house.cast import quick_passwords
from tests.ui.papers import INVOICE

NOW = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 21)
PASSWORD = "正しい-password-1"
SECRET_KEY = b64decode(doors.SECRET_KEY)
PDF = b"%PDF-1.4 (what a press would print)"
AXE = Path(str(files("axe_playwright_python"))) / "axe.min.js"
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AS_ROOT = ("--no-sandbox",) if os.geteuid() == 0 else ()


def clock() -> datetime:
    return NOW


@dataclass(frozen=True)
class Member:
    actor: Actor
    pfid: str

    @property
    def company_id(self) -> int:
        return self.actor.company.company_id


@dataclass
class House:
    """One pair of trading companies and an outsider; every test may have its own."""

    pool: Pool
    seller: Member
    buyer: Member
    outsider: Member
    numbers: dict[str, int] = field(default_factory=dict)

    async def invoice(
        self,
        *,
        status: SellerStatus = SellerStatus.ISSUED,
        versions: int = 1,
        days_ago: int = 3,
        opened: bool = False,
        reason: str | None = None,
        error: str | None = None,
        **changes: Any,
    ) -> int:
        """An invoice of the seller as it stands after its history, with the buyer's copy if it has one."""
        document, content = self._document(changes)
        found = extract(document)
        issued = status in {SellerStatus.ISSUED, SellerStatus.SENT_BACK}
        day = TODAY - timedelta(days=days_ago)
        at = NOW - timedelta(days=days_ago)
        values: dict[str, object] = {
            "status": status,
            "version": versions,
            "customer_name": "株式会社さんぷる製作所 本社",
            "customer_code": "C-0001",
            "buyer_company_id": self.buyer.company_id,
            "first_to_customer": False,
            "send_date": day if issued else None,
            "opened_at": at if opened else None,
            "return_reason": reason,
            "returned_at": at if reason else None,
            "issue_error": error,
            **{name: getattr(found, name) for name in COLUMNS},
            "created_at": at,
            "updated_at": at,
        }
        seller, buyer = self.seller.company_id, self.buyer.company_id
        async with transaction(self.pool, seller) as connection:
            number: int = await connection.fetchval("SELECT nextval('invoice_mng_num_seq')")
            names = ["company_id", "invoice_mng_num", *values]
            places = ", ".join(f"${n}" for n in range(1, len(names) + 1))
            await connection.execute(
                f"INSERT INTO invoices ({', '.join(names)}) VALUES ({places})",
                seller,
                number,
                *values.values(),
            )
            digest = await objects.put(connection, seller, "application/pdf", PDF, at)
            papers = [Version(number, n, content, b"\0" * 32) for n in range(1, versions + 1)]
            await add_versions(connection, seller, papers, at)
            for paper in papers[: len(papers) if issued else -1]:
                await add_print(connection, seller, number, paper.version, day, digest)
            await record(connection, seller, SYSTEM, at, _story(number, status, versions, reason, error))
            if issued:
                await act_for(connection, buyer)
                await objects.put(connection, buyer, "application/pdf", PDF, at)
                await add_versions(connection, buyer, papers, at)
                for paper in papers:
                    await add_print(connection, buyer, number, paper.version, day, digest)
                await put_into_inbox(
                    connection,
                    buyer,
                    invoice_mng_num=number,
                    version=versions,
                    seller_company_id=seller,
                    seller_name=self.seller.actor.company.name,
                    send_date=day,
                    extract=found,
                    now=at,
                )
                event = Event("invoice.received", "received_invoice", str(number), None, 50, versions)
                await record(connection, buyer, SYSTEM, at, [event])
                if reason or opened:
                    await connection.execute(
                        "UPDATE received_invoices SET opened_at = $3, sent_back_at = $4, return_reason = $5 "
                        "WHERE company_id = $1 AND invoice_mng_num = $2",
                        buyer,
                        number,
                        at,
                        at if reason else None,
                        reason,
                    )
        return number

    async def mail(self, subject: str, body: str) -> None:
        async with transaction(self.pool, self.buyer.company_id) as connection:
            await write(connection, self.buyer.company_id, [Mail(self.buyer.pfid, subject, body)], NOW)

    def _document(self, changes: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        tree: Any = {"response_type": "json", "invoices": [{"invoice_mng_num": "1", **INVOICE, **changes}]}
        read = read_update(tree, frozenset()).invoices[0]
        assert not read.faults, read.faults
        document = dict(read.document)
        company = self.seller.actor.company
        document["issuer"] = {
            "company_name": company.name,
            "registration_number": company.registration_number,
        }
        return document, canonical(document)


def _story(
    number: int, status: SellerStatus, versions: int, reason: str | None, error: str | None
) -> list[Event]:
    def event(action: str, old: int | None, new: int, version: int, comment: str | None = None) -> Event:
        return Event(f"invoice.{action}", "invoice", str(number), old, new, version, comment)

    story = [event("issued", 21, 22, 1)]
    for version in range(2, versions + 1):
        story.append(event("sent_back", 22, 19, version - 1, "数量が発注書と違います。"))
        story.append(event("corrected", 19, 21, version))
        story.append(event("issued", 21, 22, version))
    if status is SellerStatus.SENT_BACK:
        story.append(event("sent_back", 22, 19, versions, reason))
    if status is SellerStatus.ISSUE_ERROR:
        story[-1] = event("issue_failed", 21, 29, versions, error)
    if status is SellerStatus.QUEUED:
        story.pop()
    return story


async def build_house(pool: Pool) -> House:
    hashed = await quick_passwords().hash(PASSWORD)
    seller = await _member(pool, "株式会社みほん商事", "見本 花子", "T7000012050002", hashed)
    buyer = await _member(pool, "株式会社さんぷる製作所", "受川 恵", None, hashed)
    outsider = await _member(pool, "仮名運輸株式会社", "外山 次郎", None, hashed)
    return House(pool, seller, buyer, outsider)


async def _member(pool: Pool, company: str, name: str, registration: str | None, hashed: str) -> Member:
    pfid = f"{uuid4().hex[:12]}@example.jp"
    new = NewCompany(company, Plan.PAID, frozenset({Option.API}), registration_number=registration)
    async with transaction(pool, None) as connection:
        company_id = await add_company(connection, new, NOW)
        user_id = await add_user(connection, company_id, NewUser(pfid, hashed, name), NOW)
        user = await accounts.user(connection, user_id)
    assert user is not None
    return Member(Actor(user.company, user_id, name, Via.SCREEN), pfid)


def settings(database_url: str, base_url: str) -> Settings:
    return Settings(
        database_url=database_url,
        base_url=base_url,
        environment=Environment.SANDBOX,
        host="127.0.0.1",
        port=0,
        pool_size=10,
        max_body_bytes=1 << 20,
        smtp=None,
        mail_from="seikyu@example.jp",
        log_level="error",
        secret_keys=(SECRET_KEY,),
    )


@asynccontextmanager
async def running(
    pool: Pool, database_url: str, port: int = 0, name: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """The whole application on an address of its own, reached by a name of this machine."""
    listener: socket.socket = listen("127.0.0.1", port)
    base_url = f"http://{name}:{listener.getsockname()[1]}"
    stop = asyncio.Event()
    app = compose(settings(database_url, base_url), pool, clock, passwords=quick_passwords())
    serving = asyncio.create_task(serve(app, listener, stop))
    try:
        yield base_url
    finally:
        stop.set()
        await serving
        listener.close()


async def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium, quiet: it looks nothing up by itself."""
    executable = shutil.which("chromium")
    assert executable is not None, "the tests of the screens need Chromium: apt-get install chromium"
    return await playwright.chromium.launch(executable_path=executable, args=[*QUIET, *AS_ROOT])


async def enter(context: BrowserContext, member: Member, path: str = "/") -> Page:
    """A page on which somebody has logged in and been sent on to where they wanted to go."""
    page = await context.new_page()
    await page.goto(path)
    await page.get_by_label("PFID").fill(member.pfid)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.locator("form[method=post] .button-primary").click()
    await page.wait_for_url(lambda url: "/login" not in url)
    return page


async def offences(page: Page) -> Sequence[str]:
    """What the accessibility engine finds against WCAG 2.2 AA on the page as it stands."""
    await page.evaluate(AXE.read_text("utf-8"))
    # Of what passes it would describe every element, which takes it as long as all it looks for.
    found: list[dict[str, Any]] = await page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],"
        " resultTypes: ['violations']}).then(result => result.violations)"
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]
    ]
