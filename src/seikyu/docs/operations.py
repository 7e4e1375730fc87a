"""Every path of the API: what it does, what it reads and what it answers (contract §4, §5, §8)."""

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from seikyu.docs.records import (
    ATTACHMENT,
    EVENT,
    INVOICE_VERSION,
    MESSAGE,
    MOMENT,
    RECEIVED_INVOICE,
    REGISTERED,
    VERSION_LINE,
)
from seikyu.invoices.wire import LIST_INVOICE, UPDATE_REQUEST
from seikyu.issuing import approving_wire as approving
from seikyu.issuing.register_wire import REGISTER_REQUEST
from seikyu.issuing.wire import DELETE_REQUEST, LIST_REQUEST, SEARCH_REQUEST
from seikyu.journals.masters import KINDS, PREFIX
from seikyu.journals.wire import REOPEN_REQUEST, SLIP_REQUEST, TOLD_SLIP
from seikyu.layouts.wire import LAYOUTS_REQUEST, LISTED_LAYOUT
from seikyu.ledgers.api import EXPORTS
from seikyu.ledgers.wire import EXPORT, EXPORT_REQUEST, LEFT_OUT
from seikyu.messages.wire import MESSAGE_REQUEST
from seikyu.notices import wire as notices
from seikyu.notices.api import BUYER as NOTICES_MADE
from seikyu.notices.api import ONE as ONE_NOTICE
from seikyu.notices.api import SELLER as NOTICES_RECEIVED
from seikyu.partners.keeping import ALL
from seikyu.payees.masters import PAYEES
from seikyu.payments.api import RUNS
from seikyu.payments.masters import PAYING_ACCOUNTS
from seikyu.payments.wire import RUN, RUN_REQUEST
from seikyu.receiving import list_wire as received
from seikyu.receiving.wire import APPROVE_REQUEST, RETURN_INSIDE_REQUEST, RETURN_REQUEST
from seikyu.wire.fields import Field, Record, array, choice, nested, text, whole

Method = Literal["get", "post", "put"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path; `payload` is what follows `result` and `error_list` in the answer.

    A `repeatable` one takes an `Idempotency-Key`; the body of one that is `bare` may be left out. An `upload`
    takes the bytes of files, a `file` answers with those of one.
    """

    name: str
    method: Method
    path: str
    label: str
    payload: tuple[Field, ...] = ()
    query: Record | None = None
    body: Record | None = None
    pdf: bool = False
    repeatable: bool = False
    bare: bool = False
    upload: bool = False
    file: bool = False


SELLER = "/v1/invoice/seller/invoices"
BUYER = "/v1/invoice/buyer/invoices"
ONE = "/{invoice_mng_num}"
RESPONSE_TYPE_LEFT_OUT = choice("response_type", "レスポンス形式", {"json": "JSON", "xml": "XML"}, added=True)
PDF_QUERY = Record("PdfQuery", "請求書PDF", (whole("version", "版", 9, 1, note="省略時は最新", added=True),))
FILES, FILE = "/attachments", "/attachments/{attachment_id}"
FILES_QUERY = Record(
    "AttachmentsQuery",
    "添付ファイル一覧",
    (RESPONSE_TYPE_LEFT_OUT, whole("version", "版", 9, 1, note="省略時は現在の版", added=True)),
)
UPLOAD_QUERY = Record(
    "AttachmentUploadQuery",
    "添付ファイル追加",
    (
        RESPONSE_TYPE_LEFT_OUT,
        text(
            "name", "ファイル名", 255, note="application/octet-streamの場合に必須。例 見積書.pdf", added=True
        ),
    ),
)
JOURNAL = (nested("journal", "仕訳", TOLD_SLIP),)
TALK = "/messages"
TALK_PAYLOAD = (
    text("open_flg", "送信可否", 1, note="1：送れる、0：送れる相手がいない", added=True),
    array("messages", "質問・回答", MESSAGE),
)
TALK_QUERY = Record("MessagesQuery", "質問・回答一覧", (RESPONSE_TYPE_LEFT_OUT,))
TOTAL = whole("total_count", "総件数", 9, 0)
UNTIL = text(
    "updated_until",
    "更新確定日時",
    19,
    note=f"{MOMENT}。次回のupdated_since。続きのページではnull",
    added=True,
)
UNTIL_OF_CHANGES = replace(
    UNTIL,
    note=f"{MOMENT}。次回のupdated_since。updated_sinceを指定した最初のページ以外ではnull",
)


class KeptInBatches(Protocol):
    """Masters of one kind, as far as their two paths are concerned."""

    @property
    def name(self) -> str:
        """Their word on the wire."""

    @property
    def element(self) -> Record:
        """One in a request."""

    @property
    def request(self) -> Record:
        """The body that registers, updates and deletes."""

    @property
    def asked(self) -> Record:
        """The query of the list."""

    @property
    def listed(self) -> Record:
        """One in the list."""

    @property
    def kept(self) -> Record:
        """What became of one."""


def _of_masters(masters: KeptInBatches, prefix: str, *also: Field) -> tuple[Operation, Operation]:
    name, label = masters.name, masters.element.label
    path = prefix + name
    listed, kept = array(name, label, masters.listed), array(name, "処理結果", masters.kept)
    capital = "".join(part.capitalize() for part in name.split("-"))
    return (
        Operation(
            f"list{capital}", "get", path, masters.asked.label, (TOTAL, *also, listed), query=masters.asked
        ),
        Operation(
            f"keep{capital}",
            "post",
            path,
            masters.request.label,
            (kept,),
            body=masters.request,
            repeatable=True,
        ),
    )


OPERATIONS = (
    Operation(
        "registerInvoices",
        "post",
        SELLER,
        "請求書登録",
        (array("invoices", "登録結果", REGISTERED),),
        body=REGISTER_REQUEST,
        repeatable=True,
    ),
    Operation("updateInvoices", "put", SELLER, "請求書更新", body=UPDATE_REQUEST, repeatable=True),
    Operation(
        "listInvoices",
        "get",
        SELLER,
        "請求書一覧取得",
        (TOTAL, UNTIL_OF_CHANGES, array("invoices", "請求書", LIST_INVOICE)),
        query=LIST_REQUEST,
    ),
    Operation(
        "searchInvoices",
        "post",
        "/wi/v2/seller/invoice/search",
        "請求書検索",
        (TOTAL, UNTIL_OF_CHANGES, array("invoice_list", "請求書", LIST_INVOICE)),
        body=SEARCH_REQUEST,
    ),
    Operation("getInvoice", "get", SELLER + ONE, "請求書取得", (nested("invoice", "請求書", LIST_INVOICE),)),
    Operation(
        "getInvoiceHistory",
        "get",
        SELLER + ONE + "/history",
        "請求書履歴",
        (array("history", "履歴", EVENT),),
    ),
    Operation(
        "listInvoiceVersions",
        "get",
        SELLER + ONE + "/versions",
        "請求書の版一覧",
        (array("versions", "版", VERSION_LINE),),
    ),
    Operation(
        "getInvoiceVersion",
        "get",
        SELLER + ONE + "/versions/{version}",
        "請求書の版取得",
        (nested("invoice", "請求書", INVOICE_VERSION),),
    ),
    Operation("getInvoicePdf", "get", SELLER + ONE + "/pdf", "請求書PDF", query=PDF_QUERY, pdf=True),
    Operation(
        "deleteInvoice",
        "post",
        SELLER + ONE + "/delete",
        DELETE_REQUEST.label,
        body=DELETE_REQUEST,
        repeatable=True,
        bare=True,
    ),
    Operation("callOffInvoice", "post", SELLER + ONE + "/call-off", "発行予約の取りやめ", repeatable=True),
    Operation("remindOfInvoice", "post", SELLER + ONE + "/remind", "発行先へのお知らせ", repeatable=True),
    Operation(
        "listInvoiceAttachments",
        "get",
        SELLER + ONE + FILES,
        "添付ファイル一覧",
        (array("attachments", "添付ファイル", ATTACHMENT),),
        query=FILES_QUERY,
    ),
    Operation(
        "addInvoiceAttachment",
        "post",
        SELLER + ONE + FILES,
        "添付ファイル追加",
        (array("attachments", "追加した添付ファイル", ATTACHMENT),),
        query=UPLOAD_QUERY,
        upload=True,
        repeatable=True,
    ),
    Operation("getInvoiceAttachment", "get", SELLER + ONE + FILE, "添付ファイル取得", file=True),
    Operation(
        "removeInvoiceAttachment",
        "post",
        SELLER + ONE + FILE + "/remove",
        "添付ファイル削除",
        repeatable=True,
    ),
    Operation(
        "listInvoiceMessages",
        "get",
        SELLER + ONE + TALK,
        "発行請求書の質問・回答一覧",
        TALK_PAYLOAD,
        query=TALK_QUERY,
    ),
    Operation(
        "sendInvoiceMessage",
        "post",
        SELLER + ONE + TALK,
        "発行請求書の質問・回答の送信",
        (nested("message", "送信した質問・回答", MESSAGE),),
        body=MESSAGE_REQUEST,
        repeatable=True,
    ),
    Operation("retryInvoice", "post", SELLER + ONE + "/retry", "発行エラーの請求書の再発行"),
    Operation(
        "listLayouts",
        "get",
        "/v1/invoice/seller/layouts",
        "書式設定一覧取得",
        (array("layouts", "書式設定", LISTED_LAYOUT),),
        query=LAYOUTS_REQUEST,
    ),
    Operation(
        "approveInvoice",
        "post",
        SELLER + ONE + "/approve",
        approving.APPROVE_REQUEST.label,
        body=approving.APPROVE_REQUEST,
        repeatable=True,
        bare=True,
    ),
    Operation(
        "returnInvoice",
        "post",
        SELLER + ONE + "/return",
        approving.RETURN_REQUEST.label,
        body=approving.RETURN_REQUEST,
        repeatable=True,
    ),
    *(
        operation
        for masters in ALL
        for operation in _of_masters(masters, "/v1/invoice/seller/", UNTIL_OF_CHANGES)
    ),
    Operation(
        "makePaymentRun",
        "post",
        RUNS,
        "支払データ作成",
        (nested("payment_run", "支払データ", RUN),),
        body=RUN_REQUEST,
        repeatable=True,
    ),
    Operation("listPaymentRuns", "get", RUNS, "支払データ一覧", (array("payment_runs", "支払データ", RUN),)),
    Operation(
        "registerPaymentNotices",
        "post",
        NOTICES_MADE,
        notices.REQUEST.label,
        (array(notices.NOTICES, "処理結果", notices.KEPT),),
        body=notices.REQUEST,
        repeatable=True,
    ),
    Operation(
        "listPaymentNotices",
        "get",
        NOTICES_MADE,
        notices.ASKED.label,
        (TOTAL, array(notices.NOTICES, notices.LABEL, notices.LISTED)),
        query=notices.ASKED,
    ),
    Operation(
        "getPaymentNotice",
        "get",
        NOTICES_MADE + ONE_NOTICE,
        "支払通知書取得",
        (nested("payment_notice", notices.LABEL, notices.WHOLE),),
        query=notices.ONE_ASKED,
    ),
    Operation("getPaymentNoticePdf", "get", NOTICES_MADE + ONE_NOTICE + "/pdf", "支払通知書PDF", pdf=True),
    Operation(
        "sendPaymentNotice",
        "post",
        NOTICES_MADE + ONE_NOTICE + "/send",
        "下書きの支払通知書の送付",
        (notices.NUMBER,),
        body=notices.NOTHING,
        repeatable=True,
        bare=True,
    ),
    Operation(
        "cancelPaymentNotice",
        "post",
        NOTICES_MADE + ONE_NOTICE + "/cancel",
        "支払通知書の取消",
        (notices.NUMBER,),
        body=notices.NOTHING,
        repeatable=True,
        bare=True,
    ),
    Operation(
        "listReceivedPaymentNotices",
        "get",
        NOTICES_RECEIVED,
        "受取支払通知書一覧",
        (TOTAL, array(notices.NOTICES, notices.LABEL, notices.RECEIVED)),
        query=notices.ASKED,
    ),
    Operation(
        "getReceivedPaymentNotice",
        "get",
        NOTICES_RECEIVED + ONE_NOTICE,
        "受取支払通知書取得",
        (nested("payment_notice", notices.LABEL, notices.WHOLE_RECEIVED),),
        query=notices.ONE_ASKED,
    ),
    Operation(
        "getReceivedPaymentNoticePdf",
        "get",
        NOTICES_RECEIVED + ONE_NOTICE + "/pdf",
        "受取支払通知書PDF",
        pdf=True,
    ),
    Operation(
        "confirmPaymentNotice",
        "post",
        NOTICES_RECEIVED + ONE_NOTICE + "/confirm",
        "支払通知書の確認",
        (notices.NUMBER,),
        body=notices.NOTHING,
        repeatable=True,
        bare=True,
    ),
    Operation(
        "objectToPaymentNotice",
        "post",
        NOTICES_RECEIVED + ONE_NOTICE + "/object",
        "支払通知書への異議",
        (notices.NUMBER,),
        body=notices.OBJECTION,
        repeatable=True,
    ),
    Operation(
        "exportToLedger",
        "post",
        EXPORTS,
        EXPORT_REQUEST.label,
        (nested("export", "会計データ出力", EXPORT), array("left_out", LEFT_OUT.label, LEFT_OUT)),
        body=EXPORT_REQUEST,
        repeatable=True,
    ),
    Operation(
        "listLedgerExports", "get", EXPORTS, "会計データ出力一覧", (array("exports", EXPORT.label, EXPORT),)
    ),
    Operation("getLedgerExportFile", "get", EXPORTS + "/{export_id}/file", "会計データファイル", file=True),
    *(operation for kind in (*KINDS, PAYING_ACCOUNTS, PAYEES) for operation in _of_masters(kind, PREFIX)),
    Operation(
        "updatePayees",
        "put",
        PREFIX + PAYEES.name,
        "支払先更新・削除",
        (array(PAYEES.name, "処理結果", PAYEES.kept),),
        body=PAYEES.request,
        repeatable=True,
    ),
    Operation(
        "listReceivedInvoices",
        "get",
        BUYER,
        received.LIST_REQUEST.label,
        (TOTAL, UNTIL, array("invoices", "受取請求書", RECEIVED_INVOICE)),
        query=received.LIST_REQUEST,
    ),
    Operation(
        "searchReceivedInvoices",
        "post",
        "/wi/v2/buyer/invoice/search",
        received.SEARCH_REQUEST.label,
        (TOTAL, UNTIL, array("invdata", "受取請求書", RECEIVED_INVOICE)),
        body=received.SEARCH_REQUEST,
    ),
    Operation(
        "getReceivedInvoice",
        "get",
        BUYER + ONE,
        "受取請求書取得",
        (nested("invoice", "受取請求書", RECEIVED_INVOICE),),
    ),
    Operation(
        "getReceivedInvoiceHistory",
        "get",
        BUYER + ONE + "/history",
        "受取請求書履歴",
        (array("history", "履歴", EVENT),),
    ),
    Operation(
        "getReceivedInvoicePdf", "get", BUYER + ONE + "/pdf", "受取請求書PDF", query=PDF_QUERY, pdf=True
    ),
    Operation(
        "listReceivedInvoiceAttachments",
        "get",
        BUYER + ONE + FILES,
        "受取請求書の添付ファイル一覧",
        (array("attachments", "添付ファイル", ATTACHMENT),),
        query=FILES_QUERY,
    ),
    Operation(
        "getReceivedInvoiceAttachment", "get", BUYER + ONE + FILE, "受取請求書の添付ファイル取得", file=True
    ),
    Operation(
        "listReceivedInvoiceMessages",
        "get",
        BUYER + ONE + TALK,
        "受取請求書の質問・回答一覧",
        TALK_PAYLOAD,
        query=TALK_QUERY,
    ),
    Operation(
        "sendReceivedInvoiceMessage",
        "post",
        BUYER + ONE + TALK,
        "受取請求書の質問・回答の送信",
        (nested("message", "送信した質問・回答", MESSAGE),),
        body=MESSAGE_REQUEST,
        repeatable=True,
    ),
    Operation("openReceivedInvoice", "post", BUYER + ONE + "/open", "開封"),
    Operation(
        "approveReceivedInvoice",
        "post",
        BUYER + ONE + "/approve",
        "承認（一次承認・各段階の承認・処理済）",
        body=APPROVE_REQUEST,
        repeatable=True,
        bare=True,
    ),
    Operation(
        "returnReceivedInvoice",
        "post",
        BUYER + ONE + "/return",
        "差戻し",
        body=RETURN_REQUEST,
        repeatable=True,
    ),
    Operation(
        "returnReceivedInvoiceInside",
        "post",
        BUYER + ONE + "/return-inside",
        RETURN_INSIDE_REQUEST.label,
        body=RETURN_INSIDE_REQUEST,
        repeatable=True,
    ),
    Operation("getJournal", "get", BUYER + ONE + "/journal", "仕訳取得", JOURNAL),
    Operation(
        "putJournal",
        "put",
        BUYER + ONE + "/journal",
        "仕訳登録・確定",
        JOURNAL,
        body=SLIP_REQUEST,
        repeatable=True,
    ),
    Operation(
        "reopenJournal",
        "post",
        BUYER + ONE + "/journal/reopen",
        "仕訳の確定取消",
        JOURNAL,
        body=REOPEN_REQUEST,
        repeatable=True,
        bare=True,
    ),
)
