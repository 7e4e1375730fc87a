"""What a publisher, customer or bank account given in a request does to the masters (contract §4.1, §4.2).

Values left out of an object that names a known master stay as the master has them, and the invoice shows
the master as it then stands (decision 0003).
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.kit.ids import new_id
from seikyu.partners.ledger import (
    COMPANY_NAME,
    CORPORATE_NUMBER,
    CUSTOMER_CODE,
    PUBLISHER_CODE,
    TRANSFER_CODE,
    Book,
)
from seikyu.partners.model import BANK_KEY, Fields, merged
from seikyu.wire import codes
from seikyu.wire.faults import Fault

REGISTRATION_NEEDS = {"publisher_zip": "郵便番号", "publisher_phone": "電話番号"}
ADDRESSES = ("publisher_address1", "publisher_address2")
BANK_LABELS = {
    "fncl_inst_code": "金融機関コード",
    "fncl_inst_name": "金融機関名",
    "fncl_inst_kana": "金融機関名カナ",
    "branch_code": "支店コード",
    "branch_name": "支店名",
    "branch_kana": "支店名カナ",
    "deposit_sec": "預金種別",
    "account_num": "口座番号",
    "depositor_name": "預金者名",
    "depositor_kana": "預金者名カナ",
}
CUSTOMER_IDENTITY = ("private_cust_cd", "corp_genuine_id")
BANK_IDENTITY = ("transfer_code", *BANK_KEY)

Complete = Callable[[Fields], Fields]
"""Fills in what is left out of a bank account about to be registered."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A party as its invoice shows it, the master it is or has become, and what is wrong with it."""

    shown: Fields
    master_id: UUID | None = None
    faults: tuple[Fault, ...] = ()
    new: bool = False


def settle_publisher(
    book: Book, given: Fields, path: str, now: datetime, broken: Container[str] = ()
) -> Settled:
    """Register or update the publisher; one without a code stands on its invoice only.

    What is at `broken` paths was given, but could not be read.
    """
    if f"{path}.publisher_mng_num" in broken or given["publisher_mng_num"] is None:
        return Settled(given)
    known = book.find(PUBLISHER_CODE, given)
    if len(known) > 1:
        return _faulty(given, Fault(f"{path}.publisher_mng_num", codes.PUBLISHER_AMBIGUOUS))
    if known:
        return _update(book, known[0], given)
    faults = publisher_lacks(given, path, broken)
    return _faulty(given, *faults) if faults else _register(book, given, now)


def settle_customer(
    book: Book, given: Fields, path: str, now: datetime, broken: Container[str] = ()
) -> Settled:
    """Update the customer that `find_customer` finds, else register it."""
    if any(f"{path}.{name}" in broken for name in CUSTOMER_IDENTITY):
        return Settled(given)
    known = find_customer(book, given)
    if len(known) > 1:
        return _faulty(given, Fault(path, codes.CUSTOMER_AMBIGUOUS))
    if known:
        return _update(book, known[0], given)
    faults = customer_lacks(given, path)
    return _faulty(given, *faults) if faults else _register(book, given, now)


def settle_known_customer(book: Book, customer_id: UUID, given: Fields) -> Settled:
    """Update the customer an invoice belongs to."""
    return _update(book, customer_id, given)


def settle_bank(
    book: Book,
    given: Fields,
    path: str,
    now: datetime,
    broken: Container[str] = (),
    complete: Complete | None = None,
) -> Settled:
    """Register or update a bank account: matched by its code, else by bank, branch and number."""
    if any(f"{path}.{name}" in broken for name in BANK_IDENTITY):
        return Settled(given)
    known = _find_bank(book, given)
    if len(known) > 1:
        return _faulty(given, Fault(path, codes.BANK_AMBIGUOUS))
    if known:
        return _update(book, known[0], given)
    if given["transfer_code"] is None and None in (given[name] for name in BANK_KEY):
        return Settled(given)  # nothing to register or find it by: the reader has said so
    if complete is not None:
        given = complete(given)
    faults = bank_lacks(given, path)
    return _faulty(given, *faults) if faults else _register(book, given, now)


def publisher_lacks(given: Fields, path: str, broken: Container[str] = ()) -> list[Fault]:
    """What a publisher needs to be registered and does not have (contract §4.1)."""
    left_out = {name for name in given if given[name] is None and f"{path}.{name}" not in broken}
    faults = [
        Fault(f"{path}.{name}", codes.PUBLISHER_INCOMPLETE, {"label": label})
        for name, label in REGISTRATION_NEEDS.items()
        if name in left_out
    ]
    if left_out.issuperset(ADDRESSES):
        faults.append(Fault(f"{path}.publisher_address1", codes.PUBLISHER_ADDRESS_REQUIRED))
    return faults


def customer_lacks(given: Fields, path: str) -> list[Fault]:
    """What a customer needs to be registered and does not have (contract §4.2)."""
    if given["company_name_org"] is not None:
        return []
    return [Fault(f"{path}.company_name_org", codes.CUSTOMER_INCOMPLETE, {"label": "会社名"})]


def bank_lacks(given: Fields, path: str) -> list[Fault]:
    """What a bank account needs to be registered and does not have."""
    return [
        Fault(f"{path}.{name}", codes.BANK_INCOMPLETE, {"label": label})
        for name, label in BANK_LABELS.items()
        if given[name] is None
    ]


def find_customer(book: Book, given: Fields) -> list[UUID]:
    """The customers meant: by code, else by corporate number, else by name where that is all there is.

    A code nobody has yet may be given to a customer that has none and the same corporate number. One
    corporate number can stand for many offices, each with a code of its own, so it never finds another
    code's customer. A name finds only customers that were registered with nothing but a name.
    """
    if given["private_cust_cd"] is not None:
        return book.find(CUSTOMER_CODE, given) or [
            found for found in book.find(CORPORATE_NUMBER, given) if book[found]["private_cust_cd"] is None
        ]
    if given["corp_genuine_id"] is not None:
        return [*book.find(CORPORATE_NUMBER, given)]
    return [found for found in book.find(COMPANY_NAME, given) if _has_only_name(book[found], given)]


def delete_publisher(book: Book, given: Fields, path: str) -> list[Fault]:
    """Delete the publisher with this code."""
    if given["publisher_mng_num"] is None:
        return [Fault(f"{path}.publisher_mng_num", codes.REQUIRED, {"label": "発行元コード"})]
    return _delete(
        book,
        book.find(PUBLISHER_CODE, given),
        path,
        "発行元",
        Fault(f"{path}.publisher_mng_num", codes.PUBLISHER_AMBIGUOUS),
    )


def delete_customer(book: Book, given: Fields, path: str, broken: Container[str] = ()) -> list[Fault]:
    """Delete the customer with this code, or with this corporate number."""
    if any(f"{path}.{name}" in broken for name in CUSTOMER_IDENTITY):
        return []
    if given["private_cust_cd"] is None and given["corp_genuine_id"] is None:
        return [Fault(path, codes.CUSTOMER_UNIDENTIFIED)]
    key = CORPORATE_NUMBER if given["private_cust_cd"] is None else CUSTOMER_CODE
    return _delete(book, book.find(key, given), path, "発行先", Fault(path, codes.CUSTOMER_AMBIGUOUS))


def delete_bank(book: Book, given: Fields, path: str, broken: Container[str] = ()) -> list[Fault]:
    """Delete the bank account with this code, or with this bank, branch and number."""
    if any(f"{path}.{name}" in broken for name in BANK_IDENTITY):
        return []
    if given["transfer_code"] is None and None in (given[name] for name in BANK_KEY):
        return []  # the reader has said so
    found = _find_bank(book, given)
    return _delete(book, found, path, "振込先口座", Fault(path, codes.BANK_AMBIGUOUS))


def _find_bank(book: Book, given: Fields) -> list[UUID]:
    return book.find(TRANSFER_CODE, given) or book.find(BANK_KEY, given)


def _has_only_name(known: Fields, given: Fields) -> bool:
    return (
        known["private_cust_cd"] is None
        and known["corp_genuine_id"] is None
        and known["base_name"] == given["base_name"]
    )


def _faulty(given: Fields, *faults: Fault) -> Settled:
    return Settled(given, None, faults)


def _register(book: Book, given: Fields, now: datetime) -> Settled:
    master_id = new_id(now)
    book.put(master_id, given)
    return Settled(given, master_id, new=True)


def _update(book: Book, master_id: UUID, given: Fields) -> Settled:
    after = merged(book[master_id], given)
    book.put(master_id, after)
    return Settled(after, master_id)


def _delete(book: Book, found: list[UUID], path: str, label: str, ambiguous: Fault) -> list[Fault]:
    if not found:
        return [Fault(path, codes.MASTER_UNKNOWN, {"label": label})]
    if len(found) > 1:
        return [ambiguous]
    if book.is_in_use(found[0]):
        return [Fault(path, codes.MASTER_IN_USE, {"label": label})]
    book.remove(found[0])
    return []
