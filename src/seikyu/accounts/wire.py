# ruff: noqa: E501 -- a table: one field a line
"""What people enter about their own company and its people, one line a field."""

import re
from collections.abc import Sequence

from seikyu.accounts.rules import LONGEST_PFID, PFID
from seikyu.kit.check_digits import is_corporate_number
from seikyu.wire import codes
from seikyu.wire.fields import Field, Record, choice, digits, email, phone, rule, text, zip_code
from seikyu.wire.text_kinds import Pattern
from seikyu.wire.unfit import Finding
from seikyu.wire.values import Node
from seikyu.wire.values import text as text_of

ROUNDINGS = {"down": "切捨て", "half_up": "四捨五入", "up": "切上げ"}
YES = {"1": "はい"}


@rule(codes.NOT_A_CORPORATE_NUMBER)
def corporate_check_digit(company: Node, _: set[str]) -> Sequence[Finding]:
    """The first digit of a corporate number checks the others (law 2.2)."""
    number = text_of(company, "corporate_number")
    if number is None or is_corporate_number(number):
        return ()
    return [("corporate_number", codes.NOT_A_CORPORATE_NUMBER, {"label": "法人番号"})]


# fmt: off

OWN_COMPANY = Record("OwnCompany", "自社", (
    text("name", "会社名", 60, mark="○"),
    zip_code("zip", "郵便番号"),
    text("address1", "住所", 100),
    text("address2", "住所(番地、建物名)", 100),
    phone("phone", "電話番号"),
    digits("corporate_number", "法人番号", 13, exact=True),
    Field("registration_number", "登録番号", Pattern(14, re.compile(r"T[0-9]{13}"), codes.NOT_A_REGISTRATION_NUMBER)),
    choice("rounding", "端数処理", ROUNDINGS, mark="○"),
    choice("api_through_approval", "APIの請求書の承認", YES),
), rules=(corporate_check_digit,))

PERSON = Record("Person", "ユーザー", (
    text("name", "氏名", 30, mark="○"),
    text("employee_code", "社員コード", 15),
    email("email", "メールアドレス", 254),
    choice("administrator", "管理者", YES),
))
NEW_PERSON = Record("NewPerson", "ユーザー", (
    Field("pfid", "PFID", Pattern(LONGEST_PFID, PFID, codes.NOT_A_PFID), mark="○"),
    *PERSON.fields,
))

# fmt: on
