"""Layouts on screen: the picture follows what is typed, with the keyboard alone, and without scripts."""

import pytest
from playwright.async_api import Browser, BrowserContext, ViewportSize, expect

from tests.layouts.pictures import png
from tests.ui.house import House, enter, offences

NEW = "/settings/layouts/new"


async def test_the_picture_follows_what_is_typed_and_uploaded(context: BrowserContext, house: House) -> None:
    page = await enter(context, house.seller, NEW)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    picture = page.locator(".preview-page")
    first = await picture.get_attribute("src")
    assert first is not None
    await page.get_by_label("書式設定コード").fill("EN")
    await page.get_by_label("書式名").fill("英語")
    await page.get_by_label("請求書の言語").select_option("en")
    await expect(picture).not_to_have_attribute("src", first)
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": png(90, 30)}
    await page.locator("#logo_file").set_input_files(logo)  # type: ignore[arg-type]  # a plain dict is what it takes
    await expect(page.locator("input[name=logo]")).not_to_have_value("")
    await page.wait_for_load_state(
        "networkidle"
    )  # the picture with the logo takes the form's place once more
    up = page.get_by_role("button", name="単価を前へ")
    await up.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#order_price")).to_have_value("7")
    await expect(up).to_be_focused()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth > 100)")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("status")).to_have_text("書式を作成しました。")
    await expect(page.locator("#order_price")).to_have_value("7")
    await expect(page.locator(".layout-versions li")).to_have_count(1)
    assert told == []


async def test_without_scripts_a_button_shows_the_picture(unscripted: BrowserContext, house: House) -> None:
    number = await house.invoice(inv_no="A-1")
    page = await enter(unscripted, house.seller, NEW)
    await page.get_by_label("書式設定コード").fill("K")
    await page.get_by_label("書式名").fill("題を変えた書式")
    await page.get_by_label("タイトル", exact=True).fill("御請求書")
    await page.get_by_label("プレビューに使う請求書").select_option(str(number))
    await page.get_by_role("button", name="プレビュー", exact=True).click()
    await expect(page.get_by_label("タイトル", exact=True)).to_have_value("御請求書")
    source = await page.locator(".preview-page").get_attribute("src")
    assert source is not None
    assert f"of={number}" in source
    await page.get_by_role("button", name="保存").click()
    await page.get_by_role("button", name="この書式を標準にする").click()
    await expect(page.locator(".notice")).to_have_text("標準の書式を変更しました。")
    await expect(page.locator(".row")).to_contain_text("標準")
    await page.get_by_role("link", name="題を変えた書式", exact=True).click()
    await page.get_by_text("この書式を削除").click()
    await page.get_by_role("button", name="削除する").click()
    await expect(page.locator(".empty")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
async def test_the_screens_can_be_used_by_everyone(
    browser: Browser, site: str, house: House, width: int
) -> None:
    context = await browser.new_context(
        viewport=ViewportSize(width=width, height=844), base_url=site, locale="ja-JP"
    )
    page = await enter(context, house.seller, NEW)
    assert await offences(page) == []
    wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
    await page.goto("/settings/layouts")
    assert await offences(page) == []
    await context.close()
