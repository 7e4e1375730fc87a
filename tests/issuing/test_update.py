"""請求書更新, sentence by sentence: what becomes of the invoice (contract §4.1)."""

from typing import Any

import pytest

from seikyu.accounts.model import Option
from seikyu.issuing.model import SellerStatus
from seikyu.settings import Environment
from seikyu.wire import json as wire_json
from tests.house.cast import Cast, build_cast
from tests.house.doors import INVOICES, Doors, Spelling, codes_of, told
from tests.house.papers import REASON, SOURCE, add_invoices, everything_of, rows, status_of

GOOD: dict[str, Any] = {"inv_show_amount": 1000}
EMPTIED = sorted(
    {name for name, value in SOURCE.items() if not isinstance(value, (dict, list))}
    - {"unit_tax_calc_sec", "inv_show_amount"}
)


async def newest(doors: Doors, cast: Cast, number: int) -> dict[str, Any]:
    answer = await doors.get(cast.seller, f"{INVOICES}/{number}")
    assert answer.status_code == 200, answer.text
    invoice: dict[str, Any] = answer.json()["invoice"]
    return invoice


async def corrected(doors: Doors, cast: Cast, spelling: Spelling = "json", **fields: Any) -> dict[str, Any]:
    """A fresh sent-back invoice after one correction that holds these fields."""
    [number] = await add_invoices(doors.pool, cast)
    answer = await doors.put(
        cast.seller, {"invoice_mng_num": str(number), **GOOD, **fields}, spelling=spelling
    )
    assert answer.status_code == 200, answer.text
    return await newest(doors, cast, number)


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_a_scalar_left_out_becomes_empty(doors: Doors, cast: Cast, spelling: Spelling) -> None:
    invoice = await corrected(doors, cast, spelling)
    assert {name: invoice[name] for name in EMPTIED} == dict.fromkeys(EMPTIED)
    assert invoice["details"] == invoice["custom_details"] == []


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_publisher_customer_banks_and_tax_unit_left_out_stay(
    doors: Doors, cast: Cast, spelling: Spelling
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    before = await newest(doors, cast, number)
    await doors.put(cast.seller, {"invoice_mng_num": str(number), **GOOD}, spelling=spelling)
    after = await newest(doors, cast, number)
    for name in ("publisher", "customer", "banks", "unit_tax_calc_sec"):
        assert before[name] is not None
        assert after[name] == before[name]


@pytest.mark.parametrize("nothing", [None, {}, {"publisher_mng_num": None}])
async def test_an_object_in_which_nothing_is_given_counts_as_left_out(
    doors: Doors, cast: Cast, nothing: Any
) -> None:
    invoice = await corrected(doors, cast, publisher=nothing)
    assert invoice["publisher"] == SOURCE["publisher"]


async def test_an_array_of_no_banks_takes_the_banks_away(doors: Doors, cast: Cast) -> None:
    assert (await corrected(doors, cast, banks=[]))["banks"] == []


async def test_another_method_than_transfer_takes_the_banks_away(doors: Doors, cast: Cast) -> None:
    assert (await corrected(doors, cast, payment_method="1"))["banks"] == []
    assert len((await corrected(doors, cast, payment_method="0"))["banks"]) == 1


async def test_the_tax_unit_is_read_in_the_invoice_then_at_the_top_then_from_the_source(
    doors: Doors, cast: Cast
) -> None:
    first, second, third = await add_invoices(doors.pool, cast, 3, unit_tax_calc_sec="1")
    own = {"invoice_mng_num": first, **GOOD, "unit_tax_calc_sec": "1"}
    default = {"invoice_mng_num": second, **GOOD}
    await doors.put(cast.seller, own, default, unit_tax_calc_sec="0")
    await doors.put(cast.seller, {"invoice_mng_num": third, **GOOD})
    units = [(await newest(doors, cast, n))["unit_tax_calc_sec"] for n in (first, second, third)]
    assert units == ["1", "0", "1"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"inv_amount": 1100}, 1100),
        ({"inv_amount": "1100", "carryover_new": -100}, 1000),
        ({"inv_amount": 1100, "carryover_new": 5, "inv_show_amount": 7}, 7),
        ({"inv_amount": 0}, 0),
    ],
)
async def test_the_amount_on_the_front_follows_from_the_invoice_amount_when_left_out(
    doors: Doors, cast: Cast, given: dict[str, Any], shown: int
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    answer = await doors.put(cast.seller, {"invoice_mng_num": number, **given})
    assert answer.status_code == 200, answer.text
    assert (await newest(doors, cast, number))["inv_show_amount"] == shown


async def test_without_either_amount_the_front_amount_is_missing(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    answer = await doors.put(cast.seller, {"invoice_mng_num": number, "carryover_new": 5})
    assert told(answer) == [
        {
            "error_item": "invoices[0].inv_show_amount",
            "error_code": "E200001",
            "error_detail": "おもての請求金額は必須です。",
            "index": 0,
            "invoice_mng_num": str(number),
        }
    ]


@pytest.mark.parametrize("spelling", ["json", "xml"])
async def test_the_good_ones_of_a_batch_are_done_and_the_others_told(
    doors: Doors, cast: Cast, spelling: Spelling
) -> None:
    first, second, third = await add_invoices(doors.pool, cast, 3)
    answer = await doors.put(
        cast.seller,
        {"invoice_mng_num": str(first), **GOOD},
        {"invoice_mng_num": str(second), "inv_show_amount": "千", "close_date": "2026-02-30"},
        {"invoice_mng_num": str(third), **GOOD},
        spelling=spelling,
    )
    assert answer.status_code == 400
    assert codes_of(answer) == [
        ("invoices[1].inv_show_amount", "E200007"),
        ("invoices[1].close_date", "E200011"),
    ]
    assert {(e["index"], e["invoice_mng_num"]) for e in told(answer)} == {(1, str(second))}
    owner = cast.seller.company_id
    assert [await status_of(doors.pool, owner, n) for n in (first, second, third)] == [
        (21, 2),
        (19, 1),
        (21, 2),
    ]


@pytest.mark.parametrize("amount", [1000, "x"])
async def test_of_one_number_given_twice_the_second_is_refused(
    doors: Doors, cast: Cast, amount: int | str
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    first_is_good = amount != "x"
    answer = await doors.put(
        cast.seller,
        {"invoice_mng_num": str(number), "inv_show_amount": amount, "inv_name": "一"},
        {"invoice_mng_num": number, **GOOD, "inv_name": "二"},
    )
    repeated = ("invoices[1].invoice_mng_num", "E400002")
    broken = [] if first_is_good else [("invoices[0].inv_show_amount", "E200007")]
    assert codes_of(answer) == [*broken, repeated]
    expected = ((21, 2), "一") if first_is_good else ((19, 1), SOURCE["inv_name"])
    invoice = await newest(doors, cast, number)
    assert (await status_of(doors.pool, cast.seller.company_id, number), invoice["inv_name"]) == expected


@pytest.mark.parametrize("status", [s for s in SellerStatus if s is not SellerStatus.SENT_BACK])
async def test_only_a_sent_back_invoice_can_be_corrected(
    doors: Doors, cast: Cast, status: SellerStatus
) -> None:
    [number] = await add_invoices(doors.pool, cast, status=status)
    before = await everything_of(doors.pool, cast.seller.company_id)
    answer = await doors.put(cast.seller, {"invoice_mng_num": str(number), **GOOD})
    assert codes_of(answer) == [("invoices[0].invoice_mng_num", "E400001")]
    assert await everything_of(doors.pool, cast.seller.company_id) == before


async def test_the_version_audit_entry_and_job_are_stored_together(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    owner = cast.seller.company_id
    before = await everything_of(doors.pool, owner)
    request_id = (await doors.put(cast.seller, {"invoice_mng_num": number, **GOOD})).headers["x-request-id"]
    after = await everything_of(doors.pool, owner)
    [invoice] = after["invoices"]
    assert (invoice["status"], invoice["version"], invoice["inv_show_amount"]) == (21, 2, 1000)
    assert invoice["inv_no"] is invoice["close_date"] is invoice["pay_due_date"] is None
    assert [v["version"] for v in after["invoice_versions"]] == [1, 2]
    assert after["invoice_versions"][0] == before["invoice_versions"][0]
    [event] = after["audit_events"]
    assert (event["action"], event["subject_id"], event["from_status"], event["to_status"]) == (
        "invoice.corrected",
        str(number),
        19,
        21,
    )
    assert (event["actor_user_id"], event["client_id"], event["via"], event["request_id"]) == (
        cast.seller.user.user_id,
        cast.seller.client_id,
        "api",
        request_id,
    )
    [job] = after["jobs"]
    assert wire_json.read(job["payload"]) == {"company_id": owner, "invoice_mng_num": number, "version": 2}


async def test_the_answer_does_not_wait_for_the_reissue(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast)
    answer = await doors.put(cast.seller, {"invoice_mng_num": number, **GOOD})
    assert answer.json()["result"] == "0"
    assert (await newest(doors, cast, number))["wf_status"] == "21"
    assert (await newest(doors, cast, number))["return_reason"] == REASON


async def test_what_the_company_is_called_is_frozen_into_the_version(doors: Doors, cast: Cast) -> None:
    invoice = await corrected(doors, cast)
    await doors.pool.execute(
        "UPDATE companies SET name = '新社名', registration_number = NULL WHERE company_id = $1",
        cast.seller.company_id,
    )
    again = await newest(doors, cast, int(invoice["invoice_mng_num"]))
    assert again["issuer"] == invoice["issuer"]
    assert invoice["issuer"]["company_name"] == cast.seller.company.name


@pytest.mark.parametrize(
    ("field", "option", "code"),
    [
        ("inv_coop_post_use_type", Option.POSTAL_PROXY, "E100005"),
        ("private_print_flg", Option.BULK_PRINT, "E100006"),
    ],
)
async def test_options_open_their_fields(
    doors: Doors, cast: Cast, password_hash: str, field: str, option: Option, code: str
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    answer = await doors.put(cast.seller, {"invoice_mng_num": number, **GOOD, field: "1"})
    assert codes_of(answer) == [(f"invoices[0].{field}", code)]
    opened = await build_cast(doors.pool, password_hash, options=frozenset({option}))
    assert (await corrected(doors, opened, "json", **{field: "1"}))[field] == "1"


async def test_amounts_pass_exactly_in_json_and_xml(doors: Doors, cast: Cast) -> None:
    exact = {
        "inv_free_num1": "9999999999999.999",
        "inv_free_num2": "-0.001",
        "inv_amount": "-9999999999999",
        "details": [{"item_qty": "9999999999999.99999", "item_price": "0.1"}],
    }
    for spelling in ("json", "xml"):
        invoice = await corrected(doors, cast, spelling, **exact)
        answer = await doors.get(cast.seller, f"{INVOICES}/{invoice['invoice_mng_num']}")
        for number in (
            "9999999999999.999",
            "-0.001",
            "-9999999999999",
            '"item_qty":9999999999999.99999',
            '"item_price":0.1,',
        ):
            assert number in answer.text
        as_xml = await doors.get(cast.seller, f"{INVOICES}/{invoice['invoice_mng_num']}", response_type="xml")
        assert "<item_qty>9999999999999.99999</item_qty>" in as_xml.text


async def test_json_and_xml_store_the_same_document(doors: Doors, cast: Cast) -> None:
    fields = {
        "remarks": "改行\nあり<&>\"'",
        "customer": {"company_name_org": "株式会社🍎", "fax": "03-1-1"},
        "details": [{"item_name": "一"}, {"item_name": "二", "item_qty": "1.5"}],
        "custom_header": {
            "custom_name": "納品",
            "custom_detail_headers": [
                {"field_seq": 1, "field_name": "品番", "field_type": "S", "field_col_width": 100}
            ],
        },
        "custom_details": [{"custom_detail_values": [{"field_seq": 1, "field_value": "A"}]}],
    }
    as_json = await corrected(doors, cast, "json", **fields)
    as_xml = await corrected(doors, cast, "xml", **fields)
    numbers = [int(one["invoice_mng_num"]) for one in (as_json, as_xml)]
    documents = await rows(
        doors.pool,
        cast.seller.company_id,
        "SELECT document FROM invoice_versions WHERE invoice_mng_num = ANY($1) AND version = 2",
        numbers,
    )
    assert documents[0] == documents[1]


async def test_unknown_fields_are_ignored_and_told_of_in_the_sandbox_only(
    doors: Doors, cast: Cast, production: Doors, password_hash: str
) -> None:
    [number] = await add_invoices(doors.pool, cast)
    body = {"invoice_mng_num": number, **GOOD, "inv_nmae": "x", "details": [{"item_naem": 1}]}
    sandboxed = await doors.put(cast.seller, body, extra={"deep": 1})
    assert sandboxed.json() == {
        "result": "0",
        "error_list": None,
        "warning_list": ["invoices[0].inv_nmae", "invoices[0].details[0].item_naem", "extra"],
    }
    real = await build_cast(doors.pool, password_hash, environment=Environment.PRODUCTION)
    [another] = await add_invoices(doors.pool, real)
    live = await production.put(real.seller, {**body, "invoice_mng_num": another}, extra={"deep": 1})
    assert live.json() == {"result": "0", "error_list": None}
