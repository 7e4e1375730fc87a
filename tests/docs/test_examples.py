"""The examples of the documentation: each is read by the reader it is an example for."""

import json
from typing import Any

import jsonschema_rs
import pytest

from seikyu.docs import openapi_document
from seikyu.docs.examples import answer_example, as_json, as_xml, request_example
from seikyu.docs.operation import Operation
from seikyu.docs.operations import OPERATIONS
from seikyu.invoices.wire import read_update
from seikyu.issuing.register_wire import read_register
from seikyu.wire import json as wire_json
from seikyu.wire import xml as wire_xml

DOCUMENT: Any = openapi_document("https://seikyu.example")
named = {operation.name: operation for operation in OPERATIONS}
WITH_BODY = sorted(operation.name for operation in OPERATIONS if operation.body)
WITH_ANSWER = sorted(operation.name for operation in OPERATIONS if not (operation.pdf or operation.file))


def problems(schema: Any, example: str) -> list[str]:
    validator = jsonschema_rs.validator_for({**schema, "components": DOCUMENT["components"]})
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(json.loads(example))]


def described(operation: Operation) -> Any:
    return DOCUMENT["paths"][operation.path][operation.method]


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_requests_example_is_faultless_and_says_the_same_in_json_and_xml(name: str) -> None:
    operation = named[name]
    assert operation.body is not None
    example = request_example(operation.body)
    from_json, faults = operation.body.read(wire_json.read(as_json(example).encode()))
    assert not faults
    from_xml, faults = operation.body.read(wire_xml.read(as_xml(example, "request").encode()))
    assert not faults
    assert from_json == from_xml
    schema = described(operation)["requestBody"]["content"]["application/json"]["schema"]
    assert problems(schema, as_json(example)) == []


@pytest.mark.parametrize("name", WITH_ANSWER)
def test_an_answers_example_is_one_that_openapi_describes(name: str) -> None:
    operation = named[name]
    example = answer_example(operation.payload)
    schema = described(operation)["responses"]["200"]["content"]["application/json"]["schema"]
    assert problems(schema, as_json(example)) == []
    assert wire_xml.read(as_xml(example, "response").encode())


def tree_of(name: str) -> Any:
    body = named[name].body
    assert body is not None
    return wire_json.read(as_json(request_example(body)).encode())


def test_the_invoices_of_the_examples_pass_every_rule_of_registering_and_correcting() -> None:
    registered = read_register(tree_of("registerInvoices"), frozenset(), unknown=True)
    assert not registered.faults
    assert not registered.unknown
    assert [fault for element in registered.elements for fault in element.faults] == []
    updated = read_update(tree_of("updateInvoices"), frozenset(), unknown=True)
    assert not updated.faults
    assert not updated.unknown
    assert [fault for invoice in updated.invoices for fault in invoice.faults] == []


def test_the_invoice_of_the_examples_adds_up() -> None:
    body = named["registerInvoices"].body
    assert body is not None
    invoice: Any = json.loads(as_json(request_example(body)))["invoices"][0]
    lines = sum(line["item_without_tax"] for line in invoice["details"])
    assert all(
        line["item_qty"] * line["item_price"] == line["item_without_tax"] for line in invoice["details"]
    )
    assert lines == invoice["inv_without_tax"]
    assert invoice["inv_without_tax"] + invoice["inv_tax"] == invoice["inv_amount"]
    assert invoice["inv_tax_tr10"] == invoice["inv_without_tax_tr10"] // 10
    assert invoice["inv_tax_tr8_reduced"] == invoice["inv_without_tax_tr8_reduced"] * 8 // 100
