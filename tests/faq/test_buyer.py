"""The FAQ as far as it speaks of the buyer's side: a test a sentence, through the public door.

Payment notices (契約前 Q11) are shown in tests/notices, which upload them by FTP as the answer says.
"""

from typing import Any

import pytest
import pytest_asyncio

from seikyu.issuing.model import SellerStatus
from tests.house.cast import Cast
from tests.house.doors import RECEIVED, Doors, codes_of
from tests.house.papers import add_invoices
from tests.receiving.buying import Buying, open_buying

BUYER = "/v1/invoice/buyer/"
MASTERS: dict[str, dict[str, str]] = {
    "departments": {"department_code": "100", "department_name": "総務部"},
    "accounts": {"account_code": "5001", "account_name": "仕入高"},
    "sub-accounts": {"account_code": "5001", "sub_account_code": "1", "sub_account_name": "国内"},
    "tax-categories": {
        "tax_category_code": "10",
        "tax_category_name": "課対仕入込10%適格",
        "tax_rate": "10",
        "credit": "qualified",
    },
    "memos": {"memo_code": "1", "memo_text": "事務用品"},
}


@pytest_asyncio.fixture(loop_scope="session")
async def buying(doors: Doors, cast: Cast, password_hash: str) -> Buying:
    """People of the buyer who approve."""
    return await open_buying(doors, cast, password_hash)


async def page(doors: Doors, cast: Cast, **query: Any) -> list[dict[str, Any]]:
    answer = await doors.get(cast.buyer, RECEIVED, response_type="json", **query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["invoices"]
    return found


async def test_received_invoices_are_listed(doors: Doors, cast: Cast) -> None:
    """契約前 Q10 受取側(1)."""
    [number] = await add_invoices(doors.pool, cast, 1, SellerStatus.ISSUED)
    assert [one["invoice_mng_num"] for one in await page(doors, cast)] == [str(number)]


async def test_journal_masters_are_registered_updated_deleted_and_read(doors: Doors, cast: Cast) -> None:
    """契約前 Q10 受取側(2)."""

    async def keep(name: str, **changes: str) -> list[str]:
        body = {"response_type": "json", name: [{**MASTERS[name], **changes}]}
        answer = await doors.send(cast.buyer, "POST", BUYER + name, body)
        assert answer.status_code == 200, answer.text
        return [one["outcome"] for one in answer.json()[name]]

    for name, given in MASTERS.items():
        title = list(given)[-1] if name != "tax-categories" else "tax_category_name"
        assert await keep(name) == ["registered"]
        assert await keep(name, **{title: "改称"}) == ["updated"]
        [found] = (await doors.get(cast.buyer, BUYER + name)).json()[name]
        assert found == {**found, **given, title: "改称"}
    for name in reversed(MASTERS):
        if name != "accounts":
            assert await keep(name, delete_flg="1") == ["deleted"]
    assert await keep("accounts", delete_flg="1") == ["deleted"]


async def test_payees_are_registered_and_updated(doors: Doors, cast: Cast) -> None:
    """契約前 Q10 受取側(3)."""
    payee = {"payee_code": "S-1", "payee_name": "株式会社青葉商事"}
    body = {"response_type": "json", "payees": [payee]}
    answer = await doors.send(cast.buyer, "POST", BUYER + "payees", body)
    assert answer.json()["payees"][0]["outcome"] == "registered"
    body = {"response_type": "json", "payees": [{**payee, "payee_name": "青葉商事株式会社"}]}
    answer = await doors.send(cast.buyer, "PUT", BUYER + "payees", body)
    assert answer.json()["payees"][0]["outcome"] == "updated"
    names = [one["payee_name"] for one in (await doors.get(cast.buyer, BUYER + "payees")).json()["payees"]]
    assert names == ["青葉商事株式会社"]


async def test_a_request_gives_100_invoices_at_most_and_page_no_the_following(
    doors: Doors, cast: Cast
) -> None:
    """契約後 Q8."""
    numbers = await add_invoices(doors.pool, cast, 101, SellerStatus.ISSUED)
    first, second = await page(doors, cast, page_no=1), await page(doors, cast, page_no=2)
    assert [one["invoice_mng_num"] for one in first] == [str(number) for number in numbers[:100]]
    assert [one["invoice_mng_num"] for one in second] == [str(numbers[100])]


async def test_a_tax_rate_the_seller_left_out_comes_back_as_null(doors: Doors, cast: Cast) -> None:
    """契約後 Q9."""
    untaxed = [{"item_name": "税率のない明細", "item_without_tax": 100}]
    await add_invoices(doors.pool, cast, 1, SellerStatus.ISSUED, details=untaxed)
    [shown] = await page(doors, cast)
    [line] = shown["details"]
    assert (line["tax_rate_sec"], line["tax_type"], line["reduced_tax_flg"]) == (None, None, None)


async def test_fields_may_be_added_and_none_is_left_out(doors: Doors, cast: Cast) -> None:
    """契約後 Q3."""
    await add_invoices(doors.pool, cast, 1, SellerStatus.ISSUED)
    [shown] = await page(doors, cast)
    assert {"invoice_mng_num", "wf_status", "inv_no", "details", "banks"} <= set(shown)
    assert shown["customer_code1"] is None


async def test_the_final_status_is_told_and_the_history_on_a_path_of_its_own(buying: Buying) -> None:
    """契約後 Q10: the list tells no history; what the service does not offer stands on a new path."""
    await buying.route()
    [number] = await buying.receive()
    await buying.bring_to(number, 71)
    [shown] = await page(buying.doors, buying.cast)
    assert shown["wf_status"] == "71"
    assert "history" not in shown
    assert [e["to_status"] for e in await buying.history(number) if e["to_status"]] == [
        "51",
        "60",
        "70",
        "71",
    ]


@pytest.mark.parametrize("status", [50, 51, 59, 60, 69, 70, 71])
async def test_each_status_of_the_workflow_is_told_by_the_list(buying: Buying, status: int) -> None:
    """契約後 Q11, with the workflow; the filter by status is an addition that a plain client does not see."""
    await buying.route()
    [number] = await buying.receive()
    await buying.bring_to(number, status)
    [shown] = await page(buying.doors, buying.cast)
    assert (shown["invoice_mng_num"], shown["wf_status"]) == (str(number), str(status))
    assert await page(buying.doors, buying.cast, wf_status=str(status)) == [shown]


async def test_without_the_workflow_there_are_two_statuses(doors: Doors, cast: Cast) -> None:
    """契約後 Q11, without the workflow."""
    [number] = await add_invoices(doors.pool, cast, 1, SellerStatus.ISSUED)
    assert [one["wf_status"] for one in await page(doors, cast)] == ["50"]
    answer = await doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/approve", {})
    assert codes_of(answer) == []
    assert [one["wf_status"] for one in await page(doors, cast)] == ["71"]
