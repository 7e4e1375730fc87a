"""The main job, end to end: a sent-back invoice is corrected by API, issued again, read, sent back again."""

import io
from typing import Any

from pypdf import PdfReader

from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.mail.store import newest
from tests.house.cast import PASSWORD, Cast, Party
from tests.house.doors import INVOICES, RECEIVED, Doors, until
from tests.house.papers import add_invoices, rows

SELLERS_HISTORY = [
    ("invoice.issued", "21", "22", 1, "system", None),
    ("invoice.sent_back", "22", "19", 1, "api", "単価が違います"),
    ("invoice.corrected", "19", "21", 2, "api", None),
    ("invoice.issued", "21", "22", 2, "system", None),
    ("invoice.opened", None, None, 2, "api", None),
    ("invoice.sent_back", "22", "19", 2, "api", "数量も違います"),
    ("invoice.corrected", "19", "21", 3, "api", None),
    ("invoice.issued", "21", "22", 3, "system", None),
    ("invoice.opened", None, None, 3, "api", None),
]
BUYERS_HISTORY = [
    ("invoice.received", None, "50", 1, "system", None),
    ("invoice.sent_back", "50", None, 1, "api", "単価が違います"),
    ("invoice.received", None, "50", 2, "system", None),
    ("invoice.opened", None, None, 2, "api", None),
    ("invoice.sent_back", "50", None, 2, "api", "数量も違います"),
    ("invoice.received", None, "50", 3, "system", None),
    ("invoice.opened", None, None, 3, "api", None),
]


async def test_a_sent_back_invoice_is_corrected_issued_again_read_and_sent_back_again(
    doors: Doors, cast: Cast
) -> None:
    seller, buyer = await logged_in(doors, cast.seller), await logged_in(doors, cast.buyer)
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    async with doors.working():
        await until_status(doors, seller, number, "22")
        assert (await doors.send_back(cast.buyer, number, "単価が違います")).status_code == 200

        found = await listed(doors, seller, wf_status="19")
        assert [(one["invoice_mng_num"], one["return_reason"]) for one in found] == [
            (str(number), "単価が違います")
        ]
        answer = await correct(doors, seller, number, "ご利用料金（訂正）", 43210)
        assert answer == {"result": "0", "error_list": None, "warning_list": None}
        await until_status(doors, seller, number, "22")
        await buyer_reads(doors, cast, buyer, number, 2, "ご利用料金（訂正）", "43,210")

        assert (await doors.send_back(cast.buyer, number, "数量も違います")).status_code == 200
        assert (await one(doors, seller, number))["wf_status"] == "19"
        await correct(doors, seller, number, "ご利用料金（再訂正）", 98765)
        await until_status(doors, seller, number, "22")
    await buyer_reads(doors, cast, buyer, number, 3, "ご利用料金（再訂正）", "98,765")
    assert await history(doors, cast.seller, INVOICES, number) == SELLERS_HISTORY
    assert await history(doors, cast.buyer, RECEIVED, number) == BUYERS_HISTORY


async def test_earlier_versions_stay_readable_as_they_were(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    await doors.work_off()
    first = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    first_pdf = (await doors.get(cast.seller, f"{INVOICES}/{number}/pdf")).content
    await doors.send_back(cast.buyer, number)
    await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1})

    unprinted = await doors.get(cast.seller, f"{INVOICES}/{number}/pdf", version=2)
    assert (unprinted.status_code, unprinted.json()["error_list"][0]["error_code"]) == (404, "E400008")
    await doors.work_off()
    versions = (await doors.get(cast.seller, f"{INVOICES}/{number}/versions")).json()["versions"]
    assert [line["version"] for line in versions] == [2, 1]
    kept = (await doors.get(cast.seller, f"{INVOICES}/{number}/versions/1")).json()["invoice"]
    assert kept["sha256"] == versions[1]["sha256"]
    assert {name: first[name] for name in kept.keys() & first.keys()} == {
        name: value for name, value in kept.items() if name != "sha256"
    }
    for party, path in ((cast.seller, INVOICES), (cast.buyer, RECEIVED)):
        assert (await doors.get(party, f"{path}/{number}/pdf", version=1)).content == first_pdf
        assert (await doors.get(party, f"{path}/{number}/pdf")).content != first_pdf
        missing = await doors.get(party, f"{path}/{number}/pdf", version=3)
        assert missing.status_code == 404


async def test_both_parties_hold_the_same_bytes_of_each_version(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1, "inv_name": "ｱｲｳ＆<>"})
    await doors.work_off()
    query = (
        "SELECT document, v.sha256, sha256(document) = v.sha256 AS whole, send_date, pdf_sha256, content "
        "FROM invoice_versions AS v JOIN invoice_prints USING (company_id, invoice_mng_num, version) "
        "JOIN stored_objects AS o ON o.company_id = v.company_id AND o.sha256 = pdf_sha256 "
        "WHERE invoice_mng_num = $1 AND version = 2"
    )
    [sellers] = await rows(doors.pool, cast.seller.company_id, query, number)
    [buyers] = await rows(doors.pool, cast.buyer.company_id, query, number)
    assert sellers["whole"]
    assert sellers == buyers


async def logged_in(doors: Doors, party: Party) -> dict[str, str]:
    """The header that the published password flow earns."""
    form = {
        "user_id": party.user.pfid,
        "user_password": PASSWORD,
        "client_id": party.client_id,
        "client_secret": party.client_secret,
        "realm": "/api",
        "response_type": "json",
    }
    answer = await doors.http.post("/api/credentials/access_token", data=form)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def listed(doors: Doors, headers: dict[str, str], **query: str) -> list[dict[str, Any]]:
    answer = await doors.http.get(INVOICES, params={"response_type": "json", **query}, headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["invoices"]
    return found


async def one(doors: Doors, headers: dict[str, str], number: int) -> dict[str, Any]:
    [found] = [i for i in await listed(doors, headers) if i["invoice_mng_num"] == str(number)]
    return found


async def until_status(doors: Doors, headers: dict[str, str], number: int, status: str) -> None:
    async def reached() -> bool:
        return bool((await one(doors, headers, number))["wf_status"] == status)

    await until(reached)


async def correct(doors: Doors, headers: dict[str, str], number: int, name: str, amount: int) -> Any:
    body = {
        "response_type": "json",
        "invoices": [{"invoice_mng_num": str(number), "inv_name": name, "inv_show_amount": amount}],
    }
    answer = await doors.http.put(INVOICES, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def buyer_reads(
    doors: Doors, cast: Cast, headers: dict[str, str], number: int, version: int, name: str, amount: str
) -> None:
    """The buyer opens the version, its PDF says what is new, and each of its readers has had one mail."""
    path = f"{RECEIVED}/{number}"
    assert (await doors.http.post(f"{path}/open", headers=headers)).status_code == 200
    invoice = (await doors.http.get(path, headers=headers)).json()["invoice"]
    assert (invoice["version"], invoice["wf_status"], invoice["inv_name"]) == (version, "50", name)
    assert invoice["open_date"] is not None
    pdf = await doors.http.get(f"{path}/pdf", headers=headers)
    assert pdf.headers["content-type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert name in text
    assert amount in text

    async def mailed() -> bool:
        async with transaction(doors.pool, cast.buyer.company_id) as connection:
            mails = await newest(connection, cast.buyer.company_id)
        fresh = [mail for mail in mails if amount in mail.mail.body]
        assert sorted(mail.mail.recipient for mail in fresh) == sorted(cast.readers)
        assert all(name in mail.mail.body and f"/buyer/invoices/{number}" in mail.mail.body for mail in fresh)
        return all(mail.sent_at is not None for mail in fresh)

    await until(mailed)


async def history(
    doors: Doors, party: Party, path: str, number: int
) -> list[tuple[str, str | None, str | None, int, str, str | None]]:
    answer = await doors.get(party, f"{path}/{number}/history")
    return [
        (e["action"], e["from_status"], e["to_status"], e["version"], e["via"], e["comment"])
        for e in answer.json()["history"]
    ]
