"""Conditions across the fields of a publisher, customer or bank account, as published beside them.

Each rule is silent about what is itself at fault: a value that could not be read is empty in the node, and
its path is among the broken ones.
"""

from collections.abc import Sequence

from seikyu.kit.width import byte_length
from seikyu.partners.model import BANK_KEY
from seikyu.wire import codes
from seikyu.wire.fields import rule
from seikyu.wire.unfit import Finding
from seikyu.wire.values import Node, text

COMPANY_NAME_BYTES = 60
COMPANY_KANA_BYTES = 100
ADDRESS_CHARACTERS = 100


@rule(codes.CODELESS_PUBLISHER_INCOMPLETE, codes.CODELESS_PUBLISHER_ADDRESS)
def codeless_publisher(publisher: Node, broken: set[str]) -> Sequence[Finding]:
    """A publisher without a code stands on its invoice only and must be complete (contract §4.1)."""
    if publisher["publisher_mng_num"] is not None or "publisher_mng_num" in broken:
        return ()
    findings: list[Finding] = [
        (name, codes.CODELESS_PUBLISHER_INCOMPLETE, {"label": label})
        for name, label in (("publisher_zip", "郵便番号"), ("publisher_phone", "電話番号"))
        if _is_missing(publisher, name, broken)
    ]
    if all(_is_missing(publisher, name, broken) for name in ("publisher_address1", "publisher_address2")):
        findings.append(("publisher_address1", codes.CODELESS_PUBLISHER_ADDRESS, {}))
    return findings


@rule(codes.COMPANY_NAME_TOO_WIDE)
def company_name_width(customer: Node, _: set[str]) -> Sequence[Finding]:
    """Company name and office name share 60 bytes."""
    if _bytes(customer, "company_name_org", "base_name") <= COMPANY_NAME_BYTES:
        return ()
    return [("company_name_org", codes.COMPANY_NAME_TOO_WIDE, {"limit": COMPANY_NAME_BYTES})]


@rule(codes.COMPANY_KANA_TOO_WIDE)
def company_kana_width(customer: Node, _: set[str]) -> Sequence[Finding]:
    """Company name and office name in kana share 100 bytes."""
    if _bytes(customer, "company_name_kana_org", "base_name_kana") <= COMPANY_KANA_BYTES:
        return ()
    return [("company_name_kana_org", codes.COMPANY_KANA_TOO_WIDE, {"limit": COMPANY_KANA_BYTES})]


@rule(codes.ADDRESS_TOO_LONG)
def address_length(customer: Node, _: set[str]) -> Sequence[Finding]:
    """Both address fields share 100 characters."""
    if len(text(customer, "address1") or "") + len(text(customer, "address2") or "") <= ADDRESS_CHARACTERS:
        return ()
    return [("address1", codes.ADDRESS_TOO_LONG, {"limit": ADDRESS_CHARACTERS})]


@rule(codes.BANK_UNIDENTIFIED)
def bank_identified(bank: Node, broken: set[str]) -> Sequence[Finding]:
    """A bank account is found by its code, or by bank, branch and number together."""
    if not _is_missing(bank, "transfer_code", broken):
        return ()
    if not any(_is_missing(bank, name, broken) for name in BANK_KEY):
        return ()
    return [("transfer_code", codes.BANK_UNIDENTIFIED, {})]


def _bytes(holder: Node, *names: str) -> int:
    return sum(byte_length(value) for name in names if (value := text(holder, name)) is not None)


def _is_missing(holder: Node, name: str, broken: set[str]) -> bool:
    return holder[name] is None and name not in broken
