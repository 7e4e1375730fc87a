"""Amounts that an invoice states although quantity times price is another survive its correction."""

from decimal import Decimal
from typing import Any

import pytest

from seikyu.wire import json
from tests.drafting.screen import Screen, Shown, filled
from tests.drafting.test_editor import documents
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.papers import add_invoices

LINE: dict[str, Any] = {
    "item_name": "一式値引き後",
    "item_qty": 3,
    "item_price": 400,
    "item_without_tax": 1000,
    "tax_type": "0",
    "tax_rate_sec": 10,
    "reduced_tax_flg": "0",
}
OTHER = {**LINE, "item_name": "ふつう", "item_without_tax": 1200}
NOTE = "請求書に記載の金額です（数量×単価は1,200）"


async def correction(doors: Doors, cast: Cast, screen: Screen, *lines: dict[str, Any]) -> Shown:
    changes: dict[str, Any] = {"details": [*lines], "unit_tax_calc_sec": "0"}
    [number] = await add_invoices(doors.pool, cast, **changes)
    return await screen.post(f"/seller/invoices/{number}/correct", {})


async def issued(doors: Doors, cast: Cast, screen: Screen, shown: Shown, **changes: str) -> dict[str, Any]:
    await screen.press(await screen.send(shown, "confirm", **changes))
    document = json.read((await documents(doors, cast))[-1][1])
    assert isinstance(document, dict)
    return document


async def test_a_stated_amount_is_shown_kept_and_told_of(doors: Doors, cast: Cast, screen: Screen) -> None:
    shown = await correction(doors, cast, screen, LINE, OTHER)
    assert shown.text.count(NOTE) == 1
    for _ in range(2):  # as it was begun, and saved
        assert shown.tree.xpath("//*[@id='details-0-amount']/@value") == ["1,000"]
        assert "¥2,420" in shown.text
        shown = await screen.send(shown, "save", remarks="備考だけ直す")
    path, fields = filled(shown, "")
    live = await screen.http.post(f"{path}/live", data=fields)
    assert "¥2,420" in live.text
    document = await issued(doors, cast, screen, await screen.get(shown.path))
    lines: Any = document["details"]
    assert [(line["item_qty"], line["item_price"], line["item_without_tax"]) for line in lines] == [
        (3, 400, 1000),
        (3, 400, 1200),
    ]
    assert "stated" not in lines[0]
    assert (document["inv_without_tax"], document["inv_amount"]) == (2200, 2420)


@pytest.mark.parametrize(
    ("changes", "amount"),
    [({"details-0-item_qty": "4"}, 1600), ({"details-0-item_price": "500"}, 1500)],
)
async def test_whoever_changes_quantity_or_price_gets_the_amount_worked_out(
    doors: Doors, cast: Cast, screen: Screen, changes: dict[str, str], amount: int
) -> None:
    shown = await screen.send(await correction(doors, cast, screen, LINE), "save", **changes)
    assert "請求書に記載の金額です" not in shown.text
    document = await issued(doors, cast, screen, shown)
    lines: Any = document["details"]
    assert lines[0]["item_without_tax"] == amount


async def test_whoever_changes_the_mode_gets_the_amount_worked_out(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    shown = await screen.send(await correction(doors, cast, screen, LINE), "save", **{"details-0-mode": "1"})
    document = await issued(doors, cast, screen, shown)
    lines: Any = document["details"]
    assert lines[0]["item_amount"] == document["inv_amount"] == 1200


async def test_a_stated_amount_travels_with_its_line(doors: Doors, cast: Cast, screen: Screen) -> None:
    shown = await screen.send(await correction(doors, cast, screen, LINE, OTHER), "down-0")
    document = await issued(doors, cast, screen, shown)
    lines: Any = document["details"]
    assert [line["item_without_tax"] for line in lines] == [1200, 1000]


@pytest.mark.parametrize(
    "rest",
    [
        '{"stated": 1}',
        '{"stated": {"name": "item_name", "amount": 1}}',
        '{"stated": {"name": "item_amount", "amount": "x", "item_qty": "3", "item_price": "400"}}',
        '{"stated": {"name": "item_amount", "amount": 1e999, "item_qty": {}, "item_price": []}}',
        '{"stated": {"name": [], "amount": {}}}',
    ],
)
async def test_what_makes_no_sense_is_forgotten(doors: Doors, cast: Cast, screen: Screen, rest: str) -> None:
    shown = await correction(doors, cast, screen, LINE)
    document = await issued(doors, cast, screen, shown, **{"details-0-rest": rest})
    lines: Any = document["details"]
    assert lines[0]["item_without_tax"] == 1200


async def test_a_difference_of_rounding_alone_is_kept_without_a_word(
    doors: Doors, cast: Cast, screen: Screen
) -> None:
    shown = await correction(
        doors, cast, screen, {**LINE, "item_qty": 1, "item_price": Decimal("100.5"), "item_without_tax": 101}
    )
    assert "請求書に記載の金額です" not in shown.text
    document = await issued(doors, cast, screen, shown)
    lines: Any = document["details"]
    assert lines[0]["item_without_tax"] == 101
