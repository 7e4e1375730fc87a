"""The editor as a page: every input with its value, what is wrong with it, what there is to choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from seikyu.accounts.model import Company, Option
from seikyu.drafting import written
from seikyu.drafting.entry import (
    DAYS,
    MODES,
    NEW_LINE,
    NUMBERS,
    OWN_PUBLISHER,
    TEXTS,
    LineShown,
    shown_line,
)
from seikyu.drafting.masters import Party
from seikyu.drafting.model import Based, Basis, Content, Kind, Template
from seikyu.drafting.rules import add_months, day_of_month, is_blank
from seikyu.drafting.web.choices import (
    Masters,
    Pair,
    bank_label,
    classes,
    customer_label,
    layouts,
    publishers,
)
from seikyu.drafting.web.repeating import TemplateShown, template_shown
from seikyu.drafting.web.sums import Sums
from seikyu.invoices.wire import PAYMENT_METHODS, POST_USES
from seikyu.ui.words import Words
from seikyu.wire.values import Node

NEW_LINES = 10
LEAST_LINES = 5


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank account to tick."""

    value: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table."""

    at: int
    label: str
    shown: LineShown
    problems: Mapping[str, str]
    stated: str
    """That its amount is not quantity times price, where it is not; else empty."""


@dataclass(frozen=True, slots=True)
class Returned:
    """Why the invoice that is being corrected came back."""

    number: int
    customer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the editor is about."""

    draft_id: UUID
    kind: Kind
    content: Content
    basis: Basis
    sums: Sums
    template: Template | None = None
    returned: Returned | None = None
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class EditorPage:
    """The whole page."""

    draft_id: str
    kind: str
    action: str
    title: str
    back: str
    basis: str
    values: Mapping[str, str]
    problems: Mapping[str, str]
    all_problems: Sequence[Pair]
    customers: Sequence[Pair]
    customer: str
    wanted: str
    publishers: Sequence[Pair]
    publisher: str
    banks: Sequence[Bank]
    lines: Sequence[Line]
    classes: Sequence[Pair]
    modes: Sequence[Pair]
    methods: Sequence[Pair]
    layouts: Sequence[Pair]
    units: Sequence[Pair]
    post_uses: Sequence[Pair]
    bulk_print: bool
    unfolded: bool
    sums: Sums
    template: TemplateShown | None
    returned: Returned | None


def new_content(today: date, publishers: Sequence[Party], banks: Sequence[Party]) -> Content:
    """What a new invoice begins with: this month's days, and the only publisher or bank account there is."""
    tree: Node = {
        "close_date": day_of_month(today, 31).isoformat(),
        "pay_due_date": day_of_month(add_months(today, 1), 31).isoformat(),
        "payment_method": "0",
        "details": [dict(NEW_LINE) for _ in range(NEW_LINES)],
    }
    return Content(
        tree,
        None,
        publishers[0].master_id if len(publishers) == 1 else None,
        (banks[0].master_id,) if len(banks) == 1 else (),
    )


def editor_view(
    sheet: Sheet,
    masters: Masters,
    company: Company,
    problems: Sequence[Pair],
    words: Words,
) -> EditorPage:
    """The page; `problems` are inputs and sentences."""
    content, tree = sheet.content, sheet.content.tree
    by_input: dict[str, str] = {}
    for name, sentence in problems:
        by_input.setdefault(name, sentence)
    values = {name: written.shown_text(tree.get(name)) for name in (*TEXTS, *DAYS)}
    values |= {name: written.shown_number(tree.get(name)) for name in NUMBERS}
    lines = _lines(tree)
    more = {name for name in MORE if values.get(name)} | (MORE & by_input.keys())
    kept = (("", words("drafting.choose.as_before")),) if sheet.returned else ()
    return EditorPage(
        draft_id=str(sheet.draft_id),
        kind=sheet.kind.value,
        action=f"/seller/drafts/{sheet.draft_id}",
        title=_title(sheet, words),
        back="/seller/templates" if sheet.kind is Kind.TEMPLATE else "/seller/drafts",
        basis=_basis(sheet.basis, words),
        values=values,
        problems=by_input,
        all_problems=[(_anchor(name, len(lines)), sentence) for name, sentence in problems],
        customers=[
            ("", words("drafting.choose.customer")),
            *((str(one.master_id), customer_label(one, words)) for one in masters.customers),
        ],
        customer=_value(content.customer_id),
        wanted=sheet.wanted,
        publishers=[*(kept or (("", words("drafting.choose.none")),)), *publishers(tree, masters, words)],
        publisher=OWN_PUBLISHER if "publisher" in tree else _value(content.publisher_id),
        banks=[
            Bank(str(one.master_id), bank_label(one.fields), one.master_id in content.bank_ids)
            for one in masters.banks
        ],
        lines=[
            Line(
                at,
                words("drafting.line", number=at + 1),
                shown,
                _of_line(by_input, at),
                _stated(shown, words),
            )
            for at, shown in enumerate(lines)
        ],
        classes=classes(lines, words),
        modes=[(mode, words(f"drafting.mode.{mode}")) for mode in MODES],
        methods=[("", ""), *((m, words(f"invoices.payment_method.{m}")) for m in PAYMENT_METHODS)],
        layouts=layouts(values["invoice_setting_code"], masters, words),
        units=[(unit, words(f"drafting.unit.{unit}")) for unit in ("0", "1")],
        post_uses=(
            [("", ""), *((use, words(f"drafting.post_use.{use}")) for use in POST_USES)]
            if Option.POSTAL_PROXY in company.options
            else []
        ),
        bulk_print=Option.BULK_PRINT in company.options,
        unfolded=bool(more),
        sums=sheet.sums,
        template=None if sheet.template is None else template_shown(sheet.template, words),
        returned=sheet.returned,
    )


MORE = frozenset(
    {
        "prev_inv_amount",
        "payment",
        "adjustment",
        "carryover_new",
        "customer_code1",
        "customer_code2",
        "edi_info",
        "invoice_amount_title",
        "inv_coop_post_use_type",
        "private_print_flg",
        "invoice_setting_code",
        *(f"inv_free_txt{n}" for n in range(1, 4)),
        *(f"inv_free_num{n}" for n in range(1, 8)),
    }
)
"""What stands folded away until something is in it."""


def _lines(tree: Node) -> list[LineShown]:
    details = tree.get("details")
    lines = [line for line in details if isinstance(line, dict)] if isinstance(details, list) else []
    spare = max(LEAST_LINES - len(lines), 1 if lines and not is_blank(lines[-1]) else 0)
    return [shown_line(line) for line in (*lines, *(NEW_LINE for _ in range(spare)))]


def _stated(shown: LineShown, words: Words) -> str:
    return words("drafting.stated", amount=shown.otherwise) if shown.otherwise else ""


def _of_line(problems: Mapping[str, str], at: int) -> dict[str, str]:
    prefix = f"details-{at}-"
    return {
        name.removeprefix(prefix): sentence for name, sentence in problems.items() if name.startswith(prefix)
    }


def _anchor(name: str, lines: int) -> str:
    if name == "details":
        return "details-0-item_name" if lines else ""
    return name if _has_input(name) else ""


def _has_input(name: str) -> bool:
    known = (*TEXTS, *DAYS, *NUMBERS, "customer", "publisher", "banks", "name")
    return name in known or name.startswith("details-")


def _title(sheet: Sheet, words: Words) -> str:
    if sheet.kind is Kind.TEMPLATE:
        return words("drafting.title.template")
    if sheet.returned is not None:
        return words("drafting.title.correction", number=sheet.returned.number)
    return words("drafting.title.draft")


def _basis(basis: Basis, words: Words) -> str:
    match basis.based:
        case Based.COPY:
            return words("drafting.basis.copy", number=basis.number)
        case Based.TEMPLATE if basis.month is not None:
            return words("drafting.basis.template", year=basis.month.year, month=basis.month.month)
        case _:
            return ""


def _value(master_id: UUID | None) -> str:
    return "" if master_id is None else str(master_id)
