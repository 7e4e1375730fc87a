"""Codes are permanent: codes.txt is the list of all that were ever published."""

import re
import string
from pathlib import Path

from seikyu.wire import codes
from seikyu.wire.codes import REGISTRY, Code
from seikyu.wire.errors_page import FAMILIES

PUBLISHED = (Path(__file__).parent / "codes.txt").read_text(encoding="utf-8").splitlines()
BY_NAME = {name: code for name, code in vars(codes).items() if isinstance(code, Code)}


def test_no_published_code_vanishes_or_changes_its_number() -> None:
    now = {f"{code.number} {name}" for name, code in BY_NAME.items()}
    assert [line for line in PUBLISHED if line not in now] == []


def test_every_code_is_on_the_published_list() -> None:
    """A new code is published by appending its line to codes.txt, where it stays for good."""
    new = sorted(f"{code.number} {name}" for name, code in BY_NAME.items())
    assert [line for line in new if line not in PUBLISHED] == []


def test_no_number_is_published_twice() -> None:
    numbers = [line.split()[0] for line in PUBLISHED]
    assert len(numbers) == len(set(numbers)) == len(REGISTRY)


def test_numbers_belong_to_a_family() -> None:
    assert all(re.fullmatch(r"E[1-79]\d{5}", number) and number[:2] in FAMILIES for number in REGISTRY)


def test_both_sentences_fill_in_the_same_values() -> None:
    for code in REGISTRY.values():
        # The English sentences may name the fields of a fixed pair themselves.
        assert placeholders(code.en) - {"label"} == placeholders(code.ja) - {"label"}, code


def test_observed_sentences_are_kept_to_the_letter() -> None:
    assert (codes.PAYING_ISSUERS_ONLY.number, codes.PAYING_ISSUERS_ONLY.ja) == (
        "E100001",
        "本機能は発行有料企業のみ利用可能です",
    )
    assert (codes.ACCEPT_INVALID.number, codes.ACCEPT_INVALID.ja) == (
        "E700003",
        "Acceptはapplication/jsonまたはtext/xmlを入力してください",
    )


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
