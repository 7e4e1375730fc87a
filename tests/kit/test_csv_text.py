import csv

import pytest

from seikyu.kit import csv_text
from seikyu.kit.csv_text import Undecodable, Unwritable

ROWS = [["請求書番号", "件名"], ["髙橋①", 'いわゆる"見本", 改行\r\nあり']]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_what_is_written_is_read_back_and_its_encoding_found_out(encoding: csv_text.Encoding) -> None:
    text, found = csv_text.decode(csv_text.write(ROWS, encoding))
    assert (list(csv_text.read(text)), found) == (ROWS, encoding)


def test_utf8_without_a_mark_is_found_out() -> None:
    assert csv_text.decode("請求書".encode()) == ("請求書", "utf-8")


def test_a_byte_that_stands_for_nothing_is_told_with_its_line() -> None:
    with pytest.raises(Undecodable) as told:
        csv_text.decode("一行目\r\n".encode("cp932") + b"\x81\xff")
    assert (told.value.encoding, told.value.line) == ("cp932", 2)


def test_a_character_shift_jis_lacks_is_named_with_its_place_and_never_replaced() -> None:
    with pytest.raises(Unwritable) as told:
        csv_text.write([["a"], ["b", "𠮷野家"]], "cp932")
    assert (told.value.character, told.value.row, told.value.column) == ("𠮷", 2, 2)


def test_quotes_that_make_no_sense_are_refused() -> None:
    with pytest.raises(csv.Error):
        list(csv_text.read('a,"b"c\r\n'))


@pytest.mark.parametrize(
    ("given", "kept"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-100", "-100"), ("+1,000.5", "+1,000.5"), ("品", "品")],
)
def test_only_what_a_spreadsheet_would_run_is_made_harmless(given: str, kept: str) -> None:
    assert csv_text.harmless(given) == kept
