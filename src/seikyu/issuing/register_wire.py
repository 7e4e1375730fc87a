"""The request of 請求書登録 (contract §4.2): an invoice without its number, or masters alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from seikyu.invoices.wire import (
    HEAD,
    INVOICE,
    INVOICE_FIELDS,
    INVOICE_RULES,
    MAX_UNKNOWN,
    UNIT_TAX_CALC,
    InvoiceDocument,
    complete,
)
from seikyu.invoices.wire import UNIT_TAX_CALC_OF_INVOICE as UNIT_TAX
from seikyu.partners.doubts import about_bank, about_customer, at
from seikyu.partners.wire import BANK_MASTER, CUSTOMER_MASTER, INVOICE_PUBLISHER, PUBLISHER_MASTER
from seikyu.wire.batch import RESPONSE_TYPE, faults_at, not_an_object, read_batch
from seikyu.wire.faults import Fault, Language
from seikyu.wire.fields import Field, Record, array, day, nested, text
from seikyu.wire.reading import is_nothing
from seikyu.wire.values import Node, Value, node, nodes
from seikyu.wire.values import day as day_of
from seikyu.wire.values import text as text_of

PARTIES = ("publisher", "customer", "banks")
MASTERS_ALONE = "請求書の項目を何も指定しない場合は、マスタの登録・更新・削除のみを行う"

CUSTOMER = nested("customer", "発行先", CUSTOMER_MASTER, mark="○", note=MASTERS_ALONE)
BANKS = array("banks", "振込先口座情報", BANK_MASTER, 10, note="10件まで")
PUBLISHER = nested("publisher", "発行元", INVOICE_PUBLISHER)
SEND_DATE = day(
    "send_date", "発行日", note="未来の日付を指定するとその日に発行する。省略時は直ちに", added=True
)
LAYOUT = text("invoice_setting_code", "書式設定コード", 15, note="画面で登録した書式設定", added=True)


def _field(field: Field) -> Field:
    match field.name:
        case "publisher":
            return PUBLISHER
        case "customer":
            return CUSTOMER
        case "banks":
            return BANKS
        case _:
            return field


REGISTER_INVOICE = Record(
    "RegisterInvoice",
    "請求書",
    (*map(_field, INVOICE_FIELDS), UNIT_TAX, SEND_DATE, LAYOUT),
    INVOICE_RULES,
    INVOICE.settle,
)
MASTERS_CALL = Record(
    "RegisterMasters",
    "マスタ",
    (
        nested("publisher", "発行元", PUBLISHER_MASTER),
        replace(CUSTOMER, mark=""),
        BANKS,
    ),
)
REGISTER_REQUEST = Record(
    "RegisterRequest",
    "請求書登録",
    (
        RESPONSE_TYPE,
        array("invoices", "請求書", REGISTER_INVOICE, mark="○"),
        replace(UNIT_TAX_CALC, note=""),
    ),
)


@dataclass(frozen=True, slots=True)
class RegisterElement:
    """One element of a registration: its parties as given, its document, and what is wrong with it.

    Without a document it is about masters alone. The parties of the document are not settled yet.
    """

    index: int
    document: InvoiceDocument | None
    publisher: Node | None
    customer: Node | None
    banks: list[Node]
    send_date: date | None
    layout: str | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class RegisterRead:
    """A whole request. With `faults` of its own, none of its elements can be done."""

    faults: tuple[Fault, ...]
    elements: tuple[RegisterElement, ...]
    unknown: tuple[str, ...] = ()


def read_register(tree: Value, options: frozenset[str], *, unknown: bool = False) -> RegisterRead:
    """Read a request of 請求書登録, from JSON or XML, with every fault of it."""

    def read(index: int, element: Value, head: Node) -> RegisterElement:
        if isinstance(element, dict) and _speaks_of_masters_alone(element):
            return _read_masters(index, element)
        return _read_invoice(index, element, options, head)

    faults, elements = read_batch(tree, HEAD, "invoices", "請求書", read)
    names = tuple(islice(REGISTER_REQUEST.unknown(tree), MAX_UNKNOWN)) if unknown else ()
    return RegisterRead(tuple(faults), tuple(elements), names)


def doubts(elements: Sequence[RegisterElement], language: Language) -> Iterator[str]:
    """What looks wrong about the masters of a batch and is taken all the same."""
    for element in elements:
        path = f"invoices[{element.index}]"
        if element.customer is not None:
            yield from at(f"{path}.customer", about_customer(element.customer, language))
        for position, bank in enumerate(element.banks):
            yield from at(f"{path}.banks[{position}]", about_bank(bank, language))


def _speaks_of_masters_alone(element: Node) -> bool:
    given = {name for name in _NAMES if not _is_blank(element.get(name))}
    return bool(given) and given.issubset(PARTIES)


def _is_blank(value: Value) -> bool:
    return is_nothing(value) or (isinstance(value, dict) and all(map(is_nothing, value.values())))


def _read_masters(index: int, element: Node) -> RegisterElement:
    read, findings = MASTERS_CALL.compiled(element)
    faults = faults_at(f"invoices[{index}]", findings, index)
    return _element(index, read, None, faults)


def _read_invoice(index: int, element: Value, options: frozenset[str], head: Node) -> RegisterElement:
    read, read_findings = REGISTER_INVOICE.compiled(element if isinstance(element, dict) else {})
    findings = not_an_object(element, "請求書") or list(read_findings)
    findings += complete(read, options, head, sound=not findings)
    document = {name: read[name] for name in _DOCUMENT}
    return _element(index, read, document, faults_at(f"invoices[{index}]", findings, index))


def _element(
    index: int, read: Node, document: InvoiceDocument | None, faults: tuple[Fault, ...]
) -> RegisterElement:
    return RegisterElement(
        index,
        document,
        node(read, "publisher"),
        node(read, "customer"),
        nodes(read, "banks"),
        day_of(read, "send_date"),
        text_of(read, "invoice_setting_code"),
        faults,
    )


_DOCUMENT = tuple(field.name for field in INVOICE.fields)
_NAMES = tuple(field.name for field in REGISTER_INVOICE.fields)
