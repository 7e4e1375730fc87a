"""Keeping, holds, removal and taking everything along, in a browser."""

import pytest
from playwright.async_api import Browser, ViewportSize

from tests.retention.aged import old_invoice
from tests.ui.house import House
from tests.ui.walking import LOOKS, looked_at

PATH = "/settings/retention"


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "phone"])
async def test_the_pages_are_accessible_and_fit(
    browser: Browser, site: str, house: House, look: tuple[ViewportSize, str, str]
) -> None:
    await old_invoice(house)
    number = await house.invoice()
    paths = [PATH, f"{PATH}/holds/new", f"{PATH}/over", "/settings/export", f"/seller/invoices/{number}"]
    assert await looked_at(browser, site, house.seller, look, paths) == []
