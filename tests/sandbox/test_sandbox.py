"""A running sandbox, as a newcomer and a program meet it."""

import socket
import subprocess
from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox import quick_start
from tests.sandbox.house import INVOICES, RECEIVED, SEIKYU, Sandbox, folder_for_a_sandbox, mode_of, pasted

pytestmark = pytest.mark.long

COMPANIES = ("seller", "buyer", "free_seller", "outsider")
LOGIN = {"company_id", "user_id", "password", "client_id", "client_secret"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all tests of this file; whatever has the usual port keeps it."""
    with socket.socket() as usual, folder_for_a_sandbox() as opened:
        usual.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            usual.bind(("127.0.0.1", 8000))
            usual.listen()
        except OSError:  # somebody else has it already
            pass
        opened.start("--port", "0")
        yield opened


def test_the_facts_tell_the_address_and_a_login_that_works_for_each_company(sandbox: Sandbox) -> None:
    facts = sandbox.facts
    assert set(facts) == {"base_url", "returned", *COMPANIES}
    assert httpx.get(facts["base_url"] + "/readyz").status_code == 200
    for company in COMPANIES:
        assert set(facts[company]) == LOGIN
        assert sandbox.token(company)


def test_the_facts_and_the_logins_are_for_nobody_elses_eyes(sandbox: Sandbox) -> None:
    assert mode_of(sandbox.parent / "facts.json") == 0o600
    assert mode_of(sandbox.folder / "logins.json") == 0o600


def test_at_least_120_invoices_are_issued_and_12_sent_back_with_reasons(sandbox: Sandbox) -> None:
    sent_back = sandbox.listed(wf_status="19")
    issued = sandbox.listed(wf_status="22")
    assert len(sent_back) >= 12
    assert len(issued) + len(sent_back) >= 120
    assert all(len(invoice["return_reason"]) > 10 for invoice in sent_back)
    assert len({invoice["return_reason"] for invoice in sent_back}) >= 7
    assert {invoice["invoice_type"] for invoice in issued} == {"3", "4"}
    assert {invoice["seal_flg"] for invoice in issued} == {"0", "1"}


def test_the_buyer_is_done_with_what_is_old_and_has_a_handful_left(sandbox: Sandbox) -> None:
    counts = {
        status: sandbox.call("buyer", "GET", RECEIVED, params={"wf_status": status}).json()["total_count"]
        for status in ("50", "71")
    }
    assert 2 <= counts["50"] <= 16  # what other tests correct comes again
    assert counts["71"] >= 100
    done = sandbox.call("buyer", "GET", RECEIVED, params={"wf_status": "71"}).json()["invoices"]
    assert all(invoice["open_date"] for invoice in done)


def test_the_facts_name_what_is_sent_back(sandbox: Sandbox) -> None:
    assert set(sandbox.returned()) <= set(sandbox.facts["returned"])
    assert len(sandbox.facts["returned"]) >= 12


def test_the_free_seller_is_told_that_the_api_is_for_paying_issuers(sandbox: Sandbox) -> None:
    answer = sandbox.call("free_seller", "GET", INVOICES, params={"response_type": "json"})
    assert answer.status_code == 403
    assert answer.json()["error_list"][0]["error_code"] == "E100001"


def test_to_the_outsider_the_sellers_invoices_are_not_there(sandbox: Sandbox) -> None:
    number = sandbox.facts["returned"][0]
    there, missing = (sandbox.call("outsider", "GET", f"{INVOICES}/{n}") for n in (number, "9999999999"))
    assert (there.status_code, there.text) == (missing.status_code, missing.text)
    own = {invoice["invoice_mng_num"] for invoice in sandbox.listed("outsider")}
    assert own
    assert own.isdisjoint(invoice["invoice_mng_num"] for invoice in sandbox.listed())


def test_naming_the_publisher_code_that_stands_twice_is_refused_as_ambiguous(sandbox: Sandbox) -> None:
    invoice = {
        "invoice_mng_num": sandbox.facts["returned"][-1],
        "inv_show_amount": 1,
        "publisher": {"publisher_mng_num": "NAGOYA-01"},
    }
    answer = sandbox.call("seller", "PUT", INVOICES, json={"response_type": "json", "invoices": [invoice]})
    assert answer.status_code == 400
    refused = {error["error_item"]: error["error_detail"] for error in answer.json()["error_list"]}
    assert "特定" in refused["invoices[0].publisher.publisher_mng_num"]


def test_what_the_list_gives_can_be_sent_back_whole_as_a_correction(sandbox: Sandbox) -> None:
    invoice = sandbox.listed(wf_status="19")[-1]
    answer = sandbox.call("seller", "PUT", INVOICES, json={"response_type": "json", "invoices": [invoice]})
    assert answer.status_code == 200, answer.text


def test_the_printed_lines_lead_from_sent_back_to_version_2_at_the_buyer(sandbox: Sandbox) -> None:
    printed = sandbox.walk()
    [pdf] = sandbox.parent.glob("seikyu-*.pdf")
    number = pdf.stem.removeprefix("seikyu-")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert f'"invoice_mng_num":"{number}","wf_status":"22","version":2' in printed
    received = sandbox.call("buyer", "GET", f"{RECEIVED}/{number}").json()["invoice"]
    assert (received["version"], received["wf_status"]) == (2, "50")
    assert number not in sandbox.returned()


def test_the_quick_start_goes_word_for_word_and_shows_what_it_says(sandbox: Sandbox) -> None:
    first, *blocks = quick_start.blocks(quick_start.PAGES[0])
    assert first.lines == 'make run ARGS="--facts facts.json"\n'  # what this sandbox was started like
    shown = pasted(quick_start.script(blocks), sandbox.parent).split(quick_start.MARK)[1:]
    for block, said in zip(blocks, shown, strict=True):
        assert quick_start.is_as_told(block, said), (block, said)
    assert (sandbox.parent / "readme-1.pdf").read_bytes().startswith(b"%PDF-")
    number = sandbox.facts["returned"][0]
    assert sandbox.call("seller", "GET", f"{INVOICES}/{number}").json()["invoice"]["wf_status"] == "19"


def test_the_readme_and_both_languages_tell_the_same_quick_start() -> None:
    told = [quick_start.blocks(page) for page in quick_start.PAGES]
    assert told[0] == told[1] == told[2]


def test_without_a_port_asked_for_it_takes_a_free_one_and_says_so(sandbox: Sandbox) -> None:
    assert not sandbox.facts["base_url"].endswith(":8000")
    assert sandbox.facts["base_url"] in sandbox.said
    assert "not on the usual port 8000" in sandbox.said


def test_a_port_that_is_taken_is_refused_in_a_sentence(sandbox: Sandbox) -> None:
    port = sandbox.facts["base_url"].rpartition(":")[2]
    with folder_for_a_sandbox() as other:
        other.begin("--port", port)
        assert other.process is not None
        assert other.process.wait(60) == 1
        assert other.said.startswith(f"Port {port} is taken: name another one")


def test_a_second_sandbox_on_the_same_folder_is_refused_in_a_sentence(sandbox: Sandbox) -> None:
    done = subprocess.run(
        [SEIKYU, "sandbox", "--data", sandbox.folder], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "already runs" in done.stderr
    assert httpx.get(sandbox.facts["base_url"] + "/readyz").status_code == 200


def test_mail_stays_inside_and_can_be_read_on_screen(sandbox: Sandbox) -> None:
    login = sandbox.facts["buyer"]
    base = sandbox.facts["base_url"]
    with httpx.Client(base_url=base, headers={"Origin": base}) as browser:
        form = {"pfid": login["user_id"], "password": login["password"]}
        assert browser.post("/login", data=form).status_code == 303
        assert "請求書" in browser.get("/sandbox/outbox").text
