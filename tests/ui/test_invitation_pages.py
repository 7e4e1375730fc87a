"""The pages of inviting: anybody can use them, and nothing overflows, wide and on a phone."""

import pytest
from playwright.async_api import Browser, ViewportSize

from seikyu.db.pool import transaction
from seikyu.invitations.actions.decline import decline
from seikyu.invitations.actions.invite import invite
from seikyu.invitations.actions.send import Inviter
from seikyu.invitations.model import Method
from tests.house.cast import add_customer
from tests.ui.house import House, clock, enter, offences
from tests.ui.test_invitation_walk import customer_of, link_in, mailed_to

ADDRESS = {"zip": "530-0001", "address1": "大阪府大阪市北区梅田1-1", "address2": "みらいビル3F"}


@pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [((1440, 900), "dark", "en"), ((390, 844), "light", "ja")],
    ids=["wide", "phone"],
)
async def test_every_page_of_inviting_is_accessible_and_fits(
    browser: Browser, site: str, house: House, viewport: tuple[int, int], scheme: str, language: str
) -> None:
    owner = house.seller.company_id
    mailed, _, email = await customer_of(house)
    lettered = await add_customer(
        house.pool, owner, None, company_name_org="株式会社" + "長い名前" * 5, **ADDRESS
    )
    declining, _, other = await customer_of(house)
    inviter = Inviter(house.seller.actor.company, house.seller.actor.author, site)
    async with transaction(house.pool, owner) as connection:
        by_mail = await invite(connection, inviter, clock(), mailed, Method.EMAIL)
        by_letter = await invite(connection, inviter, clock(), lettered, Method.LETTER)
        declined = await invite(connection, inviter, clock(), declining, Method.EMAIL)
    key, void = [link_in(await mailed_to(house, to, "ご招待"), "invitations") for to in (email, other)]
    async with transaction(house.pool, None) as connection:
        await decline(connection, clock(), site, void.rpartition("/")[2], "紙で\n受け取りたいため" * 20)
    own = [f"/seller/invitations{rest}" for rest in ("", "?state=sent&method=letter&partner_name=ない")]
    own += [f"/seller/invitations/{one}" for one in (by_mail, by_letter, declined)]
    own += [f"/seller/customers/{one}/invite" for one in (mailed, lettered)] + [f"{key}/link"]
    anybodys = ["/invitations", key, f"{key}/sign-up", void, "/documents/nothing"]
    found: list[str] = []
    context = await browser.new_context(
        viewport=ViewportSize(width=viewport[0], height=viewport[1]),
        base_url=site,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    await context.add_cookies([{"name": "seikyu_language", "value": language, "url": site}])
    page = await context.new_page()
    for path in (*anybodys, *own):
        if path == own[0]:
            page = await enter(context, house.seller, path)
        await page.goto(path)
        found += [f"{path}: {offence}" for offence in await offences(page)]
        beyond = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if beyond > 0:
            found.append(f"{path}: {beyond} pixels beyond the edge")
    await context.close()
    await house.pool.execute("DELETE FROM pgqueuer")
    assert found == []
