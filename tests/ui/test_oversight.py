"""The audit log in a browser."""

import pytest
from playwright.async_api import Browser, ViewportSize

from seikyu.audit.sealing import seal
from seikyu.issuing.model import SellerStatus
from tests.ui.house import House
from tests.ui.walking import LOOKS, looked_at


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "phone"])
async def test_the_log_is_accessible_and_fits(
    browser: Browser, site: str, house: House, look: tuple[ViewportSize, str, str]
) -> None:
    await house.invoice(status=SellerStatus.SENT_BACK, versions=2, reason="数量が発注書と違います。")
    await seal(house.pool)
    paths = ["/settings/audit", "/settings/audit?person=x"]
    assert await looked_at(browser, site, house.seller, look, paths) == []
