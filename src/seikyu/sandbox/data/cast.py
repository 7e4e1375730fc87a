# ruff: noqa: E501 -- tables
"""Who plays: four companies and their people. All of it is invented; nobody's real numbers are used."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from seikyu.accounts.model import Option, Plan
from seikyu.accounts.store import NewCompany
from seikyu.kit.check_digits import corporate_check_digit


class Role(StrEnum):
    """What a company is for; the names of the facts file."""

    SELLER = "seller"
    BUYER = "buyer"
    FREE_SELLER = "free_seller"
    OUTSIDER = "outsider"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a company."""

    pfid: str
    name: str
    employee_code: str


@dataclass(frozen=True, slots=True)
class Member:
    """A company of the cast, its people (the first is the one who is told of) and its API client."""

    label: str
    company: NewCompany
    client_id: str
    people: tuple[Person, ...]


REDIRECT_URIS = ("http://127.0.0.1:8765/callback", "http://localhost:8765/callback")
"""Where a client under trial may wait for an authorization code."""

_API = frozenset({Option.API})
_ALL = frozenset({Option.API, Option.POSTAL_PROXY, Option.BULK_PRINT})


def corporate_number(serial: int) -> str:
    """A 法人番号 with a right check digit that no registry office gives out."""
    base = f"9999{serial:08}"
    return f"{corporate_check_digit(base)}{base}"


def _company(
    name: str, serial: int, plan: Plan, options: frozenset[Option], zip_code: str, address: str, phone: str
) -> NewCompany:
    number = corporate_number(serial)
    return NewCompany(name, plan, options, number, f"T{number}", zip_code, address, None, phone)


# fmt: off

CAST: Mapping[Role, Member] = {
    Role.SELLER: Member(
        "発行側 (有料) / seller",
        _company("株式会社みほん商事", 1, Plan.PAID, _ALL, "000-0001", "東京都みほん区見本町1-1-1", "03-0000-0001"),
        "sandbox-seller",
        (
            Person("hanako@mihon.example", "見本 花子", "S001"),
            Person("ichiro@mihon.example", "例田 一郎", "S002"),
            Person("midori@mihon.example", "仮屋 みどり", "S003"),
            Person("ken@mihon.example", "試山 健", "S004"),
        ),
    ),
    Role.BUYER: Member(
        "受取側 (有料) / buyer",
        _company("株式会社さんぷる製作所", 2, Plan.PAID, _API, "000-0002", "東京都さんぷる区工業町2-2-2", "03-0000-0002"),
        "sandbox-buyer",
        (
            Person("megumi@sample.example", "受川 恵", "B001"),
            Person("makoto@sample.example", "架谷 誠", "B002"),
            Person("mitsuru@sample.example", "算田 みつる", "B003"),
            Person("susumu@sample.example", "締木 進", "B004"),
        ),
    ),
    Role.FREE_SELLER: Member(
        "発行側 (無料) / free seller",
        _company("ためし工房合同会社", 3, Plan.FREE, frozenset(), "000-0003", "大阪府ためし市試町3-3-3", "06-0000-0003"),
        "sandbox-free-seller",
        (Person("taro@tameshi.example", "自由 太郎", "F001"),),
    ),
    Role.OUTSIDER: Member(
        "別の発行側 (有料) / outsider",
        _company("仮名運輸株式会社", 4, Plan.PAID, _API, "000-0004", "愛知県かな市仮名町4-4-4", "052-000-0004"),
        "sandbox-outsider",
        (Person("jiro@kamei.example", "外山 次郎", "O001"),),
    ),
}

# fmt: on
