"""A buyer's office: who is in charge, who approves, who keeps the accounts, and the routes they pass."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx

from seikyu.approvals import setup_store
from seikyu.approvals.model import Absence, Conditions, Route, Side, Step
from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from seikyu.kit.ids import new_id
from seikyu.kit.jst import today
from tests.approvals.office import colleague_of, step
from tests.house.cast import Cast, Party
from tests.house.doors import RECEIVED, Doors
from tests.house.papers import add_invoices, rows

WAY = {50: (), 51: ("boss",), 60: ("boss", "clerk"), 70: ("boss", "clerk", "head")}
"""Who has to approve, after the person in charge, until an invoice waits at a stage."""


@dataclass(frozen=True)
class Buying:
    """People of the buyer besides the one of the cast, who is in charge of what comes in."""

    doors: Doors
    cast: Cast
    charge: Party
    boss: Party
    clerk: Party
    head: Party
    other: Party

    @property
    def owner(self) -> int:
        return self.charge.company_id

    async def receive(self, count: int = 1, **fields: Any) -> list[int]:
        return await add_invoices(self.doors.pool, self.cast, count, SellerStatus.ISSUED, **fields)

    async def approve(self, who: Party, number: int, **body: Any) -> httpx.Response:
        return await self.doors.send(who, "POST", f"{RECEIVED}/{number}/approve", body)

    async def inside(
        self, who: Party, number: int, reason: str = "部門が違います", **body: Any
    ) -> httpx.Response:
        path = f"{RECEIVED}/{number}/return-inside"
        return await self.doors.send(who, "POST", path, {"reason": reason, **body})

    async def send_back(self, who: Party, number: int) -> httpx.Response:
        return await self.doors.send_back(who, number)

    async def bring_to(self, number: int, status: int) -> None:
        """Move an invoice along the usual route until it is in a status."""
        if status == 50:
            return
        assert (await self.approve(self.charge, number)).status_code == 200
        if status in (59, 69):
            if status == 69:
                assert (await self.approve(self.boss, number)).status_code == 200
            who = self.boss if status == 59 else self.clerk
            assert (await self.inside(who, number)).status_code == 200
            return
        for name in ("boss", "clerk", "head")[: {51: 0, 60: 1, 70: 2, 71: 3}[status]]:
            assert (await self.approve(getattr(self, name), number)).status_code == 200
        assert await self.status(number) == str(status)

    async def shown(self, number: int) -> dict[str, Any]:
        invoice: dict[str, Any] = (await self.doors.get(self.charge, f"{RECEIVED}/{number}")).json()[
            "invoice"
        ]
        return invoice

    async def status(self, number: int) -> str:
        status: str = (await self.shown(number))["wf_status"]
        return status

    async def history(self, number: int) -> list[dict[str, Any]]:
        answer = await self.doors.get(self.charge, f"{RECEIVED}/{number}/history")
        told: list[dict[str, Any]] = answer.json()["history"]
        return told

    async def searched(self, **wanted: str) -> list[int]:
        days = {"reception_date_from": "2020-01-01", "reception_date_to": "2099-12-31"}
        body = {"start_position": 1, "get_count": 100, **days, **wanted}
        accept = {"Accept": "application/json"}
        path = "/wi/v2/buyer/invoice/search"
        answer = await self.doors.send(self.charge, "POST", path, body, headers=accept)
        return [int(one["invoice_mng_num"]) for one in answer.json()["invdata"]]

    async def subjects(self, who: Party) -> list[str]:
        query = "SELECT subject FROM mails WHERE recipient = $1 ORDER BY mail_id"
        return [one["subject"] for one in await rows(self.doors.pool, self.owner, query, who.user.email)]

    async def route(
        self,
        *steps: Step,
        name: str = "標準",
        position: int = 1,
        conditions: Conditions | None = None,
        instead: Route | None = None,
        active: bool = True,
    ) -> Route:
        """The boss, accounting and its head, unless other steps are given."""
        key = new_id(system_clock()) if instead is None else instead.route_id
        usual = (step(51, self.boss), step(60, self.clerk, name="経理課"), step(70, self.head))
        route = Route(key, Side.BUYER, name, position, active, conditions or Conditions(), steps or usual)
        async with transaction(self.doors.pool, self.owner) as connection:
            await setup_store.keep_route(connection, self.owner, route, system_clock())
        return route

    async def absent(self, who: Party, substitute: Party) -> None:
        now = system_clock()
        day = datetime.fromordinal(today(system_clock).toordinal()).date()
        absence = Absence(new_id(now), who.user.user_id, substitute.user.user_id, day, day)
        async with transaction(self.doors.pool, self.owner) as connection:
            await setup_store.note_absence(connection, self.owner, absence, now)

    async def master(self, kind: str, key: str, title: str) -> UUID:
        """A department or payee."""
        now = system_clock()
        async with transaction(self.doors.pool, self.owner) as connection:
            await connection.execute(
                "INSERT INTO coded_masters (company_id, kind, master_id, key, title, fields, created_at, "
                "updated_at) VALUES ($1, $2, $3, $4, $5, '{}', $6, $6)",
                self.owner,
                kind,
                found := new_id(now),
                key,
                title,
                now,
            )
        return found

    async def set(self, number: int, **values: object) -> None:
        """Fields that other parts of the program fill in."""
        async with transaction(self.doors.pool, self.owner) as connection:
            for name, value in values.items():
                await connection.execute(
                    f"UPDATE received_invoices SET {name} = $2 WHERE invoice_mng_num = $1",
                    number,
                    value,
                )


async def open_buying(doors: Doors, cast: Cast, password_hash: str) -> Buying:
    names = ("上田 課長", "経田 理子", "経長 勘", "他田 一")
    people = [await colleague_of(cast.buyer, doors.pool, name, password_hash) for name in names]
    return Buying(doors, cast, cast.buyer, *people)
