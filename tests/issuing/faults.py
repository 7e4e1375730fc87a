"""One value a kind of fault for every field of the published table, and one change a rule, with what is told.

Expected sentences are made from the columns of the transcribed table or written out: nothing here asks the
program what it says.
"""

import copy
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent.parent / "spec" / "update_request.csv"

Told = tuple[str, str, str]
"""Where, which code, which sentence."""


@dataclass(frozen=True)
class Bad:
    """Changes to a sound invoice, each by its path in it, and all that is wrong then."""

    changes: dict[str, Any]
    told: tuple[Told, ...]


def fields() -> Iterator[Bad]:
    """Every way in which each field of an invoice can be at fault on its own."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        path = row["path"].removeprefix("invoices[].").replace("[]", "[0]")
        if row["path"].startswith("invoices[].") and row["type"] not in ("オブジェクト", "配列", ""):
            for value, code, sentence in _wrong(row):
                yield Bad({path: value}, ((path, code, f"{row['name']}{sentence}"),))


def _wrong(row: dict[str, str]) -> Iterator[tuple[Any, str, str]]:  # noqa: C901 -- one case a kind
    """Values that do not fit a row of the table, with code and the rest of the sentence."""
    length, note = row["length"], row["note"]
    if row["values"]:
        choices = "、".join(value.partition(":")[0] for value in row["values"].split())
        yield "77", "E200006", f"は{choices}のいずれかを指定してください。"
        return
    match row["type"]:
        case "文字列(DateTime)":
            yield "2026-02-30", "E200011", "は実在する日付をyyyy-MM-dd形式で入力してください。"
            yield "2026/02/03", "E200011", "は実在する日付をyyyy-MM-dd形式で入力してください。"
        case "数字" if "," in length:
            whole, fraction = length.split(",")
            limits = f"は整数部{whole}桁以内、小数部{fraction}桁以内で入力してください。"
            yield "1" + "0" * int(whole), "E200010", limits
            yield "0." + "1" * (int(fraction) + 1), "E200010", limits
            yield "一", "E200009", "は数字で入力してください。"
        case "数字" if found := re.match(r"(\d+)〜(\d+)", note):
            low, high = found.groups()
            yield str(int(high) + 1), *_beyond(length, low, high)
            yield "x", "E200007", "は整数で入力してください。"
        case "数字" if note.startswith("13桁"):
            yield "123456789012", "E200015", "は数字13桁で入力してください。"
        case "数字" if length == "10":
            yield "12345678901", "E200014", "は数字10桁以内で入力してください。"
            yield "abc", "E200014", "は数字10桁以内で入力してください。"
        case "数字":
            yield (
                "-" + "1" * (int(length) + 1),
                "E200008",
                f"はマイナス記号を除いて{length}桁以内で入力してください。",
            )
            yield "1.5", "E200007", "は整数で入力してください。"
        case _ if note.startswith("XXX-XXXX"):
            yield "1234567", "E200012", "はXXX-XXXX形式の数字で入力してください。"
        case _ if note.startswith("XXXXX-"):
            phone = "はハイフン区切りの数字（5桁以内-4桁以内-4桁以内）で入力してください。"
            yield "03-12345-6789", "E200013", phone
        case _ if note.startswith("バイト長"):
            limit = f"は{length}バイト以内（全角2バイト、半角1バイト）で入力してください。"
            yield "全" * (int(length) // 2) + "x", "E200004", limit
        case _:
            yield "長" * (int(length) + 1), "E200003", f"は{length}文字以内で入力してください。"
            if "改行可" not in note:
                yield "a\nb", "E200005", "に使用できない文字（制御文字、改行など）が含まれています。"
            yield {"a": "b"}, "E200002", "は文字列で入力してください。"


def _beyond(length: str, low: str, high: str) -> tuple[str, str]:
    if len(str(int(high) + 1)) > int(length):
        return "E200008", f"はマイナス記号を除いて{length}桁以内で入力してください。"
    return "E200016", f"は{low}～{high}の範囲で入力してください。"


BANK_LABELS = {
    "fncl_inst_code": "金融機関コード",
    "fncl_inst_name": "金融機関名",
    "fncl_inst_kana": "金融機関名カナ",
    "branch_code": "支店コード",
    "branch_name": "支店名",
    "branch_kana": "支店名カナ",
    "deposit_sec": "預金種別",
    "account_num": "口座番号",
    "depositor_name": "預金者名",
    "depositor_kana": "預金者名カナ",
}
NO_ADDRESS = "「住所」または「住所(番地、建物名)」のどちらか一方は必須です。"
HEADERS = "custom_header.custom_detail_headers"
VALUES = "custom_details[0].custom_detail_values"
BOTH = "カスタム明細データ情報の項目連番とデータ値は両方指定してください"
HEADER_NEEDS = "カスタム明細ヘッダー情報のいずれかの項目を指定する場合、"


def rules() -> Iterator[Bad]:
    """Every condition across fields, and every fault that only the masters or the invoices can tell."""
    for changes, *told in _RULES:
        yield Bad(changes, tuple(told))
    for name, label in BANK_LABELS.items():
        path = f"banks[0].{name}"
        yield Bad({path: None}, ((path, "E500004", f"振込先口座を登録する場合、{label}は必須です。"),))
    for name, label in (
        ("field_seq", "項目連番"),
        ("field_name", "項目名"),
        ("field_type", "データ型"),
        ("field_col_width", "列幅"),
    ):
        path = f"{HEADERS}[1].{name}"
        yield Bad(
            {path: None, f"{VALUES}[1]": None}, ((path, "E300008", f"{HEADER_NEEDS}{label}は必須です。"),)
        )


_RULES: list[tuple[Any, ...]] = [
    ({"invoice_mng_num": None}, ("invoice_mng_num", "E200001", "請求書管理番号は必須です。")),
    (
        {"inv_show_amount": None, "inv_amount": None},
        ("inv_show_amount", "E200001", "おもての請求金額は必須です。"),
    ),
    (
        {"inv_show_amount": None, "inv_amount": "9999999999999", "carryover_new": "1"},
        (
            "inv_show_amount",
            "E300015",
            "今回請求金額(税込)と繰越金額の合計が13桁を超えるため、おもての請求金額を求められません。",
        ),
    ),
    (
        {"inv_coop_post_use_type": "0"},
        (
            "inv_coop_post_use_type",
            "E100005",
            "請求書郵送代行サービス利用区分は郵送代行オプションを利用している場合のみ設定できます。",
        ),
    ),
    (
        {"private_print_flg": "1"},
        (
            "private_print_flg",
            "E100006",
            "自社印刷指定フラグは発行済請求書一括印刷オプションを利用している場合のみ設定できます。",
        ),
    ),
    ({"publisher": "x"}, ("publisher", "E200017", "発行元はオブジェクトで指定してください。")),
    ({"details": "x"}, ("details", "E200018", "明細情報は配列で指定してください。")),
    (
        {"details": [{"item_name": "一"}, "x"]},
        ("details[1]", "E200017", "明細情報はオブジェクトで指定してください。"),
    ),
    (
        {"banks": [{"transfer_code": "B-001"}] * 11},
        ("banks", "E200019", "振込先口座情報は10件以内で指定してください。"),
    ),
    (
        {"customer.company_name_org": "社" * 20, "customer.base_name": "店" * 10 + "x"},
        (
            "customer.company_name_org",
            "E300001",
            "会社名と事業所・営業所名は合計60バイト以内（全角2バイト、半角1バイト）で入力してください。",
        ),
    ),
    (
        {"customer.company_name_kana_org": "ｱ" * 60, "customer.base_name_kana": "ア" * 21},
        (
            "customer.company_name_kana_org",
            "E300002",
            "会社名(カナ)と事業所・営業所名(カナ)は合計100バイト以内（全角2バイト、半角1バイト）で入力してください。",
        ),
    ),
    (
        {"customer.address1": "東" * 60, "customer.address2": "京" * 41},
        (
            "customer.address1",
            "E300003",
            "会社住所と会社住所(番地、建物名等)は合計100文字以内で入力してください。",
        ),
    ),
    (
        {"publisher": {"publisher_section": "経理部"}},
        ("publisher.publisher_zip", "E300004", "発行元コードを指定しない場合、郵便番号は必須です。"),
        ("publisher.publisher_phone", "E300004", "発行元コードを指定しない場合、電話番号は必須です。"),
        ("publisher.publisher_address1", "E300005", "発行元コードを指定しない場合、" + NO_ADDRESS),
    ),
    (
        {"publisher": {"publisher_mng_num": "P-UNKNOWN"}},
        ("publisher.publisher_zip", "E500002", "発行元を登録する場合、郵便番号は必須です。"),
        ("publisher.publisher_phone", "E500002", "発行元を登録する場合、電話番号は必須です。"),
        ("publisher.publisher_address1", "E500003", "発行元を登録する場合、" + NO_ADDRESS),
    ),
    (
        {"publisher.publisher_mng_num": "P-TWICE"},
        (
            "publisher.publisher_mng_num",
            "E500001",
            "発行元を特定できません。同じ発行元コードが複数登録されているため、画面で一意になるように修正してください。",
        ),
    ),
    (
        {"payment_method": "9"},
        ("banks", "E300006", "入金方法が銀行振込以外の場合、振込先口座情報は設定できません。"),
    ),
    (
        {"banks[0].transfer_code": None, "banks[0].account_num": None},
        (
            "banks[0].transfer_code",
            "E500005",
            "振込先コードまたは金融機関キー情報（金融機関コード、支店コード、口座番号）を指定してください。",
        ),
    ),
    (
        {"banks[0].transfer_code": "B-TWICE"},
        (
            "banks[0]",
            "E500006",
            "振込先口座を特定できません。同じ口座が複数登録されているため、画面で一意になるように修正してください。",
        ),
    ),
    (
        {"customer.private_user_employee_no": "E9999"},
        (
            "customer.private_user_employee_no",
            "E500007",
            "指定された条件に該当する自社担当者が存在しません。",
        ),
    ),
    (
        {"customer.private_user_name": "佐藤 一郎"},
        (
            "customer.private_user_name",
            "E500008",
            "自社担当者を特定できません。該当する社員が複数存在します。",
        ),
    ),
    (
        {"custom_header.custom_name": None},
        (
            "custom_header.custom_name",
            "E300007",
            "カスタム明細ヘッダー情報を指定する場合、カスタム名は必須です。",
        ),
    ),
    (
        {f"{HEADERS}[1].field_seq": "1", f"{VALUES}[1]": None},
        (f"{HEADERS}[1].field_seq", "E300009", "カスタム明細ヘッダー情報の項目連番1が重複しています。"),
    ),
    (
        {f"{HEADERS}[1].field_seq": "3", f"{VALUES}[1]": None},
        (HEADERS, "E300010", "カスタム明細ヘッダー情報の項目連番は1からの連番で指定してください。"),
    ),
    (
        {f"{HEADERS}[1].field_col_width": "30"},
        (HEADERS, "E300011", "カスタム明細ヘッダー情報の列幅の合計は100にしてください（現在90）。"),
    ),
    (
        {f"{VALUES}[0].field_value": None},
        (f"{VALUES}[0].field_value", "E300012", f"{BOTH}（データ値がありません）。"),
    ),
    (
        {f"{VALUES}[0].field_seq": None},
        (f"{VALUES}[0].field_seq", "E300012", f"{BOTH}（項目連番がありません）。"),
    ),
    (
        {f"{VALUES}[1]": {"field_seq": "1", "field_value": "二つ目"}},
        (f"{VALUES}[1].field_seq", "E300013", "カスタム明細データ情報の項目連番1が重複しています。"),
    ),
    (
        {f"{VALUES}[0].field_seq": "9"},
        (f"{VALUES}[0].field_seq", "E300014", "項目連番9のカスタム明細ヘッダー情報がありません。"),
    ),
    (
        {f"{VALUES}[0].field_value": "長" * 51},
        (f"{VALUES}[0].field_value", "E200003", "データ値は50文字以内で入力してください。"),
    ),
    (
        {f"{VALUES}[1].field_value": "重い"},
        (f"{VALUES}[1].field_value", "E200009", "データ値は数字で入力してください。"),
    ),
    (
        {f"{VALUES}[1].field_value": "1.234"},
        (
            f"{VALUES}[1].field_value",
            "E200010",
            "データ値は整数部13桁以内、小数部2桁以内で入力してください。",
        ),
    ),
]


def changed(invoice: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The invoice with some values changed, each named by its path."""
    after = copy.deepcopy(invoice)
    for path, value in changes.items():
        *way, last = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path)]
        place: Any = after
        for step in way:
            place = place[step]
        place[last] = value
    return after
