"""Connecting a device at the screen: the code that is shown, what it is about, the decision."""

from urllib.parse import urlsplit

import httpx
from playwright.async_api import BrowserContext, ViewportSize, expect

from seikyu.db.pool import transaction
from seikyu.oauth.store import NewClient, register_client
from tests.ui.house import House, clock, enter, offences

SIZES = (ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844))


async def test_a_person_compares_a_code_and_connects_the_device(
    context: BrowserContext, house: House, site: str
) -> None:
    async with transaction(house.pool, None) as connection:
        new = NewClient(house.seller.company_id, "倉庫の端末")
        client_id, secret = await register_client(connection, new, clock())
    client = {"client_id": client_id, "client_secret": secret}
    async with httpx.AsyncClient(base_url=site) as device:
        told = (await device.post("/openam/oauth2/device/code", data=client)).json()
    page = await enter(context, house.buyer, "/device")
    await page.get_by_label("コード").fill("BBBB-BBBB")
    await page.get_by_role("button", name="次へ").click()
    await expect(page.get_by_role("alert")).to_contain_text("このコードは存在しないか")
    assert await offences(page) == []
    shown = urlsplit(told["verification_uri_complete"])
    await page.goto(f"{shown.path}?{shown.query}")
    await expect(page.get_by_label("コード")).to_have_value(told["user_code"])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("note")).to_contain_text("自社のものではありません")
    await expect(page.get_by_text(told["user_code"])).to_be_visible()
    for size in SIZES:
        await page.set_viewport_size(size)
        assert await offences(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    await page.get_by_role("button", name="許可する").click()
    await expect(page.get_by_role("status")).to_contain_text("機器を連携しました")
