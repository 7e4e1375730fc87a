"""自社作成の項目: what the columns of a file of own entries mean, and its sample (csv-standard). Pure."""

from collections.abc import Sequence

from seikyu.own_entry.wire import HEAD
from seikyu.uploads.layout import OTHER_NAMES, STANDARD, plain
from seikyu.uploads.mapping import Mapping
from seikyu.uploads.targets import TARGETS, Target
from seikyu.wire.kinds import Scalar

PAYEE = "payee_code"
BETWEEN_THE_TWO = ("customer.", "publisher.", "banks[", "custom_")
"""Fields that follow from the payee, or that no paper has."""
GROUP = "請求書"

OWN_TARGETS: dict[str, Target] = {
    **{
        field.name: Target(field.name, GROUP, field.label, field.kind, by_row=False)
        for field in HEAD.fields
        if isinstance(field.kind, Scalar)
    },
    **{
        path: target
        for path, target in TARGETS.items()
        if not path.startswith(BETWEEN_THE_TWO) and path not in {"send_date", "invoice_setting_code"}
    },
}
"""Every field of an own entry that a column can fill."""

_OTHER_HEADS = {
    "customer.private_cust_cd": ("支払先コード", PAYEE),
    "pay_due_date": ("支払期限", "pay_due_date"),
}
_TRIPLES = tuple(
    (f"{rate}{part}", f"inv_{name}_{each}")
    for rate, each in (
        ("10%", "tr10"),
        ("軽減8%", "tr8_reduced"),
        ("8%", "tr8"),
        ("5%", "tr5"),
        ("0%", "tr0"),
        ("非課税", "free"),
        ("免税", "exemption"),
        ("不課税", "non"),
    )
    for part, name in (
        ("請求金額（税抜）", "without_tax"),
        ("消費税額", "tax"),
        ("請求金額（税込）", "amount"),
    )
)
LAYOUT: tuple[tuple[str, str], ...] = (
    *(_OTHER_HEADS.get(path, (head, path)) for head, path in STANDARD),
    ("事業者登録番号", "registration_number"),
    ("請求書日付", "send_date"),
    ("自社支払期限", "own_due_date"),
    ("負担部門コード", "department_code"),
    *_TRIPLES,
    ("顧客コード1", "customer_code1"),
    ("顧客コード2", "customer_code2"),
    ("EDI情報", "edi_info"),
)
"""The head of each column of the sample and what it means."""

EXAMPLE = {
    "inv_no": "A-1001",
    PAYEE: "P-001",
    "inv_name": "事務用品",
    "pay_due_date": "2026/12/31",
    "close_date": "2026/11/30",
    "inv_show_amount": "11000",
    "inv_without_tax": "10000",
    "inv_tax": "1000",
    "inv_amount": "11000",
    "registration_number": "T1234567890123",
    "inv_without_tax_tr10": "10000",
    "inv_tax_tr10": "1000",
    "inv_amount_tr10": "11000",
}


def mapping_of(header: Sequence[str]) -> Mapping:
    """What the heads of a file say; a head that names nothing of ours is not read."""
    names: dict[str, list[str]] = {}
    others = [(name, path) for name, path in OTHER_NAMES.items() if path in OWN_TARGETS]
    labels = [(target.label, path) for path, target in OWN_TARGETS.items()]
    for name, path in (*LAYOUT, *others, *labels, *((path, path) for path in OWN_TARGETS)):
        paths = names.setdefault(plain(name), [])
        if path not in paths:
            paths.append(path)
    taken: set[str] = set()
    columns: list[str | None] = []
    for head in header:
        found = next((path for path in names.get(plain(head), ()) if path not in taken), None)
        taken |= set() if found is None else {found}
        columns.append(found)
    return Mapping(tuple(columns))
