"""Files for lists that are something else than their name says, or more."""

import pytest

from seikyu.kit.csv_text import Undecodable, decode
from seikyu.kit.file_names import fit_name
from seikyu.uploads.reading import Unreadable, read_table
from tests.attachments.files import PDF, PNG, PROGRAM, WITH_MACROS, XLSX, ZIP, packed

MANY = packed(("xl/workbook.xml", b"<workbook/>"), *((f"xl/media/{n}.png", b"") for n in range(5000)))
NASTY = [
    ("E602508", "請求.csv", XLSX),
    ("E602508", "請求.csv", PDF),
    ("E602508", "請求.csv", PROGRAM),
    ("E602508", "請求.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 as of old"),
    ("E602508", "請求.txt", "番号,名前\n".encode("utf-16")),
    ("E602508", "請求.csv", b"a,b\n1,\0"),
    ("E602502", "請求.xlsx", WITH_MACROS),
    ("E600702", "請求.xlsm", WITH_MACROS),
    ("E600702", "請求.csv.exe", PROGRAM),
]


@pytest.mark.parametrize(("code", "name", "content"), NASTY)
def test_a_list_that_is_something_else_is_refused_with_its_reason(
    code: str, name: str, content: bytes
) -> None:
    with pytest.raises(Unreadable) as refused:
        read_table(name, content)
    assert refused.value.fault.code.number == code
    for language in ("ja", "en"):
        assert refused.value.fault.detail(language)


@pytest.mark.parametrize("content", [MANY, ZIP, PNG])
def test_a_workbook_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_table("請求.xlsx", content)


@pytest.mark.parametrize("content", [XLSX, PDF, PROGRAM, b"a\0b"])
def test_no_master_or_report_is_read_from_what_is_no_text(content: bytes) -> None:
    with pytest.raises(Undecodable):
        decode(content)


def test_a_name_neither_turns_around_nor_leads_elsewhere() -> None:
    assert fit_name("../../\u202evsc.exe\u0000.csv", 200) == "vsc.exe.csv"
