"""What inviting many costs: as many statements as inviting one; and the list of invitations likewise."""

from uuid import uuid4

import httpx

from tests.house.cast import PASSWORD, Cast
from tests.house.doors import Doors
from tests.invitations.house import KNOWN, invited, unlinked
from tests.issuing.registering import post
from tests.issuing.test_statements import Counted, counted

__all__ = ["counted"]

MOST = 5
"""Who it is; begin; how many there are; which they are; commit."""


async def test_asking_for_a_hundred_invitations_costs_as_many_statements_as_asking_for_one(
    counted: tuple[Doors, Counted], cast: Cast
) -> None:
    doors, statements = counted
    costs = []
    for size in (1, 1, 100):
        mark = uuid4().hex[:8]
        wishes = [
            {
                "customer": {
                    **KNOWN,
                    "private_cust_cd": f"{mark}-{n}",
                    "user_email": f"{mark}-{n}@example.jp",
                    "invitation_method": "1",
                }
            }
            for n in range(size)
        ]
        statements.clear()
        assert (await post(doors, cast, *wishes)).status_code == 200
        costs.append(len(statements))
    await doors.pool.execute("DELETE FROM pgqueuer")
    assert costs[1] == costs[2]


async def test_the_list_asks_as_often_for_many_as_for_one(counted: tuple[Doors, Counted], cast: Cast) -> None:
    doors, statements = counted
    asked: list[list[str]] = []
    async with httpx.AsyncClient(base_url=doors.settings.base_url) as http:
        await http.post("/login", data={"pfid": cast.seller.user.pfid, "password": PASSWORD})
        await http.get("/seller/invitations")
        for more in (1, 20):
            for _ in range(more):
                await invited(doors, cast, await unlinked(doors, cast))
            statements.clear()
            answer = await http.get("/seller/invitations")
            assert answer.text.count("data-row") == more + len(asked)
            asked.append(list(statements))
    assert len(asked[0]) == len(asked[1]) <= MOST
