"""The sandbox's outbox: what has been written to people of one's own company, to be read on screen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.db.pool import Pool, transaction
from seikyu.mail import store
from seikyu.mail.store import WrittenMail
from seikyu.ui.doors import Doorkeeper, door
from seikyu.ui.format import When, moment
from seikyu.ui.pages import Pages

ADDRESS = re.compile(r"https?://[^\s<>\"'（）「」、。]+")


class Company(Protocol):
    """Whose outbox it is."""

    @property
    def company_id(self) -> int:
        """The owner of the messages."""

    @property
    def name(self) -> str:
        """As people know it."""


class Member(Protocol):
    """A person of a company."""

    @property
    def name(self) -> str:
        """The person's name."""

    @property
    def company(self) -> Company:
        """The person's company."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message."""

    recipient: str
    subject: str
    body: Markup
    written: When | None
    sent: When | None


def routes(pool: Pool, pages: Pages, sessions: Doorkeeper[Member]) -> list[Route]:
    """`/sandbox/outbox`."""

    async def show_outbox(request: Request, member: Member) -> Response:
        owner = member.company.company_id
        async with transaction(pool, owner) as connection:
            mails = await store.newest(connection, owner)
        return pages.render(request, "mail/outbox.html", messages=_messages(mails))

    return [Route("/sandbox/outbox", door(pages, sessions, show_outbox), methods=["GET"])]


def _messages(mails: Sequence[WrittenMail]) -> list[Message]:
    return [
        Message(
            written.mail.recipient,
            written.mail.subject,
            _linked(written.mail.body),
            moment(written.written_at),
            moment(written.sent_at),
        )
        for written in mails
    ]


def _linked(body: str) -> Markup:
    """The text with its addresses made links; everything else is escaped."""
    linked, at = Markup(), 0
    for found in ADDRESS.finditer(body):
        linked += escape(body[at : found.start()])
        linked += Markup('<a href="{0}">{0}</a>').format(found.group())
        at = found.end()
    return linked + escape(body[at:])
