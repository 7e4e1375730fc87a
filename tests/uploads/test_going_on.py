"""Registering in the background: chunks, workers that are killed or two at once, cancelling, approval."""

import asyncio
import signal
from contextlib import ExitStack
from uuid import UUID

from seikyu.kit.clock import system_clock
from seikyu.uploads.actions.register import register
from seikyu.uploads.layout import STANDARD
from seikyu.uploads.model import CHUNK, State
from tests.approvals.office import open_office
from tests.house.cast import Cast
from tests.house.doors import Doors, environment_for, free_port, start_process, until
from tests.house.papers import rows
from tests.issuing.registering import forget_jobs
from tests.uploads.house import (
    LINE,
    checked,
    enter,
    invoices,
    know_customers,
    numbers,
    press,
    standard,
    told,
    upload_of,
)

LATER = {"t0": "send_date", "v0": "2030-01-01"}
"""Nothing of the upload is issued meanwhile."""
AS_STANDARD = {f"c{index}": path for index, (_, path) in enumerate(STANDARD)}


async def ready(doors: Doors, cast: Cast, count: int) -> tuple[str, dict[str, str], list[str]]:
    """An upload of so many good invoices of which none will be issued soon."""
    await know_customers(doors, cast, "C-1")
    cookies = await enter(doors, cast.seller)
    lines = invoices(count)
    path = await checked(doors, cookies, standard(*lines))
    await press(doors, cookies, f"{path}/mapping", **AS_STANDARD, **LATER)
    await doors.work_off()
    upload = await upload_of(doors, cast.seller, path)
    assert (upload.state, upload.good) == (State.CHECKED, count)
    return path, cookies, [line["inv_no"] for line in lines]


def id_of(path: str) -> UUID:
    return UUID(path.rpartition("/")[2])


async def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    path, cookies, expected = await ready(doors, cast, 5 * CHUNK)

    async def begun() -> bool:
        return (await upload_of(doors, cast.seller, path)).registered > 0

    async def done() -> bool:
        return (await upload_of(doors, cast.seller, path)).state is State.DONE

    with ExitStack() as stack:
        worker = start_process("worker", environment_for(database_url, free_port()))
        stack.callback(worker.kill)
        await press(doors, cookies, f"{path}/register")
        await until(begun)
        worker.send_signal(signal.SIGKILL)
        await asyncio.to_thread(worker.wait, 10)
        assert not await done()
        async with doors.working():
            await until(done, 60)
    assert sorted(await numbers(doors, cast.seller)) == sorted(expected)
    upload = await upload_of(doors, cast.seller, path)
    assert upload.registered == len(expected)
    await forget_jobs(doors, cast)


async def test_two_workers_at_one_upload_take_turns(doors: Doors, cast: Cast) -> None:
    path, cookies, expected = await ready(doors, cast, 2 * CHUNK + 5)
    await press(doors, cookies, f"{path}/register")
    owner, upload_id = cast.seller.company_id, id_of(path)
    await asyncio.gather(*(register(doors.pool, system_clock, owner, upload_id) for _ in range(3)))
    assert sorted(await numbers(doors, cast.seller)) == sorted(expected)
    await forget_jobs(doors, cast)


async def test_cancelling_leaves_what_is_registered_and_the_rest_can_be_taken_up(
    doors: Doors, cast: Cast
) -> None:
    path, cookies, expected = await ready(doors, cast, 3 * CHUNK)
    owner, upload_id = cast.seller.company_id, id_of(path)
    await press(doors, cookies, f"{path}/register")
    working = asyncio.create_task(register(doors.pool, system_clock, owner, upload_id))

    async def begun() -> bool:
        return (await upload_of(doors, cast.seller, path)).registered > 0

    await until(begun)
    assert (await press(doors, cookies, f"{path}/cancel")).status_code == 303
    await working
    upload = await upload_of(doors, cast.seller, path)
    assert upload.state is State.CANCELLED
    assert 0 < upload.registered < len(expected)
    assert (await press(doors, cookies, f"{path}/mapping", **AS_STANDARD)).status_code == 409
    assert (await press(doors, cookies, f"{path}/resume")).status_code == 303
    await register(doors.pool, system_clock, owner, upload_id)
    assert await numbers(doors, cast.seller) == expected
    assert (await press(doors, cookies, f"{path}/resume")).status_code == 409
    await forget_jobs(doors, cast)


async def test_an_invoice_whose_rows_lie_across_chunks_stays_one(doors: Doors, cast: Cast) -> None:
    await know_customers(doors, cast, "C-1")
    cookies = await enter(doors, cast.seller)
    long = [{**LINE, "inv_no": "L-1"}, *({"details.item_name": str(n)} for n in range(5 * CHUNK))]
    path = await checked(doors, cookies, standard(*invoices(1), *long, {}, *invoices(1, 2)))
    await press(doors, cookies, f"{path}/register")
    await doors.work_off()
    assert await numbers(doors, cast.seller) == ["U-1", "L-1", "U-2"]


async def test_what_was_good_and_is_not_any_more_is_told_and_the_rest_registered(
    doors: Doors, cast: Cast
) -> None:
    await know_customers(doors, cast, "C-1", "C-2")
    cookies = await enter(doors, cast.seller)
    gone = invoices(1, 2, **{"customer.private_cust_cd": "C-2"})
    path = await checked(doors, cookies, standard(*invoices(1), *gone))
    await rows(
        doors.pool,
        cast.seller.company_id,
        "UPDATE customers SET deleted_at = now() WHERE private_cust_cd = 'C-2' RETURNING 1",
    )
    await press(doors, cookies, f"{path}/register")
    await doors.work_off()
    upload = await upload_of(doors, cast.seller, path)
    assert (upload.state, upload.registered, upload.faulty) == (State.DONE, 1, 1)
    assert await told(doors, cast.seller, path) == [(3, "発行先コード", "E500011")]
    errors = (await doors.http.get(f"{path}/errors", headers=cookies)).content.decode("utf-8-sig")
    assert len(errors.splitlines()) == 2


async def test_uploaded_invoices_pass_the_approval_that_screens_pass(
    doors: Doors, cast: Cast, password_hash: str
) -> None:
    office = await open_office(doors, cast, password_hash)
    await office.route()
    await know_customers(doors, cast, "C-1")
    cookies = await enter(doors, cast.seller)
    path = await checked(doors, cookies, standard(*invoices(2)))
    await press(doors, cookies, f"{path}/register")
    await doors.work_off()
    found = await rows(doors.pool, cast.seller.company_id, "SELECT status FROM invoices")
    assert [row["status"] for row in found] == [11, 11]


async def test_somebody_who_may_not_log_in_any_more_registers_nothing(doors: Doors, cast: Cast) -> None:
    await know_customers(doors, cast, "C-1")
    cookies = await enter(doors, cast.seller)
    path = await checked(doors, cookies, standard(*invoices(1)))
    await press(doors, cookies, f"{path}/register")
    await doors.pool.execute(
        "UPDATE users SET disabled_at = now() WHERE user_id = $1", cast.seller.user.user_id
    )
    await doors.work_off()
    assert (await upload_of(doors, cast.seller, path)).state is State.FAILED
    assert await numbers(doors, cast.seller) == []
