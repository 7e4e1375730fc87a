"""The standard layout of 30 columns (csv-standard.md), and guessing what other columns mean. Pure."""

import hashlib
import unicodedata
from collections.abc import Sequence

from seikyu.uploads.targets import TARGETS

STANDARD: tuple[tuple[str, str], ...] = (
    ("請求書番号", "inv_no"),
    ("発行先コード", "customer.private_cust_cd"),
    ("件名", "inv_name"),
    ("入金期限", "pay_due_date"),
    ("前回請求金額", "prev_inv_amount"),
    ("入金額", "payment"),
    ("調整金額", "adjustment"),
    ("繰越金額", "carryover_new"),
    ("今回請求金額（税抜）", "inv_without_tax"),
    ("今回消費税額", "inv_tax"),
    ("今回請求金額（税込）", "inv_amount"),
    ("おもての請求金額", "inv_show_amount"),
    ("締日", "close_date"),
    ("備考", "remarks"),
    ("明細日付", "details.item_slip_date"),
    ("明細番号", "details.item_slip_no"),
    ("商品コード", "details.item_prod_code"),
    ("明細項目", "details.item_name"),
    ("数量", "details.item_qty"),
    ("単価", "details.item_price"),
    ("単位", "details.item_unit"),
    ("金額", "details.item_without_tax"),
    ("消費税額", "details.item_tax"),
    ("請求金額", "details.item_amount"),
    ("税区分", "details.tax_type"),
    ("税率", "details.tax_rate_sec"),
    ("税額入力形式", "details.input_tax_type"),
    ("部門コード", "details.item_sec_code"),
    ("部門名", "details.item_sec_name"),
    ("備考", "details.detail_remarks"),
)
"""The head of each column and what it means."""
OTHER_NAMES = {
    "請求番号": "inv_no",
    "請求書No": "inv_no",
    "請求No": "inv_no",
    "得意先コード": "customer.private_cust_cd",
    "取引先コード": "customer.private_cust_cd",
    "顧客コード": "customer.private_cust_cd",
    "得意先名": "customer.company_name_org",
    "取引先名": "customer.company_name_org",
    "発行先名": "customer.company_name_org",
    "支払期限": "pay_due_date",
    "支払期日": "pay_due_date",
    "請求締日": "close_date",
    "品名": "details.item_name",
    "品目": "details.item_name",
    "商品名": "details.item_name",
    "税抜金額": "details.item_without_tax",
    "税込金額": "details.item_amount",
    "消費税": "details.item_tax",
    "消費税率": "details.tax_rate_sec",
    "摘要": "details.detail_remarks",
}
"""What other programs call our fields."""


def signature(header: Sequence[str]) -> bytes:
    """The same for files of one layout: widths of characters and white space make no difference."""
    heads = "\n".join(map(plain, header))
    return hashlib.sha256(heads.encode("utf-8", "surrogatepass")).digest()


def is_standard(header: Sequence[str]) -> bool:
    """Whether the file has the standard layout."""
    return signature(header) == _STANDARD


def guess(header: Sequence[str]) -> list[str | None]:
    """For each column the field of its name that no column before it has; the standard's names come first."""
    taken: set[str] = set()
    found: list[str | None] = []
    for head in header:
        paths = _BY_NAME.get(plain(head), ())
        path = next((path for path in paths if path not in taken), None)
        if path is not None:
            taken.add(path)
        found.append(path)
    return found


def plain(head: str) -> str:
    """A head without what people write differently: widths of characters, case, white space."""
    return "".join(unicodedata.normalize("NFKC", head).split()).casefold()


def _by_name() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    named = [
        *STANDARD,
        *OTHER_NAMES.items(),
        *((target.label, path) for path, target in TARGETS.items()),
        *((path, path) for path in TARGETS),
        *((target.name, path) for path, target in TARGETS.items()),
    ]
    for name, path in named:
        paths = names.setdefault(plain(name), [])
        if path not in paths:
            paths.append(path)
    return names


_STANDARD = signature([head for head, _ in STANDARD])
_BY_NAME = _by_name()
