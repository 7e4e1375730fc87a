"""The seller's paths: what each does, reads and answers (contract §4, §8)."""

from seikyu.docs.operation import (
    FILE,
    FILES,
    FILES_QUERY,
    ONE,
    PDF_QUERY,
    SELLER,
    TALK,
    TALK_PAYLOAD,
    TALK_QUERY,
    TOTAL,
    UNTIL_OF_CHANGES,
    UPLOAD_QUERY,
    Operation,
    of_masters,
)
from seikyu.docs.records import (
    ATTACHMENT,
    EVENT,
    INVOICE_VERSION,
    MESSAGE,
    REGISTERED,
    VERSION_LINE,
)
from seikyu.invoices.wire import LIST_INVOICE, UPDATE_REQUEST
from seikyu.issuing import approving_wire as approving
from seikyu.issuing.register_wire import REGISTER_REQUEST
from seikyu.issuing.wire import DELETE_REQUEST, LIST_REQUEST, SEARCH_REQUEST
from seikyu.layouts.wire import LAYOUTS_REQUEST, LISTED_LAYOUT
from seikyu.messages.wire import MESSAGE_REQUEST
from seikyu.notices import wire as notices
from seikyu.notices.api import ONE as ONE_NOTICE
from seikyu.notices.api import SELLER as NOTICES_RECEIVED
from seikyu.partners.keeping import ALL
from seikyu.wire.fields import array, nested

SELLER_OPERATIONS = (
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
        for operation in of_masters(masters, "/v1/invoice/seller/", UNTIL_OF_CHANGES)
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
)
