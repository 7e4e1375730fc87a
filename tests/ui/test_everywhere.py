"""What holds on every screen: anybody can use it, nothing overflows, nothing is cut by the policy."""

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect

from seikyu.issuing.model import SellerStatus
from tests.ui.house import PASSWORD, House, enter, offences
from tests.ui.papers import WORK_REPORT

WIDE, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)


async def screens(house: House) -> dict[str, list[str]]:
    """Every screen there is, in every state that looks different."""
    issued = await house.invoice(versions=2, opened=True, **WORK_REPORT)
    fresh = await house.invoice(inv_show_amount=-54000, pay_due_date="2026-11-22")
    back = await house.invoice(status=SellerStatus.SENT_BACK, reason="数量が違います。")
    failed = await house.invoice(status=SellerStatus.ISSUE_ERROR, error="連携されていません。")
    await house.mail("請求書が届きました", "ご確認ください。")
    filters = "customer_name=さんぷる&seller_name=みほん&amount_from=-100000&send_date_from=2026-02-31"
    return {
        "seller": [
            "/seller/invoices",
            f"/seller/invoices?{filters}",
            "/seller/invoices?status=21",
            *(f"/seller/invoices/{number}" for number in (issued, fresh, back, failed)),
            f"/seller/invoices/{issued}?version=1",
            "/seller/invoices/1",
        ],
        "buyer": [
            "/buyer/invoices",
            f"/buyer/invoices?{filters}",
            "/buyer/invoices?tab=done",
            f"/buyer/invoices/{fresh}",
            f"/buyer/invoices/{back}",
            f"/buyer/invoices/{fresh}/return",
            f"/buyer/invoices/{back}/return",
            "/sandbox/outbox",
        ],
    }


def listening(page: Page, complaints: list[str]) -> None:
    def heard(message: ConsoleMessage) -> None:
        # That a page is not there is what some of these screens are about.
        if message.type == "error" and "status of 4" not in message.text:
            complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))


@pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [
        # Every two of them meet; nothing on a screen depends on all three.
        pytest.param(WIDE, "light", "ja", id="wide-light-ja"),
        pytest.param(WIDE, "dark", "en", id="wide-dark-en"),
        pytest.param(PHONE, "light", "en", id="phone-light-en"),
        pytest.param(PHONE, "dark", "ja", id="phone-dark-ja"),
    ],
)
async def test_every_screen_is_accessible_fits_and_keeps_to_the_policy(
    browser: Browser, site: str, house: House, viewport: ViewportSize, scheme: str, language: str
) -> None:
    found: list[str] = []
    for role, paths in (await screens(house)).items():
        context = await browser.new_context(
            viewport=viewport,
            base_url=site,
            color_scheme="dark" if scheme == "dark" else "light",
        )
        await context.add_cookies([{"name": "seikyu_language", "value": language, "url": site}])
        page = await enter(context, house.seller if role == "seller" else house.buyer, paths[0])
        listening(page, found)
        for path in paths:
            await page.goto(path)
            found += [f"{path}: {offence}" for offence in await offences(page)]
            beyond = await page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if beyond > 0:
                found.append(f"{path}: {beyond} pixels beyond the edge")
        await context.close()
    assert found == []


async def test_the_login_page_is_accessible(context: BrowserContext, house: House) -> None:
    page = await context.new_page()
    complaints: list[str] = []
    listening(page, complaints)
    await page.goto("/seller/invoices")
    assert await offences(page) == []
    await page.get_by_label("PFID").fill(house.seller.pfid)
    await page.get_by_label("パスワード").fill("違います")
    await page.get_by_role("button", name="ログイン").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    assert await offences(page) == []
    assert complaints == []


async def test_focus_is_always_to_be_seen(context: BrowserContext, house: House) -> None:
    number = await house.invoice()
    page = await enter(context, house.buyer, f"/buyer/invoices/{number}")
    seen: set[str] = set()
    for _ in range(40):
        await page.keyboard.press("Tab")
        name, outline = await page.evaluate(
            "(e => [e.outerHTML.slice(0, 80), getComputedStyle(e).outlineStyle])(document.activeElement)"
        )
        if name.startswith("<body"):
            break
        assert outline != "none", name
        seen.add(name)
    assert len(seen) > 10


async def test_a_session_that_ended_leads_to_the_login_page_and_back(
    context: BrowserContext, house: House
) -> None:
    await house.invoice(inv_name="あとで")
    page = await enter(context, house.seller, "/seller/invoices?sort=-send_date")
    await context.clear_cookies()
    await page.get_by_role("link", name="発行済").click()
    await expect(page.get_by_label("PFID")).to_be_visible()


async def test_logging_out_leaves_nothing_behind(context: BrowserContext, house: House) -> None:
    await house.invoice()
    page = await enter(context, house.seller, "/seller/invoices")
    await page.get_by_role("link", name="発行済").click()
    await page.get_by_role("button", name="ログアウト").click()
    await page.wait_for_url("**/login")
    kept = await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "さんぷる" not in kept
    assert "119,358" not in kept
    await page.go_back()
    await expect(page.get_by_label("PFID")).to_be_visible()


async def test_what_is_printed_is_the_paper_alone(context: BrowserContext, house: House) -> None:
    number = await house.invoice()
    page = await enter(context, house.seller, f"/seller/invoices/{number}")
    await page.emulate_media(media="print")
    await expect(page.locator(".sheet")).to_be_visible()
    for hidden in (".bar", ".sandbox", ".page-actions", ".crumbs"):
        await expect(page.locator(hidden)).to_be_hidden()


@pytest.mark.parametrize("path", ["/no/such/page", "/seller", "/static/app.css", "/static/../app.py"])
async def test_what_is_not_there_is_told_in_the_same_look(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert answer.status_code == 404
    assert "ページが見つかりません" in answer.text
    assert '<a class="brand"' in answer.text


async def test_a_method_that_is_not_there_is_told_in_the_same_look(http: httpx.AsyncClient) -> None:
    answer = await http.post("/seller/invoices", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 405
    assert "この操作はできません" in answer.text


async def test_static_files_are_kept_for_ever_under_a_name_of_their_content(http: httpx.AsyncClient) -> None:
    page = (await http.get("/login")).text
    links = [part.split('"')[0] for part in page.split('="') if part.startswith("/static/")]
    assert len(links) == 4
    for link in links:
        answer = await http.get(link)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-encoding"] == "gzip"
        plain = await http.get(link, headers={"Accept-Encoding": "identity"})
        assert plain.content == answer.content
        assert "content-encoding" not in plain.headers


async def test_pages_are_never_kept_by_anybody_in_between(http: httpx.AsyncClient) -> None:
    answer = await http.get("/login")
    assert answer.headers["cache-control"] == "no-store"
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    assert "<script>" not in answer.text
    assert " style=" not in answer.text


async def test_a_notice_can_only_say_what_the_screens_say(http: httpx.AsyncClient) -> None:
    for planted in ("ui.product.name", "<b>x</b>", "receiving.notice.none", "x" * 3000):
        answer = await http.get("/login", headers={"Cookie": f"seikyu_notice={planted}"})
        assert 'class="notice"' not in answer.text
    shown = await http.get("/login", headers={"Cookie": "seikyu_notice=receiving.notice.sent_back"})
    assert 'class="notice"' in shown.text
    assert "Max-Age=0" in shown.headers["set-cookie"]


ODDITIES = (
    "customer_name=%00&seller_name=%00&inv_no=%ff%fe",
    "customer_name=%25_%5C&seller_name=%27%3B--",
    "inv_no=" + "%E9%AB%99" * 500,
    "page=0&sort=--status&status=-1&tab=%00",
    "page=999999&amount_from=-9999999999999&amount_to=9999999999999",
    "send_date_from=0001-01-01&send_date_to=9999-12-31&pay_due_date_to=2026-W01-1",
    "amount_from=%E2%96%B2&amount_to=--5&opened=yes&tab=unopened&pay_due_date_from=%EF%BC%92",
    "tab=overdue&pay_due_date_to=0001-01-01&amount_from=1&amount_to=0",
    "&&&=&language=xx&language=en",
    "&".join(f"x{n}=y" for n in range(1000)),
)


@pytest.mark.parametrize("query", ODDITIES, ids=range(len(ODDITIES)))
async def test_no_address_breaks_a_list(http: httpx.AsyncClient, house: House, query: str) -> None:
    await house.invoice()
    await http.post("/login", data={"pfid": house.seller.pfid, "password": PASSWORD})
    for side in ("seller", "buyer"):
        answer = await http.get(f"/{side}/invoices?{query}")
        assert answer.status_code == 200
        assert 'id="list"' in answer.text
