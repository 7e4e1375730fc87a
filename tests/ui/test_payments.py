"""The screens of payments: for everybody, at every width."""

from playwright.async_api import Browser

from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.masters.actions.keep import keep
from seikyu.masters.keeping import read_masters
from seikyu.masters.model import Kind
from seikyu.masters.queries import by_keys
from seikyu.payees.masters import PAYEES
from seikyu.payments.actions.make import make
from seikyu.payments.masters import PAYING_ACCOUNTS
from seikyu.payments.model import Wish
from seikyu.wire.values import Node
from tests.house.statements import note_query
from tests.payments.test_runs import ACCOUNT, PAYEE, bank_day
from tests.ui.house import House
from tests.ui.walking import LOOKS, looked_at


async def nothing_in_use(*_: object) -> set[str]:
    return set()


async def due(house: House, count: int) -> list[int]:
    """Approved invoices of one payee, and an account to pay from."""
    numbers = [await house.invoice(inv_no=f"P-{at}") for at in range(count)]
    owner, actor = house.buyer.company_id, house.buyer.actor
    async with transaction(house.pool, owner) as connection:
        masters: tuple[tuple[Kind, Node], ...] = ((PAYEES, PAYEE), (PAYING_ACCOUNTS, {**ACCOUNT}))
        for kind, master in masters:
            _, elements = read_masters(kind, {kind.name: [dict(master)]})
            assert not (await keep(connection, actor, system_clock, kind, elements, nothing_in_use)).faults
        payee = (await by_keys(connection, owner, PAYEES, [PAYEE["payee_code"]]))[PAYEE["payee_code"]]
        await connection.execute(
            "UPDATE received_invoices SET status = 71, payee_id = $2 WHERE company_id = $1",
            owner,
            payee.master_id,
        )
    return numbers


async def test_the_pages_are_accessible_and_fit(browser: Browser, site: str, house: House) -> None:
    numbers = await due(house, 3)
    async with transaction(house.pool, house.buyer.company_id) as connection:
        wish = Wish((numbers[0],), "main", bank_day())
        run, _ = await make(connection, house.buyer.actor, system_clock, wish)
    paths = ["/buyer/payments", "/buyer/payments/runs", f"/buyer/payments/runs/{run.run_id}"]
    for look in LOOKS:
        assert await looked_at(browser, site, house.buyer, look, paths) == []


async def test_a_run_of_many_costs_as_many_statements_as_one_of_two(house: House) -> None:
    numbers = await due(house, 12)
    costs = []
    for chosen in (numbers[:2], numbers[2:]):
        seen: list[str] = []
        async with transaction(house.pool, house.buyer.company_id) as connection:
            with connection.query_logger(lambda one, seen=seen: note_query(seen, one.query)):
                await make(
                    connection, house.buyer.actor, system_clock, Wish(tuple(chosen), "main", bank_day())
                )
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 10
