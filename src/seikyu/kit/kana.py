"""Kana as banks write it: half-width, capital, a hyphen for the long vowel (law 2.7)."""

import jaconv

_CAPITAL = str.maketrans("ｧｨｩｪｫｬｭｮｯｰ", "ｱｲｳｴｵﾔﾕﾖﾂ-")
_MARKS = "ﾞﾟ"


def bank_kana(text: str, limit: int) -> str:
    """Katakana of any width in the characters of bank files, at most `limit` of them.

    A kana is never parted from its mark.
    """
    narrow = jaconv.z2h(text, kana=True, ascii=True, digit=True).translate(_CAPITAL).upper()
    if len(narrow) > limit and narrow[limit] in _MARKS:
        return narrow[: limit - 1]
    return narrow[:limit]
