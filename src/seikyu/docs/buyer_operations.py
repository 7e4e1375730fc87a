"""The buyer's paths: what each does, reads and answers (contract §5, §8)."""

from seikyu.docs.operation import (
    BUYER,
    FILE,
    FILES,
    FILES_QUERY,
    JOURNAL,
    ONE,
    PDF_QUERY,
    TALK,
    TALK_PAYLOAD,
    TALK_QUERY,
    TOTAL,
    UNTIL,
    Operation,
    of_masters,
)
from seikyu.docs.records import (
    ATTACHMENT,
    EVENT,
    MESSAGE,
    RECEIVED_INVOICE,
)
from seikyu.journals.masters import KINDS, PREFIX
from seikyu.journals.wire import REOPEN_REQUEST, SLIP_REQUEST
from seikyu.ledgers.api import EXPORTS
from seikyu.ledgers.wire import EXPORT, EXPORT_REQUEST, LEFT_OUT
from seikyu.messages.wire import MESSAGE_REQUEST
from seikyu.notices import wire as notices
from seikyu.notices.api import BUYER as NOTICES_MADE
from seikyu.notices.api import ONE as ONE_NOTICE
from seikyu.payees.masters import PAYEES
from seikyu.payments.api import RUNS
from seikyu.payments.masters import PAYING_ACCOUNTS
from seikyu.payments.wire import RUN, RUN_REQUEST
from seikyu.receiving import list_wire as received
from seikyu.receiving.wire import APPROVE_REQUEST, RETURN_INSIDE_REQUEST, RETURN_REQUEST
from seikyu.wire.fields import array, nested

BUYER_OPERATIONS = (
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
    *(operation for kind in (*KINDS, PAYING_ACCOUNTS, PAYEES) for operation in of_masters(kind, PREFIX)),
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
