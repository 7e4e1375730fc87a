"""Which files may be attached, and under which names."""

import pytest

from seikyu.attachments.model import MOST_BYTES, File
from seikyu.attachments.rules import read_file
from seikyu.kit.file_names import fit_name
from seikyu.wire.faults import Fault
from tests.attachments.files import (
    DOCTYPE,
    DOCX,
    JPEG,
    ODS,
    PDF,
    PNG,
    PROGRAM,
    WITH_MACROS,
    XLSX,
    XML,
    ZIP,
    bomb,
    locked,
    pdf,
    png,
)

SOUND = [
    ("見積書.pdf", PDF, "application/pdf"),
    ("写真.PNG", PNG, "image/png"),
    ("a.jpg", JPEG, "image/jpeg"),
    ("a.jpeg", JPEG, "image/jpeg"),
    ("明細.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("契約.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("明細.ods", ODS, "application/vnd.oasis.opendocument.spreadsheet"),
    ("明細.csv", "品名,数量\r\n髙橋,1\r\n".encode("cp932"), "text/csv"),
    ("明細.csv", "品名,数量\n".encode("utf-8-sig"), "text/csv"),
    ("メモ.txt", "第1行\n\tよろしく\n".encode(), "text/plain"),
    ("請求.xml", XML, "application/xml"),
]
UNSOUND = [
    ("E600602", "見積書", PDF),
    ("E600602", ".pdf", PDF),
    ("E600602", "", PDF),
    ("E600603", "全部.zip", ZIP),
    ("E600603", "program.exe", PROGRAM),
    ("E600603", "macro.xlsm", WITH_MACROS),
    ("E600603", "page.html", b"<p>text</p>"),
    ("E600603", "picture.svg", b"<svg/>"),
    ("E600604", "見積書.pdf", PROGRAM),
    ("E600604", "写真.png", JPEG),
    ("E600604", "写真.jpg", PDF),
    ("E600604", "明細.xlsx", ZIP),
    ("E600604", "明細.xlsx", DOCX),
    ("E600604", "明細.xlsx", WITH_MACROS),
    ("E600604", "明細.xlsx", b"PK\x03\x04 and then nothing"),
    ("E600604", "明細.ods", ZIP),
    ("E600604", "明細.csv", PDF + b"\0"),
    ("E600604", "明細.csv", b"\x82"),
    ("E600604", "請求.xml", b"<a>"),
    ("E600604", "請求.xml", DOCTYPE),
    ("E600604", "写真.png", PNG[:20]),
    ("E600605", "空.pdf", b""),
    ("E602502", "見積書.pdf", pdf("/OpenAction<</S/JavaScript/JS(app.alert(1))>>")),
    ("E602502", "見積書.pdf", pdf("/OpenAction 4 0 R", "<</S/Launch/F(cmd.exe)>>")),
    ("E602502", "見積書.pdf", pdf("", "<</S/#4aavaScript/#4aS(this.exportDataObject())>>")),
    ("E602502", "見積書.pdf", pdf("/Names<</EmbeddedFiles<</Names[]>>>>")),
    ("E602502", "見積書.pdf", pdf("", "[[<</Kids[<</S/SubmitForm/F(http://a)>>]>>]]")),
    ("E602503", "見積書.pdf", b"%PDF-1.7\nand then nothing"),
    ("E602503", "見積書.pdf", locked(PDF)),
    ("E602504", "明細.xlsx", bomb()),
    ("E602505", "写真.png", png(20_000, 20_000)),
    ("E600606", "大.txt", b"a" * (MOST_BYTES + 1)),
]


@pytest.mark.parametrize(("name", "content", "media_type"), SOUND)
def test_each_kind_is_taken_and_known_for_what_it_is(name: str, content: bytes, media_type: str) -> None:
    assert read_file("file", name, content) == File(name, media_type, content)


@pytest.mark.parametrize(("code", "name", "content"), UNSOUND)
def test_what_is_no_such_file_is_refused_with_its_reason(code: str, name: str, content: bytes) -> None:
    found = read_file("file", name, content)
    assert isinstance(found, Fault)
    assert (found.path, found.code.number) == ("file", code)
    for language in ("ja", "en"):
        assert found.detail(language)


def test_a_harmless_pdf_may_have_links_and_go_to_a_page_when_opened() -> None:
    still = pdf("/OpenAction[3 0 R/Fit]/Lang(ja)", "<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://a)>>>>")
    assert isinstance(read_file("file", "見積書.pdf", still), File)


def test_a_paper_that_is_to_be_kept_as_it_came_is_kept_whatever_it_does() -> None:
    for content in (pdf("/OpenAction<</S/JavaScript/JS(1)>>"), locked(PDF)):
        assert isinstance(read_file("file", "請求書.pdf", content, as_it_came=True), File)


@pytest.mark.parametrize(
    ("given", "fit"),
    [
        ("見積書.pdf", "見積書.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\山田\\見積.pdf", "見積.pdf"),
        ("a\0b\r\n.pdf", "ab.pdf"),
        ("fdp.\u202e書積見.pdf", "fdp.書積見.pdf"),
        ('a"b<c>|?*.pdf', "a_b_c____.pdf"),
        ("  二  つ の　空白 .pdf", "二 つ の 空白.pdf"),
        ("...pdf", ".pdf"),
        ("か\u3099.pdf", "が.pdf"),
    ],
)
def test_a_name_is_made_fit_for_every_system(given: str, fit: str) -> None:
    assert fit_name(given, 100) == fit


def test_a_long_name_keeps_its_ending() -> None:
    named = fit_name("あ" * 300 + ".pdf", 100)
    assert (len(named), named[-4:]) == (100, ".pdf")
