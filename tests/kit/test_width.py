"""Widths in bytes as the published tables count them."""

import pytest

from seikyu.kit.width import byte_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("ABC 123", 7),
        ("ｱｲｳﾞﾟ｡", 6),
        ("あア漢", 6),
        ("株式会社A", 9),
        ("ａ１　", 6),
        ("\u00a5\u203e", 4),
        ("\U00020bb7", 2),
    ],
)
def test_half_width_counts_one_and_all_else_two(text: str, length: int) -> None:
    assert byte_length(text) == length
