"""Invoices and slips as they come to the writers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from seikyu.invoices.wire import read_update
from seikyu.journals.model import Entry, Leg, Slip
from seikyu.ledgers.model import Known, Paper
from seikyu.receiving.model import BuyerStatus, ReceivedInvoice

AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
PAYEE = UUID(int=7)
RATES = {"T10": "10", "T8R": "8r", "K80": "10"}
SUPPLIER = "株式会社髙橋商事"


def leg(code: str, name: str, amount: int, tax: int = 0, **more: Any) -> Leg:
    empty = dict.fromkeys(name for name in Leg.__slots__ if name not in ("account_code", "account_name"))
    return Leg(**{**empty, "account_code": code, "account_name": name, "amount": amount, "tax": tax, **more})


def taxed(code: str, name: str, amount: int, tax: int, category: str, word: str, **more: Any) -> Leg:
    return leg(code, name, amount, tax, tax_category_code=category, tax_category_name=word, **more)


SALES = {"department_code": "D01", "department_name": "営業部"}
HEAD_OFFICE = {"department_code": "D02", "department_name": "管理部"}
SUB = {"sub_account_code": "S1", "sub_account_name": "システム開発"}

ONE_ROW = (
    Entry(
        1,
        taxed("6100", "外注費", 11000, 1000, "T10", "課対仕入込10%適格", **SALES, **SUB),
        leg("2110", "買掛金", 11000),
        "7月分 業務委託費",
        100,
    ),
)
SEVERAL = (
    Entry(1, taxed("6200", "会議費", 1080, 80, "T8R", "課対仕入込軽減8%適格", **SALES), None, "弁当", 100),
    Entry(2, taxed("6300", "修繕費", 3300, 300, "K80", "課対仕入込10%区分80%", **SALES), None, "修理①", 80),
    Entry(
        2, taxed("6300", "修繕費", 2200, 200, "K80", "課対仕入込10%区分80%", **HEAD_OFFICE), None, "修理②", 80
    ),
    Entry(3, leg("6400", "租税公課", 200), None, "印紙", None),
    Entry(None, None, leg("2120", "未払金", 6780), "髙橋商事～未払", None),
)

LINES: list[dict[str, Any]] = [
    {
        "item_slip_date": "2026-07-10",
        "item_slip_no": "N-1",
        "item_name": '弁当"特"',
        "item_qty": "2.50",
        "item_price": 400,
        "item_without_tax": 1000,
        "item_tax": 80,
        "item_amount": 1080,
        "tax_type": "0",
        "tax_rate_sec": 8,
        "reduced_tax_flg": "1",
        "input_tax_type": "0",
        "detail_remarks": "一行目\n二行目",
    },
    {
        "item_slip_date": "2026-07-11",
        "item_slip_no": "N-1",
        "item_name": "修理①～②",
        "item_without_tax": 5000,
        "item_tax": 500,
        "tax_type": "0",
        "tax_rate_sec": 10,
        "input_tax_type": "1",
    },
    {"item_name": "=1+1", "item_amount": 200, "tax_type": "3"},
]


def document(**changes: Any) -> dict[str, Any]:
    given = {
        "invoice_mng_num": "1",
        "inv_no": "A-1",
        "inv_show_amount": 6780,
        "inv_amount": 6780,
        "inv_tax": 580,
        "inv_tax_tr10": 500,
        "inv_without_tax_tr8_reduced": 1000,
        "close_date": "2026-07-31",
        "pay_due_date": "2026-08-31",
        "payment_method": "0",
        "unit_tax_calc_sec": "1",
        "inv_free_num1": "12.500",
        "remarks": "一括,払い",
        "details": LINES,
        **changes,
    }
    read = read_update({"response_type": "json", "invoices": [given]}, frozenset()).invoices[0]
    assert not read.faults, read.faults
    issuer = {"company_name": SUPPLIER, "registration_number": "T7000012050002"}
    return {**read.document, "issuer": issuer}


def received(number: int, **changes: Any) -> ReceivedInvoice:
    invoice = ReceivedInvoice(
        invoice_mng_num=number,
        status=BuyerStatus.DONE,
        version=1,
        seller_company_id=1,
        seller_name=SUPPLIER,
        send_date=date(2026, 7, 31),
        received_at=AT,
        opened_at=AT,
        sent_back_at=None,
        withdrawn=False,
        return_reason=None,
        inv_no="A-1",
        inv_name=None,
        close_date=date(2026, 7, 31),
        pay_due_date=date(2026, 8, 31),
        inv_show_amount=6780,
        inv_amount=6780,
        inv_tax=580,
        invoice_type=3,
        updated_at=AT,
        origin="platform",
        payee_id=PAYEE,
        department_code="D01",
        own_due_date=None,
        maker_user_id=None,
    )
    return replace(invoice, **changes)


def slip(number: int, *entries: Entry) -> Slip:
    return Slip(number, 1, date(2026, 7, 31), AT, 1, 3, entries)


def paper(number: int, *entries: Entry, known: Known | None = None, **changes: Any) -> Paper:
    usual = Known("P-1", SUPPLIER, "営業部", written_at=AT, tax_rates=RATES)
    entered = slip(number, *entries) if entries else None
    return Paper(received(number), document(**changes), entered, known or usual)


BOTH = (paper(1001, *ONE_ROW), paper(1002, *SEVERAL))
