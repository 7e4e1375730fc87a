"""How a message leaves: by SMTP, or not at all where the outbox itself is what people read."""

from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

import aiosmtplib

from seikyu.kit.clock import Clock
from seikyu.mail.store import Mail
from seikyu.settings import Smtp

Transport = Callable[[UUID, Mail], Awaitable[None]]
"""Hands one message over; raises when it was not taken. The id makes a repeat recognisable."""


def smtp_transport(server: Smtp, sender: str, clock: Clock) -> Transport:
    """Send through a mail server; a second sending of the same message carries the same Message-ID."""

    async def send(mail_id: UUID, mail: Mail) -> None:
        message = EmailMessage()
        message["From"] = sender
        message["To"] = mail.recipient
        message["Subject"] = " ".join(mail.subject.splitlines())  # a line break would begin another header
        message["Date"] = format_datetime(clock())
        message["Message-ID"] = f"<{mail_id}@{sender.rpartition('@')[2]}>"
        message.set_content(mail.body)
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls == "tls",
            start_tls=server.tls == "starttls",
            timeout=30,
        )

    return send


async def outbox_only(_mail_id: UUID, _mail: Mail) -> None:
    """The sandbox: a message counts as sent once it can be read in the outbox on screen."""
