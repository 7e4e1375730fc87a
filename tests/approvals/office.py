"""A seller's office: who makes, who approves, and the routes they pass."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import httpx

from seikyu.accounts import store as accounts
from seikyu.accounts.model import Actor, Via
from seikyu.accounts.selling import SellingRules, change_selling_rules
from seikyu.approvals import setup_store
from seikyu.approvals.model import Absence, Conditions, Group, Route, Side, Step
from seikyu.db.pool import Pool, transaction
from seikyu.issuing.actions.register import Registered, register
from seikyu.issuing.register_wire import read_register
from seikyu.kit.clock import Clock, system_clock
from seikyu.kit.ids import new_id
from seikyu.kit.jst import today
from seikyu.settings import Environment
from seikyu.wire.faults import Fault
from tests.house.cast import Cast, Party, _enrol
from tests.house.doors import INVOICES, Doors
from tests.house.papers import rows
from tests.issuing.registering import INVOICE


@dataclass(frozen=True)
class Office:
    """People of the seller besides the one of the cast, who makes the invoices."""

    doors: Doors
    cast: Cast
    maker: Party
    boss: Party
    deputy: Party
    issuer: Party

    @property
    def owner(self) -> int:
        return self.maker.company_id

    async def make(self, *fields: dict[str, Any], clock: Clock = system_clock) -> list[int]:
        """Enter invoices as the screens do; return their numbers."""
        done, faults = await self.enter(*fields, clock=clock)
        assert faults == []
        return [one.invoice_mng_num for one in done if one.invoice_mng_num is not None]

    async def enter(
        self, *fields: dict[str, Any], clock: Clock = system_clock, actor: Actor | None = None
    ) -> tuple[list[Registered], list[Fault]]:
        tree: Any = {"response_type": "json", "invoices": [{**INVOICE, **one} for one in fields or ({},)]}
        read = read_register(tree, frozenset())
        async with transaction(self.doors.pool, self.owner) as connection:
            return await register(connection, actor or at_screen(self.maker), clock, read.elements)

    async def approve(self, who: Party, number: int, **body: Any) -> httpx.Response:
        return await self.doors.send(who, "POST", f"{INVOICES}/{number}/approve", body)

    async def send_back(
        self, who: Party, number: int, reason: str = "単価が違います", **body: Any
    ) -> httpx.Response:
        return await self.doors.send(who, "POST", f"{INVOICES}/{number}/return", {"reason": reason, **body})

    async def shown(self, number: int) -> dict[str, Any]:
        invoice: dict[str, Any] = (await self.doors.get(self.maker, f"{INVOICES}/{number}")).json()["invoice"]
        return invoice

    async def status(self, number: int) -> str:
        status: str = (await self.shown(number))["wf_status"]
        return status

    async def history(self, number: int) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = (
            await self.doors.get(self.maker, f"{INVOICES}/{number}/history")
        ).json()["history"]
        return told

    async def mails(self, who: Party) -> list[dict[str, Any]]:
        query = "SELECT subject, body FROM mails WHERE recipient = $1 ORDER BY mail_id"
        return await rows(self.doors.pool, self.owner, query, who.user.email)

    async def route(
        self,
        *steps: Step,
        name: str = "標準",
        position: int = 1,
        active: bool = True,
        conditions: Conditions | None = None,
        instead: Route | None = None,
    ) -> Route:
        """Two steps unless others are given: the boss, then the issuer."""
        key = new_id(system_clock()) if instead is None else instead.route_id
        usual = (step(11, self.boss, name="課長"), step(20, self.issuer, name="発行担当"))
        route = Route(key, Side.SELLER, name, position, active, conditions or Conditions(), steps or usual)
        async with transaction(self.doors.pool, self.owner) as connection:
            await setup_store.keep_route(connection, self.owner, route, system_clock())
        return route

    async def group(self, *members: Party) -> Group:
        group = Group(new_id(system_clock()), "経理", tuple(one.user.user_id for one in members))
        async with transaction(self.doors.pool, self.owner) as connection:
            await setup_store.keep_group(connection, self.owner, group, system_clock())
        return group

    async def absent(self, who: Party, substitute: Party, *, days: Sequence[int] = (0, 0)) -> None:
        """Absent from so many days from now until so many days from now."""
        now = system_clock()
        first, last = (datetime.fromordinal(today(system_clock).toordinal() + n).date() for n in days)
        absence = Absence(new_id(now), who.user.user_id, substitute.user.user_id, first, last)
        async with transaction(self.doors.pool, self.owner) as connection:
            await setup_store.note_absence(connection, self.owner, absence, now)

    async def api_through_approval(self) -> None:
        async with transaction(self.doors.pool, self.owner) as connection:
            rules = SellingRules(api_through_approval=True)
            await change_selling_rules(connection, self.owner, rules, system_clock())

    async def remind_after(self, days: int) -> None:
        async with transaction(self.doors.pool, self.owner) as connection:
            await setup_store.remind_after(connection, self.owner, days, system_clock())


def step(stage: int, *people: Party, name: str = "", group: Group | None = None) -> Step:
    ids = tuple(one.user.user_id for one in people)
    return Step(stage, name or f"段階{stage}", ids, None if group is None else group.group_id)


def at_screen(party: Party) -> Actor:
    return replace(party.actor, via=Via.SCREEN, client_id=None)


async def open_office(doors: Doors, cast: Cast, password_hash: str) -> Office:
    people = [
        await colleague(doors.pool, cast, name, password_hash) for name in ("上田 課長", "代田 理", "発田 行")
    ]
    return Office(doors, cast, cast.seller, *people)


async def colleague(pool: Pool, cast: Cast, name: str, password_hash: str) -> Party:
    """One more person of the seller, with a token of their own."""
    return await colleague_of(cast.seller, pool, name, password_hash)


async def colleague_of(party: Party, pool: Pool, name: str, password_hash: str) -> Party:
    """One more person of a company."""
    now = system_clock()
    new = accounts.NewUser(f"{new_id(now).hex}@example.jp", password_hash, name, administrator=False)
    async with transaction(pool, None) as connection:
        user_id = await accounts.add_user(connection, party.company_id, new, now)
        return await _enrol(connection, user_id, Environment.SANDBOX, now)
