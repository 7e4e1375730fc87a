"""The client of a program that sends or fetches invoices: the published calls, typed."""

from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Literal, Self

import httpx

from seikyu.client.batches import MOST, send_all
from seikyu.client.line import Body, Line, Patience, Query, Spelling
from seikyu.client.model import Outcome
from seikyu.client.tokens import InMemory, Login, RefreshTokens
from seikyu.kit.clock import Clock, system_clock
from seikyu.wire.values import Node, Value, node, nodes, whole

Side = Literal["seller", "buyer"]
SellerMasters = Literal["publishers", "customers", "banks"]
BuyerMasters = Literal["departments", "accounts", "sub-accounts", "tax-categories", "memos", "payees"]

INVOICES = {"seller": "/v1/invoice/seller/invoices", "buyer": "/v1/invoice/buyer/invoices"}
MASTERS = {"seller": "/v1/invoice/seller/", "buyer": "/v1/invoice/buyer/"}
SELLER_MASTERS = frozenset({"publishers", "customers", "banks"})
SEARCHES = {
    "seller": ("/wi/v2/seller/invoice/search", "invoice_list"),
    "buyer": ("/wi/v2/buyer/invoice/search", "invdata"),
}
PAGE = 100


class Client:
    """Calls for one person through one API client.

    The person is known by `user_id` and `password`, or by the refresh token kept in `refresh_tokens`, which
    is good for 31 days from its last use. Numbers come as `int` or `Decimal`, never as floats. Every call
    may raise `Unreachable`, `NotAdmitted` or `Refused`.
    """

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        user_id: str | None = None,
        password: str | None = None,
        *,
        refresh_tokens: RefreshTokens | None = None,
        patience: Patience | None = None,
        clock: Clock = system_clock,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        login = Login(client_id, client_secret, user_id, password)
        kept = refresh_tokens or InMemory()
        self._line = Line(base_url, login, kept, patience or Patience(), clock, transport)

    def __enter__(self) -> Self:
        """Use it for a block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._line.close()

    def log_in(self) -> None:
        """Get a token now: what keeps from getting one is told before anything is sent."""
        self._line.log_in()

    def register(
        self,
        invoices: Iterable[Mapping[str, Value]],
        *,
        key: str | None = None,
        batch: int = MOST,
        top: Mapping[str, Value] | None = None,
        spelling: Spelling = "json",
    ) -> list[Outcome]:
        """請求書登録: each is done with its number, or not and told why.

        Called again with the same `key` and the same invoices within 24 hours, nothing is done twice. `top`
        are fields beside the array, such as `unit_tax_calc_sec`.
        """
        path = INVOICES["seller"]
        return send_all(
            self._line, "POST", path, "invoices", invoices, most=batch, key=key, top=top, spelling=spelling
        )

    def update(
        self,
        invoices: Iterable[Mapping[str, Value]],
        *,
        key: str | None = None,
        batch: int = MOST,
        top: Mapping[str, Value] | None = None,
        spelling: Spelling = "json",
    ) -> list[Outcome]:
        """請求書更新: corrections of what was sent back, each whole and with its `invoice_mng_num`."""
        path = INVOICES["seller"]
        return send_all(
            self._line, "PUT", path, "invoices", invoices, most=batch, key=key, top=top, spelling=spelling
        )

    def invoices(self, side: Side = "seller", **filters: str | int) -> Iterator[Node]:
        """請求書一覧取得 or 請求データ取得: every page of it, as it is gone through."""
        return self._pages(INVOICES[side], "invoices", filters)

    def search(self, side: Side = "seller", **filters: str | int) -> Iterator[Node]:
        """The v2 search; needed are `send_date_from` and `_to`, of a buyer `reception_date_from`, `_to`."""
        path, name = SEARCHES[side]
        start = 1
        while True:
            asked: Node = {**filters, "start_position": start, "get_count": PAGE}
            answer = self._line.write("POST", path, Body(asked))
            found = nodes(answer, name)
            yield from found
            start += len(found)
            if not found or start > (whole(answer, "total_count") or 0):
                return

    def invoice(self, number: str | int, side: Side = "seller") -> Node:
        """One invoice with its newest document."""
        return node(self._line.read(_one(side, number)), "invoice") or {}

    def history(self, number: str | int, side: Side = "seller") -> list[Node]:
        """Who did what to it, when, and why."""
        return nodes(self._line.read(f"{_one(side, number)}/history"), "history")

    def pdf(self, number: str | int, side: Side = "seller", version: int | None = None) -> bytes:
        """The printed document, of the newest version if no other is asked for."""
        query: Query = {} if version is None else {"version": version}
        return self._line.content(f"{_one(side, number)}/pdf", query)

    def approve(
        self, number: str | int, side: Side = "buyer", *, key: str | None = None, **said: Value
    ) -> None:
        """Move it on: `comment`, `version`, `step` and, for the buyer, `department_code` may be said."""
        self._line.write("POST", f"{_one(side, number)}/approve", Body({**said}, key=key))

    def send_back(
        self, number: str | int, reason: str, side: Side = "buyer", *, key: str | None = None, **said: Value
    ) -> None:
        """差戻し, with the reason that the other side is told."""
        self._line.write("POST", f"{_one(side, number)}/return", Body({"reason": reason, **said}, key=key))

    def masters(self, kind: SellerMasters | BuyerMasters, **filters: str | int) -> Iterator[Node]:
        """The masters of a kind, page by page."""
        return self._pages(_masters(kind), kind, filters)

    def keep(
        self,
        kind: SellerMasters | BuyerMasters,
        masters: Iterable[Mapping[str, Value]],
        *,
        key: str | None = None,
        batch: int = MOST,
    ) -> list[Outcome]:
        """Register, update or delete masters; `answer` of an outcome tells which."""
        return send_all(self._line, "POST", _masters(kind), kind, masters, most=batch, key=key)

    def _pages(self, path: str, name: str, filters: Query) -> Iterator[Node]:
        page, seen = 1, 0
        while True:
            answer = self._line.read(path, {**filters, "response_type": "json", "page_no": page})
            found = nodes(answer, name)
            yield from found
            page, seen = page + 1, seen + len(found)
            if not found or seen >= (whole(answer, "total_count") or 0):
                return


def _one(side: Side, number: str | int) -> str:
    return f"{INVOICES[side]}/{number}"


def _masters(kind: SellerMasters | BuyerMasters) -> str:
    return MASTERS["seller" if kind in SELLER_MASTERS else "buyer"] + kind
