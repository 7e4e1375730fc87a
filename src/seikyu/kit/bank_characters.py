"""The characters of 全銀 files: one byte each, by the class of the field (law 2.7).

Kana of full width, small kana and long vowels become what banks take; anything else that has no place is
told, never guessed.
"""

from dataclasses import dataclass
from enum import Enum

from seikyu.kit.kana import bank_kana

_KANA = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_BASE = frozenset(_KANA + _DIGITS + " ")

_HYPHENS = str.maketrans("‐‑–—―−－", "-------")


class Allowed(Enum):
    """What a field may hold besides kana, digits and spaces."""

    BANK = frozenset(_LETTERS + "-")
    PARTY = frozenset(_LETTERS + "()-.")
    EDI = frozenset(_LETTERS + "\\｢｣()-/.ｦ")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as the file holds it, and the characters of the given text that have no place in it."""

    text: str
    refused: tuple[str, ...]


def fitted(given: str, allowed: Allowed, length: int) -> Fitted:
    """A text in the characters of its field, cut to its length but never between kana and its mark."""
    whole = bank_kana(given.translate(_HYPHENS).replace("¥", "\\"), 2 * len(given))
    refused = tuple(dict.fromkeys(c for c in whole if c not in _BASE and c not in allowed.value))
    return Fitted(bank_kana(whole, length), refused)
