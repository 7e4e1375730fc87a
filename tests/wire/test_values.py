"""Looking into plain trees: nothing given is nothing, and a tree that is not as declared is a bug."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from seikyu.wire.values import Node, day, decimal, node, nodes, text, whole

TREE: Node = {
    "text": "x",
    "whole": 5,
    "decimal": Decimal("1.5"),
    "day": date(2026, 10, 5),
    "stored_day": "2026-10-05",
    "node": {"a": 1},
    "nodes": [{"a": 1}],
    "mixed": [{"a": 1}, "x"],
    "flag": True,
    "nothing": None,
}


def test_values_come_out_typed() -> None:
    assert (text(TREE, "text"), whole(TREE, "whole"), decimal(TREE, "decimal")) == ("x", 5, Decimal("1.5"))
    assert decimal(TREE, "whole") == Decimal(5)
    assert day(TREE, "day") == day(TREE, "stored_day") == date(2026, 10, 5)
    assert (node(TREE, "node"), nodes(TREE, "nodes")) == ({"a": 1}, [{"a": 1}])


@pytest.mark.parametrize("getter", [text, whole, decimal, day, node])
def test_nothing_given_is_none(getter: Callable[[Node, str], object]) -> None:
    assert getter(TREE, "nothing") is None
    assert getter(TREE, "absent") is None


def test_no_array_is_no_nodes() -> None:
    assert nodes(TREE, "nothing") == nodes(TREE, "absent") == []


@pytest.mark.parametrize(
    ("getter", "name"),
    [
        (text, "whole"),
        (whole, "text"),
        (whole, "flag"),
        (decimal, "flag"),
        (decimal, "text"),
        (day, "whole"),
        (node, "nodes"),
        (nodes, "node"),
        (nodes, "mixed"),
    ],
)
def test_a_tree_unlike_its_declaration_is_a_bug(getter: Callable[[Node, str], object], name: str) -> None:
    with pytest.raises(TypeError, match=name):
        getter(TREE, name)
