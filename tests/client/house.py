"""The client on the doors of this test's own server, and lines that fail when they are told to."""

from collections.abc import Iterable
from typing import Any

import httpx

from seikyu.client import Client, InMemory, Patience, RefreshTokens
from seikyu.kit.clock import Clock, system_clock
from tests.house.cast import PASSWORD, Party
from tests.house.doors import Doors
from tests.issuing.registering import BUYER

AT_ONCE = Patience(tries=4, wait=lambda _seconds: None)


class Faulty(httpx.BaseTransport):
    """A real line that spoils the answers to requests as it is told, one word a request to `path`.

    `lost`: done by the server, the answer lost on the way. `503`: never reaches the server. `429`: called
    too often. `away`: the server asks to be called in two hours. `stale`: with a token that is good no more.
    """

    def __init__(self, path: str, *troubles: str) -> None:
        self._line = httpx.HTTPTransport()
        self._path, self._troubles = path, list(troubles)
        self.asked: list[tuple[str, str | None]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.url.path, request.headers.get("Idempotency-Key")))
        trouble = self._troubles.pop(0) if self._troubles and request.url.path == self._path else ""
        if trouble == "503":
            return httpx.Response(503, headers={"Retry-After": "0"}, text="<html>maintenance</html>")
        if trouble == "429":
            return httpx.Response(429, headers={"Retry-After": "7"}, json={"result": "1", "error_list": []})
        if trouble == "away":
            return httpx.Response(503, headers={"Retry-After": "7200"}, text="<html>maintenance</html>")
        if trouble == "stale":
            request.headers["Authorization"] = "Bearer gone"
        answer = self._line.handle_request(request)
        if trouble == "lost":
            answer.close()
            raise httpx.ReadError("the line broke")
        return answer

    def close(self) -> None:
        self._line.close()

    def keys(self, path: str) -> list[str | None]:
        return [key for asked, key in self.asked if asked == path]


def client_of(
    doors: Doors,
    party: Party,
    *,
    transport: httpx.BaseTransport | None = None,
    clock: Clock = system_clock,
    refresh_tokens: RefreshTokens | None = None,
    password: str | None = PASSWORD,
    patience: Patience = AT_ONCE,
) -> Client:
    return Client(
        str(doors.http.base_url),
        party.client_id,
        party.client_secret,
        party.user.pfid if password else None,
        password,
        refresh_tokens=refresh_tokens or InMemory(),
        patience=patience,
        clock=clock,
        transport=transport,
    )


def invoices(numbers: Iterable[int], **changes: Any) -> list[dict[str, Any]]:
    return [
        {"customer": BUYER, "inv_no": f"K-{number}", "inv_name": "8月分", "inv_show_amount": 1100, **changes}
        for number in numbers
    ]


WRONG: dict[int, dict[str, Any]] = {
    17: {
        "inv_show_amount": "千円",
        "pay_due_date": "2026/08/31",
        "inv_no": "長" * 21,
        "payment_method": "77",
    },
    250: {"inv_name": "長" * 300, "close_date": "2026-02-30", "remarks": {"a": "b"}, "inv_tax": "x"},
    499: {"inv_amount": "1.5", "inv_tax": "12345678901234", "pay_due_date": "あした"},
}
"""Three of five hundred, wrong in eleven places."""
