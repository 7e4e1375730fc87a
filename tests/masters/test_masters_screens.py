"""Journal masters on screen, and as files that go out, are changed, and come in again."""

import re

import httpx
import pytest

from seikyu.kit import csv_text
from tests.ui.house import PASSWORD, House, Member

HERE = "/buyer/masters/departments"


async def log_in(http: httpx.AsyncClient, member: Member) -> None:
    answer = await http.post("/login", data={"pfid": member.pfid, "password": PASSWORD})
    assert answer.status_code == 303


async def send_file(http: httpx.AsyncClient, content: bytes) -> httpx.Response:
    return await http.post(f"{HERE}/csv", files={"file": ("部門.csv", content, "text/csv")})


def href_of(page: str) -> str:
    """The page of the only master in a list."""
    found = re.findall(rf'href="({HERE}/[0-9a-f]{{8}}-[^"/]*)"', page)
    assert len(found) == 1, page
    return str(found[0])


async def test_a_master_is_added_changed_and_deleted_on_screen(http: httpx.AsyncClient, house: House) -> None:
    await log_in(http, house.buyer)
    assert (await http.get("/buyer/masters")).headers["location"] == HERE
    answer = await http.post(f"{HERE}/new", data={"department_code": "1" * 16})
    assert answer.status_code == 400
    assert "部門コードは15文字以内" in answer.text
    assert "部門名は必須です" in answer.text
    answer = await http.post(f"{HERE}/new", data={"department_code": "100", "department_name": "総務部"})
    assert answer.headers["location"] == HERE
    page = (await http.get(HERE)).text
    assert "総務部" in page
    taken = await http.post(f"{HERE}/new", data={"department_code": "100", "department_name": "経理部"})
    assert "このコードは既に登録されています" in taken.text
    href = href_of(page)
    await http.post(href, data={"department_name": "管理部"})
    assert "管理部" in (await http.get(HERE)).text
    await http.post(f"{href}/delete")
    assert "まだ登録されていません" in (await http.get(HERE)).text
    assert (await http.get(href)).status_code == 404


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
async def test_a_file_that_was_downloaded_is_taken_in_again(
    http: httpx.AsyncClient, house: House, encoding: csv_text.Encoding
) -> None:
    await log_in(http, house.buyer)
    rows = [["部門コード", "部門名"], ["100", "総務部"], ["200", "髙田工場"]]
    assert (await send_file(http, csv_text.write(rows, encoding))).status_code == 303
    answer = await http.get(f"{HERE}/csv", params={"encoding": encoding})
    assert list(csv_text.read(csv_text.decode(answer.content)[0])) == rows
    changed = [*rows[:2], ["200", "高田工場"], ["300", "物流部"]]
    assert (await send_file(http, csv_text.write(changed, encoding))).status_code == 303
    answer = await http.get(f"{HERE}/csv", params={"encoding": encoding})
    assert list(csv_text.read(csv_text.decode(answer.content)[0])) == changed


async def test_rows_with_errors_are_told_by_row_and_column_and_the_others_taken_in(
    http: httpx.AsyncClient, house: House
) -> None:
    await log_in(http, house.buyer)
    rows = [["部門名", "部門コード"], ["総務部", "100"], ["", "200"], ["物流部", "3" * 16]]
    answer = await send_file(http, csv_text.write(rows, "utf-8"))
    assert answer.status_code == 400
    assert "1件を取り込みました" in answer.text
    assert answer.text.index("部門名は必須です") < answer.text.index("部門コードは15文字以内")
    assert "総務部" in (await http.get(HERE)).text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x81\xff", "1行目に読み取れない文字"),
        ('"部門コード"x,部門名\r\n'.encode(), "CSVファイルとして読み取れません"),
        ("コード,部門名\r\n1,総務\r\n".encode(), "部門コード"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    http: httpx.AsyncClient, house: House, content: bytes, told: str
) -> None:
    await log_in(http, house.buyer)
    answer = await send_file(http, content)
    assert answer.status_code == 400
    assert told in answer.text


async def test_a_character_shift_jis_lacks_is_named_instead_of_replaced(
    http: httpx.AsyncClient, house: House
) -> None:
    await log_in(http, house.buyer)
    await http.post(f"{HERE}/new", data={"department_code": "1", "department_name": "𠮷野部"})
    answer = await http.get(f"{HERE}/csv", params={"encoding": "cp932"})
    assert answer.status_code == 409
    assert "「𠮷」はShift_JISで表せない" in answer.text


async def test_another_company_s_master_is_not_there(http: httpx.AsyncClient, house: House) -> None:
    await log_in(http, house.buyer)
    await http.post(f"{HERE}/new", data={"department_code": "1", "department_name": "総務部"})
    href = href_of((await http.get(HERE)).text)
    await log_in(http, house.outsider)
    assert "総務部" not in (await http.get(HERE)).text
    assert (await http.get(href)).status_code == 404
