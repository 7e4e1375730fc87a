"""Faults and refusals as clients see them."""

import pytest

from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal


def test_a_fault_tells_where_and_in_which_invoice() -> None:
    fault = Fault("invoices[2].details[0].item_qty", codes.NOT_A_NUMBER, {"label": "数量"}, 2, "1000001")
    assert fault.entry("ja") == {
        "error_item": "invoices[2].details[0].item_qty",
        "error_code": "E200009",
        "error_detail": "数量は数字で入力してください。",
        "index": 2,
        "invoice_mng_num": "1000001",
    }
    assert fault.detail("en") == "item_qty must be a number."


def test_without_a_label_the_wire_name_stands_in() -> None:
    assert (
        Fault("invoices[0].banks[1].transfer_code", codes.REQUIRED).detail("ja")
        == "transfer_codeは必須です。"
    )


def test_a_refusal_carries_its_status_path_headers_and_values() -> None:
    with pytest.raises(Refusal) as raised:
        raise Refusal(codes.BODY_TOO_LARGE, status=413, headers={"Connection": "close"}, limit=20)
    refusal = raised.value
    assert (refusal.status, refusal.path, refusal.headers) == (413, "", {"Connection": "close"})
    assert refusal.detail("ja") == "リクエストボディが大きすぎます（20MBまで）。"
    assert refusal.entry("en")["error_detail"] == "The request body is too large (at most 20 MB)."
