from hypothesis import given
from hypothesis import strategies as st

from seikyu.pdf.breaks import breakable
from seikyu.pdf.glyphs import read_glyphs
from seikyu.pdf.press import FONTS

WIDTH = read_glyphs(FONTS / "BIZUDPGothic-Regular.ttf").width


def test_text_that_fits_or_breaks_by_itself_is_left_alone() -> None:
    assert breakable("東京都港区浜松町一丁目", 4, WIDTH) == "東京都港区浜松町一丁目"
    assert breakable("Seikyu Trading Co., Ltd.", 8, WIDTH) == "Seikyu Trading Co., Ltd."
    assert breakable("ABC-0001", 20, WIDTH) == "ABC-0001"


def test_only_the_run_that_is_too_long_is_cut() -> None:
    cut = breakable("型番 ABCDEFGHIJKLMNOP です", 6, WIDTH)
    assert cut == ("型番 ", "ABC", "DEF", "GHIJ", "KLM", "NOP", " です")


def test_half_width_voice_marks_are_pointed_out() -> None:
    assert breakable("ｱｵﾊﾞﾌｰｽﾞ", 20, WIDTH) == ("ｱｵﾊﾞﾌｰｽﾞ",)
    assert breakable("アオバフーズ", 20, WIDTH) == "アオバフーズ"


def test_marks_that_may_not_begin_a_line_are_cut_when_nothing_else_helps() -> None:
    assert breakable("！" * 7, 3, WIDTH) == ("！！！", "！！！", "！")


@given(st.text(st.sampled_from("あア漢ｱ、。（）ーW1 \n"), max_size=60), st.floats(min_value=1, max_value=20))
def test_cutting_loses_nothing_and_no_piece__than_the_line(text: str, room: float) -> None:
    cut = breakable(text, room, WIDTH)
    pieces = (cut,) if isinstance(cut, str) else cut
    assert "".join(pieces) == text
    if len(pieces) > 1:
        assert all(pieces)
