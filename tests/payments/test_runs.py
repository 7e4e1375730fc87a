"""Paying what is approved, through the door: the bank file read by the published layout."""

import asyncio
from datetime import date, timedelta
from typing import Any

import httpx

from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.kit.bank_days import is_bank_day
from seikyu.kit.clock import system_clock
from seikyu.kit.ids import new_id
from seikyu.kit.jst import today
from seikyu.masters.keeping import Decision
from seikyu.masters.model import Master
from seikyu.masters.store import save
from seikyu.payees.masters import PAYEES
from tests.house.cast import Cast
from tests.house.doors import RECEIVED, Doors, codes_of
from tests.house.papers import add_invoices
from tests.payments.reader import BankFile, read_bank_file

RUNS = "/v1/invoice/buyer/payment-runs"
ACCOUNT: dict[str, Any] = {
    "paying_account_code": "main",
    "paying_account_name": "みずほ 東京営業部",
    "fncl_inst_code": "0001",
    "branch_code": "001",
    "deposit_sec": "1",
    "account_num": "7654321",
    "consignor_code": "1234567890",
    "consignor_kana": "ｶ)ｱｵｿﾞﾗｼﾖｳﾃﾝ",
    "fee_same_small": 110,
    "fee_same_large": 220,
    "fee_other_small": 330,
    "fee_other_large": 550,
}
PAYEE: dict[str, Any] = {
    "payee_code": "S-1",
    "payee_name": "株式会社青葉商事",
    "fncl_inst_code": "0005",
    "branch_code": "001",
    "deposit_sec": "1",
    "account_num": "111222",
    "depositor_kana": "カ）アオバショウジ",
    "fee_bearer": "0",
}


def bank_day() -> date:
    day = today(system_clock) + timedelta(days=1)
    while not is_bank_day(day):
        day += timedelta(days=1)
    return day


def closed_day() -> date:
    day = today(system_clock) + timedelta(days=1)
    while is_bank_day(day):
        day += timedelta(days=1)
    return day


async def approved(doors: Doors, cast: Cast, count: int = 1, **payee: Any) -> list[int]:
    """Invoices of 11,000 yen, delivered, approved, and belonging to one payee."""
    numbers = await add_invoices(doors.pool, cast, count, SellerStatus.QUEUED)
    await doors.work_off()
    for number in numbers:
        answer = await doors.send(cast.buyer, "POST", f"{RECEIVED}/{number}/approve", {})
        assert answer.status_code == 200, answer.text
    owner, now = cast.buyer.company_id, system_clock()
    fields = dict.fromkeys([field.name for field in PAYEES.fields]) | PAYEE | payee
    fields["payee_code"] = f"S-{numbers[0]}"
    master = Master(new_id(now), {**fields})
    async with transaction(doors.pool, owner) as connection:
        await save(connection, owner, PAYEES, Decision(registered={master.master_id: master}), now)
        await connection.execute(
            "UPDATE received_invoices SET payee_id = $3 WHERE company_id = $1 AND invoice_mng_num = ANY($2)",
            owner,
            numbers,
            master.master_id,
        )
    body = {"response_type": "json", "paying-accounts": [ACCOUNT]}
    answer = await doors.send(cast.buyer, "POST", "/v1/invoice/buyer/paying-accounts", body)
    assert answer.status_code == 200, answer.text
    return numbers


async def pay(
    doors: Doors, cast: Cast, numbers: list[int], day: date | None = None, **more: Any
) -> httpx.Response:
    body = {
        "paying_account_code": "main",
        "pay_date": (day or bank_day()).isoformat(),
        "invoices": [{"invoice_mng_num": str(number)} for number in numbers],
        **more,
    }
    return await doors.send(cast.buyer, "POST", RUNS, body)


async def file_of(doors: Doors, cast: Cast, answer: httpx.Response) -> BankFile:
    assert answer.status_code == 200, answer.text
    run_id = answer.json()["payment_run"]["payment_run_id"]
    return read_bank_file((await doors.get(cast.buyer, f"{RUNS}/{run_id}/file")).content)


async def test_what_is_owed_to_a_payee_is_one_transfer_in_the_bank_s_file(doors: Doors, cast: Cast) -> None:
    numbers = await approved(doors, cast, 3)
    answer = await pay(doors, cast, numbers)
    read = await file_of(doors, cast, answer)
    assert (read.header["委託者コード"], read.header["銀行名"].strip(), read.header["指定日"]) == (
        "1234567890",
        "ﾐｽﾞﾎ",
        f"{bank_day():%m%d}",
    )
    [data] = read.data
    assert (data["銀行"], data["支店"], data["口座"], data["受取人"].strip(), int(data["金額"])) == (
        "0005",
        "001",
        "0111222",
        "ｶ)ｱｵﾊﾞｼﾖｳｼﾞ",
        33_000,
    )
    run = answer.json()["payment_run"]
    assert (run["state"], run["transfer_count"], run["total_amount"]) == ("made", 1, 33_000)


async def test_each_invoice_by_itself_carries_its_own_reference(doors: Doors, cast: Cast) -> None:
    numbers = await approved(doors, cast, 2)
    read = await file_of(doors, cast, await pay(doors, cast, numbers, per_invoice_flg="1"))
    assert [int(data["金額"]) for data in read.data] == [11_000, 11_000]


async def test_a_fee_the_payee_bears_is_taken_off_and_warned_of(doors: Doors, cast: Cast) -> None:
    numbers = await approved(doors, cast, 3, fee_bearer="1")
    answer = await pay(doors, cast, numbers)
    [data] = (await file_of(doors, cast, answer)).data
    assert int(data["金額"]) == 33_000 - 550
    assert any("550円を差し引きます" in warning for warning in answer.json()["warning_list"])


async def test_an_invoice_is_paid_once_however_many_try_at_once(doors: Doors, cast: Cast) -> None:
    numbers = await approved(doors, cast, 4)
    answers = await asyncio.gather(*(pay(doors, cast, numbers) for _ in range(4)))
    assert min(answer.status_code for answer in answers) == 200
    lost = [answer for answer in answers if answer.status_code != 200]
    assert len(lost) == 3
    assert {answer.json()["error_list"][0]["error_code"] for answer in lost} == {"E401401"}
    assert len((await doors.get(cast.buyer, RUNS)).json()["payment_runs"]) == 1


async def test_a_day_on_which_banks_are_closed_is_refused_with_the_nearest_open_ones(
    doors: Doors, cast: Cast
) -> None:
    numbers = await approved(doors, cast)
    answer = await pay(doors, cast, numbers, closed_day())
    assert codes_of(answer) == [("pay_date", "E601403")]
    assert "前営業日は" in answer.json()["error_list"][0]["error_detail"]


async def test_characters_banks_do_not_take_are_named_and_nothing_is_written(
    doors: Doors, cast: Cast
) -> None:
    numbers = await approved(doors, cast, depositor_kana="株式会社青葉")
    answer = await pay(doors, cast, numbers)
    [fault] = answer.json()["error_list"]
    assert fault["error_code"] == "E601401"
    assert "「株」 「式」 「会」 「社」 「青」 「葉」" in fault["error_detail"]
    assert (await doors.get(cast.buyer, RUNS)).json()["payment_runs"] == []


async def test_everything_that_keeps_a_payment_back_is_told_at_once(doors: Doors, cast: Cast) -> None:
    [first] = await approved(doors, cast, account_num=None)
    [second] = await approved(doors, cast, branch_code="998")
    answer = await pay(doors, cast, [first, second], today(system_clock) - timedelta(days=1))
    assert [code for _, code in codes_of(answer)] == ["E601404", "E501402", "E501403"]
    answer = await pay(doors, cast, [first, 1], paying_account_code="none")
    assert [code for _, code in codes_of(answer)] == ["E401401", "E501404"]


async def test_what_is_not_approved_or_another_company_s_cannot_be_paid(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, 1, SellerStatus.QUEUED)
    await doors.work_off()
    [paid] = await approved(doors, cast)
    assert codes_of(await pay(doors, cast, [number, paid])) == [(f"invoices[{number}]", "E401401")]
    answer = await pay(doors, cast, [paid])
    run_id = answer.json()["payment_run"]["payment_run_id"]
    other = await doors.get(cast.outsider, f"{RUNS}/{run_id}/file")
    assert (other.status_code, codes_of(other)) == (404, [("", "E401402")])
