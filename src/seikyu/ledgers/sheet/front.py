"""Columns of the invoice as a whole: 【全体情報】 and 【おもて情報】."""

import re
from collections.abc import Callable
from datetime import date, datetime

from seikyu.invoices.wire import INVOICE_TYPES, PAYMENT_METHODS, UNIT_TAX
from seikyu.kit.jst import JST
from seikyu.ledgers.model import Known
from seikyu.ledgers.sheet.row import Cell, Column, SheetRow, day, nothing, of_document, within, worded
from seikyu.partners.wire import DEPOSIT_SECTIONS
from seikyu.payees.registrations import Period, Standing
from seikyu.receiving.model import Origin, ReceivedInvoice
from seikyu.wire.values import Node, node, nodes, text
from seikyu.wire.values import day as day_of

CLASSES = {
    "10％": "tr10",
    "軽減8％": "tr8_reduced",
    "8％": "tr8",
    "5％": "tr5",
    "0％": "tr0",
    "非課税": "free",
    "免税": "exemption",
    "不課税": "non",
}
"""The tax classes in the sheet's order, by the suffix of their totals."""
MOST_BANKS = 10
REGISTERED = "適格請求書発行事業者"
STANDINGS = {
    Standing.VALID: "有効",
    Standing.NOT_YET: "登録前",
    Standing.EXPIRED: "失効",
    Standing.CANCELLED: "取消",
    Standing.NOT_FOUND: "該当なし",
}
"""What the check of the number found; nothing where no list was ever taken in."""
PREFECTURE = re.compile("東京都|北海道|(?:京都|大阪)府|.{2,3}県")


def _known(value: Callable[[Known], str]) -> Cell:
    return lambda row: value(row.paper.known)


def _public(value: Callable[[Period], str]) -> Cell:
    """What the tax agency publishes, where the number was found in its list."""

    def cell(row: SheetRow) -> str:
        registration = row.paper.known.registration
        return "" if registration is None or registration.period is None else value(registration.period)

    return cell


def _standing(row: SheetRow) -> str:
    registration = row.paper.known.registration
    return "" if registration is None else STANDINGS.get(registration.standing, "")


def _prefecture(period: Period) -> str:
    found = PREFECTURE.match(period.address or "")
    return found[0] if found else ""


def _received(value: Callable[[ReceivedInvoice], str]) -> Cell:
    return lambda row: value(row.paper.received)


def _date(value: Callable[[ReceivedInvoice], date | None]) -> Cell:
    return lambda row: day(value(row.paper.received))


def _document_day(name: str) -> Cell:
    return lambda row: day(day_of(row.paper.document, name))


def _moment(value: datetime | None) -> str:
    return "" if value is None else f"{value.astimezone(JST):%Y/%m/%d %H:%M:%S}"


def _done(*, done: bool) -> str:
    return "済" if done else "未"


def _flag(*, given: bool) -> str:
    return "1" if given else "0"


def _bank(place: int) -> Cell:
    def cell(row: SheetRow) -> str:
        banks = nodes(row.paper.document, "banks")
        return _account(banks[place]) if place < len(banks) else ""

    return cell


def _account(bank: Node) -> str:
    parts = (
        f"{text(bank, 'fncl_inst_name') or ''}({text(bank, 'fncl_inst_code') or ''})",
        f"{text(bank, 'branch_name') or ''}({text(bank, 'branch_code') or ''})",
        DEPOSIT_SECTIONS.get(text(bank, "deposit_sec") or "", ""),
        text(bank, "account_num") or "",
        text(bank, "depositor_kana") or "",
    )
    return " ".join(part for part in parts if part)


def _registration_number(row: SheetRow) -> str:
    return text(node(row.paper.document, "issuer") or {}, "registration_number") or ""


def _status(row: SheetRow) -> str:
    return row.paper.received.status.label(workflow=row.paper.known.workflow)


def _how_made(received: ReceivedInvoice) -> str:
    return "自社作成" if received.origin == Origin.OWN else "発行側作成"


OVERALL: tuple[Column, ...] = (
    ("作成方法", _received(_how_made)),
    ("添付ファイル有無フラグ", _known(lambda known: _flag(given=known.attached))),
    ("ファイル出力日時", _known(lambda known: _moment(known.written_at))),
    ("依頼日", nothing),
    ("催促日", nothing),
    ("状態", _status),
    ("部署", _known(lambda known: known.department)),
    ("処理中担当者", nothing),
    ("承認依頼者", nothing),
    ("経理グループ", nothing),
    ("会計DL", _known(lambda known: _done(done=known.exported))),
    ("支払DL", _known(lambda known: _done(done=known.paid))),
    ("Concur連携", nothing),
    ("住所コード", nothing),
    ("請求書管理コード", nothing),
)

_PAYING: tuple[Column, ...] = (
    ("請求書発行日", _date(lambda received: received.send_date)),
    ("締日", _document_day("close_date")),
    ("支払期限", _document_day("pay_due_date")),
    ("自社支払期限", _date(lambda received: received.own_due_date)),
    ("保存方式", worded(_received(lambda received: str(received.invoice_type)), INVOICE_TYPES)),
    ("追記", nothing),
    ("課税単位", worded(of_document("unit_tax_calc_sec"), UNIT_TAX)),
    ("支払方法", worded(of_document("payment_method"), PAYMENT_METHODS)),
    ("指定口座", nothing),
    *((f"振込先口座{place + 1}", _bank(place)) for place in range(MOST_BANKS)),
    ("識別表示", lambda row: "Y" if of_document("edi_info")(row) else ""),
    ("顧客コード１", of_document("customer_code1")),
    ("顧客コード２", of_document("customer_code2")),
    ("EDI情報", of_document("edi_info")),
)

_SUPPLIER: tuple[Column, ...] = (
    ("支払先コード", _known(lambda known: known.payee_code)),
    ("請求元", _received(lambda received: received.seller_name)),
    ("請求元電話番号", within("publisher", "publisher_phone")),
    ("事業者区分", lambda row: REGISTERED if _registration_number(row) else ""),
    ("事業者登録番号", _registration_number),
    ("事業者登録番号検索結果", _standing),
    ("［国税庁］登録年月日", _public(lambda public: day(public.registered_on))),
    ("［国税庁］事業者処理区分", nothing),
    ("［国税庁］氏名又は名称", _public(lambda public: public.name)),
    ("［国税庁］都道府県", _public(_prefecture)),
    ("［国税庁］住所", _public(lambda public: public.address or "")),
    ("［国税庁］更新年月日", _public(lambda public: day(public.updated_on))),
    ("［国税庁］主たる屋号", nothing),
    ("［国税庁］通称・旧姓", nothing),
    ("［国税庁］取消年月日", _public(lambda public: day(public.cancelled_on))),
    ("［国税庁］失効年月日", _public(lambda public: day(public.expired_on))),
)

_ADDRESSEE: tuple[Column, ...] = (
    ("発行先コード", nothing),
    ("請求先", within("customer", "company_name_org", "base_name")),
    ("請求先電話番号", within("customer", "phone")),
    ("発行先担当者", of_document("contact")),
    ("宛先コード", nothing),
    ("宛先名", nothing),
    ("請求書番号", of_document("inv_no")),
    ("請求書タイトル", of_document("invoice_title")),
    ("件名", of_document("inv_name")),
    ("自社担当者", nothing),
)

_AMOUNTS: tuple[Column, ...] = (
    ("前回請求金額", of_document("prev_inv_amount")),
    ("入金額", of_document("payment")),
    ("調整金額", of_document("adjustment")),
    ("繰越金額", of_document("carryover_new")),
    ("今回請求金額（税抜）", of_document("inv_without_tax")),
    ("今回消費税額", of_document("inv_tax")),
    ("今回請求金額（税込）", of_document("inv_amount")),
    ("おもての請求金額", of_document("inv_show_amount")),
    *(
        column
        for word, suffix in CLASSES.items()
        for column in (
            (f"{word}請求金額（税抜）", of_document(f"inv_without_tax_{suffix}")),
            (f"{word}消費税額", of_document(f"inv_tax_{suffix}")),
            (f"{word}請求金額（税込）", of_document(f"inv_amount_{suffix}")),
        )
    ),
)

_FREE_TEXTS = {"A1": "inv_free_txt1", "A2": "inv_free_txt2", "A3": "inv_free_txt3"}
_FREE_NUMBERS = {f"B{n}": f"inv_free_num{n}" for n in range(1, 8)}
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
ADDED_FREE_FIELDS = 12

_FREE: tuple[Column, ...] = (
    ("備考", of_document("remarks")),
    *(
        column
        for place, name in (_FREE_TEXTS | _FREE_NUMBERS).items()
        for column in ((f"おもて{place}タイトル", nothing), (f"おもて{place}データ", of_document(name)))
    ),
    *(
        (f"追加自由項目{n}{end}".translate(_WIDE_DIGITS), nothing)
        for n in range(1, ADDED_FREE_FIELDS + 1)
        for end in ("タイトル", "")
    ),
    ("保存方式の補足文言", nothing),
)

FRONT: tuple[Column, ...] = (*_PAYING, *_SUPPLIER, *_ADDRESSEE, *_AMOUNTS, *_FREE)

OVERALL_AT_THE_END: tuple[Column, ...] = (
    ("請求書管理番号", lambda row: str(row.paper.number)),
    ("返送機能使用有無", nothing),
    ("自社作成請求書作成者", _known(lambda known: known.maker)),
)
FRONT_AT_THE_END: tuple[Column, ...] = (("代表者役職", nothing), ("代表者名", nothing))
