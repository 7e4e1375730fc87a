"""How many statements a chunk costs: as many for two hundred invoices as for one."""

from typing import Any
from uuid import UUID

import asyncpg

from seikyu.kit.clock import system_clock
from seikyu.uploads.actions.check import check
from seikyu.uploads.actions.register import register
from seikyu.uploads.model import CHUNK, State
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.statements import note_query
from tests.issuing.registering import forget_jobs
from tests.uploads.house import enter, invoices, know_customers, press, standard, upload_of, uploaded


async def test_checking_and_registering_a_chunk_cost_as_many_statements_as_one_invoice(
    doors: Doors, cast: Cast, database_url: str
) -> None:
    await know_customers(doors, cast, "C-1")
    await forget_jobs(doors, cast)
    cookies, owner = await enter(doors, cast.seller), cast.seller.company_id
    statements: list[str] = []

    async def listen(connection: Any) -> None:
        connection.add_query_logger(lambda one: note_query(statements, one.query))

    async def keep(_: Any) -> None:
        """As the pool of the program: nothing to reset."""

    costs = []
    async with asyncpg.create_pool(database_url, min_size=1, init=listen, reset=keep) as pool:
        # The first one acquaints the driver with our types.
        for count in (1, 1, CHUNK):
            path = await uploaded(doors, cookies, standard(*invoices(count)))
            upload_id = UUID(path.rpartition("/")[2])
            statements.clear()
            await check(pool, system_clock, owner, upload_id)
            checking = len(statements)
            await press(doors, cookies, f"{path}/register", confirmed="1")
            statements.clear()
            await register(pool, system_clock, owner, upload_id)
            costs.append((checking, len(statements)))
            assert (await upload_of(doors, cast.seller, path)).state is State.DONE
    await forget_jobs(doors, cast)
    assert costs[1] == costs[2]
