"""What an invoice says in these tests: every kind of line, tax class and box once."""

from typing import Any

LINES = (
    ("2026-10-05", "A4コピー用紙 5000枚入", "12", "箱", "3480.5", 41766, "0", "10", "0"),
    ("2026-10-08", "ミネラルウォーター 2L×6本", "40", "ケース", "780", 31200, "0", "8", "1"),
    ("2026-10-19", "複合機 保守サービス (10月分)", "1", "式", "48000", 48000, "0", "10", "0"),
    ("2026-10-30", "収入印紙", "5", "枚", "200", 1000, "3", None, "0"),
    ("2026-10-31", "返品 トナーカートリッジ", "-1", "本", "12800", -12800, "0", "10", "0"),
)

INVOICE: dict[str, Any] = {
    "publisher": {
        "publisher_mng_num": "TOKYO",
        "publisher_company_name": "東京営業所",
        "publisher_section": "法人営業部",
        "publisher_zip": "100-0001",
        "publisher_address1": "東京都みほん区見本町1-1-1",
        "publisher_address2": "みほんビル5階",
        "publisher_phone": "03-0000-0001",
    },
    "inv_no": "MS-2610-0042",
    "customer": {
        "company_name_org": "株式会社さんぷる製作所",
        "base_name": "本社",
        "zip": "100-0002",
        "address1": "東京都さんぷる区工業町2-2-2",
    },
    "inv_name": "オフィス用品代 (10月分)",
    "pay_due_date": "2026-11-30",
    "payment_method": "0",
    "close_date": "2026-10-31",
    "inv_without_tax": 109166,
    "inv_tax": 10192,
    "inv_amount": 119358,
    "inv_show_amount": 119358,
    "contact": "見本 花子",
    "remarks": "お振込手数料は貴社にてご負担くださいますようお願いいたします。\nご不明な点は担当まで。",
    "edi_info": "2610-0042",
    "inv_free_txt1": "P-1138",
    "inv_without_tax_tr10": 76966,
    "inv_tax_tr10": 7696,
    "inv_amount_tr10": 84662,
    "inv_without_tax_tr8_reduced": 31200,
    "inv_tax_tr8_reduced": 2496,
    "inv_amount_tr8_reduced": 33696,
    "inv_without_tax_non": 1000,
    "inv_tax_non": 0,
    "inv_amount_non": 1000,
    "details": [
        {
            "item_slip_date": day,
            "item_slip_no": f"D10{at}",
            "item_name": name,
            "item_qty": quantity,
            "item_unit": unit,
            "item_price": price,
            "item_without_tax": amount,
            "tax_type": kind,
            "tax_rate_sec": rate,
            "reduced_tax_flg": reduced,
            "detail_remarks": "10月分 月次保守" if at == 2 else None,
            "item_sec_name": "総務課" if at < 2 else None,
        }
        for at, (day, name, quantity, unit, price, amount, kind, rate, reduced) in enumerate(LINES)
    ],
    "banks": [
        {
            "transfer_code": "MAIN",
            "fncl_inst_code": "9991",
            "fncl_inst_name": "みほん銀行",
            "fncl_inst_kana": "ﾐﾎﾝ",
            "branch_code": "001",
            "branch_name": "本店営業部",
            "branch_kana": "ﾎﾝﾃﾝ",
            "deposit_sec": "1",
            "account_num": "0012345",
            "depositor_name": "株式会社みほん商事",
            "depositor_kana": "ｶ)ﾐﾎﾝｼﾖｳｼﾞ",
        }
    ],
    "unit_tax_calc_sec": "0",
}

WORK_REPORT: dict[str, Any] = {
    "custom_header": {
        "custom_name": "作業報告",
        "custom_detail_headers": [
            {"field_seq": 1, "field_name": "作業日", "field_type": "S", "field_col_width": 20},
            {"field_seq": 2, "field_name": "作業内容", "field_type": "S", "field_col_width": 60},
            {
                "field_seq": 3,
                "field_name": "時間",
                "field_type": "N",
                "field_num_decimal_places": 1,
                "field_col_width": 20,
            },
        ],
    },
    "custom_details": [
        {"custom_detail_values": [{"field_seq": n, "field_value": value} for n, value in enumerate(row, 1)]}
        for row in (("10/05", "装置点検", "3.5"), ("10/12", "データ整理", "12"))
    ],
    "prev_inv_amount": 98000,
    "payment": 98000,
    "adjustment": -500,
    "carryover_new": 0,
}
