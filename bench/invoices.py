"""Invoices as an ERP sends them: every published field by name, those it has no use for as null.

Ten lines make about 11 kB of JSON. The content is made up, amounts add up, no two invoices are alike.
"""

from collections.abc import Mapping, Sequence

from seikyu.invoices.wire import BANK, CUSTOMER, DETAIL, INVOICE, PUBLISHER
from seikyu.wire import json, xml
from seikyu.wire.fields import Record
from seikyu.wire.values import Node, Value

PUBLISHERS = 5
"""So many publishers of the benchmark's seller are named, by codes `P001` onwards."""

GOODS = (
    ("業務用コーヒー豆 深煎りブレンド 1kg", "袋", 2480),
    ("紙コップ 9オンス(1,000個入)", "箱", 6350),
    ("店舗清掃 月次定期作業一式", "式", 48000),
    ("焼菓子アソートセット 20個入", "箱", 3240),
    ("配送料(関東・冷蔵便)", "件", 1150),
    ("レジ用サーマルロール紙 80mm×80mm", "巻", 178),
)


def invoice(number: int, lines: int, *, seed: int = 0) -> Node:
    """One invoice of an update request; another `seed` gives the same invoice other amounts."""
    details = [_line(number, position, seed) for position in range(lines)]
    plain = sum(_amount(line) for line in details if line["reduced_tax_flg"] == "0")
    reduced = sum(_amount(line) for line in details if line["reduced_tax_flg"] == "1")
    tax, reduced_tax = plain * 10 // 100, reduced * 8 // 100
    total = plain + reduced + tax + reduced_tax
    given: Node = {
        "publisher": _all(PUBLISHER, publisher(number % PUBLISHERS)),
        "inv_no": f"INV-2026-{number:07}",
        "customer": _all(CUSTOMER, customer(number)),
        "invoice_title": "請求書",
        "inv_name": f"2026年7月分 ご利用代金 (拠点{number % 97:02})",
        "pay_due_date": "2026-08-31",
        "payment_method": "0",
        "prev_inv_amount": total,
        "payment": total,
        "adjustment": 0,
        "carryover_new": 0,
        "inv_without_tax": plain + reduced,
        "inv_tax": tax + reduced_tax,
        "inv_amount": total,
        "invoice_amount_title": "ご請求金額",
        "inv_show_amount": total,
        "close_date": "2026-07-31",
        "remarks": "いつもお世話になっております。\nお振込手数料は貴社にてご負担願います。",
        "customer_code1": f"C{number % 9973:07}",
        "customer_code2": f"{number % 89:04}",
        "contact": "営業第二部 佐藤",
        "inv_free_txt1": "定期便",
        "inv_without_tax_tr10": plain,
        "inv_tax_tr10": tax,
        "inv_amount_tr10": plain + tax,
        "inv_without_tax_tr8_reduced": reduced,
        "inv_tax_tr8_reduced": reduced_tax,
        "inv_amount_tr8_reduced": reduced + reduced_tax,
        "details": [*details],
        "custom_details": [],
        "banks": [_all(BANK, bank())],
        "unit_tax_calc_sec": "0",
    }
    return {"invoice_mng_num": str(number), **_all(INVOICE, given)}


def request(invoices: Sequence[Node], response_type: str = "json") -> Node:
    """The body of 請求書更新."""
    return {"response_type": response_type, "invoices": [*invoices]}


def as_json(tree: Value) -> bytes:
    """The bytes a client sends: compact, Japanese as UTF-8."""
    return json.write(tree)


def as_xml(tree: Value) -> bytes:
    """The same as XML."""
    return xml.write(tree, "request")


def publisher(place: int) -> dict[str, str]:
    """A publisher as it is registered, and as every invoice repeats it."""
    return {
        "publisher_mng_num": f"P{place + 1:03}",
        "publisher_company_name": f"東京第{place + 1}営業所",
        "publisher_section": "営業第二部",
        "publisher_zip": "108-0022",
        "publisher_address1": "東京都港区海岸",
        "publisher_address2": f"1丁目{place + 2}番3号 汐留ビル7階",
        "publisher_phone": "03-5555-0100",
    }


def customer(number: int) -> dict[str, str]:
    """A customer as it is registered, and as its invoice repeats it."""
    return {
        "corp_genuine_id": f"{6010400000000 + number}",
        "company_name_org": f"株式会社みなと食品{number % 10_000:04}",
        "company_name_kana_org": "カブシキガイシャミナトショクヒン",
        "base_name": "横浜みなとみらい店",
        "zip": "220-0012",
        "address1": "神奈川県横浜市西区みなとみらい",
        "address2": f"{number % 7 + 1}丁目{number % 31 + 1}番{number % 13 + 1}号",
        "phone": "045-5555-0123",
        "fax": "045-5555-0124",
    }


def bank() -> dict[str, str]:
    """The seller's bank account, as it is registered and as every invoice repeats it."""
    return {
        "transfer_code": "B001",
        "fncl_inst_code": "0001",
        "fncl_inst_name": "みずほ銀行",
        "fncl_inst_kana": "ミズホ",
        "branch_code": "001",
        "branch_name": "東京営業部",
        "branch_kana": "トウキョウ",
        "deposit_sec": "1",
        "account_num": "1234567",
        "depositor_name": "株式会社青葉商事",
        "depositor_kana": "カ)アオバシヨウジ",
    }


def _line(number: int, position: int, seed: int) -> Node:
    name, unit, price = GOODS[(number + position) % len(GOODS)]
    quantity = 1 + (number * 7 + position * 3 + seed) % 40
    reduced = position % 3 == 0
    tax = quantity * price * (8 if reduced else 10) // 100
    return _all(
        DETAIL,
        {
            "item_slip_date": f"2026-07-{position % 28 + 1:02}",
            "item_slip_no": f"D{number:08}-{position + 1:03}",
            "item_prod_code": f"4901234{(number + position) % 100_000:05}",
            "item_name": name,
            "item_qty": quantity,
            "item_price": price,
            "item_unit": unit,
            "item_without_tax": quantity * price,
            "item_tax": tax,
            "item_amount": quantity * price + tax,
            "item_sec_code": f"S{number % 41:03}",
            "item_sec_name": "横浜みなとみらい店 厨房",
            "detail_remarks": "7月前半納品分" if position % 2 else "7月後半納品分",
            "item_free_txt1": f"発注番号 {number % 1_000_000:06}",
            "tax_type": "0",
            "tax_rate_sec": 8 if reduced else 10,
            "reduced_tax_flg": "1" if reduced else "0",
            "input_tax_type": "0",
            "sum_exempt_flg": "0",
        },
    )


def _amount(line: Node) -> int:
    amount = line["item_without_tax"]
    if not isinstance(amount, int):
        raise TypeError("an amount is a whole number")
    return amount


def _all(record: Record, given: Mapping[str, Value]) -> Node:
    return {field.name: given.get(field.name) for field in record.fields}
