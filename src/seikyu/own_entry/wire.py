"""What an own entry holds beside an invoice's published fields, and reading both (csv-standard: 自社作成)."""

from seikyu.invoices.wire import INVOICE
from seikyu.kit.check_digits import has_registration_form
from seikyu.own_entry.model import Entry
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Record, day, text, wide
from seikyu.wire.values import Node
from seikyu.wire.values import text as text_of

PARTIES = frozenset({"publisher", "customer", "banks"})

# fmt: off

HEAD = Record("OwnEntry", "自社作成", (
    text("payee_code", "支払先コード", 15, mark="○"),
    wide("supplier_name", "請求元", 60, note="省略時は支払先名"),
    text("registration_number", "事業者登録番号", 14, note="Tと13桁の数字"),
    day("send_date", "請求書日付"),
    day("own_due_date", "自社支払期限"),
    text("department_code", "負担部門コード", 15),
))

# fmt: on


def read_entry(tree: Node, index: int = 0) -> Entry:
    """Read one entry with every fault of it; the parties follow from its payee and the buyer itself."""
    head, head_faults = HEAD.read(tree)
    document, faults = INVOICE.read({name: value for name, value in tree.items() if name not in PARTIES})
    found = [*head_faults, *faults]
    number = text_of(head, "registration_number")
    if number is not None and not has_registration_form(number):
        label = "事業者登録番号"
        found.append(Fault("registration_number", codes.NOT_A_REGISTRATION_NUMBER, {"label": label}))
    return Entry(index, head, document, tuple(found))
