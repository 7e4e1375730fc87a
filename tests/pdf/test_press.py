from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from seikyu.pdf.press import Press, Unprintable, open_press
from tests.pdf.reading import fonts, pages

MADE = datetime(2025, 10, 31, tzinfo=UTC)


@pytest.fixture
def plain(tmp_path: Path) -> Press:
    template = tmp_path / "plain.typ"
    template.write_text(
        '#set document(title: "t")\n#set text(font: "BIZ UDPGothic")\n#json(bytes(sys.inputs.data)).join()'
    )
    return open_press(template, compilers=2)


def test_the_same_data_gives_the_same_bytes_in_any_thread(plain: Press) -> None:
    texts = [f'["{number} 請求書"]'.encode() for number in range(8)]
    alone = [plain.print(text, made=MADE) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda text: plain.print(text, made=MADE), texts))
    assert together == alone
    assert len(set(alone)) == len(alone)


def test_markup_in_the_data_is_text(plain: Press) -> None:
    text = '#panic() *b* $x$ \\\\ [[ <l> @r // c `raw` #import "/etc/passwd" =h'
    printed = plain.print(f'["{text.replace(chr(34), chr(92) + chr(34))}"]'.encode(), made=MADE)
    assert pages(printed)[0].replace("\n", "") == text.replace("\\\\", "\\")


def test_a_file_keeps_to_pdf_a_and_carries_its_font(plain: Press, tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(plain.print('["請求書"]'.encode(), made=MADE))
    reader = PdfReader(path)
    assert reader.xmp_metadata is not None
    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in path.read_bytes()
    assert reader.metadata is not None
    assert reader.metadata.creation_date == MADE
    assert fonts(path.read_bytes()) == {"BIZUDPGothic-Regular": True}


def test_a_failed_print_leaves_the_press_fit_for_the_next(plain: Press) -> None:
    with pytest.raises(Unprintable):
        plain.print(b'["\\ud83d\\ude00"]', made=MADE)
    assert pages(plain.print(b'["ok"]', made=MADE)) == ["ok"]
