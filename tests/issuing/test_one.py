"""One invoice, its history, versions and PDF (contract §8)."""

import hashlib
from typing import Any

import pytest
from lxml import etree

from seikyu.invoices.wire import LIST_INVOICE
from seikyu.issuing.model import SellerStatus
from tests.house.cast import Cast
from tests.house.doors import INVOICES, RECEIVED, Doors, codes_of
from tests.house.papers import SOURCE, add_invoices


async def issued(doors: Doors, cast: Cast) -> int:
    """An invoice in its second version."""
    [number] = await add_invoices(doors.pool, cast)
    await doors.put(
        cast.seller, {"invoice_mng_num": number, "inv_show_amount": 1, "remarks": "<&>\r\n二行目"}
    )
    await doors.work_off()
    return number


async def test_one_invoice_tells_what_its_line_in_the_list_tells(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    one = (await doors.get(cast.seller, f"{INVOICES}/{number}")).json()["invoice"]
    [line] = (await doors.listed(cast.seller))["invoices"]
    assert one == line
    assert [*one] == [field.name for field in LIST_INVOICE.fields]
    assert one["remarks"] == "<&>\n二行目"


@pytest.mark.parametrize("rest", ["", "/history", "/versions", "/versions/1"])
async def test_every_path_answers_in_xml_what_it_answers_in_json(doors: Doors, cast: Cast, rest: str) -> None:
    number = await issued(doors, cast)
    for party, path in ((cast.seller, INVOICES), (cast.buyer, RECEIVED)):
        if path == RECEIVED and rest.startswith("/versions"):
            continue
        as_json = (await doors.get(party, f"{path}/{number}{rest}")).json()
        answer = await doors.get(party, f"{path}/{number}{rest}", response_type="xml")
        root = etree.fromstring(answer.content)
        assert [(child.tag, leaves(child)) for child in root] == [
            (name, texts(one))
            for name, value in as_json.items()
            for one in (value if isinstance(value, list) else [value])
        ]


def leaves(element: Any) -> Any:
    return [(c.tag, leaves(c)) for c in element] if len(element) else element.text or ""


def texts(value: Any) -> Any:
    if isinstance(value, dict) and value:
        return [
            (name, texts(one))
            for name, inner in value.items()
            for one in (inner if isinstance(inner, list) and inner else [inner])
        ]
    return "" if value in (None, [], {}) else str(value)


async def test_versions_are_told_with_their_dates_and_digests(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    newest, first = (await doors.get(cast.seller, f"{INVOICES}/{number}/versions")).json()["versions"]
    assert (newest["version"], first["version"]) == (2, 1)
    assert first["send_date"] is None  # it was laid down issued, without having been printed here
    assert newest["send_date"] == newest["made_at"][:10]
    version = (await doors.get(cast.seller, f"{INVOICES}/{number}/versions/1")).json()["invoice"]
    assert (version["version"], version["sha256"]) == (1, first["sha256"])
    assert all(version[name] == value for name, value in SOURCE.items() if not isinstance(value, list | dict))


@pytest.mark.parametrize("version", ["0", "3", "abc", "-1", "１", "9" * 30])
async def test_an_unknown_version_is_not_found(doors: Doors, cast: Cast, version: str) -> None:
    number = await issued(doors, cast)
    for party, path, query in (
        (cast.seller, f"{INVOICES}/{number}/versions/{version}", {}),
        (cast.seller, f"{INVOICES}/{number}/pdf", {"version": version}),
        (cast.buyer, f"{RECEIVED}/{number}/pdf", {"version": version}),
    ):
        answer = await doors.get(party, path, **query)
        assert answer.status_code == 404
        assert codes_of(answer)[0][1] in ("E400007", "E400008")


async def test_the_pdf_comes_with_a_name_and_is_kept_by_nobody_between(doors: Doors, cast: Cast) -> None:
    number = await issued(doors, cast)
    digests = set()
    for party, path in ((cast.seller, INVOICES), (cast.buyer, RECEIVED)):
        for query in ({}, {"version": "2"}):
            answer = await doors.get(party, f"{path}/{number}/pdf", **query)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
            assert answer.headers["cache-control"] == "private, no-store"
            assert f"{number}.pdf" in answer.headers["content-disposition"]
            assert answer.content.startswith(b"%PDF-1.")
            digests.add(hashlib.sha256(answer.content).digest())
    assert len(digests) == 1


async def test_an_invoice_that_was_never_printed_has_no_pdf_yet(doors: Doors, cast: Cast) -> None:
    [number] = await add_invoices(doors.pool, cast, status=SellerStatus.QUEUED)
    answer = await doors.get(cast.seller, f"{INVOICES}/{number}/pdf")
    assert (answer.status_code, codes_of(answer)) == (404, [("", "E400008")])
    assert (await doors.get(cast.buyer, f"{RECEIVED}/{number}")).status_code == 404
