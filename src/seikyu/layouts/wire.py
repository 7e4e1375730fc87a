"""What a layout consists of, as a form sends it, and as the API tells of it."""

from collections.abc import Mapping

from seikyu.invoices.layout import COLUMNS, FRONT, NOTES
from seikyu.wire.fields import Record, choice, text

CODE_LENGTH = 15
TITLE_LENGTH = 10
LANGUAGES = {"ja": "日本語", "en": "英語"}
BANKS = {"below": "合計の下", "above": "明細の上", "none": "表示しない"}
REGISTRATIONS = {"issuer": "発行元の欄", "numbers": "請求書番号の欄", "totals": "合計の左"}
LOGO_PLACES = {"issuer": "発行元の上", "top": "右上"}
RESPONSE_TYPES = {"json": "JSON", "xml": "XML"}
REMARKS_USES = {"default": "備考がないときだけ", "append": "いつも末尾に追加"}

KEYS = (*COLUMNS, *NOTES)
"""Everything a line can say, in the ordinary order."""

# fmt: off

SETTINGS = Record("LayoutSettings", "書式設定", (
    text("code", "書式設定コード", CODE_LENGTH, mark="○"),
    text("name", "書式名", 40, mark="○"),
    choice("language", "請求書の言語", LANGUAGES),
    text("title", "タイトル", 12),
    text("amount_title", "請求金額の見出し", 10),
    text("greeting", "挨拶文", 60),
    choice("banks", "振込先口座", BANKS),
    choice("registration", "登録番号", REGISTRATIONS),
    choice("logo_place", "ロゴの位置", LOGO_PLACES),
    text("remarks", "定型の備考", 500, lines=True),
    choice("remarks_use", "定型の備考を印刷するとき", REMARKS_USES),
    *(text(f"title_{key}", "見出し", TITLE_LENGTH) for key in (*KEYS, *FRONT)),
))

LAYOUTS_REQUEST = Record("LayoutsRequest", "書式設定一覧取得", (
    choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はAcceptに従う", added=True),
))

LISTED_LAYOUT = Record("Layout", "書式設定", (
    text("invoice_setting_code", "書式設定コード", CODE_LENGTH, note="請求書登録で指定する値", added=True),
    text("layout_name", "書式名", 40, added=True),
    choice("usual_flg", "標準の書式", {"0": "標準ではない", "1": "標準"}, added=True),
))

# fmt: on

CHOICES: Mapping[str, Mapping[str, str]] = {
    "language": LANGUAGES,
    "banks": BANKS,
    "registration": REGISTRATIONS,
    "logo_place": LOGO_PLACES,
    "remarks_use": REMARKS_USES,
}
