"""What lies about on the seller's desk: layouts, a route with invoices waiting, a draft, a template.

Done in one transaction, after all invoices have lived through what was planned, by the program's own actions.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.approvals.actions.decide import Seen
from seikyu.approvals.actions.set_up import keep_route
from seikyu.approvals.model import Conditions, Route, Side, Step
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.drafting.actions.save import NEW, save, save_template
from seikyu.drafting.model import Content, Kind, Template
from seikyu.drafting.rules import DayRule
from seikyu.invitations.actions.invite import invite
from seikyu.invitations.actions.send import Inviter
from seikyu.invitations.model import Method
from seikyu.invoices.layout import Layout
from seikyu.issuing.actions.approve import approve
from seikyu.issuing.actions.register import register
from seikyu.issuing.model import SellerStatus
from seikyu.issuing.register_wire import read_register
from seikyu.kit.ids import new_id
from seikyu.kit.jst import JST
from seikyu.layouts.actions.keep import create
from seikyu.layouts.model import Draft
from seikyu.layouts.queries import layouts
from seikyu.sandbox.data.cast import Role
from seikyu.sandbox.data.masters import MASTERS
from seikyu.wire.values import Node

LAYOUTS = (
    Draft("MODERN", "色つき・ロゴ用", Layout(accent="#1d5f8a", remarks="いつもありがとうございます。")),
    Draft("ENGLISH", "英文", Layout(language="en")),
)
WAITING = (
    ("head", "展示会 備品手配", (("展示パネル", 6, 18500), ("会場設営", 1, 240000))),
    ("osaka", "臨時発送 梱包資材", (("段ボール箱 大", 200, 180), ("緩衝材", 40, 950))),
    ("fukuoka", "事務机 入替", (("事務机", 4, 32800), ("搬入・組立", 1, 45000))),
)
LAST_DAY = 31


async def furnish_seller(pool: Pool, base_url: str, people: Sequence[Actor], now: datetime) -> None:
    """Furnish it once; a first start that was cut off does all of it or finds it done."""
    maker, boss, publisher, *_ = people
    owner = maker.company.company_id
    async with transaction(pool, owner) as connection:
        if await layouts(connection, owner):
            return
        for draft in LAYOUTS:
            await create(connection, maker, lambda: now, draft)
        steps = (
            Step(SellerStatus.IN_APPROVAL, "課長承認", (_id(boss),)),
            Step(SellerStatus.ISSUE_APPROVAL, "発行承認", (_id(publisher),)),
        )
        route = Route(
            new_id(now),
            Side.SELLER,
            "画面で作成した請求書",
            1,
            active=True,
            conditions=Conditions(),
            steps=steps,
        )
        await keep_route(connection, maker, route, now)
        numbers = await _register(connection, maker, now)
        await approve(connection, boss, lambda: now, numbers[1], Seen(1, 1))
        await _draft(connection, maker, now)
        builder = await _customer(connection, owner, "builder")
        await invite(connection, Inviter(maker.company, maker.author, base_url), now, builder, Method.EMAIL)


async def _register(connection: Connection, maker: Actor, now: datetime) -> list[int]:
    trees = [_invoice(customer, name, lines, now) for customer, name, lines in WAITING]
    read = read_register({"response_type": "json", "invoices": [*trees]}, maker.company.options)
    done, faults = await register(connection, maker, lambda: now, read.elements)
    if faults:
        raise ValueError(f"{faults[0].path}: {faults[0].detail('en')}")
    return [one.invoice_mng_num for one in done if one.invoice_mng_num is not None]


async def _draft(connection: Connection, maker: Actor, now: datetime) -> None:
    owner = maker.company.company_id
    draft = {**_invoice("saitama", "物流コンサルティング", (("現地調査", 2, 60000),), now)}
    monthly = {**_invoice("tsukuba", "{年}年{月}月分 保守料", (("装置保守", 1, 88000),), now)}
    for tree, customer, kind in ((draft, "saitama", Kind.DRAFT), (monthly, "tsukuba", Kind.TEMPLATE)):
        del tree["customer"]
        key = new_id(now)
        content = Content(tree, await _customer(connection, owner, customer))
        await save(connection, maker, lambda: now, key, NEW, content, kind=kind)
        if kind is Kind.TEMPLATE:
            template = Template(key, "つくば研究所 月次保守", DayRule(0, LAST_DAY), DayRule(1, LAST_DAY), 25)
            await save_template(connection, maker, lambda: now, template)


def _invoice(customer: str, name: str, lines: Sequence[tuple[str, int, int]], now: datetime) -> Node:
    masters, day = MASTERS[Role.SELLER], now.astimezone(JST).date()
    amount = sum(quantity * price for _, quantity, price in lines)
    tax = amount // 10
    return {
        "customer": {
            "private_cust_cd": masters.customers[customer].code,
            **masters.customers[customer].fields,
        },
        "publisher": {**dict(masters.publishers)["tokyo"]},
        "banks": [{**masters.banks["main"]}],
        "inv_name": name,
        "close_date": day.isoformat(),
        "payment_method": "0",
        "unit_tax_calc_sec": "0",
        "inv_without_tax": amount,
        "inv_tax": tax,
        "inv_amount": amount + tax,
        "inv_without_tax_tr10": amount,
        "inv_tax_tr10": tax,
        "inv_amount_tr10": amount + tax,
        "inv_show_amount": amount + tax,
        "details": [_line(*line) for line in lines],
    }


def _line(name: str, quantity: int, price: int) -> Node:
    return {
        "item_name": name,
        "item_qty": quantity,
        "item_price": price,
        "item_without_tax": quantity * price,
        "tax_type": "0",
        "tax_rate_sec": 10,
        "reduced_tax_flg": "0",
        "input_tax_type": "0",
    }


async def _customer(connection: Connection, owner: int, name: str) -> UUID:
    found: UUID = await connection.fetchval(
        "SELECT customer_id FROM customers WHERE company_id = $1 AND private_cust_cd = $2",
        owner,
        MASTERS[Role.SELLER].customers[name].code,
    )
    return found


def _id(actor: Actor) -> int:
    if actor.user_id is None:
        raise LookupError(f"{actor.name} is nobody")
    return actor.user_id
