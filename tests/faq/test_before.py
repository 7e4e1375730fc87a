"""The FAQ for those who think of using the service (契約前), as far as it speaks of the seller.

Left out: Q14's monthly maintenance window, which is not built yet; its last sentence is here.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from seikyu.accounts.model import Option, Plan
from seikyu.accounts.store import change_membership
from seikyu.db.pool import Pool, transaction
from tests.house.cast import BANK_1, BUYER_AS_CUSTOMER, PUBLISHER_1, Cast
from tests.house.doors import INVOICES, SECRET_KEY, Doors, codes_of
from tests.house.papers import SOURCE
from tests.invitations.house import mails
from tests.issuing.registering import INVOICE, post
from tests.oauth.house import AUTHORIZE, CALLBACK, CREDENTIALS, TOKEN, House, build_house, told

SEIKYU = Path(sys.executable).with_name("seikyu")
API = frozenset({Option.API})


@pytest_asyncio.fixture(loop_scope="session")
async def house(pool: Pool) -> House:
    """A client of an ERP, and a clock to move."""
    return await build_house(pool)


@pytest.mark.parametrize(
    ("plan", "options", "expected"),
    [
        (Plan.FREE, frozenset[Option](), 403),
        (Plan.FREE, API, 403),
        (Plan.PAID, frozenset[Option](), 403),
        (Plan.PAID, API, 200),
    ],
)
async def test_the_api_is_for_paying_members_who_applied_for_the_option(
    doors: Doors, cast: Cast, plan: Plan, options: frozenset[Option], expected: int
) -> None:
    """契約前 Q2."""
    async with transaction(doors.pool, None) as connection:
        await change_membership(connection, cast.outsider.company_id, plan, options)
    answer = await doors.get(cast.outsider, INVOICES, response_type="json")
    assert answer.status_code == expected
    if expected == 403:
        assert codes_of(answer) == [("", "E100001")]


async def test_any_http_client_can_be_connected_and_none_of_ours_is_needed(doors: Doors, cast: Cast) -> None:
    """契約前 Q3: packaged and in-house systems too; here a client that speaks plain HTTP/1.1 on a socket."""
    body = json.dumps({"response_type": "json", "invoices": [INVOICE]}).encode()
    head = (
        f"POST {INVOICES} HTTP/1.1\r\nHost: {doors.settings.host}:{doors.settings.port}\r\n"
        f"Authorization: Bearer {cast.seller.token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    port = doors.http.base_url.port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.encode() + body)
    answered = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answered.startswith(b"HTTP/1.1 200 ")
    assert b'"invoice_mng_num"' in answered


async def test_authentication_is_oauth2_with_the_platform_as_provider(house: House) -> None:
    """契約前 Q4: a person allows it, the code becomes a token, the token opens the API."""
    async with house.browser() as http:
        await house.log_in(http)
        code = told(await http.post(AUTHORIZE, data={**house.question(), "decision": "allow"}))["code"]
        answer = await http.post(TOKEN, params={"realm": "/api"}, data=house.code_form(code))
        given = answer.json()
        assert (answer.status_code, given["token_type"]) == (200, "Bearer")
        assert await house.works(http, given["access_token"]) == 200
        assert (await http.get("/v1/whoami")).status_code == 401


def add_client(database_url: str, company: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What the operator does on an application."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEIKYU_")}
    environment = kept | {
        "SEIKYU_DATABASE_URL": database_url,
        "SEIKYU_ENVIRONMENT": "sandbox",
        "SEIKYU_SECRET_KEY": SECRET_KEY,
    }
    command = [str(SEIKYU), "client", "add", "--company", str(company), "--name", "販売管理", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(("count", "taken"), [(0, True), (5, True), (6, False)])
async def test_up_to_five_redirect_urls_are_registered_and_none_is_needed(
    database_url: str,
    cast: Cast,
    count: int,
    taken: bool,  # noqa: FBT001 -- the table's own value
) -> None:
    """契約前 Q8."""
    uris = [
        part for n in range(count) for part in ("--redirect-uri", f"https://erp.example.com/callback/{n}")
    ]
    done = await asyncio.to_thread(add_client, database_url, cast.seller.company_id, *uris)
    assert (done.returncode == 0) is taken, done.stderr
    assert ("client_id: " in done.stdout) is taken


async def test_a_client_without_a_redirect_url_gets_its_token_all_the_same(doors: Doors, cast: Cast) -> None:
    """契約前 Q8: no callback, nothing to register."""
    form = {
        "user_id": cast.seller.user.pfid,
        "user_password": "正しいパスワード-1",
        "client_id": cast.seller.client_id,
        "client_secret": cast.seller.client_secret,
        "realm": "/api",
        "response_type": "json",
    }
    answer = await doors.http.post(CREDENTIALS, data=form)
    assert answer.status_code == 200
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    listed = await doors.http.get(INVOICES, params={"response_type": "json"}, headers=headers)
    assert listed.status_code == 200


async def test_a_client_id_may_be_asked_for_unless_its_form_does_not_allow_it(
    database_url: str, cast: Cast
) -> None:
    """契約前 Q9."""
    wanted, owner = f"erp-{uuid4().hex[:8]}", cast.seller.company_id
    done = await asyncio.to_thread(add_client, database_url, owner, "--client-id", wanted)
    assert f"client_id: {wanted}" in done.stdout
    for refused in (wanted, "short", "x" * 33, "日本語の番号"):
        again = await asyncio.to_thread(add_client, database_url, owner, "--client-id", refused)
        assert again.returncode != 0, refused


async def test_a_seller_lists_the_invoices_it_made_with_their_status(doors: Doors, cast: Cast) -> None:
    """契約前 Q10 (1)."""
    await post(doors, cast, INVOICE)
    await doors.work_off()
    await post(doors, cast, {**INVOICE, "send_date": "2099-01-01"})
    found = (await doors.listed(cast.seller))["invoices"]
    assert sorted(invoice["wf_status"] for invoice in found) == ["21", "22"]
    query = "DELETE FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1"
    await doors.pool.execute(query, f'%"company_id":{cast.seller.company_id},%')


async def test_a_seller_issues_invoices_and_updates_them(doors: Doors, cast: Cast) -> None:
    """契約前 Q10 (2)."""
    answer = await post(doors, cast, {**SOURCE, "customer": BUYER_AS_CUSTOMER})
    number = int(answer.json()["invoices"][0]["invoice_mng_num"])
    await doors.work_off()
    assert (await doors.send_back(cast.buyer, number)).status_code == 200
    corrected = await doors.put(cast.seller, {**SOURCE, "invoice_mng_num": number, "inv_name": "訂正版"})
    assert corrected.status_code == 200
    await doors.work_off()
    received = await doors.get(cast.buyer, f"/v1/invoice/buyer/invoices/{number}")
    assert (received.json()["invoice"]["inv_name"], received.json()["invoice"]["version"]) == ("訂正版", 2)


MASTERS: dict[str, tuple[dict[str, Any], dict[str, str], dict[str, str]]] = {
    "publishers": (
        {**PUBLISHER_1, "publisher_mng_num": "FAQ-1"},
        {"publisher_mng_num": "FAQ-1"},
        {"publisher_section": "新部署"},
    ),
    "customers": (
        {**BUYER_AS_CUSTOMER, "corp_genuine_id": None, "private_cust_cd": "FAQ-1"},
        {"private_cust_cd": "FAQ-1"},
        {"base_name": "新宿店"},
    ),
    "banks": (
        {**BANK_1, "transfer_code": "FAQ-1", "account_num": "7777777"},
        {"transfer_code": "FAQ-1"},
        {"depositor_name": "新名義"},
    ),
}


@pytest.mark.parametrize("kind", sorted(MASTERS))
async def test_a_seller_registers_updates_and_deletes_its_masters(
    doors: Doors, cast: Cast, kind: str
) -> None:
    """契約前 Q10 (3): publishers 発行元, customers 発行先, bank accounts 振込口座."""
    whole, named, change = MASTERS[kind]
    path = f"/v1/invoice/seller/{kind}"

    async def found() -> list[dict[str, Any]]:
        listed = (await doors.get(cast.seller, path, response_type="json")).json()[kind]
        return [one for one in listed if all(one[name] == value for name, value in named.items())]

    for sent in (whole, {**whole, **change}):
        answer = await doors.send(cast.seller, "POST", path, {kind: [sent]})
        assert answer.status_code == 200, answer.text
        [master] = await found()
        assert {name: master[name] for name in change} == {name: sent[name] for name in change}
    deleted = await doors.send(cast.seller, "POST", path, {kind: [{**named, "delete_flg": "1"}]})
    assert deleted.status_code == 200, deleted.text
    assert await found() == []


async def test_a_seller_invites_its_customers(doors: Doors, cast: Cast) -> None:
    """契約前 Q10 (4)."""
    email = f"{uuid4().hex[:10]}@example.jp"
    customer = {
        "private_cust_cd": uuid4().hex[:10],
        "company_name_org": "株式会社お招き",
        "user_email": email,
        "invitation_method": "1",
    }
    path = "/v1/invoice/seller/customers"
    answer = await doors.send(cast.seller, "POST", path, {"customers": [customer]})
    assert answer.status_code == 200, answer.text
    await doors.work_off()
    [mail] = await mails(doors, cast, email)
    link = re.search(r"/invitations/[A-Za-z0-9_-]+", mail)
    assert link is not None
    assert cast.seller.company.name in (await doors.http.get(link.group())).text


async def test_an_access_token_is_good_for_five_minutes(house: House) -> None:
    """契約前 Q13."""
    async with house.browser() as http:
        given = (await http.post(CREDENTIALS, data=house.password_form())).json()
        assert given["expires_in"] == 300
        house.clock.forward(seconds=299)
        assert await house.works(http, given["access_token"]) == 200
        house.clock.forward(seconds=61)
        assert await house.works(http, given["access_token"]) == 401


async def test_a_refresh_token_is_good_for_31_days(house: House) -> None:
    """契約前 Q13."""
    async with house.browser() as http:
        kept = await house.tokens(http)
        late = await house.tokens(http)
        house.clock.forward(days=30, hours=23, minutes=59)
        answer = await http.post(TOKEN, data=house.refresh_form(kept["refresh_token"]))
        assert answer.status_code == 200
        house.clock.forward(minutes=2)
        refused = await http.post(TOKEN, data=house.refresh_form(late["refresh_token"]))
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


async def test_refreshing_gives_access_again_and_again(house: House) -> None:
    """契約前 Q13: one access token never goes on; refresh tokens give the next, as often as wanted."""
    async with house.browser() as http:
        given = await house.tokens(http)
        for _ in range(3):
            house.clock.forward(minutes=6)
            assert await house.works(http, given["access_token"]) == 401
            given = (await http.post(TOKEN, data=house.refresh_form(given["refresh_token"]))).json()
            assert await house.works(http, given["access_token"]) == 200


async def test_the_api_answers_at_any_hour(house: House) -> None:
    """契約前 Q14: no hours of service; it stands still for maintenance and trouble only."""
    async with house.browser() as http:
        for _ in range(8):
            house.clock.forward(hours=3)
            given = await house.tokens(http)
            assert await house.works(http, given["access_token"]) == 200


async def test_the_callback_of_a_client_is_called_exactly_as_registered(house: House) -> None:
    """契約前 Q8: another address than those registered gets nothing."""
    async with house.browser() as http:
        await house.log_in(http)
        other = house.question(redirect_uri=CALLBACK + "&more=1")
        answer: httpx.Response = await http.get(AUTHORIZE, params=other)
        assert answer.status_code == 400
