"""Slips as pure decisions: lines, items, deduction, proposals and faults."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from seikyu.journals.chart import Chart, chart_of
from seikyu.journals.deduction import deductible_percent
from seikyu.journals.entering import decide
from seikyu.journals.item import item_of
from seikyu.journals.learning import Row, kept, lessons, rows_of
from seikyu.journals.lines import lines_of, parts
from seikyu.journals.model import Entry, Slip, entry_of, stored
from seikyu.journals.paper import Paper, paper_of
from seikyu.journals.proposing import propose
from seikyu.journals.wire import ENTRY
from seikyu.receiving.model import BuyerStatus, Origin, ReceivedInvoice
from seikyu.wire.values import Node

NOW = datetime(2026, 11, 21, tzinfo=UTC)
LINE: Node = {
    "item_name": "7月分 業務委託費",
    "item_without_tax": 10000,
    "item_tax": 1000,
    "tax_type": "0",
    "tax_rate_sec": 10,
}


def category(code: str, name: str, rate: str, credit: str) -> tuple[str, Node]:
    return (
        "tax-categories",
        {"tax_category_code": code, "tax_category_name": name, "tax_rate": rate, "credit": credit},
    )


CHART = chart_of(
    [
        ("accounts", {"account_code": "511", "account_name": "外注費", "tax_category_code": None}),
        ("accounts", {"account_code": "521", "account_name": "会議費", "tax_category_code": None}),
        ("accounts", {"account_code": "311", "account_name": "買掛金", "tax_category_code": None}),
        ("sub-accounts", {"account_code": "511", "sub_account_code": "01", "sub_account_name": "国内"}),
        ("departments", {"department_code": "100", "department_name": "製造部"}),
        category("10", "課対仕入込10%適格", "10", "qualified"),
        category("10-80", "課対仕入込10%区分80%", "10", "transitional"),
        category("10-70", "課対仕入込10%区分70%", "10", "transitional"),
        category("00", "対象外", "0", "none"),
        category("8r", "課対仕入込軽減8%適格", "8r", "qualified"),
    ]
)


def paper(*details: Node, registered: bool = True, close_date: date | None = None, **more: Any) -> Paper:
    issuer: Node = {"company_name": "青葉", "registration_number": "T7000012050002" if registered else None}
    document: Node = {"details": [*details], "issuer": issuer, **more}
    amount = more.get("inv_amount", 11000)
    invoice = ReceivedInvoice(
        invoice_mng_num=1,
        status=BuyerStatus.UNAPPROVED,
        version=1,
        seller_company_id=7,
        seller_name="株式会社青葉商事",
        send_date=date(2026, 8, 1),
        received_at=NOW,
        opened_at=None,
        sent_back_at=None,
        withdrawn=False,
        return_reason=None,
        inv_no=None,
        inv_name=None,
        close_date=close_date or date(2026, 7, 31),
        pay_due_date=None,
        inv_show_amount=amount,
        inv_amount=amount,
        inv_tax=more.get("inv_tax"),
        invoice_type=3,
        updated_at=NOW,
        origin=Origin.PLATFORM,
        payee_id=None,
        department_code=None,
        own_due_date=None,
        maker_user_id=None,
    )
    return paper_of(invoice, document, None)


def row(**values: Any) -> Node:
    node, faults = ENTRY.read(values)
    assert faults == ()
    return node


def told(rows: list[Node], of: Paper, *, confirm: bool = True, chart: Chart = CHART) -> list[tuple[str, str]]:
    return [(fault.path, fault.code.number) for fault in decide(rows, of, chart, confirm=confirm).faults]


WHOLE: dict[str, Any] = {
    "line_no": 1,
    "debit_account_code": "511",
    "debit_sub_account_code": "01",
    "debit_department_code": "100",
    "debit_tax_category_code": "10",
    "debit_amount": 11000,
    "credit_account_code": "311",
    "credit_amount": 11000,
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("7月分 保守料", "８月分保守料"),
        ("2026年7月度ご利用料金", "2026年12月度 ご利用料金"),
        ("令和8年7月分 家賃", "令和9年1月分家賃"),
        ("コピー用紙A4 500枚", "コピー用紙Ａ４　1,000枚"),
        ("警備費(7/1〜7/31)", "警備費（8/1～8/31）"),
        ("第3回 顧問料", "第12回顧問料"),
        ("ｻｰﾊﾞｰ利用料 2026/07", "サーバー利用料2026/08"),
        ("当月分 清掃費", "来月分清掃費"),
    ],
)
def test_an_item_of_another_month_is_the_same_item(one: str, other: str) -> None:
    assert item_of(one) == item_of(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("コピー用紙A4", "コピー用紙A3"),
        ("保守料", "利用料"),
        ("メモリ4GB", "メモリ8GB"),
        ("2026-07", "2026-08x"),
    ],
)
def test_another_item_is_another_item(one: str, other: str) -> None:
    assert item_of(one) != item_of(other)


def test_a_name_of_figures_only_is_kept_and_no_name_is_no_item() -> None:
    assert item_of("12345") == "12345"
    assert item_of(None) == item_of("") == ""


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2023, 9, 30), 100),
        (date(2023, 10, 1), 80),
        (date(2026, 9, 30), 80),
        (date(2026, 10, 1), 70),
        (date(2028, 9, 30), 70),
        (date(2028, 10, 1), 50),
        (date(2030, 9, 30), 50),
        (date(2030, 10, 1), 30),
        (date(2031, 9, 30), 30),
        (date(2031, 10, 1), 0),
    ],
)
def test_the_share_that_may_be_deducted_goes_by_the_day_of_purchase_and_the_supplier_s_status(
    day: date, percent: int
) -> None:
    assert deductible_percent(day, registered=False) == percent
    assert deductible_percent(day, registered=True) == 100
    assert paper(LINE, registered=False, close_date=day).percent_of(1) == percent
    dated = paper({**LINE, "item_slip_date": day.isoformat()}, registered=False)
    assert dated.percent_of(1) == percent


@pytest.mark.parametrize(
    ("day", "code", "percent"),
    [(date(2026, 9, 30), "10-80", 80), (date(2026, 10, 1), "10-70", 70), (date(2028, 10, 1), None, None)],
)
def test_a_supplier_without_a_number_is_proposed_the_transitional_category_of_the_day(
    day: date, code: str | None, percent: int | None
) -> None:
    [entry] = propose(paper(LINE, registered=False, close_date=day), {}, CHART).entries
    assert entry.debit is not None
    assert (entry.debit.tax_category_code, entry.deduction) == (code, percent)


def test_a_supplier_whose_number_had_lapsed_on_the_day_counts_as_not_registered() -> None:
    of = replace(paper(LINE, close_date=date(2026, 10, 31)), lapsed=frozenset({date(2026, 10, 31)}))
    [entry] = propose(of, {}, CHART).entries
    assert entry.debit is not None
    assert (entry.debit.tax_category_code, entry.deduction) == ("10-70", 70)


def test_the_parts_of_the_tax_are_whole_yen_and_sum_up() -> None:
    line = {**LINE, "item_without_tax": 10011, "item_tax": 1001}
    [entry] = propose(paper(line, registered=False, inv_amount=11012), {}, CHART).entries
    assert (entry.deduction, entry.deductible, entry.not_deductible) == (80, 800, 201)
    assert entry_of(stored(entry)) == entry


def test_a_category_that_was_learned_is_not_proposed_when_the_share_has_changed() -> None:
    before = paper(LINE, registered=False, close_date=date(2026, 9, 30))
    entered = decide([row(**WHOLE | {"debit_tax_category_code": "10-80"})], before, CHART, confirm=True)
    assert entered.faults == ()
    after = paper(LINE, registered=False, close_date=date(2026, 10, 31))
    [entry] = propose(after, lessons(before, entered.entries), CHART).entries
    assert entry.debit is not None
    assert (entry.debit.account_code, entry.debit.tax_category_code) == ("511", "10-70")


def test_a_whole_slip_has_no_fault_and_its_tax_is_worked_out() -> None:
    entered = decide([row(**WHOLE)], paper(LINE), CHART, confirm=True)
    assert entered.faults == ()
    [entry] = entered.entries
    assert entry.debit is not None
    assert (entry.debit.account_name, entry.debit.sub_account_name) == ("外注費", "国内")
    assert (entry.debit.tax, entry.deduction, entry.deductible) == (1000, 100, 1000)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"credit_amount": 10999}, ("entries", "E301101")),
        ({"credit_amount": 10999, "debit_amount": 10999}, ("entries", "E301102")),
        ({"debit_account_code": "999"}, ("entries[0].debit_account_code", "E500901")),
        ({"debit_sub_account_code": "02"}, ("entries[0].debit_sub_account_code", "E500901")),
        ({"credit_department_code": "999"}, ("entries[0].credit_department_code", "E500901")),
        ({"debit_tax_category_code": "99"}, ("entries[0].debit_tax_category_code", "E500901")),
        (
            {"debit_account_code": None, "debit_sub_account_code": None},
            ("entries[0].debit_account_code", "E200001"),
        ),
        ({"credit_amount": None}, ("entries[0].credit_amount", "E200001")),
        ({"debit_tax": 11001}, ("entries[0].debit_tax", "E301103")),
        ({"debit_tax": -1}, ("entries[0].debit_tax", "E301103")),
        ({"debit_tax_category_code": "00", "debit_tax": 1}, ("entries[0].debit_tax", "E301103")),
        ({"line_no": 2}, ("entries[0].line_no", "E301105")),
    ],
)
def test_what_is_wrong_with_a_slip_is_told_at_its_place(
    changes: dict[str, Any], found: tuple[str, str]
) -> None:
    assert told([row(**WHOLE | changes)], paper(LINE)) == [found]


def test_an_empty_entry_is_refused_and_the_difference_is_in_the_sentence() -> None:
    assert told([row(**WHOLE), row(memo="x")], paper(LINE)) == [("entries[1]", "E301104")]
    [fault] = decide([row(**WHOLE | {"credit_amount": 9000})], paper(LINE), CHART, confirm=True).faults
    assert "2,000円" in fault.detail("ja")
    assert told([], paper(LINE)) == [("entries", "E301102")]


def test_a_draft_may_be_incomplete_but_its_codes_are_masters() -> None:
    draft = [row(line_no=1, debit_amount=5), row(memo="あとで")]
    assert told(draft, paper(LINE), confirm=False) == []
    wrong = [row(debit_account_code="999")]
    assert told(wrong, paper(LINE), confirm=False) == [("entries[0].debit_account_code", "E500901")]


def test_a_line_may_be_split_and_the_next_one_is_proposed_split_alike() -> None:
    first = row(**WHOLE | {"debit_amount": 8000, "credit_amount": 8000})
    second = row(
        **WHOLE
        | {
            "debit_account_code": "521",
            "debit_sub_account_code": None,
            "debit_amount": 3000,
            "credit_amount": 3000,
        }
    )
    before = paper(LINE)
    entered = decide([first, second], before, CHART, confirm=True)
    assert entered.faults == ()
    learned = lessons(before, entered.entries)
    again = {key: rows_of(kept(rows)) for key, rows in learned.items()}
    assert again == learned
    after = paper(
        {**LINE, "item_name": "8月分 業務委託費", "item_without_tax": 20001, "item_tax": 2000},
        inv_amount=22001,
    )
    proposal = propose(after, again, CHART)
    assert proposal.complete
    assert [(e.debit and e.debit.account_code, e.debit and e.debit.amount) for e in proposal.entries] == [
        ("511", 16000),
        ("521", 6001),
    ]


def test_debit_and_credit_need_not_stand_in_one_entry() -> None:
    debit = {name: value for name, value in WHOLE.items() if not name.startswith("credit")}
    credit = {"credit_account_code": "311", "credit_amount": 11000}
    entered = decide([row(**debit), row(**credit)], paper(LINE), CHART, confirm=True)
    assert entered.faults == ()
    [proposed] = propose(paper(LINE), lessons(paper(LINE), entered.entries), CHART).entries
    assert proposed.credit is not None
    assert proposed.credit.account_code == "311"


def test_another_item_of_the_supplier_is_proposed_as_its_last_and_nothing_for_others() -> None:
    before = paper(LINE)
    learned = lessons(before, decide([row(**WHOLE)], before, CHART, confirm=True).entries)
    other = propose(paper({**LINE, "item_name": "印刷費"}), learned, CHART)
    assert [entry.debit and entry.debit.account_code for entry in other.entries] == ["511"]
    stranger = replace(paper(LINE), partner="company:8")
    proposal = propose(stranger, learned, CHART)
    [entry] = proposal.entries
    assert entry.debit is not None
    assert entry.credit is not None
    assert (entry.debit.account_code, entry.credit.account_code) == ("", "311")
    assert not proposal.complete


def test_a_master_that_is_gone_is_not_proposed() -> None:
    before = paper(LINE)
    learned = lessons(before, decide([row(**WHOLE)], before, CHART, confirm=True).entries)
    gone = replace(CHART, accounts={code: one for code, one in CHART.accounts.items() if code != "511"})
    [entry] = propose(before, learned, gone).entries
    assert entry.debit is not None
    assert (entry.debit.account_code, entry.debit.department_code) == ("", "100")


def test_lines_are_brought_to_what_the_invoice_states_for_their_class() -> None:
    open_ = {**LINE, "item_tax": None}
    odd = [{**open_, "item_without_tax": 1005}, {**open_, "item_without_tax": 2009}]
    stated: Node = {"inv_amount_tr10": 3315, "inv_tax_tr10": 301, "details": [*odd]}
    lines = lines_of(stated, 3315)
    assert [(line.amount, line.tax) for line in lines] == [(1105, 100), (2210, 201)]


def test_what_no_line_explains_is_a_row_of_its_own_for_people_to_look_at() -> None:
    of = paper(LINE, inv_amount=11500)
    assert [(line.number, line.amount) for line in of.lines] == [(1, 11000), (None, 500)]
    assert not propose(of, {}, CHART).complete


def test_tax_stated_for_the_invoice_only_is_spread_over_its_lines() -> None:
    bare: list[Any] = [
        {"item_name": "A", "item_without_tax": 6000},
        {"item_name": "B", "item_without_tax": 4000},
    ]
    lines = lines_of({"details": bare, "inv_tax": 1000}, 11000)
    assert [(line.amount, line.tax, line.rate) for line in lines] == [(6600, 600, None), (4400, 400, None)]


def test_an_invoice_without_lines_is_entered_by_what_it_states_for_each_class() -> None:
    stated: Node = {"inv_amount_tr10": 11000, "inv_tax_tr10": 1000, "inv_amount_non": 500}
    assert [(line.rate, line.amount, line.tax) for line in lines_of(stated, 11500)] == [
        ("10", 11000, 1000),
        ("0", 500, 0),
    ]
    assert [(line.rate, line.amount) for line in lines_of({}, 700)] == [(None, 700)]


def test_lines_outside_the_totals_are_not_entered() -> None:
    outside = {**LINE, "sum_exempt_flg": "1"}
    assert [line.number for line in lines_of({"details": [outside, LINE]}, 11000)] == [2]


def test_parts_sum_up_whatever_the_weights() -> None:
    assert parts(100, [1, 1, 1]) == [33, 33, 34]
    assert parts(-100, [1, 1, 1]) == [-33, -33, -34]
    assert parts(5, [0, 0]) == [0, 5]


def test_a_slip_knows_the_sums_of_its_sides() -> None:
    entries = decide([row(**WHOLE)], paper(LINE), CHART, confirm=True).entries
    slip = Slip(1, 1, date(2026, 7, 31), None, None, 1, (*entries, Entry(None, None, None, None)))
    assert (slip.debit, slip.credit) == (11000, 11000)
    assert Row(None, None, None, 1).weight == 1
