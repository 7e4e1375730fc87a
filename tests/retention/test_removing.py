"""消去: nothing goes by itself, before its time or while it is held, whoever asks; what goes, goes whole."""

import asyncpg
import pytest

from seikyu.audit.sealing import seal
from seikyu.audit.verifying import verify
from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.retention.actions.hold import end_hold, set_hold
from seikyu.retention.actions.keep import keep
from seikyu.retention.actions.look import look
from seikyu.retention.actions.release import call_off
from seikyu.retention.actions.remove import remove_released, remove_some
from seikyu.retention.model import Keeping, NewHold
from seikyu.storage import objects
from seikyu.wire.faults import Refusal
from tests.retention.aged import BASE_URL, administrator, old_invoice, released, rows_of
from tests.ui.house import House, Member

PAPERS = ("invoices", "received_invoices", "invoice_versions", "invoice_prints", "stored_objects")
GUARDED = (
    "DELETE FROM invoice_versions WHERE invoice_mng_num = $1",
    "DELETE FROM invoice_prints WHERE invoice_mng_num = $1",
    "DELETE FROM invoices WHERE invoice_mng_num = $1",
)


async def refused(house: House, member: Member, number: int) -> str:
    """Why the database refuses to delete an invoice, whichever part of it."""
    whys = set()
    for statement in GUARDED:
        async with transaction(house.pool, member.company_id) as connection:
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only") as raised:
                await connection.execute(statement, number)
            whys.add(str(raised.value.detail))
            await connection.execute("ROLLBACK; BEGIN")
    [why] = whys
    return why


async def test_what_was_released_goes_whole_and_only_on_its_own_side(house: House) -> None:
    old, young = await old_invoice(house, inv_no="OLD"), await house.invoice(inv_no="YOUNG")
    await seal(house.pool)
    before = await rows_of(house, house.buyer, *PAPERS)
    release_id = await released(house, house.seller)
    await remove_released(house.pool, system_clock, house.seller.company_id, release_id)

    after = await rows_of(house, house.seller, *PAPERS)
    assert after == {
        "invoices": 1,
        "received_invoices": 0,
        "invoice_versions": 1,
        "invoice_prints": 1,
        "stored_objects": 1,
    }
    assert await rows_of(house, house.buyer, *PAPERS) == before
    assert await refused(house, house.seller, young) == "young"
    owner = house.seller.company_id
    async with transaction(house.pool, owner) as connection:
        told = await connection.fetch(
            "SELECT subject_id, comment FROM audit_events "
            "WHERE company_id = $1 AND action = 'invoice.removed'",
            owner,
        )
        assert [tuple(row) for row in told] == [(str(old), "保存期限 2023/05/31")]
    await seal(house.pool)
    async with transaction(house.pool, owner) as connection:
        verdict = await verify(connection, owner)
    assert (verdict.broken, verdict.removed) == (None, 0), "the log itself stays"


async def test_contents_that_nothing_names_any_more_go_and_others_stay(house: House) -> None:
    await old_invoice(house)
    owner = house.seller.company_id
    async with transaction(house.pool, owner) as connection:
        other = await objects.put(connection, owner, "text/plain", b"not of a paper", system_clock())
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="named by a paper"):
        async with transaction(house.pool, owner) as connection:
            await connection.execute("DELETE FROM stored_objects WHERE sha256 <> $1", other)
    await remove_released(house.pool, system_clock, owner, await released(house, house.seller))
    assert await rows_of(house, house.seller, *PAPERS) == {
        **dict.fromkeys(PAPERS, 0),
        "stored_objects": 1,
    }


async def test_nothing_goes_before_its_time_unreleased_or_held_not_even_by_the_program(house: House) -> None:
    owner, author = house.seller.company_id, administrator(house.seller).author
    number, young = await old_invoice(house), await house.invoice()
    assert await refused(house, house.seller, young) == "young"
    assert await refused(house, house.seller, number) == "unreleased"
    release_id = await released(house, house.seller, days_ago=29)
    assert await refused(house, house.seller, number) == "unreleased", "thirty days are not over"
    async with transaction(house.pool, owner) as connection:
        assert await remove_some(connection, system_clock, owner, release_id) == 0
        await connection.execute(
            "UPDATE removal_releases SET released_at = now() - interval '31 days' WHERE release_id = $1",
            release_id,
        )
        hold_id = await set_hold(
            connection, owner, author, system_clock, NewHold("訴訟", "係争中", partner="さんぷる")
        )
    assert await refused(house, house.seller, number) == "held"
    await remove_released(house.pool, system_clock, owner, release_id)
    assert (await rows_of(house, house.seller, "invoices")) == {"invoices": 2}, "spared"

    async with transaction(house.pool, owner) as connection:
        await end_hold(connection, owner, author, system_clock, hold_id, "和解")
        await keep(connection, administrator(house.seller), system_clock, Keeping(years=10), "")
    again = await released(house, house.seller)
    await remove_released(house.pool, system_clock, owner, again)
    assert (await rows_of(house, house.seller, "invoices")) == {"invoices": 1}, "ten years are over as well"


@pytest.mark.parametrize(
    ("hold", "covers"),
    [
        (NewHold("a", "b"), True),
        (NewHold("a", "b", partner="さんぷる"), True),
        (NewHold("a", "b", partner="別の会社"), False),
        (NewHold("a", "b", numbers=(1,)), False),
    ],
)
async def test_a_hold_covers_what_it_names(house: House, hold: NewHold, *, covers: bool) -> None:
    await old_invoice(house)
    owner, author = house.seller.company_id, administrator(house.seller).author
    async with transaction(house.pool, owner) as connection:
        await set_hold(connection, owner, author, system_clock, hold)
    if covers:
        with pytest.raises(Refusal) as refusal:
            await released(house, house.seller)
        assert refusal.value.code.number == "E402706"
    else:
        await released(house, house.seller)


async def test_a_release_can_be_called_off_and_stops_at_once(house: House) -> None:
    number = await old_invoice(house)
    owner, author = house.seller.company_id, administrator(house.seller).author
    release_id = await released(house, house.seller)
    with pytest.raises(Refusal):
        await released(house, house.seller)
    async with transaction(house.pool, owner) as connection:
        await call_off(connection, owner, author, system_clock, release_id, BASE_URL)
    await remove_released(house.pool, system_clock, owner, release_id)
    assert await refused(house, house.seller, number) == "unreleased"


async def test_removing_goes_on_where_it_was_killed(house: House) -> None:
    numbers = [await old_invoice(house) for _ in range(3)]
    owner = house.seller.company_id
    release_id = await released(house, house.seller)
    async with transaction(house.pool, owner) as connection:
        assert await remove_some(connection, system_clock, owner, release_id) == 3
        await connection.execute("ROLLBACK; BEGIN")
    assert await rows_of(house, house.seller, "invoices") == {"invoices": 3}
    for _ in range(2):
        await remove_released(house.pool, system_clock, owner, release_id)
    async with transaction(house.pool, owner) as connection:
        told = await connection.fetch(
            "SELECT subject_id FROM audit_events WHERE company_id = $1 AND action = 'invoice.removed'", owner
        )
    assert sorted(row["subject_id"] for row in told) == sorted(map(str, numbers)), "one entry each"


async def test_administrators_are_told_once_a_month_before_and_nothing_goes_by_itself(house: House) -> None:
    await old_invoice(house)
    for _ in range(2):
        await look(house.pool, system_clock, BASE_URL)
    async with transaction(house.pool, house.seller.company_id) as connection:
        mails = await connection.fetch(
            "SELECT subject, body FROM mails WHERE company_id = $1", house.seller.company_id
        )
    [mail] = mails
    assert mail["subject"] == "【Seikyu】保存期限が近い書類があります"
    assert "2023/05/31　1件" in mail["body"]
    assert f"{BASE_URL}/settings/retention/over" in mail["body"]
    assert await rows_of(house, house.seller, "invoices") == {"invoices": 1}
