"""What looks wrong about masters and is taken all the same: warnings, never refusals (law 2.2, 2.9)."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from seikyu.kit.check_digits import is_corporate_number
from seikyu.partners import bank_master
from seikyu.wire.faults import Language
from seikyu.wire.values import Value, text

_CHECK_DIGIT = {
    "ja": "法人番号の検査用数字が正しくありません。",
    "en": "The check digit of the corporate number is wrong.",
}
_BANK = {
    "ja": "金融機関マスタに登録されていない金融機関コードです。",
    "en": "There is no such bank in the bank master.",
}
_BRANCH = {
    "ja": "金融機関マスタに登録されていない支店コードです。",
    "en": "There is no such branch in the bank master.",
}

Doubts = Callable[[Mapping[str, Value], Language], Iterator[tuple[str, str]]]
"""From a master as it was read and a language to names of fields and sentences."""


def about_publisher(_given: Mapping[str, Value], _language: Language) -> Iterator[tuple[str, str]]:
    """Nothing about a publisher can be looked up."""
    return iter(())


def about_customer(given: Mapping[str, Value], language: Language) -> Iterator[tuple[str, str]]:
    """The corporate number."""
    number = text(given, "corp_genuine_id")
    if number is not None and not is_corporate_number(number):
        yield "corp_genuine_id", _CHECK_DIGIT[language]


def about_bank(given: Mapping[str, Value], language: Language) -> Iterator[tuple[str, str]]:
    """The codes of bank and branch."""
    bank, branch = text(given, "fncl_inst_code"), text(given, "branch_code")
    if bank is not None and bank_master.bank(bank) is None:
        yield "fncl_inst_code", _BANK[language]
    elif bank is not None and branch is not None and bank_master.branch(bank, branch) is None:
        yield "branch_code", _BRANCH[language]


def at(path: str, found: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The same as the warnings of an answer, each led by the path of its value."""
    return (f"{path}.{name}: {sentence}" for name, sentence in found)
