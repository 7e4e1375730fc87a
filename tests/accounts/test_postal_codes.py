"""What a postal code fills in."""

import asyncio

import pytest

from seikyu.accounts.postal_codes import address, written


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("100-0001", "東京都千代田区千代田"),
        ("1000001", "東京都千代田区千代田"),
        ("〒１００－０００１", "東京都千代田区千代田"),
        ("900-0000", "沖縄県那覇市"),
        ("060-8621", "北海道札幌市中央区北一条西6丁目1-2アーバンネット札幌ビル2F"),
    ],
)
def test_a_postal_code_of_any_spelling_gives_the_address(given: str, found: str) -> None:
    assert address(given) == found


def test_places_that_share_a_code_give_what_they_have_in_common() -> None:
    shared = address("452-0961")
    assert shared is not None
    assert shared.startswith("愛知県清須市")


@pytest.mark.parametrize(
    "given", ["", "000-0000", "999-9999", "10000011", "1000-001x", "' OR 1=1", "١٠٠٠٠٠١"]
)
def test_what_is_no_postal_code_gives_nothing(given: str) -> None:
    assert address(given) is None


def test_a_code_is_written_with_its_hyphen() -> None:
    assert written("１００ー０００１") == "100-0001"
    assert written("100000") is None


async def test_it_may_be_asked_from_any_thread() -> None:
    asked = [asyncio.to_thread(address, "530-0001") for _ in range(8)]
    assert set(await asyncio.gather(*asked)) == {"大阪府大阪市北区梅田"}
