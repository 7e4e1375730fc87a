"""Where an operator may send batches, and who of a company may change what it posts."""

import httpx
import pytest

from seikyu.db.pool import transaction
from seikyu.settings import SettingsError
from tests.house.cast import Cast
from tests.house.doors import Doors, settings_for
from tests.house.papers import rows


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"SEIKYU_POSTING_SFTP_HOST": "h"}, "SEIKYU_POSTING_SFTP_HOST_KEY is not set"),
        ({"SEIKYU_POSTING_SFTP_HOST": "h"}, "SEIKYU_POSTING_SFTP_KEY_FILE is not set"),
        ({"SEIKYU_POSTING_SFTP_HOST": "h", "SEIKYU_POSTING_FOLDER": "/srv/post"}, "set one of them"),
    ],
)
def test_what_is_missing_or_said_twice_is_told(environment: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        settings_for("postgresql://x", 8000, **environment)


async def test_only_an_administrator_changes_what_is_posted(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    async with transaction(doors.pool, None) as connection:
        await connection.execute(
            "UPDATE users SET administrator = false WHERE user_id = $1", cast.seller.user.user_id
        )
    for path, data in (
        ("settings", {"default": "post"}),
        ("settings/customers", {f"customer-{cast.customer_id}": "post"}),
    ):
        assert (await screen.post(f"/seller/posting/{path}", data=data)).status_code == 403
    assert "自社の管理者のみ" in (await screen.get("/seller/posting/settings")).text
    for table in ("posting_rules", "posting_customers"):
        assert await rows(doors.pool, cast.seller.company_id, f"SELECT * FROM {table}") == []


@pytest.mark.parametrize(
    "data", [{"daily_at": "25:00"}, {"daily_at": "x"}, {"encoding": "utf-16"}, {"daily_at": "10:00+09:00"}]
)
async def test_a_form_nobody_was_given_changes_nothing(
    screen: httpx.AsyncClient, data: dict[str, str]
) -> None:
    assert (await screen.post("/seller/posting/settings", data=data)).status_code == 400


async def test_another_company_s_customer_is_not_to_be_set(
    doors: Doors, cast: Cast, screen: httpx.AsyncClient
) -> None:
    [other] = await rows(doors.pool, cast.outsider.company_id, "SELECT customer_id FROM customers")
    setting = {f"customer-{other['customer_id']}": "post"}
    assert (await screen.post("/seller/posting/settings/customers", data=setting)).status_code == 303
    for party in (cast.seller, cast.outsider):
        assert await rows(doors.pool, party.company_id, "SELECT * FROM posting_customers") == []
