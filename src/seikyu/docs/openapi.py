"""The OpenAPI 3.1 document of the API, made from the declarations."""

import json

from seikyu.docs.operation import Operation
from seikyu.docs.operations import OPERATIONS
from seikyu.docs.records import ERROR
from seikyu.wire import json as wire_json
from seikyu.wire.fields import Array, Object, Record
from seikyu.wire.number_kinds import Digits
from seikyu.wire.openapi import (
    answer_reference,
    answer_schemas,
    nullable,
    query_parameters,
    request_reference,
    request_schemas,
)
from seikyu.wire.text_kinds import Text
from seikyu.wire.values import Node, Value

MEDIA_TYPES = ("application/json", "text/xml")
PATH_PARAMETERS: dict[str, Node] = {
    "invoice_mng_num": {"type": "string", "pattern": "^[0-9]{1,10}$"},
    "payment_notice_num": {"type": "string", "pattern": "^[0-9]{1,10}$"},
    "version": {"type": "string", "pattern": "^[0-9]{1,9}$"},
    "attachment_id": {"type": "string", "format": "uuid"},
    "export_id": {"type": "string", "format": "uuid"},
    "webhook_id": {"type": "string", "format": "uuid"},
    "event_id": {"type": "string", "format": "uuid"},
}
BYTES: Node = {"type": "string", "format": "binary"}
UPLOADED: Node = {
    "application/octet-stream": {"schema": BYTES},
    "multipart/form-data": {"schema": {"type": "object", "properties": {"file": BYTES}}},
}
KEY_PARAMETER: Node = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A repeat with the same key gets the first answer again and does nothing, for 24 hours",
    "schema": {"type": "string", "pattern": "^[!-~]([ -~]{0,253}[!-~])?$"},
}
REFUSALS = {
    "400": "Bad request, or any invoice of the batch was refused while the good ones were done",
    "401": "Access token missing, unknown or expired",
    "403": "Not a paying issuer, no API option, or an address that is not listed",
    "404": "Nothing at this path, or no such invoice of this company",
    "405": "Method unknown at this path",
    "409": "Not in a state that allows it, changed meanwhile, or an Idempotency-Key used for another request",
    "413": "Body over the limit",
    "415": "Content-Type or charset that is not spoken",
    "429": "Over the rate limit",
    "503": "Maintenance",
}


def openapi_document(base_url: str) -> dict[str, object]:
    """The document for one installation, plain enough for any JSON writer."""
    paths: dict[str, dict[str, Value]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    document: Node = {
        "openapi": "3.1.0",
        "info": {
            "title": "Seikyu",
            "version": "v1",
            "description": "B2B invoice exchange. Every answer is an envelope: result, error_list, payload.",
        },
        "servers": [{"url": base_url}],
        "security": [{"oauth2": []}],
        "paths": {path: dict(methods) for path, methods in paths.items()},
        "components": {"schemas": _schemas(), "securitySchemes": {"oauth2": _oauth(base_url)}},
    }
    plain: dict[str, object] = json.loads(wire_json.write(document))
    return plain


def _operation(operation: Operation) -> Node:
    parameters: list[Value] = [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in PATH_PARAMETERS.items()
        if f"{{{name}}}" in operation.path
    ]
    if operation.query is not None:
        parameters += query_parameters(operation.query)
    elif operation.method == "get" and not (operation.pdf or operation.file):
        parameters.append(
            {"name": "response_type", "in": "query", "schema": {"type": "string", "enum": ["json", "xml"]}}
        )
    if operation.repeatable:
        parameters.append(KEY_PARAMETER)
    described: Node = {"operationId": operation.name, "summary": operation.label}
    if operation.open:
        described["security"] = []
    if parameters:
        described["parameters"] = parameters
    if operation.body is not None:
        body = _content(request_reference(operation.body))
        described["requestBody"] = {"required": not operation.bare, "content": body}
    if operation.upload:
        described["requestBody"] = {"required": True, "content": UPLOADED}
    done: Node = {"description": "Done", "content": _content(_envelope(operation))}
    if operation.pdf:
        done = {"description": "The document", "content": {"application/pdf": {}}}
    if operation.file:
        done = {"description": "The file", "content": {"*/*": {}}}
    refused: Node = {
        status: {"description": reason, "content": _content({"$ref": "#/components/schemas/Refused"})}
        for status, reason in REFUSALS.items()
    }
    described["responses"] = {"200": done, **refused}
    return described


def _envelope(operation: Operation) -> Node:
    properties: Node = {
        "result": {"type": "string", "enum": ["0"]},
        "error_list": {"type": "null"},
    }
    for field in operation.payload:
        match field.kind:
            case Object(record=record):
                properties[field.name] = answer_reference(record)
            case Array(record=record):
                properties[field.name] = {"type": "array", "items": answer_reference(record)}
            case Text(limit=limit):
                properties[field.name] = nullable({"type": "string", "maxLength": limit})
            case Digits():
                properties[field.name] = {"type": "string", "pattern": "^[0-9]+$"}
            case _:
                properties[field.name] = {"type": "integer", "minimum": 0}
    return {"type": "object", "properties": properties, "required": [*properties]}


def _content(schema: Node) -> Node:
    return {media_type: {"schema": schema} for media_type in MEDIA_TYPES}


def _schemas() -> Node:
    answered: list[Record] = [ERROR]
    for operation in OPERATIONS:
        answered += [f.kind.record for f in operation.payload if isinstance(f.kind, Object | Array)]
    refused: Node = {
        "type": "object",
        "properties": {
            "result": {"type": "string", "enum": ["1"]},
            "error_list": {"type": "array", "minItems": 1, "items": answer_reference(ERROR)},
            "warning_list": nullable({"type": "array", "items": {"type": "string"}}),
        },
        "required": ["result", "error_list"],
    }
    asked = [operation.body for operation in OPERATIONS if operation.body is not None]
    return {**request_schemas(*asked), **answer_schemas(*answered), "Refused": refused}


def _oauth(base_url: str) -> Node:
    token = f"{base_url}/openam/oauth2/access_token?realm=/api"
    authorize = f"{base_url}/openam/oauth2/authorize?realm=/api"
    flow: Node = {"authorizationUrl": authorize, "tokenUrl": token, "refreshUrl": token, "scopes": {}}
    return {"type": "oauth2", "flows": {"authorizationCode": flow}}
