"""A thread about one invoice: its messages, and on which side of it a company stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

TEXT_LENGTH = 1000


class Party(StrEnum):
    """Which of the two a company is to an invoice."""

    SELLER = "seller"
    BUYER = "buyer"


@dataclass(frozen=True, slots=True)
class Message:
    """One message, numbered by its place in the thread; never changed."""

    place: int
    side: Party
    company_name: str
    user_name: str
    user_id: int | None
    version: int
    """The version of the invoice that its buyer had when it was written."""
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """What one party holds; `read_up_to` is how far its people have read, `open_` whether more may come."""

    side: Party
    messages: tuple[Message, ...]
    read_up_to: int
    open_: bool

    def unread(self, message: Message) -> bool:
        """Whether nobody of the company has seen what the other side wrote."""
        return message.side is not self.side and message.place > self.read_up_to
