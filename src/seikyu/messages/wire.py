"""The request and the answer of a thread (contract §8)."""

from collections.abc import Sequence

from seikyu.kit.jst import wire_time
from seikyu.messages.model import TEXT_LENGTH, Message, Thread
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.fields import Record, text
from seikyu.wire.values import Value
from seikyu.wire.values import text as text_of

MESSAGE_REQUEST = Record(
    "MessageRequest",
    "質問・回答",
    (text("text", "本文", TEXT_LENGTH, mark="○", lines=True, added=True),),
)


def read_text(tree: Value, found: Sequence[Fault] = ()) -> str:
    """The text; raise Rejected with what was found before and what is wrong with it."""
    node, faults = MESSAGE_REQUEST.read(tree)
    written = (text_of(node, "text") or "").strip()
    if not written and not faults:
        faults = (Fault("text", codes.REQUIRED, {"label": MESSAGE_REQUEST.fields[0].label}),)
    if found or faults:
        raise Rejected([*found, *faults])
    return written


def told(thread: Thread) -> list[Value]:
    """All messages, oldest first."""
    return [line(message, unread=thread.unread(message)) for message in thread.messages]


def line(message: Message, *, unread: bool = False) -> dict[str, Value]:
    """One message."""
    return {
        "message_no": message.place,
        "side": message.side.value,
        "company_name": message.company_name,
        "user_name": message.user_name,
        "version": message.version,
        "text": message.text,
        "written_at": wire_time(message.written_at),
        "unread_flg": "1" if unread else "0",
    }
