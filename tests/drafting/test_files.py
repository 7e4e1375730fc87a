"""Files of a draft: added and taken off while it is entered, and carried over to the invoice it becomes."""

from typing import Any

import httpx
from lxml import html

from tests.attachments.files import PDF, PNG, PROGRAM
from tests.drafting.screen import Screen, Shown
from tests.drafting.test_editor import entered
from tests.house.cast import Cast
from tests.house.doors import INVOICES, RECEIVED, Doors
from tests.house.papers import add_invoices


async def saved(screen: Screen) -> Shown:
    shown, given = await entered(screen)
    return await screen.send(shown, "save", **given)


async def attach(screen: Screen, path: str, name: str, content: bytes) -> httpx.Response:
    files = {"file": (name, content)}
    return await screen.http.post(f"{path}/attachments", files=files, follow_redirects=True)


def found(answer: httpx.Response, xpath: str) -> list[str]:
    tree: Any = html.fromstring(answer.content)
    return [str(one) for one in tree.xpath(xpath)]


def names(answer: httpx.Response) -> list[str]:
    return found(answer, "//a[@class='file-name']/text()")


async def test_the_files_of_a_draft_go_out_with_its_invoice(doors: Doors, cast: Cast, screen: Screen) -> None:
    draft = await saved(screen)
    assert names(await attach(screen, draft.path, "見積書.pdf", PDF)) == ["見積書.pdf"]
    both = await attach(screen, draft.path, "写真.png", PNG)
    assert names(both) == ["見積書.pdf", "写真.png"]
    [_, remove] = found(both, "//form[contains(@action, '/remove')]/@action")
    assert names((await screen.post(remove, {})).answer) == ["見積書.pdf"]
    confirm = await screen.send(await screen.get(draft.path), "confirm")
    assert names(confirm.answer) == ["見積書.pdf"]
    done = await screen.press(confirm)
    number = done.path.rpartition("/")[2]
    assert names(done.answer) == ["見積書.pdf"]
    await doors.work_off()
    for party, path in ((cast.seller, INVOICES), (cast.buyer, RECEIVED)):
        listed = (await doors.get(party, f"{path}/{number}/attachments")).json()["attachments"]
        assert [one["name"] for one in listed] == ["見積書.pdf"]
        fetched = await doors.get(party, f"{path}/{number}/attachments/{listed[0]['attachment_id']}")
        assert fetched.content == PDF


async def test_a_file_added_after_the_confirmation_was_shown_is_not_issued_unseen(screen: Screen) -> None:
    draft = await saved(screen)
    confirm = await screen.send(draft, "confirm")
    await attach(screen, draft.path, "見積書.pdf", PDF)
    assert (await screen.press(confirm)).answer.status_code == 409


async def test_what_cannot_be_attached_is_told_on_the_editor(screen: Screen) -> None:
    draft = await saved(screen)
    refused = await attach(screen, draft.path, "見積書.pdf", PROGRAM)
    assert refused.status_code == 400
    assert "見積書.pdf" in refused.text
    assert "トナー" in refused.text
    assert names(refused) == []


async def test_who_saves_beside_a_conflict_keeps_the_files(screen: Screen) -> None:
    draft = await saved(screen)
    await attach(screen, draft.path, "見積書.pdf", PDF)
    late = await screen.send(draft, "save", remarks="後から保存")
    assert late.answer.status_code == 409
    fork = await screen.send(late, "fork")
    assert names(fork.answer) == ["見積書.pdf"]


async def test_a_correction_leads_to_the_files_of_its_invoice(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    shown = await screen.post(f"/seller/invoices/{number}/correct", {})
    assert shown.tree.xpath(f"//a[@href='/seller/invoices/{number}#files']")
    assert (await attach(screen, shown.path, "見積書.pdf", PDF)).status_code == 404
    await attach(screen, f"/seller/invoices/{number}", "見積書.pdf", PDF)
    confirm = await screen.send(await screen.get(shown.path), "confirm")
    assert names(confirm.answer) == ["見積書.pdf"]


async def test_an_outsider_neither_adds_nor_fetches_a_file_of_a_draft(
    screen: Screen, stranger: Screen
) -> None:
    draft = await saved(screen)
    shown = await attach(screen, draft.path, "見積書.pdf", PDF)
    [href] = found(shown, "//a[@class='file-name']/@href")
    assert (await screen.http.get(href)).content == PDF
    assert (await stranger.http.get(href)).status_code == 404
    assert (await attach(stranger, draft.path, "a.pdf", PDF)).status_code == 404
    assert (await stranger.http.post(f"{href}/remove")).status_code == 404
