"""What leads a document in answers is what the declarations say, in their order, on both sides."""

from dataclasses import Field, fields
from datetime import UTC, date, datetime
from typing import Any, get_args
from uuid import UUID

import pytest

from seikyu.docs.records import RECEIVED_INVOICE
from seikyu.invoices.wire import INVOICE_FIELDS, LIST_INVOICE
from seikyu.issuing import answers as issuing
from seikyu.issuing.model import SellerInvoice, SellerStatus
from seikyu.receiving import answers as receiving
from seikyu.receiving.model import BuyerStatus, Origin, ReceivedInvoice
from seikyu.wire.fields import Record

SIDES = [
    (LIST_INVOICE, issuing.head, SellerInvoice, SellerStatus.ISSUED),
    (RECEIVED_INVOICE, receiving.head, ReceivedInvoice, BuyerStatus.UNAPPROVED),
]
VALUES = {
    int: 1,
    bool: True,
    UUID: UUID(int=1),
    str: "x",
    date: date(2026, 7, 31),
    datetime: datetime(2026, 7, 31, tzinfo=UTC),
}

BESIDE = {"journals"}
"""What another slice lays between the head and the document."""


def of_kind(field: Field[Any], *, empty: bool) -> object:
    if field.name == "origin":
        return Origin.PLATFORM.value
    kinds = get_args(field.type) or (field.type,)
    return None if empty and type(None) in kinds else VALUES[kinds[0]]


@pytest.mark.parametrize(("record", "head", "model", "status"), SIDES)
@pytest.mark.parametrize("empty", [False, True])
def test_a_head_has_the_declared_names_in_the_declared_order(
    record: Record, head: Any, model: Any, status: int, *, empty: bool
) -> None:
    values = {f.name: of_kind(f, empty=empty) for f in fields(model) if f.name != "status"}
    told = head(model(status=status, **values))
    declared = [field.name for field in record.fields]
    begins = declared.index(INVOICE_FIELDS[0].name)
    own = [field for field in record.fields[:begins] if field.name not in BESIDE]
    assert [*told] == [field.name for field in own]
    _, faults = Record("Head", "", tuple(own)).read(told)
    assert not faults, "what is told is of the declared kind"
