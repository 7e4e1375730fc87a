"""A body of any kind gives a 4xx with the envelope: never a 500, never a hang."""

import copy
import json
import math
import re
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seikyu.wire import xml as wire_xml
from tests.house.cast import Cast
from tests.house.doors import RECEIVED, SEARCH, Doors, told
from tests.house.papers import SOURCE
from tests.robustness.nasty import NASTY_JSON, NASTY_XML
from tests.robustness.refusing import JSON, XML, often, refused

SOUND: dict[str, Any] = {
    "response_type": "json",
    "invoices": [
        {
            "invoice_mng_num": "9999999999",
            **SOURCE,
            "custom_header": {
                "custom_name": "納品",
                "custom_detail_headers": [
                    {"field_seq": 1, "field_name": "重", "field_type": "N", "field_col_width": 100}
                ],
            },
            "custom_details": [{"custom_detail_values": [{"field_seq": 1, "field_value": "1"}]}],
        }
    ],
    "unit_tax_calc_sec": "0",
}


@pytest.mark.parametrize("name", NASTY_JSON)
async def test_nasty_json_is_refused(doors: Doors, cast: Cast, name: str) -> None:
    await refused(doors, cast, NASTY_JSON[name], JSON)


@pytest.mark.parametrize("name", NASTY_XML)
async def test_nasty_xml_is_refused(doors: Doors, cast: Cast, name: str) -> None:
    await refused(doors, cast, NASTY_XML[name], XML)


@pytest.mark.parametrize(("method", "path"), [("POST", SEARCH), ("POST", f"{RECEIVED}/1/return")])
async def test_every_other_body_is_read_as_carefully(
    doors: Doors, cast: Cast, method: str, path: str
) -> None:
    for name in (
        "nothing",
        "cut off",
        "no UTF-8",
        "raw NULs",
        "deep objects",
        "UTF-16",
        "a number",
        "arrays",
    ):
        await refused(doors, cast, NASTY_JSON[name], JSON, method, path)
    for name in ("nothing", "cut off", "billion laughs", "deep", "UTF-16", "no UTF-8", "a text in the root"):
        await refused(doors, cast, NASTY_XML[name], XML, method, path)


async def test_what_only_looks_nasty_is_taken(doors: Doors, cast: Cast) -> None:
    """A byte order mark, a comment, an instruction, a namespace, white space: all of it may be there."""
    for content, kind in (
        (b"\xef\xbb\xbf" + json.dumps(SOUND).encode(), JSON),
        (b"\xef\xbb\xbf" + wire_xml.write(SOUND, "x").replace(b">json<", b">xml<"), XML),
        (
            b"<!-- a --><?b c?>"
            + wire_xml.write(SOUND, "x").partition(b"\n")[2].replace(b">json<", b"> xml<"),
            XML,
        ),
    ):
        answer = await refused(doors, cast, content, kind)
        codes = {entry["error_code"] for entry in told(answer)}
        assert codes <= {"E400001", "E700001"}


# Wrong types anywhere


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a tree at which something else may stand."""
    found = [path] if path else []
    if isinstance(tree, dict):
        return found + [inner for name, value in tree.items() for inner in places(value, (*path, name))]
    if isinstance(tree, list):
        return found + [inner for place, value in enumerate(tree) for inner in places(value, (*path, place))]
    return found


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**40), max_value=10**40),
    st.floats(),
    st.text(max_size=30),
    st.text(alphabet="0123456789-. eE+,:", max_size=20),
    st.sampled_from(
        ["", " ", "0", "-0", "1e5", "２", "\0", "\ud800", "2026-02-30", "9" * 50, "json", "<a>", "&"]
    ),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
CHANGES = st.lists(st.tuples(st.sampled_from(places(SOUND)), ANYTHING), min_size=1, max_size=6)


def changed(changes: list[tuple[tuple[Any, ...], Any]]) -> Any:
    """The sound request with other values in some places, where an earlier change has left them."""
    tree = copy.deepcopy(SOUND)
    for path, value in changes:
        place: Any = tree
        with suppress(LookupError, TypeError):
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
    return tree


@often
@given(changes=CHANGES)
async def test_anything_may_stand_anywhere_in_json(doors: Doors, cast: Cast, changes: Any) -> None:
    await refused(doors, cast, json.dumps(changed(changes)).encode(), JSON)


@often
@given(changes=CHANGES)
async def test_anything_may_stand_anywhere_in_xml(doors: Doors, cast: Cast, changes: Any) -> None:
    await refused(doors, cast, wire_xml.write(writable(changed(changes)), "request"), XML)


def writable(value: Any) -> Any:
    """The same with names that XML can write."""
    if isinstance(value, dict):
        return {re.sub("[^A-Za-z_]", "", name) or "x": writable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [writable(inner) for inner in value]
    if isinstance(value, float):
        return Decimal(value) if math.isfinite(value) else str(value)
    return value


@often
@given(
    content=st.one_of(
        st.binary(max_size=200), st.text(alphabet='{}[]":,<>/&;!?a1\\ ', max_size=60).map(str.encode)
    )
)
async def test_any_bytes_may_come(doors: Doors, cast: Cast, content: bytes) -> None:
    await refused(doors, cast, content, JSON)
    await refused(doors, cast, content, XML)
