"""How many statements a request costs: as many for a hundred invoices as for one."""

from collections.abc import AsyncIterator, Callable
from itertools import count
from typing import Any

import asyncpg
import pytest_asyncio

from seikyu.approvals.actions.decide import Seen
from seikyu.db.pool import Pool, transaction
from seikyu.issuing.actions.approve import approve_many
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import system_clock
from tests.approvals.office import at_screen, open_office
from tests.house.cast import BANK_1, Cast
from tests.house.doors import INVOICES, RECEIVED, Doors, open_doors
from tests.house.papers import add_invoices
from tests.house.statements import note_query
from tests.issuing.registering import INVOICE, post

Counted = list[str]


@pytest_asyncio.fixture(loop_scope="session")
async def counted(pool: Pool, database_url: str) -> AsyncIterator[tuple[Doors, Counted]]:
    """Doors on the migrated database (`pool`) whose statements are written down."""
    statements: Counted = []

    def note(record: Any) -> None:
        note_query(statements, record.query)

    async def listen(connection: Any) -> None:
        connection.add_query_logger(note)

    async def keep(_: Any) -> None:
        """As the pool of the program: nothing to reset."""

    async with (
        asyncpg.create_pool(
            database_url, min_size=1, max_size=pool.get_max_size(), init=listen, reset=keep
        ) as watched,
        open_doors(watched, database_url) as opened,
    ):
        yield opened, statements


def corrections(numbers: list[int], **fields: Any) -> list[dict[str, Any]]:
    return [{"invoice_mng_num": number, "inv_show_amount": 1, **fields} for number in numbers]


async def cost(statements: Counted, call: Callable[[], Any], status: int = 200) -> int:
    await call()  # what a process asks for once is asked for now
    statements.clear()
    answer = await call()
    assert answer.status_code == status, answer.text
    return len(statements)


async def test_a_hundred_corrections_cost_as_many_statements_as_one(
    counted: tuple[Doors, Counted], cast: Cast
) -> None:
    doors, statements = counted
    await doors.get(cast.seller, INVOICES)
    costs = []
    for size in (1, 1, 100):
        for fields in (plain, whole, other_masters):
            numbers = await add_invoices(doors.pool, cast, size)
            bodies = [
                {"invoice_mng_num": number, "inv_show_amount": 1, **fields(place)}
                for place, number in enumerate(numbers)
            ]
            statements.clear()
            answer = await doors.put(cast.seller, *bodies)
            assert answer.status_code == 200, answer.text
            costs.append(len(statements))
    assert costs[3:6] == costs[6:9]
    assert max(costs) <= 25


def plain(_: int) -> dict[str, Any]:
    return {}


def whole(_: int) -> dict[str, Any]:
    return {
        "publisher": {"publisher_mng_num": "P-001"},
        "customer": {"private_user_employee_no": "E0001"},
        "banks": [BANK_1],
        "unit_tax_calc_sec": "0",
    }


fresh = count(1)


def other_masters(_: int) -> dict[str, Any]:
    """Registers and changes masters of each kind, for every invoice others."""
    n = next(fresh)
    new = {"publisher_zip": "900-0001", "publisher_address1": "那覇", "publisher_phone": "098-1-1"}
    return {
        "publisher": {"publisher_mng_num": f"N{n}", **new},
        "customer": {"phone": f"03-{n}-1"},
        "banks": [
            {**BANK_1, "depositor_name": f"名義{n}"},
            {**BANK_1, "transfer_code": f"N{n}", "account_num": f"{n}"},
        ],
    }


async def test_faulty_invoices_cost_no_statement_of_their_own(
    counted: tuple[Doors, Counted], cast: Cast
) -> None:
    doors, statements = counted

    async def put(size: int) -> int:
        bodies = corrections(
            [9999990000 + n for n in range(size)], publisher={"publisher_mng_num": "P-TWICE"}
        )
        return await cost(statements, lambda: doors.put(cast.seller, *bodies), 400)

    assert await put(1) == await put(100)


async def test_a_page_of_a_list_costs_as_many_statements_however_long_it_is(
    counted: tuple[Doors, Counted], cast: Cast
) -> None:
    doors, statements = counted
    await add_invoices(doors.pool, cast, 101, SellerStatus.ISSUED)
    found = [
        await cost(statements, lambda: doors.get(cast.seller, INVOICES)),
        await cost(statements, lambda: doors.get(cast.seller, INVOICES, page_no=2)),
        await cost(statements, lambda: doors.get(cast.seller, INVOICES, wf_status="19")),
        await cost(statements, lambda: doors.get(cast.seller, INVOICES, response_type="xml")),
    ]
    assert len(set(found)) == 1
    assert found[0] <= 4


async def test_reading_one_invoice_costs_a_few_statements(counted: tuple[Doors, Counted], cast: Cast) -> None:
    doors, statements = counted
    [number] = await add_invoices(doors.pool, cast, 1, SellerStatus.ISSUED)
    for party, path in ((cast.seller, INVOICES), (cast.buyer, RECEIVED)):
        for rest in ("", "/history"):
            assert await cost(statements, lambda: doors.get(party, f"{path}/{number}{rest}")) <= 5  # noqa: B023


async def test_a_thousand_invoices_enter_approval_in_as_many_statements_as_one(
    counted: tuple[Doors, Counted], cast: Cast, password_hash: str
) -> None:
    doors, statements = counted
    office = await open_office(doors, cast, password_hash)
    await office.route()
    await office.api_through_approval()
    costs = []
    for size in (1, 1, 1000):
        statements.clear()
        answer = await post(doors, cast, *[INVOICE] * size)
        assert answer.status_code == 200, answer.text
        costs.append(len(statements))
    assert costs[1] == costs[2] <= 25
    numbers = [int(line["invoice_mng_num"]) for line in answer.json()["invoices"]]
    costs = []
    for some in (numbers[:1], numbers[1:2], numbers[2:102]):
        statements.clear()
        async with transaction(doors.pool, cast.seller.company_id) as connection:
            seen = {number: Seen(1, 1) for number in some}
            outcome = await approve_many(connection, at_screen(office.boss), system_clock, seen)
        assert (outcome.done, outcome.left) == (len(some), [])
        costs.append(len(statements))
    assert costs[1] == costs[2] <= 14
    costs = []
    for some in (numbers[102:103], numbers[103:104], numbers[104:204]):
        for number in some:
            await office.send_back(office.boss, number)
        statements.clear()
        answer = await doors.put(cast.seller, *corrections(some))
        assert answer.status_code == 200, answer.text
        costs.append(len(statements))
    assert costs[1] == costs[2] <= 25
