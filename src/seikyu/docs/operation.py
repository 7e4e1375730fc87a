"""One method of one path of the API, and what several of them share."""

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from seikyu.docs.records import (
    MESSAGE,
    MOMENT,
)
from seikyu.journals.wire import TOLD_SLIP
from seikyu.wire.fields import Field, Record, array, choice, nested, text, whole

Method = Literal["get", "post", "put"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path; `payload` is what follows `result` and `error_list` in the answer.

    A `repeatable` one takes an `Idempotency-Key`; the body of one that is `bare` may be left out. An `upload`
    takes the bytes of files, a `file` answers with those of one. An `open` one needs no token.
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
    open: bool = False


def side_of(operation: Operation) -> Literal["seller", "buyer", "other"]:
    """Whose path it is."""
    if "/seller/" in operation.path:
        return "seller"
    return "buyer" if "/buyer/" in operation.path else "other"


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


def of_masters(masters: KeptInBatches, prefix: str, *also: Field) -> tuple[Operation, Operation]:
    """The two paths of a kind of masters."""
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
