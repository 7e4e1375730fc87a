"""The OpenAPI document says what the reader does."""

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from seikyu.docs import openapi_document
from seikyu.invoices.wire import UPDATE_REQUEST, canonical, read_update
from seikyu.wire import json as wire_json
from seikyu.wire.fields import Array, Object, Record
from seikyu.wire.openapi import answer_schemas, request_schemas

HERE = Path(__file__).parent
SOUND = json.loads((HERE.parent / "faults" / "sound.json").read_text(encoding="utf-8"))
DOCUMENT = openapi_document("https://seikyu.example")
COMPONENTS: Any = DOCUMENT["components"]


def validator(name: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(
        {"$ref": f"#/components/schemas/{name}", "components": COMPONENTS}, validate_formats=True
    )


def test_every_schema_is_a_json_schema() -> None:
    for schema in COMPONENTS["schemas"].values():
        jsonschema_rs.meta.validate(schema)


def test_every_reference_leads_somewhere() -> None:
    written = json.dumps(DOCUMENT)
    named = {part.partition('"')[0] for part in written.split("#/components/schemas/")[1:]}
    assert named <= set(COMPONENTS["schemas"])


def test_the_sound_request_fits_its_schema() -> None:
    assert list(validator("UpdateRequest").iter_errors(SOUND)) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("inv_no", "x" * 21),
        ("inv_no", 5),
        ("contact", "a\nb"),
        ("payment_method", "7"),
        ("inv_tax", 1.5),
        ("inv_tax", "1.5"),
        ("inv_tax", 10**13),
        ("close_date", "2026-02-30"),
        ("banks", [{}] * 11),
        ("details", "x"),
        ("details", [{"item_qty": 0.000001}]),
        ("invoice_mng_num", None),
        ("invoice_mng_num", "12345678901"),
        ("customer", {"zip": "1234567"}),
    ],
)
def test_what_the_reader_refuses_does_not_fit(name: str, value: Any) -> None:
    request = copy.deepcopy(SOUND)
    request["invoices"][0][name] = value
    assert not validator("UpdateRequest").is_valid(request)
    exact = wire_json.read(json.dumps(request).encode())
    assert read_update(exact, frozenset()).invoices[0].faults


def test_a_stored_document_fits_the_answers_of_lists() -> None:
    tree = json.loads(json.dumps(SOUND), parse_float=Decimal)
    document = json.loads(canonical(read_update(tree, frozenset()).invoices[0].document))
    for record in records_of(UPDATE_REQUEST):
        assert f"{record.name}Answer" in answer_schemas(UPDATE_REQUEST)
        assert record.name in request_schemas(UPDATE_REQUEST)
    head = dict.fromkeys(COMPONENTS["schemas"]["ListInvoiceAnswer"]["properties"])
    answer = {**head, "invoice_mng_num": "1", **document, "issuer": None}
    assert list(validator("ListInvoiceAnswer").iter_errors(answer)) == []
    del answer["remarks"]
    assert not validator("ListInvoiceAnswer").is_valid(answer)


def records_of(record: Record) -> list[Record]:
    inner = [field.kind.record for field in record.fields if isinstance(field.kind, Array | Object)]
    return [record, *(found for below in inner for found in records_of(below))]
