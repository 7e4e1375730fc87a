"""OpenAPI 3.1 schemas of records (JSON Schema 2020-12).

A record has one schema as part of a request, where numbers may be strings and anything may be left out,
and another as part of an answer, where everything is present and null stands for nothing.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from seikyu.wire.fields import Array, Field, Object, Record
from seikyu.wire.kinds import Day, Loose, Scalar
from seikyu.wire.number_kinds import Digits, Exact, NumberChoice, Whole
from seikyu.wire.text_kinds import Choice, Pattern, Text, WideText
from seikyu.wire.values import Node, Value

IN_LINE = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]*$"
IN_LINES = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]*$"


def request_schemas(*records: Record) -> Node:
    """Component schemas of the records and all records in them, as requests."""
    return {record.name: _request(record) for record in _all(records)}


def answer_schemas(*records: Record) -> Node:
    """Component schemas of the records and all records in them, as answers."""
    return {f"{record.name}Answer": _answer(record) for record in _all(records)}


def request_reference(record: Record) -> Node:
    """Refers to a record's schema as a request."""
    return {"$ref": f"#/components/schemas/{record.name}"}


def answer_reference(record: Record) -> Node:
    """Refers to a record's schema as an answer."""
    return {"$ref": f"#/components/schemas/{record.name}Answer"}


def query_parameters(record: Record) -> list[Value]:
    """A record whose fields travel in the query."""
    return [
        {
            "name": field.name,
            "in": "query",
            "required": field.mark == "○",
            "description": description(field),
            "schema": _scalar(field.kind),
        }
        for field in record.fields
        if not isinstance(field.kind, Object | Array)
    ]


def description(field: Field) -> str:
    """A field's Japanese name, its condition, and what its codes mean."""
    parts = [field.label]
    if isinstance(field.kind, Choice | NumberChoice):
        parts.append(" ".join(f"{value}:{meaning}" for value, meaning in field.kind.choices.items()))
    if isinstance(field.kind, WideText):
        parts.append(f"{field.kind.limit} bytes: full-width 2, half-width 1")
    if field.note:
        parts.append(field.note)
    return "。".join(parts)


def _request(record: Record) -> Node:
    properties: Node = {}
    required: list[Value] = []
    for field in record.fields:
        must = field.mark == "○" and not field.derived
        if must:
            required.append(field.name)
        match field.kind:
            case Object(record=inner):
                schema = request_reference(inner)
            case Array(record=inner, limit=limit):
                schema = {"type": "array", "items": request_reference(inner)}
                if limit is not None:
                    schema["maxItems"] = limit
                if must:
                    schema["minItems"] = 1
            case _:
                schema = _scalar(field.kind)
        properties[field.name] = {"description": description(field), **(schema if must else nullable(schema))}
    return {
        "type": "object",
        "title": record.label,
        "properties": properties,
        **({"required": required} if required else {}),
    }


def _answer(record: Record) -> Node:
    properties: Node = {}
    for field in record.fields:
        match field.kind:
            case Object(record=inner):
                schema = nullable(answer_reference(inner))
            case Array(record=inner):
                schema = {"type": "array", "items": answer_reference(inner)}
            case _:
                schema = nullable(_answered(field.kind))
        properties[field.name] = {"description": description(field), **schema}
    names: list[Value] = [field.name for field in record.fields]
    return {"type": "object", "title": record.label, "properties": properties, "required": names}


def _scalar(kind: Scalar) -> Node:  # noqa: C901, PLR0911 -- one case a kind
    """What a request may say; numbers as JSON numbers or as strings (contract §2)."""
    match kind:
        case Text(limit=limit, lines=lines):
            return {"type": "string", "maxLength": limit, "pattern": IN_LINES if lines else IN_LINE}
        case WideText(limit=limit):
            return {"type": "string", "maxLength": limit, "pattern": IN_LINE}
        case Pattern(limit=limit, shape=shape):
            return {"type": "string", "maxLength": limit, "pattern": f"^{shape.pattern}$"}
        case Choice(choices=choices):
            return {"type": "string", "enum": [*choices]}
        case NumberChoice(choices=choices):
            return {"type": ["integer", "string"], "enum": [*choices, *map(str, choices)]}
        case Digits(limit=limit, exact=exact):
            return {
                "type": ["string", "integer"],
                "pattern": f"^[0-9]{{{limit if exact else 1},{limit}}}$",
                "minimum": 10 ** (limit - 1) if exact else 0,
                "maximum": 10**limit - 1,
            }
        case Whole(digits=digits):
            return {**_answered(kind), "type": ["integer", "string"], "pattern": f"^-?[0-9]{{1,{digits}}}$"}
        case Exact(whole=whole, fraction=fraction):
            pattern = rf"^-?[0-9]{{1,{whole}}}(\.[0-9]{{1,{fraction}}})?$"
            return {**_answered(kind), "type": ["number", "string"], "pattern": pattern}
        case Day():
            return {"type": "string", "format": "date"}
        case Loose():
            return {"type": ["string", "number"]}


def _answered(kind: Scalar) -> Node:  # noqa: PLR0911 -- one case a kind
    """What an answer says."""
    match kind:
        case Text(limit=limit) | WideText(limit=limit) | Pattern(limit=limit):
            return {"type": "string", "maxLength": limit}
        case Choice(choices=choices):
            return {"type": "string", "enum": [*choices]}
        case NumberChoice(choices=choices):
            return {"type": "integer", "enum": [*choices]}
        case Digits(limit=limit):
            return {"type": "string", "pattern": f"^[0-9]{{1,{limit}}}$"}
        case Whole(digits=digits, low=low, high=high):
            return {
                "type": "integer",
                "minimum": 1 - 10**digits if low is None else low,
                "maximum": 10**digits - 1 if high is None else high,
            }
        case Exact(whole=whole, fraction=fraction):
            step = Decimal(1).scaleb(-fraction)
            return {
                "type": "number",
                "exclusiveMinimum": -(10**whole),
                "exclusiveMaximum": 10**whole,
                "multipleOf": step,
            }
        case Day():
            return {"type": "string", "format": "date"}
        case Loose():
            return {"type": ["string", "number"]}


def nullable(schema: Node) -> Node:
    """The schema, or null."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    kinds = schema["type"]
    wider: Node = {**schema, "type": [*kinds, "null"] if isinstance(kinds, list) else [kinds, "null"]}
    if isinstance(choices := schema.get("enum"), list):
        wider["enum"] = [*choices, None]
    return wider


def _all(records: Iterable[Record]) -> Iterator[Record]:
    seen: set[str] = set()
    waiting = list(records)
    while waiting:
        record = waiting.pop(0)
        if record.name not in seen:
            seen.add(record.name)
            yield record
            waiting += [f.kind.record for f in record.fields if isinstance(f.kind, Object | Array)]
