"""XML bodies to the same plain trees as JSON, and back (contract §2).

Any root is read; element names are the JSON names; an array is its element repeated; an empty element is
null. All values are text: the declarations make numbers and dates of them. Attributes, comments and
namespaces carry nothing.
"""

import re
from datetime import date

from lxml import etree

from seikyu.wire import codes
from seikyu.wire.faults import Refusal
from seikyu.wire.json import MAX_DEPTH
from seikyu.wire.values import Lone, Value


def read(body: bytes) -> Value:
    """The tree of a body; a refusal when it is no XML, not UTF-8, has a DOCTYPE, or is nested too deeply."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(codes.CHARSET_UNSUPPORTED, 400) from None
    if not _speaks_utf8(text):
        raise Refusal(codes.CHARSET_UNSUPPORTED, 400)
    if _has_doctype(text):
        raise Refusal(codes.DTD_REFUSED, 400)
    try:
        root = etree.fromstring(body, _parser())
    except etree.XMLSyntaxError as error:
        too_deep = "depth" in str(error.msg)
        raise (
            Refusal(codes.TOO_DEEP, 400, limit=MAX_DEPTH) if too_deep else Refusal(codes.BODY_UNREADABLE, 400)
        ) from None
    return _tree(root, 1)


def write(tree: Value, root: str = "response") -> bytes:
    """A tree as XML; what XML cannot hold is written as U+FFFD, so writing never fails."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    _write(parts, root, tree)
    return "".join(parts).encode("utf-8", "replace")


def _parser() -> etree.XMLParser:
    # One per body: a parser is not safe to share between threads.
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


_DECLARED = re.compile(r"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def _speaks_utf8(text: str) -> bool:
    declared = _DECLARED.match(text)
    return declared is None or declared[1].lower() in {"utf-8", "utf8"}


def _has_doctype(text: str) -> bool:
    # Only in front of the root: anywhere else it is no XML, or plain text in a CDATA section.
    position = 0
    while passed := _PROLOG.match(text, position):
        position = passed.end()
    return text.startswith("<!DOCTYPE", position)


def _tree(element: etree._Element, depth: int) -> Value:
    return _object(element, depth) if len(element) else element.text or None


def _object(element: etree._Element, depth: int) -> Lone:
    if depth > MAX_DEPTH:
        raise Refusal(codes.TOO_DEEP, 400, limit=MAX_DEPTH)
    found = Lone()
    for child in element:
        name = child.tag
        if name[0] == "{":
            name = name.rpartition("}")[2]
        # Nearly all elements are texts: they are worth no call of their own.
        value = _object(child, depth + 1) if len(child) else child.text or None
        if name not in found:
            found[name] = value
            continue
        known = found[name]
        if type(known) is list:
            known.append(value)
        else:
            found[name] = [known, value]
    return found


_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _write(parts: list[str], name: str, value: Value) -> None:
    if isinstance(value, dict):
        parts.append(f"<{name}>")
        for key, inner in value.items():
            _write(parts, key, inner)
        parts.append(f"</{name}>")
    elif isinstance(value, list) and value:
        for inner in value:
            _write(parts, name, inner)
    elif value is None or value in ("", []):
        parts.append(f"<{name}/>")
    else:
        parts.append(f"<{name}>{_text(value)}</{name}>")


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return f"{value:f}" if not isinstance(value, int) else str(value)
    text = _UNWRITABLE.sub("�", value)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
