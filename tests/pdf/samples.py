"""Documents to print: every published field of an invoice version, as a plain tree."""

from datetime import date
from decimal import Decimal
from typing import Any

from seikyu.invoices.print import render
from seikyu.invoices.totals import TaxClass
from seikyu.pdf.press import Press
from seikyu.wire import json

Document = dict[str, Any]

NUMBER = 1000000042
SENT = date(2025, 10, 31)
MOST = 9_999_999_999_999

SCALARS = [
    "inv_no",
    "invoice_title",
    "inv_name",
    "pay_due_date",
    "payment_method",
    "prev_inv_amount",
    "payment",
    "adjustment",
    "carryover_new",
    "inv_without_tax",
    "inv_tax",
    "inv_amount",
    "invoice_amount_title",
    "inv_show_amount",
    "close_date",
    "remarks",
    "customer_code1",
    "customer_code2",
    "edi_info",
    "contact",
    "inv_free_txt1",
    "inv_free_txt2",
    "inv_free_txt3",
    "inv_free_num1",
    "inv_free_num2",
    "inv_free_num3",
    "inv_free_num4",
    "inv_free_num5",
    "inv_free_num6",
    "inv_free_num7",
    "inv_coop_post_use_type",
    "private_print_flg",
    "unit_tax_calc_sec",
]

TRIPLES = [
    f"{name}_{each.value}" for each in TaxClass for name in ("inv_without_tax", "inv_tax", "inv_amount")
]

LINE = [
    "item_slip_date",
    "item_slip_no",
    "item_prod_code",
    "item_name",
    "item_qty",
    "item_price",
    "item_unit",
    "item_without_tax",
    "item_tax",
    "item_amount",
    "item_sec_code",
    "item_sec_name",
    "detail_remarks",
    "item_free_txt1",
    "item_free_txt2",
    "item_free_txt3",
    "item_free_txt4",
    "item_free_txt5",
    "item_free_txt6",
    "item_free_txt7",
    "item_free_txt8",
    "item_free_txt9",
    "item_free_txt10",
    "item_free_txt_l",
    "tax_type",
    "tax_rate_sec",
    "reduced_tax_flg",
    "input_tax_type",
    "sum_exempt_flg",
]

ITEMS = (
    ("オーガニックコーヒー豆 深煎り 500g", 120, Decimal(1380), "袋", 8, "1"),
    ("業務用ミネラルウォーター 2L×6本", 40, Decimal("612.5"), "ケース", 8, "1"),
    ("紙コップ 250ml 断熱タイプ（1,000個入）", 12, Decimal(8400), "箱", 10, "0"),
    ("エスプレッソマシン 定期保守 10月分", 1, Decimal(38000), "式", 10, "0"),
    ("配送料（首都圏）", 6, Decimal(1200), "回", 10, "0"),
)


def printed(document: Document, press: Press, *, version: int = 1) -> bytes:
    """The PDF of a document."""
    return render(
        json.write(document),
        invoice_mng_num=NUMBER,
        version=version,
        send_date=SENT,
        press=press,
        reissued=version > 1,
    )


def bare(**given: Any) -> Document:
    """A document that says next to nothing."""
    return {
        **dict.fromkeys([*SCALARS, *TRIPLES, "publisher", "customer", "custom_header"]),
        "details": [],
        "custom_details": [],
        "banks": [],
        "issuer": {"company_name": "株式会社青葉フーズ", "registration_number": "T7000012050002"},
        "inv_show_amount": 0,
        **given,
    }


def line(**given: Any) -> Document:
    """A line that says what is given."""
    return {**dict.fromkeys(LINE), **given}


def taxed(name: str, amount: int, rate: int, reduced: str = "0", **given: Any) -> Document:
    """A line of a taxed item."""
    return line(
        item_slip_date="2025-10-05",
        item_name=name,
        item_without_tax=amount,
        tax_type="0",
        tax_rate_sec=rate,
        reduced_tax_flg=reduced,
        input_tax_type="0",
        sum_exempt_flg="0",
        **given,
    )


def typical(lines: int = 5) -> Document:
    """A month's invoice at two rates, as any supplier sends it."""
    details = []
    sums = {8: 0, 10: 0}
    for at in range(lines):
        name, quantity, price, unit, rate, reduced = ITEMS[at % len(ITEMS)]
        amount = int(quantity * price)
        sums[rate] += amount
        details.append(
            {
                **taxed(name, amount, rate, reduced, item_qty=quantity, item_price=price, item_unit=unit),
                "item_slip_date": f"2025-10-{1 + at % 28:02d}",
            }
        )
    tax = {rate: total * rate // 100 for rate, total in sums.items()}
    whole, taxes = sum(sums.values()), sum(tax.values())
    return bare(
        publisher={
            "publisher_mng_num": "P1",
            "publisher_company_name": "東京営業所",
            "publisher_section": "第一営業部",
            "publisher_zip": "105-0013",
            "publisher_address1": "東京都港区浜松町一丁目2番3号",
            "publisher_address2": "青葉ビルディング12階",
            "publisher_phone": "03-1234-5678",
        },
        customer=customer(company_name_org="みなと商事株式会社", base_name="横浜支店"),
        inv_no="AF-2025-10-0042",
        inv_name="10月分 コーヒー関連資材ほか",
        pay_due_date="2025-11-30",
        close_date="2025-10-31",
        payment_method="0",
        contact="佐藤 恵",
        remarks="いつもお世話になっております。\nご不明な点は担当までお問い合わせください。",
        unit_tax_calc_sec="0",
        details=details,
        inv_without_tax_tr10=sums[10],
        inv_tax_tr10=tax[10],
        inv_amount_tr10=sums[10] + tax[10],
        inv_without_tax_tr8_reduced=sums[8],
        inv_tax_tr8_reduced=tax[8],
        inv_amount_tr8_reduced=sums[8] + tax[8],
        inv_without_tax=whole,
        inv_tax=taxes,
        inv_amount=whole + taxes,
        inv_show_amount=whole + taxes,
        banks=[bank()],
    )


def customer(**given: Any) -> Document:
    """A counterparty."""
    return {
        "corp_genuine_id": None,
        "company_name_org": None,
        "company_name_kana_org": None,
        "base_name": None,
        "base_name_kana": None,
        "zip": "231-0023",
        "address1": "神奈川県横浜市中区山下町4-5-6",
        "address2": "みなとタワー8階",
        "phone": None,
        "fax": None,
        "private_user_employee_no": None,
        "private_user_name": None,
        **given,
    }


def bank(**given: Any) -> Document:
    """An account to pay to."""
    return {
        "transfer_code": "B1",
        "fncl_inst_code": "0001",
        "fncl_inst_name": "みずほ銀行",
        "fncl_inst_kana": "ﾐｽﾞﾎ",
        "branch_code": "005",
        "branch_name": "丸之内支店",
        "branch_kana": "ﾏﾙﾉｳﾁ",
        "deposit_sec": "1",
        "account_num": "1234567",
        "depositor_name": "株式会社青葉フーズ",
        "depositor_kana": "ｶ)ｱｵﾊﾞﾌｰｽﾞ",
        **given,
    }


def custom(
    heads: list[tuple[str, str, int | None, int]], rows: list[list[str]], name: str = "配送明細"
) -> Document:
    """The two fields of a custom table: heads are name, type, decimals and share of the width."""
    return {
        "custom_header": {
            "custom_name": name,
            "custom_detail_headers": [
                {
                    "field_seq": seq,
                    "field_name": title,
                    "field_type": kind,
                    "field_num_decimal_places": places,
                    "field_col_width": width,
                }
                for seq, (title, kind, places, width) in enumerate(heads, start=1)
            ],
        },
        "custom_details": [
            {
                "custom_detail_values": [
                    {"field_seq": seq, "field_value": value} for seq, value in enumerate(row, start=1)
                ]
            }
            for row in rows
        ],
    }


def full(character: str, lines: int = 3) -> Document:
    """Every field at its limit, texts made of one character; half-width ones fill the byte limits."""

    def run(length: int) -> str:
        return character * length

    name = run(60 if character.isascii() or "｡" <= character <= "ﾟ" else 30)
    limits = {
        "item_slip_no": 20,
        "item_prod_code": 48,
        "item_name": 50,
        "item_unit": 10,
        "item_sec_code": 15,
        "item_sec_name": 50,
        "detail_remarks": 50,
        "item_free_txt_l": 100,
        **{f"item_free_txt{at}": 20 for at in range(1, 11)},
    }
    detail = line(
        **{key: run(length) for key, length in limits.items()},
        item_slip_date="2025-10-31",
        item_qty=Decimal("-9999999999999.99999"),
        item_price=Decimal("-9999999999999.99999"),
        item_without_tax=-MOST,
        item_tax=-MOST,
        item_amount=-MOST,
        tax_type="0",
        tax_rate_sec=10,
        reduced_tax_flg="1",
        input_tax_type="1",
        sum_exempt_flg="1",
    )
    heads: list[tuple[str, str, int | None, int]] = [
        (run(15), "N", 3, 1) if seq % 2 else (run(15), "S", None, 1) for seq in range(9)
    ]
    heads[0] = (run(15), "S", None, 92)
    values = ["-9999999999999.999" if seq % 2 else run(50) for seq in range(9)]
    return bare(
        **custom(heads, [values, values], name=run(8)),
        **dict.fromkeys(TRIPLES, -MOST),
        **{f"inv_free_txt{at}": run(8) for at in range(1, 4)},
        **{f"inv_free_num{at}": Decimal("-9999999999999.999") for at in range(1, 8)},
        **dict.fromkeys(["prev_inv_amount", "payment", "adjustment", "carryover_new"], -MOST),
        **dict.fromkeys(["inv_without_tax", "inv_tax", "inv_amount"], -MOST),
        issuer={"company_name": name, "registration_number": "T1234567890123"},
        publisher={
            "publisher_mng_num": run(15),
            "publisher_company_name": run(30),
            "publisher_section": run(30),
            "publisher_zip": "105-0013",
            "publisher_address1": run(100),
            "publisher_address2": run(100),
            "publisher_phone": "03333-1234-5678",
        },
        customer=customer(company_name_org=name, address1=run(100), address2=None),
        inv_no=run(20),
        invoice_title=run(12),
        inv_name=run(40),
        invoice_amount_title=run(10),
        pay_due_date="2025-11-30",
        close_date="2025-10-31",
        payment_method="0",
        remarks=run(500),
        customer_code1=run(10),
        customer_code2=run(10),
        edi_info=run(20),
        contact=run(30),
        unit_tax_calc_sec="1",
        details=[detail] * lines,
        banks=[
            bank(
                fncl_inst_code=run(4),
                fncl_inst_name=run(15),
                branch_code=run(3),
                branch_name=run(15),
                account_num=run(7),
                depositor_name=run(30),
                depositor_kana=run(30),
            )
        ]
        * 10,
    ) | {"inv_show_amount": -MOST}
