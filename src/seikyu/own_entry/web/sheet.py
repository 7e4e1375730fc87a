"""The form of an own invoice as a page: its inputs beside the paper that came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seikyu.attachments.model import Attachment
from seikyu.attachments.screen import ACCEPTED
from seikyu.drafting import written
from seikyu.drafting.entry import CLASSES, KEPT_CLASS, MODES, NEW_LINE, shown_line
from seikyu.drafting.rules import is_blank
from seikyu.drafting.web.editor import Line
from seikyu.drafting.web.sums import Sums, sums_view
from seikyu.invoices.totals import TaxClass
from seikyu.invoices.wire import PAYMENT_METHODS
from seikyu.kit.yen import Rounding
from seikyu.masters.model import Master
from seikyu.own_entry.form import DAYS, LINES, NEW_PAYEE, TEXTS, Typed, sum_input
from seikyu.own_entry.rules import PARTS
from seikyu.ui.format import size
from seikyu.ui.words import Words
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, text

Pair = tuple[str, str]
IMAGES = frozenset({"image/png", "image/jpeg"})
HEADS = {"without_tax": "without_tax", "tax": "tax", "amount": "with_tax"}
USUAL = (TaxClass.TR10, TaxClass.TR8_REDUCED)
"""The classes whose sums are always asked for; the others unfold."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that came with the invoice; `kind` is how it can be shown."""

    name: str
    href: str
    size: str
    kind: str


@dataclass(frozen=True, slots=True)
class SumRow:
    """The inputs of a tax class."""

    label: str
    inputs: Sequence[tuple[str, str, str, str]]
    """Name, label, value and problem of each."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from."""

    payees: Sequence[Master]
    departments: Sequence[Pair]


@dataclass(frozen=True, slots=True)
class FormPage:
    """The whole page; `seen` is the version that is changed, 0 for a new invoice."""

    action: str
    number: int | None
    seen: int
    values: Mapping[str, str]
    problems: Mapping[str, str]
    all_problems: Sequence[Pair]
    doubts: Sequence[str]
    payees: Sequence[Pair]
    payee: str
    departments: Sequence[Pair]
    methods: Sequence[Pair]
    units: Sequence[Pair]
    usual: Sequence[SumRow]
    others: Sequence[SumRow]
    others_open: bool
    lines: Sequence[Line]
    lines_open: bool
    classes: Sequence[Pair]
    modes: Sequence[Pair]
    sums: Sums
    papers: Sequence[Paper]
    shown: Paper | None
    accept: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said about a form that was sent."""

    faults: Sequence[Fault] = ()
    doubts: Sequence[str] = ()


def form_page(
    action: str,
    typed: Typed,
    held: Sequence[Attachment],
    choices: Choices,
    words: Words,
    told: Told,
    *,
    number: int | None = None,
    seen: int = 0,
) -> FormPage:
    """The page at `action`."""
    problems = [(_input_of(typed, fault), _sentence(fault, words)) for fault in told.faults]
    by_input: dict[str, str] = {}
    for name, sentence in problems:
        by_input.setdefault(name, sentence)
    tree = typed.tree
    values = {name: written.shown_text(tree.get(name)) for name in (*TEXTS, *DAYS)}
    values["inv_show_amount"] = typed.front
    values |= {"new_payee_code": typed.new_code, "new_payee_name": typed.new_name}
    papers = [_paper(action, one) for one in held]
    others = [each for each in TaxClass if each not in USUAL]
    lines = _lines(typed)
    return FormPage(
        action=action,
        number=number,
        seen=seen,
        values=values,
        problems=by_input,
        all_problems=[(name, sentence) for name, sentence in problems],
        doubts=told.doubts,
        payees=[
            ("", words("own_entry.choose.payee")),
            *(_payee(one) for one in choices.payees),
            (NEW_PAYEE, words("own_entry.choose.new_payee")),
        ],
        payee=typed.payee,
        departments=[
            ("", words("own_entry.choose.none")),
            *((code, f"{code} {name}") for code, name in choices.departments),
        ],
        methods=[("", ""), *((m, words(f"invoices.payment_method.{m}")) for m in PAYMENT_METHODS)],
        units=[(unit, words(f"drafting.unit.{unit}")) for unit in ("0", "1")],
        usual=[_row(each, typed, by_input, words) for each in USUAL],
        others=[_row(each, typed, by_input, words) for each in others],
        others_open=any(tree.get(sum_input(each, "amount")) is not None for each in others),
        lines=[_line(at, line, by_input, words) for at, line in enumerate(lines)],
        lines_open=any(not is_blank(line) for line in lines),
        classes=[(each, words(f"drafting.class.{each or 'none'}")) for each in (*CLASSES, "", KEPT_CLASS)],
        modes=[(mode, words(f"drafting.mode.{mode}")) for mode in MODES],
        sums=sums_view(typed.asked, Rounding.DOWN.value, 0, "", words),
        papers=papers,
        shown=next((one for one in papers if one.kind), None),
        accept=ACCEPTED,
    )


def _payee(master: Master) -> Pair:
    code = text(master.fields, "payee_code") or ""
    return code, f"{code} {text(master.fields, 'payee_name') or ''}"


def _paper(action: str, one: Attachment) -> Paper:
    kind = "pdf" if one.media_type == "application/pdf" else "image" if one.media_type in IMAGES else ""
    return Paper(one.name, f"{action}/files/{one.attachment_id}", size(one.size), kind)


def _row(each: TaxClass, typed: Typed, problems: Mapping[str, str], words: Words) -> SumRow:
    label = words(f"drafting.class.{each.value}")
    # What follows from the lines is shown beside, not typed again.
    tree: Node = {} if typed.tree.get("details") else typed.tree
    return SumRow(
        label,
        [
            (
                name,
                f"{label} {words('drafting.sums.' + HEADS[part])}",
                written.shown_number(tree.get(name)),
                problems.get(name, ""),
            )
            for part in PARTS
            for name in (sum_input(each, part),)
        ],
    )


def _lines(typed: Typed) -> list[Node]:
    spare = max(LINES - len(typed.lines), 0 if typed.lines and is_blank(typed.lines[-1]) else 1)
    return [*typed.lines, *(dict(NEW_LINE) for _ in range(spare))]


def _line(at: int, line: Node, problems: Mapping[str, str], words: Words) -> Line:
    shown = shown_line(line)
    stated = words("drafting.stated", amount=shown.otherwise) if shown.otherwise else ""
    return Line(at, words("drafting.line", number=at + 1), shown, _of_line(problems, at), stated)


def _of_line(problems: Mapping[str, str], at: int) -> dict[str, str]:
    prefix = f"details-{at}-"
    return {name.removeprefix(prefix): said for name, said in problems.items() if name.startswith(prefix)}


def _input_of(typed: Typed, fault: Fault) -> str:
    name = typed.asked.input_of(fault)
    if name == "payee_code":
        return "new_payee_code" if typed.payee == NEW_PAYEE else "payee"
    return {"payee_name": "new_payee_name"}.get(name, name)


def _sentence(fault: Fault, words: Words) -> str:
    return fault.detail(words.language)
