"""A program that keeps a copy of the masters misses no change, however late it is committed."""

import asyncio
from typing import Any

from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.partners.actions.state import Stated, find, remove, seen, state
from seikyu.partners.editing import PUBLISHER
from seikyu.partners.keeping import PUBLISHERS, read_masters
from seikyu.partners.ledger import InUse
from seikyu.partners.terms import AS_THE_COMPANY
from tests.house.cast import PUBLISHER_1, Cast
from tests.house.doors import Doors
from tests.house.papers import rows

PATH = "/v1/invoice/seller/publishers"
EVER = "2000-01-01 00:00:00"


async def listed(doors: Doors, cast: Cast, **query: Any) -> Any:
    return (await doors.get(cast.seller, PATH, **query)).json()


async def test_a_master_that_is_committed_late_is_not_missed(doors: Doors, cast: Cast) -> None:
    owner = cast.seller.company_id
    [known] = await rows(
        doors.pool, owner, "SELECT publisher_id FROM publishers WHERE publisher_mng_num = 'P-001'"
    )
    async with transaction(doors.pool, owner) as connection:
        master = await find(connection, owner, PUBLISHER, known["publisher_id"])
        _, [element] = read_masters(
            PUBLISHERS, {"publishers": [{**PUBLISHER_1, "publisher_section": "総務"}]}
        )
        stated = Stated(element, seen=seen(master, AS_THE_COMPANY))
        # Dated now, to be seen only when this transaction ends.
        await state(connection, cast.seller.actor, system_clock, PUBLISHER, stated, master.master_id)
        await asyncio.sleep(1.1)
        first = await listed(doors, cast, updated_since=EVER)
        assert "総務" not in {one["publisher_section"] for one in first["publishers"]}
    changed = await listed(doors, cast, updated_since=first["updated_until"])
    assert "総務" in {one["publisher_section"] for one in changed["publishers"]}


async def test_what_was_deleted_on_screen_is_told_to_who_follows_changes(doors: Doors, cast: Cast) -> None:
    owner = cast.seller.company_id
    until = (await listed(doors, cast, updated_since=EVER))["updated_until"]
    [known] = await rows(
        doors.pool, owner, "SELECT publisher_id FROM publishers WHERE publisher_mng_num = 'P-001'"
    )

    async def nothing(*_: object) -> InUse:
        return InUse()

    async with transaction(doors.pool, owner) as connection:
        await remove(connection, cast.seller.actor, system_clock, nothing, PUBLISHER, known["publisher_id"])
    told = (await listed(doors, cast, updated_since=until))["publishers"]
    assert ("P-001", "1") in {(one["publisher_mng_num"], one["delete_flg"]) for one in told}


async def test_who_does_not_follow_changes_is_told_no_moment(doors: Doors, cast: Cast) -> None:
    assert (await listed(doors, cast))["updated_until"] is None
    assert (await listed(doors, cast, updated_since=EVER, page_no=2))["updated_until"] is None
