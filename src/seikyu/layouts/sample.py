"""An invoice that says something in every place, to look at a layout with."""

from collections.abc import Collection
from decimal import Decimal

from seikyu.accounts.model import Company
from seikyu.invoices.layout import DEFAULT, Layout
from seikyu.wire import json
from seikyu.wire.values import Node

_ITEMS = (
    ("2026-10-02", "D-1001", "CF-0500", "コーヒー豆 深煎り 500g", 120, Decimal(1380), "袋", 8),
    ("2026-10-09", "D-1002", "WT-2000", "ミネラルウォーター 2L×6本", 40, Decimal("612.5"), "ケース", 8),
    ("2026-10-16", "D-1003", "CP-0250", "紙コップ 250ml", 12, Decimal(8400), "箱", 10),
    ("2026-10-31", "D-1004", "SV-0001", "エスプレッソマシン 定期保守", 1, Decimal(38000), "式", 10),
)


def sample(company: Company, layout: Layout = DEFAULT) -> bytes:
    """An invoice of the company that says something in each place the layout gave a thought to."""
    used = {"free1", *layout.titles, *layout.columns}
    details = [_line(at, used, *item) for at, item in enumerate(_ITEMS)]
    document: Node = {
        "issuer": {"company_name": company.name, "registration_number": company.registration_number},
        "publisher": {
            "publisher_company_name": "東京営業所",
            "publisher_section": "営業部",
            "publisher_zip": "105-0013",
            "publisher_address1": "東京都港区浜松町一丁目2番3号",
            "publisher_address2": "見本ビル5階",
            "publisher_phone": "03-1234-5678",
        },
        "customer": {
            "zip": "231-0023",
            "address1": "神奈川県横浜市中区山下町4-5-6",
            "company_name_org": "みほん商事株式会社",
            "base_name": "横浜支店",
        },
        "inv_no": "A-2026-1042",
        "inv_name": "10月分 ご請求",
        "close_date": "2026-10-31",
        "pay_due_date": "2026-11-30",
        "payment_method": "0",
        "contact": "佐藤 恵",
        "inv_free_txt1": "K-204",
        "inv_free_txt2": "第2期",
        "inv_free_num1": 12,
        "details": [*details],
        "banks": [
            {
                "fncl_inst_name": "見本銀行",
                "fncl_inst_code": "9999",
                "branch_name": "本店",
                "branch_code": "001",
                "deposit_sec": "1",
                "account_num": "1234567",
                "depositor_name": company.name,
            }
        ],
        **_CUSTOM,
        "inv_without_tax_tr10": 138800,
        "inv_tax_tr10": 13880,
        "inv_amount_tr10": 152680,
        "inv_without_tax_tr8_reduced": 190100,
        "inv_tax_tr8_reduced": 15208,
        "inv_amount_tr8_reduced": 205308,
        "inv_without_tax": 328900,
        "inv_tax": 29088,
        "inv_amount": 357988,
        "inv_show_amount": 357988,
    }
    return json.write(document)


def _line(
    at: int,
    used: Collection[str],
    day: str,
    slip: str,
    code: str,
    name: str,
    quantity: int,
    price: Decimal,
    unit: str,
    rate: int,
) -> Node:
    without_tax = int(quantity * price)
    return {
        "item_slip_date": day,
        "item_slip_no": slip,
        "item_prod_code": code,
        "item_name": name,
        "item_qty": quantity,
        "item_price": price,
        "item_unit": unit,
        "item_without_tax": without_tax,
        "item_tax": without_tax * rate // 100,
        "item_amount": without_tax + without_tax * rate // 100,
        "item_sec_code": "101",
        "item_sec_name": "営業部",
        "detail_remarks": "分納" if at == 1 else None,
        **{f"item_free_txt{n}": f"例{n}-{at + 1}" for n in range(1, 11) if f"free{n}" in used},
        "item_free_txt_l": f"長い項目の例 {at + 1}" if "free11" in used else None,
        "tax_type": "0",
        "tax_rate_sec": rate,
        "reduced_tax_flg": "1" if rate == 8 else "0",  # noqa: PLR2004 -- the reduced rate
        "input_tax_type": "0",
        "sum_exempt_flg": "0",
    }


_CUSTOM: Node = {
    "custom_header": {
        "custom_name": "配送明細",
        "custom_detail_headers": [
            {"field_seq": 1, "field_name": "配送先", "field_type": "S", "field_col_width": 60},
            {"field_seq": 2, "field_name": "個数", "field_type": "N", "field_col_width": 40},
        ],
    },
    "custom_details": [
        {
            "custom_detail_values": [
                {"field_seq": 1, "field_value": "横浜支店 倉庫"},
                {"field_seq": 2, "field_value": "173"},
            ]
        }
    ],
}
