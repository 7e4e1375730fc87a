"""Payees, notices and what is asked of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock
from seikyu.kit.ids import new_id
from seikyu.kit.jst import today
from seikyu.masters.keeping import Decision
from seikyu.masters.model import Master
from seikyu.masters.store import save
from seikyu.payees.masters import PAYEES
from tests.house.cast import Cast, Party
from tests.house.doors import Doors
from tests.house.papers import rows

BUYER = "/v1/invoice/buyer/payment-notices"
SELLER = "/v1/invoice/seller/payment-notices"
PAY_DATE = (today(system_clock) + timedelta(days=20)).isoformat()
LINE: dict[str, Any] = {"item_name": "8月分 商品代", "tax_class": "tr10", "amount": 11000}
NOTICE: dict[str, Any] = {"payee_code": "S-1", "pay_date": PAY_DATE, "lines": [LINE]}


async def add_payee(pool: Pool, owner: int, code: str, supplier: int | None = None, **more: Any) -> UUID:
    """A payee, linked to a company of the platform unless that is None."""
    now = system_clock()
    fields = dict.fromkeys([field.name for field in PAYEES.fields])
    name = "株式会社青葉商事" if supplier else "有限会社紙の店"
    master = Master(new_id(now), {**fields, "payee_code": code, "payee_name": name, **more})
    async with transaction(pool, owner) as connection:
        await save(connection, owner, PAYEES, Decision(registered={master.master_id: master}), now)
        if supplier is not None:
            await connection.execute(
                "INSERT INTO payee_links (company_id, seller_company_id, payee_id, linked_at) "
                "VALUES ($1, $2, $3, $4)",
                owner,
                supplier,
                master.master_id,
                now,
            )
    return master.master_id


async def register(doors: Doors, party: Party, *notices: dict[str, Any], **more: Any) -> httpx.Response:
    """Register through the API."""
    return await doors.send(party, "POST", BUYER, {"payment_notices": [*notices]}, **more)


async def sent(doors: Doors, cast: Cast, **changes: Any) -> int:
    """A notice that the seller has; return its number."""
    answer = await register(doors, cast.buyer, {**NOTICE, **changes})
    assert answer.status_code == 200, answer.text
    await doors.work_off()
    return int(answer.json()["payment_notices"][0]["payment_notice_num"])


async def state(doors: Doors, party: Party, side: str, number: int) -> Any:
    """A notice as one side sees it."""
    answer = await doors.get(party, f"{side}/{number}")
    assert answer.status_code == 200, answer.text
    return answer.json()["payment_notice"]


async def mails_of(pool: Pool, owner: int) -> list[str]:
    """The subjects of a company's mails about notices."""
    found = await rows(pool, owner, "SELECT subject FROM mails WHERE company_id = $1 ORDER BY mail_id", owner)
    return [row["subject"] for row in found if "支払通知書" in row["subject"]]
