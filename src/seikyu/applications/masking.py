"""Bodies without what only the two ends should see: secrets, bank accounts, people's names and addresses.

Works on text that may be cut anywhere, so nothing is parsed: a name and what follows it, in one pass.
"""

import json
import re
from urllib.parse import parse_qsl

from seikyu.applications.model import MOST_BODY_BYTES

COVER = "＊"
HIDDEN = frozenset(
    {
        *("access_token", "refresh_token", "id_token", "token", "client_secret", "secret"),
        *("user_password", "password", "authorization"),
        *("account_num", "depositor_name", "depositor_kana", "consignor_kana", "payee_kana"),
        *("user_email", "email", "mail", "phone", "publisher_phone", "fax", "contact"),
        *("private_user_name", "private_user_employee_no", "employee_code", "user_name"),
        *("made_by", "cancelled_by", "answer_by"),
    }
)
# Looked for from the beginning of a word only: a file in letters and figures is one word of thousands.
_LETTER = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]"
MAIL = re.compile(rf"(?<!{_LETTER}){_LETTER}++@[A-Za-z0-9.-]+")
# Sentences of faults that repeat what stands in a bank account (E601401, E601402).
ABOUT_BANKS = ("銀行振込", "banks do not take", "a bank file")
READABLE = ("application/json", "text/xml", "application/xml")

# A string (perhaps cut off); after a colon, another or whatever stands there up to the next sign. Every quote
# begins a match, so that no text, however made, is gone through more than once.
_STRING = r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)'
_JSON = re.compile(rf'({_STRING})(?:(\s*:\s*(?:\[\s*)*)({_STRING}|[^\s"\[\]{{}},]+)?)?', re.DOTALL)
_SENTENCE = re.compile(r"(?<=>)[^<>]+")
_XML = re.compile(
    rf"(<(?:[\w.-]+:)?({'|'.join(sorted(HIDDEN))})(?:\s[^<>]*)?(?<!/)>)(.*?)(?=</(?:[\w.-]+:)?\2\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)


def readable(raw: bytes, content_type: str, *, cut: bool) -> str | None:
    """A body as it may be kept; None when there is none or it is no text of ours (a file, say)."""
    if not raw or content_type.partition(";")[0].strip().lower() not in READABLE:
        return None
    # A character cut in two is left out; NUL is nothing a database takes.
    text = raw[:MOST_BODY_BYTES].decode("utf-8", "ignore" if cut else "replace").replace("\0", "�")
    xml = text.lstrip("\ufeff \t\r\n").startswith("<")
    covered = _SENTENCE.sub(_in_sentence, _XML.sub(rf"\1{COVER}", text)) if xml else _JSON.sub(_in_json, text)
    return MAIL.sub(COVER, covered) + ("…" if cut else "")


def query(encoded: bytes) -> str | None:
    """A query as it may be kept, one parameter a line."""
    pairs = parse_qsl(encoded[:MOST_BODY_BYTES].decode("utf-8", "replace"), keep_blank_values=True)
    lines = [f"{name}={COVER if name.lower() in HIDDEN else value}" for name, value in pairs]
    return MAIL.sub(COVER, "\n".join(lines)).replace("\0", "�") or None


def _in_sentence(found: re.Match[str]) -> str:
    return COVER if _is_about_banks(found[0]) else found[0]


def _is_about_banks(sentence: str) -> bool:
    return any(words in sentence for words in ABOUT_BANKS)


def _in_json(found: re.Match[str]) -> str:
    name, colon, value = found.groups()
    if colon is None or value is None or value in {"null", '""'}:
        return found[0]
    if _read(name).lower() not in HIDDEN and not _is_about_banks(value):
        return found[0]
    return f'{name}{colon}"{COVER}"'


def _read(name: str) -> str:
    if "\\" not in name:
        return name[1:-1]
    try:
        return str(json.loads(name))
    except ValueError:
        return name
