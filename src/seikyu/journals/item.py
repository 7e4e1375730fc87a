"""品目: which items of two invoices are the same one, whatever month they are for."""

import re
import unicodedata

_TIMES = re.compile(
    r"(?:(?:令和|平成|r|h)?\d{1,4}(?:年度?|[./-]))?\d{1,2}(?:月度?|[./-]\d{1,2})(?:\d{1,2}日)?(?:分|度|号)?"
    r"|(?:令和|平成)?\d{1,4}年度?(?:分)?|\d{1,2}日(?:分)?|第\d+(?:回|期|四半期)|(?:当|今|先|前|来)月(?:度|分)?"
)
# A digit beside a Latin letter names a model or size (A4, 4GB), any other one counts or dates something.
_COUNTS = re.compile(r"(?<![a-z0-9])\d+(?:[.,]\d+)*(?![a-z0-9])")
_NO_WORDS = re.compile(r"[\W_]+")


def item_of(name: str | None) -> str:
    """A name without width, case, spaces, signs, dates and counts: 「7月分 保守料」 is 「８月分保守料」.

    A name of nothing else is kept with its figures.
    """
    if not name:
        return ""
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = _NO_WORDS.sub("", _COUNTS.sub("", _TIMES.sub("", folded)))
    return bare or _NO_WORDS.sub("", folded)
