"""One passing and one failing body per code that a request can be given (cases.json), as JSON and as XML."""

import copy
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from seikyu.invoices.wire import read_update
from seikyu.wire import codes
from seikyu.wire import json as wire_json
from seikyu.wire import xml as wire_xml
from seikyu.wire.faults import Fault
from seikyu.wire.values import Value

HERE = Path(__file__).parent
SOUND = json.loads((HERE / "sound.json").read_text(encoding="utf-8"), parse_float=Decimal)
CASES = json.loads((HERE / "cases.json").read_text(encoding="utf-8"), parse_float=Decimal)


def body(changes: dict[str, Any]) -> Any:
    """The sound request with some values changed, each named by its path."""
    request = copy.deepcopy(SOUND)
    for path, value in changes.items():
        *way, last = [int(s) if s.isdigit() else s for s in re.findall(r"[^.\[\]]+", path)]
        place: Any = request
        for step in way:
            place = place[step]
        place[last] = value
    return request


def faults_in(tree: Value) -> list[Fault]:
    read = read_update(tree, frozenset())
    return [*read.faults, *(fault for invoice in read.invoices for fault in invoice.faults)]


def told(faults: list[Fault]) -> list[tuple[str, str, str]]:
    return [(fault.path, fault.code.number, fault.detail("ja")) for fault in faults]


def test_the_sound_body_has_no_fault() -> None:
    assert faults_in(wire_json.read(wire_json.write(SOUND))) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
@pytest.mark.parametrize("spelling", ["json", "xml"])
def test_each_code_has_a_body_that_passes_and_one_that_fails(case: dict[str, Any], spelling: str) -> None:
    passing, failing = (spelled(body(case[which]), spelling) for which in ("passes", "fails"))
    assert told(faults_in(passing)) == []
    found = [(fault.path, fault.code) for fault in faults_in(failing)]
    assert found == [(case["at"], getattr(codes, case["name"]))]
    assert getattr(codes, case["name"]).number == case["code"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_json_and_xml_give_the_same_faults_in_the_same_words(case: dict[str, Any]) -> None:
    request = body(case["fails"])
    assert told(faults_in(spelled(request, "json"))) == told(faults_in(spelled(request, "xml")))


def test_the_cases_cover_every_code_that_reading_an_update_can_give() -> None:
    elsewhere = {
        codes.NOT_A_MOMENT,
        codes.WEBHOOK_URL,
        codes.WEBHOOK_ADDRESS,
        codes.NOTICE_PAYEE_MISSING,
        codes.NOTICE_TOTAL_DIFFERS,
        codes.NOTICE_TOTAL_NEGATIVE,
        codes.NOTICE_TAX_CLASS,
        codes.NOTICE_DEDUCTION_NEGATIVE,
        codes.NOT_AN_EMAIL,
        codes.SEND_DATE_PAST,
        codes.NOT_A_REGISTRATION_NUMBER,
        codes.NOT_A_CORPORATE_NUMBER,
        codes.NOT_A_PFID,
        codes.PASSWORD_LENGTH,
        codes.PASSWORD_NOT_REPEATED,
        codes.PASSWORD_WRONG,
        codes.PASSWORD_WAIT,
        codes.NOT_A_COLOUR,
        codes.COLOUR_TOO_PALE,
        codes.COLUMN_REQUIRED,
        codes.AMOUNT_COLUMN_REQUIRED,
        codes.TOO_MANY_COLUMNS,
        codes.NOT_BANK_CHARACTERS,
        codes.TERMS_INCOMPLETE,
        codes.ACCOUNT_INCOMPLETE,
        codes.SLIP_UNBALANCED,
        codes.SLIP_AMOUNT_DIFFERS,
        codes.ENTRY_TAX_BEYOND,
        codes.ENTRY_EMPTY,
        codes.ENTRY_LINE_UNKNOWN,
        codes.NOT_A_CLIENT_ID,
        codes.NOT_A_REDIRECT_URI,
        codes.NOT_AN_ADDRESS,
        codes.KEEPING_YEARS,
        codes.KEEPING_MONTH,
        codes.KEEPING_EXTENSION,
        codes.KEEPING_REASON,
        codes.HOLD_NAME,
        codes.HOLD_REASON,
        codes.HOLD_DAYS,
        codes.HOLD_PARTNER,
        codes.HOLD_NUMBERS,
        codes.HOLD_DAY,
    }
    expected = {
        code.number
        for code in codes.REGISTRY.values()
        if code.number.startswith(("E2", "E3")) and code not in elsewhere
    }
    assert {case["code"] for case in CASES} >= expected


def test_all_failing_cases_together_are_all_found() -> None:
    """Faults of the one invoice do not hide those of the other, and each names its place in the batch."""
    bodies = [body(case["fails"]) for case in CASES if case["at"].startswith("invoices")]
    request = copy.deepcopy(SOUND)
    request["invoices"] = [one["invoices"][0] for one in bodies] + [SOUND["invoices"][0]]
    for spelling in ("json", "xml"):
        read = read_update(spelled(request, spelling), frozenset())
        assert read.faults == ()
        for index, case in enumerate(case for case in CASES if case["at"].startswith("invoices")):
            [fault] = read.invoices[index].faults
            assert fault.path == case["at"].replace("invoices[0]", f"invoices[{index}]", 1)
            assert (fault.index, fault.code.number) == (index, case["code"])
        assert read.invoices[-1].faults == ()


def spelled(request: Any, spelling: str) -> Value:
    tree = wire_json.read(wire_json.write(request))
    return tree if spelling == "json" else wire_xml.read(wire_xml.write(tree, "request"))
