"""Files of an invoice by API: before it goes out, with each version, on both sides, and for nobody else."""

import asyncio
import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import httpx
import pytest

from seikyu.attachments.actions.attach import carry_over
from seikyu.attachments.model import MEGABYTE, of_draft, of_invoice
from seikyu.attachments.store import add
from seikyu.attachments.uploads import sound
from seikyu.db.pool import transaction
from seikyu.http.forms import SentFile
from seikyu.issuing.model import SellerStatus, issue_job
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import system_clock
from seikyu.kit.ids import new_id
from tests.attachments.files import PDF, PNG, PROGRAM
from tests.house.cast import Cast, Party
from tests.house.doors import INVOICES, RECEIVED, Doors, codes_of
from tests.house.papers import add_invoices, rows

OPEN = [SellerStatus.DRAFT, SellerStatus.SENT_BACK, SellerStatus.QUEUED]
NOBODY = "01234567-89ab-7def-8123-456789abcdef"


async def upload(
    doors: Doors,
    party: Party,
    number: int,
    name: str = "見積書.pdf",
    content: bytes = PDF,
    key: Mapping[str, str] = MappingProxyType({}),
) -> httpx.Response:
    return await doors.http.post(
        f"{INVOICES}/{number}/attachments",
        params={"name": name},
        content=content,
        headers={**party.headers, "Content-Type": "application/octet-stream", **key},
    )


async def names(doors: Doors, party: Party, path: str, **query: Any) -> list[str]:
    answer = await doors.get(party, f"{path}/attachments", **query)
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["attachments"]]


async def issue(doors: Doors, cast: Cast, number: int, version: int) -> None:
    owner = cast.seller.company_id
    async with transaction(doors.pool, owner) as connection:
        await enqueue(connection, [issue_job(owner, number, version)])
    await doors.work_off()


async def test_a_file_goes_out_with_the_version_and_both_sides_can_fetch_it(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    answer = await upload(doors, cast.seller, number)
    [added] = answer.json()["attachments"]
    assert answer.status_code == 200
    assert added["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert (added["name"], added["media_type"], added["size"]) == ("見積書.pdf", "application/pdf", len(PDF))
    corrected = await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1000})
    assert corrected.status_code == 200
    await doors.work_off()
    for party, path in ((cast.seller, INVOICES), (cast.buyer, RECEIVED)):
        listed = (await doors.get(party, f"{path}/{number}/attachments")).json()["attachments"]
        assert listed == [added]
        found = await doors.get(party, f"{path}/{number}/attachments/{added['attachment_id']}")
        assert (found.status_code, found.content) == (200, PDF)
        assert found.headers["content-type"] == "application/pdf"
        assert found.headers["x-content-type-options"] == "nosniff"
        assert found.headers["content-disposition"].startswith('attachment; filename="___.pdf"; filename*=')
    again = await upload(doors, cast.seller, number)
    assert (again.status_code, codes_of(again)) == (409, [("", "E400608")])


async def test_each_version_keeps_the_files_it_went_out_with(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    path = f"{INVOICES}/{number}"
    [first] = (await upload(doors, cast.seller, number, "一.pdf")).json()["attachments"]
    await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1000})
    await doors.work_off()
    assert (await doors.send_back(cast.buyer, number)).status_code == 200
    gone = await doors.send(cast.seller, "POST", f"{path}/attachments/{first['attachment_id']}/remove", None)
    assert gone.status_code == 200
    await upload(doors, cast.seller, number, "二.png", PNG)
    assert await names(doors, cast.seller, path) == ["二.png"]
    assert await names(doors, cast.buyer, f"{RECEIVED}/{number}") == ["一.pdf"]
    await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 2000})
    await doors.work_off()
    for party, side in ((cast.seller, path), (cast.buyer, f"{RECEIVED}/{number}")):
        assert await names(doors, party, side) == ["二.png"]
        assert await names(doors, party, side, version=2) == ["一.pdf"]
        kept = await doors.get(party, f"{side}/attachments/{first['attachment_id']}")
        assert kept.content == PDF
    told = (await doors.get(cast.seller, f"{path}/history")).json()["history"]
    files = [(event["action"], event["comment"]) for event in told if event["action"].endswith("tached")]
    assert files == [
        ("invoice.attached", "一.pdf"),
        ("invoice.detached", "一.pdf"),
        ("invoice.attached", "二.png"),
    ]


@pytest.mark.parametrize("status", list(SellerStatus))
async def test_files_change_only_while_the_version_is_neither_out_nor_in_approval(
    doors: Doors, cast: Cast, status: SellerStatus
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=status)
    answer = await upload(doors, cast.seller, number)
    assert answer.status_code == (200 if status in OPEN else 409)
    await doors.pool.execute("DELETE FROM pgqueuer")


async def test_nobody_else_finds_a_file(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    [added] = (await upload(doors, cast.seller, number)).json()["attachments"]
    one = f"attachments/{added['attachment_id']}"
    # The buyer has the invoice, but this file has not gone out yet.
    answer = await doors.get(cast.buyer, f"{RECEIVED}/{number}/{one}")
    assert (answer.status_code, codes_of(answer)) == (404, [("", "E400609")])
    for path in (INVOICES, RECEIVED):
        for rest in ("attachments", one):
            answer = await doors.get(cast.outsider, f"{path}/{number}/{rest}")
            assert (answer.status_code, codes_of(answer)) == (404, [("", "E400004")])
    for party in (cast.outsider, cast.buyer):
        assert codes_of(await upload(doors, party, number)) == [("", "E400004")]
    others = await add_invoices(doors.pool, cast)
    for wrong in (f"{number}/attachments/{NOBODY}", f"{number}/attachments/1", f"{others[0]}/{one}"):
        answer = await doors.get(cast.seller, f"{INVOICES}/{wrong}")
        assert (answer.status_code, codes_of(answer)) == (404, [("", "E400609")])


async def test_a_form_brings_several_files_or_none(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    path = f"{INVOICES}/{number}/attachments"
    sent = [("file", ("一.pdf", PDF)), ("file", ("二.png", PNG))]
    answer = await doors.http.post(path, files=sent, headers=cast.seller.headers)
    assert [one["name"] for one in answer.json()["attachments"]] == ["一.pdf", "二.png"]
    bad = [*sent, ("file", ("三.pdf", PROGRAM)), ("file", ("四.exe", PROGRAM))]
    answer = await doors.http.post(path, files=bad, headers=cast.seller.headers)
    assert (answer.status_code, codes_of(answer)) == (400, [("file[2]", "E600604"), ("file[3]", "E600603")])
    answer = await doors.http.post(path, files=[("other", (None, b"x"))], headers=cast.seller.headers)
    assert (answer.status_code, codes_of(answer)) == (400, [("file", "E600601")])
    headers = {**cast.seller.headers, "Content-Type": "application/pdf"}
    answer = await doors.http.post(path, content=PDF, headers=headers)
    assert (answer.status_code, codes_of(answer)) == (415, [("Content-Type", "E700601")])
    assert len(await names(doors, cast.seller, f"{INVOICES}/{number}")) == 2


async def test_ten_files_and_thirty_megabytes_are_the_most(doors: Doors, cast: Cast) -> None:
    many, large = await add_invoices(doors.pool, cast, 2)
    answers = await asyncio.gather(*(upload(doors, cast.seller, many, f"{at}.pdf") for at in range(12)))
    refused = [answer for answer in answers if answer.status_code != 200]
    assert [codes_of(answer) for answer in refused] == [[("file", "E600608")]] * 2
    ten = b"a" * (10 * MEGABYTE)
    answers = [await upload(doors, cast.seller, large, f"{at}.txt", ten) for at in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert codes_of(await upload(doors, cast.seller, large, "4.txt", b"a")) == [("file", "E600607")]
    over = await upload(doors, cast.seller, large, "5.txt", ten + b"a")
    assert (over.status_code, codes_of(over)) == (413, [("", "E700009")])


async def test_a_repeated_upload_adds_one_file(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    key = {"Idempotency-Key": f"file-{number}"}
    answers = [await upload(doors, cast.seller, number, key=key) for _ in range(3)]
    assert len({answer.text for answer in answers}) == 1
    other = await upload(doors, cast.seller, number, content=PDF + b"\n", key=key)
    assert other.status_code == 409
    assert len(await names(doors, cast.seller, f"{INVOICES}/{number}")) == 1


async def test_a_file_added_while_a_worker_issues_goes_out_wholly_or_is_refused(
    doors: Doors, cast: Cast
) -> None:
    numbers = await add_invoices(doors.pool, cast, 6, SellerStatus.QUEUED)
    async with doors.working():
        answers = await asyncio.gather(*(upload(doors, cast.seller, number) for number in numbers))
    await doors.work_off()
    for number, answer in zip(numbers, answers, strict=True):
        went = await names(doors, cast.buyer, f"{RECEIVED}/{number}")
        assert went == (["見積書.pdf"] if answer.status_code == 200 else [])
        assert answer.status_code in {200, 409}


async def test_a_drafts_files_are_carried_over_to_its_invoice(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    now, owner = system_clock(), cast.seller.company_id
    draft = of_draft(new_id(now))
    files = await sound([SentFile("file", "一.pdf", PDF), SentFile("file", "二.png", PNG)])
    async with transaction(doors.pool, owner) as connection:
        await add(connection, owner, draft, files, now)
        carried = await carry_over(connection, owner, draft, of_invoice(number), now)
    assert [one.name for one in carried] == ["一.pdf", "二.png"]
    assert await names(doors, cast.seller, f"{INVOICES}/{number}") == ["一.pdf", "二.png"]


async def test_no_row_of_a_file_is_ever_changed_or_deleted(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    await upload(doors, cast.seller, number)
    for statement in ("UPDATE attachments SET name = 'x'", "DELETE FROM attachments"):
        with pytest.raises(Exception, match="append-only"):
            await rows(doors.pool, cast.seller.company_id, statement)
