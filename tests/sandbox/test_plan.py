"""The planned data itself: whatever the day, it is sound."""

from datetime import date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from seikyu.invoices.totals import TaxClass
from seikyu.invoices.wire import INVOICE, canonical, read_update
from seikyu.kit.check_digits import names_a_corporation
from seikyu.kit.jst import JST
from seikyu.sandbox.data.cast import CAST, Role
from seikyu.sandbox.data.masters import MASTERS, TWICE
from seikyu.sandbox.data.objections import CORRECTED, SENT_BACK, correction, stated
from seikyu.sandbox.data.orders import UNLINKED
from seikyu.sandbox.data.plan import Planned, plan
from seikyu.wire import json
from seikyu.wire.values import Node, nodes, text, whole

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
AMOUNTS = ("inv_without_tax", "inv_tax", "inv_amount")


def document(planned: Planned) -> Node:
    read, faults = INVOICE.read(planned.request)
    assert not faults, planned.order.key
    return read


@settings(max_examples=15, deadline=None)
@given(DAYS)
def test_whatever_the_day_there_are_enough_invoices_and_all_moments_are_past(day: date) -> None:
    planned = plan(day)
    midnight = datetime.combine(day, time(), JST)
    own = [one for one in planned if one.order.seller is Role.SELLER]
    assert len(own) >= 130
    assert sum(one.objection is not None and not one.corrected for one in own) >= 12
    for one in planned:
        assert one.registered_at < one.issued_at < one.sent_back_at < midnight
        assert not one.corrected or one.corrected_at < midnight
        assert one.opened_at is None or one.opened_at < one.sent_back_at


@settings(max_examples=15, deadline=None)
@given(DAYS)
def test_whatever_the_day_the_buyer_has_a_handful_to_do_and_little_of_it_is_overdue(day: date) -> None:
    inbox = [
        one for one in plan(day) if one.order is not UNLINKED and (one.objection is None or one.corrected)
    ]
    waiting = [one for one in inbox if one.done_at is None]
    overdue = [one for one in waiting if str(one.request["pay_due_date"]) < day.isoformat()]
    assert 2 <= len(waiting) <= 15
    assert len(overdue) <= 3
    for one in inbox:
        if one.done_at is None:
            continue
        assert one.done_at < datetime.combine(day, time(), JST)
        assert one.done_at > max(one.issued_at, one.opened_at or one.issued_at)
        assert not one.corrected or one.done_at > one.corrected_at
        assert one.done_at.date().isoformat() <= str(one.request["pay_due_date"])


@settings(max_examples=5, deadline=None)
@given(DAYS, DAYS)
def test_only_dates_differ_from_day_to_day(one: date, other: date) -> None:
    amounts = [
        sorted((planned.order.key, str(planned.request["inv_amount"])) for planned in plan(day))
        for day in (one, other)
    ]
    assert amounts[0] == amounts[1]


def test_every_invoice_is_faultless_and_its_totals_are_those_of_its_lines() -> None:
    for planned in plan(date(2026, 11, 21)):
        read = document(planned)
        for name in AMOUNTS:
            stated_sums = [whole(read, f"{name}_{each.value}") or 0 for each in TaxClass]
            assert whole(read, name) == sum(stated_sums), planned.order.key
        without, tax, amount = (whole(read, name) or 0 for name in AMOUNTS)
        assert amount == without + tax
        shown = amount + (whole(read, "carryover_new") or 0)
        assert whole(read, "inv_show_amount") == shown


def test_what_invoices_may_hold_occurs() -> None:
    read = [document(planned) for planned in plan(date(2026, 11, 21))]
    lines = [line for each in read for line in nodes(each, "details")]
    stated_classes = {c for c in TaxClass for each in read if each[f"inv_amount_{c.value}"] is not None}
    assert stated_classes >= {
        TaxClass.TR10,
        TaxClass.TR8_REDUCED,
        TaxClass.TR8,
        TaxClass.FREE,
        TaxClass.EXEMPTION,
        TaxClass.NON,
    }
    assert {len(nodes(each, "details")) for each in read} >= {1, 12}
    assert {text(line, "input_tax_type") for line in lines} == {"0", "1"}
    assert {text(line, "sum_exempt_flg") for line in lines} == {"0", "1"}
    assert {text(each, "unit_tax_calc_sec") for each in read} == {"0", "1"}
    assert {text(each, "payment_method") for each in read} == {"0", "1"}
    assert {len(nodes(each, "banks")) for each in read} == {0, 1, 2}
    assert any(each["custom_details"] for each in read)
    assert any(each["carryover_new"] for each in read)


def test_every_objection_is_corrected_by_a_faultless_request_that_answers_it() -> None:
    planned = [one for one in plan(date(2026, 11, 21)) if one.objection is not None]
    assert len(planned) == len(SENT_BACK) + len(CORRECTED)
    for one in planned:
        assert one.objection is not None
        content = canonical(document(one))
        reason = one.objection.reason(stated(content))
        corrected = correction(1, content, reason)
        assert corrected != {"invoice_mng_num": "1", **stated(content)}, one.order.key
        tree = json.read(json.write({"response_type": "json", "invoices": [corrected]}))
        read = read_update(tree, frozenset(), unknown=True)
        assert not read.faults
        assert not read.unknown
        assert not read.invoices[0].faults, one.order.key


def test_the_cast_is_invented_but_its_numbers_are_well_formed() -> None:
    for member in CAST.values():
        number = member.company.registration_number
        assert number is not None
        assert names_a_corporation(number)
        assert number[2:6] == "9999"
        assert all(person.pfid.endswith(".example") for person in member.people)


def test_one_publisher_code_stands_twice_and_no_invoice_uses_it() -> None:
    codes = [fields["publisher_mng_num"] for _, fields in MASTERS[Role.SELLER].publishers]
    assert codes.count(TWICE) == 2
    assert all(TWICE not in str(one.request["publisher"]) for one in plan(date(2026, 11, 21)))
