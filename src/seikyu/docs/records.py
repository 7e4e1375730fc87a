"""The objects of answers that no request reads, declared so that OpenAPI and the field tables show them."""

from seikyu.invoices.wire import (
    INVOICE_FIELDS,
    INVOICE_TYPES,
    ISSUER,
    NUMBER,
    UNIT_TAX_CALC,
)
from seikyu.journals.wire import JOURNAL_LINE
from seikyu.wire.fields import Record, array, choice, day, nested, text, whole

BUYER_STATUSES = {
    "50": "未処理・一次未承認",
    "51": "社内承認中",
    "59": "差戻受",
    "60": "経理承認中",
    "69": "経理差戻受",
    "70": "最終経理承認中",
    "71": "処理済・最終経理承認完了",
}
MOMENT = "yyyy-MM-dd HH:mm:ss (JST)"

WITHDRAWN = {"0": "なし", "1": "発行元(自社作成は自社)が取り消した"}

# fmt: off

ERROR = Record("Error", "エラー", (
    text("error_item", "エラー項目", 1000, note="値のパス。例 invoices[2].details[0].item_qty"),
    text("error_code", "エラーコード", 7),
    text("error_detail", "エラー内容", 1000),
    whole("index", "リクエスト内の位置", 9, 0, note="0から", added=True),
    text("invoice_mng_num", "請求書管理番号", 10, added=True),
))

REGISTERED = Record("Registered", "登録結果", (
    whole("index", "リクエスト内の位置", 9, 0, note="0から", added=True),
    text("invoice_mng_num", "請求書管理番号", 10, note="マスタのみの場合はnull", added=True),
))

RECEIVED_INVOICE = Record("ReceivedInvoice", "受取請求書", (
    NUMBER,
    choice("wf_status", "ワークフローステータス", BUYER_STATUSES),
    whole("version", "版", 9, 1, added=True),
    choice("invoice_type", "保存方式", INVOICE_TYPES),
    text("seller_company_name", "発行企業名", 200, added=True),
    day("send_date", "発行日"),
    day("reception_date", "受取日"),
    day("open_date", "開封日", added=True),
    text("return_reason", "差戻し理由", 500, lines=True, added=True),
    day("return_date", "差戻し日", note="取消しの場合は取消し日", added=True),
    choice("origin", "作成方法", {"platform": "発行元が発行", "own": "自社作成"}, added=True),
    choice("withdrawn_flg", "取消しフラグ", WITHDRAWN, added=True),
    day("pay_due_date_s", "支払期限(発行時)", note="発行側が指定した支払期限"),
    text("updated_at", "更新日時", 19, note=MOMENT, added=True),
    array("journals", "仕訳データ", JOURNAL_LINE, note="仕訳が未登録の場合は空", added=True),
    *INVOICE_FIELDS,
    UNIT_TAX_CALC,
    nested("issuer", "発行企業", ISSUER, note="その版が作られた時点の値", added=True),
))

INVOICE_VERSION = Record("InvoiceVersion", "請求書の版", (
    NUMBER,
    whole("version", "版", 9, 1, added=True),
    text("sha256", "版のハッシュ値", 64, added=True),
    *INVOICE_FIELDS,
    UNIT_TAX_CALC,
    nested("issuer", "発行企業", ISSUER, note="その版が作られた時点の値", added=True),
))

VERSION_LINE = Record("VersionLine", "版", (
    whole("version", "版", 9, 1, added=True),
    text("made_at", "作成日時", 19, note=MOMENT, added=True),
    day("send_date", "発行日", added=True),
    text("sha256", "版のハッシュ値", 64, added=True),
))

ATTACHMENT = Record("Attachment", "添付ファイル", (
    text("attachment_id", "添付ファイルID", 36, added=True),
    text("name", "ファイル名", 100, added=True),
    text("media_type", "メディアタイプ", 100, added=True),
    whole("size", "サイズ(バイト)", 9, 1, added=True),
    text("sha256", "ファイルのハッシュ値", 64, added=True),
    text("added_at", "添付日時", 19, note=MOMENT, added=True),
))

EVENT = Record("Event", "履歴", (
    text("at", "日時", 19, note=MOMENT, added=True),
    text("action", "操作", 100, added=True),
    text("company_name", "企業名", 200, added=True),
    text("user_name", "操作者名", 200, added=True),
    text("via", "経路", 10, note="api, screen, system", added=True),
    text("from_status", "変更前ステータス", 2, added=True),
    text("to_status", "変更後ステータス", 2, added=True),
    whole("version", "版", 9, added=True),
    text("comment", "コメント", 500, lines=True, added=True),
))

MESSAGE = Record("Message", "質問・回答", (
    whole("message_no", "番号", 9, 1, note="請求書ごとに1から。双方で同じ", added=True),
    choice("side", "送信した側", {"seller": "発行側", "buyer": "受取側"}, added=True),
    text("company_name", "企業名", 200, added=True),
    text("user_name", "氏名", 200, added=True),
    whole("version", "版", 9, note="送信時に受取側にあった版", added=True),
    text("text", "本文", 1000, lines=True, added=True),
    text("written_at", "送信日時", 19, note=MOMENT, added=True),
    choice(
        "unread_flg",
        "未読",
        {"0": "既読または自社の送信", "1": "未読"},
        note="画面で開くと既読になる。APIでの取得では変わらない",
        added=True,
    ),
))

MAINTENANCE = Record("Maintenance", "メンテナンス", (
    text("maintenance_id", "メンテナンスID", 30, added=True),
    text("start_at", "開始日時", 19, note=MOMENT, added=True),
    text("end_at", "終了日時", 19, note=f"{MOMENT}。未定の場合はnull", added=True),
    text(
        "targets",
        "停止の対象",
        2000,
        note="all、api、screens、またはAPIの名称(operationId)。カンマ区切り",
        added=True,
    ),
    choice("in_force_flg", "停止中", {"0": "予定", "1": "停止中"}, added=True),
    choice("urgent_flg", "緊急停止", {"0": "計画", "1": "緊急"}, added=True),
    text("notice", "お知らせ", 1000, lines=True, added=True),
))
