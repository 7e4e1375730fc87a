"""A thread as it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.messages.model import TEXT_LENGTH, Message, Thread
from seikyu.ui.format import When, moment
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message; `fresh` is the mark of one that nobody had read, else empty."""

    who: str
    company: str
    text: str
    at: When | None
    own: bool
    fresh: str


@dataclass(frozen=True, slots=True)
class ThreadView:
    """All of them, and the form for more; `add` is where it is sent, empty when nobody is there to answer."""

    rows: Sequence[MessageRow]
    add: str
    text: str
    problem: str
    hint: str
    limit: int


def thread_view(
    invoice_mng_num: int, thread: Thread, words: Words, text: str = "", problem: str = ""
) -> ThreadView:
    """The thread, with a text that was typed and what was wrong with it."""
    return ThreadView(
        rows=[_row(thread, message, words) for message in thread.messages],
        add=f"/{thread.side}/invoices/{invoice_mng_num}/messages" if thread.open_ else "",
        text=text,
        problem=problem,
        hint=words("messages.hint", limit=f"{TEXT_LENGTH:,}"),
        limit=TEXT_LENGTH,
    )


def _row(thread: Thread, message: Message, words: Words) -> MessageRow:
    return MessageRow(
        who=message.user_name,
        company=message.company_name,
        text=message.text,
        at=moment(message.written_at),
        own=message.side is thread.side,
        fresh=words("messages.fresh") if thread.unread(message) else "",
    )
