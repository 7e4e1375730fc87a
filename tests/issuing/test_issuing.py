"""Issuing by the worker, and what happens when it cannot be done (contract §6)."""

from seikyu.issuing.actions.issue import UNREACHABLE
from seikyu.issuing.jobs import FAILED
from seikyu.issuing.model import SellerStatus
from seikyu.jobs.lost import BEGUN, MOST
from tests.house.cast import Cast
from tests.house.doors import INVOICES, RECEIVED, Doors, codes_of
from tests.house.papers import add_invoices, everything_of, issued_before, rows, status_of


async def test_an_invoice_that_reaches_nobody_fails_with_the_reason_and_is_retried_once_linked(
    doors: Doors, cast: Cast
) -> None:
    seller = cast.seller.company_id
    [number] = await add_invoices(doors.pool, cast)
    for table in ("invoices", "customers"):
        await rows(doors.pool, seller, f"UPDATE {table} SET buyer_company_id = NULL RETURNING 1")
    await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1})
    await doors.work_off()
    [invoice] = (await doors.listed(cast.seller, wf_status="29"))["invoices"]
    assert (invoice["invoice_mng_num"], invoice["issue_error"]) == (str(number), UNREACHABLE)
    events = (await doors.get(cast.seller, f"{INVOICES}/{number}/history")).json()["history"]
    assert [(e["action"], e["from_status"], e["to_status"], e["comment"]) for e in events] == [
        ("invoice.corrected", "19", "21", None),
        ("invoice.issue_failed", "21", "29", UNREACHABLE),
    ]
    await rows(
        doors.pool, seller, f"UPDATE customers SET buyer_company_id = {cast.buyer.company_id} RETURNING 1"
    )
    answer = await doors.send(cast.seller, "POST", f"{INVOICES}/{number}/retry", None)
    assert (answer.status_code, answer.json()) == (200, {"result": "0", "error_list": None})
    await doors.work_off()
    invoice = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    assert (invoice["wf_status"], invoice["issue_error"], invoice["version"]) == ("22", None, 2)
    assert (await doors.get(cast.buyer, f"{RECEIVED}/{number}/pdf")).status_code == 200


async def test_an_invoice_that_cannot_be_printed_ends_in_error_and_nothing_reaches_the_buyer(
    doors: Doors, cast: Cast
) -> None:
    """Its document is damaged; one damaged after the fact stands for whatever may be wrong with the press."""
    seller = cast.seller.company_id
    [number] = await add_invoices(doors.pool, cast)
    before = await everything_of(doors.pool, cast.buyer.company_id)
    await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1})
    await rows(
        doors.pool,
        seller,
        "INSERT INTO invoice_versions SELECT company_id, invoice_mng_num, 3, 'x', sha256, made_at "
        "FROM invoice_versions WHERE version = 2 RETURNING 1",
    )
    await rows(doors.pool, seller, "UPDATE invoices SET version = 3 RETURNING 1")
    await doors.pool.execute(
        "UPDATE pgqueuer SET attempts = 4, payload = "
        "replace(convert_from(payload, 'UTF8'), '\"version\":2', '\"version\":3')::bytea"
    )
    await doors.work_off()
    assert await status_of(doors.pool, seller, number) == (29, 3)
    [invoice] = (await rows(doors.pool, seller, "SELECT issue_error FROM invoices")) or [{}]
    assert invoice == {"issue_error": FAILED}
    assert await everything_of(doors.pool, cast.buyer.company_id) == before


async def test_what_took_worker_after_worker_with_it_ends_in_an_issue_error(doors: Doors, cast: Cast) -> None:
    seller = cast.seller.company_id
    [number] = await add_invoices(doors.pool, cast)
    await doors.put(cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1})
    await doors.pool.execute(
        "UPDATE pgqueuer SET headers = jsonb_build_object($1::text, $2::int)", BEGUN, MOST - 1
    )
    await doors.work_off()
    assert await status_of(doors.pool, seller, number) == (29, 2)
    assert await rows(doors.pool, seller, "SELECT issue_error FROM invoices") == [{"issue_error": FAILED}]


async def test_only_what_failed_can_be_retried(doors: Doors, cast: Cast) -> None:
    for status in SellerStatus:
        [number] = await add_invoices(doors.pool, cast, status=status)
        answer = await doors.send(cast.seller, "POST", f"{INVOICES}/{number}/retry", None)
        if status is SellerStatus.ISSUE_ERROR:
            assert answer.status_code == 200
        else:
            assert (answer.status_code, codes_of(answer)) == (409, [("", "E400005")])


async def test_a_failed_invoice_cannot_be_corrected_and_a_reissued_one_counts_as_reissued(
    doors: Doors, cast: Cast
) -> None:
    failed, good = await add_invoices(doors.pool, cast, 2)
    await issued_before(doors.pool, cast.seller.company_id, good)
    await rows(
        doors.pool,
        cast.seller.company_id,
        f"UPDATE invoices SET status = 29 WHERE invoice_mng_num = {failed} RETURNING 1",
    )
    answer = await doors.put(
        cast.seller,
        {"invoice_mng_num": failed, "inv_show_amount": 1},
        {"invoice_mng_num": good, "inv_show_amount": 1},
    )
    assert codes_of(answer) == [("invoices[0].invoice_mng_num", "E400001")]
    await doors.work_off()
    found = await doors.listed(cast.seller, extracting_type01="1")
    assert [one["invoice_mng_num"] for one in found["invoices"]] == [str(good)]
