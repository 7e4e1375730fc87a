import pytest
from hypothesis import given
from hypothesis import strategies as st

from seikyu.pdf.glyphs import read_glyphs
from seikyu.pdf.press import FONTS

TEXT = read_glyphs(FONTS / "BIZUDPGothic-Regular.ttf")


@pytest.mark.parametrize("kept", ["髙﨑①㈱", "ｶﾞｷﾞ-()｢｣", "〜～−", "神\ufa19", "葛\U000e0100城"])
def test_japanese_names_and_signs_are_printed_as_they_are(kept: str) -> None:
    assert TEXT.printable(kept) == kept


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("祝😀", "祝〓"),
        ("𠮷野", "〓野"),
        ("👨\u200d👩", "〓〓"),
        ("a\u0000b\u0007", "ab"),
        ("x\ufe0fy", "xy"),
        ("\u202e123", "123"),
        ("a\tb\u2003c", "a b c"),
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("e\u0301", "é"),
        ("か\u3099", "が"),
        ("\ue000", "〓"),
        ("العربية", "〓" * 7),
    ],
)
def test_what_the_font_lacks_is_shown_as_missing_and_what_is_unseen_is_dropped(
    given_text: str, shown: str
) -> None:
    assert TEXT.printable(given_text) == shown


def test_every_character_of_the_banks_and_offices_code_page_can_be_printed() -> None:
    characters: set[str] = set()
    for lead in (*range(0x81, 0xA0), *range(0xE0, 0xFD)):
        for trail in range(0x40, 0xFD):
            characters.update(bytes([lead, trail]).decode("cp932", errors="ignore"))
    own_use = {character for character in characters if "\ue000" <= character <= "\uf8ff"} | {"\x7f", "\x80"}
    assert characters - own_use <= TEXT.advances.keys()
    assert len(characters) > 9000


def test_both_weights_print_the_same_characters_as_wide() -> None:
    bold = read_glyphs(FONTS / "BIZUDPGothic-Bold.ttf")
    assert bold.advances.keys() == TEXT.advances.keys()
    assert TEXT.width("請求書") == bold.width("請求書") == 3.0


def test_figures_of_tables_are_all_of_one_width() -> None:
    figures = read_glyphs(FONTS / "SeikyuFigures-Regular.ttf")
    assert len({figures.width(figure) for figure in "0123456789"}) == 1


@given(st.text())
def test_any_text_becomes_printable_once_and_for_all(text: str) -> None:
    shown = TEXT.printable(text)
    assert TEXT.printable(shown) == shown
    seen = {character for character in shown if character != "\n" and not "\ufe00" <= character <= "\ufe0f"}
    assert {character for character in seen if character < "\U000e0100"} <= TEXT.advances.keys()
