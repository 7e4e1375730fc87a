"""Invoices of customers that are not linked: by mail, behind a code, and into the inbox once it is linked."""

import asyncio
import re
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from seikyu.db.pool import transaction
from seikyu.invitations.actions import hand_over
from seikyu.invitations.actions.accept import accept
from seikyu.invitations.actions.mail_invoice import mailer
from seikyu.invitations.actions.show_code import Right, alive, send_code, show_code
from seikyu.invoices.print import invoice_press
from seikyu.issuing.actions.issue import issue
from seikyu.issuing.afterwards import mark_deleted
from seikyu.issuing.ways import Ways
from seikyu.kit.clock import system_clock
from seikyu.wire import codes
from seikyu.wire.faults import Refusal
from tests.house.cast import Cast
from tests.house.doors import INVOICES, RECEIVED, Doors
from tests.house.papers import rows, status_of
from tests.invitations.house import (
    Unlinked,
    into_inbox,
    invited,
    key_for,
    key_in,
    linked_to,
    mails,
    newcomer,
    sign_up_form,
    unlinked,
)
from tests.issuing.registering import INVOICE, post, shown
from tests.issuing.test_races import until_waiting

SIX = re.compile(r"確認コード： (\d{6})")


async def issued(doors: Doors, cast: Cast, to: Unlinked, count: int = 1) -> list[str]:
    """Invoices of the customer, worked off; their numbers."""
    answer = await post(doors, cast, *[{**INVOICE, "customer": to.named}] * count)
    assert answer.status_code == 200, answer.text
    await doors.work_off()
    return [line["invoice_mng_num"] for line in answer.json()["invoices"]]


async def mailed(doors: Doors, cast: Cast, to: Unlinked) -> tuple[str, str]:
    """One invoice that went out by mail: its number and the key of its page."""
    [number] = await issued(doors, cast, to)
    return number, key_in((await mails(doors, cast, to.email))[-1], "documents")


async def newest_code(doors: Doors, cast: Cast, to: Unlinked) -> str:
    [code] = SIX.findall((await mails(doors, cast, to.email))[-1])
    assert isinstance(code, str)
    return code


def browser(doors: Doors) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=doors.settings.base_url)


async def test_an_invoice_goes_out_by_mail_and_its_first_reading_is_told(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    number, key = await mailed(doors, cast, to)
    invoice = await shown(doors, cast, number)
    assert (invoice["wf_status"], invoice["seal_flg"]) == ("22", "0")
    path = f"/documents/{key}"
    async with browser(doors) as reader:
        gate = await reader.get(path)
        assert "確認コードを送る" in gate.text
        assert "N-1" not in gate.text
        assert (await reader.get(f"{path}/pdf")).headers["location"] == path
        assert (await reader.post(f"{path}/code")).status_code == 303
        code = await newest_code(doors, cast, to)
        entered = await reader.post(path, data={"code": f" {code[:3]} {code[3:]}"})
        assert entered.status_code == 303
        assert (await shown(doors, cast, number))["seal_flg"] == "0"
        assert (await reader.head(path)).status_code in {200, 405}
        assert (await reader.get(path, headers={"Sec-Purpose": "prefetch"})).status_code == 503
        assert (await shown(doors, cast, number))["seal_flg"] == "0"
        page = await reader.get(path)
        assert "N-1" in page.text
        pdf = await reader.get(f"{path}/pdf")
        assert pdf.content.startswith(b"%PDF")
        await reader.get(path)
    assert (await shown(doors, cast, number))["seal_flg"] == "1"
    history = (await doors.get(cast.seller, f"{INVOICES}/{number}/history")).json()["history"]
    opened = [event for event in history if event["action"] == "invoice.opened"]
    assert [(event["user_name"], event["via"]) for event in opened] == [(to.email, "link")]
    async with browser(doors) as other:
        assert "N-1" not in (await other.get(path)).text


async def test_whoever_reads_at_the_moment_of_deletion_is_shown_nothing_and_has_opened_nothing(
    doors: Doors, cast: Cast
) -> None:
    to = await unlinked(doors, cast)
    number, key = await mailed(doors, cast, to)
    path, owner = f"/documents/{key}", cast.seller.company_id
    async with browser(doors) as reader:
        await reader.post(f"{path}/code")
        await reader.post(path, data={"code": await newest_code(doors, cast, to)})
        async with transaction(doors.pool, owner) as deleting:
            gone = await mark_deleted(deleting, owner, int(number), 1, None, system_clock())
            assert gone
            reading = asyncio.ensure_future(reader.get(path))
            await until_waiting(doors.pool, 1)
        page = await reading
    assert page.status_code == 404
    assert "N-1" not in page.text
    invoice = await shown(doors, cast, number)
    assert (invoice["wf_status"], invoice["seal_flg"]) == ("23", "0")
    history = (await doors.get(cast.seller, f"{INVOICES}/{number}/history")).json()["history"]
    assert "invoice.opened" not in [event["action"] for event in history]


async def test_a_wrong_code_opens_nothing_and_after_five_even_the_right_one_does_not(
    doors: Doors, cast: Cast
) -> None:
    to = await unlinked(doors, cast)
    number, key = await mailed(doors, cast, to)
    path = f"/documents/{key}"
    await doors.http.post(f"{path}/code")
    code = await newest_code(doors, cast, to)
    wrong = "000000" if code != "000000" else "111111"
    for left in (4, 3, 2, 1):
        answer = await doors.http.post(path, data={"code": wrong})
        assert (answer.status_code, f"あと{left}回" in answer.text) == (400, True)
    for given in (wrong, code):
        answer = await doors.http.post(path, data={"code": given})
        assert (answer.status_code, "送り直してください" in answer.text) == (400, True)
    assert (await shown(doors, cast, number))["seal_flg"] == "0"


async def test_a_code_works_once_and_for_a_quarter_of_an_hour(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    _, key = await mailed(doors, cast, to)
    now = system_clock()
    async with transaction(doors.pool, None) as connection:
        await send_code(connection, key, now)
    code = await newest_code(doors, cast, to)
    outcomes = []
    for minutes in (16, 14, 14):
        async with transaction(doors.pool, None) as connection:
            outcomes.append(await show_code(connection, key, code, now + timedelta(minutes=minutes)))
    assert [isinstance(outcome, Right) for outcome in outcomes] == [False, True, False]


async def test_five_codes_an_hour_are_sent_and_no_more(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    _, key = await mailed(doors, cast, to)
    answers = [(await doors.http.post(f"/documents/{key}/code")).status_code for _ in range(7)]
    assert answers == [303] * 5 + [429] * 2
    assert len(await mails(doors, cast, to.email)) == 1 + 5
    async with transaction(doors.pool, None) as connection:
        assert await send_code(connection, key, system_clock() + timedelta(hours=1, seconds=1))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE invoices SET status = 23",
        "UPDATE invoices SET status = 19",
        "UPDATE invoices SET version = 2",
        "UPDATE mailed_invoices SET expires_at = now()",
    ],
)
async def test_the_page_dies_with_the_version(doors: Doors, cast: Cast, change: str) -> None:
    to = await unlinked(doors, cast)
    _, key = await mailed(doors, cast, to)
    async with browser(doors) as reader:
        await reader.post(f"/documents/{key}/code")
        await reader.post(f"/documents/{key}", data={"code": await newest_code(doors, cast, to)})
        assert "N-1" in (await reader.get(f"/documents/{key}")).text
        await rows(doors.pool, cast.seller.company_id, f"{change} RETURNING 1")
        for path in (f"/documents/{key}", f"/documents/{key}/pdf"):
            page = await reader.get(path)
            assert (page.status_code, "この請求書は表示できません" in page.text) == (404, True)
        assert (await reader.post(f"/documents/{key}/code")).status_code == 404


async def test_the_page_is_there_for_ninety_days(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    _, key = await mailed(doors, cast, to)
    async with transaction(doors.pool, None) as connection:
        await alive(connection, key, system_clock() + timedelta(days=89))
        with pytest.raises(Refusal) as refused:
            await alive(connection, key, system_clock() + timedelta(days=91))
    assert refused.value.code is codes.DOCUMENT_LINK_DEAD


async def test_a_link_nobody_was_given_opens_nothing(doors: Doors) -> None:
    assert (await doors.http.get(f"/documents/{uuid4().hex}")).status_code == 404


async def test_the_mail_brings_the_invitation_along_while_it_is_open(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    await invited(doors, cast, to)
    await issued(doors, cast, to)
    told = (await mails(doors, cast, to.email))[-1]
    assert (await doors.http.get(f"/invitations/{key_in(told)}")).status_code == 200
    assert (await doors.http.get(f"/documents/{key_in(told, 'documents')}")).status_code == 200


async def test_what_was_mailed_lies_in_the_inbox_after_signing_up(doors: Doors, cast: Cast) -> None:
    to = await unlinked(doors, cast)
    numbers = await issued(doors, cast, to, 2)
    [waiting] = (
        await post(doors, cast, {**INVOICE, "customer": to.named, "send_date": "2099-01-01"})
    ).json()["invoices"]
    await rows(doors.pool, cast.seller.company_id, "DELETE FROM pgqueuer RETURNING 1")
    key = await key_for(doors, cast, to)
    async with browser(doors) as person:
        form = sign_up_form(uuid4().hex[:8])
        answer = await person.post(f"/invitations/{key}/sign-up", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/buyer/invoices")
        inbox = (await person.get("/buyer/invoices")).text
        assert inbox.count("data-row") == 2
        assert (await person.get(f"/buyer/invoices/{numbers[0]}/pdf")).content.startswith(b"%PDF")
        returned = await person.post(f"/buyer/invoices/{numbers[1]}/return", data={"reason": "数量違い"})
        assert returned.status_code == 303
    buyer = await linked_to(doors, cast, to)
    assert buyer is not None
    seller = cast.seller.company_id
    query = "SELECT invoice_mng_num FROM invoices WHERE buyer_company_id = $1 ORDER BY 1"
    bound = [str(row["invoice_mng_num"]) for row in await rows(doors.pool, seller, query, buyer)]
    assert bound == [*numbers, waiting["invoice_mng_num"]]
    assert (await shown(doors, cast, numbers[0]))["seal_flg"] == "1"
    assert await status_of(doors.pool, seller, int(numbers[1])) == (19, 1)
    [company] = await rows(doors.pool, buyer, "SELECT plan FROM companies WHERE company_id = $1", buyer)
    assert company["plan"] == "free"
    await issued(doors, cast, to)
    assert len(await rows(doors.pool, buyer, "SELECT 1 FROM received_invoices")) == 3


async def test_a_great_many_follow_by_and_by(
    doors: Doors, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over, "AT_ONCE", 2)
    to, actor = await unlinked(doors, cast), await newcomer(doors)
    await issued(doors, cast, to, 5)
    key, owner = await key_for(doors, cast, to), actor.company.company_id
    async with transaction(doors.pool, None) as connection:
        await accept(connection, actor, system_clock(), doors.settings.base_url, into_inbox(doors), key)
    assert len(await rows(doors.pool, owner, "SELECT 1 FROM received_invoices")) == 2
    await doors.work_off()
    assert len(await rows(doors.pool, owner, "SELECT 1 FROM received_invoices")) == 5


async def test_an_invoice_registered_before_the_link_is_delivered_to_the_inbox(
    doors: Doors, cast: Cast
) -> None:
    """The customer is linked between registering and issuing, the invoice not being told of it."""
    to = await unlinked(doors, cast)
    answer = await post(doors, cast, {**INVOICE, "customer": to.named})
    [line] = answer.json()["invoices"]
    query = "UPDATE customers SET buyer_company_id = $2 WHERE customer_id = $1 RETURNING 1"
    await rows(doors.pool, cast.seller.company_id, query, to.customer_id, cast.buyer.company_id)
    await doors.work_off()
    assert await mails(doors, cast, to.email) == []
    received = await doors.get(cast.buyer, f"{RECEIVED}/{line['invoice_mng_num']}")
    assert received.status_code == 200


async def test_without_address_and_link_it_ends_in_error_and_says_what_to_do(
    doors: Doors, cast: Cast
) -> None:
    to = await unlinked(doors, cast, user_email="")
    [number] = await issued(doors, cast, to)
    invoice = await shown(doors, cast, number)
    assert invoice["wf_status"] == "29"
    assert "メールアドレスを登録するか、発行先を招待" in invoice["issue_error"]


@pytest.mark.parametrize("lead", [0.0, 0.01, 0.02, 0.04])
async def test_an_invoice_that_is_issued_while_its_customer_is_being_linked_reaches_the_inbox_once(
    doors: Doors, cast: Cast, lead: float
) -> None:
    to, actor = await unlinked(doors, cast), await newcomer(doors)
    key, owner, base_url = await key_for(doors, cast, to), cast.seller.company_id, doors.settings.base_url
    answer = await post(doors, cast, {**INVOICE, "customer": to.named})
    number = int(answer.json()["invoices"][0]["invoice_mng_num"])
    ways = Ways(into_inbox(doors), mailer(base_url))
    press = invoice_press()

    async def link() -> None:
        await asyncio.sleep(lead)
        async with transaction(doors.pool, None) as connection:
            await accept(connection, actor, system_clock(), base_url, into_inbox(doors), key)

    await asyncio.gather(issue(doors.pool, system_clock, press, ways, owner, number, 1), link())
    await doors.work_off()
    assert await status_of(doors.pool, owner, number) == (22, 1)
    received = await rows(
        doors.pool, actor.company.company_id, "SELECT invoice_mng_num FROM received_invoices"
    )
    assert received == [{"invoice_mng_num": number}]
