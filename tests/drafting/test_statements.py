"""Lists of drafts and templates ask the database the same few questions however long they are."""

import pytest

from tests.drafting.screen import Screen, log_in
from tests.drafting.test_templates import template
from tests.house.cast import Cast
from tests.house.doors import open_doors
from tests.ui.test_statements import watched


@pytest.mark.parametrize("path", ["/seller/drafts", "/seller/templates"])
async def test_a_list_asks_as_often_for_many_as_for_one(
    cast: Cast, screen: Screen, database_url: str, path: str
) -> None:
    seen: list[str] = []
    asked: list[list[str]] = []
    async with (
        watched(database_url, seen) as pool,
        open_doors(pool, database_url) as watching,
        log_in(watching, cast.seller) as reader,
    ):
        await reader.get(path)
        for more in (1, 4):
            for _ in range(more):
                await template(screen) if "templates" in path else await _draft(screen)
            seen.clear()
            listed = await reader.get(path)
            assert len(listed.tree.xpath("//*[@data-row]")) == more + len(asked)
            asked.append(list(seen))
    assert asked[0] == asked[1]
    assert len(asked[0]) <= 5


async def _draft(screen: Screen) -> None:
    await screen.send(await screen.get("/seller/invoices/new"), "save")
