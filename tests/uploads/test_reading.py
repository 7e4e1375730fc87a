"""Files of offices: encodings, line ends, quotes, workbooks, and what is refused."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from seikyu.uploads import reading, workbook
from seikyu.uploads.blocks import unpack
from seikyu.uploads.files import sample, with_errors
from seikyu.uploads.layout import is_standard
from seikyu.uploads.reading import Table, Unreadable, read_table

RARE = "髙橋①～㈱彅"


def rows_of(table: Table) -> list[list[str]]:
    return [row for block in table.blocks for row in unpack(block)]


def refusal(name: str, content: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(Unreadable) as caught:
        read_table(name, content)
    return caught.value.fault.code.number, dict(caught.value.fault.values)


def book(fill: Callable[[xlsxwriter.Workbook, Worksheet], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        fill(made, made.add_worksheet())
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_the_encodings_and_line_ends_of_offices_are_told_apart(encoding: str, line_end: str) -> None:
    text = line_end.join(["請求書番号,件名", f'A-1,"{RARE}, ""引用"""', 'A-2,"二行', 'の件名"', ""])
    table = read_table("a.csv", text.encode(encoding))
    assert table.header == ("請求書番号", "件名")
    assert rows_of(table) == [["A-1", f'{RARE}, "引用"'], ["A-2", f"二行{line_end}の件名"]]
    assert table.encoding == ("cp932" if encoding == "cp932" else "utf-8")


def test_bytes_that_are_no_characters_are_named_by_line_and_column() -> None:
    content = "番号,件名,備考\nA,b,c\nA,".encode("cp932") + b'"x\ny",\x81\xff\n'
    assert refusal("a.csv", content) == (
        "E600707",
        {"line": 4, "column": 3, "encoding": "Shift_JIS"},
    )
    with pytest.raises(Unreadable) as caught:
        read_table("a.csv", "番号\nテスト\n".encode("cp932"), "utf-8")
    assert caught.value.fault.values == {"line": 1, "column": 1, "encoding": "UTF-8"}


def test_rows_keep_their_places_and_their_surplus() -> None:
    table = read_table("a.csv", b"a,b,\n1\n,\n1,2,,\n1,2,3,4\n\n\n")
    assert rows_of(table) == [["1", ""], ["", ""], ["1", "2"], ["1", "2", "3"]]


def test_the_column_of_our_own_remarks_is_not_read() -> None:
    content = with_errors("csv", "cp932", ["a", "b"], [(0, ["1", "2"])], {0: ["だめです"]})
    table = read_table("a.csv", content)
    assert (table.header, rows_of(table)) == (("a", "b"), [["1", "2"]])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_sample_has_the_standard_layout(kind: reading.Kind) -> None:
    table = read_table(f"a.{kind}", sample(kind, "cp932"))
    assert is_standard(table.header)
    assert table.rows == 3


def test_a_workbook_is_read_as_people_see_it() -> None:
    def fill(made: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        made.add_worksheet("次").write(0, 0, "別のシート")
        date, percent = made.add_format({"num_format": "yyyy/mm/dd"}), made.add_format({"num_format": "0%"})
        sheet.write_row(1, 1, ["日付", "金額", "単価", "率", "文字", "式"])
        sheet.write(2, 1, datetime(2026, 8, 31), date)  # noqa: DTZ001 -- spreadsheets know no zones
        sheet.write(2, 2, 1234567890123)
        sheet.write(2, 3, 0.1)
        sheet.write(2, 4, 0.08, percent)
        sheet.write(2, 5, RARE)
        sheet.write_formula(2, 6, "=1+1", None, 2)

    table = read_table("a.xlsx", book(fill))
    assert table.header == ("日付", "金額", "単価", "率", "文字", "式")
    assert rows_of(table) == [["2026/08/31", "1234567890123", "0.1", "0.08", RARE, "2"]]


def test_what_is_too_large_is_refused_before_it_takes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    assert read_table("a.csv", b"a\n1\n2\n3\n\n").rows == 3
    assert refusal("a.csv", b"a\n1\n2\n3\n4\n")[0] == "E600705"
    assert refusal("a.csv", b"," * 301 + b"\n1")[0] == "E600703"
    assert refusal("a.csv", ",".join("x" * 301).encode())[0] == "E600706"
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    assert refusal("a.csv", b"a\n" * 10)[0] == "E600704"


def test_a_workbook_that_is_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def corners(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 0, "a")
        sheet.write(1_000_000, 16_000, "b")

    far = book(corners)
    assert refusal("a.xlsx", far)[0] == "E600710"
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 100_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"0" * 10_000_000)
    assert refusal("a.xlsx", out.getvalue())[0] == "E600710"


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert refusal("a.xlsx", content)[0] == "E600709"


def test_a_workbook_that_hides_its_references_or_lies_about_its_size_is_refused() -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 0, "a")

    honest = book(fill)
    for old, new in ((b'r="A1"', b'r="&#65;1"'), (b'r="A1"', b'r="ZZZZ9"')):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(honest)) as given, zipfile.ZipFile(out, "w") as made:
            for entry in given.infolist():
                made.writestr(entry.filename, given.read(entry).replace(old, new))
        assert refusal("a.xlsx", out.getvalue())[0] == "E600709"
    lying = bytearray(honest)
    place = lying.find(b"PK\x01\x02")
    lying[place + 24 : place + 28] = (1).to_bytes(4, "little")
    assert refusal("a.xlsx", bytes(lying))[0] == "E600709"
