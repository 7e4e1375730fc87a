"""A program that follows the seller's list misses no change, however late it is committed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest_asyncio

from seikyu.app import compose
from seikyu.db.pool import Connection, transaction
from seikyu.issuing.actions.retry import retry
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors
from tests.house.papers import add_invoices

EVER = "2000-01-01 00:00:00"


@pytest_asyncio.fixture(loop_scope="session")
async def ahead(doors: Doors) -> AsyncIterator[Doors]:
    """A web server whose clock is so far ahead that no margin would make up for what it does not look at."""
    app = compose(doors.settings, doors.pool, lambda: system_clock() + timedelta(minutes=1))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=doors.settings.base_url) as http:
        yield replace(doors, http=http)


async def failed(doors: Doors, cast: Cast, count: int) -> list[int]:
    """Invoices that could not be issued a day ago."""
    numbers = await add_invoices(doors.pool, cast, count, SellerStatus.ISSUE_ERROR)
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await connection.execute(
            "UPDATE invoices SET updated_at = now() - interval '1 day' WHERE company_id = $1",
            cast.seller.company_id,
        )
    return numbers


async def try_again(connection: Connection, cast: Cast, number: int) -> None:
    await retry(connection, cast.seller.actor, system_clock, number)


def numbers_of(answer: Any) -> list[int]:
    return [int(one["invoice_mng_num"]) for one in answer["invoices"]]


async def test_a_change_that_is_committed_late_is_not_missed(doors: Doors, ahead: Doors, cast: Cast) -> None:
    early, late = await failed(doors, cast, 2)
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        # Dated now, to be seen only when this transaction ends.
        await try_again(connection, cast, early)
        await asyncio.sleep(1.1)
        await doors.send(cast.seller, "POST", f"{INVOICES}/{late}/retry", None)
        seen = await ahead.listed(cast.seller, updated_since=EVER)
        statuses = {int(one["invoice_mng_num"]): one["wf_status"] for one in seen["invoices"]}
        assert statuses == {early: "29", late: "21"}
    changed = await doors.listed(cast.seller, updated_since=seen["updated_until"])
    assert numbers_of(changed) == [early, late]
    later = (await ahead.listed(cast.seller, updated_since=EVER))["updated_until"]
    assert numbers_of(await doors.listed(cast.seller, updated_since=later)) == []


async def test_pages_follow_each_other_by_the_last_number(doors: Doors, cast: Cast) -> None:
    numbers = await add_invoices(doors.pool, cast, 130, SellerStatus.ISSUED)
    first = await doors.listed(cast.seller, updated_since=EVER)
    assert first["updated_until"] is not None
    rest = await doors.listed(cast.seller, updated_since=EVER, after=first["invoices"][-1]["invoice_mng_num"])
    assert numbers_of(first) + numbers_of(rest) == numbers
    assert (rest["total_count"], rest["updated_until"]) == (30, None)
    by_position = await doors.search(
        cast.seller, send_date_from="2000-01-01", send_date_to="2100-01-01", after=str(numbers[-2])
    )
    assert [int(one["invoice_mng_num"]) for one in by_position.json()["invoice_list"]] == numbers[-1:]


async def test_who_does_not_follow_changes_is_told_no_moment(doors: Doors, cast: Cast) -> None:
    await add_invoices(doors.pool, cast)
    for asked in ({}, {"page_no": 2, "updated_since": EVER}, {"after": "1", "updated_since": EVER}):
        assert (await doors.listed(cast.seller, **asked))["updated_until"] is None
