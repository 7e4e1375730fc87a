"""What must fit together about a payee, and what is only doubted (law 2.2, 2.4b, 2.7, 2.9)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from seikyu.accounts import profile
from seikyu.kit.bank_characters import Allowed, fitted
from seikyu.partners import doubts as partners
from seikyu.payees.model import PAYEE_BEARS_FEE, PaymentTerms, closing_of, due_date
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.faults import Language
from seikyu.wire.fields import rule
from seikyu.wire.unfit import Finding
from seikyu.wire.values import Node, text, whole

TERMS = {"closing_day": "締日", "pay_month": "支払月", "pay_day": "支払日"}
ACCOUNT = {
    "fncl_inst_code": "金融機関コード",
    "branch_code": "支店コード",
    "deposit_sec": "預金種別",
    "account_num": "口座番号",
    "depositor_kana": "預金者名カナ",
}
MOST_DAYS = 60
DEPOSITOR_CHARACTERS = 30

_BEFORE_CLOSING = {
    "ja": "支払日が締日より前になります。",
    "en": "By these terms it is paid before the closing day.",
}
_LATE = {
    "ja": "締日から60日を超える支払になります。取適法の対象となる取引では、60日以内に支払う必要があります。",
    "en": "By these terms it is paid more than 60 days after closing, "
    "which the payment-practice law forbids where it applies.",
}
_FEE = {
    "ja": "取適法の対象となる取引では、合意があっても振込手数料を支払先の負担にできません。",
    "en": "Where the payment-practice law applies the transfer fee may not be taken off, even by agreement.",
}
_CUT = {
    "ja": "預金者名カナは半角30文字を超えるため、振込では先頭の30文字になります。",
    "en": "The depositor's name is longer than 30 half-width characters and is cut off in transfers.",
}


@rule(codes.TERMS_INCOMPLETE)
def terms_together(payee: Node, broken: set[str]) -> Sequence[Finding]:
    """締日, 支払月 and 支払日 are given together or not at all."""
    return _together(payee, broken, TERMS, codes.TERMS_INCOMPLETE)


@rule(codes.ACCOUNT_INCOMPLETE)
def account_together(payee: Node, broken: set[str]) -> Sequence[Finding]:
    """So are the parts of the bank account."""
    return _together(payee, broken, ACCOUNT, codes.ACCOUNT_INCOMPLETE)


@rule(codes.NOT_BANK_CHARACTERS)
def bank_characters(payee: Node, _broken: set[str]) -> Sequence[Finding]:
    """The depositor's name has only characters that a bank file can hold, once made half-width (law 2.7)."""
    given = text(payee, "depositor_kana")
    if given is None or not (refused := fitted(given, Allowed.PARTY, DEPOSITOR_CHARACTERS).refused):
        return ()
    values = {"label": ACCOUNT["depositor_kana"], "characters": " ".join(f"「{each}」" for each in refused)}
    return [("depositor_kana", codes.NOT_BANK_CHARACTERS, values)]


def doubts(payee: Node, language: Language) -> Iterator[tuple[str, str]]:
    """The numbers, the bank, the terms and the fee."""
    yield from partners.about_customer(payee, language)
    numbers = text(payee, "corp_genuine_id"), text(payee, "registration_number")
    yield from profile.doubts(*numbers, language)
    yield from partners.about_bank(payee, language)
    given = text(payee, "depositor_kana")
    if given is not None:
        whole_name = fitted(given, Allowed.PARTY, 2 * len(given)).text
        if len(whole_name) > DEPOSITOR_CHARACTERS:
            yield "depositor_kana", _CUT[language]
    yield from _about_terms(payee, language)
    if text(payee, "fee_bearer") == PAYEE_BEARS_FEE:
        yield "fee_bearer", _FEE[language]


def _about_terms(payee: Node, language: Language) -> Iterator[tuple[str, str]]:
    closing, month, day = (whole(payee, name) for name in TERMS)
    if closing is None or month is None or day is None:
        return
    terms = PaymentTerms(closing, month, day, text(payee, "holiday_rule") or "0")
    # A year of which every month is looked at, February included.
    closings = [closing_of(terms, date(2027, month, 1)) for month in range(1, 13)]
    waits = [(due_date(terms, each) - each).days for each in closings]
    if min(waits) < 0:
        yield "pay_day", _BEFORE_CLOSING[language]
    if max(waits) > MOST_DAYS:
        yield "pay_month", _LATE[language]


def _together(payee: Node, broken: set[str], labels: Mapping[str, str], code: Code) -> Sequence[Finding]:
    missing = [name for name in labels if payee.get(name) is None]
    if not missing or len(missing) == len(labels) or not broken.isdisjoint(labels):
        return ()
    return [(missing[0], code, {"missing": "、".join(labels[name] for name in missing)})]
