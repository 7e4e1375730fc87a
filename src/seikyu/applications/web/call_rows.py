"""Calls as lists show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.applications.model import Call
from seikyu.applications.web.place import address_of
from seikyu.kit.jst import JST
from seikyu.ui.format import When
from seikyu.ui.words import Words

GOOD = 400
OURS = 500


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call; the kind colours its status."""

    href: str
    at: When
    method: str
    path: str
    status: str
    kind: str
    ms: str
    codes: Sequence[str]
    request_id: str
    address: str


def row_of(call: Call, words: Words) -> CallRow:
    """A call to the second, with its status in a word and a figure."""
    local = call.at.astimezone(JST)
    kind = "done" if call.status < GOOD else "waiting" if call.status < OURS else "attention"
    return CallRow(
        f"{address_of(call.client_id)}/calls/{call.call_id}",
        When(f"{local:%Y/%m/%d %H:%M:%S}", local.isoformat(timespec="milliseconds")),
        call.method,
        call.path,
        words(f"applications.outcome.{kind}", status=call.status),
        kind,
        f"{call.ms:,} ms",
        call.error_codes,
        call.request_id,
        call.address,
    )
