"""What a publisher, customer or bank account given with an invoice does to the masters (contract §4.1).

Values left out of an object that names a known master stay as the master has them, and the invoice shows
the master as it then stands (decision 0003).
"""

from datetime import datetime
from uuid import UUID

from seikyu.kit.ids import new_id
from seikyu.partners.ledger import Book
from seikyu.partners.model import BANK_KEY, Fields, merged
from seikyu.wire import codes
from seikyu.wire.faults import Fault

REGISTRATION_NEEDS = {"publisher_zip": "郵便番号", "publisher_phone": "電話番号"}
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


def settle_publisher(book: Book, given: Fields, path: str, now: datetime) -> tuple[Fields, list[Fault]]:
    """Register or update the publisher; return it as the invoice shows it, and what is wrong.

    A publisher without a code stands on its invoice only.
    """
    if given["publisher_mng_num"] is None:
        return given, []
    known = book.find(("publisher_mng_num",), given)
    if len(known) > 1:
        return given, [Fault(f"{path}.publisher_mng_num", codes.PUBLISHER_AMBIGUOUS, {})]
    if known:
        return _update(book, known[0], given), []
    faults = [
        Fault(f"{path}.{name}", codes.PUBLISHER_INCOMPLETE, {"label": label})
        for name, label in REGISTRATION_NEEDS.items()
        if given[name] is None
    ]
    if given["publisher_address1"] is None and given["publisher_address2"] is None:
        faults.append(Fault(f"{path}.publisher_address1", codes.PUBLISHER_ADDRESS_REQUIRED))
    if not faults:
        book.put(new_id(now), given)
    return given, faults


def settle_customer(book: Book, customer_id: UUID, given: Fields) -> Fields:
    """Update the customer of the invoice; return it as the invoice shows it."""
    return _update(book, customer_id, given)


def settle_bank(book: Book, given: Fields, path: str, now: datetime) -> tuple[Fields, list[Fault]]:
    """Register or update a bank account: matched by its code, else by bank, branch and number."""
    known = book.find(("transfer_code",), given) or book.find(BANK_KEY, given)
    if len(known) > 1:
        return given, [Fault(path, codes.BANK_AMBIGUOUS, {})]
    if known:
        return _update(book, known[0], given), []
    if given["transfer_code"] is None and None in (given[name] for name in BANK_KEY):
        return given, []  # nothing to register or find it by: the reader has said so
    missing = [name for name in BANK_LABELS if given[name] is None]
    if not missing:
        book.put(new_id(now), given)
    return given, [
        Fault(f"{path}.{name}", codes.BANK_INCOMPLETE, {"label": BANK_LABELS[name]}) for name in missing
    ]


def _update(book: Book, master_id: UUID, given: Fields) -> Fields:
    after = merged(book[master_id], given)
    book.put(master_id, after)
    return after
