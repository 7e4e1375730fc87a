"""Which invoices are posted, and to which addresses a letter can go."""

from dataclasses import replace

import pytest

from seikyu.posting.model import Recipient, Way
from seikyu.posting.rules import MOST_LINES, address_problem, name_lines, ways, window_lines

HOUSE, OWN = Way.MAIL_HOUSE, Way.OWN_PRINT
BOTH = frozenset({"postal_proxy", "bulk_print"})
TO = Recipient("150-0002", "東京都渋谷区渋谷2-1", None, "株式会社あおぞら商店", "渋谷店")
TOKYO = "東京都渋谷区渋谷"


@pytest.mark.parametrize(
    ("options", "use", "flag", "default", "own", "expected"),
    [
        (BOTH, "2", None, False, None, {HOUSE}),
        (BOTH, "2", None, False, False, {HOUSE}),  # what the invoice says goes first
        (BOTH, "1", None, True, True, set()),
        (BOTH, "0", None, True, None, {HOUSE}),
        (BOTH, None, None, True, None, {HOUSE}),
        (BOTH, "0", None, False, None, set()),
        (BOTH, "0", None, True, False, set()),  # then the customer, then the company
        (BOTH, "0", None, False, True, {HOUSE}),
        (BOTH, "0", "1", True, None, {OWN}),  # marked for own printing, nothing is posted by default
        (BOTH, "2", "1", False, None, {HOUSE, OWN}),
        (BOTH, None, "0", False, None, set()),
        (frozenset({"bulk_print"}), None, "1", True, True, {OWN}),
        (frozenset({"postal_proxy"}), "2", "1", False, None, {HOUSE}),
        (frozenset[str](), "2", "1", True, True, set()),  # an option that was given up holds nothing
    ],
)
def test_an_invoice_goes_on_paper_as_it_its_customer_and_the_company_say(
    options: frozenset[str],
    use: str | None,
    flag: str | None,
    default: bool,  # noqa: FBT001 -- a parameter of the table
    own: bool | None,  # noqa: FBT001 -- likewise
    expected: set[Way],
) -> None:
    assert ways(options, use, flag, default=default, own=own) == expected


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"zip": None}, "zip"),
        ({"zip": "1500002"}, "zip_impossible"),
        ({"zip": "000-0000"}, "zip_impossible"),
        ({"address1": None}, "address"),
        ({"address1": None, "address2": "千代田1-1"}, None),
        ({"name1": None}, "name"),
        ({"address1": "大阪府大阪市北区1-1"}, "elsewhere"),
        ({"address1": "渋谷区渋谷2-1"}, None),  # without its prefecture an address is fine
        ({"address1": "あ" * 200}, "too_long"),
    ],
)
def test_an_address_nobody_could_deliver_to_is_told_apart(
    changes: dict[str, str | None], problem: str | None
) -> None:
    assert address_problem(replace(TO, **changes), TOKYO) == problem


def test_a_postal_code_nobody_knows_yet_is_believed() -> None:
    assert address_problem(TO, None) is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [("渋谷店", "渋谷店　御中"), ("山田太郎 様", "山田太郎 様"), ("あ" * 20, "御中")],
)
def test_a_name_is_addressed_with_its_honorific(name: str, shown: str) -> None:
    assert name_lines(replace(TO, name2=name))[-1] == shown


def test_no_line_of_the_window_is_lost() -> None:
    long = Recipient("150-0002", "あ" * 60, "い" * 30, "う" * 30, "え" * 10)
    lines = window_lines(long)
    assert "".join(lines).replace("　御中", "") == "あ" * 60 + "い" * 30 + "う" * 30 + "え" * 10
    assert len(lines) == MOST_LINES + 1
