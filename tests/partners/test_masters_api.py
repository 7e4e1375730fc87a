"""The API of masters: get, and register, update or delete in batches (contract §4, no. 4)."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from lxml import etree

from seikyu.db.pool import transaction
from seikyu.issuing.model import SellerStatus
from seikyu.issuing.open_invoices import masters_in_use
from seikyu.kit.clock import system_clock
from seikyu.kit.jst import wire_time
from seikyu.partners.actions.keep import keep
from seikyu.partners.keeping import ALL, Masters, read_masters
from tests.house.cast import BANK_1, BUYER_AS_CUSTOMER, PUBLISHER_1, Cast
from tests.house.doors import Doors, Spelling, codes_of, told
from tests.house.papers import add_invoices, everything_of, rows
from tests.house.statements import note_query

PATH = "/v1/invoice/seller/"
PUBLISHER = {**PUBLISHER_1, "publisher_mng_num": "P-NEW"}
CUSTOMER = {"private_cust_cd": "C-NEW", "company_name_org": "株式会社新規", "user_email": "a@example.jp"}
BANK = {**BANK_1, "transfer_code": "B-NEW", "account_num": "0000009"}
NEW = {"publishers": PUBLISHER, "customers": CUSTOMER, "banks": BANK}
NAMES = {"publishers": "publisher_mng_num", "customers": "private_cust_cd", "banks": "transfer_code"}
CHANGED = {"publishers": "publisher_section", "customers": "phone", "banks": "depositor_name"}
VALUE = {"publishers": "営業部", "customers": "03-9-9", "banks": "新名義"}
kinds = pytest.mark.parametrize("kind", NEW)
spellings = pytest.mark.parametrize("spelling", ["json", "xml"])


async def send(
    doors: Doors,
    cast: Cast,
    kind: str,
    *elements: Any,
    spelling: Spelling = "json",
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    body = {"response_type": spelling, kind: [*elements]}
    return await doors.send(cast.seller, "POST", PATH + kind, body, spelling=spelling, headers=headers)


async def listed(doors: Doors, cast: Cast, kind: str, **query: Any) -> Any:
    answer = await doors.get(cast.seller, PATH + kind, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@kinds
@spellings
async def test_a_new_master_is_registered_then_updated_then_deleted(
    doors: Doors, cast: Cast, kind: str, spelling: Spelling
) -> None:
    code = {NAMES[kind]: NEW[kind][NAMES[kind]]}
    for element, outcome in (
        (NEW[kind], "registered"),
        ({**code, CHANGED[kind]: VALUE[kind]}, "updated"),
    ):
        answer = await send(doors, cast, kind, element, spelling=spelling)
        assert answer.status_code == 200, answer.text
        assert outcome in answer.text
    [found] = (await listed(doors, cast, kind, **code))[kind]
    assert found.items() >= {**NEW[kind], CHANGED[kind]: VALUE[kind], "delete_flg": "0"}.items()
    answer = await send(doors, cast, kind, {**code, "delete_flg": "1"}, spelling=spelling)
    assert (answer.status_code, "deleted" in answer.text) == (200, True)
    assert (await listed(doors, cast, kind, **code))["total_count"] == 0
    events = await rows(
        doors.pool, cast.seller.company_id, "SELECT action FROM audit_events ORDER BY event_id"
    )
    assert [event["action"].partition(".")[2] for event in events] == ["registered", "updated", "deleted"]


@kinds
@spellings
async def test_the_good_ones_of_a_batch_are_done_and_the_others_told(
    doors: Doors, cast: Cast, kind: str, spelling: Spelling
) -> None:
    name = NAMES[kind]
    bad = {**NEW[kind], name: "x" * 16}
    answer = await send(doors, cast, kind, bad, NEW[kind], spelling=spelling)
    assert answer.status_code == 400
    assert [(e["error_item"], e["error_code"], e["index"]) for e in told(answer)] == [
        (f"{kind}[0].{name}", "E200003", 0)
    ]
    if spelling == "json":
        assert [(k["index"], k["outcome"], k[name]) for k in answer.json()[kind]] == [
            (1, "registered", NEW[kind][name])
        ]
    else:
        [kept] = etree.fromstring(answer.content).findall(kind)
        assert {child.tag: child.text for child in kept}.items() >= {
            "index": "1",
            "outcome": "registered",
        }.items()
    assert (await listed(doors, cast, kind, **{name: NEW[kind][name]}))["total_count"] == 1


FAULTS: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("publishers", {"publisher_zip": "100-0001"}, [("publisher_mng_num", "E200001")]),
    ("publishers", {"publisher_mng_num": "P-TWICE"}, [("publisher_mng_num", "E500001")]),
    ("publishers", {"publisher_mng_num": "P-TWICE", "delete_flg": "1"}, [("publisher_mng_num", "E500001")]),
    (
        "publishers",
        {"publisher_mng_num": "P-NEW", "publisher_phone": "x"},
        [("publisher_phone", "E200013"), ("publisher_zip", "E500002"), ("publisher_address1", "E500003")],
    ),
    ("publishers", {"publisher_mng_num": "P-?", "delete_flg": "1"}, [("", "E500013")]),
    ("customers", {"private_cust_cd": "C-?"}, [("company_name_org", "E500011")]),
    ("customers", {"company_name_org": "名前だけ", "delete_flg": "1"}, [("", "E500012")]),
    ("customers", {"private_cust_cd": "C-?", "delete_flg": "1"}, [("", "E500013")]),
    ("customers", {**CUSTOMER, "user_email": "a@b"}, [("user_email", "E200021")]),
    ("customers", {**CUSTOMER, "invitation_method": "3"}, [("invitation_method", "E200006")]),
    ("customers", {**CUSTOMER, "private_user_name": "佐藤 一郎"}, [("private_user_name", "E500008")]),
    (
        "customers",
        {**CUSTOMER, "company_name_org": "全" * 20, "base_name": "角" * 11},
        [("company_name_org", "E300001")],
    ),
    ("banks", {"account_num": "1"}, [("transfer_code", "E500005")]),
    ("banks", {"transfer_code": "B-?", "delete_flg": "1"}, [("", "E500013")]),
    ("banks", {**BANK, "deposit_sec": "3"}, [("deposit_sec", "E200006")]),
    ("banks", {**BANK, "depositor_kana": None}, [("depositor_kana", "E500004")]),
]


@pytest.mark.parametrize(("kind", "element", "expected"), FAULTS)
@spellings
async def test_faults_are_told_with_their_place_and_nothing_is_stored(
    doors: Doors,
    cast: Cast,
    kind: str,
    element: dict[str, Any],
    expected: list[tuple[str, str]],
    spelling: Spelling,
) -> None:
    before = await everything_of(doors.pool, cast.seller.company_id)
    answer = await send(doors, cast, kind, element, spelling=spelling)
    assert answer.status_code == 400
    at = [(f"{kind}[0].{name}" if name else f"{kind}[0]", code) for name, code in expected]
    assert codes_of(answer) == at
    assert await everything_of(doors.pool, cast.seller.company_id) == before


async def test_a_bank_account_registered_twice_is_ambiguous(doors: Doors, cast: Cast) -> None:
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await connection.execute("UPDATE bank_accounts SET transfer_code = 'B-SAME'")
    answer = await send(doors, cast, "banks", {"transfer_code": "B-SAME", "depositor_name": "新"})
    assert codes_of(answer) == [("banks[0]", "E500006")]


@kinds
async def test_a_master_an_open_invoice_uses_is_not_deleted(doors: Doors, cast: Cast, kind: str) -> None:
    await add_invoices(doors.pool, cast, publisher=PUBLISHER_1, banks=[BANK_1])
    deletion = {
        "publishers": {"publisher_mng_num": "P-001"},
        "customers": {"corp_genuine_id": BUYER_AS_CUSTOMER["corp_genuine_id"]},
        "banks": {"transfer_code": "B-001"},
    }[kind]
    answer = await send(doors, cast, kind, {**deletion, "delete_flg": "1"})
    assert codes_of(answer) == [(f"{kind}[0]", "E500014")]
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await connection.execute("UPDATE invoices SET status = $1", SellerStatus.ISSUED)
    assert (await send(doors, cast, kind, {**deletion, "delete_flg": "1"})).status_code == 200


async def test_names_and_kana_of_a_known_bank_are_filled_in(doors: Doors, cast: Cast) -> None:
    names = ("fncl_inst_name", "fncl_inst_kana", "branch_name", "branch_kana")
    left_out = {name: value for name, value in BANK.items() if name not in names}
    answer = await send(
        doors,
        cast,
        "banks",
        {**left_out, "fncl_inst_code": "0005", "branch_code": "001"},
        {**left_out, "transfer_code": "B-10", "fncl_inst_code": "9900", "branch_code": "008"},
    )
    assert (answer.status_code, answer.json()["warning_list"]) == (200, None)
    [filled] = (await listed(doors, cast, "banks", transfer_code="B-NEW"))["banks"]
    assert [filled[name] for name in names] == ["三菱ＵＦＪ", "ﾐﾂﾋﾞｼﾕ-ｴﾌｼﾞｴｲ", "本店", "ﾎﾝﾃﾝ"]
    [post_bank] = (await listed(doors, cast, "banks", transfer_code="B-10"))["banks"]
    assert post_bank["fncl_inst_name"] == "ゆうちょ"


async def test_what_looks_wrong_is_a_warning_and_never_refused(doors: Doors, cast: Cast) -> None:
    wrong = {**CUSTOMER, "corp_genuine_id": "1234567890123", "nickname": "x"}
    answer = await send(doors, cast, "customers", wrong, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["warning_list"]) == (
        200,
        [
            "customers[0].nickname",
            "customers[0].corp_genuine_id: The check digit of the corporate number is wrong.",
        ],
    )
    foreign = {**BANK, "fncl_inst_code": "9991"}
    answer = await send(
        doors, cast, "banks", foreign, {**BANK, "branch_code": "999", "transfer_code": "B-11"}
    )
    assert [one.partition(":")[0] for one in answer.json()["warning_list"]] == [
        "banks[0].fncl_inst_code",
        "banks[1].branch_code",
    ]
    assert answer.status_code == 200


# Getting


async def test_lists_come_in_pages_of_100_that_never_overlap(doors: Doors, cast: Cast) -> None:
    customers = [{"private_cust_cd": f"C-{n}", "company_name_org": f"商店{n}"} for n in range(205)]
    assert (await send(doors, cast, "customers", *customers)).status_code == 200
    pages = [await listed(doors, cast, "customers", page_no=n) for n in (1, 2, 3, 4)]
    assert [len(page["customers"]) for page in pages] == [100, 100, 6, 0]
    assert {page["total_count"] for page in pages} == {206}
    codes = [one["private_cust_cd"] for page in pages for one in page["customers"]]
    assert len(set(codes)) == 206


async def test_filters_narrow_the_list(doors: Doors, cast: Cast) -> None:
    assert (await listed(doors, cast, "publishers", publisher_mng_num="P-TWICE"))["total_count"] == 2
    assert (await listed(doors, cast, "publishers", publisher_company_name="京本"))["total_count"] == 1
    assert (await listed(doors, cast, "customers", company_name_org="あおぞら"))["total_count"] == 1
    assert (await listed(doors, cast, "customers", company_name_org="%"))["total_count"] == 0
    assert (await listed(doors, cast, "customers", corp_genuine_id="7000012050002"))["total_count"] == 1
    assert (await listed(doors, cast, "banks", fncl_inst_code="0001"))["total_count"] == 3
    assert (await listed(doors, cast, "banks", account_num="7654321"))["total_count"] == 1


async def test_a_copy_is_kept_in_step_by_updated_since(doors: Doors, cast: Cast) -> None:
    """What was deleted since is listed too, marked as such."""
    await send(doors, cast, "customers", CUSTOMER)
    async with transaction(doors.pool, cast.seller.company_id) as connection:
        await connection.execute("UPDATE customers SET updated_at = updated_at - interval '1 hour'")
    since = wire_time(system_clock() - timedelta(minutes=1))
    assert (await listed(doors, cast, "customers", updated_since=since))["total_count"] == 0
    await send(doors, cast, "customers", {"private_cust_cd": "C-NEW", "delete_flg": "1"})
    [gone] = (await listed(doors, cast, "customers", updated_since=since))["customers"]
    assert (gone["private_cust_cd"], gone["delete_flg"]) == ("C-NEW", "1")


async def test_a_customer_tells_whether_it_is_linked(doors: Doors, cast: Cast) -> None:
    await send(doors, cast, "customers", CUSTOMER)
    found = (await listed(doors, cast, "customers"))["customers"]
    assert [one["linked_flg"] for one in found] == ["1", "0"]


@kinds
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"page_no": "0"}, ("page_no", "E200016")),
        ({"updated_since": "2026-08-01"}, ("updated_since", "E200020")),
        ({"response_type": "csv"}, ("response_type", "E700001")),
    ],
)
async def test_wrong_questions_are_told(
    doors: Doors, cast: Cast, kind: str, query: dict[str, str], expected: tuple[str, str]
) -> None:
    answer = await doors.get(cast.seller, PATH + kind, **query)
    assert (answer.status_code, codes_of(answer)) == (400, [expected])


@kinds
async def test_lists_are_written_as_xml_too(doors: Doors, cast: Cast, kind: str) -> None:
    answer = await doors.get(cast.seller, PATH + kind, response_type="xml")
    found = etree.fromstring(answer.content)
    assert len(found.findall(kind)) == int(found.findtext("total_count") or 0) > 0


# Who


@kinds
async def test_masters_of_another_company_are_never_seen_or_changed(
    doors: Doors, cast: Cast, kind: str
) -> None:
    before = await everything_of(doors.pool, cast.outsider.company_id)
    await send(doors, cast, kind, NEW[kind])
    assert await everything_of(doors.pool, cast.outsider.company_id) == before
    theirs = await doors.get(cast.outsider, PATH + kind, **{NAMES[kind]: NEW[kind][NAMES[kind]]})
    assert theirs.json()["total_count"] == 0


@kinds
async def test_only_paying_issuers_keep_masters(doors: Doors, cast: Cast, kind: str) -> None:
    for party in (cast.free_seller, cast.seller_without_option):
        body = {"response_type": "json", kind: [NEW[kind]]}
        for answer in (
            await doors.send(party, "POST", PATH + kind, body),
            await doors.get(party, PATH + kind),
        ):
            assert (answer.status_code, codes_of(answer)) == (403, [("", "E100001")])


# Repeated, at once, many


@kinds
async def test_a_repeat_with_its_key_does_nothing(doors: Doors, cast: Cast, kind: str) -> None:
    key = {"Idempotency-Key": "m-1"}
    sent = [await send(doors, cast, kind, NEW[kind], headers=key) for _ in range(3)]
    assert [answer.content for answer in sent] == [sent[0].content] * 3
    assert "registered" in sent[2].text


@kinds
async def test_requests_at_once_register_a_new_master_once(doors: Doors, cast: Cast, kind: str) -> None:
    answers = await asyncio.gather(*(send(doors, cast, kind, NEW[kind]) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert (await listed(doors, cast, kind, **{NAMES[kind]: NEW[kind][NAMES[kind]]}))["total_count"] == 1


@pytest.mark.parametrize("masters", ALL, ids=lambda masters: masters.name)
async def test_a_batch_takes_as_many_statements_as_one_master(
    doors: Doors, cast: Cast, masters: Masters
) -> None:
    name = NAMES[masters.name]

    async def statements(numbers: range) -> int:
        seen: list[str] = []
        given: Any = [{**NEW[masters.name], name: f"X-{n}", "account_num": str(n)} for n in numbers]
        _, elements = read_masters(masters, {masters.name: given})
        async with transaction(doors.pool, cast.seller.company_id) as connection:
            with connection.query_logger(lambda query: note_query(seen, query.query)):
                actor = cast.seller.actor
                decision = await keep(connection, actor, system_clock, masters_in_use, masters, elements)
        assert decision.faults == []
        return len(seen)

    await statements(range(200, 201))  # a connection first learns of the types it meets
    assert await statements(range(1)) == await statements(range(1, 101))
