"""Pages in one text for both languages: a line `日本語 · English` (either first) shows the reader's half."""

import re

from seikyu.docs.slugs import slug
from seikyu.wire.faults import Language

_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
_TWINS = re.compile(r"^(?P<head>#+ )?(?P<one>[^|]+?) · (?P<other>[^|·]+)$")


def in_language(text: str, language: Language) -> str:
    """The page as a reader of the language sees it; headings keep one anchor, that of the English half."""
    lines, fenced = [], False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        lines.append(line if fenced else _half(line, language))
    return "\n".join(lines) + "\n"


def _half(line: str, language: Language) -> str:
    twins = _TWINS.match(line)
    if twins is None:
        return line
    one, other = twins["one"], twins["other"]
    if bool(_JAPANESE.search(one)) == bool(_JAPANESE.search(other)):
        return line
    japanese, english = (one, other) if _JAPANESE.search(one) else (other, one)
    shown = japanese if language == "ja" else english
    head = twins["head"]
    return shown if head is None else f"{head}{shown} {{#{slug(english)}}}"
